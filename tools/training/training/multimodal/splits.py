"""Folds by star over the catalogues, the light curves and the TESS views at once.

A star of the catalogues keeps the fold that the row model gave it, so no score of the row network
and no pre-training view comes from a star that the fold tests.
"""

from __future__ import annotations

import numpy as np

from .. import folds


def extend(
    groups: np.ndarray,
    fold: np.ndarray,
    stars: np.ndarray,
    strata: np.ndarray,
    seed: int,
    cross_ids: list[tuple[str, str]],
) -> tuple[np.ndarray, np.ndarray]:
    """Star key and fold of further stars: that of the catalogue, or a new one by stratum."""
    keys = folds.star_groups(stars, cross_ids)
    known = dict(zip(groups, fold))
    fresh = folds.assign(keys, seed, folds.FOLDS, strata)
    return keys, np.array([known.get(key, new) for key, new in zip(keys, fresh)], np.int8)
