"""Writes the row model as an ONNX graph, node by node, and compares it with PyTorch.

Built by hand so that the graph holds exactly the operations of `graph.RowModel`, in the same order. Input: `row`
float32 [rows, columns]. Outputs: `log_odds`, `distance` and `state`, float32 [rows].
Only row-wise operations, so the rows of a batch cannot influence each other. Sums over columns are matrix products with
ones, because the rounding of ONNX Runtime's ReduceSum depends on the number of rows.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
from onnx import TensorProto, helper, numpy_helper

from . import boosted, fields, strata
from .calibration import NO_STATE, STATES, Calibration
from .encoder import FAR_BELOW, SURVEYS, TINY, Encoder
from .graph import RowModel

OPSET = 17
IR_VERSION = 9
ML_OPSET = 3
TOLERANCE = 1e-5
OUTPUTS = ("log_odds", "distance", "state")
#: more than thresholds can lie apart, which are within conformal.NONE; float32 adds a few of it exactly
OUTSIDE = 2.0**15
#: name of the absent columns [rows, columns - 1] in the graph, and of the network's raw logit [rows, 1]
ABSENT = "absent"
NETWORK_LOGIT = "network_logit"


class ExportMismatchError(RuntimeError):
    """Raised when the ONNX graph and the training side differ by more than the tolerance."""


class Graph:
    """Collects nodes and constants; every method returns the name of its output."""

    def __init__(self):
        self.nodes, self.constants, self.count = [], [], 0

    def constant(self, value, dtype=np.float32, name: str | None = None) -> str:
        self.count += 1
        name = name or f"c{self.count}"
        self.constants.append(numpy_helper.from_array(np.asarray(value, dtype=dtype), name))
        return name

    def ints(self, values) -> str:
        return self.constant(values, np.int64)

    def add(self, operation: str, *inputs: str, name: str | None = None, **attributes) -> str:
        self.count += 1
        output = name or f"{operation.lower()}{self.count}"
        self.nodes.append(helper.make_node(operation, list(inputs), [output], name=f"n{self.count}", **attributes))
        return output

    def cast(self, value: str, kind=TensorProto.FLOAT) -> str:
        return self.add("Cast", value, to=kind)

    def column(self, value: str, start: int, stop: int) -> str:
        """Columns start to stop of a [rows, n] value."""
        return self.add("Slice", value, self.ints([start]), self.ints([stop]), self.ints([1]))

    def split(self, value: str, sizes: list[int]) -> list[str]:
        """Columns of a [rows, n] value in parts of these sizes."""
        self.count += 1
        outputs = [f"split{self.count}_{part}" for part in range(len(sizes))]
        node = helper.make_node("Split", [value, self.ints(sizes)], outputs, name=f"n{self.count}s", axis=1)
        self.nodes.append(node)
        return outputs

    def none_of(self, given: str, parts: np.ndarray) -> str:
        """1 where none of the `given` conditions, each 0 or 1, holds that `parts` [conditions, results] names, and 0
        elsewhere; one node as well."""
        return self.add("Relu", self.add("Gemm", given, self.constant(-parts), self.constant(np.ones(parts.shape[1]))))

    def all_hold(self, given: str, weights: np.ndarray, least: np.ndarray) -> str:
        """1 where the weighted number of `given` conditions, each 0 or 1, exceeds `least`, which lies half a condition
        below the largest possible number, and 0 elsewhere. ONNX Runtime runs this as one node."""
        return self.add("Relu", self.add("Gemm", given, self.constant(weights), self.constant(0.5 - least)))

    def row_sum(self, value: str, width: int) -> str:
        """Sum of the columns of a [rows, width] value: [rows, 1]."""
        return self.add("MatMul", value, self.constant(np.ones((width, 1))))

    def model(self, columns: int, outputs: list[str], opsets: dict[str, int] | None = None) -> onnx.ModelProto:
        row = helper.make_tensor_value_info("row", TensorProto.FLOAT, ["rows", columns])
        results = [helper.make_tensor_value_info(o, TensorProto.FLOAT, ["rows"]) for o in outputs]
        graph = helper.make_graph(self.nodes, "row_model", [row], results, self.constants)
        wanted = {"": OPSET, **(opsets or {})}
        model = helper.make_model(
            graph,
            opset_imports=[helper.make_opsetid(*pair) for pair in wanted.items()],
            producer_name="exoplanet-training",
        )
        model.ir_version = IR_VERSION
        onnx.checker.check_model(model)
        return model


def build(model: RowModel) -> onnx.ModelProto:
    """The ONNX graph of a row model, in the order of `RowModel.forward`. Raises ValueError for a model with a teacher's
    trees, which cannot be exported."""
    if model.trees:
        raise ValueError("a teacher's trees cannot be exported")
    g, e = Graph(), model.encoder
    given = given_columns(g, e)
    repeated = g.add("Concat", *[_ratios_or_far_below(g, e, given)] * e.pieces, axis=1)
    ramps = g.add("Sub", repeated, g.constant(e.ramp_start.numpy()))
    ramps = g.add("Mul", ramps, g.constant(e.ramp_slope.numpy()))
    ramps = g.add("Clip", ramps, g.constant(0), g.constant(1))
    h = g.add("Concat", ramps, given.present, given.survey, axis=1)
    for layer in list(model.layers)[:-1]:
        h = g.add("Relu", _linear(g, h, layer))
    logit = _linear(g, h, model.layers[-1], NETWORK_LOGIT)
    if model.corrections:
        trees = boosted.attributes(model.corrections.nodes())
        logit = g.add("Add", logit, g.add("TreeEnsembleRegressor", "row", domain="ai.onnx.ml", **trees))
    add_calibration(g, model.calibration, logit, given)
    return g.model(e.support.shape[1] + 1, list(OUTPUTS), {"ai.onnx.ml": ML_OPSET} if model.corrections else None)


@dataclass(frozen=True)
class Given:
    """Names of what a graph knows of a row: its survey, one-hot; 1 for each column that is missing or that the survey
    does not have; the logarithms of the columns; the columns and ratios that are present; by how much they deviate, of
    which the largest is the distance; and `whole`, the logarithms, the missing columns and the survey side by side."""

    survey: str
    absent: str
    present: str
    deviation: str
    whole: str


def _ratios_or_far_below(g: Graph, e: Encoder, given: Given) -> str:
    """Logarithms of columns and ratios, FAR_BELOW or less where a part is absent: one product of `whole`, exact where
    all parts are present, since it then adds zeros alone."""
    ratios, parts = _with_columns(e.ratio_weights), _with_columns(e.ratio_parts)
    nothing = np.zeros((SURVEYS, parts.shape[1]))
    return g.add("MatMul", given.whole, g.constant(np.concatenate([ratios, FAR_BELOW * parts, nothing])))


def _with_columns(ratios) -> np.ndarray:
    """A matrix [columns - 1, columns - 1 + ratios] that keeps the columns and appends the ratios."""
    return np.concatenate([np.eye(len(ratios)), ratios.numpy()], axis=1)


def given_columns(g: Graph, e: Encoder) -> Given:
    source, values = g.split("row", [1, e.support.shape[1]])
    survey = g.cast(g.add("Equal", source, g.constant(e.codes.numpy())))
    missing = g.add("IsNaN", values)
    width, wide = e.support.shape[1], e.middle.shape[1]
    of_survey = np.concatenate([1 - e.support.numpy(), e.middle.numpy(), e.inverse_reach.numpy()], axis=1)
    of_survey = g.add("MatMul", survey, g.constant(of_survey, name="by_survey"))
    unsupported, middle, inverse_reach = g.split(of_survey, [width, wide, wide])
    absent = g.add("Where", missing, g.constant(1), unsupported, name=ABSENT)
    value = g.add("Where", missing, g.constant(0), values)
    size = g.add("Mul", g.add("Abs", value), g.constant(e.inverse_scale.numpy()))
    sign = g.add("Max", g.add("Sign", value), g.constant(e.least_sign.numpy()))
    y = g.add("Mul", sign, g.add("Log", g.add("Add", size, g.constant(e.shift.numpy()))))
    plain = g.add("Log", g.add("Max", size, g.constant(TINY)))
    span = g.add("Where", g.constant(e.never_negative.numpy() > 0, bool), plain, y)
    span = g.add("MatMul", span, g.constant(_with_columns(e.ratio_weights)))
    present = g.none_of(absent, _with_columns(e.ratio_parts))
    out = g.add("Abs", g.add("Sub", span, middle))
    out = g.add("Mul", g.add("Mul", out, inverse_reach), present)
    return Given(survey, absent, present, out, g.add("Concat", y, absent, survey, axis=1))


def _linear(g: Graph, h: str, layer, name: str | None = None) -> str:
    weight, bias = layer.weight.detach().numpy().T, layer.bias.detach().numpy()
    return g.add("Gemm", h, g.constant(weight), g.constant(bias), name=name)


def add_calibration(g: Graph, calibration: Calibration, logit: str, given: Given) -> None:
    """The graph's outputs from the raw logit [rows, 1].

    A few conditions on the number of fields decide the survey and state, which select one row of a table: all of it in
    three products and two cuts, exact because they add zeros and ones, or zeros and one value."""
    weights, limits = _conditions(calibration)
    # The number of fields present is that of all fields less that of the absent ones; the survey passes as it is.
    width, conditions = weights.shape
    of_whole = np.zeros((2 * width + SURVEYS, conditions + SURVEYS))
    of_whole[width : 2 * width, :conditions], of_whole[2 * width :, conditions:] = -weights, np.eye(SURVEYS)
    least = np.concatenate([weights.sum(axis=0) + 0.5 - limits, np.zeros(SURVEYS)])
    holds = g.add("Gemm", given.whole, g.constant(of_whole), g.constant(least))
    holds = g.add("Clip", holds, g.constant(0), g.constant(1))
    pair = g.all_hold(holds, *_selectors())
    table = _pair_table(calibration)
    selected = g.add("MatMul", pair, g.constant(table, name="by_pair"))
    sizes = [1] * len(PAIR_COLUMNS) + [table.shape[1] - len(PAIR_COLUMNS)]
    slope, offset, reach, place, planets = g.split(selected, sizes)

    def output(value, name):
        g.add("Squeeze", value, g.ints([1]), name=name)

    output(g.add("Add", g.add("Mul", logit, slope), offset), "log_odds")
    g.add("ReduceMax", g.add("Mul", given.deviation, reach), axes=[1], keepdims=0, name="distance")
    listed = g.add("Add", planets, add_outside(g))
    stratum = g.cast(g.add("ArgMin", listed, axis=1, keepdims=1))
    output(g.add("Add", place, g.add("Mul", stratum, g.constant(len(STATES)))), "state")


def _conditions(calibration: Calibration) -> tuple[np.ndarray, np.ndarray]:
    """Weights [columns - 1, conditions] and limits that the weighted number of fields present must exceed: more than
    each of MAX_VALUES values, errors or diagnostics, diagnostics, the five fields, and any field."""
    values, errors, diagnostics, five = calibration.counted.numpy().T
    anything = values + errors + diagnostics
    columns = [values, values, values, errors + diagnostics, diagnostics, 2 * five - values, anything]
    return np.stack(columns, axis=1), np.array([*calibration.limits.numpy(), 0.5, 0.5, 1.5, 0.5])


#: by state, and for NO_STATE after the others, the conditions of `_conditions` that hold (1) or do not (-1)
RULES = (
    {0: -1, 3: -1, 6: 1},
    {0: -1, 3: 1, 6: 1},
    {0: 1, 1: -1, 3: -1},
    {0: 1, 1: -1, 3: 1, 5: -1},
    {0: 1, 1: -1, 3: 1, 5: 1},
    {1: 1, 2: -1, 3: -1},
    {1: 1, 2: -1, 3: 1},
    {2: 1, 3: -1},
    {2: 1, 3: 1, 4: -1},
    {2: 1, 4: 1},
    {6: -1},
)
CONDITIONS = 7
PAIR_COLUMNS = ("slope", "offset", "inverse_reach", "place")


def _selectors() -> tuple[np.ndarray, np.ndarray]:
    """Weights [conditions + surveys, surveys * rules] and the least sums that exactly one survey and rule exceed."""
    weights = np.zeros((CONDITIONS + SURVEYS, SURVEYS * len(RULES)))
    for code in range(SURVEYS):
        for state, rule in enumerate(RULES):
            column = code * len(RULES) + state
            weights[CONDITIONS + code, column] = 1
            weights[list(rule), column] = list(rule.values())
    return weights, np.maximum(weights, 0).sum(axis=0) - 0.5


def _pair_table(calibration: Calibration) -> np.ndarray:
    """[surveys * rules, PAIR_COLUMNS, then thresholds of planets]. Without a field a row has the scaling of one field,
    and the state of the survey alone."""
    scalings = np.stack([getattr(calibration, name).numpy() for name in PAIR_COLUMNS[:-1]], axis=2)
    place = np.tile(np.arange(len(STATES), dtype=float), SURVEYS).reshape(SURVEYS, -1, 1)
    planets = calibration.planet_limits.numpy().reshape(SURVEYS, len(STATES), -1)
    none = np.concatenate([scalings[:, :1], np.full((SURVEYS, 1, 1), NO_STATE), 0 * planets[:, :1]], axis=2)
    table = np.concatenate([np.concatenate([scalings, place, planets], axis=2), none], axis=1)
    return table.reshape(SURVEYS * len(RULES), -1)


def add_outside(g: Graph) -> str:
    """[rows, 1 + strata]: 0 for the first, then 0 where the row is in the stratum (`strata.membership`), and more than
    any threshold where it is not."""
    columns = g.add("Gather", "row", g.ints([fields.index(name) for name in strata.SNR_COLUMNS]), axis=1)
    snr, depth, error = g.split(columns, [1] * len(strata.SNR_COLUMNS))
    snr = g.add("Where", g.add("IsNaN", snr), g.add("Div", depth, error), snr)
    extended = g.add("Concat", "row", snr, axis=1)
    place = [len(fields.columns()) if name == "snr" else fields.index(name) for name in strata.QUANTITIES]
    position, low, high = strata.bound_table()
    # Twice, times 1 and -1, since x < h means -x > -h; NaN is in no stratum.
    sides = np.concatenate([np.array(place)[position].reshape(-1)] * 2)
    sign = np.repeat([1.0, -1.0], position.size)
    bounds = np.concatenate([low.reshape(-1), np.nextafter(-high.astype(np.float32), np.float32(np.inf)).reshape(-1)])
    signed = g.add("Mul", g.add("Gather", extended, g.ints(sides), axis=1), g.constant(sign))
    within = g.cast(g.add("GreaterOrEqual", signed, g.constant(bounds)))
    of_stratum = np.concatenate([np.zeros((position.shape[1], 1)), np.eye(position.shape[1])], axis=1)
    of_stratum = np.tile(of_stratum, (2 * len(position), 1))
    return g.add("Gemm", within, g.constant(-OUTSIDE * of_stratum), g.constant(OUTSIDE * of_stratum.sum(axis=0)))


def session(path: Path, threads: int = 1) -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])


def run(
    served: onnxruntime.InferenceSession, x: np.ndarray, batch: int = 4096
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Log-odds, distance and state [rows] of any number of rows."""
    parts = [
        served.run(list(OUTPUTS), {"row": np.ascontiguousarray(x[i : i + batch], np.float32)})
        for i in range(0, len(x), batch)
    ]
    return tuple(np.concatenate(column) for column in zip(*parts, strict=True))


def write(graph: onnx.ModelProto, model, path: Path, rows: np.ndarray) -> float:
    """Save the graph; return the largest difference to `model.predict(rows)`, relative above 1."""
    path.parent.mkdir(parents=True, exist_ok=True)
    onnx.save(graph, str(path))
    worst = 0.0
    for ours, served in zip(model.predict(rows), run(session(path), rows), strict=True):
        worst = max(worst, float(np.max(np.abs(ours - served) / np.maximum(1, np.abs(ours)))))
    if not worst <= TOLERANCE:  # also refuses NaN
        raise ExportMismatchError(f"ONNX and training differ by {worst:.2e}, allowed {TOLERANCE:.0e}")
    return worst


def throughput(path: Path, rows: np.ndarray, batch: int = 1000, seconds: float = 2.0) -> float:
    """Rows per second of processor time of ONNX Runtime on one thread, best of short runs."""
    served = session(path)
    x = np.ascontiguousarray(np.resize(rows, (batch, rows.shape[1])), np.float32)
    best, until = 0.0, time.perf_counter() + seconds
    while time.perf_counter() < until:
        started = time.process_time()
        for _ in range(10):
            served.run(list(OUTPUTS), {"row": x})
        best = max(best, 10 * batch / (time.process_time() - started))
    return best
