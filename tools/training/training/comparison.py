"""Figures of the previous version of a model on the same objects, for the card and the report."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from . import candidates, card, export, fields, results
from .catalogues import Rows


def previous_version(folder: Path) -> Path | None:
    """The folder of the version before `folder`, if it exists."""
    if not folder.name.isdigit():
        return None
    previous = folder.with_name(str(int(folder.name) - 1))
    return previous if (previous / "card.json").exists() else None


def figures(previous: Path, table: pd.DataFrame, rows: Rows, scores: pd.Series | None) -> dict:
    """Coverage, agreement and coverage by stratum from the previous version's oof.csv, with the strata of `table`; of
    its ONNX file, how often it calls likely planets among candidates false positives."""
    content = card.read(previous / "card.json")
    oof = results.read_table(previous / "oof.csv").drop(columns="strata", errors="ignore")
    oof = oof.merge(table[["mission", "object_id", "strata"]], on=["mission", "object_id"], validate="one_to_one")
    measured = results.measure(oof, content["training"]["seed"], resamples=0)
    result = {"version": content["version"], "by_input": measured["conformal"]}
    result |= {key: measured[key] for key in ("by_stratum", "agreement")}
    if scores is not None:
        columns = [fields.index(feature["name"]) for feature in content["features"]]
        served = export.session(previous / content["file"])

        def predict(x):
            return export.run(served, x[:, columns])

        thresholds = content["conformal"]["thresholds"]
        found = candidates.to_table(predict, thresholds, content["states"], rows, scores)
        result["candidates"] = candidates.figures(found)
    return result
