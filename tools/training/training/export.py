"""Writes the row model as an ONNX graph, node by node, and compares it with PyTorch.

Built by hand so that the graph holds exactly the operations of `graph.RowModel`, in the same order. Input: `row`
float32 [rows, columns]. Outputs: `log_odds`, `distance` and `state`, float32 [rows].
Only row-wise operations, so the rows of a batch cannot influence each other. Sums over columns are matrix products with
ones, because the rounding of ONNX Runtime's ReduceSum depends on the number of rows.
"""

from __future__ import annotations

import time
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
from onnx import TensorProto, helper, numpy_helper

from . import boosted, fields, strata
from .calibration import STATES, Calibration
from .encoder import FAR_BELOW, SURVEYS, TINY, Encoder
from .graph import RowModel

OPSET = 17
IR_VERSION = 9
ML_OPSET = 3
TOLERANCE = 1e-5
OUTPUTS = ("log_odds", "distance", "state")


class ExportMismatchError(RuntimeError):
    """Raised when the ONNX graph and the training side differ by more than the tolerance."""


class Graph:
    """Collects nodes and constants; every method returns the name of its output."""

    def __init__(self):
        self.nodes, self.constants, self.count = [], [], 0

    def constant(self, value, dtype=np.float32) -> str:
        self.count += 1
        name = f"c{self.count}"
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
    """The ONNX graph of a row model, in the order of `RowModel.forward`."""
    g, e = Graph(), model.encoder
    survey, flags, y, present, distance = given_columns(g, e)
    masked = g.add("Where", g.add("Greater", present, g.constant(0)), y, g.constant(FAR_BELOW))
    repeated = g.add("Concat", *[masked] * e.pieces, axis=1)
    ramps = g.add("Sub", repeated, g.constant(e.ramp_start.numpy()))
    ramps = g.add("Mul", ramps, g.constant(e.ramp_slope.numpy()))
    ramps = g.add("Clip", ramps, g.constant(0), g.constant(1))
    h = g.add("Concat", ramps, present, survey, axis=1)
    for layer in list(model.layers)[:-1]:
        h = g.add("Relu", _linear(g, h, layer))
    logit = _linear(g, h, model.layers[-1])
    if model.trees:
        logit = g.add("Mul", g.add("Add", logit, boosted.add_trees(g, model.trees)), g.constant(boosted.SHARE))
    add_calibration(g, model.calibration, logit, distance, survey, flags)
    return g.model(e.support.shape[1] + 1, list(OUTPUTS), {"ai.onnx.ml": ML_OPSET} if model.trees else None)


def given_columns(g: Graph, e: Encoder) -> tuple[str, str, str, str, str]:
    """Survey one-hot, flags of the columns present, logarithms with ratios, their flags, and the distance [rows, 1]."""
    source, values = g.column("row", 0, 1), g.column("row", 1, 2**31)
    survey = g.cast(g.add("Equal", source, g.constant(e.codes.numpy())))
    missing = g.add("IsNaN", values)
    supported = g.add("MatMul", survey, g.constant(e.support.numpy()))
    flags = g.add("Where", missing, g.constant(0), supported)
    value = g.add("Where", missing, g.constant(0), values)
    size = g.add("Mul", g.add("Abs", value), g.constant(e.inverse_scale.numpy()))
    sign = g.add("Max", g.add("Sign", value), g.constant(e.least_sign.numpy()))
    y = g.add("Mul", sign, g.add("Log", g.add("Add", size, g.constant(e.shift.numpy()))))
    plain = g.add("Log", g.add("Max", size, g.constant(TINY)))
    span = g.add("Where", g.constant(e.never_negative.numpy() > 0, bool), plain, y)
    parts = g.add("MatMul", flags, g.constant(e.ratio_parts.numpy()))
    ratio_flags = g.cast(g.add("Greater", parts, g.constant(e.ratio_needs.numpy())))
    weights = g.constant(e.ratio_weights.numpy())
    y, span = (g.add("Concat", each, g.add("MatMul", each, weights), axis=1) for each in (y, span))
    present = g.add("Concat", flags, ratio_flags, axis=1)
    out = g.add("Abs", g.add("Sub", span, g.add("MatMul", survey, g.constant(e.middle.numpy()))))
    out = g.add("Mul", g.add("Mul", out, g.add("MatMul", survey, g.constant(e.inverse_reach.numpy()))), present)
    return survey, flags, y, present, g.add("ReduceMax", out, axes=[1], keepdims=1)


def _linear(g: Graph, h: str, layer) -> str:
    return g.add("Gemm", h, g.constant(layer.weight.detach().numpy().T), g.constant(layer.bias.detach().numpy()))


def add_calibration(g: Graph, calibration: Calibration, logit: str, distance: str, survey: str, flags: str) -> None:
    """The graph's outputs from the raw logit and distance [rows, 1]."""
    counts = g.add("MatMul", flags, g.constant(calibration.counted.numpy()))
    values, errors, extras, named = (g.column(counts, i, i + 1) for i in range(4))
    half, one = g.constant(0.5), g.constant(1)

    def other(value):
        return g.add("Sub", one, value)

    more = g.cast(g.add("Greater", values, g.constant(calibration.limits.numpy())))
    over = [g.column(more, i, i + 1) for i in range(3)]
    diagnostics = g.cast(g.add("Greater", extras, half))
    detailed = g.cast(g.add("Greater", g.add("Add", errors, extras), half))
    five = g.cast(g.add("Greater", g.add("Sub", g.add("Add", named, named), values), g.constant(1.5)))
    states = []
    for bucket in (other(over[0]), g.add("Sub", over[0], over[1]), g.add("Sub", over[1], over[2])):
        states += [g.add("Mul", bucket, other(detailed)), g.add("Mul", bucket, detailed)]
    states[3:4] = [g.add("Mul", states[3], other(five)), g.add("Mul", states[3], five)]
    many = g.add("Mul", over[2], detailed)
    states += [
        g.add("Mul", over[2], other(detailed)),
        g.add("Mul", many, other(diagnostics)),
        g.add("Mul", over[2], diagnostics),
    ]
    states = g.add("Concat", *states, axis=1)

    def of_row(table):
        return g.row_sum(g.add("Mul", g.add("MatMul", survey, g.constant(table.numpy())), states), len(STATES))

    def output(value, name):
        g.add("Squeeze", value, g.ints([1]), name=name)

    output(g.add("Add", g.add("Mul", logit, of_row(calibration.slope)), of_row(calibration.offset)), "log_odds")
    output(g.add("Mul", distance, of_row(calibration.inverse_reach)), "distance")
    given = g.cast(g.add("Greater", g.row_sum(flags, len(calibration.counted)), half))
    place = g.add("MatMul", states, g.constant(np.arange(1, len(STATES) + 1)[:, None]))
    selected = g.cast(add_stratum(g, calibration, survey, states))
    place = g.add("Add", place, g.add("Mul", selected, g.constant(len(STATES))))
    output(g.add("Sub", g.add("Mul", given, place), one), "state")


def add_stratum(g: Graph, calibration: Calibration, survey: str, states: str) -> str:
    """1 + position of the stratum [rows, 1] with the lowest threshold of planets, 0 for that of the state."""
    surveys = [g.column(survey, code, code + 1) for code in range(SURVEYS)]
    pair = g.add("Concat", *(g.add("Mul", each, states) for each in surveys), axis=1)
    limits = g.add("MatMul", pair, g.constant(calibration.planet_limits.numpy()))
    whole, by_stratum = g.column(limits, 0, 1), g.column(limits, 1, 2**31)
    inside = add_membership(g)
    listed = g.add("Where", inside, by_stratum, g.constant(np.inf))
    return g.add("ArgMin", g.add("Concat", whole, listed, axis=1), axis=1, keepdims=1)


def add_membership(g: Graph) -> str:
    """Boolean [rows, strata] of the input `row`, as `strata.membership`."""

    def column(name: str) -> str:
        return g.column("row", fields.index(name), fields.index(name) + 1)

    ratio = g.add("Div", column("depth"), column("depth_err_high"))
    snr = g.add("Where", g.add("IsNaN", column("snr")), ratio, column("snr"))
    values = g.add("Concat", *(snr if name == "snr" else column(name) for name in strata.QUANTITIES), axis=1)
    inside = None
    for position, low, high in zip(*strata.bound_table(), strict=True):
        value = g.add("Gather", values, g.ints(position), axis=1)
        within = g.add(
            "And",
            g.add("GreaterOrEqual", value, g.constant(low)),
            g.add("Less", value, g.constant(high)),
        )
        inside = within if inside is None else g.add("And", inside, within)
    return inside


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
    """Rows per second of ONNX Runtime on one thread, best of short runs."""
    served = session(path)
    x = np.ascontiguousarray(np.resize(rows, (batch, rows.shape[1])), np.float32)
    best, until = 0.0, time.perf_counter() + seconds
    while time.perf_counter() < until:
        started = time.perf_counter()
        for _ in range(10):
            served.run(list(OUTPUTS), {"row": x})
        best = max(best, 10 * batch / (time.perf_counter() - started))
    return best
