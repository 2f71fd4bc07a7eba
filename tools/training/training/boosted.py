"""Boosted trees (LightGBM, Ke et al. 2017) on raw columns and quotients, one ensemble per survey, in Python and in a
graph.

A missing value is NaN and follows the branch that training found best. The surveys' trees are joined under a root that
splits on the survey, so a row passes only as many trees as one survey has. Thresholds are float32, rounded down, and
leaves are multiples of QUANTUM, so their sums are exact in float32 in any order and any batch.
"""

from __future__ import annotations

from dataclasses import dataclass

import lightgbm
import numpy as np

from . import fields

QUANTUM = 2.0**-18
#: 2^24 quanta: float32 represents every smaller sum exactly
MAX_SUM = 64
#: products of fields over products of fields, in this order of multiplication. Depth against the radius ratio
#: squared; cubes of the duration against the transit time of a circular orbit; relative and asymmetric errors;
#: temperature against insolation; significance against the errors.
QUOTIENTS = tuple(
    (above.split(), below.split())
    for above, below in (
        ("depth star_radius star_radius", "radius radius"),
        ("duration duration duration", "period"),
        ("duration duration duration", "period star_radius star_radius star_radius"),
        ("period_err_high", "period"),
        ("period_err_high", "duration"),
        ("radius_err_high", "radius"),
        ("radius_err_low", "radius"),
        ("radius_err_high", "radius_err_low"),
        ("depth_err_high", "depth"),
        ("duration_err_high", "duration"),
        ("insol_err_high", "insol"),
        ("star_radius_err_high", "star_radius"),
        ("star_radius_err_low", "star_radius"),
        ("star_radius_err_high", "star_radius_err_low"),
        ("impact_err_high", "impact_err_low"),
        ("depth", "snr"),
        ("snr depth_err_high", "depth"),
        ("depth_err_high depth_err_high duration", "period"),
        ("star_distance_err_high", "star_distance"),
        ("teq teq teq teq", "insol"),
        ("period_err_high snr", "duration period"),
        ("duration_err_high snr", "duration"),
        ("insol period", "star_radius star_radius star_teff"),
        # The square of the significance of a single transit, times the length of the survey.
        ("snr snr period", ""),
        # The cube of the length of the observations, up to a factor: the error of the period scales as that of a single
        # transit time (duration over significance) and as the number of transits to the power -3/2 (Carter et al.
        # 2008).
        ("duration duration period period period", "snr snr period_err_high period_err_high"),
        # The squared noise per hour, from the significance and from the error of the depth, over the expected one.
        ("depth depth duration", "snr snr period expected_noise"),
        ("depth_err_high depth_err_high duration", "period expected_noise"),
    )
)
#: Kepler's noise in 6.5 hours [ppm^2]: photon noise at magnitude 12, which scales as 10^(0.4 magnitude), and noise of
#: the star and the instrument (Jenkins et al. 2010, Gilliland et al. 2011)
PHOTON_VARIANCE, OTHER_VARIANCE = 14.1**2, 10.0**2 + 10.0**2
#: 10^(0.4 (magnitude - 12)) as (1 + SLOPE (magnitude - 12))^16: only products, which all implementations round alike
SLOPE, ZERO, SQUARINGS = 0.4 * np.log(10) / 16, 12.0, 4


def inputs(x: np.ndarray) -> np.ndarray:
    """Float32 [rows, columns + quotients]; a quotient is NaN where a part is missing or the result is not finite."""
    x = np.asarray(x, np.float32)
    flux = x[:, fields.index("star_mag")] * np.float32(SLOPE) + np.float32(1 - SLOPE * ZERO)
    with np.errstate(all="ignore"):
        for _ in range(SQUARINGS):
            flux = flux * flux
        known = {"expected_noise": flux * np.float32(PHOTON_VARIANCE) + np.float32(OTHER_VARIANCE)}

        def column(name):
            return known[name] if name in known else x[:, fields.index(name)]

        quotients = [
            _product([column(n) for n in above]) / _product([column(n) for n in below]) for above, below in QUOTIENTS
        ]
    return np.concatenate([x, *(np.where(np.isfinite(q), q, np.float32(np.nan))[:, None] for q in quotients)], axis=1)


def _product(factors: list) -> np.ndarray:
    result = factors[0] if factors else np.float32(1)
    for factor in factors[1:]:
        result = result * factor
    return result


@dataclass(frozen=True)
class Node:
    """Goes to `left` where the feature is at most the threshold, and for NaN if `nan_left`."""

    feature: int
    threshold: float
    nan_left: bool
    left: Node | float
    right: Node | float


class Boosted:
    """The trees of each survey; None for a survey with too few rows."""

    def __init__(self, boosters: list[lightgbm.Booster | None]):
        self.boosters = boosters
        self.trees = [
            None
            if booster is None
            else [_tree(entry["tree_structure"], booster) for entry in booster.dump_model()["tree_info"]]
            for booster in boosters
        ]
        self.leaves = [None if booster is None else _leaves(booster) for booster in boosters]

    def logit(self, x: np.ndarray, further: np.ndarray | None = None) -> np.ndarray:
        """Log-odds [rows], float32; 0 for a survey without trees. `further` are columns after those of `inputs`."""
        return self.logit_of(x[:, 0], inputs(x) if further is None else np.hstack([inputs(x), further]))

    def logit_of(self, survey: np.ndarray, given: np.ndarray) -> np.ndarray:
        """The same from the columns that the trees read [rows, columns]."""
        result = np.zeros(len(given))
        for code, booster in enumerate(self.boosters):
            mine = survey == code
            if booster is not None and mine.any():
                leaf = booster.predict(given[mine], pred_leaf=True, num_threads=1).reshape(mine.sum(), -1)
                result[mine] = self.leaves[code][np.arange(leaf.shape[1]), leaf].sum(axis=1)
        return result.astype(np.float32)

    def node_count(self) -> int:
        return sum(count(tree) for trees in self.trees if trees for tree in trees)


def _leaves(booster: lightgbm.Booster) -> np.ndarray:
    """Quantised outputs [trees, leaves]."""
    trees = booster.dump_model()["tree_info"]
    table = np.zeros((len(trees), max(tree["num_leaves"] for tree in trees)))
    for number, tree in enumerate(trees):
        for leaf in range(tree["num_leaves"]):
            table[number, leaf] = quantised(booster.get_leaf_output(number, leaf))
    if np.abs(table).max(axis=1).sum() >= MAX_SUM:
        raise ValueError(f"the trees add up to {MAX_SUM} or more: float32 would round them")
    return table


def quantised(value):
    """The nearest multiple of QUANTUM; numbers or arrays."""
    return np.round(value / QUANTUM) * QUANTUM


def _tree(entry: dict, booster: lightgbm.Booster) -> Node | float:
    if "leaf_value" in entry:
        return float(quantised(entry["leaf_value"]))
    # A threshold beyond the range of float32 separates present values from NaN. Where training had no NaN ("None"),
    # LightGBM reads it as 0.
    if entry["decision_type"] != "<=" or entry["missing_type"] not in ("NaN", "None"):
        raise ValueError(
            f"ONNX cannot express a split of {entry['decision_type']} with missing_type {entry['missing_type']}"
        )
    return Node(
        entry["split_feature"],
        rounded_down(entry["threshold"]),
        entry["default_left"] if entry["missing_type"] == "NaN" else entry["threshold"] >= 0,
        _tree(entry["left_child"], booster),
        _tree(entry["right_child"], booster),
    )


def rounded_down(threshold: float) -> float:
    """The largest float32 not above the threshold: every float32 compares alike with both."""
    with np.errstate(over="ignore"):
        near = np.float32(threshold)
    return float(near if float(near) <= threshold else np.nextafter(near, np.float32(-np.inf)))


def count(tree: Node | float) -> int:
    return 1 + (count(tree.left) + count(tree.right) if isinstance(tree, Node) else 0)


def joined(trees: list[list[Node] | None]) -> list[Node]:
    """The t-th trees of all surveys under one root."""
    most = max((len(each) for each in trees if each), default=0)

    def of(code, number):
        return trees[code][number] if trees[code] else 0.0

    return [Node(0, 0.5, True, of(0, t), Node(0, 1.5, True, of(1, t), of(2, t))) for t in range(most)]


def add_trees(g, boosted: Boosted, *further: str) -> str:
    """The trees' log-odds [rows, 1] of the inputs `row` and `further`; `g` is an `export.Graph`.

    The k-th factors of all quotients are gathered at once and multiplied in the order of `inputs`; a quotient with
    fewer factors has ones, which change nothing."""
    magnitude = g.add("Gather", "row", g.ints([fields.index("star_mag")]), axis=1)
    flux = g.add("Add", g.add("Mul", magnitude, g.constant(SLOPE)), g.constant(1 - SLOPE * ZERO))
    for _ in range(SQUARINGS):
        flux = g.add("Mul", flux, flux)
    noise = g.add("Add", g.add("Mul", flux, g.constant(PHOTON_VARIANCE)), g.constant(OTHER_VARIANCE))
    one = g.add("Equal", magnitude, magnitude)
    one = g.add("Where", one, g.constant(1), g.constant(1))
    # Gathering whole rows of the transpose copies blocks; gathering columns copies value by value.
    extended = g.add("Transpose", g.add("Concat", "row", noise, one, axis=1), perm=[1, 0])
    width = len(fields.columns())
    places = {"expected_noise": width, "": width + 1}

    def product(side: int) -> str:
        names = [quotient[side] for quotient in QUOTIENTS]
        result = None
        for factor in range(max(map(len, names))):
            padded = [each[factor] if factor < len(each) else "" for each in names]
            at = [places[name] if name in places else fields.index(name) for name in padded]
            gathered = g.add("Gather", extended, g.ints(at), axis=0)
            result = gathered if result is None else g.add("Mul", result, gathered)
        return result

    quotients = g.add("Div", product(0), product(1))
    quotients = g.add("Where", g.add("IsInf", quotients), g.constant(np.nan), quotients)
    given = g.add("Concat", "row", g.add("Transpose", quotients, perm=[1, 0]), *further, axis=1)
    return g.add("TreeEnsembleRegressor", given, domain="ai.onnx.ml", **attributes(joined(boosted.trees)))


def attributes(trees: list[Node]) -> dict:
    """Of a TreeEnsembleRegressor that adds the trees up."""
    keys = (
        "treeids",
        "nodeids",
        "featureids",
        "values",
        "modes",
        "truenodeids",
        "falsenodeids",
        "missing_value_tracks_true",
    )
    nodes = {key: [] for key in keys}
    targets = {"treeids": [], "nodeids": [], "ids": [], "weights": []}
    for number, tree in enumerate(trees):
        waiting, numbered = [(tree, 0)], 1
        while waiting:
            node, at = waiting.pop()
            inner = isinstance(node, Node)
            left, right = (numbered, numbered + 1) if inner else (0, 0)
            for key, value in zip(
                keys,
                (
                    number,
                    at,
                    node.feature if inner else 0,
                    node.threshold if inner else 0.0,
                    "BRANCH_LEQ" if inner else "LEAF",
                    left,
                    right,
                    int(inner and node.nan_left),
                ),
                strict=True,
            ):
                nodes[key].append(value)
            if inner:
                waiting += [(node.left, left), (node.right, right)]
                numbered += 2
            else:
                for key, value in zip(targets, (number, at, 0, node), strict=True):
                    targets[key].append(value)
    named = {f"nodes_{key}": value for key, value in nodes.items()}
    named |= {f"target_{key}": value for key, value in targets.items()}
    return {**named, "n_targets": 1, "aggregate_function": "SUM", "post_transform": "NONE"}
