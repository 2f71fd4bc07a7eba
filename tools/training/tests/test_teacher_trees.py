"""The teacher's trees: any subset of the fields, the physical ratios, and that no graph has them."""

import numpy as np
import pytest

from training import calibration, export, fields, golden, graph, patterns, student, teacher_trees


@pytest.fixture(scope="module")
def rows():
    return golden.synthetic_rows(900, 5)


def test_joined_log_odds_are_a_weighted_mean_and_those_of_the_networks_alone_without_trees(rows):
    trees = teacher_trees.fit(rows, 20, 3)
    networks = np.linspace(-2, 2, len(rows))
    alone = trees.logit_of(rows.x[:, 0], teacher_trees._inputs(rows.x))
    assert np.allclose(teacher_trees.joined_logit(networks, trees, rows.x), 0.4 * networks + 0.6 * alone)
    assert np.isfinite(teacher_trees.joined_logit(networks, trees, patterns.apply(rows.x, "period"))).all()
    few = rows.take(rows.label == 1)
    assert teacher_trees.fit(few, 20, 3).trees == [None, None, None]


def test_a_physical_ratio_changes_the_answer(rows):
    """The label is whether the transit is long for the star's density and the period: no column alone tells it."""
    gravity = fields.index("star_logg")
    x = rows.x.copy()
    x[:, 0] = 0
    mass = np.random.default_rng(2).uniform(0.3, 3, len(x))
    x[:, gravity] = 4.438 + np.log10(mass / x[:, fields.index("star_radius")] ** 2)
    ratio = teacher_trees._inputs(x)[:, -12]
    label = (ratio > np.nanmedian(ratio)).astype(rows.label.dtype)
    trees = teacher_trees.fit(type(rows)(**{**rows.__dict__, "x": x, "label": label}), 60, 3)
    answer = teacher_trees.joined_logit(np.zeros(len(x)), trees, x)
    known = np.isfinite(ratio)
    assert ((answer > 0) == label)[known].mean() > 0.9


def test_a_teacher_cannot_be_exported(rows):
    encoder = student.Settings(pieces=3).encoder(rows.x)
    stack = student.Stack(1, encoder.width, (8, 4), 0.0)
    model = graph.RowModel(encoder, stack, calibration.Calibration(), trees=teacher_trees.fit(rows, 5, 3))
    with pytest.raises(ValueError, match="cannot be exported"):
        export.build(model.eval())
