"""The row models that this package trains, by name: how each is fitted and written as ONNX."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from . import baseline, export, recipe, student
from .calibration import STATES


@dataclass(frozen=True)
class Kind:
    """`fit(rows, groups, settings, seed, work)` sees training rows only and returns `recipe.Fitted`; `build(model)`
    returns the ONNX graph."""

    name: str
    description: str
    method: str
    settings: object
    fit: Callable
    build: Callable


#: Calibration uses members that were trained on fewer stars than the model that it is for, which is therefore better
#: than they are: out of fold the slope was 1.08 for complete rows (1.04 for others), on stars outside the tables 1.23
SHARPENING = {name: 1.14 if name in ("all", "diagnostics") else 1.04 for name in STATES}

KINDS = {
    "tabular": Kind(
        "tabular",
        "Mean of small multilayer perceptrons and boosted trees on one catalogue row of Kepler, TESS or K2; any subset "
        "of the fields; "
        "calibrated per survey.",
        "perceptrons_and_trees",
        student.Settings(networks=3, weight_decay=0.15, trees=200, sharpening=SHARPENING),
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
