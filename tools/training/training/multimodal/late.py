"""Late fusion: log-odds = a (row logit) + a' (row logit, some columns hidden) + b (logit of the 1-D views)
+ c (logit of the river) + d (logit of the vetting) + e.

The weight of a row beside the views depends on its origin: the archive's fit uses four years of data, a measured row
only the curve at hand. So there are weights for each kind of row and each set of available views. The vetting's numbers
belong to a measured row. The kind follows from
the row itself: the archive supplies an error of the insolation, a measured row at most the errors of the stellar
values.

The views contain much of the information of a measured transit but none about the star. So the row network also scores
such a row without its stellar columns (HIDDEN), and the two logits have separate weights: one for their difference,
what the star (or its errors) adds, and one for the row without it. Neither these nor the other weights are negative, so
that stronger evidence for a planet never makes one less likely; in `table` the weight of the second logit is the
second less the first.
"""

from __future__ import annotations

import numpy as np
from scipy.optimize import minimize

from .. import fields

#: kinds of row, in the order of the weights of a set
KINDS = ("measured", "alone", "archive", "none")
#: sets of views in the order of the weights, and which of the logits of 1-D views, river and vetting each has
GIVEN = {
    "both": (True, True, False),
    "one_d": (True, False, False),
    "river": (False, True, False),
    "both_vetted": (True, True, True),
    "one_d_vetted": (True, False, True),
    "river_vetted": (False, True, True),
}
#: row logit, row logit with columns hidden, logits of the 1-D views, of the river and of the vetting, 1
PARTS = 6
#: stellar columns that the second logit of a kind of row does not use: the errors, or values and errors
HIDDEN = {"measured": ("error",), "alone": ("value", "error")}
#: the columns whose presence identifies the kind; a row with neither is `alone`
ARCHIVE_COLUMN, MEASURED_COLUMN = "insol_err_high", "star_teff_err_high"
#: sum of squares that is added to the log loss
PENALTY = 0.5


def columns() -> tuple[int, int]:
    """Positions of the two identifying columns in the flags (the row without its source)."""
    return fields.index(ARCHIVE_COLUMN) - 1, fields.index(MEASURED_COLUMN) - 1


def reduced(kind: str) -> str:
    """Name of the second logit of a kind of row."""
    return f"{kind}_less"


def vetted(kind: str) -> str:
    """Name of the logit of the vetting with a kind of row."""
    return f"{kind}_vetted"


def hidden(kind: str) -> np.ndarray:
    """Boolean [columns]: the columns that the second logit of this kind of row does not use."""
    return np.array([c.field.startswith("star_") and c.kind in HIDDEN.get(kind, ()) for c in fields.columns()])


def fit(parts: list[np.ndarray], label: np.ndarray, split: bool = False) -> np.ndarray:
    """Weight of each part and the offset, by logistic regression without negative weights. With `split` the first two
    parts are a row and the same with columns hidden, of which the first counts by what it adds to the second."""
    x, sign = np.stack([*parts, np.ones(len(label))], axis=1).astype(float), np.where(label > 0, 1.0, -1.0)
    if split:
        x[:, 0] -= x[:, 1]
    counted = np.append(np.ones(len(parts)), 0.0)

    def loss(weights: np.ndarray) -> tuple[float, np.ndarray]:
        margin = sign * (x @ weights)
        slope = -sign / (1 + np.exp(margin))
        penalty = counted * weights
        return np.logaddexp(0, -margin).sum() + PENALTY * (penalty @ weights), x.T @ slope + 2 * PENALTY * penalty

    bounds = [(0, None)] * len(parts) + [(None, None)]
    weights = minimize(loss, np.zeros(x.shape[1]), jac=True, bounds=bounds, method="L-BFGS-B").x
    if split:
        weights[1] -= weights[0]
    return weights


def table(rows: dict[str, np.ndarray], views: list[np.ndarray], label: np.ndarray) -> np.ndarray:
    """Weights [sets * kinds, PARTS] of the served model from out-of-fold logits: `rows` by kind, by `reduced(kind)` and
    by `vetted(kind)`, then those of the 1-D views and of the river."""
    result = []
    for one_d, river, vetting in GIVEN.values():
        for kind in KINDS:
            own = [rows.get(name) for name in (kind, reduced(kind), vetted(kind))]
            used = np.array([*(part is not None for part in own[:2]), one_d, river, vetting and own[2] is not None])
            parts = [part for part, use in zip([*own[:2], *views, own[2]], used, strict=True) if use]
            weights = np.zeros(PARTS)
            weights[np.append(used, True)] = fit(parts, label, split=own[1] is not None)
            result.append(weights)
    return np.array(result)


def combine(parts: list[np.ndarray], weights: np.ndarray) -> np.ndarray:
    """Log-odds [n]."""
    return np.stack(parts, axis=1) @ weights[:-1] + weights[-1]


def cross_fitted(parts: list[np.ndarray], label: np.ndarray, fold: np.ndarray, split: bool = False) -> np.ndarray:
    """Probability [n] with weights fitted on the out-of-fold log-odds of the other folds; `split` as in `fit`."""
    result = np.zeros(len(label))
    for k in np.unique(fold):
        learn, test = fold != k, fold == k
        weights = fit([part[learn] for part in parts], label[learn], split)
        result[test] = 1 / (1 + np.exp(-combine([part[test] for part in parts], weights)))
    return result
