"""Writes the multimodal model as an ONNX graph, node by node, and compares it with PyTorch.

Inputs float32: `row` [rows, columns], `global` [rows, 201], `local`, `secondary`, `odd`, `even`
[rows, 61], `river` [rows, 64, 61], `vetting` [rows, 28] and `mask` [rows, 8] in the order of HEADS; NaN is 'missing'.
Outputs `log_odds`, `distance` and `state` float32 [rows]. Only row-wise operations, and no ReduceSum, whose order of
addition depends on the alignment of a row in memory; a product with ones does not. Logarithms and roots of the elements
that do not fill a vector of LANES are rounded differently, so their width is padded to a multiple of LANES.
"""

from __future__ import annotations

import time
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
from onnx import TensorProto, helper

from .. import boosted
from .. import export as row_export
from . import late, views
from .graph import INPUTS, Multimodal
from .heads import MAX_FLUX, MIN_FLUX, Convolutions, RiverHead, ViewHead
from .network import HEADS, ONE_D, VETTING, FlatNetwork, RiverNetwork, encoder_of

#: maximum width of a vector instruction, in float32 numbers
LANES = 16


def shapes(columns: int) -> dict[str, list]:
    """Shape of each input, `rows` first."""
    flat = {name: ["rows", bins] for name, bins in views.BINS.items()}
    return {
        "row": ["rows", columns],
        **flat,
        "river": ["rows", *views.RIVER],
        VETTING: ["rows", len(views.VETTING)],
        "mask": ["rows", len(HEADS)],
    }


class Graph(row_export.Graph):
    """Extends the row network's graph with the operations that the views need."""

    def __init__(self, row: onnx.ModelProto):
        super().__init__()
        self.nodes, self.constants = list(row.graph.node), list(row.graph.initializer)
        self.count = 10_000
        self.mask = ""
        self.row_log_odds = _rename(self.nodes, "log_odds", "row_log_odds")
        self.row_logit = row_export.NETWORK_LOGIT
        self.row_nodes = _needed(self.nodes, self.row_logit)

    def slice(self, value: str, start: int, end: int, axis: int = 1) -> str:
        return self.add("Slice", value, self.ints([start]), self.ints([end]), self.ints([axis]))

    def weight(self, tensor) -> str:
        return self.constant(tensor.detach().numpy())

    def sum(self, value: str, width: int, axis: int = 1) -> str:
        """Sum over the second-to-last axis, of length `width`, and remove it."""
        return self.add("Squeeze", self.add("MatMul", self.constant(np.ones((1, width))), value), self.ints([axis]))

    def each(self, operation: str, value: str, width: int) -> str:
        """A logarithm or root of each number of [rows, width], computed on a multiple of LANES columns."""
        more = -width % LANES
        parts = [value] * (1 + more // width) + ([self.slice(value, 0, more % width)] if more % width else [])
        whole = self.add("Concat", *parts, axis=1) if more else value
        return self.slice(self.add(operation, whole), 0, width)

    def known(self, name: str) -> tuple[str, str]:
        """The input with 0 in place of NaN, and 1 where it is present."""
        missing = self.add("IsNaN", name)
        return self.add("Where", missing, self.constant(0), name), self.cast(self.add("Not", missing))

    def row_logit_of(self, row: str) -> str:
        """The row network's raw logit [rows, 1] of another row."""
        renamed = {"row": row} | {output: f"{output}_{row}" for node in self.row_nodes for output in node.output}
        for node in self.row_nodes:
            copy = onnx.NodeProto()
            copy.CopyFrom(node)
            copy.name = f"{node.name}_{row}"
            copy.input[:] = [renamed.get(name, name) for name in node.input]
            copy.output[:] = [renamed[name] for name in node.output]
            self.nodes.append(copy)
        return renamed[self.row_logit]

    def model(self, columns: int, outputs: tuple[str, ...]) -> onnx.ModelProto:
        def tensor(name, shape):
            return helper.make_tensor_value_info(name, TensorProto.FLOAT, shape)

        inputs = [tensor(name, shape) for name, shape in shapes(columns).items()]
        graph = helper.make_graph(
            self.nodes, "multimodal", inputs, [tensor(o, ["rows"]) for o in outputs], self.constants
        )
        opsets = {"": row_export.OPSET, "ai.onnx.ml": row_export.ML_OPSET}
        model = helper.make_model(
            graph,
            opset_imports=[helper.make_opsetid(*pair) for pair in opsets.items()],
            producer_name="exoplanet-training",
        )
        model.ir_version = row_export.IR_VERSION
        onnx.checker.check_model(model)
        return model


def build(model: Multimodal) -> onnx.ModelProto:
    """The ONNX graph in the order of `Multimodal.forward`."""
    g = Graph(row_export.build(model.row))
    g.mask = g.add("Mul", "mask", g.constant(model.shipped.numpy()))
    views_mask, vetting_mask = g.slice(g.mask, 1, len(HEADS) - 1), g.slice(g.mask, len(HEADS) - 1, len(HEADS))
    views_given = g.add("Greater", g.add("ReduceMax", views_mask, axes=[1], keepdims=0), g.constant(0))
    kinds = _kinds(g)
    raw = _where_any(
        g,
        views_given,
        lambda: g.add(
            "Concat",
            _reduced_logit(g, kinds, model.hidden),
            *(
                _mean(g, [write(g, network) for network in networks])
                for write, networks in ((_flat_network, model.flat), (_river_network, model.river))
            ),
            boosted.add_trees(g, model.vetting, VETTING),
            axis=1,
        ),
    )
    choice = g.add("Concat", *(g.add("Mul", kinds, given) for given in _sets(g, views_mask, vetting_mask)), axis=1)
    weights = g.add("MatMul", choice, g.constant(model.weights.numpy()))
    ones = g.add("Add", g.add("Mul", g.row_logit, g.constant(0)), g.constant(1))
    fused = g.row_sum(g.add("Mul", g.add("Concat", g.row_logit, raw, ones, axis=1), weights), late.PARTS)
    g.add("Where", views_given, g.add("Squeeze", fused, g.ints([1])), g.row_log_odds, name="log_odds")
    return g.model(model.row.encoder.support.shape[1] + 1, row_export.OUTPUTS)


def _sets(g: Graph, mask: str, vetting: str) -> list[str]:
    """1 [rows, 1] where a candidate has each set of `late.GIVEN`."""
    one, river = g.constant(1), g.slice(mask, len(ONE_D), len(ONE_D) + 1)
    flat = g.add("ReduceMax", g.slice(mask, 0, len(ONE_D)), axes=[1], keepdims=1)
    no_flat, no_river, no_vetting = (g.add("Sub", one, value) for value in (flat, river, vetting))
    views_given = [g.add("Mul", *pair) for pair in ((flat, river), (flat, no_river), (no_flat, river))]
    return [g.add("Mul", given, vetted) for vetted in (no_vetting, vetting) for given in views_given]


def _kinds(g: Graph) -> str:
    """One-hot [rows, 4] in the order of late.KINDS."""
    on, one = g.slice(g.mask, 0, 1), g.constant(1)
    archive, own = (g.add("Sub", one, g.slice(row_export.ABSENT, at, at + 1)) for at in late.columns())
    neither = g.add("Sub", one, archive)
    measured = g.add("Mul", own, neither)
    kinds = g.add("Concat", measured, g.add("Sub", neither, measured), archive, axis=1)
    return g.add("Concat", g.add("Mul", kinds, on), g.add("Sub", one, on), axis=1)


def _reduced_logit(g: Graph, kinds: str, hidden) -> str:
    """Raw logit [rows, 1] of the row with the columns hidden that its kind hides."""
    hide = g.add("Greater", g.add("MatMul", kinds, g.weight(hidden)), g.constant(0))
    return g.row_logit_of(g.add("Where", hide, g.constant(np.nan), "row"))


def _mean(g: Graph, values: list[str]) -> str:
    return g.add("Mul", g.add("Sum", *values), g.constant(1 / len(values)))


def _where_any(g: Graph, given: str, build_branch) -> str:
    """Raw log-odds [rows, 4] from a branch that runs only if a row of the batch has a view; the results of rows without
    views do not depend on it."""

    def branch(name: str, make) -> onnx.GraphProto:
        outside, g.nodes = g.nodes, []
        result = helper.make_tensor_value_info(make(), TensorProto.FLOAT, None)
        inside, g.nodes = g.nodes, outside
        return helper.make_graph(inside, name, [], [result])

    graphs = {
        "then_branch": branch("with_views", build_branch),
        "else_branch": branch("rows_only", lambda: g.add("Concat", *[g.row_logit] * 4, axis=1)),
    }
    some = g.add("Greater", g.add("ReduceMax", g.cast(given), keepdims=0), g.constant(0))
    return g.add("If", some, **graphs)


def _needed(nodes: list, value: str) -> list:
    """The nodes that compute a value, in order."""
    wanted, result = {value}, []
    for node in reversed(nodes):
        if wanted & set(node.output):
            wanted |= set(node.input)
            result.insert(0, node)
    return result


def _rename(nodes: list, old: str, new: str) -> str:
    for node in nodes:
        for i, output in enumerate(node.output):
            if output == old:
                node.output[i] = new
    return new


def _flat_network(g: Graph, network: FlatNetwork) -> str:
    """Raw log-odds [rows, 1] of one network of the 1-D views."""
    parts = []
    for i, name in enumerate(ONE_D):
        embedded = _view_head(g, network.encoders[encoder_of(name)], g.known(name)[0])
        parts.append(_masked(g, embedded, g.weight(network.missing[i]), g.slice(g.mask, i + 1, i + 2)))
    h = g.add("Relu", row_export._linear(g, g.add("Concat", *parts, axis=1), network.hidden))
    return row_export._linear(g, h, network.out)


def _river_network(g: Graph, network: RiverNetwork) -> str:
    h = g.add("Relu", row_export._linear(g, _river_head(g, network.head, *g.known("river")), network.hidden))
    return row_export._linear(g, h, network.out)


def _masked(g: Graph, value: str, missing: str, on: str) -> str:
    off = g.add("Sub", g.constant(1), on)
    return g.add("Add", g.add("Mul", value, on), g.add("Mul", missing, off))


def _view_head(g: Graph, head: ViewHead, view: str) -> str:
    depth = g.add("Clip", g.add("Neg", g.add("ReduceMin", view, axes=[1], keepdims=1)), g.constant(1e-3))
    shape = g.add("Clip", g.add("Div", view, depth), g.constant(MIN_FLUX), g.constant(MAX_FLUX))
    h = _convolutions(g, head.convolutions, g.add("Unsqueeze", shape, g.ints([1])))
    own_depth = g.add("Clip", g.each("Log", depth, 1), g.constant(-4), g.constant(4))
    h = g.add("Concat", h, own_depth, _roughness(g, view, head.bins), axis=1)
    return g.add("Relu", row_export._linear(g, h, head.embed))


def _roughness(g: Graph, view: str, bins: int) -> str:
    change = g.add("Abs", g.add("Sub", g.slice(view, 1, bins), g.slice(view, 0, bins - 1)))
    mean = g.add("Mul", g.row_sum(change, bins - 1), g.constant(1 / (bins - 1)))
    cut = g.add("Clip", g.each("Log", g.add("Add", mean, g.constant(1e-3)), 1), g.constant(-6), g.constant(2))
    return g.add("Add", cut, g.constant(2))


def _convolutions(g: Graph, stack: Convolutions, x: str) -> str:
    for pair in zip(stack.first, stack.second, strict=True):
        for layer in pair:
            pad, step = layer.padding[0], layer.stride[0]
            x = g.add(
                "Relu", g.add("Conv", x, g.weight(layer.weight), g.weight(layer.bias), pads=[pad, pad], strides=[step])
            )
        x = g.add("MaxPool", x, kernel_shape=[2], strides=[2])
    return g.add("Flatten", x, axis=1)


def _river_head(g: Graph, head: RiverHead, image: str, given: str) -> str:
    one, (transits, bins) = g.constant(1), views.RIVER
    value = g.add("Mul", g.add("Clip", image, g.constant(MIN_FLUX), g.constant(MAX_FLUX)), given)
    filled = g.sum(given, transits)
    count = g.add("Max", filled, one)
    mean = g.add("Div", g.sum(value, transits), count)
    deviation = g.add("Mul", g.add("Sub", value, g.add("Unsqueeze", mean, g.ints([1]))), given)
    spread = g.add("Div", g.sum(g.add("Mul", deviation, deviation), transits), count)
    scatter = g.each("Sqrt", g.add("Add", spread, g.constant(1e-6)), bins)
    rows = head.odd.numpy()
    means = []
    for chosen in (rows, 1 - rows):
        weight = g.add("Mul", given, g.constant(chosen))
        total = g.sum(g.add("Mul", value, g.constant(chosen)), transits)
        means.append(g.add("Div", total, g.add("Max", g.sum(weight, transits), one)))
    share = g.add("Mul", filled, g.constant(1 / transits))
    error = g.add("Div", scatter, g.each("Sqrt", count, bins))
    lowest, highest = (g.add(kind, value, axes=[1], keepdims=0) for kind in ("ReduceMin", "ReduceMax"))
    cut = g.add("Clip", mean, g.constant(-1.5), g.constant(1.5))
    significance = g.add("Div", cut, g.add("Add", g.add("Mul", error, g.constant(10)), g.constant(0.5)))
    alone = (
        mean,
        scatter,
        error,
        g.add("Sub", *means),
        share,
        lowest,
        highest,
        significance,
        _quarter_log(g, count, bins),
    )
    size = g.ints([0, head.BLOCKS, -1, bins])
    parts = (g.sum(g.add("Reshape", x, size), transits // head.BLOCKS, 2) for x in (value, given))
    blocks = g.add("Div", next(parts), g.add("Max", next(parts), one))
    profiles = g.add("Concat", *(g.add("Unsqueeze", p, g.ints([1])) for p in alone), blocks, axis=1)
    observed = g.row_sum(g.add("ReduceMax", given, axes=[2], keepdims=0), transits)
    noise = g.each("Log", g.add("Mul", g.row_sum(scatter, bins), g.constant(1 / bins)), 1)
    numbers = (_quarter_log(g, g.add("Max", observed, one), 1), _roughness(g, mean, bins), noise)
    h = g.add("Concat", _convolutions(g, head.convolutions, profiles), *numbers, axis=1)
    return g.add("Relu", row_export._linear(g, h, head.embed))


def _quarter_log(g: Graph, value: str, width: int) -> str:
    return g.add("Mul", g.each("Log", value, width), g.constant(0.25))


def run(served: onnxruntime.InferenceSession, inputs: dict[str, np.ndarray], batch: int = 512) -> tuple:
    """Log-odds, distance and state [n] of any number of candidates, also by an earlier version, which has fewer
    heads."""
    wanted = {entry.name: entry.shape for entry in served.get_inputs()}
    given = inputs | {"mask": inputs["mask"][:, : wanted["mask"][1]]}
    parts = [
        served.run(
            list(row_export.OUTPUTS), {n: np.ascontiguousarray(given[n][i : i + batch], np.float32) for n in wanted}
        )
        for i in range(0, len(inputs["row"]), batch)
    ]
    return tuple(np.concatenate(column) for column in zip(*parts, strict=True))


def run_rows(served: onnxruntime.InferenceSession, x: np.ndarray, batch: int = 512) -> tuple:
    """Log-odds, distance and state [n] of catalogue rows alone, with every view masked."""
    mask = np.array([[float(name == "row") for name in HEADS]], np.float32)
    parts = []
    for i in range(0, len(x), batch):
        row = x[i : i + batch]
        blank = {
            name: np.full((len(row), *shape[1:]), np.nan, np.float32) for name, shape in shapes(x.shape[1]).items()
        }
        parts.append(run(served, {**blank, "row": row, "mask": np.repeat(mask, len(row), axis=0)}))
    return tuple(np.concatenate(column) for column in zip(*parts, strict=True))


def write(model: Multimodal, path: Path, inputs: dict[str, np.ndarray]) -> float:
    """Save the graph; return the largest difference to PyTorch, relative above 1."""
    path.parent.mkdir(parents=True, exist_ok=True)
    onnx.save(build(model), str(path))
    worst = 0.0
    for ours, served in zip(model.predict(inputs), run(row_export.session(path), inputs), strict=True):
        worst = max(worst, float(np.max(np.abs(ours - served) / np.maximum(1, np.abs(ours)))))
    if not worst <= row_export.TOLERANCE:  # also refuses NaN
        raise row_export.ExportMismatch(f"ONNX and PyTorch differ by {worst:.2e}, allowed {row_export.TOLERANCE:.0e}")
    return worst


def throughput(path: Path, inputs: dict[str, np.ndarray], batch: int = 128, seconds: float = 3.0) -> float:
    """Candidates per second of processor time of ONNX Runtime on one thread, best of short runs."""
    served = row_export.session(path)
    given = {n: np.ascontiguousarray(np.resize(inputs[n], (batch, *inputs[n].shape[1:])), np.float32) for n in INPUTS}
    best, until = 0.0, time.perf_counter() + seconds
    while time.perf_counter() < until:
        started = time.process_time()
        served.run(list(row_export.OUTPUTS), given)
        best = max(best, batch / (time.process_time() - started))
    return best
