"""One fold, or the final fit: pre-training, row network, networks of the views; every step uses training stars only."""

from __future__ import annotations

import pickle
import time
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np

from .. import boosted, catalogues, patterns, recipe
from . import finetune, late, pretrain, row_network, vetting
from .tess_views import TessViews
from .views import Curves

PRETRAIN_SEED = 100
FLAT_SEED = 500
RIVER_SEED = 700
VETTING_SEED = 900
#: between the networks of one fold
SEED_STEP = 17


@dataclass(frozen=True)
class Data:
    """Each set with its star keys (`*_stars`) and folds (`*_fold`)."""

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
    """`fold` is the tested fold, or None for the fit on all stars; `work` is a folder for finished steps."""

    data: Data
    fold: int | None
    settings: finetune.Settings
    seed: int
    work: Path | None = None


@dataclass
class Fitted:
    """Networks and trees of one job with their scores of the tested stars.

    `logits` float32 by kind of row, by `late.reduced(kind)` and by `late.vetted(kind)` [tested curves]; `tess` [tested
    records, 2]; `row_answers` of the tested catalogue rows as `recipe.score` gives them."""

    flat: list
    river: list
    vetting: boosted.Boosted
    row: recipe.Fitted
    logits: dict[str, np.ndarray]
    tess: np.ndarray
    row_answers: dict


def run(job: Job) -> Fitted:
    return cached_step(job, "fit", lambda: _fit(job))


def cached_step(job: Job, step: str, make):
    """The result of a step, read from the work folder if it is there."""
    if not job.work:
        return make()
    path = job.work / f"{step}-{'all' if job.fold is None else job.fold}.pickle"
    if not path.exists():
        started = time.process_time()
        path.write_bytes(pickle.dumps(make()))
        path.with_suffix(".seconds").write_text(f"{time.process_time() - started:.1f}")
    return pickle.loads(path.read_bytes())


def seconds(work: Path) -> float:
    """Total processor time of the steps in a work folder."""
    return sum(float(path.read_text()) for path in work.glob("*.seconds") if not path.name.startswith("fit"))


def pretrained(job: Job) -> list[pretrain.Pretrained]:
    data, number = job.data, _number(job)
    learn, test = np.flatnonzero(_learned(job, data.tess_fold)), _tested(job, data.tess_fold)
    return [
        cached_step(
            job,
            f"pretrain{i}",
            partial(pretrain.fit, data.tess, learn, test, kernel, PRETRAIN_SEED + number + SEED_STEP * i),
        )
        for i, kernel in enumerate(job.settings.tess_kernels)
    ]


def row_part(job: Job) -> row_network.RowNetwork:
    data, own, seen = job.data, _learned(job, job.data.row_fold), _learned(job, job.data.curve_fold)
    return cached_step(
        job,
        "row",
        lambda: row_network.fit(
            data.rows.take(own),
            data.row_stars[own],
            data.curves.take(seen),
            data.curve_stars[seen],
            job.seed + _number(job),
        ),
    )


def flat_networks(job: Job, first: list[pretrain.Pretrained]) -> list:
    settings, known = job.settings, _known_curves(job)
    encoders = [first[i].encoders if i < settings.from_tess else None for i in range(len(settings.flat_kernels))]
    return [
        cached_step(
            job,
            f"flat{i}",
            partial(finetune.fit_flat, known, kernel, encoders[i], settings, FLAT_SEED + _number(job) + SEED_STEP * i),
        )
        for i, kernel in enumerate(settings.flat_kernels)
    ]


def river_networks(job: Job) -> list:
    settings, known = job.settings, _known_curves(job)
    return [
        cached_step(
            job,
            f"river{i}",
            partial(finetune.fit_river, known, kernel, settings, RIVER_SEED + _number(job) + SEED_STEP * i),
        )
        for i, kernel in enumerate(settings.river_kernels)
    ]


def vetting_trees(job: Job) -> boosted.Boosted:
    return cached_step(job, "vetting", lambda: vetting.fit(_known_curves(job), VETTING_SEED + _number(job)))


def _known_curves(job: Job) -> Curves:
    curves = job.data.curves
    return curves.take(np.flatnonzero(_learned(job, job.data.curve_fold) & (curves.label >= 0)))


def _number(job: Job) -> int:
    return 5 if job.fold is None else job.fold


def _learned(job: Job, fold: np.ndarray) -> np.ndarray:
    return fold != job.fold if job.fold is not None else np.ones(len(fold), bool)


def _tested(job: Job, fold: np.ndarray) -> np.ndarray:
    return np.flatnonzero(fold == job.fold) if job.fold is not None else np.zeros(0, int)


def _fit(job: Job) -> Fitted:
    data, test = job.data, lambda fold: _tested(job, fold)
    first = pretrained(job)
    own = _learned(job, data.row_fold)
    row = row_part(job)
    flat, river, trees = flat_networks(job, first), river_networks(job), vetting_trees(job)
    model = row_network.fitted(row, data.rows.take(own), data.row_stars[own], job.seed + _number(job))
    asked = test(data.row_fold)
    asked = asked[data.rows.label[asked] >= 0]
    tested = test(data.curve_fold)
    rows = row_inputs(data.curves)
    inputs, numbers = rows | reduced_inputs(data.curves), data.curves.vetting[tested]
    vetted = {late.vetted(kind): trees.logit(rows[kind][tested], numbers) for kind in late.HIDDEN if len(tested)}
    return Fitted(
        flat,
        river,
        trees,
        model,
        {kind: row.logit(x[tested]) if len(tested) else tested for kind, x in inputs.items()} | vetted,
        np.mean([part.scores for part in first], axis=0),
        recipe.score(model.model, data.rows.x[asked]) if len(asked) else {},
    )


def row_inputs(curves: Curves) -> dict[str, np.ndarray]:
    """Each kind of row, in the order of `combinations.ROWS`."""
    return {
        "measured": curves.measured,
        "alone": curves.measured_alone(),
        "archive": patterns.apply(curves.archive, "all"),
    }


def reduced_inputs(curves: Curves) -> dict[str, np.ndarray]:
    """The rows of the second logits of late fusion, by `late.reduced(kind)`."""
    rows = row_inputs(curves)
    return {
        late.reduced(kind): np.where(late.hidden(kind), np.nan, rows[kind]).astype(np.float32) for kind in late.HIDDEN
    }
