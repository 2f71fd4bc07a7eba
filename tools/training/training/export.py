"""Writes the row model as an ONNX graph, node by node, and compares it with PyTorch.

Built by hand so that the graph holds exactly the operations of `graph.RowModel` and reads
like it. Input `row` float32 [rows, columns]; outputs `log_odds` and `distance` float32 [rows].
Only row-wise operations, so the rows of a batch cannot influence each other; sums over columns are
products with ones, for ONNX Runtime's ReduceSum rounds differently with the number of rows.
"""

from __future__ import annotations

import time
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
from onnx import TensorProto, helper, numpy_helper

from . import boosted
from .calibration import SPARSE_VALUES, STATES, Calibration
from .encoder import FAR_BELOW, Encoder
from .graph import RowModel

OPSET = 17
IR_VERSION = 9
ML_OPSET = 3
TOLERANCE = 1e-5
OUTPUTS = ("log_odds", "distance")


class ExportMismatch(RuntimeError):
    """Raised when the ONNX graph and PyTorch differ by more than the tolerance."""


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
        model = helper.make_model(graph, opset_imports=[helper.make_opsetid(*pair) for pair in wanted.items()],
                                  producer_name="exoplanet-training")
        model.ir_version = IR_VERSION
        onnx.checker.check_model(model)
        return model


def build(model: RowModel) -> onnx.ModelProto:
    """The ONNX graph of a row model, in the order of `RowModel.forward`."""
    g, e = Graph(), model.encoder
    survey, flags, y, present = given_columns(g, e)
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
        logit = g.add("Mul", g.add("Add", logit, boosted.add_trees(g, model.trees)), g.constant(0.5))
    add_calibration(g, model.calibration, logit, survey, flags)
    add_distance(g, e, y, present, survey)
    return g.model(e.support.shape[1] + 1, list(OUTPUTS), {"ai.onnx.ml": ML_OPSET} if model.trees else None)


def given_columns(g: Graph, e: Encoder) -> tuple[str, str, str, str]:
    """Survey one-hot, flags of the given columns, logarithms with ratios, and their flags."""
    source, values = g.column("row", 0, 1), g.column("row", 1, 2**31)
    survey = g.cast(g.add("Equal", source, g.constant(e.codes.numpy())))
    missing = g.add("IsNaN", values)
    supported = g.add("MatMul", survey, g.constant(e.support.numpy()))
    flags = g.add("Where", missing, g.constant(0), supported)
    value = g.add("Where", missing, g.constant(0), values)
    grown = g.add("Add", g.add("Mul", g.add("Abs", value), g.constant(e.inverse_scale.numpy())), g.constant(e.shift.numpy()))
    sign = g.add("Max", g.add("Sign", value), g.constant(e.least_sign.numpy()))
    y = g.add("Mul", sign, g.add("Log", grown))
    parts = g.add("MatMul", flags, g.constant(e.ratio_parts.numpy()))
    ratio_flags = g.cast(g.add("Greater", parts, g.constant(e.ratio_needs.numpy())))
    ratios = g.add("MatMul", y, g.constant(e.ratio_weights.numpy()))
    return survey, flags, g.add("Concat", y, ratios, axis=1), g.add("Concat", flags, ratio_flags, axis=1)


def _linear(g: Graph, h: str, layer) -> str:
    return g.add("Gemm", h, g.constant(layer.weight.detach().numpy().T), g.constant(layer.bias.detach().numpy()))


def add_distance(g: Graph, e: Encoder, y: str, present: str, survey: str) -> None:
    centred = g.add("Sub", y, g.add("MatMul", survey, g.constant(e.centre.numpy())))
    z = g.add("Mul", centred, g.add("MatMul", survey, g.constant(e.inverse_spread.numpy())))
    z = g.add("Mul", z, present)
    square = g.add("Mul", z, z)
    width = e.centre.shape[1]
    total = g.row_sum(g.add("Mul", square, square), width)
    count = g.add("Max", g.row_sum(present, width), g.constant(1))
    g.add("Squeeze", g.add("Sqrt", g.add("Sqrt", g.add("Div", total, count))), g.ints([1]), name="distance")


def add_calibration(g: Graph, calibration: Calibration, logit: str, survey: str, flags: str) -> None:
    counts = g.add("MatMul", flags, g.constant(calibration.counted.numpy()))
    values, errors, extras = (g.column(counts, i, i + 1) for i in range(3))
    half, one = g.constant(0.5), g.constant(1)
    diagnostics = g.cast(g.add("Greater", extras, half))
    plain = g.add("Sub", one, diagnostics)
    few = g.cast(g.add("Less", values, g.constant(SPARSE_VALUES + 0.5)))
    sparse = g.add("Mul", few, plain)
    rest = g.add("Mul", plain, g.add("Sub", one, sparse))
    with_errors = g.cast(g.add("Greater", errors, half))
    everything = g.add("Mul", rest, with_errors)
    canonical = g.add("Mul", rest, g.add("Sub", one, with_errors))
    states = g.add("Concat", everything, canonical, sparse, diagnostics, axis=1)

    def chosen(table):
        picked = g.add("Mul", g.add("MatMul", survey, g.constant(table.numpy())), states)
        return g.row_sum(picked, len(STATES))

    scaled = g.add("Add", g.add("Mul", logit, chosen(calibration.slope)), chosen(calibration.offset))
    g.add("Squeeze", scaled, g.ints([1]), name="log_odds")


def session(path: Path, threads: int = 1) -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])


def run(served: onnxruntime.InferenceSession, x: np.ndarray, batch: int = 4096) -> tuple[np.ndarray, np.ndarray]:
    """Log-odds and distance [rows] of any number of rows."""
    parts = [served.run(list(OUTPUTS), {"row": np.ascontiguousarray(x[i : i + batch], np.float32)})
             for i in range(0, len(x), batch)]
    return tuple(np.concatenate(column) for column in zip(*parts))


def write(graph: onnx.ModelProto, model, path: Path, rows: np.ndarray) -> float:
    """Save the graph; return the largest difference to `model.predict(rows)`, relative above 1."""
    path.parent.mkdir(parents=True, exist_ok=True)
    onnx.save(graph, str(path))
    worst = 0.0
    for ours, served in zip(model.predict(rows), run(session(path), rows)):
        worst = max(worst, float(np.max(np.abs(ours - served) / np.maximum(1, np.abs(ours)))))
    if not worst <= TOLERANCE:  # also refuses NaN
        raise ExportMismatch(f"ONNX and training differ by {worst:.2e}, allowed {TOLERANCE:.0e}")
    return worst


def throughput(path: Path, rows: np.ndarray, batch: int = 1000, seconds: float = 2.0) -> float:
    """Rows per second of ONNX Runtime on one thread at one batch size, the best of short runs."""
    served = session(path)
    x = np.ascontiguousarray(np.resize(rows, (batch, rows.shape[1])), np.float32)
    best, until = 0.0, time.perf_counter() + seconds
    while time.perf_counter() < until:
        started = time.perf_counter()
        for _ in range(10):
            served.run(list(OUTPUTS), {"row": x})
        best = max(best, 10 * batch / (time.perf_counter() - started))
    return best
