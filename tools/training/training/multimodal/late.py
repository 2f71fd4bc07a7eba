"""Late fusion: log-odds = a (row logit) + a' (row logit, some columns hidden) + b (logit of the 1-D views)
+ c (logit of the river) + d.

How much a row is worth beside the views depends on where it comes from: the archive's fit is of
four years, a measured one of the curve at hand; so there are weights for each kind of row and for
each set of views that is there. The kind is read off the row itself: the archive gives an
error of the insolation, a measured row at most those of the star's values.

The views tell much of what a measured transit tells, and nothing of what the catalogue knows of the
star. So the row network answers such a row a second time without that part (HIDDEN), and the two
logits have weights of their own.
"""

from __future__ import annotations

import numpy as np
from sklearn.linear_model import LogisticRegression

from .. import fields

#: kinds of row, and sets of views, in the order of the weights (set by set)
KINDS = ("measured", "alone", "archive", "none")
SETS = ("both", "one_d", "river")
#: which of the two view logits each of SETS has
GIVEN = {"both": (True, True), "one_d": (True, False), "river": (False, True)}
#: row logit, row logit with columns hidden, logit of the 1-D views, logit of the river, 1
PARTS = 5
#: what the second logit of a kind of row does not see: errors of the star's values, or all of them
HIDDEN = {"measured": ("error",), "alone": ("value", "error")}
#: a given column tells the kind; without either a row is `alone`
ARCHIVE_COLUMN, MEASURED_COLUMN = "insol_err_high", "star_teff_err_high"
STRENGTH = 1.0


def columns() -> tuple[int, int]:
    """Positions of the telling columns in the flags (the row less its source)."""
    return fields.index(ARCHIVE_COLUMN) - 1, fields.index(MEASURED_COLUMN) - 1


def less(kind: str) -> str:
    """Name of the second logit of a kind of row."""
    return f"{kind}_less"


def hidden(kind: str) -> np.ndarray:
    """Boolean [columns]: what the second logit of this kind of row does not see."""
    return np.array([c.field.startswith("star_") and c.kind in HIDDEN.get(kind, ()) for c in fields.columns()])


def fit(parts: list[np.ndarray], label: np.ndarray) -> np.ndarray:
    """Weights of each part and the offset, by logistic regression."""
    model = LogisticRegression(C=STRENGTH).fit(np.stack(parts, axis=1), label)
    return np.append(model.coef_[0], model.intercept_[0])


def table(rows: dict[str, np.ndarray], views: list[np.ndarray], label: np.ndarray) -> np.ndarray:
    """Weights [sets * kinds, PARTS] of the served model from out-of-fold logits: `rows` by kind and by `less(kind)`, then
    those of the 1-D views and of the river."""
    result = []
    for given in GIVEN.values():
        for kind in KINDS:
            names = (kind, less(kind))
            used = np.array([*(name in rows for name in names), *given])
            parts = [part for part, use in zip([*map(rows.get, names), *views], used) if use]
            weights = np.zeros(PARTS)
            weights[np.append(used, True)] = fit(parts, label)
            result.append(weights)
    return np.array(result)


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
