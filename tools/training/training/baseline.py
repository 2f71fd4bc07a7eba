"""`baseline`: the older system's random forest under the same folds, inputs and calibration."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from . import forest, patterns, recipe
from .catalogues import Rows
from .encoder import Encoder


@dataclass(frozen=True)
class Settings:
    trees: int = forest.TREES
    leaf: int = forest.LEAF
    depth: int = forest.DEPTH
    random_copies: int = 1


def fit(rows: Rows, groups: np.ndarray, settings: Settings, seed: int) -> recipe.Fitted:
    """Forest on every row under each input kind and some random subsets; inner forests calibrate."""
    known = rows.label >= 0
    inner = recipe.inner_folds(rows, groups, seed)[known]
    rows = rows.take(known)
    encoder = Encoder(rows.x, pieces=1)
    members = [_grow(rows.take(inner != fold), settings, seed + 1 + fold) for fold in range(recipe.INNER_FOLDS)]
    held = recipe.held_out(rows, inner, seed, lambda x, fold: forest.raw_logit(members[fold], x))
    scaling, thresholds = recipe.calibrate(encoder, held)
    return recipe.Fitted(forest.Forest(_grow(rows, settings, seed), encoder, scaling), thresholds)


def _grow(rows: Rows, settings: Settings, seed: int):
    rng = np.random.default_rng(seed)
    shown = [patterns.apply(rows.x, kind) for kind in patterns.KINDS]
    for _ in range(settings.random_copies):
        keep = patterns.random_subset(len(rows), rng)
        shown.append(np.where(keep, rows.x, np.nan).astype(np.float32))
    label = np.tile(rows.label, len(shown))
    return forest.grow(np.concatenate(shown), label, seed, settings.trees, settings.leaf, settings.depth)
