"""Boosted trees on a measured row and the numbers of its vetting: what the tests, the events and the noise say beside
the folded views.

A row is shown with the star's errors and without, so that one ensemble answers both. Only curves of Kepler have labels.
"""

from __future__ import annotations

import lightgbm
import numpy as np

from .. import boosted, fields
from .views import Curves

PARAMETERS = {
    "objective": "binary",
    "learning_rate": 0.015,
    "num_leaves": 15,
    "min_data_in_leaf": 10,
    "feature_fraction": 0.3,
    "bagging_fraction": 0.8,
    "bagging_freq": 1,
    "lambda_l2": 1.0,
    "num_threads": 1,
    "verbose": -1,
    "deterministic": True,
    "force_col_wise": True,
}
ROUNDS = 1000


def fit(curves: Curves, seed: int) -> boosted.Boosted:
    """Trees of curves that all have labels."""
    x = np.vstack([curves.measured, curves.measured_alone()])
    given = np.hstack([boosted.inputs(x), np.tile(curves.vetting, (2, 1))])
    data = lightgbm.Dataset(given, np.tile(curves.label, 2).astype(float))
    surveys = [None] * len(fields.sources())
    surveys[fields.sources()["KEPLER"]] = lightgbm.train({**PARAMETERS, "seed": seed}, data, ROUNDS)
    return boosted.Boosted(surveys)
