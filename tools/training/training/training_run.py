"""From the catalogues to models/<name>/<version>: the same steps for every kind of model."""

from __future__ import annotations

import time
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import numpy as np

from . import (
    card,
    catalogues,
    conformal,
    export,
    fields,
    folds,
    golden,
    leakage,
    metrics,
    parallel,
    recipe,
    requirements,
    results,
    student,
    unit_mistakes,
)
from .catalogues import Rows
from .kinds import KINDS, Kind

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


@dataclass(frozen=True)
class Scored:
    """`answers` as returned by `recipe.score`."""

    answers: dict
    thresholds: dict
    fitted: recipe.Fitted | None


def run_job(job: Job) -> Scored:
    fitted = KINDS[job.kind].fit(job.rows.take(job.learn), job.groups[job.learn], job.settings, job.seed)
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
            limits[kind][test] = conformal.thresholds_of_rows(part.thresholds, rows.mission[test], state)
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
    resamples: int = metrics.RESAMPLES,
    at_once: int | None = None,
) -> dict:
    """Out-of-fold run, final fit on all labelled stars, export, card, oof.csv, golden.json."""
    started = time.perf_counter()
    kind = KINDS[name]
    settings = settings or kind.settings
    leakage.refuse(fields.column_names())
    known, everything = np.flatnonzero(rows.label >= 0), np.arange(len(rows))
    count = int(fold.max()) + 1
    jobs = [
        Job(name, rows, groups, everything[fold != k], known[fold[known] == k], settings, seed + k)
        for k in range(count)
    ]
    final_job = Job(name, rows, groups, everything, known[:1], settings, seed + count, keep_model=True)
    *scored, final = parallel.map_jobs(run_job, [*jobs, final_job], at_once)
    table = results.to_table(rows, groups, fold, assemble(rows, fold, scored))
    duration = time.perf_counter() - started
    return publish(
        kind, out, rows, groups, fold, table, final.fitted, settings, seed, tables or {}, resamples, duration
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


def publish(
    kind: Kind,
    out: Path,
    rows: Rows,
    groups,
    fold,
    table,
    fitted: recipe.Fitted,
    settings,
    seed: int,
    tables: dict[str, Path],
    resamples: int,
    duration: float,
) -> dict:
    """Writes every file of the model folder; an incomplete folder never replaces a complete one."""
    target, out = out, out.with_name(f".{out.name}.new")
    out.mkdir(parents=True, exist_ok=True)
    table.to_csv(out / "oof.csv", index=False)
    measured = results.measure(results.read_table(out / "oof.csv"), seed, resamples)
    content = _content(kind, out, rows, fitted, measured, seed)
    content["version"] = target.name
    content["training"] = card.training(rows, groups, fold, seed, asdict(settings), tables, resamples)
    content["training"]["duration_s"] = round(duration)
    if kind.name == "tabular":
        content["requirements"] = requirements.compare(content)
        content["notes"] = requirements.notes(content)
    card.write(out / "card.json", content)
    (out / "metrics.txt").write_text(results.as_text(measured) + "\n" + speed_line(content))
    target.mkdir(parents=True, exist_ok=True)
    for path in sorted(
        out.iterdir(), key=lambda path: path.name == "card.json"
    ):  # the card last: it marks a complete folder
        path.replace(target / path.name)
    out.rmdir()
    (target / "studies.csv").unlink(missing_ok=True)
    return content


def speed_line(content: dict) -> str:
    return (
        f"parameters {content['parameters']}, ONNX Runtime on {content['speed']['threads']} thread, batch "
        f"{content['speed']['batch']}: {content['speed']['rows_per_second']} rows/s\n"
    )


def _content(kind: Kind, out: Path, rows: Rows, fitted: recipe.Fitted, measured: dict, seed: int) -> dict:
    path, names, model = out / "model.onnx", fields.column_names(), fitted.model
    checked = np.vstack([golden.golden_rows(seed), rows.x])
    difference = export.write(kind.build(model), model, path, checked)
    golden.write(model, out / "golden.json", names, seed)
    scaling = model.calibration
    return {
        **card.identity(kind.name, out.name, kind.method, kind.description),
        **card.interface(path, names, model.parameter_count()),
        "fields_by_source": card.fields_by_source(rows, names),
        "metrics": measured["metrics"],
        "snr_bins": measured["snr_bins"],
        "reliability": measured["reliability"],
        "intervals": "95 % percentile bootstrap over stars of the out-of-fold predictions",
        **card.prediction_rules(
            fitted.thresholds,
            measured,
            unit_mistakes.detection_rates(lambda x: export.run(export.session(path), x), rows),
        ),
        "calibration": {
            "method": "Platt scaling per survey and state, fitted on inner folds",
            "sources": list(fields.sources()),
            "slope": _digits(scaling.slope),
            "offset": _digits(scaling.offset),
        },
        "export": {
            "compared_rows": len(checked),
            "largest_difference": float(f"{difference:.2e}"),
            "tolerance": export.TOLERANCE,
        },
        "speed": {"rows_per_second": int(export.throughput(path, rows.x)), "batch": 1000, "threads": 1},
    }


def _digits(tensor) -> list:
    return [[round(float(v), 6) for v in row] for row in tensor]
