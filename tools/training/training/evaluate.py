"""`python -m training evaluate --data DIR`: the shipped ONNX files on any folder of catalogues.

Prints the same table as a training run, from the shipped graph through ONNX Runtime. The figures are optimistic on
stars that the model was trained on.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

from . import card, catalogues, conformal, export, fields, folds, patterns, results
from .catalogues import Rows
from .multimodal import export as multimodal


def evaluate(data: Path, model: Path, seed: int | None = None) -> dict:
    """Metrics of one model folder on the labelled rows of a data folder."""
    content = card.read(model / "card.json")
    if catalogues.sha256(model / content["file"]) != content["sha256"]:
        raise SystemExit(f"{model / content['file']} is not the file that its card describes: its sha256 differs")
    rows = catalogues.load(data)
    groups = folds.star_groups(rows.star_id, catalogues.load_cross_ids(data))
    table = score(rows, groups, content, export.session(model / content["file"]))
    return results.measure(table, content["training"]["seed"] if seed is None else seed)


def trained_on(data: Path, model: Path) -> bool:
    """Whether the model was trained on one of the tables of the folder, so that the figures are optimistic."""
    digests = {entry["sha256"] for entry in card.read(model / "card.json")["training"]["data"]}
    paths = card.table_files(data)
    return any(catalogues.sha256(paths[name]) in digests for name in catalogues.FILES.values() if name in paths)


def score(rows: Rows, groups: np.ndarray, content: dict, served):
    """A table like oof.csv, with the thresholds of the shipped model."""
    columns = [fields.index(feature["name"]) for feature in content["features"]]
    run = multimodal.run_rows if content["kind"] == "multimodal" else export.run
    probability, limits = {}, {}
    for kind in patterns.KINDS:
        x = patterns.apply(rows.x, kind)
        log_odds, _, state = run(served, x[:, columns])
        probability[kind] = 1 / (1 + np.exp(-log_odds.astype(float)))
        limits[kind] = conformal.thresholds_of_rows(content["conformal"]["thresholds"], rows.mission, state.astype(int))
        if kind == "diagnostics":
            probability[kind][~patterns.has_diagnostics(x)] = np.nan
    return results.to_table(rows, groups, np.zeros(len(rows), int), {"probability": probability, "limits": limits})
