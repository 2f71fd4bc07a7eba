"""Late fusion: log-odds = a (row logit) + b (views logit) + c, with weights for each kind of row.

How much a row is worth beside the views depends on where it comes from: the archive's fit is of
four years, a measured one of the curve at hand. The kind is read off the row itself: the archive gives an
error of the insolation, a measured row at most those of the star's values.
"""

from __future__ import annotations

import numpy as np
from sklearn.linear_model import LogisticRegression

from .. import fields

#: kinds of row in the order of the weights
KINDS = ("measured", "alone", "archive", "none")
#: a given column tells the kind; without either a row is `alone`
ARCHIVE_COLUMN, MEASURED_COLUMN = "insol_err_high", "star_teff_err_high"
STRENGTH = 1.0


def columns() -> tuple[int, int]:
    """Positions of the telling columns in the flags (the row less its source)."""
    return fields.index(ARCHIVE_COLUMN) - 1, fields.index(MEASURED_COLUMN) - 1


def fit(parts: list[np.ndarray], label: np.ndarray) -> np.ndarray:
    """Weights of each part and the offset, by logistic regression."""
    model = LogisticRegression(C=STRENGTH).fit(np.stack(parts, axis=1), label)
    return np.append(model.coef_[0], model.intercept_[0])


def combine(parts: list[np.ndarray], weights: np.ndarray) -> np.ndarray:
    """Log-odds [n]."""
    return np.stack(parts, axis=1) @ weights[:-1] + weights[-1]


def cross_fitted(parts: list[np.ndarray], label: np.ndarray, fold: np.ndarray) -> np.ndarray:
    """Probability [n] with the weights that the other folds' out-of-fold log-odds give."""
    result = np.zeros(len(label))
    for k in np.unique(fold):
        learn, test = fold != k, fold == k
        weights = fit([part[learn] for part in parts], label[learn])
        result[test] = 1 / (1 + np.exp(-combine([part[test] for part in parts], weights)))
    return result
