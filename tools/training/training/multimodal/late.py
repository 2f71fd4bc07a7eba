"""Late fusion: log-odds = a (row logit) + a' (row logit, some columns hidden) + b (logit of the 1-D views)
+ c (logit of the river) + d.

The weight of a row beside the views depends on its origin: the archive's fit uses four years of data, a measured row
only the curve at hand. So there are weights for each kind of row and each set of available views. The kind follows from
the row itself: the archive supplies an error of the insolation, a measured row at most the errors of the stellar
values.

The views contain much of the information of a measured transit but none about the star. So the row network also scores
such a row without its stellar columns (HIDDEN), and the two logits have separate weights.
"""

from __future__ import annotations

import numpy as np
from sklearn.linear_model import LogisticRegression

from .. import fields

#: kinds of row and sets of views, in the order of the weights (set by set)
KINDS = ("measured", "alone", "archive", "none")
SETS = ("both", "one_d", "river")
#: which of the two view logits each set has
GIVEN = {"both": (True, True), "one_d": (True, False), "river": (False, True)}
#: row logit, row logit with columns hidden, logit of the 1-D views, logit of the river, 1
PARTS = 5
#: stellar columns that the second logit of a kind of row does not use: the errors, or values and errors
HIDDEN = {"measured": ("error",), "alone": ("value", "error")}
#: the columns whose presence identifies the kind; a row with neither is `alone`
ARCHIVE_COLUMN, MEASURED_COLUMN = "insol_err_high", "star_teff_err_high"
STRENGTH = 1.0


def columns() -> tuple[int, int]:
    """Positions of the two identifying columns in the flags (the row without its source)."""
    return fields.index(ARCHIVE_COLUMN) - 1, fields.index(MEASURED_COLUMN) - 1


def reduced(kind: str) -> str:
    """Name of the second logit of a kind of row."""
    return f"{kind}_less"


def hidden(kind: str) -> np.ndarray:
    """Boolean [columns]: the columns that the second logit of this kind of row does not use."""
    return np.array([c.field.startswith("star_") and c.kind in HIDDEN.get(kind, ()) for c in fields.columns()])


def fit(parts: list[np.ndarray], label: np.ndarray) -> np.ndarray:
    """Weight of each part and the offset, by logistic regression."""
    model = LogisticRegression(C=STRENGTH).fit(np.stack(parts, axis=1), label)
    return np.append(model.coef_[0], model.intercept_[0])


def table(rows: dict[str, np.ndarray], views: list[np.ndarray], label: np.ndarray) -> np.ndarray:
    """Weights [sets * kinds, PARTS] of the served model from out-of-fold logits: `rows` by kind and by
    `reduced(kind)`, then those of the 1-D views and of the river."""
    result = []
    for given in GIVEN.values():
        for kind in KINDS:
            names = (kind, reduced(kind))
            used = np.array([*(name in rows for name in names), *given])
            parts = [part for part, use in zip([*map(rows.get, names), *views], used, strict=True) if use]
            weights = np.zeros(PARTS)
            weights[np.append(used, True)] = fit(parts, label)
            result.append(weights)
    return np.array(result)


def combine(parts: list[np.ndarray], weights: np.ndarray) -> np.ndarray:
    """Log-odds [n]."""
    return np.stack(parts, axis=1) @ weights[:-1] + weights[-1]


def cross_fitted(parts: list[np.ndarray], label: np.ndarray, fold: np.ndarray) -> np.ndarray:
    """Probability [n] with weights fitted on the out-of-fold log-odds of the other folds."""
    result = np.zeros(len(label))
    for k in np.unique(fold):
        learn, test = fold != k, fold == k
        weights = fit([part[learn] for part in parts], label[learn])
        result[test] = 1 / (1 + np.exp(-combine([part[test] for part in parts], weights)))
    return result
