"""Boosted trees on a measured row and the numbers of its vetting: what the tests, the events and the noise say beside
the folded views.

A row is shown in copies: with the star's errors and without, without the magnitude, without the star, and with random
fields and numbers hidden, so that one ensemble answers whatever a request supplies. Only curves of Kepler have labels.
"""

from __future__ import annotations

import lightgbm
import numpy as np

from .. import boosted, fields, patterns, plain_trees
from .views import VETTING, Curves

PARAMETERS = plain_trees.PARAMETERS | {"learning_rate": 0.015}
ROUNDS = 1000
#: weight of a copy that lacks something in training
PARTIAL = 0.1
#: share of the numbers that the copy with random fields lacks
HIDDEN_NUMBERS = 0.1
#: what cannot be had without the magnitude, and without any value of the star: beginnings of columns, and numbers
NEEDS_MAGNITUDE = ("star_mag", "noise_excess")
NEEDS_STAR = ("star_", "radius", "teq", "insol", "duration_part", "noise_excess")


def fit(curves: Curves, seed: int) -> boosted.Boosted:
    """Trees of curves that all have labels."""
    rng, alone, numbers = np.random.default_rng(seed), curves.measured_alone(), curves.vetting
    some = np.where(patterns.random_subset(len(alone), rng), alone, np.nan)
    copies = [
        (curves.measured, numbers, 1.0),
        (alone, numbers, 1.0),
        (*_without(alone, numbers, NEEDS_MAGNITUDE), PARTIAL),
        (*_without(alone, numbers, NEEDS_STAR), PARTIAL),
        (some, np.where(rng.random(numbers.shape) < HIDDEN_NUMBERS, np.nan, numbers), PARTIAL),
    ]
    given = [np.hstack([boosted.inputs(x), own.astype(np.float32)]) for x, own, _ in copies]
    weight = np.repeat([weight for *_, weight in copies], len(alone))
    label = np.tile(curves.label, len(copies)).astype(float)
    surveys = [None] * len(fields.sources())
    surveys[fields.sources()["KEPLER"]] = lightgbm.train(
        {**PARAMETERS, "seed": seed}, lightgbm.Dataset(np.vstack(given), label, weight=weight), ROUNDS
    )
    return boosted.Boosted(surveys)


def _without(x: np.ndarray, numbers: np.ndarray, names: tuple[str, ...]) -> tuple[np.ndarray, np.ndarray]:
    """Rows without the columns that begin like one of the names (errors too), and numbers without those named."""
    hidden = [column.startswith(names) for column in fields.column_names()]
    return np.where(hidden, np.nan, x), np.where([name in names for name in VETTING], np.nan, numbers)
