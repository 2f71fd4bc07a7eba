"""What a catalogue changes is recovered from made rows, and leaves rows alone that it says nothing about."""

import numpy as np
import pandas as pd
import pytest

from training import context, patterns

TRUTH = (-3.0, -1.0, 1.0, 2.0)


@pytest.fixture(scope="module")
def table():
    random = np.random.default_rng(1)
    rows = 40_000
    z = random.normal(0, 2, rows)
    matched, weaker = random.random(rows) < 0.2, random.random(rows) < 0.5
    objects = random.choice([1, 2, 3, 4], rows, p=[0.7, 0.15, 0.1, 0.05])
    made = pd.DataFrame(
        {
            "mission": "KEPLER",
            "star_id": np.arange(rows).astype(str),
            "fold": np.arange(rows) % 5,
            "match": np.where(matched, 8.0, np.nan),
            "weaker": np.where(weaker, "true", "false"),
            "multiplicity": objects,
        }
    )
    for kind in patterns.KINDS:
        made[kind] = 1 / (1 + np.exp(-z))
        made[f"{kind}_planet_from"], made[f"{kind}_false_positive_from"] = 0.1, 0.2
    truth = z + context.design(made) @ np.array(TRUTH)
    made["label"] = (random.random(rows) < 1 / (1 + np.exp(-truth))).astype(int)
    return made


def test_the_constants_are_recovered(table):
    assert np.allclose(context.fit(table), TRUTH, atol=0.15)


def test_a_row_about_which_the_catalogue_says_nothing_is_answered_as_before(table):
    updated = context.out_of_fold(table)
    silent = context.design(table).sum(axis=1) == 0
    assert (updated["all"][silent] == table["all"][silent]).all()
    assert (updated["all"][~silent] != table["all"][~silent]).all()


def test_false_positives_in_systems_stay_covered_and_matches_as_the_stronger_exclude_no_planet(table):
    updated = context.out_of_fold(table)
    planet, other = context.sets(table, updated, "all")
    label, x = table["label"].to_numpy(), context.design(table)
    system = (x[:, 2:].sum(axis=1) > 0) & (x[:, :2].sum(axis=1) == 0)
    assert other[system & (label == 0)].mean() > context.COVERED - 0.01
    before = table["all"].to_numpy() >= 0.1
    assert planet[(x[:, 1] == 1) & before].all()


def test_a_survey_with_few_false_positives_in_systems_is_not_changed(table):
    few = table[(table["label"] == 1) | (table["multiplicity"] == 1)]
    assert context.measure(few, seed=1, resamples=2)["update"] == {}
