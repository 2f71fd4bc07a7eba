"""Multimodal training on synthetic views: one epoch, export, masks; and the shipped card against its tables."""

from __future__ import annotations

import copy

import numpy as np
import pandas as pd
import pytest
import torch

from training import calibration, card, fields, golden, patterns, student
from training import export as row_export
from training.encoder import Encoder
from training.graph import RowModel
from training.multimodal import export, finetune, late, measure, synthetic, vetting, views
from training.multimodal.graph import Multimodal
from training.multimodal.network import HEADS, VETTING, VIEWS

SHIPPED = sorted(path.parent for path in (fields.MODELS / "multimodal").glob("*/card.json"))
ROWS = 160


@pytest.fixture(scope="module")
def model() -> Multimodal:
    rows = golden.synthetic_rows(ROWS, 3)
    planet = rows.label == 1
    none = np.zeros((ROWS, len(views.SAMPLING)))
    curves = views.Curves(
        synthetic.synthetic_views(ROWS, planet, 3),
        rows.x,
        rows.x,
        rows.label,
        rows.mission,
        rows.object_id,
        rows.star_id,
        none,
        synthetic.synthetic_numbers(ROWS, 3),
    )
    settings = finetune.Settings(epochs=1)
    flat, river = (
        [finetune.fit_flat(curves, 5, None, settings, 3), finetune.fit_flat(curves, 9, None, settings, 4)],
        [finetune.fit_river(curves, 5, settings, 3)],
    )
    encoder = Encoder(patterns.apply(rows.x, "all"), 6)
    stack = student.Stack(1, encoder.width, (16, 8), 0.0).eval()
    names = (*late.KINDS[:3], *map(late.reduced, late.HIDDEN), *map(late.vetted, late.HIDDEN))
    logits = np.random.default_rng(3).normal(size=(len(names) + 2, ROWS)) + rows.label
    weights = late.table(dict(zip(names, logits, strict=False)), list(logits[-2:]), rows.label)
    shipped = [head for head in HEADS if head != "even"]
    row, trees = RowModel(encoder, stack, calibration.Calibration()), vetting.fit(curves, 3)
    return Multimodal(row, flat, river, trees, weights, shipped).eval()


def test_onnx_reproduces_pytorch(model, tmp_path):
    assert export.write(model, tmp_path / "model.onnx", synthetic.golden_inputs(5, 64)) <= 1e-5


def test_a_row_gets_the_same_result_alone_and_in_any_batch(model, tmp_path):
    export.write(model, tmp_path / "model.onnx", synthetic.golden_inputs(5))
    served, inputs = row_export.session(tmp_path / "model.onnx"), synthetic.golden_inputs(5, 96)
    together = export.run(served, inputs)
    for first, count in zip(range(1, 80, 7), (16, 1, 2, 3, 4, 5, 7, 8, 11, 13, 15, 16), strict=True):
        moved = {name: values[first : first + count] for name, values in inputs.items()}
        for ours, theirs in zip(together, export.run(served, moved), strict=True):
            assert np.array_equal(ours[first : first + count], theirs)
    for ours, theirs in zip(together, export.run(served, inputs, batch=1), strict=True):
        assert np.array_equal(ours, theirs)


def test_a_masked_view_has_no_effect(model):
    inputs = synthetic.golden_inputs(6)
    other = {**inputs, **{name: inputs[name].copy() for name in (*VIEWS, VETTING)}}
    for i, name in enumerate(HEADS[1:], start=1):
        other[name][inputs["mask"][:, i] == 0] = 0.7
    assert np.array_equal(model.predict(inputs)[0], model.predict(other)[0])


def test_a_missing_view_differs_from_a_view_of_zeros(model):
    inputs = synthetic.golden_inputs(7)
    flat = {**inputs, "local": np.zeros_like(inputs["local"]), "mask": np.ones_like(inputs["mask"])}
    reduced = {**flat, "mask": flat["mask"] * np.array([name != "local" for name in HEADS])}
    assert not np.allclose(model.predict(flat)[0], model.predict(reduced)[0])


def test_a_head_that_does_not_ship_has_no_effect(model):
    inputs = synthetic.golden_inputs(8)
    inputs["mask"][:] = 1
    off = {**inputs, "mask": inputs["mask"] * np.array([name != "even" for name in HEADS])}
    assert np.array_equal(model.predict({**inputs, "even": np.ones_like(inputs["even"])})[0], model.predict(off)[0])


def test_the_second_row_logit_does_not_depend_on_hidden_columns(model):
    """Stellar errors change the first logit of late fusion but not the second."""
    star = [fields.index("star_teff_err_low"), fields.index("star_radius_err_high")]
    inputs = synthetic.golden_inputs(10)
    inputs["row"][:, fields.index(late.MEASURED_COLUMN)], inputs["row"][:, fields.index(late.ARCHIVE_COLUMN)] = (
        80,
        np.nan,
    )
    inputs["mask"][:] = 1
    answers = []
    for part in (0, 1):
        only = copy.deepcopy(model)
        only.weights.copy_(torch.eye(late.PARTS)[part].expand_as(only.weights))
        for value in (1.0, 300.0):
            inputs["row"][:, star] = value
            answers.append(only.predict(inputs)[0])
    assert not np.allclose(answers[0], answers[1])
    assert np.array_equal(answers[2], answers[3])


@pytest.mark.parametrize("kind", late.KINDS[:3])
def test_the_vetting_counts_beside_a_measured_row_alone(model, kind):
    """A catalogue's row is not the one whose vetting it would be."""
    inputs = synthetic.golden_inputs(11)
    inputs["mask"][:] = 1
    errors = {late.MEASURED_COLUMN: 80 if kind == "measured" else np.nan}
    errors |= {late.ARCHIVE_COLUMN: 1 if kind == "archive" else np.nan}
    for column, value in errors.items():
        inputs["row"][:, fields.index(column)] = value
    inputs["row"][:, 0] = fields.sources()["KEPLER"]
    changed = {**inputs, VETTING: -inputs[VETTING]}
    assert np.array_equal(model.predict(inputs)[0], model.predict(changed)[0]) == (kind == "archive")


def test_without_views_the_result_is_that_of_the_row_model(model):
    inputs = synthetic.golden_inputs(9)
    inputs["mask"][:, 1:] = 0
    assert np.array_equal(model.predict(inputs)[0], model.row.predict(inputs["row"])[0])


@pytest.mark.parametrize("shipped", SHIPPED, ids=lambda folder: folder.name)
def test_a_star_is_in_one_fold_of_curves_and_rows(shipped):
    table = pd.read_csv(shipped / "curves.csv", dtype={"star_id": str})
    rows = pd.read_csv(shipped / "oof.csv", dtype={"star_id": str})
    joined = pd.concat([part[["star_id", "fold"]] for part in (table, rows)])
    assert (joined.groupby("star_id")["fold"].nunique() == 1).all()


@pytest.mark.parametrize("shipped", SHIPPED, ids=lambda folder: folder.name)
def test_the_card_agrees_with_its_tables(shipped):
    content = card.read(shipped / "card.json")
    table = pd.read_csv(shipped / "curves.csv", dtype={"object_id": str, "star_id": str})
    records = pd.read_csv(shipped / "tess.csv", dtype={"star_id": str})
    seed = content["training"]["seed"]
    assert content["curves"] == measure.curves(table, seed)
    assert content["comparisons"] == measure.comparisons(table, seed)
    assert content["ablation"] == measure.ablation(table, seed)
    assert content["tess_views"] == measure.tess(records, seed)
