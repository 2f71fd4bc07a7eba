"""Prediction sets with class-conditional coverage (Mondrian split conformal, Vovk et al. 2005).

A class is in the set when its calibrated probability reaches the threshold of that class, survey and
state of the row, and the likelier class is always in the set. The threshold is the lower 5 % point of
the probability that held-out objects of the class get for it under that state.
"""

from __future__ import annotations

import numpy as np

from .calibration import STATES

LEVEL = 0.95
#: minimum number of held-out rows of each class for a threshold; an object can be present several times with other
#: fields
MIN_ROWS = 40
#: states to pool where a state has fewer: K2 has few false positives with many values
POOLED = {"canonical": ("some", "canonical"), "all": ("some_errors", "all")}


def threshold(probability_of_class: np.ndarray, level: float = LEVEL) -> float:
    """Largest value that at least `level` of the class reaches, with the finite-sample correction."""
    rank = int(np.floor((1 - level) * (len(probability_of_class) + 1)))
    if rank < 1:
        return 0.0
    return float(np.sort(probability_of_class)[rank - 1])


def thresholds(probability: np.ndarray, label: np.ndarray, mission: np.ndarray, state: np.ndarray) -> dict:
    """By mission and state; none where there are fewer than MIN_ROWS of a class, also with the states of POOLED."""
    result = {}
    for name in sorted(set(mission)):
        result[name] = {}
        for title in STATES:
            for titles in ((title,), POOLED.get(title, ())):
                part = (mission == name) & np.isin(state, [STATES.index(each) for each in titles])
                if min((label[part] == 1).sum(), (label[part] == 0).sum()) >= MIN_ROWS:
                    result[name][title] = pair(probability[part], label[part])
                    break
    return result


def pair(probability: np.ndarray, label: np.ndarray) -> dict:
    """Thresholds of both classes."""
    return {"planet": threshold(probability[label == 1]), "false_positive": threshold(1 - probability[label == 0])}


def thresholds_of_rows(limits: dict, mission: np.ndarray, state: np.ndarray) -> np.ndarray:
    """Thresholds [rows, 2] of a planet and a false positive; 0, which excludes nothing, where there is none."""
    nothing = {"planet": 0.0, "false_positive": 0.0}
    found = [
        limits.get(name, {}).get(STATES[int(s)], nothing) if s >= 0 else nothing
        for name, s in zip(mission, state, strict=True)
    ]
    return np.array([[pair["planet"], pair["false_positive"]] for pair in found]).reshape(-1, 2)
