"""`python -m training tabular`: the row model, from the catalogues to models/tabular/<version>."""

from __future__ import annotations

import time
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np

from . import (calibration, card, catalogues, export, fields, folds, golden, leakage, parallel,
               recipe, results, student)
from .catalogues import Rows

SEED = 20251004
DESCRIPTION = ("Multilayer perceptron on one catalogue row of Kepler, TESS or K2; any subset of the "
               "fields; calibrated per survey.")


@dataclass(frozen=True)
class Job:
    """One fit: rows to learn from and the rows to score, both as positions."""

    rows: Rows
    groups: np.ndarray
    learn: np.ndarray
    score: np.ndarray
    settings: student.Settings
    seed: int
    keep_model: bool = False


@dataclass(frozen=True)
class Scored:
    probability: dict
    thresholds: dict
    fitted: recipe.Fitted | None


def run_job(job: Job) -> Scored:
    fitted = recipe.fit(job.rows.take(job.learn), job.groups[job.learn], job.settings, job.seed)
    return Scored(recipe.score(fitted.model, job.rows.x[job.score]), fitted.thresholds,
                  fitted if job.keep_model else None)


def labelled_strata(rows: Rows) -> np.ndarray:
    return np.array([f"{mission}{label}" for mission, label in zip(rows.mission, rows.label)])


def assemble(rows: Rows, fold: np.ndarray, scored: list[Scored]) -> dict:
    """Joins the five folds' scores into one out-of-fold table."""
    kinds = scored[0].probability
    probability = {kind: np.full(len(rows), np.nan) for kind in kinds}
    limits = np.full((len(rows), 2), np.nan)
    for k, part in enumerate(scored):
        test = np.flatnonzero((rows.label >= 0) & (fold == k))
        for kind in kinds:
            probability[kind][test] = part.probability[kind]
        for name, pair in part.thresholds.items():
            limits[test[rows.mission[test] == name]] = [pair["planet"], pair["false_positive"]]
    return {"probability": probability, "limits": limits}


def train(folder: Path, out: Path, settings: student.Settings = student.Settings(), seed: int = SEED,
          studies=None) -> dict:
    """Out-of-fold run, final fit, export, card, oof.csv, golden.json and metrics.txt."""
    started = time.perf_counter()
    rows = catalogues.load(folder)
    groups = folds.star_groups(rows.star_id, catalogues.load_cross_ids(folder))
    fold = folds.assign(groups, seed, folds.FOLDS, labelled_strata(rows))
    names = fields.column_names()
    leakage.refuse(names)
    known = np.flatnonzero(rows.label >= 0)
    everything = np.arange(len(rows))
    jobs = [Job(rows, groups, everything[fold != k], known[fold[known] == k], settings, seed + k)
            for k in range(folds.FOLDS)]
    jobs.append(Job(rows, groups, everything, known[:1], settings, seed + folds.FOLDS, keep_model=True))
    *scored, final = parallel.map_jobs(run_job, jobs)
    table = results.to_table(rows, groups, fold, assemble(rows, fold, scored))
    out.mkdir(parents=True, exist_ok=True)
    table.to_csv(out / "oof.csv", index=False)
    measured = results.measure(results.read_table(out / "oof.csv"), seed)
    content = _publish(folder, out, rows, groups, fold, final.fitted, measured, settings, seed)
    if studies is not None:
        content.update(studies(rows, groups, fold, table, settings, seed))
    content["training"]["duration_s"] = round(time.perf_counter() - started)
    card.write(out / "card.json", content)
    text = results.as_text(measured) + f"\nparameters {content['parameters']}, ONNX Runtime one thread, " \
        f"batch 1000: {content['speed']['rows_per_second']} rows/s\n"
    (out / "metrics.txt").write_text(text)
    print(text)
    return content


def _publish(folder, out, rows, groups, fold, fitted: recipe.Fitted, measured, settings, seed) -> dict:
    path, names = out / "model.onnx", fields.column_names()
    difference = export.write(fitted.model, path, np.vstack([golden.golden_rows(seed), rows.x]))
    golden.write(fitted.model, out / "golden.json", list(range(len(names))), names, seed)
    scaling = fitted.model.calibration
    return {
        **card.identity(out.parent.name, out.name, "tabular", DESCRIPTION),
        **card.interface(path, names, fitted.model.parameter_count()),
        "fields_by_source": card.fields_by_source(rows, names),
        "training": card.training(folder, rows, groups, fold, seed, asdict(settings), card.table_files(folder)),
        "metrics": measured["metrics"], "snr_bins": measured["snr_bins"],
        "reliability": measured["reliability"],
        "intervals": "95 % percentile bootstrap over stars, out-of-fold",
        "conformal": card.conformal_entry(fitted.thresholds, measured),
        "calibration": {"method": "Platt scaling per survey and input state, fitted on inner folds",
                        "states": list(calibration.STATES), "sources": list(fields.sources()),
                        "slope": _digits(scaling.slope), "offset": _digits(scaling.offset)},
        "in_distribution": {"limit": round(fitted.distance_limit, 6), "quantile": recipe.DISTANCE_QUANTILE,
                            "description": "fourth root of the mean fourth power of robust z-scores of the "
                                           "given fields and ratios, per survey; within = distance <= limit"},
        "export": {"max_difference_to_pytorch": float(f"{difference:.2e}"), "tolerance": export.TOLERANCE},
        "speed": {"rows_per_second": int(export.throughput(path, rows.x[:1000])), "batch": 1000, "threads": 1},
    }


def _digits(tensor) -> list:
    return [[round(float(v), 6) for v in row] for row in tensor]
