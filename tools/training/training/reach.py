"""Fits the ranges and limits of the distance of a model folder again, without training: they need no label and are
constants of the graph of their own. `recipe.calibrate` fits the same when a model is trained."""

from __future__ import annotations

import json
from functools import partial
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import numpy_helper

from . import card, catalogues, export, recipe, unit_mistakes
from .calibration import Calibration
from .encoder import Encoder
from .kinds import KINDS


class OtherRowsError(Exception):
    """The graph was not trained on these rows: its ranges are not theirs."""


def refit(folder: Path, data: Path) -> dict:
    """Writes model.onnx, golden.json and card.json again. @raises OtherRowsError"""
    content, rows = card.read(folder / "card.json"), catalogues.load(data)
    seed = content["training"]["seed"]
    encoder = KINDS[content["name"]].settings.encoder(rows)
    graph = onnx.load(folder / content["file"])
    _check_rows(graph, encoder)
    encoder.fit_ranges(rows.x)
    limits = recipe.distance_limits(encoder, rows.x, seed)
    ranges = np.concatenate([encoder.middle.numpy(), encoder.inverse_reach.numpy()], axis=1)
    _replace(graph, "by_survey", slice(encoder.support.shape[1], None), ranges)
    column = export.PAIR_COLUMNS.index("inverse_reach")
    _replace(graph, "by_pair", slice(column, column + 1), 1 / limits.reshape(-1, 1))
    onnx.save(graph, folder / content["file"])
    _rewrite_golden(folder / "golden.json", encoder, limits)
    answer = partial(export.run, export.session(folder / content["file"]))
    content["sha256"] = catalogues.sha256(folder / content["file"])
    content["in_distribution"] = card.distance_rule(unit_mistakes.detection_rates(answer, rows))
    card.write(folder / "card.json", content)
    return content


def _check_rows(graph: onnx.ModelProto, encoder: Encoder) -> None:
    scale = encoder.inverse_scale.numpy()
    if not any(np.array_equal(numpy_helper.to_array(entry), scale) for entry in graph.graph.initializer):
        raise OtherRowsError("the graph was trained on other rows: no constant of it has their scales")


def _replace(graph: onnx.ModelProto, name: str, columns: slice, values: np.ndarray) -> None:
    """Writes columns of a named table of `export`."""
    entry = next(each for each in graph.graph.initializer if each.name == name)
    table = numpy_helper.to_array(entry).copy()
    table[:, columns] = values
    entry.CopyFrom(numpy_helper.from_array(table, name))


@torch.no_grad()
def _rewrite_golden(path: Path, encoder: Encoder, limits: np.ndarray) -> None:
    content = json.loads(path.read_text())
    x = torch.tensor([[np.nan if value is None else value for value in row] for row in content["rows"]]).float()
    _, distance, survey, flags = encoder(x)
    scaling = Calibration(reach=limits)
    content["distance"] = [float(v) for v in scaling(torch.zeros(len(x)), distance, survey, flags, x)[1]]
    path.write_text(json.dumps(content) + "\n")
