"""What the pupil's network misses of its teacher, as a few small trees on the raw row.

A network of a served size draws smooth curves; the teacher's boosted trees have steps, above all in the period, where
candidates of several stars share one. The trees learn the difference of the teacher's log-odds and the network's
(gradient boosting, Friedman 2001), for each survey those of rows with a duration and those of rows without. In the
graph all of it is one ensemble beside the network: a row passes ROUNDS short trees.
"""

from __future__ import annotations

from dataclasses import dataclass

import lightgbm
import numpy as np

from . import boosted, fields
from .boosted import Boosted, Node
from .encoder import SURVEYS

PARAMETERS = {
    "objective": "huber",
    "alpha": 1.0,
    "learning_rate": 0.35,
    "num_threads": 1,
    "verbose": -1,
    "deterministic": True,
    "force_col_wise": True,
}
#: of rows with a duration, which have many fields, and of the others, whose few fields decide alone
WITH = {"num_leaves": 64, "max_depth": 7, "min_data_in_leaf": 100, "feature_fraction": 0.5}
WITHOUT = {"num_leaves": 255, "max_depth": 10, "min_data_in_leaf": 50}
ROUNDS = 30
DECIDES = "duration"
LARGEST = float(np.finfo(np.float32).max)


@dataclass(frozen=True)
class Corrections:
    """Trees of rows with and without a duration. A survey that has no durations has trees without one alone, which its
    rows take whatever they bring."""

    whole: Boosted
    few: Boosted

    def logit(self, x: np.ndarray) -> np.ndarray:
        """Log-odds to add to the network's [rows], float32."""
        of_survey = [bool(trees) for trees in self.whole.trees]
        given = _has_duration(x) & np.isin(x[:, 0], np.flatnonzero(of_survey))
        result = np.empty(len(x), np.float32)
        for part, trees in ((given, self.whole), (~given, self.few)):
            result[part] = trees.logit_of(x[part, 0], x[part])
        return result

    def nodes(self) -> list[Node]:
        """The trees of the graph, whose sum is `logit`: a number is at most LARGEST, NaN goes right."""
        return boosted.joined([self._of_survey(code) for code in range(SURVEYS)])

    def _of_survey(self, code: int) -> list[Node] | None:
        whole, few = self.whole.trees[code], self.few.trees[code]
        if not whole:
            return few
        return [Node(fields.index(DECIDES), LARGEST, False, *pair) for pair in zip(whole, few, strict=True)]

    def node_count(self) -> int:
        return sum(map(boosted.count, self.nodes()))


def fit(answer, network, rows: np.ndarray, weight, seed: int) -> Corrections:
    """`answer(rows)` are the teacher's log-odds and `network(rows)` the network's, `rows` made ones, and
    `weight(log_odds)` is how much a row counts."""
    goal, given = answer(rows), _has_duration(rows)
    rest, counts = goal - network(rows), weight(goal)

    def trees(part: np.ndarray, parameters: dict) -> Boosted:
        def of_survey(code: int) -> lightgbm.Booster | None:
            mine = part & (rows[:, 0] == code)
            if not mine.any():
                return None
            data = lightgbm.Dataset(rows[mine], rest[mine], weight=counts[mine])
            return lightgbm.train({**PARAMETERS, **parameters, "seed": seed}, data, ROUNDS)

        return Boosted([of_survey(code) for code in range(SURVEYS)])

    return Corrections(trees(given, WITH), trees(~given, WITHOUT))


def _has_duration(x: np.ndarray) -> np.ndarray:
    return ~np.isnan(x[:, fields.index(DECIDES)])
