"""From labelled rows to a calibrated model: the same recipe inside every fold and for the final fit.

Only the rows passed in are used. Knots, ranges, calibration and conformal thresholds all come from them, the last two
from predictions on inner folds by members that did not train on those folds.
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
MASKING_SEED = 2000


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
    strata = np.array([f"{mission}{label}" for mission, label in zip(rows.mission, rows.label, strict=True)])
    return folds.assign(groups, seed + 1000, INNER_FOLDS, strata)


@dataclass(frozen=True)
class HeldOut:
    """The copies of `patterns.masked_copies`, one after another, with labels, missions, and raw logits of members that
    did not train on the row's star."""

    x: np.ndarray
    label: np.ndarray
    mission: np.ndarray
    logit: np.ndarray


def held_out(rows: Rows, inner: np.ndarray, seed: int, predict: Callable[[np.ndarray, int], np.ndarray]) -> HeldOut:
    """`predict(x, fold)` returns raw logits of the member that left `fold` out."""
    copies = patterns.masked_copies(rows.x, seed + MASKING_SEED)
    logit = np.zeros((len(copies), len(rows)))
    for i, x in enumerate(copies.values()):
        for fold in np.unique(inner):
            logit[i, inner == fold] = predict(x[inner == fold], int(fold))

    def repeated(values):
        return np.tile(values, len(copies))

    held = HeldOut(
        np.concatenate(list(copies.values())), repeated(rows.label), repeated(rows.mission), logit.reshape(-1)
    )
    applicable = ~np.isnan(held.x[:, 0])
    return HeldOut(held.x[applicable], held.label[applicable], held.mission[applicable], held.logit[applicable])


@torch.no_grad()
def calibrate(encoder: Encoder, held: HeldOut) -> tuple[Calibration, dict]:
    """Platt scaling and distance limits, and conformal thresholds, per survey and state."""
    _, distance, survey, flags = encoder(torch.from_numpy(held.x))
    state = Calibration().state(flags).numpy().astype(int)
    code, counts = survey.argmax(1).numpy(), state != calibration.NO_STATE
    slope, offset = calibration.fit(held.logit[counts], held.label[counts], code[counts], state[counts])
    scaling = Calibration(slope, offset, _distance_limits(distance.numpy(), code, state))
    log_odds = scaling(torch.from_numpy(held.logit).float(), distance, survey, flags)[0].double().numpy()
    return scaling, conformal.thresholds(sigmoid(log_odds), held.label, held.mission, state)


def _distance_limits(distance: np.ndarray, survey: np.ndarray, state: np.ndarray) -> np.ndarray:
    """The DISTANCE_QUANTILE of the distance per survey and state, [surveys, states]. A state with few rows takes the
    quantile over all surveys; no row of the archive tables is in such a state."""
    reach = np.full((SURVEYS, len(STATES)), np.quantile(distance, DISTANCE_QUANTILE))
    for code in range(SURVEYS):
        for number in range(len(STATES)):
            part = distance[(survey == code) & (state == number)]
            if len(part) >= calibration.MIN_ROWS:
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
