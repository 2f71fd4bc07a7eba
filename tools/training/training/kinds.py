"""The row models that this package trains, by name: how each is fitted and written as ONNX."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from . import baseline, export, pupil, student, taught
from .calibration import STATES


@dataclass(frozen=True)
class Kind:
    """`cross_fit(rows, groups, fold, settings, seed, work, at_once)` returns `recipe.CrossFit`; `build(model)` returns
    the ONNX graph."""

    name: str
    description: str
    method: str
    settings: object
    cross_fit: Callable
    build: Callable


#: The shipped model is trained on more stars than the members that calibrate it, and is therefore better than they are:
#: on stars outside the tables the slope of version 1 was 1.23 for complete rows
SHARPENING = tuple((name, 1.14 if name in ("all", "diagnostics") else 1.04) for name in STATES)

KINDS = {
    "tabular": Kind(
        "tabular",
        "A small perceptron and a few trees, taught by three perceptrons and boosted trees, on one catalogue row of "
        "Kepler, TESS or K2; any subset of the fields; calibrated per survey.",
        "taught_perceptron",
        taught.Settings(student.Settings(networks=3, weight_decay=0.15, trees=400), pupil.Settings(), SHARPENING),
        taught.cross_fit,
        export.build,
    ),
    "baseline": Kind(
        "baseline",
        "Random forest on one catalogue row of Kepler, TESS or K2: the model of the older system, under the "
        "same folds, inputs and calibration.",
        "random_forest",
        baseline.Settings(),
        baseline.cross_fit,
        baseline.build,
    ),
}
