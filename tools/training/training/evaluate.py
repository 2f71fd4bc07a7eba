"""`python -m training evaluate --data DIR`: the shipped ONNX files on any folder of catalogues.

Prints the same table as a training run, from the shipped graph through ONNX Runtime. The figures are optimistic on
stars that the model was trained on.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

from . import card, catalogues, conformal, export, fields, folds, patterns, recipe, results
from .catalogues import Rows
from .multimodal import export as multimodal


def evaluate(data: Path, model: Path, seed: int | None = None) -> dict:
    """Figures of one model folder on the labelled rows of a data folder, with `in_distribution`, the share of rows by
    survey and input kind, and `twins`, the number of rows left out. On other tables than those of training, these are
    the rows of stars that `cross_ids` identifies with a training star."""
    content = card.read(model / "card.json")
    if catalogues.sha256(model / content["file"]) != content["sha256"]:
        raise SystemExit(f"{model / content['file']} is not the file that its card describes: its sha256 differs")
    rows = catalogues.load(data)
    groups = folds.star_groups(rows.star_id, catalogues.load_cross_ids(data))
    twin = np.zeros(len(rows), bool) if trained_on(data, model) else _twins(data, model, groups)
    rows, groups = rows.take(~twin), groups[~twin]
    table, inside = score(rows, groups, content, export.session(model / content["file"]))
    measured = results.measure(table, content["training"]["seed"] if seed is None else seed)
    return {**measured, "in_distribution": inside, "twins": int(twin.sum())}


def _twins(data: Path, model: Path, groups: np.ndarray) -> np.ndarray:
    """Boolean [rows]: the star, under any of its names in the data folder, is a labelled star of training."""
    trained = results.read_table(model / "oof.csv")["star_id"].unique().astype(object)
    return np.isin(groups, folds.star_groups(trained, catalogues.load_cross_ids(data)))


def trained_on(data: Path, model: Path) -> bool:
    """Whether the model was trained on one of the tables of the folder, so that the figures are optimistic."""
    digests = {entry["sha256"] for entry in card.read(model / "card.json")["training"]["data"]}
    paths = card.table_files(data)
    return any(catalogues.sha256(paths[name]) in digests for name in catalogues.FILES.values() if name in paths)


def score(rows: Rows, groups: np.ndarray, content: dict, served):
    """A table like oof.csv with the thresholds of the shipped model, and the share of labelled rows in distribution by
    survey and input kind."""
    columns = [fields.index(feature["name"]) for feature in content["features"]]
    run = multimodal.run_rows if content["kind"] == "multimodal" else export.run
    probability, limits, inside = {}, {}, {}
    for kind in patterns.KINDS:
        x = patterns.apply(rows.x, kind)
        log_odds, distance, state = run(served, x[:, columns])
        probability[kind] = recipe.sigmoid(log_odds.astype(float))
        limits[kind] = conformal.thresholds_of_rows(
            content["conformal"]["thresholds"], rows.mission, state.astype(int), content["states"]
        )
        if kind == "diagnostics":
            probability[kind][~patterns.has_diagnostics(x)] = np.nan
        for mission in np.unique(rows.mission):
            at = (rows.mission == mission) & (rows.label >= 0) & np.isfinite(probability[kind])
            if at.any():
                share = (distance[at] <= content["in_distribution"]["limit"]).mean()
                inside.setdefault(mission, {})[kind] = round(float(share), 5)
    parts = {"probability": probability, "limits": limits}
    return results.to_table(rows, groups, np.zeros(len(rows), int), parts), inside
