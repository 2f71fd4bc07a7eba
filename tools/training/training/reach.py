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
from .calibration import STATES, Calibration
from .encoder import SURVEYS, Encoder
from .kinds import KINDS


class OtherRowsError(Exception):
    """The graph was not trained on these rows: its ranges are not theirs."""


def refit(folder: Path, data: Path) -> dict:
    """Writes model.onnx, golden.json and card.json again. @raises OtherRowsError"""
    content, rows = card.read(folder / "card.json"), catalogues.load(data)
    seed = content["training"]["seed"]
    encoder = KINDS[content["name"]].settings.encoder(rows.x[rows.label >= 0])
    graph = onnx.load(folder / content["file"])
    _check_rows(graph, encoder)
    places = [*_places(graph, encoder.middle.shape)[:2], _places(graph, (SURVEYS, len(STATES)))[-1]]
    encoder.fit_ranges(rows.x)
    limits = recipe.distance_limits(encoder, rows.x, seed)
    for place, values in zip(places, (encoder.middle, encoder.inverse_reach, 1 / limits), strict=True):
        name = graph.graph.initializer[place].name
        graph.graph.initializer[place].CopyFrom(numpy_helper.from_array(np.asarray(values, np.float32), name))
    onnx.save(graph, folder / content["file"])
    _rewrite_golden(folder / "golden.json", encoder, limits)
    answer = partial(export.run, export.session(folder / content["file"]))
    content["sha256"] = catalogues.sha256(folder / content["file"])
    content["in_distribution"] = card.distance_rule(unit_mistakes.detection_rates(answer, rows))
    card.write(folder / "card.json", content)
    return content


def _check_rows(graph: onnx.ModelProto, encoder: Encoder) -> None:
    scale = encoder.inverse_scale.numpy()
    if not any(
        np.array_equal(numpy_helper.to_array(graph.graph.initializer[i]), scale) for i in _places(graph, scale.shape)
    ):
        raise OtherRowsError("the graph was trained on other rows: no constant of it has their scales")


def _places(graph: onnx.ModelProto, shape: tuple[int, ...]) -> list[int]:
    """Positions of the initializers of a shape. The first two tables by survey and column are middle and inverse width
    of the ranges; of the tables by survey and state (slope, offset, limits) the last are the limits."""
    return [i for i, entry in enumerate(graph.graph.initializer) if list(entry.dims) == list(shape)]


@torch.no_grad()
def _rewrite_golden(path: Path, encoder: Encoder, limits: np.ndarray) -> None:
    content = json.loads(path.read_text())
    x = torch.tensor([[np.nan if value is None else value for value in row] for row in content["rows"]]).float()
    _, distance, survey, flags = encoder(x)
    scaling = Calibration(reach=limits)
    content["distance"] = [float(v) for v in scaling(torch.zeros(len(x)), distance, survey, flags, x)[1]]
    path.write_text(json.dumps(content) + "\n")
