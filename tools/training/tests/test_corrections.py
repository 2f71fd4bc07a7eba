"""The trees beside the pupil's network: what they learn, and that the graph adds what the training side computes."""

import numpy as np
import onnx
import pytest

from training import boosted, corrections, export, fields, golden

PERIOD = fields.index("period")


def nothing(rows):
    return np.zeros(len(rows))


def even(goal):
    return np.ones_like(goal)


@pytest.fixture(scope="module")
def rows():
    given = np.tile(golden.synthetic_rows(900, 4).x, (10, 1))
    given[:, 1:] *= np.exp(0.1 * np.random.default_rng(1).normal(size=(len(given), given.shape[1] - 1)))
    return given.astype(np.float32)


def in_graph(found, x, tmp_path):
    g = export.Graph()
    trees = boosted.attributes(found.nodes())
    g.add("Squeeze", g.add("TreeEnsembleRegressor", "row", domain="ai.onnx.ml", **trees), g.ints([1]), name="sum")
    path = tmp_path / "trees.onnx"
    onnx.save(g.model(x.shape[1], ["sum"], {"ai.onnx.ml": export.ML_OPSET}), str(path))
    return export.session(path).run(["sum"], {"row": x})[0]


def period_alone(x):
    return np.where(np.isin(np.arange(x.shape[1]), [0, PERIOD]), x, np.float32(np.nan))


def test_steps_that_a_network_would_miss_are_learned_with_and_without_other_fields(rows, tmp_path):
    def answer(given):
        return np.where(given[:, PERIOD] > np.nanmedian(rows[:, PERIOD]), 1.0, -1.0)

    found = corrections.fit(answer, nothing, np.concatenate([rows, period_alone(rows)]), even, 3)
    for given in (rows[::7], period_alone(rows[::7])):
        near = np.abs(np.log(given[:, PERIOD] / np.nanmedian(rows[:, PERIOD]))) < 0.02
        wrong = np.abs(found.logit(given) - answer(given))[~near]
        assert wrong.mean() < 0.05
        assert wrong.max() < 0.5
        assert np.array_equal(in_graph(found, given, tmp_path), found.logit(given))


def test_a_survey_without_rows_adds_nothing(rows, tmp_path):
    kepler = rows[rows[:, 0] == 0]
    given = np.concatenate([kepler, period_alone(kepler)])
    found = corrections.fit(lambda x: np.ones(len(x)), nothing, given, even, 3)
    for other in (rows[rows[:, 0] == 2], period_alone(rows[rows[:, 0] == 2])):
        assert not found.logit(other).any()
        assert not in_graph(found, other, tmp_path).any()


def test_a_duration_changes_nothing_in_a_survey_that_has_none(rows, tmp_path):
    duration = [name.startswith("duration") for name in fields.column_names()]
    without = np.where((rows[:, :1] == 2) & duration, np.float32(np.nan), rows)
    learned = np.concatenate([without, period_alone(without)])
    found = corrections.fit(lambda x: np.nan_to_num(np.log(x[:, PERIOD])), nothing, learned, even, 3)
    k2 = without[without[:, 0] == 2]
    with_duration = np.where(duration, np.float32(3), k2)
    assert found.logit(k2).any()
    assert np.array_equal(found.logit(with_duration), found.logit(k2))
    assert np.array_equal(in_graph(found, with_duration, tmp_path), found.logit(k2))
