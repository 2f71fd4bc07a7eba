"""Prediction sets by class, survey, state and stratum (Mondrian split conformal prediction, Vovk et al. 2005).

A class is in the set when its calibrated probability reaches the threshold of the row's survey and state, and the
likelier class is always in the set. The thresholds of planets are quantiles of the probabilities of held-out planets:

- weighted towards candidates (`shift`), so that LEVEL of the planets among candidates have "planet" in their set;
- at least LEVEL of the planets under each reported input kind;
- in each stratum of the row, at least STRATUM_LEVEL of its planets.

The lowest of these applies. If it is that of a stratum, the state that the graph returns names the stratum, so the
service needs no further rule. The threshold of false positives is a plain quantile at FALSE_POSITIVE_LEVEL.
"""

from __future__ import annotations

import numpy as np

from . import patterns, strata
from .calibration import STATES
from .encoder import SURVEYS

LEVEL = 0.95
#: a stratum falls short below 0.90; a target of 0.89 for the estimate is compatible with 0.90 and costs fewer decisions
STRATUM_LEVEL = 0.89
#: slightly above LEVEL, because the estimates of five folds scatter
FALSE_POSITIVE_LEVEL = 0.955
#: minimum number of held-out rows of each class for a threshold, and of planets for that of a stratum; an object can be
#: present several times with other fields
MIN_ROWS = 40
MIN_PLANETS = 20
#: states to pool where a state has fewer: K2 has few false positives with many values
POOLED = {"canonical": ("some", "canonical"), "all": ("some_errors", "all")}
#: log-odds that stand for "no threshold" in the table of the graph: larger than those of any row
NONE = 1e4


def state_names() -> list[str]:
    """Names of the states that the graph returns: STATES, then each of them with each stratum."""
    return [*STATES, *(f"{state}, {title}" for title in strata.TITLES for state in STATES)]


def threshold(probability: np.ndarray, level: float, weight: np.ndarray | None = None) -> float:
    """Largest value that at least `level` of the (weighted) class reaches, with the finite-sample correction."""
    weight = np.ones(len(probability)) if weight is None else weight
    order = np.argsort(probability, kind="stable")
    below = np.cumsum(weight[order]) / (weight.sum() + weight.mean())
    rank = np.searchsorted(below, 1 - level + 1e-12, side="right")
    return float(probability[order[rank - 1]]) if rank > 0 else 0.0


def thresholds(probability: np.ndarray, held, state: np.ndarray) -> tuple[dict, np.ndarray]:
    """Thresholds by mission and state name, and log-odds [surveys * states, 1 + strata] of the planets' thresholds from
    which the graph selects the lowest. `held` is a `recipe.HeldOut`; no entry where a class has fewer than MIN_ROWS."""
    names, member = state_names(), strata.membership(held.x)
    result, table = {}, np.full((SURVEYS, len(STATES), 1 + len(strata.STRATA)), NONE)
    for mission in sorted(set(held.mission)):
        result[mission] = {}
        for s, title in enumerate(STATES):
            part = _enough(held, state, mission, title)
            if part is None:
                continue
            planet, other = part & (held.label == 1), part & (held.label == 0)
            limits = [_planet_threshold(probability, held, planet)]
            false_positive = _false_positive_threshold(1 - probability, held, other)
            for g in range(len(strata.STRATA)):
                inside = planet & member[:, g]
                enough = inside.sum() >= MIN_PLANETS
                limits.append(threshold(probability[inside], STRATUM_LEVEL) if enough else 1.0)
            code = int(held.x[np.flatnonzero(part)[0], 0])
            for g, limit in enumerate(limits):
                if g > 0 and limit >= limits[0]:
                    continue
                result[mission][names[s + g * len(STATES)]] = {"planet": limit, "false_positive": false_positive}
                table[code, s, g] = _log_odds(limit)
    return result, table.reshape(SURVEYS * len(STATES), -1)


def _enough(held, state: np.ndarray, mission: str, title: str) -> np.ndarray | None:
    """Boolean [rows]: the held-out rows for a state, pooled with others where the state has few; None if still too
    few."""
    for titles in ((title,), POOLED.get(title, ())):
        part = (held.mission == mission) & np.isin(state, [STATES.index(each) for each in titles])
        if min((held.label[part] == 1).sum(), (held.label[part] == 0).sum()) >= MIN_ROWS:
            return part
    return None


def _planet_threshold(probability: np.ndarray, held, part: np.ndarray) -> float:
    limits = [threshold(probability[part], LEVEL, held.weight[part])]
    return min(limits + [threshold(probability[kind], LEVEL) for kind in _by_kind(held, part)])


def _false_positive_threshold(probability: np.ndarray, held, part: np.ndarray) -> float:
    return min(threshold(probability[each], FALSE_POSITIVE_LEVEL) for each in (part, *_by_kind(held, part)))


def _by_kind(held, part: np.ndarray) -> list[np.ndarray]:
    """The rows of each reported input kind among `part`, where there are enough."""
    kinds = [part & (held.copy == kind) for kind in patterns.KINDS]
    return [kind for kind in kinds if kind.sum() >= MIN_ROWS]


def _log_odds(limit: float) -> float:
    return float(np.clip(np.log(limit) - np.log1p(-limit), -NONE, NONE)) if 0 < limit < 1 else (limit - 0.5) * NONE


def thresholds_of_rows(limits: dict, mission: np.ndarray, state: np.ndarray, names: list[str]) -> np.ndarray:
    """Thresholds [rows, 2] of a planet and a false positive; 0, which excludes no class, where there is none. `names`
    are the states of the model, in order."""
    nothing = {"planet": 0.0, "false_positive": 0.0}
    found = [
        limits.get(name, {}).get(names[int(s)], nothing) if s >= 0 else nothing
        for name, s in zip(mission, state, strict=True)
    ]
    return np.array([[pair["planet"], pair["false_positive"]] for pair in found]).reshape(-1, 2)
