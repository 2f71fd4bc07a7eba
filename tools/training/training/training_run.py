"""From the catalogues to models/<name>/<version>: the same steps for every kind of model."""

from __future__ import annotations

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
    publish,
    pupil,
    results,
    student,
    taught,
)
from .catalogues import Rows
from .kinds import KINDS

SEED = 20251004
SMOKE_ROWS = 900
SMOKE_SEED = 7


def assemble(rows: Rows, fold: np.ndarray, scored: list[tuple[dict, dict]]) -> dict:
    """Probabilities and thresholds of all folds, by input kind, in the order of the rows."""
    kinds = scored[0][0]
    probability = {kind: np.full(len(rows), np.nan) for kind in kinds}
    limits = {kind: np.zeros((len(rows), 2)) for kind in kinds}
    for k, (answers, thresholds) in enumerate(scored):
        test = np.flatnonzero((rows.label >= 0) & (fold == k))
        for kind, (answer, state) in answers.items():
            probability[kind][test] = answer
            limits[kind][test] = conformal.thresholds_of_rows(
                thresholds, rows.mission[test], state, conformal.state_names()
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
    kind = KINDS[name]
    settings = settings or kind.settings
    leakage.refuse(fields.column_names())
    crossed = kind.cross_fit(rows, groups, fold, settings, seed, work, at_once)

    def table(scored):
        return scored and results.to_table(rows, groups, fold, assemble(rows, fold, scored))

    return publish.publish(
        kind,
        out,
        rows,
        groups,
        fold,
        table(crossed.folds),
        crossed.shipped,
        settings,
        seed,
        tables or {},
        resamples,
        crossed.seconds,
        scores,
        table(crossed.teacher),
    )


def train_smoke_model(out: Path) -> dict:
    """The whole path on synthetic rows, in seconds: two folds, one pass of training, export, card.

    The folder has the layout of a real model, so the service loads it like one; its answers mean nothing.
    """
    rows = golden.synthetic_rows(SMOKE_ROWS, SMOKE_SEED)
    strata = np.array([f"{mission}{label}" for mission, label in zip(rows.mission, rows.label, strict=True)])
    fold = folds.assign(rows.star_id, SMOKE_SEED, 2, strata)
    settings = taught.Settings(
        student.Settings(epochs=1, batch=64, trees=20),
        pupil.Settings(hidden=(32, 16), pieces=3, rows=4000, epochs=1, corrected_rows=4000),
    )
    return train("tabular", rows, rows.star_id, fold, out, settings=settings, seed=SMOKE_SEED, resamples=20, at_once=1)
