"""The rules that decide rows measured from light curves: what is fitted, and what the figures are made from."""

import numpy as np
import pandas as pd
import pytest

from training import curve_rows, recipe

FOLDS = 5


def measured(count=4000, seed=3):
    """Log-odds that are twice too sure, and too low where signal to noise is high: both can be learned."""
    rng = np.random.default_rng(seed)
    truth = rng.normal(0, 2.5, count)
    snr = np.exp(rng.uniform(np.log(5), np.log(200), count))
    table = pd.DataFrame(
        {
            "object_id": [f"TOI-{i // 2}.01/s0001/1" for i in range(count)],
            "star_id": [f"TIC{i // 2}" for i in range(count)],
            "label": (rng.random(count) < recipe.sigmoid(truth)).astype(int),
            "fold": np.arange(count) // 2 % FOLDS,
            "snr": snr,
            "period": np.exp(rng.uniform(0, 3, count)),
            "duration": rng.uniform(1, 8, count),
            "impact": rng.uniform(0, 1, count),
            "radius": np.exp(rng.uniform(0, 3, count)),
        }
    )
    for rule in curve_rows.NEEDS:
        table[rule] = 2 * (truth - 0.8 * np.log(snr / 30))
    return table


@pytest.fixture(scope="module")
def table():
    return measured()


def test_the_fit_finds_how_sure_the_model_is_and_what_a_term_adds(table):
    found = curve_rows.fit(table, "star")
    assert found["slope"] == pytest.approx(0.5, abs=0.05)
    weights = {term["column"]: term["weight"] for term in found["terms"] if term["column"] != "radius"}
    assert weights["snr"] == pytest.approx(0.8, abs=0.15)
    assert weights["duration"] == pytest.approx(0, abs=0.15)
    assert weights["period"] == pytest.approx(0, abs=0.15)


def test_an_answer_is_the_sum_that_the_card_describes(table):
    found, row = curve_rows.fit(table, "star"), table.iloc[[7]]
    z = found["offset"] + found["slope"] * row["star"].item()
    for term in found["terms"]:
        value = min(max(row[term["column"]].item(), term["from"]), term["to"])
        z += term["weight"] * ((np.log(value) if term["log"] else value) - term["centre"])
    assert curve_rows.answer(row, "star", found).item() == pytest.approx(1 / (1 + np.exp(-z)), abs=1e-9)


def test_values_beyond_the_limits_of_a_term_change_nothing(table):
    found = curve_rows.fit(table, "star")
    far, farther = (curve_rows.answer(table.assign(snr=snr), "star", found) for snr in (500.0, 5e6))
    assert np.array_equal(far, farther)


def test_sets_hold_each_class_as_often_as_their_levels_say_on_stars_of_other_folds(table):
    found = curve_rows.figures(table, "star", 1)
    assert found["coverage_planet"] == pytest.approx(curve_rows.LEVELS.planet, abs=0.015)
    assert found["coverage_false_positive"] == pytest.approx(curve_rows.LEVELS.false_positive, abs=0.015)
    assert found["ece"]["value"] < 0.03
    assert found["agreement"]["slope"] == pytest.approx(1, abs=0.1)


def test_figures_of_a_fold_do_not_depend_on_its_own_labels(table):
    """Labels of fold 0 reversed: the answers there stay as they were, so its AUC becomes 1 - AUC."""
    inside = table["fold"] == 0

    def fold_answers(changed):
        return curve_rows.answer(table[inside], "star", curve_rows.fit(changed[changed["fold"] != 0], "star"))

    changed = table.assign(label=np.where(inside, 1 - table["label"], table["label"]))
    assert np.array_equal(fold_answers(table), fold_answers(changed))
    plain, reversed_ = (curve_rows.figures(each[inside | (each["fold"] == 1)], "star", 1) for each in (table, changed))
    assert plain["auc"]["value"] > 0.8 > reversed_["auc"]["value"]


def test_a_rule_is_fitted_on_the_rows_that_give_what_it_needs(table):
    without = table.assign(star=table["star"].where(np.arange(len(table)) % 3 > 0))
    section = curve_rows.measure(without, 1)
    rows = {rule["name"]: rule["figures"]["rows"] for rule in section["TESS"]["rules"]}
    assert rows["star"] == len(table) * 2 // 3
    assert rows["transit"] == len(table)


def test_k2_is_read_as_tess_without_its_magnitude_and_says_that_it_is_unchecked(table):
    section = curve_rows.measure(table, 1)
    assert section["TESS"]["checked"]
    assert not section["K2"]["checked"]
    assert section["K2"]["read_as"] == "TESS"
    assert [rule["name"] for rule in section["K2"]["rules"]] == ["star_without_magnitude", "transit"]
    assert all("star_mag" not in rule["reads"] and "figures" not in rule for rule in section["K2"]["rules"])


def test_a_star_that_many_sectors_observed_counts_once_in_the_thresholds(table):
    """A thousand more fits of one planet that is easy to tell hardly change the regression. Counted by fits, more
    of the other planets may miss their class."""
    planets = table[table["label"] == 1]
    certain = planets.iloc[[np.argmax(curve_rows.answer(planets, "star", curve_rows.fit(table, "star")))]]
    often = pd.concat([table, *[certain] * 1000], ignore_index=True)

    def change(by_star):
        levels = curve_rows.Levels(0.97, 0.967, by_star)
        before, after = (curve_rows.fit(each, "star", levels)["thresholds"]["planet"] for each in (table, often))
        return after - before

    assert change(by_star=False) > 0.02 > abs(change(by_star=True))


def test_a_card_that_does_not_name_its_levels_keeps_those_it_was_made_with(table):
    written = {"curve_rows": curve_rows.measure(table, 1, curve_rows.FIRST_LEVELS)}
    assert "levels" not in written["curve_rows"]["TESS"]
    assert curve_rows.levels_of(written) == curve_rows.FIRST_LEVELS
    assert curve_rows.levels_of({"curve_rows": curve_rows.measure(table, 1)}) == curve_rows.LEVELS
