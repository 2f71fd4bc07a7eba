"""One fold, or the final fit: pre-training, row network, views network; every step on training stars only."""

from __future__ import annotations

import pickle
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from .. import catalogues, patterns, recipe
from . import finetune, pretrain, row_network
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

    `logits` float32 by kind of row [tested curves]; `tess` [tested records, 2]; `row_probability` of
    the tested catalogue rows by input kind."""

    networks: list
    row_model: object
    row_thresholds: dict
    distance_limit: float
    logits: dict[str, np.ndarray]
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
    known = data.curves.take(np.flatnonzero(seen & (data.curves.label >= 0)))
    networks = [kept(job, f"views{i}", lambda: finetune.fit(known, first.encoders, job.settings, FUSION_SEED + number + SEED_STEP * i))
                for i in range(job.settings.networks)]
    model = row_network.row_model(row, data.rows.take(own), data.row_stars[own])
    asked = test(data.row_fold)
    asked = asked[data.rows.label[asked] >= 0]
    tested = test(data.curve_fold)
    return Fitted(
        networks, model, row_network.thresholds(row, model, data.rows.take(own), data.row_stars[own]),
        row_network.distance_limit(model, data.rows.take(own)),
        {kind: row.logit(x[tested]) if len(tested) else tested for kind, x in row_inputs(data.curves).items()},
        first.scores, recipe.score(model, data.rows.x[asked]) if len(asked) else {},
    )


def row_inputs(curves: Curves) -> dict[str, np.ndarray]:
    """Each kind of row, in the order of `combinations.ROWS`."""
    return {"measured": curves.measured, "alone": curves.measured_alone(), "archive": patterns.apply(curves.archive, "all")}
