"""From labelled rows to a calibrated model: the same recipe inside every fold and for the final fit.

Only the rows passed in are used. Knots, ranges, calibration and conformal thresholds all come from them, the last two
from predictions on inner folds by members that did not train on those folds.
"""

from __future__ import annotations

import hashlib
import pickle
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import torch

from . import boosted, calibration, conformal, fields, folds, patterns, shift, student
from .calibration import STATES, Calibration
from .catalogues import Rows
from .encoder import SURVEYS, Encoder
from .graph import RowModel

INNER_FOLDS = 5
#: share of the rows of a survey, candidates included, whose distance is within the limit
DISTANCE_QUANTILES = {"KEPLER": 0.9991, "TESS": 0.9987, "K2": 0.9973}
MASKING_SEED = 2000


@dataclass(frozen=True)
class Fitted:
    """`model` has `predict`, `encoder`, `calibration` and `parameter_count`."""

    model: object
    thresholds: dict


def sigmoid(z: np.ndarray) -> np.ndarray:
    return 1 / (1 + np.exp(-np.clip(z, -60, 60)))


@dataclass(frozen=True)
class Members:
    """Networks and trees of every member: member 0 is fitted on all labelled rows, member 1 + k on all except inner
    fold k. `inner` is the inner fold of each labelled row."""

    encoder: Encoder
    stack: student.Stack
    trees: list[boosted.Boosted] | None
    inner: np.ndarray

    def logits(self, x: np.ndarray, member: int) -> np.ndarray:
        """Raw logits [rows] of one member."""
        of_networks = student.logits(self.encoder, self.stack, x, member)
        return boosted.joined_logit(of_networks, self.trees[member].logit(x)) if self.trees else of_networks


def fit(rows: Rows, groups: np.ndarray, settings: student.Settings, seed: int, work: Path | None = None) -> Fitted:
    """Networks and trees, calibration and thresholds; `groups` are the star keys of the rows. `work` is a folder that
    keeps fitted members, to continue after an interruption or to calibrate again."""
    members = _kept(work, rows, groups, settings, seed) if work else fit_members(rows, groups, settings, seed)
    return calibrated(members, rows, groups, settings, seed)


def _kept(work: Path, rows: Rows, groups: np.ndarray, settings: student.Settings, seed: int) -> Members:
    path = members_file(work, rows, groups, settings, seed)
    if not path.exists():
        started = time.process_time()
        members = fit_members(rows, groups, settings, seed)
        path.write_bytes(pickle.dumps((members, time.process_time() - started)))
    return pickle.loads(path.read_bytes())[0]


def members_file(work: Path, rows: Rows, groups: np.ndarray, settings: student.Settings, seed: int) -> Path:
    """Named by a digest of everything that the members depend on."""
    known = rows.label >= 0
    text = f"{replace(settings, sharpening={})} {seed} {list(groups[known])}"
    parts = (rows.x[known].tobytes(), rows.label[known].tobytes(), text.encode())
    return work / f"members-{hashlib.sha256(b''.join(parts)).hexdigest()[:16]}.pickle"


def processor_seconds(files: list[Path]) -> float:
    """Processor time of fits that were kept, whenever they ran."""
    return sum(pickle.loads(path.read_bytes())[1] for path in files if path.exists())


def fit_members(rows: Rows, groups: np.ndarray, settings: student.Settings, seed: int) -> Members:
    known = rows.label >= 0
    inner = inner_folds(rows, groups, seed)[known]
    rows = rows.take(known)
    encoder = settings.encoder(rows.x)
    parts = [np.arange(len(rows)), *(np.flatnonzero(inner != fold) for fold in range(INNER_FOLDS))]
    stack = student.train(encoder, rows.x, rows.label, parts, settings, seed)
    trees = boosted.fit(rows, parts, settings.trees, seed) if settings.trees else None
    return Members(encoder, stack, trees, inner)


def fit_whole(rows: Rows, settings: student.Settings, seed: int) -> Members:
    """Member 0 alone, for answers that are calibrated on other rows: a sixth of the time of `fit_members`."""
    rows = rows.take(rows.label >= 0)
    encoder, parts = settings.encoder(rows.x), [np.arange(len(rows))]
    stack = student.train(encoder, rows.x, rows.label, parts, settings, seed)
    return Members(encoder, stack, boosted.fit(rows, parts, settings.trees, seed) if settings.trees else None, np.full(len(rows), -1))


def calibrated(members: Members, rows: Rows, groups: np.ndarray, settings: student.Settings, seed: int) -> Fitted:
    """Member 0 with calibration and thresholds from the predictions of the others on their inner folds."""
    known = rows.label >= 0
    weight = shift.candidate_weights(rows, groups, seed)[known]
    held = held_out(rows.take(known), members.inner, weight, seed, lambda x, fold: members.logits(x, fold + 1))
    scaling, thresholds = calibrate(members.encoder, held, rows.x, seed, settings.sharpening)
    trees = members.trees[0] if members.trees else None
    return Fitted(RowModel(members.encoder, members.stack, scaling, trees=trees).eval(), thresholds)


def inner_folds(rows: Rows, groups: np.ndarray, seed: int) -> np.ndarray:
    strata = np.array([f"{mission}{label}" for mission, label in zip(rows.mission, rows.label, strict=True)])
    return folds.assign(groups, seed + 1000, INNER_FOLDS, strata)


@dataclass(frozen=True)
class HeldOut:
    """The copies of `patterns.masked_copies`, one after another: rows, labels, missions, raw logits of members that did
    not train on the row's star, names of the copies, and weights of `shift.candidate_weights`."""

    x: np.ndarray
    label: np.ndarray
    mission: np.ndarray
    logit: np.ndarray
    copy: np.ndarray
    weight: np.ndarray


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
    parts = (x, repeated(rows.label), repeated(rows.mission), logit.reshape(-1), names, repeated(weight))
    applicable = ~np.isnan(x[:, 0])
    return HeldOut(*(part[applicable] for part in parts))


@torch.no_grad()
def calibrate(
    encoder: Encoder, held: HeldOut, x: np.ndarray, seed: int, sharpening: dict[str, float] | None = None
) -> tuple[Calibration, dict]:
    """Platt scaling and conformal thresholds per survey and state from held-out rows, and the ranges and limits of the
    distance from `x`, every row with a label or without. `sharpening` multiplies the log-odds of a state after the
    fit."""
    _, _, survey, flags = encoder(torch.from_numpy(held.x))
    state = Calibration().state(flags).numpy().astype(int)
    code, counts = survey.argmax(1).numpy(), state != calibration.NO_STATE
    weight = calibration.copy_weights(held.mission, held.copy)
    fitted = calibration.fit(*(part[counts] for part in (held.logit, held.label, code, state, weight)))
    factor = np.array([(sharpening or {}).get(name, 1.0) for name in STATES])
    slope, offset = (part * factor for part in fitted)
    log_odds = slope[code, state] * held.logit + offset[code, state]
    thresholds, planet_limits = conformal.thresholds(sigmoid(log_odds), held, state)
    encoder.fit_ranges(x)
    return Calibration(slope, offset, distance_limits(encoder, x, seed), planet_limits), thresholds


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
