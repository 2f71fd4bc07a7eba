"""`python -m training multimodal`: from the data folder to models/multimodal/<version>."""

from __future__ import annotations

import tempfile
import time
from pathlib import Path

from .. import catalogues, fields, folds, leakage, parallel, training_run
from . import finetune, study, tess_views, views


def load(folder: Path, views_folder: Path, seed: int) -> study.Data:
    """Catalogue rows, curves and TESS views, with folds by star over all three."""
    rows, row_stars, row_fold = training_run.load(folder, seed)
    cross = catalogues.load_cross_ids(folder)
    curves, tess = views.load(views_folder, rows), tess_views.load(folder)
    curve_side = folds.extend(row_stars, row_fold, curves.star_id, curves.label, seed, cross)
    tess_side = folds.extend(row_stars, row_fold, tess.star_id, tess.label, seed, cross)
    return study.Data(rows, row_stars, row_fold, curves, *curve_side, tess, *tess_side)


def train(
    folder: Path,
    out: Path,
    views_folder: Path | None = None,
    work: Path | None = None,
    settings: finetune.Settings | None = None,
    seed: int = training_run.SEED,
) -> dict:
    """Out-of-fold run, final fit, export, card. `views_folder` holds the output of tools/views; `work` keeps finished
    fits, so that an interrupted run can continue."""
    from . import publish

    started = time.perf_counter()
    settings = settings or finetune.Settings()
    leakage.refuse(fields.column_names())
    with tempfile.TemporaryDirectory() as scratch:
        data = load(folder, views.make(folder, views_folder or Path(scratch)), seed)
    if work:
        work.mkdir(parents=True, exist_ok=True)
    jobs = [study.Job(data, fold, settings, seed, work) for fold in (*range(5), None)]
    *fitted, final = parallel.map_jobs(study.run, jobs)
    duration = study.seconds(work) if work else time.perf_counter() - started
    return publish.publish(folder, out, data, fitted, final, settings, seed, duration)
