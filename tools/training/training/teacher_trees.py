"""The trees of the teacher, beside its networks: LightGBM (Ke et al. 2017), one ensemble per survey.

Trees and networks make errors on different rows; the teacher's logit is a weighted mean. Training uses each row whole,
under each input kind and under random subsets, so any subset of the fields works. The trees are not served, so they may
be many, and read the physical ratios beside the raw columns and quotients.
"""

from __future__ import annotations

import lightgbm
import numpy as np

from . import boosted, patterns, plain_trees
from .boosted import Boosted
from .catalogues import Rows
from .encoder import SURVEYS

PARAMETERS = plain_trees.PARAMETERS | {"num_leaves": 31, "min_data_in_leaf": 80, "feature_fraction": 0.5}
#: weights of a row under each input kind, and under random subsets
WEIGHTS = {"all": 3.0, "canonical": 1.0, "five_field": 1.0, "diagnostics": 8.0, "transit": 0.5, "period": 0.5}
SUBSETS = ((patterns.random_subset, 1.0), (patterns.random_subset, 1.0), (patterns.few_fields, 0.5))

#: weight of the trees in the joined log-odds; the networks have the rest
SHARE = 0.6


def fit(rows: Rows, rounds: int, seed: int) -> Boosted:
    """`rounds` trees for each survey that has enough rows of both classes."""
    x, weight, source = _masked_rows(rows, seed)
    given, label, survey = _inputs(x), rows.label[source].astype(float), x[:, 0].astype(int)
    boosters = []
    for code in range(SURVEYS):
        use = survey == code
        enough = np.bincount(rows.label[rows.x[:, 0] == code], minlength=2).min() >= plain_trees.MIN_ROWS
        data = lightgbm.Dataset(given[use], label[use], weight=weight[use])
        boosters.append(lightgbm.train({**PARAMETERS, "seed": seed}, data, rounds) if enough else None)
    return Boosted(boosters)


def joined_logit(networks: np.ndarray, trees: Boosted, x: np.ndarray) -> np.ndarray:
    """Log-odds [rows] of networks and trees together; the trees' are 0 for a survey without any."""
    return (1 - SHARE) * networks + SHARE * trees.logit_of(x[:, 0], _inputs(x))


def _inputs(x: np.ndarray) -> np.ndarray:
    """Float32 [rows, columns + quotients + ratios]."""
    return np.hstack([boosted.inputs(x), plain_trees.ratios(x)])


def _masked_rows(rows: Rows, seed: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Masked copies of the rows, their weights, and the position of the original row of each."""
    rng, everything = np.random.default_rng(seed), np.arange(len(rows))
    parts = []
    for kind, weight in WEIGHTS.items():
        at = np.flatnonzero(patterns.has_diagnostics(rows.x)) if kind == "diagnostics" else everything
        parts.append((patterns.apply(rows.x[at], kind), weight, at))
    for subset, weight in SUBSETS:
        parts.append((np.where(subset(len(rows), rng), rows.x, np.float32(np.nan)), weight, everything))
    return (
        np.concatenate([x for x, _, _ in parts]),
        np.concatenate([np.full(len(at), weight) for _, weight, at in parts]),
        np.concatenate([at for _, _, at in parts]),
    )
