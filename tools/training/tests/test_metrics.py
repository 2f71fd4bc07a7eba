"""Metrics agree with scikit-learn, an independent implementation, and with cases computed by hand."""

import numpy as np
import pytest
from sklearn.metrics import average_precision_score, brier_score_loss, roc_auc_score

from training import metrics


@pytest.fixture
def scored():
    rng = np.random.default_rng(0)
    label = (rng.random(500) < 0.4).astype(int)
    return np.round(np.clip(0.3 * label + 0.7 * rng.random(500), 0, 1), 2), label


def test_point_metrics_agree_with_scikit_learn(scored):
    probability, label = scored
    ours = metrics.Ranked(probability, label).all()
    assert ours["auc"] == pytest.approx(roc_auc_score(label, probability), abs=1e-12)
    assert ours["ap"] == pytest.approx(average_precision_score(label, probability), abs=1e-12)
    assert ours["brier"] == pytest.approx(brier_score_loss(label, probability), abs=1e-12)


def test_weights_count_rows_several_times(scored):
    probability, label = scored
    times = np.random.default_rng(1).integers(0, 4, len(label))
    repeated = metrics.Ranked(np.repeat(probability, times), np.repeat(label, times)).all()
    weighted = metrics.Ranked(probability, label).all(times.astype(float))
    assert weighted == pytest.approx(repeated, abs=1e-9)


def test_calibration_error_of_a_case_computed_by_hand():
    probability, label = np.array([0.1, 0.1, 0.9, 0.9]), np.array([0, 1, 1, 1])
    assert metrics.Ranked(probability, label).all()["ece"] == pytest.approx(0.5 * 0.4 + 0.5 * 0.1)


def test_threshold_for_a_required_precision():
    probability, label = np.array([0.9, 0.8, 0.7, 0.6]), np.array([1, 1, 0, 1])
    assert metrics.Ranked(probability, label).at_precision(0.95) == {
        "threshold": 0.8,
        "precision": 1.0,
        "recall": pytest.approx(2 / 3),
    }


def test_interval_by_star_is_wider_than_by_row_when_stars_repeat(scored):
    probability, label = scored
    rows = np.arange(len(label))
    alone = metrics.summary(probability, label, rows.astype(str), 0, 300)["accuracy"]
    twice = metrics.summary(np.repeat(probability, 4), np.repeat(label, 4), np.repeat(rows, 4).astype(str), 0, 300)
    assert twice["accuracy"]["high"] - twice["accuracy"]["low"] == pytest.approx(alone["high"] - alone["low"], rel=0.2)
