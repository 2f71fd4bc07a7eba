"""The state of a row follows from the fields present; calibration, sets and distance depend on it."""

import numpy as np
import onnx
import pytest
import torch

from training import baseline, export, fields, golden, unit_mistakes
from training.calibration import NO_STATE, STATES, Calibration
from training.encoder import Encoder

KEPLER, TESS, K2 = range(3)


@pytest.fixture(scope="module")
def encoder():
    return Encoder(golden.synthetic_rows(600, 3).x, 3)


@pytest.fixture(scope="module")
def fitted():
    rows = golden.synthetic_rows(600, 5)
    return rows, baseline.fit(rows, rows.star_id, baseline.Settings(trees=20, leaf=2), 5)


def row(survey: int, *names: str) -> np.ndarray:
    """1 for each field named, its errors 0.1 where its name ends in `±`."""
    x = np.full((1, len(fields.columns())), np.nan, np.float32)
    x[0, 0] = survey
    for name in names:
        x[0, fields.index(name.rstrip("±"))] = 1
        if name.endswith("±"):
            x[0, [fields.index(name[:-1] + suffix) for suffix in fields.ERROR_SUFFIXES]] = 0.1
    return x


MANY = ("period", "duration", "depth", "radius", "teq", "insol", "star_teff", "star_logg")


@pytest.mark.parametrize(
    ("x", "state"),
    [
        (row(KEPLER, "period"), "one"),
        (row(KEPLER, "period±"), "one_errors"),
        (row(KEPLER, "period", "radius"), "few"),
        (row(KEPLER, "period±", "radius±"), "five_field"),
        (row(KEPLER, "period±", "depth"), "few_errors"),
        (row(KEPLER, "period±", "radius±", "depth"), "few_errors"),
        (row(TESS, *MANY[:4]), "some"),
        (row(TESS, *MANY[:5], "star_teff±"), "some_errors"),
        (row(KEPLER, *MANY), "canonical"),
        (row(KEPLER, *MANY, "impact±"), "all"),
        (row(KEPLER, *MANY, "diagnostics.koi_dor"), "diagnostics"),
        (row(KEPLER), None),
        (row(TESS, "diagnostics.koi_dor"), None),
        (row(TESS, "snr", "impact±"), None),
    ],
)
def test_the_state_counts_the_fields_in_use(encoder, x, state):
    found = int(Calibration().state(encoder(torch.from_numpy(x))[3])[0])
    assert found == (NO_STATE if state is None else STATES.index(state))


def test_the_graph_has_the_same_states_and_distances(fitted, tmp_path):
    _rows, answer = fitted
    onnx.save(baseline.build(answer.model), str(tmp_path / "model.onnx"))
    served = export.session(tmp_path / "model.onnx")
    for x in (golden.golden_rows(3), golden.synthetic_rows(300, 9).x, row(KEPLER), row(TESS, "snr")):
        ours, graph = answer.model.predict(x), export.run(served, x)
        assert np.array_equal(ours[2], graph[2])
        assert np.abs(ours[1] - graph[1]).max() <= 1e-4 * ours[1].max()


def test_a_forest_ignores_fields_that_its_survey_never_has(fitted):
    rows, answer = fitted
    x = rows.x[rows.x[:, 0] == TESS].copy()
    before = answer.model.predict(x)[0]
    x[:, fields.index("impact")] = 0.9
    assert np.array_equal(answer.model.predict(x)[0], before)


def test_one_row_in_a_hundred_is_out_of_distribution_and_most_rows_in_a_wrong_unit_are(fitted):
    rows, answer = fitted
    detection_rates = unit_mistakes.detection_rates(answer.model.predict, rows)["KEPLER"]
    assert detection_rates.pop("as they are")["all"] <= 0.03
    assert min(shares["canonical"] for name, shares in detection_rates.items() if name.startswith("depth")) >= 0.9
