"""Prediction sets contain the class of most objects: overall, among candidates, and in every stratum."""

import json
from dataclasses import replace

import numpy as np
import onnx
import pytest
import torch

from training import (
    baseline,
    calibration,
    card,
    conformal,
    evaluate,
    export,
    fields,
    golden,
    recipe,
    requirements,
    shift,
    strata,
)
from training.calibration import STATES, Calibration
from training.commands import newest_version

KEPLER = 0
COUNT = 12_000


def held_out(probability, label, x=None, weight=None):
    """Held-out rows of Kepler with these probabilities of a planet, and their state `all`."""
    count = len(label)
    x = np.full((count, len(fields.columns())), np.nan, np.float32) if x is None else x
    x[:, 0] = KEPLER
    names = np.full(count, "KEPLER", object), np.full(count, "all", object)
    weight = np.ones(count) if weight is None else weight
    logit = np.log(probability) - np.log1p(-probability)
    held = recipe.HeldOut(x, label, names[0], logit, names[1], weight, np.zeros(count, int))
    return held, np.full(count, STATES.index("all"))


def drawn(seed, count=COUNT):
    """Labels, and probabilities that separate them by about two standard deviations."""
    rng = np.random.default_rng(seed)
    label = rng.integers(0, 2, count)
    return rng, label, recipe.sigmoid((2 * label - 1) * 1.5 + rng.normal(0, 1.5, count))


def test_a_threshold_covers_its_class():
    probability = np.random.default_rng(2).beta(5, 2, 4000)
    limit = conformal.threshold(probability[:2000], 0.95)
    assert (probability[2000:] >= limit).mean() == pytest.approx(0.95, abs=0.015)


def test_a_threshold_of_few_objects_excludes_nothing():
    assert conformal.threshold(np.linspace(0.5, 0.9, 18), 0.95) == 0


def test_a_weighted_threshold_covers_the_shifted_population():
    """Objects with small u are rare in the sample and common in the target, and have lower probabilities."""
    rng = np.random.default_rng(4)
    sample, target = rng.beta(2, 1, COUNT), rng.beta(1, 2, COUNT)
    ratio = (1 - sample) / sample

    def probability(u):
        return np.clip(0.2 + 0.6 * u + rng.normal(0, 0.05, len(u)), 0, 1)

    plain = conformal.threshold(probability(sample), 0.95)
    weighted = conformal.threshold(probability(sample), 0.95, ratio)
    assert (probability(target) >= plain).mean() < 0.85
    assert (probability(target) >= weighted).mean() == pytest.approx(0.95, abs=0.03)


def test_both_classes_are_covered():
    _, label, probability = drawn(5)
    held, state = held_out(probability[: COUNT // 2], label[: COUNT // 2])
    found, _ = conformal.thresholds(probability[: COUNT // 2], held, state)
    pair = found["KEPLER"]["all"]
    p, y = probability[COUNT // 2 :], label[COUNT // 2 :]
    assert (p[y == 1] >= pair["planet"]).mean() == pytest.approx(conformal.LEVEL, abs=0.02)
    assert (1 - p[y == 0] >= pair["false_positive"]).mean() == pytest.approx(conformal.FALSE_POSITIVE_LEVEL, abs=0.02)


def test_few_objects_of_a_class_give_no_threshold():
    _, label, probability = drawn(6, 60)
    held, state = held_out(probability, label)
    found, table = conformal.thresholds(probability, held, state)
    assert found == {"KEPLER": {}}
    assert (table == conformal.NONE).all()
    names = conformal.state_names()
    assert not conformal.thresholds_of_rows(found, np.array(["KEPLER"]), state[:1], names).any()


def test_a_stratum_with_unusual_planets_has_a_threshold_of_its_own():
    rng, label, probability = drawn(7)
    x = np.full((COUNT, len(fields.columns())), np.nan, np.float32)
    large = rng.random(COUNT) < 0.05
    x[:, fields.index("radius")] = np.where(large, 15, 3)
    probability = np.where(large & (label == 1), 0.02 + 0.3 * rng.random(COUNT), probability)
    held, state = held_out(probability, label, x)
    found, table = conformal.thresholds(probability, held, state)
    own = found["KEPLER"]["all, radius >= 10 R_earth"]["planet"]
    assert own < found["KEPLER"]["all"]["planet"]
    assert (probability[large & (label == 1)] >= own).mean() == pytest.approx(conformal.STRATUM_LEVEL, abs=0.01)
    assert "all, radius 2-4 R_earth" not in found["KEPLER"]
    column = 1 + strata.TITLES.index("radius >= 10 R_earth")
    assert table[STATES.index("all"), column] == pytest.approx(np.log(own / (1 - own)))


def row(**values):
    x = np.full((1, len(fields.columns())), np.nan, np.float32)
    x[0, 0] = KEPLER
    for name, value in values.items():
        x[0, fields.index(name)] = value
    return x


@pytest.mark.parametrize(
    ("x", "titles"),
    [
        (row(), []),
        (row(period=1), ["period 1-10 d"]),
        (row(period=np.nextafter(np.float32(1), np.float32(0))), ["period < 1 d"]),
        (row(snr=11, radius=1.5), ["radius < 2 R_earth", "S/N < 12", "S/N < 12 and radius < 2 R_earth"]),
        (row(depth=500, depth_err_high=5), ["S/N >= 100"]),
        (row(depth=500, depth_err_high=5, snr=30), ["S/N 25-100"]),
        (row(depth=500), []),
        (row(star_teff=6500, star_logg=3.9), ["star hotter than 6500 K", "star with log g < 4"]),
    ],
)
def test_strata_of_a_row(x, titles):
    member = strata.membership(x)
    assert [title for title, inside in zip(strata.TITLES, member[0], strict=True) if inside] == titles
    assert np.array_equal(strata.from_bits(strata.as_bits(member)), member)


def edges():
    """Synthetic rows with quantities exactly on the bounds of strata, just below them, and missing."""
    x = golden.synthetic_rows(400, 12).x
    bounds = [(name, v) for s in strata.STRATA for name, *limits in s.bounds for v in limits if np.isfinite(v)]
    for i, (name, value) in enumerate(bounds):
        x[2 * i, fields.index(name)] = value
        x[2 * i + 1, fields.index(name)] = np.nextafter(np.float32(value), np.float32(0))
    x[-100:, fields.index("snr")] = np.nan
    x[-50:, fields.index("depth_err_high")] = 0
    return x


def test_the_graph_selects_the_stratum_with_the_lowest_threshold(tmp_path):
    rows = golden.synthetic_rows(600, 5)
    fitted = baseline.fit(rows, rows.star_id, baseline.Settings(trees=20, leaf=2), 5)
    rng = np.random.default_rng(1)
    shape = (3 * len(STATES), 1 + len(strata.STRATA))
    limits = np.where(rng.random(shape) < 0.3, conformal.NONE, rng.normal(0, 3, shape))
    scaling = fitted.model.calibration
    scaling.planet_limits = torch.tensor(limits, dtype=torch.float32)
    onnx.save(baseline.build(fitted.model), str(tmp_path / "model.onnx"))
    served = export.session(tmp_path / "model.onnx")
    for x in (edges(), golden.golden_rows(4)):
        ours, graph = fitted.model.predict(x)[2], export.run(served, x)[2]
        assert np.array_equal(ours, graph)
        base = scaling.state(fitted.model.encoder(torch.from_numpy(x))[3]).numpy().astype(int)
        member = np.concatenate([np.ones((len(x), 1), bool), strata.membership(x)], axis=1)
        listed = np.where(member, limits[x[:, 0].astype(int) * len(STATES) + base], np.inf)
        expected = np.where(base < 0, -1, base + len(STATES) * listed.argmin(1))
        assert np.array_equal(ours, expected)
    assert len(np.unique(export.run(served, edges())[2])) > 20


def test_without_thresholds_of_strata_the_state_is_that_of_the_fields():
    scaling = Calibration()
    x = torch.from_numpy(edges())
    survey, flags = torch.eye(3)[x[:, 0].long()], (~torch.isnan(x[:, 1:])).float()
    state = scaling(torch.zeros(len(x)), torch.zeros(len(x)), survey, flags, x)[2]
    assert torch.equal(state, scaling.state(flags))


def test_state_names_are_those_of_the_fields_first():
    names = conformal.state_names()
    assert tuple(names[: len(STATES)]) == STATES
    assert len(set(names)) == len(STATES) * (1 + len(strata.STRATA))


def test_rows_that_look_like_candidates_get_larger_weights():
    rows = golden.synthetic_rows(3000, 8)
    rng = np.random.default_rng(3)
    small = rows.x[:, fields.index("radius")] < 3
    candidate = rng.random(len(rows)) < np.where(small, 0.7, 0.2)
    label = np.where(candidate, -1, rows.label).astype(np.int8)
    survey = rows.mission == "KEPLER"
    weight = shift.candidate_weights(replace(rows, label=label), rows.star_id, 1)
    assert np.median(weight[survey & small]) > 2 * np.median(weight[survey & ~small])
    few = np.where(survey, rows.label, label).astype(np.int8)
    assert (shift.candidate_weights(replace(rows, label=few), rows.star_id, 1)[survey] == 1).all()


def test_copies_of_k2_rows_count_little_in_the_calibration():
    mission, copy = np.array(["K2", "K2", "KEPLER"], object), np.array(["five_field", "period", "period"], object)
    assert calibration.copy_weights(mission, copy).tolist() == [1, calibration.MASKED_WEIGHTS["K2"], 1]


def test_stars_of_training_are_left_out_under_any_name(tmp_path):
    model, data = tmp_path / "model", tmp_path / "data/catalogs"
    model.mkdir()
    data.mkdir(parents=True)
    (model / "oof.csv").write_text("object_id,star_id\nK00001.01,KIC1\n")
    (data / "cross_ids.csv").write_text("star_a,star_b\nKIC1,TIC9\nKIC2,TIC8\n")
    groups = np.array(["KIC1", "KIC2", "TIC7"], object)
    assert evaluate._twins(data.parent, model, groups).tolist() == [True, False, False]


NOT_REACHED = []
NOT_MADE = []


def test_a_distilled_model_is_held_to_its_teacher():
    def lost(most: float) -> dict:
        return {name: {"difference": -most, "low": -most - 0.01, "high": -most + 0.001} for name in ("accuracy", "auc")}

    content = {"teacher": {"KEPLER": {"all": lost(0.0015), "period": lost(0.0005)}, "K2": {"all": lost(0.0015)}}}
    met = {entry["what"]: entry["met"] for entry in requirements.compare(content)}
    assert met == {
        "KOI, all fields and errors: accuracy less the teacher's": True,
        "KOI, all fields and errors: AUC less the teacher's": False,
        "KOI, period without error: accuracy less the teacher's, upper end of the interval": True,
        "KOI, period without error: AUC less the teacher's, upper end of the interval": True,
        "K2, all fields and errors: accuracy less the teacher's, upper end of the interval": False,
        "K2, all fields and errors: AUC less the teacher's, upper end of the interval": False,
    }
    assert not any("teacher" in entry["what"] for entry in requirements.compare({}))


def test_the_newest_model_meets_every_requirement_but_those_that_its_card_names():
    content = json.loads((newest_version(fields.MODELS / "tabular") / "card.json").read_text())
    assert [entry["what"] for entry in content["requirements"] if not entry["met"]] == NOT_REACHED
    not_reached = [note.split(": required")[0] for note in content["notes"] if ": required" in note]
    assert not_reached == NOT_REACHED
    assert [note.split(":")[0] for note in content["notes"] if ": required" not in note] == NOT_MADE
    assert content["conformal"]["short"] == {"KEPLER": 0, "TESS": 0, "K2": 0}
    assert content["format"] == card.FORMAT
