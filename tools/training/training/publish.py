"""Writes a model folder: out-of-fold table, ONNX graph, golden rows, card."""

from __future__ import annotations

from dataclasses import asdict
from functools import partial
from pathlib import Path

import numpy as np
import pandas as pd

from . import (
    candidates,
    card,
    comparison,
    export,
    fields,
    golden,
    recipe,
    requirements,
    results,
    teaching,
    unit_mistakes,
)
from .catalogues import Rows
from .kinds import Kind


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
    scores: pd.Series | None = None,
    teacher: pd.DataFrame | None = None,
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
    if scores is not None:
        served = export.session(out / "model.onnx")
        answers = (partial(export.run, served), fitted.thresholds, content["states"], rows, scores)
        candidates.to_table(*answers).to_csv(out / candidates.FILE, index=False)
        content["candidates"] = candidates.figures(pd.read_csv(out / candidates.FILE))
    if teacher is not None:
        teacher.to_csv(out / teaching.FILE, index=False)
        tables_of_both = (results.read_table(out / name) for name in ("oof.csv", teaching.FILE))
        content["teacher"] = teaching.measure(*tables_of_both, seed, resamples)
    previous = comparison.previous_version(target)
    if previous is not None:
        content["previous"] = comparison.figures(previous, table, rows, scores)
    if kind.name == "tabular":
        content["requirements"] = requirements.compare(content)
        content["notes"] = requirements.notes(content)
    card.write(out / "card.json", content)
    (out / "metrics.txt").write_text(results.as_text(measured) + "\n" + speed_line(content))
    target.mkdir(parents=True, exist_ok=True)
    # The card is last: it marks a complete folder.
    for path in sorted(out.iterdir(), key=lambda path: path.name == "card.json"):
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
        "agreement": measured["agreement"],
        **card.prediction_rules(
            fitted.thresholds,
            measured,
            unit_mistakes.detection_rates(lambda x: export.run(export.session(path), x), rows),
        ),
        "calibration": {
            "method": "Platt scaling per survey and state, fitted on stars that the scaled members did not see",
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
