"""The trees in the ONNX graph reproduce LightGBM bit for bit."""

import lightgbm
import numpy as np
import onnxruntime
import pytest

from training import boosted, export, golden, patterns, plain_trees


@pytest.fixture(scope="module")
def trees():
    rows = golden.synthetic_rows(600, 3)
    x, label = np.concatenate([rows.x, patterns.apply(rows.x, "five_field")]), np.tile(rows.label, 2)
    given, survey = boosted.inputs(x), x[:, 0]

    def fit(code: int) -> lightgbm.Booster:
        data = lightgbm.Dataset(given[survey == code], label[survey == code])
        return lightgbm.train(plain_trees.PARAMETERS, data, 30)

    return boosted.Boosted([fit(code) for code in range(3)])


@pytest.fixture(scope="module")
def served(trees):
    g = export.Graph()
    g.add("Squeeze", boosted.add_trees(g, trees), g.ints([1]), name="log_odds")
    model = g.model(golden.synthetic_rows(1, 0).x.shape[1], ["log_odds"], {"ai.onnx.ml": export.ML_OPSET})
    return onnxruntime.InferenceSession(model.SerializeToString(), providers=["CPUExecutionProvider"])


def answer(served, x):
    return served.run(None, {"row": np.ascontiguousarray(x, np.float32)})[0]


def test_whole_rows_and_rows_with_missing_fields(trees, served):
    for x in (golden.synthetic_rows(500, 9).x, golden.golden_rows(11), golden.golden_rows(12)):
        assert np.array_equal(answer(served, x), trees.logit(x))


def test_values_at_a_threshold_and_next_to_it(trees, served):
    def splits(node):
        return (
            [(node.feature, node.threshold), *splits(node.left), *splits(node.right)]
            if isinstance(node, boosted.Node)
            else []
        )

    x = golden.synthetic_rows(1, 4).x
    x[0, 0] = 0
    raw = [(f, t) for tree in trees.trees[0] for f, t in splits(tree) if 0 < f < x.shape[1] and abs(t) < 1e30]
    assert len(raw) > 50
    edges = np.repeat(x, 2 * len(raw), axis=0)
    for i, (feature, threshold) in enumerate(raw):
        edges[2 * i, feature] = threshold
        edges[2 * i + 1, feature] = np.nextafter(np.float32(threshold), np.float32(np.inf))
    assert np.array_equal(answer(served, edges), trees.logit(edges))


def test_a_row_gets_the_same_result_in_every_batch(served):
    x = golden.synthetic_rows(300, 6).x
    alone = answer(served, x)
    for size in (1, 2, 7, 16, 48, 128):
        parts = [answer(served, x[i : i + size]) for i in range(0, len(x), size)]
        assert np.array_equal(np.concatenate(parts), alone)


def test_thresholds_are_rounded_down():
    between = 0.25 * float(np.float32(0.1)) + 0.75 * float(np.nextafter(np.float32(0.1), np.float32(1)))
    assert boosted.rounded_down(between) == float(np.float32(0.1))
    assert boosted.rounded_down(1e300) == float(np.finfo(np.float32).max)
