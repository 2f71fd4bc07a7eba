"""`baseline`: the random forest of the older system under the same folds, inputs and calibration.

Missing values are replaced by a constant inside the graph, and the same Platt scaling as in the row model turns the
forest's share of planet votes into calibrated log-odds.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import onnx
import torch
from sklearn.ensemble import RandomForestClassifier

from . import parallel, patterns, recipe, shift
from .boosted import rounded_down
from .calibration import Calibration
from .catalogues import Rows
from .encoder import Encoder
from .export import ML_OPSET, OUTPUTS, Graph, add_calibration, given_columns

MISSING = -1e9
TREES = 40
LEAF = 8
DEPTH = 14
FLOOR = 0.01
#: 2^-20: a share of at most 1 then needs 21 of the 24 bits of a float32
QUANTUM = 2.0**-20


@dataclass(frozen=True)
class Settings:
    trees: int = TREES
    leaf: int = LEAF
    depth: int = DEPTH
    random_copies: int = 1


def cross_fit(
    rows: Rows,
    groups: np.ndarray,
    fold: np.ndarray,
    settings: Settings,
    seed: int,
    work: Path | None = None,
    at_once: int | None = None,
) -> recipe.CrossFit:
    """`work` is not used: forests are fitted in seconds."""
    count = int(fold.max()) + 1
    learn = [fold != k for k in range(count)] + [np.ones(len(rows), bool)]
    jobs = [(rows.take(part), groups[part], settings, seed + k) for k, part in enumerate(learn)]
    *fitted, shipped = parallel.map_jobs(_fit_job, jobs, at_once)
    tests = [rows.x[(fold == k) & (rows.label >= 0)] for k in range(count)]
    scored = [(recipe.score(each.model, x), each.thresholds) for (each, _), x in zip(fitted, tests, strict=True)]
    return recipe.CrossFit(scored, shipped[0], sum(seconds for _, seconds in [*fitted, shipped]))


def _fit_job(job: tuple) -> tuple[recipe.Fitted, float]:
    started = time.process_time()
    return fit(*job), time.process_time() - started


def fit(rows: Rows, groups: np.ndarray, settings: Settings, seed: int) -> recipe.Fitted:
    """Forest on every row under each input kind and under random subsets, calibrated with forests on inner folds."""
    known = rows.label >= 0
    inner = recipe.inner_folds(rows, groups, seed)[known]
    weight = shift.candidate_weights(rows, groups, seed)[known]
    every, rows = rows.x, rows.take(known)
    encoder = Encoder(rows.x, pieces=1)
    members = [
        _grow_on_masked_copies(rows.take(inner != fold), settings, seed + 1 + fold)
        for fold in range(recipe.INNER_FOLDS)
    ]
    held = recipe.held_out(rows, inner, weight, seed, lambda x, fold: raw_logit(members[fold], x))
    scaling, thresholds = recipe.calibrate(encoder, held, every, seed)
    return recipe.Fitted(Forest(_grow_on_masked_copies(rows, settings, seed), encoder, scaling), thresholds)


def _grow_on_masked_copies(rows: Rows, settings: Settings, seed: int):
    rng = np.random.default_rng(seed)
    copies = [patterns.apply(rows.x, kind) for kind in patterns.KINDS]
    for _ in range(settings.random_copies):
        keep = patterns.random_subset(len(rows), rng)
        copies.append(np.where(keep, rows.x, np.nan).astype(np.float32))
    label = np.tile(rows.label, len(copies))
    return grow_forest(np.concatenate(copies), label, seed, settings.trees, settings.leaf, settings.depth)


class Forest:
    """Fitted forest with the distance and calibration of the row model."""

    def __init__(self, trees: RandomForestClassifier, encoder: Encoder, calibration: Calibration):
        self.trees, self.encoder, self.calibration = trees, encoder, calibration

    @torch.no_grad()
    def predict(self, x: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Float32 log-odds, distance and state [rows]."""
        row = torch.from_numpy(np.ascontiguousarray(x, np.float32))
        _, distance, survey, flags = self.encoder(row)
        counting = torch.cat([torch.ones(len(row), 1), flags], dim=1).numpy() > 0
        z = torch.from_numpy(raw_logit(self.trees, np.where(counting, x, np.nan))).float()
        return tuple(answer.numpy() for answer in self.calibration(z, distance, survey, flags, row))

    def parameter_count(self) -> int:
        """Nodes of all trees."""
        return sum(estimator.tree_.node_count for estimator in self.trees.estimators_)


def fill(x: np.ndarray) -> np.ndarray:
    return np.where(np.isnan(x), np.float32(MISSING), x).astype(np.float32)


def grow_forest(
    x: np.ndarray, label: np.ndarray, seed: int, trees: int = TREES, leaf: int = LEAF, depth: int = DEPTH
) -> RandomForestClassifier:
    forest = RandomForestClassifier(
        n_estimators=trees, min_samples_leaf=leaf, max_depth=depth, random_state=seed, max_features="sqrt", n_jobs=1
    )
    return forest.fit(fill(x), label)


def leaf_shares(forest: RandomForestClassifier) -> list[np.ndarray]:
    """Contribution of each node of each tree to the forest's share of planet votes, in multiples of QUANTUM: the sum is
    exact in float32 in any order of the trees."""
    shares = [
        estimator.tree_.value[:, 0, 1] / estimator.tree_.value[:, 0].sum(axis=1) for estimator in forest.estimators_
    ]
    return [np.round(share / (len(shares) * QUANTUM)) * QUANTUM for share in shares]


def raw_logit(forest: RandomForestClassifier, x: np.ndarray) -> np.ndarray:
    """Log-odds of the share of planet votes, clipped to [FLOOR, 1 - FLOOR]."""
    filled = fill(x)
    trees = zip(forest.estimators_, leaf_shares(forest), strict=True)
    share = np.clip(sum(added[estimator.tree_.apply(filled)] for estimator, added in trees), FLOOR, 1 - FLOOR)
    return np.log(share / (1 - share))


def build(forest: Forest) -> onnx.ModelProto:
    """Tree ensemble, logit, calibration and distance as one ONNX graph."""
    g, e = Graph(), forest.encoder
    given = given_columns(g, e)
    absent = g.add("Greater", given.absent, g.constant(0.5))
    ignored = g.add("Concat", g.add("IsNaN", g.column("row", 0, 1)), absent, axis=1)
    filled = g.add("Where", ignored, g.constant(MISSING), "row")
    share = g.add("TreeEnsembleRegressor", filled, domain="ai.onnx.ml", **_tree_attributes(forest.trees))
    share = g.add("Clip", share, g.constant(FLOOR), g.constant(1 - FLOOR))
    logit = g.add("Log", g.add("Div", share, g.add("Sub", g.constant(1), share)))
    add_calibration(g, forest.calibration, logit, given)
    return g.model(e.support.shape[1] + 1, list(OUTPUTS), {"ai.onnx.ml": ML_OPSET})


def _tree_attributes(forest: RandomForestClassifier) -> dict:
    """scikit-learn goes left when float32(value) <= threshold (float64). The float32 threshold
    is rounded down, which keeps every comparison of float32 values the same."""
    keys = ("treeids", "nodeids", "featureids", "values", "modes", "truenodeids", "falsenodeids")
    nodes = {key: [] for key in keys}
    targets = {"treeids": [], "nodeids": [], "ids": [], "weights": []}
    for number, (estimator, shares) in enumerate(zip(forest.estimators_, leaf_shares(forest), strict=True)):
        tree = estimator.tree_
        for node in range(tree.node_count):
            leaf = tree.children_left[node] < 0
            nodes["treeids"].append(number)
            nodes["nodeids"].append(node)
            nodes["modes"].append("LEAF" if leaf else "BRANCH_LEQ")
            nodes["featureids"].append(0 if leaf else int(tree.feature[node]))
            nodes["values"].append(0.0 if leaf else rounded_down(tree.threshold[node]))
            nodes["truenodeids"].append(0 if leaf else int(tree.children_left[node]))
            nodes["falsenodeids"].append(0 if leaf else int(tree.children_right[node]))
            if leaf:
                targets["treeids"].append(number)
                targets["nodeids"].append(node)
                targets["ids"].append(0)
                targets["weights"].append(float(shares[node]))
    attributes = {f"nodes_{key}": value for key, value in nodes.items()}
    attributes |= {f"target_{key}": value for key, value in targets.items()}
    return {**attributes, "n_targets": 1, "aggregate_function": "SUM", "post_transform": "NONE"}
