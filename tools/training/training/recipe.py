"""From raw log-odds to calibrated answers: the same recipe inside every fold and for the final fit.

Calibration and conformal thresholds come from predictions on folds by members that did not train on those folds.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import torch

from . import calibration, conformal, fields, folds, patterns
from .calibration import STATES, Calibration
from .catalogues import Rows
from .encoder import SURVEYS, Encoder

INNER_FOLDS = 5
#: share of the rows of a survey, candidates included, whose distance is within the limit
DISTANCE_QUANTILES = {"KEPLER": 0.9992, "TESS": 0.9987, "K2": 0.9973}
MASKING_SEED = 2000


@dataclass(frozen=True)
class Fitted:
    """`model` has `predict`, `encoder`, `calibration` and `parameter_count`."""

    model: object
    thresholds: dict


@dataclass(frozen=True)
class CrossFit:
    """For each fold, answers for its labelled rows as `score` gives them and the thresholds; the same of the teacher
    where the model had one; the shipped model, and the processor time of all fits."""

    folds: list[tuple[dict, dict]]
    shipped: Fitted
    seconds: float
    teacher: list[tuple[dict, dict]] | None = None


def sigmoid(z: np.ndarray) -> np.ndarray:
    return 1 / (1 + np.exp(-np.clip(z, -60, 60)))


def inner_folds(rows: Rows, groups: np.ndarray, seed: int) -> np.ndarray:
    strata = np.array([f"{mission}{label}" for mission, label in zip(rows.mission, rows.label, strict=True)])
    return folds.assign(groups, seed + 1000, INNER_FOLDS, strata)


@dataclass(frozen=True)
class HeldOut:
    """The copies of `patterns.masked_copies`, one after another: rows, labels, missions, raw logits of members that did
    not train on the row's star, names of the copies, weights of `shift.candidate_weights`, and the fold of the member
    that left the row out."""

    x: np.ndarray
    label: np.ndarray
    mission: np.ndarray
    logit: np.ndarray
    copy: np.ndarray
    weight: np.ndarray
    fold: np.ndarray

    def without(self, fold: int) -> HeldOut:
        """The rows of the other folds."""
        kept = self.fold != fold
        return HeldOut(*(getattr(self, name)[kept] for name in self.__dataclass_fields__))


def held_out(
    rows: Rows,
    inner: np.ndarray,
    weight: np.ndarray,
    seed: int,
    predict: Callable[[np.ndarray, int], np.ndarray],
) -> HeldOut:
    """`predict(x, fold)` returns raw logits of the member that left `fold` out."""
    copies = patterns.masked_copies(rows.x, seed + MASKING_SEED)
    logit = np.zeros((len(copies), len(rows)))
    for i, x in enumerate(copies.values()):
        for fold in np.unique(inner):
            logit[i, inner == fold] = predict(x[inner == fold], int(fold))

    def repeated(values):
        return np.tile(values, len(copies))

    x = np.concatenate(list(copies.values()))
    names = np.repeat(np.array(list(copies), object), len(rows))
    labels, missions = repeated(rows.label), repeated(rows.mission)
    parts = (x, labels, missions, logit.reshape(-1), names, repeated(weight), repeated(inner))
    applicable = ~np.isnan(x[:, 0])
    return HeldOut(*(part[applicable] for part in parts))


@torch.no_grad()
def calibrate(
    encoder: Encoder, held: HeldOut, x: np.ndarray | None, seed: int, sharpening: dict[str, float] | None = None
) -> tuple[Calibration, dict]:
    """Platt scaling and conformal thresholds per survey and state from held-out rows, and the ranges and limits of the
    distance from `x`, every row with a label or without; without `x` the distance means nothing. `sharpening`
    multiplies the log-odds of a state after the fit."""
    _, _, survey, flags = encoder(torch.from_numpy(held.x))
    state = Calibration().state(flags).numpy().astype(int)
    code, counts = survey.argmax(1).numpy(), state != calibration.NO_STATE
    weight = calibration.copy_weights(held.mission, held.copy)
    fitted = calibration.fit(*(part[counts] for part in (held.logit, held.label, code, state, weight)))
    factor = np.array([(sharpening or {}).get(name, 1.0) for name in STATES])
    slope, offset = (part * factor for part in fitted)
    log_odds = slope[code, state] * held.logit + offset[code, state]
    thresholds, planet_limits = conformal.thresholds(sigmoid(log_odds), held, state)
    reach = None
    if x is not None:
        encoder.fit_ranges(x)
        reach = distance_limits(encoder, x, seed)
    return Calibration(slope, offset, reach, planet_limits), thresholds


@torch.no_grad()
def distance_limits(encoder: Encoder, x: np.ndarray, seed: int) -> np.ndarray:
    """The quantile of the distance of `x` and its masked copies that DISTANCE_QUANTILES asks for, per survey and state,
    [surveys, states]. A state with few rows takes the limit of its survey."""
    copies = np.concatenate(list(patterns.masked_copies(x, seed + MASKING_SEED).values()))
    _, distance, survey, flags = encoder(torch.from_numpy(copies[~np.isnan(copies[:, 0])]))
    distance, code = distance.numpy(), survey.argmax(1).numpy()
    state = Calibration().state(flags).numpy().astype(int)
    reach = np.ones((SURVEYS, len(STATES)))
    for number, quantile in enumerate(DISTANCE_QUANTILES[name] for name in fields.sources()):
        of_survey = code == number
        if not of_survey.any():
            continue
        reach[number] = np.quantile(distance[of_survey], quantile)
        for s in range(len(STATES)):
            part = distance[of_survey & (state == s)]
            if len(part) >= calibration.MIN_ROWS:
                reach[number, s] = np.quantile(part, quantile)
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
