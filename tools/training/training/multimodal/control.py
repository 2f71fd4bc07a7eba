"""The control: what the sampling of a light curve gives away of the label, without its flux."""

from __future__ import annotations

import lightgbm
import numpy as np

from .. import plain_trees
from .views import Curves

ROUNDS = 250


def out_of_fold(curves: Curves, fold: np.ndarray, seed: int) -> np.ndarray:
    """Probability [n] by trees on the sampling statistics of the same source; NaN without a label."""
    probability = np.full(len(curves), np.nan)
    for source in np.unique(curves.source):
        known = (curves.source == source) & (curves.label >= 0)
        for k in np.unique(fold):
            learn, test = known & (fold != k), known & (fold == k)
            data = lightgbm.Dataset(curves.sampling[learn], curves.label[learn].astype(float))
            booster = lightgbm.train({**plain_trees.PARAMETERS, "seed": seed}, data, ROUNDS)
            probability[test] = booster.predict(curves.sampling[test], num_threads=1)
    return probability
