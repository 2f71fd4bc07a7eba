"""One recipe from labelled rows to a calibrated model, the same inside every fold and at the end.

Nothing outside the given rows is used: knots and ranges, calibration and conformal thresholds all come
from them, the last two from inner folds that the predicting member never saw.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import torch

from . import boosted, calibration, conformal, folds, patterns, student
from .calibration import STATES, Calibration
from .catalogues import Rows
from .encoder import SURVEYS, Encoder
from .graph import RowModel

INNER_FOLDS = 5
DISTANCE_QUANTILE = 0.99
SHOWN_SEED = 2000


@dataclass(frozen=True)
class Fitted:
    """`model` has `predict`, `encoder`, `calibration` and `parameter_count`."""

    model: object
    thresholds: dict


def sigmoid(z: np.ndarray) -> np.ndarray:
    return 1 / (1 + np.exp(-np.clip(z, -60, 60)))


def fit(rows: Rows, groups: np.ndarray, settings: student.Settings, seed: int) -> Fitted:
    """Networks and trees, calibration and thresholds; `groups` are the star keys of the rows."""
    known = rows.label >= 0
    inner = inner_folds(rows, groups, seed)[known]
    rows = rows.take(known)
    encoder = settings.encoder(rows.x)
    everything = np.arange(len(rows))
    members = [everything, *(np.flatnonzero(inner != fold) for fold in range(INNER_FOLDS))]
    stack = student.train(encoder, rows.x, rows.label, members, settings, seed)
    trees = boosted.fit(rows, members, settings.trees, seed) if settings.trees else None

    def logits(x: np.ndarray, member: int) -> np.ndarray:
        of_networks = student.logits(encoder, stack, x, member)
        return boosted.joined_logit(of_networks, trees[member].logit(x)) if trees else of_networks

    held = held_out(rows, inner, seed, lambda x, fold: logits(x, fold + 1))
    scaling, thresholds = calibrate(encoder, held)
    return Fitted(RowModel(encoder, stack, scaling, trees=trees[0] if trees else None).eval(), thresholds)


def inner_folds(rows: Rows, groups: np.ndarray, seed: int) -> np.ndarray:
    strata = np.array([f"{m}{l}" for m, l in zip(rows.mission, rows.label)])
    return folds.assign(groups, seed + 1000, INNER_FOLDS, strata)


@dataclass(frozen=True)
class HeldOut:
    """Rows as `patterns.shown` has them, one set after another, with labels, missions and raw logits by members
    that never saw the row's star."""

    x: np.ndarray
    label: np.ndarray
    mission: np.ndarray
    logit: np.ndarray


def held_out(rows: Rows, inner: np.ndarray, seed: int, predict: Callable[[np.ndarray, int], np.ndarray]) -> HeldOut:
    """`predict(x, fold)` asks the member that left `fold` out."""
    shown = patterns.shown(rows.x, seed + SHOWN_SEED)
    logit = np.zeros((len(shown), len(rows)))
    for i, x in enumerate(shown.values()):
        for fold in np.unique(inner):
            logit[i, inner == fold] = predict(x[inner == fold], int(fold))
    repeated = lambda values: np.tile(values, len(shown))
    held = HeldOut(
        np.concatenate(list(shown.values())), repeated(rows.label), repeated(rows.mission), logit.reshape(-1)
    )
    shows = ~np.isnan(held.x[:, 0])
    return HeldOut(held.x[shows], held.label[shows], held.mission[shows], held.logit[shows])


@torch.no_grad()
def calibrate(encoder: Encoder, held: HeldOut) -> tuple[Calibration, dict]:
    """Scaling and limits of the distance, and the conformal thresholds, per survey and state."""
    _, distance, survey, flags = encoder(torch.from_numpy(held.x))
    state = Calibration().state(flags).numpy().astype(int)
    code, counts = survey.argmax(1).numpy(), state != calibration.NO_STATE
    slope, offset = calibration.fit(held.logit[counts], held.label[counts], code[counts], state[counts])
    scaling = Calibration(slope, offset, _reach(distance.numpy(), code, state))
    log_odds = scaling(torch.from_numpy(held.logit).float(), distance, survey, flags)[0].double().numpy()
    return scaling, conformal.thresholds(sigmoid(log_odds), held.label, held.mission, state)


def _reach(distance: np.ndarray, survey: np.ndarray, state: np.ndarray) -> np.ndarray:
    """The distance that DISTANCE_QUANTILE of the rows stay below, [surveys, states]; of the rows of all surveys where there
    are few: no row of the tables comes to such a state."""
    reach = np.full((SURVEYS, len(STATES)), np.quantile(distance, DISTANCE_QUANTILE))
    for code in range(SURVEYS):
        for number in range(len(STATES)):
            part = distance[(survey == code) & (state == number)]
            if len(part) >= calibration.FEWEST_ROWS:
                reach[code, number] = np.quantile(part, DISTANCE_QUANTILE)
    return np.maximum(reach, 1e-3)


def score(model, x: np.ndarray) -> dict[str, tuple[np.ndarray, np.ndarray]]:
    """Probability and state [rows] under each input kind; NaN for `diagnostics` where a row has none."""
    result = {}
    for kind in patterns.KINDS:
        given = patterns.apply(x, kind)
        log_odds, _, state = model.predict(given)
        probability = sigmoid(log_odds.astype(float))
        if kind == "diagnostics":
            probability[~patterns.has_diagnostics(given)] = np.nan
        result[kind] = probability, state.astype(int)
    return result
