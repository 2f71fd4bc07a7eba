"""The row models that this package trains, by name: how each is fitted and written as ONNX."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from . import baseline, export, recipe, student


@dataclass(frozen=True)
class Kind:
    """`fit(rows, groups, settings, seed)` sees training rows only and returns `recipe.Fitted`; `build(model)` returns
    the ONNX graph."""

    name: str
    description: str
    method: str
    settings: object
    fit: Callable
    build: Callable


KINDS = {
    "tabular": Kind(
        "tabular",
        "Mean of small multilayer perceptrons and boosted trees on one catalogue row of Kepler, TESS or K2; any subset "
        "of the fields; "
        "calibrated per survey.",
        "perceptrons_and_trees",
        student.Settings(networks=3, weight_decay=0.15, trees=200),
        recipe.fit,
        export.build,
    ),
    "baseline": Kind(
        "baseline",
        "Random forest on one catalogue row of Kepler, TESS or K2: the model of the older system, under the "
        "same folds, inputs and calibration.",
        "random_forest",
        baseline.Settings(),
        baseline.fit,
        baseline.build,
    ),
}
