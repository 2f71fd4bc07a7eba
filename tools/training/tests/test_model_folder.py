"""A model folder of the smoke run is consistent, and a changed card is detected."""

import json
from dataclasses import replace

import numpy as np
import pytest

from training import (
    baseline,
    calibration,
    check,
    export,
    fields,
    golden,
    graph,
    pupil,
    report,
    schema,
    student,
    taught,
)
from training.encoder import Encoder

TILE = 16


def test_card_metrics_are_recomputed_from_oof(folder):
    assert check.mismatches(folder) == []


def test_a_changed_metric_is_detected(folder):
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
    assert golden["features"] == fields.column_names()
    assert len(golden["rows"]) >= 64
    rows = np.array([[np.nan if v is None else v for v in row] for row in golden["rows"]], np.float32)
    log_odds, distance, state = export.run(export.session(folder / "model.onnx"), rows)

    def probability(z):
        return 1 / (1 + np.exp(-np.asarray(z, float)))

    assert np.abs(probability(log_odds) - probability(golden["log_odds"])).max() <= 1e-6
    assert (
        np.abs(distance / np.array(golden["distance"]).clip(1) - np.array(golden["distance"]).clip(max=1)).max() <= 1e-4
    )
    assert np.array_equal(state, golden["state"])


def padded(served, rows):
    """Results with rows padded to a multiple of 16, as in the service."""
    block = np.full((-(-len(rows) // TILE) * TILE, rows.shape[1]), np.nan, np.float32)
    block[:, 0], block[: len(rows)] = 0, rows
    return [column[: len(rows)].view(np.uint32) for column in export.run(served, block)]


@pytest.mark.parametrize("name", ["tabular", "baseline"])
def test_a_row_gets_bit_identical_results_in_every_batch(folder, tmp_path, name):
    path = folder / "model.onnx"
    synthetic = golden.synthetic_rows(400, 5)
    if name == "baseline":
        path = tmp_path / "model.onnx"
        fitted = baseline.fit(synthetic, synthetic.star_id, baseline.Settings(trees=40, leaf=2), 5)
        assert export.write(baseline.build(fitted.model), fitted.model, path, synthetic.x) <= export.TOLERANCE
    served, rows = export.session(path), np.tile(synthetic.x, (3, 1))[:1024]
    alone = [
        np.concatenate(column)
        for column in zip(*(padded(served, rows[i : i + 1]) for i in range(len(rows))), strict=True)
    ]
    for size in [*range(1, 66), 100, 127, 128, 129, 255, 257, 511, 513, 777, 1000, 1023, 1024]:
        for one, many in zip(alone, padded(served, rows[:size]), strict=True):
            assert np.array_equal(one[:size], many)


def test_the_sum_of_a_forest_is_exact_in_any_order():
    synthetic = golden.synthetic_rows(400, 6)
    shares = baseline.leaf_shares(baseline.grow_forest(synthetic.x, synthetic.label, 6, trees=baseline.TREES, leaf=1))
    highest = np.array([tree.max() for tree in shares], np.float32)
    forward = backward = np.float32(0)
    for one, other in zip(highest, highest[::-1], strict=True):
        forward, backward = forward + one, backward + other
    assert forward == backward == highest.astype(float).sum()


def test_the_served_network_is_the_mean_of_its_networks():
    synthetic = golden.synthetic_rows(100, 8)
    encoder = Encoder(synthetic.x, 3)
    stack = student.Stack(2, encoder.width, (8, 4), 0.0, networks=3).eval()
    model = graph.RowModel(encoder, stack, calibration.Calibration(), member=1).eval()
    mean = student.logits(encoder, stack, synthetic.x, 1)
    assert np.abs(model.predict(synthetic.x)[0] - mean).max() <= 1e-5
    assert not np.allclose(mean, student.logits(encoder, stack, synthetic.x, 0))


def test_groups_cover_every_feature_but_source_once(folder):
    card = json.loads((folder / "card.json").read_text())
    grouped = [name for group in card["groups"] for name in group["features"]]
    assert len(card["groups"]) <= 10
    assert sorted(grouped) == sorted(f["name"] for f in card["features"] if f["name"] != "source")


def test_the_report_is_written_from_the_cards_and_tables(folder):
    models = folder.parents[1]
    report.write(models)
    text = (models / "README.md").read_text()
    assert "## `tabular` version 1" in text
    assert "period in years" in text
    assert (folder / "roc.svg").exists()


def test_the_pupil_follows_its_teacher():
    x = golden.synthetic_rows(600, 9).x
    settings = pupil.Settings(hidden=(48, 24), pieces=3, rows=20_000, epochs=4, corrected_rows=20_000, batch=256)

    def answer(rows):
        radius = np.nan_to_num(rows[:, fields.index("radius")], nan=4)
        return 2 * np.log(4 / np.maximum(radius, 0.1))

    encoder, stack = pupil.teach(answer, x, settings, 3)
    corrections = pupil.correct(encoder, stack, answer, x, settings, 3)
    member = taught.Member(encoder, stack, corrections=corrections)
    new = golden.synthetic_rows(400, 10).x
    difference = member.logit(new) - np.clip(answer(new), -pupil.CERTAIN, pupil.CERTAIN)
    assert np.abs(difference).mean() < 0.3


def test_made_rows_keep_their_survey_and_the_ratios_of_a_fit():
    x = golden.synthetic_rows(300, 4).x
    made = pupil.made_rows(x, 5000, np.random.default_rng(1), {"all": 1.0})
    assert set(np.unique(made[:, 0])) == {0, 1, 2}
    assert np.nanmin(made[:, fields.index("radius")]) > 0
    assert not np.isfinite(made[:, fields.indices("diagnostic")]).any()
    pure = golden.synthetic_rows(300, 4)
    law = pure.x[:, fields.index("teq")] / pure.x[:, fields.index("insol")] ** 0.25
    rng = np.random.default_rng(2)
    mixed = pupil._mixed(pure.x.astype(float), pure.x, rng)
    kept = mixed[:, fields.index("teq")] / mixed[:, fields.index("insol")] ** 0.25
    assert np.nanmax(np.abs(kept / np.nanmedian(law) - 1)) < 1e-3


def test_finished_fits_are_read_again_and_folds_see_their_own_stars(tmp_path, monkeypatch):
    rows = golden.synthetic_rows(300, 9)
    fold = np.arange(len(rows)) % 2
    settings = taught.Settings(
        student.Settings(epochs=1, batch=64, trees=5),
        pupil.Settings(hidden=(8, 4), pieces=2, rows=1000, epochs=1, corrected_rows=1000),
    )
    first = taught.cross_fit(rows, rows.star_id, fold, settings, 3, tmp_path, at_once=1)
    assert len(list(tmp_path.iterdir())) == 9
    assert [
        set(job.groups) & set(rows.star_id[fold == k])
        for k, job in enumerate(taught.jobs(rows, rows.star_id, fold, settings, 3)[:2])
    ] == [set(), set()]
    monkeypatch.setattr(pupil, "teach", None)
    monkeypatch.setattr(pupil, "correct", None)
    monkeypatch.setattr(student, "train", None)
    sharper = replace(settings, sharpening=tuple((name, 2.0) for name in calibration.STATES))
    second = taught.cross_fit(rows, rows.star_id, fold, sharper, 3, tmp_path, at_once=1)
    assert np.abs(second.shipped.model.predict(rows.x)[0] - 2 * first.shipped.model.predict(rows.x)[0]).max() <= 1e-3
