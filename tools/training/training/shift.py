"""How much a labelled row looks like an unlabelled candidate of its survey: weights for covariate shift.

The archive's labelled objects are not drawn like its candidates: bright stars and strong signals get a label more
often. A threshold that holds on average over labelled rows therefore fails on candidates. With weights proportional to
the density ratio of candidates and labelled rows, it holds on average over candidates (weighted conformal prediction,
Tibshirani et al. 2019). The ratio is the odds of a classifier that separates the two; no label is used.
"""

from __future__ import annotations

import lightgbm
import numpy as np

from . import folds, patterns
from .catalogues import Rows

ROUNDS = 150
FOLDS = 5
PARAMETERS = {
    "objective": "binary",
    "learning_rate": 0.05,
    "num_leaves": 8,
    "min_data_in_leaf": 60,
    "feature_fraction": 0.3,
    "bagging_fraction": 0.8,
    "bagging_freq": 1,
    "lambda_l2": 5.0,
    "num_threads": 1,
    "verbose": -1,
    "deterministic": True,
    "force_col_wise": True,
}
#: minimum number of candidates and of labelled rows of a survey for weights other than 1
MIN_ROWS = 300


def candidate_weights(rows: Rows, groups: np.ndarray, seed: int) -> np.ndarray:
    """Odds [rows] that a row is a candidate, by classifiers that were not trained on its star; 1 in a survey with few
    candidates. `rows` has labelled and unlabelled rows, `groups` their star keys."""
    weight = np.ones(len(rows))
    x, candidate = patterns.apply(rows.x, "all")[:, 1:], rows.label < 0
    fold = folds.assign(groups, seed, FOLDS)
    for mission in np.unique(rows.mission):
        survey = rows.mission == mission
        if min((survey & candidate).sum(), (survey & ~candidate).sum()) < MIN_ROWS:
            continue
        for k in range(FOLDS):
            learn, score = survey & (fold != k), survey & (fold == k)
            data = lightgbm.Dataset(x[learn], candidate[learn].astype(float))
            booster = lightgbm.train({**PARAMETERS, "seed": seed}, data, ROUNDS)
            weight[score] = np.exp(booster.predict(x[score], raw_score=True, num_threads=1))
    return weight
