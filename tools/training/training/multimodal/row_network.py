"""The row head: networks for archive rows and for rows measured from a light curve.

Both kinds of row of a training star are learned from together, so one logit serves a request
that gives a catalogue row, a curve, or both. Members of the stack leave one inner fold out each:
calibration and thresholds come from logits of stars that the network had not seen.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch

from .. import calibration, catalogues, conformal, folds, patterns, recipe, student
from ..encoder import Encoder
from ..graph import RowModel
from .views import Curves

INNER_FOLDS = 2
SETTINGS = student.Settings(networks=3, hidden=(96, 48), epochs=28, dropout=0.35, weight_decay=0.05, teacher_share=0.0)


@dataclass(frozen=True)
class RowNetwork:
    """`stack` member 0 has seen all training stars, member 1 + k all but inner fold k."""

    encoder: Encoder
    stack: student.Stack
    inner_of_star: dict[str, int]

    def logit(self, x: np.ndarray) -> np.ndarray:
        """Raw logit [rows] of rows of new stars."""
        return student.logits(self.encoder, self.stack, x, 0).astype(np.float32)

    def held_out_logit(self, x: np.ndarray, groups: np.ndarray) -> np.ndarray:
        """Raw logit [rows] of training rows, each by the member that has not seen the star."""
        result = np.zeros(len(x), np.float32)
        inner = np.array([self.inner_of_star[group] for group in groups])
        for k in range(INNER_FOLDS):
            part = inner == k
            if part.any():
                result[part] = student.logits(self.encoder, self.stack, x[part], 1 + k)
        return result


def fit(rows: catalogues.Rows, groups: np.ndarray, curves: Curves, curve_groups: np.ndarray, seed: int,
        settings: student.Settings = SETTINGS) -> RowNetwork:
    """`rows` and `curves` are those of the training stars only; unlabelled ones are left out."""
    known, measured = rows.label >= 0, curves.label >= 0
    x = np.vstack([rows.x[known], curves.measured[measured], curves.measured_alone()[measured]])
    label = np.concatenate([rows.label[known], curves.label[measured], curves.label[measured]])
    stars = np.concatenate([groups[known], curve_groups[measured], curve_groups[measured]])
    inner = folds.assign(stars, seed + 1000, INNER_FOLDS, label)
    deal = np.arange(len(x))
    targets = np.repeat((label == 1).astype(float)[:, None], len(patterns.KINDS) + 1, axis=1)
    encoder = Encoder(x, settings.pieces)
    members = [deal] + [deal[inner[deal] != k] for k in range(INNER_FOLDS)]
    stack = student.train(encoder, x, targets, members, settings, seed)
    return RowNetwork(encoder, stack, dict(zip(stars, inner)))


def row_model(network: RowNetwork, rows: catalogues.Rows, groups: np.ndarray) -> RowModel:
    """The network with a calibration of its own for rows that come without any view."""
    known = np.flatnonzero(rows.label >= 0)
    logit, label, survey, state = [], [], [], []
    blank = calibration.Calibration()
    for kind in patterns.KINDS:
        x = patterns.apply(rows.x[known], kind)
        use = patterns.has_diagnostics(x) if kind == "diagnostics" else np.ones(len(x), bool)
        logit.append(network.held_out_logit(x[use], groups[known][use]))
        label.append(rows.label[known][use])
        survey.append(x[use, 0].astype(int))
        state.append(_states(blank, network.encoder, x[use]))
    scaling = calibration.fit(*(np.concatenate(parts) for parts in (logit, label, survey, state)))
    return RowModel(network.encoder, network.stack, scaling).eval()


def _states(blank: calibration.Calibration, encoder: Encoder, x: np.ndarray) -> np.ndarray:
    with torch.no_grad():
        return blank.states(encoder(torch.from_numpy(x))[3]).argmax(1).numpy()


def distance_limit(model: RowModel, rows: catalogues.Rows) -> float:
    """As for the row model: 99 % of the labelled catalogue rows lie below, over the input kinds."""
    known = rows.label >= 0
    distances = [model.predict(patterns.apply(rows.x[known], kind))[1] for kind in patterns.KINDS]
    return float(np.quantile(np.concatenate(distances), recipe.DISTANCE_QUANTILE))


def thresholds(network: RowNetwork, model: RowModel, rows: catalogues.Rows, groups: np.ndarray) -> dict:
    """Conformal thresholds per survey from held-out probabilities of the catalogue rows."""
    known = np.flatnonzero(rows.label >= 0)
    x = patterns.apply(rows.x[known], "all")
    logit = torch.from_numpy(network.held_out_logit(x, groups[known]))
    with torch.no_grad():
        _, _, survey, flags = network.encoder(torch.from_numpy(x))
        log_odds = model.calibration(logit, survey, flags).double().numpy()
    return conformal.thresholds(recipe.sigmoid(log_odds), rows.label[known], rows.mission[known])
