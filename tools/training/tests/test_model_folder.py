"""A model folder made by the smoke run agrees with itself, and a changed card is found."""

import json

import numpy as np
import pytest

from training import check, export, fields, smoke


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


def test_golden_rows_match_the_graph(folder):
    golden = json.loads((folder / "golden.json").read_text())
    assert golden["features"] == fields.column_names() and len(golden["rows"]) >= 64
    rows = np.array([[np.nan if v is None else v for v in row] for row in golden["rows"]], np.float32)
    log_odds, distance = export.run(export.session(folder / "model.onnx"), rows)
    probability = lambda z: 1 / (1 + np.exp(-np.asarray(z, float)))
    assert np.abs(probability(log_odds) - probability(golden["log_odds"])).max() <= 1e-6
    assert np.abs(distance - np.array(golden["distance"])).max() <= 1e-4


def test_rows_do_not_influence_each_other(folder):
    golden = json.loads((folder / "golden.json").read_text())
    rows = np.array([[np.nan if v is None else v for v in row] for row in golden["rows"]], np.float32)
    served = export.session(folder / "model.onnx")
    together = export.run(served, rows)[0]
    alone = np.concatenate([export.run(served, rows[i : i + 1])[0] for i in range(len(rows))])
    assert np.abs(together - alone).max() <= 1e-5


def test_groups_cover_every_feature_but_source_once(folder):
    card = json.loads((folder / "card.json").read_text())
    grouped = [name for group in card["groups"] for name in group["features"]]
    assert len(card["groups"]) <= 10
    assert sorted(grouped) == sorted(f["name"] for f in card["features"] if f["name"] != "source")
