"""One fold, or the final fit: pre-training, row network, fusion; every step on training stars only."""

from __future__ import annotations

import pickle
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from .. import catalogues, conformal, patterns, recipe
from . import combinations, finetune, pretrain, row_network
from .tess_views import TessViews
from .views import Curves

PRETRAIN_SEED = 100
FUSION_SEED = 500
#: between the networks of one fold
SEED_STEP = 17


@dataclass(frozen=True)
class Data:
    """Everything with its star key (`*_stars`) and fold (`*_fold`) beside it."""

    rows: catalogues.Rows
    row_stars: np.ndarray
    row_fold: np.ndarray
    curves: Curves
    curve_stars: np.ndarray
    curve_fold: np.ndarray
    tess: TessViews
    tess_stars: np.ndarray
    tess_fold: np.ndarray


@dataclass(frozen=True)
class Job:
    """`fold` is the tested one, or None for the fit on every star; `work` keeps finished steps."""

    data: Data
    fold: int | None
    settings: finetune.Settings
    seed: int
    work: Path | None = None


@dataclass
class Fitted:
    """Networks of one job with what they say of the tested stars.

    `logits` float32 by kind of row [curves], held-out for training stars; `scored` raw log-odds by
    combination [tested curves]; `tess` [tested records, 2]; `row_probability` by input kind."""

    networks: list
    row: row_network.RowNetwork
    row_model: object
    row_thresholds: dict
    distance_limit: float
    logits: dict[str, np.ndarray]
    scored: dict[str, np.ndarray]
    tess: np.ndarray
    row_probability: dict


def run(job: Job) -> Fitted:
    return kept(job, "fit", lambda: _fit(job))


def kept(job: Job, step: str, make):
    """The result of a step, from the work folder where it holds it."""
    if not job.work:
        return make()
    path = job.work / f"{step}-{'all' if job.fold is None else job.fold}.pickle"
    if not path.exists():
        path.write_bytes(pickle.dumps(make()))
    return pickle.loads(path.read_bytes())


def _fit(job: Job) -> Fitted:
    data, number = job.data, 5 if job.fold is None else job.fold
    learn = lambda fold: fold != job.fold if job.fold is not None else np.ones(len(fold), bool)
    test = lambda fold: np.flatnonzero(fold == job.fold) if job.fold is not None else np.zeros(0, int)
    first = kept(job, "pretrain", lambda: pretrain.fit(data.tess, np.flatnonzero(learn(data.tess_fold)),
                                                       test(data.tess_fold), PRETRAIN_SEED + number))
    own, seen = learn(data.row_fold), learn(data.curve_fold)
    row = kept(job, "row", lambda: row_network.fit(data.rows.take(own), data.row_stars[own], data.curves.take(seen),
                                                   data.curve_stars[seen], job.seed + number))
    logits = {kind: _row_logits(row, x, seen & (data.curves.label >= 0), ~seen, data.curve_stars)
              for kind, x in row_inputs(data.curves).items()}
    known = np.flatnonzero(seen & (data.curves.label >= 0))
    given = data.curves.take(known), finetune.RowLogits(*(logits[kind][known] for kind in combinations.ROWS)), first.encoders
    networks = [kept(job, f"network{i}", lambda: finetune.fit(*given, job.settings, FUSION_SEED + number + SEED_STEP * i))
                for i in range(job.settings.networks)]
    model = row_network.row_model(row, data.rows.take(own), data.row_stars[own])
    asked = test(data.row_fold)
    asked = asked[data.rows.label[asked] >= 0]
    return Fitted(
        networks, row, model, row_network.thresholds(row, model, data.rows.take(own), data.row_stars[own]),
        row_network.distance_limit(model, data.rows.take(own)), logits,
        score(networks, data.curves, logits, test(data.curve_fold)), first.scores,
        recipe.score(model, data.rows.x[asked]) if len(asked) else {},
    )


def row_inputs(curves: Curves) -> dict[str, np.ndarray]:
    """Each kind of row, in the order of `combinations.ROWS`."""
    return {"measured": curves.measured, "alone": curves.measured_alone(), "archive": patterns.apply(curves.archive, "all")}


def _row_logits(row: row_network.RowNetwork, x: np.ndarray, known: np.ndarray, new: np.ndarray,
                stars: np.ndarray) -> np.ndarray:
    logit = np.zeros(len(x), np.float32)
    if new.any():
        logit[new] = row.logit(x[new])
    logit[known] = row.held_out_logit(x[known], stars[known])
    return logit


def score(networks: list, curves: Curves, logits: dict[str, np.ndarray], tested: np.ndarray,
          wanted: dict | None = None) -> dict[str, np.ndarray]:
    """Raw log-odds [tested] by combination; `*_row` is the row network itself."""
    result = {}
    for kind in combinations.ROWS:
        chosen = {name: heads for name, (row, heads) in (wanted or combinations.COMBINATIONS).items() if row == kind}
        views = {name: heads for name, heads in chosen.items() if heads[1:].any()}
        if len(tested) and views:
            batch = finetune.batch_of(curves.take(tested), logits[kind][tested])
            result |= dict(zip(views, finetune.logits(networks, batch, list(views.values()))))
        result |= {name: logits[kind][tested].astype(float) for name in chosen if name not in views}
    return result
