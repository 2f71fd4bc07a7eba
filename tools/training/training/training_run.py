"""From the catalogues to models/<name>/<version>: the same steps for every kind of model."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pandas as pd

from . import (
    catalogues,
    conformal,
    fields,
    folds,
    golden,
    leakage,
    metrics,
    parallel,
    publish,
    recipe,
    results,
    student,
)
from .catalogues import Rows
from .kinds import KINDS

SEED = 20251004
SMOKE_ROWS = 900
SMOKE_SEED = 7


@dataclass(frozen=True)
class Job:
    """One fit: positions of the training rows and of the rows to score."""

    kind: str
    rows: Rows
    groups: np.ndarray
    learn: np.ndarray
    score: np.ndarray
    settings: object
    seed: int
    keep_model: bool = False
    work: Path | None = None


@dataclass(frozen=True)
class Scored:
    """`answers` as returned by `recipe.score`."""

    answers: dict
    thresholds: dict
    fitted: recipe.Fitted | None


def run_job(job: Job) -> Scored:
    fitted = KINDS[job.kind].fit(job.rows.take(job.learn), job.groups[job.learn], job.settings, job.seed, job.work)
    return Scored(
        recipe.score(fitted.model, job.rows.x[job.score]), fitted.thresholds, fitted if job.keep_model else None
    )


def assemble(rows: Rows, fold: np.ndarray, scored: list[Scored]) -> dict:
    """Probabilities and thresholds of all folds, by input kind, in the order of the rows."""
    kinds = scored[0].answers
    probability = {kind: np.full(len(rows), np.nan) for kind in kinds}
    limits = {kind: np.zeros((len(rows), 2)) for kind in kinds}
    for k, part in enumerate(scored):
        test = np.flatnonzero((rows.label >= 0) & (fold == k))
        for kind, (answer, state) in part.answers.items():
            probability[kind][test] = answer
            limits[kind][test] = conformal.thresholds_of_rows(
                part.thresholds, rows.mission[test], state, conformal.state_names()
            )
    return {"probability": probability, "limits": limits}


def load(folder: Path, seed: int = SEED) -> tuple[Rows, np.ndarray, np.ndarray]:
    """Rows, star keys and folds of a data folder."""
    rows = catalogues.load(folder)
    groups = folds.star_groups(rows.star_id, catalogues.load_cross_ids(folder))
    strata = np.array([f"{mission}{label}" for mission, label in zip(rows.mission, rows.label, strict=True)])
    return rows, groups, folds.assign(groups, seed, folds.FOLDS, strata)


def train(
    name: str,
    rows: Rows,
    groups: np.ndarray,
    fold: np.ndarray,
    out: Path,
    *,
    settings=None,
    seed: int = SEED,
    tables: dict[str, Path] | None = None,
    scores: pd.Series | None = None,
    resamples: int = metrics.RESAMPLES,
    at_once: int | None = None,
    work: Path | None = None,
) -> dict:
    """Out-of-fold run, final fit on all labelled stars, model folder. `scores` are `candidates.koi_scores`,
    `work` is a folder for finished fits."""
    started = time.perf_counter()
    kind = KINDS[name]
    settings = settings or kind.settings
    leakage.refuse(fields.column_names())
    known, everything = np.flatnonzero(rows.label >= 0), np.arange(len(rows))
    count = int(fold.max()) + 1
    jobs = [
        Job(name, rows, groups, everything[fold != k], known[fold[known] == k], settings, seed + k, work=work)
        for k in range(count)
    ]
    final_job = Job(name, rows, groups, everything, known[:1], settings, seed + count, keep_model=True, work=work)
    *scored, final = parallel.map_jobs(run_job, [*jobs, final_job], at_once)
    table = results.to_table(rows, groups, fold, assemble(rows, fold, scored))
    duration = recipe.processor_seconds(work) if work else time.perf_counter() - started
    return publish.publish(
        kind, out, rows, groups, fold, table, final.fitted, settings, seed, tables or {}, resamples, duration, scores
    )


def train_smoke_model(out: Path) -> dict:
    """The whole path on synthetic rows, in seconds: two folds, one pass of training, export, card.

    The folder has the layout of a real model, so the service loads it like one; its answers mean nothing.
    """
    rows = golden.synthetic_rows(SMOKE_ROWS, SMOKE_SEED)
    strata = np.array([f"{mission}{label}" for mission, label in zip(rows.mission, rows.label, strict=True)])
    fold = folds.assign(rows.star_id, SMOKE_SEED, 2, strata)
    settings = replace(student.Settings(), epochs=1, batch=64, trees=20)
    return train("tabular", rows, rows.star_id, fold, out, settings=settings, seed=SMOKE_SEED, resamples=20, at_once=1)
