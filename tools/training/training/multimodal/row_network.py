"""The row head: networks for archive rows and for rows measured from a light curve.

Training uses both kinds of row of a star, so one logit serves requests with a catalogue row, a curve, or both. Each
further member of the stack leaves one inner fold out; calibration and thresholds use its logits on the stars of that
fold.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .. import catalogues, folds, patterns, recipe, shift, student
from ..encoder import Encoder
from ..graph import RowModel
from .views import Curves

INNER_FOLDS = 2
#: without NOISE_RATIOS: noise and length of a single quarter are not comparable with the archive's four years
SETTINGS = student.Settings(
    networks=3, hidden=(96, 48), epochs=28, dropout=0.35, weight_decay=0.05, noise=False, shares=patterns.WHOLE_SHARES
)


@dataclass(frozen=True)
class RowNetwork:
    """Member 0 of `stack` is trained on all training stars, member 1 + k on all except inner fold k."""

    encoder: Encoder
    stack: student.Stack
    inner_of_star: dict[str, int]

    def logit(self, x: np.ndarray) -> np.ndarray:
        """Raw logit [rows] of rows of new stars."""
        return student.logits(self.encoder, self.stack, x, 0).astype(np.float32)


def fit(
    rows: catalogues.Rows,
    groups: np.ndarray,
    curves: Curves,
    curve_groups: np.ndarray,
    seed: int,
    settings: student.Settings = SETTINGS,
) -> RowNetwork:
    """`rows` and `curves` belong to training stars; unlabelled ones are left out."""
    known, measured = rows.label >= 0, curves.label >= 0
    x = np.vstack([rows.x[known], curves.measured[measured], curves.measured_alone()[measured]])
    label = np.concatenate([rows.label[known], curves.label[measured], curves.label[measured]])
    stars = np.concatenate([groups[known], curve_groups[measured], curve_groups[measured]])
    inner = folds.assign(stars, seed + 1000, INNER_FOLDS, label)
    positions = np.arange(len(x))
    encoder = settings.encoder(x)
    members = [positions] + [positions[inner[positions] != k] for k in range(INNER_FOLDS)]
    stack = student.train(encoder, x, label, members, settings, seed)
    return RowNetwork(encoder, stack, dict(zip(stars, inner, strict=True)))


def fitted(network: RowNetwork, rows: catalogues.Rows, groups: np.ndarray, seed: int) -> recipe.Fitted:
    """The network with its own calibration and thresholds for rows without views."""
    known = rows.label >= 0
    inner = np.array([network.inner_of_star[group] for group in groups[known]])
    held = recipe.held_out(
        rows.take(known),
        inner,
        shift.candidate_weights(rows, groups, seed)[known],
        seed,
        lambda x, fold: student.logits(network.encoder, network.stack, x, 1 + fold).astype(np.float32),
    )
    scaling, thresholds = recipe.calibrate(network.encoder, held, rows.x, seed)
    return recipe.Fitted(RowModel(network.encoder, network.stack, scaling).eval(), thresholds)
