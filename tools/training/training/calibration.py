"""Platt scaling per survey and state, log-odds = a z + b (Platt 1999), inside the graph.

Reliability, and the usual distance from the training rows, differ between a row with diagnostics and a row with two
fields. So `a`, `b` and the limit of the distance depend on the survey and on the row's state: how many of the fields
that the model uses for its survey are present. The state depends on the row alone, so the rows of a batch stay
independent.

The state that the graph returns also says which stratum decides the threshold of planets (`conformal`).
"""

from __future__ import annotations

import numpy as np
import torch
from scipy.optimize import minimize
from torch import nn

from . import fields, strata
from .encoder import SURVEYS
from .patterns import FIVE_FIELD

#: measured values present: 1, 2 or 3, 4 to 6, and more; each without errors or diagnostics, and with them. `five_field`
#: is the most common short row: period and radius with errors, and the source
STATES = (
    "one",
    "one_errors",
    "few",
    "few_errors",
    "five_field",
    "some",
    "some_errors",
    "canonical",
    "all",
    "diagnostics",
)
#: largest number of measured values of `one`, `few` and `some`
MAX_VALUES = (1, 3, 6)
#: the state of a row without a single field that the model uses
NO_STATE = -1
#: minimum number of held-out rows of a survey and state for its own scaling
MIN_ROWS = 100
PRIOR = 2.0
#: input kinds that show a table's row as it is, up to errors and fields outside the five
NATURAL_KINDS = ("all", "canonical", "five_field")
#: weight of all other masked copies in the fit, by survey. A K2 row without a radius is a false positive in 167 of 168
#: cases; copies of planets with only the period would hide that
MASKED_WEIGHTS = {"K2": 0.01}


class Calibration(nn.Module):
    """`slope`, `offset` and `reach`, the limit of the distance: [surveys, states] each. `planet_limits` are the
    thresholds of planets as log-odds, [surveys * states, 1 + strata]; without them no stratum is selected."""

    def __init__(
        self,
        slope: np.ndarray | None = None,
        offset: np.ndarray | None = None,
        reach: np.ndarray | None = None,
        planet_limits: np.ndarray | None = None,
    ):
        super().__init__()
        shape = (SURVEYS, len(STATES))
        columns = fields.columns()[1:]

        def keep(name, values):
            self.register_buffer(name, torch.tensor(np.asarray(values), dtype=torch.float32))

        keep("slope", np.ones(shape) if slope is None else slope)
        keep("offset", np.zeros(shape) if offset is None else offset)
        keep("inverse_reach", np.ones(shape) if reach is None else 1 / reach)
        none = np.zeros((SURVEYS * len(STATES), 1 + len(strata.STRATA)))
        keep("planet_limits", none if planet_limits is None else planet_limits)
        kinds = [[column.kind == kind for column in columns] for kind in ("value", "error", "diagnostic")]
        keep("counted", np.stack([*kinds, [column.name in FIVE_FIELD for column in columns]], axis=1))
        keep("limits", np.array(MAX_VALUES) + 0.5)

    def states(self, flags: torch.Tensor) -> torch.Tensor:
        """One-hot [rows, states] from the flags of the columns present [rows, columns - 1]."""
        counts = flags @ self.counted
        more = (counts[:, :1] > self.limits).to(flags.dtype)
        one, few, some, many = 1 - more[:, :1], more[:, :1] - more[:, 1:2], more[:, 1:2] - more[:, 2:], more[:, 2:]
        diagnostics = (counts[:, 2:3] > 0.5).to(flags.dtype)
        errors = (counts[:, 1:2] + counts[:, 2:3] > 0.5).to(flags.dtype)
        five = (2 * counts[:, 3:] - counts[:, :1] > 1.5).to(flags.dtype)
        plain = 1 - errors
        return torch.cat(
            [
                one * plain,
                one * errors,
                few * plain,
                few * errors * (1 - five),
                few * errors * five,
                some * plain,
                some * errors,
                many * plain,
                many * errors * (1 - diagnostics),
                many * diagnostics,
            ],
            dim=1,
        )

    def state(self, flags: torch.Tensor) -> torch.Tensor:
        """Position in STATES [rows] as float, NO_STATE where no field that the model uses for the survey is present."""
        given = (flags.sum(1) > 0.5).to(flags.dtype)
        return given * (self.states(flags) @ torch.arange(1, len(STATES) + 1, dtype=flags.dtype)) - 1

    def stratum(self, row: torch.Tensor, survey: torch.Tensor, states: torch.Tensor) -> torch.Tensor:
        """1 + position of the stratum [rows] with the lowest threshold of planets, 0 where that of the state is
        lowest."""
        pair = torch.cat([survey[:, [code]] * states for code in range(SURVEYS)], dim=1)
        inside = torch.from_numpy(strata.membership(row.numpy()))
        inside = torch.cat([torch.ones(len(row), 1, dtype=torch.bool), inside], dim=1)
        limits = torch.where(inside, pair @ self.planet_limits, torch.inf)
        return torch.from_numpy(limits.numpy().argmin(1)).to(states.dtype)

    def forward(
        self,
        logit: torch.Tensor,
        distance: torch.Tensor,
        survey: torch.Tensor,
        flags: torch.Tensor,
        row: torch.Tensor,
    ):
        """Log-odds, the distance in units of its limit, and the position in `conformal.state_names`, [rows] each."""
        states, state = self.states(flags), self.state(flags)
        given = (state >= 0).to(state.dtype)

        def of_row(table):
            return ((survey @ table) * states).sum(1)

        return (
            logit * of_row(self.slope) + of_row(self.offset),
            distance * of_row(self.inverse_reach),
            state + given * len(STATES) * self.stratum(row, survey, states),
        )


def fit_platt(
    logit: np.ndarray, label: np.ndarray, weight: np.ndarray | None = None, prior: float = PRIOR
) -> tuple[float, float]:
    """Slope and offset of minimum weighted log loss with a small quadratic penalty towards (1, 0)."""
    sign, weight = np.where(label == 1, 1.0, -1.0), np.ones(len(label)) if weight is None else weight

    def loss(parameters):
        a, b = parameters
        margin = -sign * (a * logit + b)
        slope = -sign * weight / (1 + np.exp(-np.clip(margin, -60, 60)))
        value = (weight * np.logaddexp(0, margin)).sum() + prior * ((a - 1) ** 2 + b**2)
        return value, [np.sum(slope * logit) + 2 * prior * (a - 1), slope.sum() + 2 * prior * b]

    best = minimize(loss, [1.0, 0.0], jac=True, method="L-BFGS-B", bounds=[(0.1, 10), (-5, 5)])
    return float(best.x[0]), float(best.x[1])


def copy_weights(mission: np.ndarray, copy: np.ndarray) -> np.ndarray:
    """Weight [rows] of masked copies in the fit, from the survey and the name of the copy."""
    masked = ~np.isin(copy, NATURAL_KINDS)
    return np.where(masked, [MASKED_WEIGHTS.get(name, 1.0) for name in mission], 1.0)


def fit(
    logit: np.ndarray, label: np.ndarray, survey: np.ndarray, state: np.ndarray, weight: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Slopes and offsets [surveys, states] from held-out logits; a state with few rows takes the fit of its survey."""
    slope, offset = np.ones((SURVEYS, len(STATES))), np.zeros((SURVEYS, len(STATES)))
    for code in range(SURVEYS):
        of_survey = survey == code
        if of_survey.sum() < MIN_ROWS:
            continue
        whole = fit_platt(logit[of_survey], label[of_survey], weight[of_survey])
        slope[code], offset[code] = (np.full(len(STATES), v) for v in whole)
        for s in range(len(STATES)):
            part = of_survey & (state == s)
            if part.sum() >= MIN_ROWS:
                slope[code, s], offset[code, s] = fit_platt(logit[part], label[part], weight[part])
    return slope, offset
