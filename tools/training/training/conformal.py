"""Prediction sets with class-conditional coverage (Mondrian split conformal, Vovk et al. 2005).

A class is in the set when its calibrated probability reaches the threshold of that class and
survey, and the likelier class is always in the set. The threshold is the lower 5 % point of
the probability that held-out objects of the class get for it.
"""

from __future__ import annotations

import numpy as np

LEVEL = 0.95


def threshold(probability_of_class: np.ndarray, level: float = LEVEL) -> float:
    """Largest value that at least `level` of the class reaches, with the finite-sample step."""
    rank = int(np.floor((1 - level) * (len(probability_of_class) + 1)))
    if rank < 1:
        return 0.0
    return float(np.sort(probability_of_class)[rank - 1])


def thresholds(probability: np.ndarray, label: np.ndarray, mission: np.ndarray) -> dict:
    result = {}
    for name in sorted(set(mission)):
        part = mission == name
        result[name] = {
            "planet": threshold(probability[part & (label == 1)]),
            "false_positive": threshold(1 - probability[part & (label == 0)]),
        }
    return result


def sets(probability: np.ndarray, mission: np.ndarray, limits: dict) -> np.ndarray:
    """Boolean [rows, 2]: false positive in the set, planet in the set."""
    planet = np.array([limits[name]["planet"] for name in mission])
    other = np.array([limits[name]["false_positive"] for name in mission])
    has_planet = (probability >= planet) | (probability >= 0.5)
    has_other = (1 - probability >= other) | (probability < 0.5)
    return np.stack([has_other, has_planet], axis=1)
