"""Platt scaling per survey and input: log-odds = a z + b (Platt 1999), inside the graph.

`a` and `b` depend on the survey and on how much the row gives: how sure a network may be
differs between a row with diagnostics and one with two fields. Both follow from the row
alone, so rows stay independent of each other.
"""

from __future__ import annotations

import numpy as np
import torch
from scipy.optimize import minimize
from torch import nn

from . import fields
from .encoder import SURVEYS

STATES = ("all", "canonical", "sparse", "diagnostics")
#: a row with at most this many measured values (without errors) is `sparse`
SPARSE_VALUES = 3
PRIOR = 2.0


class Calibration(nn.Module):
    def __init__(self, slope: np.ndarray | None = None, offset: np.ndarray | None = None):
        super().__init__()
        shape = (SURVEYS, len(STATES))
        columns = fields.columns()[1:]

        def keep(name, values):
            self.register_buffer(name, torch.tensor(np.asarray(values), dtype=torch.float32))

        keep("slope", np.ones(shape) if slope is None else slope)
        keep("offset", np.zeros(shape) if offset is None else offset)
        keep("counted", np.stack([[column.kind == kind for column in columns]
                                  for kind in ("value", "error", "diagnostic")], axis=1))

    def states(self, flags: torch.Tensor) -> torch.Tensor:
        """One-hot [rows, states] from the flags of the given columns [rows, columns - 1]."""
        counts = flags @ self.counted
        diagnostics = (counts[:, 2:3] > 0.5).to(flags.dtype)
        sparse = (counts[:, 0:1] < SPARSE_VALUES + 0.5).to(flags.dtype) * (1 - diagnostics)
        errors = (counts[:, 1:2] > 0.5).to(flags.dtype)
        rest = (1 - diagnostics) * (1 - sparse)
        return torch.cat([rest * errors, rest * (1 - errors), sparse, diagnostics], dim=1)

    def forward(self, logit: torch.Tensor, survey: torch.Tensor, flags: torch.Tensor) -> torch.Tensor:
        states = self.states(flags)
        slope = ((survey @ self.slope) * states).sum(1)
        offset = ((survey @ self.offset) * states).sum(1)
        return logit * slope + offset


def fit_platt(logit: np.ndarray, label: np.ndarray, weight: float = PRIOR) -> tuple[float, float]:
    """Slope and offset of least log loss, drawn towards (1, 0) by a small quadratic penalty."""
    sign = np.where(label == 1, 1.0, -1.0)

    def loss(parameters):
        a, b = parameters
        margin = -sign * (a * logit + b)
        slope = -sign / (1 + np.exp(-np.clip(margin, -60, 60)))
        value = np.logaddexp(0, margin).sum() + weight * ((a - 1) ** 2 + b**2)
        return value, [np.sum(slope * logit) + 2 * weight * (a - 1), slope.sum() + 2 * weight * b]

    best = minimize(loss, [1.0, 0.0], jac=True, method="L-BFGS-B", bounds=[(0.1, 10), (-5, 5)])
    return float(best.x[0]), float(best.x[1])


def fit(logit: np.ndarray, label: np.ndarray, survey: np.ndarray, state: np.ndarray) -> Calibration:
    """Calibration from held-out logits; a survey and state without rows keeps its survey's fit."""
    slope, offset = np.ones((SURVEYS, len(STATES))), np.zeros((SURVEYS, len(STATES)))
    for code in range(SURVEYS):
        of_survey = survey == code
        if of_survey.sum() < 20:
            continue
        slope[code], offset[code] = (np.full(len(STATES), v) for v in fit_platt(logit[of_survey], label[of_survey]))
        for s in range(len(STATES)):
            part = of_survey & (state == s)
            if part.sum() >= 100:
                slope[code, s], offset[code, s] = fit_platt(logit[part], label[part])
    return Calibration(slope, offset)
