"""Boosted trees beside the networks: a control on the sampling of light curves, and a second model of the TESS
views."""

from __future__ import annotations

import lightgbm
import numpy as np

from .. import plain_trees
from .tess_views import TessViews
from .views import Curves

CONTROL_ROUNDS = 250
TESS_ROUNDS = 300
TESS_PARAMETERS = {
    "objective": "binary",
    "learning_rate": 0.03,
    "num_leaves": 15,
    "min_data_in_leaf": 10,
    "feature_fraction": 0.3,
    "bagging_fraction": 0.8,
    "bagging_freq": 1,
    "num_threads": 1,
    "verbose": -1,
    "deterministic": True,
    "force_col_wise": True,
}
#: bins that a view is averaged to
COARSE = {"global": 31, "local": 21, "secondary": 21}


def sampling_control(curves: Curves, fold: np.ndarray, seed: int) -> np.ndarray:
    """Probability [n] by trees on the sampling statistics of each source, without its flux: what the sampling alone
    reveals of the label. Out of fold; NaN without a label."""
    probability = np.full(len(curves), np.nan)
    for source in np.unique(curves.source):
        known = (curves.source == source) & (curves.label >= 0)
        for k in np.unique(fold):
            learn, test = known & (fold != k), known & (fold == k)
            data = lightgbm.Dataset(curves.sampling[learn], curves.label[learn].astype(float))
            booster = lightgbm.train({**plain_trees.PARAMETERS, "seed": seed}, data, CONTROL_ROUNDS)
            probability[test] = booster.predict(curves.sampling[test], num_threads=1)
    return probability


def tess_inputs(data: TessViews) -> np.ndarray:
    """[n, 10 scalars, NaN if missing; bins, scatter, extremes and roughness of each view]."""
    values, given = np.split(data.scalars, 2, axis=1)
    parts = [np.where(given > 0, values, np.nan)]
    for name, count in COARSE.items():
        view = np.nan_to_num(data.flat[name])
        parts += [
            np.stack([bins.mean(axis=1) for bins in np.array_split(view, count, axis=1)], axis=1),
            np.stack(
                [view.std(axis=1), view.min(axis=1), view.max(axis=1), np.abs(np.diff(view, axis=1)).mean(axis=1)],
                axis=1,
            ),
        ]
    return np.concatenate(parts, axis=1)


def tess_out_of_fold(data: TessViews, fold: np.ndarray, seed: int) -> np.ndarray:
    """Log-odds [n] of a planet candidate out of fold."""
    x, logit = tess_inputs(data), np.zeros(len(data))
    for k in np.unique(fold):
        tested = fold == k
        booster = lightgbm.train(
            {**TESS_PARAMETERS, "seed": seed}, lightgbm.Dataset(x[~tested], data.label[~tested]), TESS_ROUNDS
        )
        logit[tested] = booster.predict(x[tested], raw_score=True, num_threads=1)
    return logit
