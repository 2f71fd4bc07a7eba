"""One recipe from labelled rows to a calibrated model, the same inside every fold and at the end.

Nothing outside the given rows is used: knots and spreads, targets, calibration and conformal
thresholds all come from them, the last two from inner folds that the predicting member never saw.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import torch

from . import boosted, calibration, conformal, folds, patterns, student, synthetic, teachers
from .catalogues import Rows
from .encoder import Encoder
from .graph import RowModel

INNER_FOLDS = 5
DISTANCE_QUANTILE = 0.99


@dataclass(frozen=True)
class Fitted:
    """`model` has `predict`, `encoder`, `calibration` and `parameter_count`."""

    model: object
    thresholds: dict
    distance_limit: float


def sigmoid(z: np.ndarray) -> np.ndarray:
    return 1 / (1 + np.exp(-np.clip(z, -60, 60)))


def fit(rows: Rows, groups: np.ndarray, settings: student.Settings, seed: int) -> Fitted:
    """`groups` are the star keys of the rows."""
    known = np.flatnonzero(rows.label >= 0)
    inner = inner_folds(rows, groups, seed)
    encoder = Encoder(rows.x[known], settings.pieces)
    goal = hard_targets(rows)
    if settings.teacher_share > 0:
        rows, inner = synthetic.extend(rows, inner, settings.synthetic_copies, seed)
        goal = mix(hard_targets(rows), soft_targets(rows, inner, encoder, settings, seed), settings.teacher_share)
    return fit_to(rows, inner, encoder, goal, settings, seed)


def mix(hard: np.ndarray, soft: np.ndarray, share: float) -> np.ndarray:
    """Labels and teachers' answers in proportion; the teacher alone where there is no label."""
    soft[:, 3] = np.where(np.isfinite(soft[:, 3]), soft[:, 3], soft[:, 0])
    mixed = np.where(np.isfinite(soft), (1 - share) * hard + share * soft, hard)
    return np.where(np.isfinite(hard), mixed, soft)


def inner_folds(rows: Rows, groups: np.ndarray, seed: int) -> np.ndarray:
    strata = np.array([f"{m}{l}" for m, l in zip(rows.mission, rows.label)])
    return folds.assign(groups, seed + 1000, INNER_FOLDS, strata)


def hard_targets(rows: Rows) -> np.ndarray:
    """The label under every input kind and under random subsets: [rows, kinds + 1], NaN if unknown."""
    label = np.where(rows.label >= 0, rows.label, np.nan)
    return np.repeat(label[:, None], len(patterns.KINDS) + 1, axis=1)


def soft_targets(rows: Rows, inner: np.ndarray, encoder: Encoder, settings: student.Settings,
                 seed: int) -> np.ndarray:
    """Out-of-fold probability of the teachers under each input kind, NaN where there is none."""
    soft = np.full((len(rows), len(patterns.KINDS) + 1), np.nan)
    networks = _teaching_networks(rows, inner, encoder, settings, seed) if settings.teacher_repeats else None
    for j, kind in enumerate(patterns.KINDS):
        logits = [teachers.out_of_fold_trees(rows, inner, kind, seed)]
        if networks is not None:
            logits.append(networks[kind])
        soft[:, j] = teachers.combined(logits, rows)
    return soft


def _teaching_networks(rows: Rows, inner, encoder: Encoder, settings: student.Settings, seed: int) -> dict:
    """Mean logit of larger networks that never saw the row's inner fold."""
    known = np.flatnonzero(rows.label >= 0)
    members = [known[inner[known] != fold] for fold in range(INNER_FOLDS)] * settings.teacher_repeats
    first = replace(settings, hidden=settings.teacher_hidden)
    stack = student.train(encoder, rows.x, hard_targets(rows), members, first, seed + 500)
    return held_out(rows.x, inner, lambda x, fold: np.mean(
        [student.logits(encoder, stack, x, fold + INNER_FOLDS * r) for r in range(settings.teacher_repeats)], axis=0))


def fit_to(rows: Rows, inner, encoder: Encoder, goal, settings: student.Settings, seed: int) -> Fitted:
    """Network and trees, calibration, thresholds and distance limit; the targets are the networks', trees learn the labels."""
    known = np.flatnonzero(rows.label >= 0)
    taught = np.flatnonzero((rows.label < 0) & np.isfinite(goal[:, : len(patterns.KINDS)]).all(axis=1))
    without = lambda where: [where] + [where[inner[where] != fold] for fold in range(INNER_FOLDS)]
    stack = student.train(encoder, rows.x, goal, without(known), settings, seed,
                          without(taught) if len(taught) else None)
    trees = boosted.fit(rows, without(known), settings.trees, seed) if settings.trees else None

    def logits(x: np.ndarray, member: int) -> np.ndarray:
        of_networks = student.logits(encoder, stack, x, member)
        return (of_networks + trees[member].logit(x)) / 2 if trees else of_networks

    held = held_out(rows.x[known], inner[known], lambda x, fold: logits(x, fold + 1))
    scaling = calibrate(encoder, held, rows.take(known))
    model = RowModel(encoder, stack, scaling, trees=trees[0] if trees else None).eval()
    return finish(model, held, rows.take(known))


def held_out(x: np.ndarray, inner: np.ndarray, predict) -> dict[str, np.ndarray]:
    """Raw logit [rows] under each input kind by the member that never saw the row's star;
    `predict(x, fold)` asks the member that left `fold` out."""
    result = {}
    for kind in patterns.KINDS:
        given, logit = patterns.apply(x, kind), np.zeros(len(x))
        for fold in np.unique(inner):
            logit[inner == fold] = predict(given[inner == fold], int(fold))
        result[kind] = logit
    return result


@torch.no_grad()
def calibrate(encoder: Encoder, held: dict, rows: Rows) -> calibration.Calibration:
    logit, label, survey, state = [], [], [], []
    blank = calibration.Calibration()
    for kind in patterns.KINDS:
        x = patterns.apply(rows.x, kind)
        use = patterns.has_diagnostics(x) if kind == "diagnostics" else np.ones(len(x), bool)
        flags = encoder(torch.from_numpy(x))[3]
        logit.append(held[kind][use])
        label.append(rows.label[use])
        survey.append(x[use, 0].astype(int))
        state.append(blank.states(flags).argmax(1).numpy()[use])
    return calibration.fit(*(np.concatenate(parts) for parts in (logit, label, survey, state)))


@torch.no_grad()
def finish(model, held: dict, rows: Rows) -> Fitted:
    """Conformal thresholds from held-out logits, distance limit from the training rows."""
    x = torch.from_numpy(patterns.apply(rows.x, "all"))
    _, _, survey, flags = model.encoder(x)
    log_odds = model.calibration(torch.from_numpy(held["all"]).float(), survey, flags).double().numpy()
    limits = conformal.thresholds(sigmoid(log_odds), rows.label, rows.mission)
    distances = [model.encoder(torch.from_numpy(patterns.apply(rows.x, kind)))[1] for kind in patterns.KINDS]
    limit = float(np.quantile(torch.cat(distances).numpy(), DISTANCE_QUANTILE))
    return Fitted(model, limits, limit)


def score(model, x: np.ndarray) -> dict[str, np.ndarray]:
    """Probability [rows] under each input kind; NaN for `diagnostics` where a row has none."""
    result = {}
    for kind in patterns.KINDS:
        given = patterns.apply(x, kind)
        probability = sigmoid(model.predict(given)[0].astype(float))
        if kind == "diagnostics":
            probability[~patterns.has_diagnostics(given)] = np.nan
        result[kind] = probability
    return result
