"""A model folder made by the smoke run agrees with itself, and a changed card is found."""

import json

import numpy as np
import pytest

from training import baseline, calibration, check, export, fields, forest, golden, graph, report, schema, smoke, student
from training.encoder import Encoder

TILE = 16


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    path = tmp_path_factory.mktemp("models") / "tabular" / "1"
    smoke.run(path)
    return path


def test_card_metrics_are_recomputed_from_oof(folder):
    assert check.mismatches(folder) == []


def test_a_changed_metric_is_found(folder):
    path = folder / "card.json"
    text = path.read_text()
    content = json.loads(text)
    content["metrics"]["KEPLER"]["all"]["auc"]["value"] += 0.001
    path.write_text(json.dumps(content))
    try:
        assert any("KEPLER.all.auc.value" in line for line in check.mismatches(folder))
    finally:
        path.write_text(text)


@pytest.mark.parametrize("kind", ["card", "golden"])
def test_card_and_golden_answers_fit_the_schemas_of_the_service(folder, kind):
    content = json.loads((folder / f"{kind}.json").read_text())
    assert schema.problems(kind, content) == []
    wrong = {**content, "features": [], "distance": ["far"]}
    assert schema.problems(kind, wrong)


def test_golden_rows_match_the_graph(folder):
    golden = json.loads((folder / "golden.json").read_text())
    assert golden["features"] == fields.column_names() and len(golden["rows"]) >= 64
    rows = np.array([[np.nan if v is None else v for v in row] for row in golden["rows"]], np.float32)
    log_odds, distance, state = export.run(export.session(folder / "model.onnx"), rows)
    probability = lambda z: 1 / (1 + np.exp(-np.asarray(z, float)))
    assert np.abs(probability(log_odds) - probability(golden["log_odds"])).max() <= 1e-6
    assert np.abs(distance / np.array(golden["distance"]).clip(1) - np.array(golden["distance"]).clip(max=1)).max() <= 1e-4
    assert np.array_equal(state, golden["state"])


def padded(served, rows):
    """Answers as the service asks for them: rows padded to a multiple of 16."""
    block = np.full((-(-len(rows) // TILE) * TILE, rows.shape[1]), np.nan, np.float32)
    block[:, 0], block[: len(rows)] = 0, rows
    return [column[: len(rows)].view(np.uint32) for column in export.run(served, block)]


@pytest.mark.parametrize("name", ["tabular", "baseline"])
def test_a_row_is_answered_the_same_to_the_last_bit_in_every_batch(folder, tmp_path, name):
    path = folder / "model.onnx"
    made = golden.made_rows(400, 5)
    if name == "baseline":
        path = tmp_path / "model.onnx"
        fitted = baseline.fit(made, made.star_id, baseline.Settings(trees=40, leaf=2), 5)
        assert export.write(forest.build(fitted.model), fitted.model, path, made.x) <= export.TOLERANCE
    served, rows = export.session(path), np.tile(made.x, (3, 1))[:1024]
    alone = [np.concatenate(column) for column in zip(*(padded(served, rows[i : i + 1]) for i in range(len(rows))))]
    for size in [*range(1, 66), 100, 127, 128, 129, 255, 257, 511, 513, 777, 1000, 1023, 1024]:
        for one, many in zip(alone, padded(served, rows[:size])):
            assert np.array_equal(one[:size], many)


def test_a_forest_adds_up_exactly_in_any_order():
    made = golden.made_rows(400, 6)
    shares = forest.leaf_shares(forest.grow(made.x, made.label, 6, trees=forest.TREES, leaf=1))
    highest = np.array([tree.max() for tree in shares], np.float32)
    forward = backward = np.float32(0)
    for one, other in zip(highest, highest[::-1]):
        forward, backward = forward + one, backward + other
    assert forward == backward == highest.astype(float).sum()


def test_the_served_network_is_the_mean_of_its_networks():
    made = golden.made_rows(100, 8)
    encoder = Encoder(made.x, 3)
    stack = student.Stack(2, encoder.width, (8, 4), 0.0, networks=3).eval()
    model = graph.RowModel(encoder, stack, calibration.Calibration(), member=1).eval()
    mean = student.logits(encoder, stack, made.x, 1)
    assert np.abs(model.predict(made.x)[0] - mean).max() <= 1e-5
    assert not np.allclose(mean, student.logits(encoder, stack, made.x, 0))


def test_groups_cover_every_feature_but_source_once(folder):
    card = json.loads((folder / "card.json").read_text())
    grouped = [name for group in card["groups"] for name in group["features"]]
    assert len(card["groups"]) <= 10
    assert sorted(grouped) == sorted(f["name"] for f in card["features"] if f["name"] != "source")


def test_the_report_is_written_from_cards_and_tables(folder):
    models = folder.parents[1]
    report.write(models)
    text = (models / "README.md").read_text()
    assert "## `tabular` version 1" in text and "period in years" in text and (folder / "roc.svg").exists()
