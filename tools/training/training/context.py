"""What a catalogue knows and a row does not: a match with another star's ephemeris, and several objects on one star.

`tools/bench/match/print-matches.mjs` finds both with the code of the service. A logistic regression adds a constant to
the log-odds of a row for each; the slope of the row's log-odds stays 1 and there is no intercept, so that a row about
which the catalogue says nothing is answered as before. It is fitted out of fold by star like all else, for the surveys
whose table has enough of both classes.
"""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import numpy as np
import pandas as pd
from scipy.optimize import minimize

from . import card, fields, metrics, patterns, requirements, results

FILE = "context.csv"
#: constants that are fitted, in the order of the columns of `design`
TERMS = ("weaker", "other", "two", "more")
#: log-odds, standard deviation of the prior of each constant
PRIOR = 3.0
#: labelled rows of each class in systems of several objects below which a survey gets no update
MIN_ROWS = 100
EDGE = 1e-6
#: share of the false positives in systems of several objects whose set contains "false positive", as of rows alone
COVERED = 0.90


def make(folder: Path, data: Path) -> None:
    """Writes context.csv of a model folder: what the catalogue says of each labelled object."""
    program = fields.REPOSITORY / "tools/bench/match/print-matches.mjs"
    raw = folder / f".{FILE}"
    subprocess.run(
        ["node", str(program), "--csv", str(raw)], check=True, env={**os.environ, "EXOPLANET_DATA": str(data)}
    )
    found = pd.read_csv(raw, dtype={"object_id": str, "weaker": str})
    raw.unlink()
    labelled = results.read_table(folder / "oof.csv")[["mission", "object_id"]]
    found["object_id"] = found["object_id"].where(found["mission"] != "TESS", "TOI-" + found["object_id"])
    labelled.merge(found, on=["mission", "object_id"], how="left").to_csv(folder / FILE, index=False)


def add_to_card(folder: Path, data: Path) -> dict:
    make(folder, data)
    content = card.read(folder / "card.json")
    content["context"] = measure(load(folder), content["training"]["seed"], content["training"]["bootstrap_resamples"])
    content["requirements"] = requirements.compare(content)
    content["notes"] = requirements.notes(content)
    card.write(folder / "card.json", content)
    return content["context"]


def load(folder: Path) -> pd.DataFrame:
    """The out-of-fold table with `weaker`, `match` and `multiplicity` beside it."""
    found = pd.read_csv(folder / FILE, dtype={"object_id": str, "weaker": str})
    return results.read_table(folder / "oof.csv").merge(found, on=["mission", "object_id"], how="left")


def design(table: pd.DataFrame) -> np.ndarray:
    """[rows × terms] of 0 and 1."""
    matched = table["match"].notna().to_numpy()
    weaker = (table["weaker"] == "true").to_numpy() & matched
    objects = table["multiplicity"].to_numpy(float)
    return np.stack([weaker, matched & ~weaker, objects == 2, objects >= 3], axis=1).astype(float)


def measure(table: pd.DataFrame, seed: int, resamples: int) -> dict:
    """The update by survey, and figures out of fold with and without it."""
    update, figures, match = {}, {}, {}
    for mission in [name for name in results.NAMES if (table["mission"] == name).any()]:
        part = table[table["mission"] == mission].reset_index(drop=True)
        match[mission] = _match_counts(part)
        if min(match[mission]["several_objects"].values()) < MIN_ROWS:
            continue
        constants = fit(part)
        updated = out_of_fold(part)
        update[mission] = {
            "match": {"weaker": constants[0], "other": constants[1]},
            "multiplicity": {"two": constants[2], "more": constants[3]},
            "false_positive_from": threshold(part, constants),
        }
        figures[mission] = {
            kind: _figures(part, updated, kind, seed, resamples) for kind in patterns.KINDS if part[kind].notna().any()
        }
    return {"update": update, "figures": figures, "counts": match, "min_rows": MIN_ROWS}


def fit(part: pd.DataFrame) -> list[float]:
    """Constants by maximum likelihood on complete rows, with a normal prior."""
    z, y, x = _log_odds(part["all"]), part["label"].to_numpy(float), design(part)

    def loss(constants):
        shifted = z + x @ constants
        return np.sum(np.logaddexp(0, shifted) - y * shifted) + np.sum(constants**2) / (2 * PRIOR**2)

    return [round(float(value), 4) for value in minimize(loss, np.zeros(len(TERMS))).x]


def apply(part: pd.DataFrame, kind: str, constants: list[float]) -> np.ndarray:
    """Probabilities with the update; those of other rows stay as they are."""
    change = design(part) @ np.array(constants)
    shifted = 1 / (1 + np.exp(-_log_odds(part[kind]) - change))
    return np.where(change == 0, part[kind].to_numpy(float), shifted)


def threshold(part: pd.DataFrame, constants: list[float]) -> float:
    """The probability of "false positive" that COVERED of the false positives in systems of several objects reach, with
    whichever kind of input."""
    chosen = _several(part) & (part["label"] == 0).to_numpy() & ~part["match"].notna().to_numpy()
    lowest = 1.0
    for kind in patterns.KINDS:
        other = 1 - apply(part[chosen & part[kind].notna().to_numpy()], kind, constants)
        rank = int(np.floor((len(other) + 1) * (1 - COVERED)))
        if len(other) > 0:
            lowest = min(lowest, np.sort(other)[rank - 1] if rank >= 1 else 0.0)
    return round(float(lowest), 6)


def out_of_fold(part: pd.DataFrame) -> pd.DataFrame:
    """Probability of each kind of input with the update of the other folds, and their threshold."""
    updated = pd.DataFrame(index=part.index, columns=[*patterns.KINDS, "false_positive_from"], dtype=float)
    for fold in sorted(part["fold"].unique()):
        inside = (part["fold"] == fold).to_numpy()
        others = part[~inside].reset_index(drop=True)
        constants = fit(others)
        for kind in patterns.KINDS:
            updated.loc[inside, kind] = apply(part[inside], kind, constants)
        updated.loc[inside, "false_positive_from"] = threshold(others, constants)
    return updated


def _figures(part: pd.DataFrame, updated: pd.DataFrame, kind: str, seed: int, resamples: int) -> dict:
    given = part[kind].notna().to_numpy()
    y, stars = part["label"].to_numpy()[given], part["star_id"].to_numpy()[given]
    p = updated[kind].to_numpy(float)
    has_planet, has_other = sets(part, updated, kind)
    hit = np.where(part["label"].to_numpy() == 1, has_planet, has_other)
    groups = {
        "all": given,
        "several_objects": given & _several(part),
        "matched": given & part["match"].notna().to_numpy(),
    }
    coverage = {}
    for name, rows in groups.items():
        labels = part["label"].to_numpy()[rows]
        coverage[name] = {
            title: {"rows": int((labels == label).sum()), "covered": round(float(hit[rows][labels == label].mean()), 5)}
            for title, label in (("planet", 1), ("false_positive", 0))
            if (labels == label).any()
        }
    return {
        "alone": metrics.Ranked(part[kind].to_numpy(float)[given], y).all(),
        "with": metrics.summary(p[given], y, stars, seed, resamples),
        "agreement": results.calibration_agreement(p[given], y),
        "coverage": coverage,
        "single_label": round(float((has_planet ^ has_other)[given].mean()), 5),
    }


def sets(part: pd.DataFrame, updated: pd.DataFrame, kind: str) -> tuple[np.ndarray, np.ndarray]:
    """Whether each class is in the set, by the rule of `judge.ts`."""
    alone, p = part[kind].to_numpy(float), updated[kind].to_numpy(float)
    planet_from, other_from = (part[f"{kind}_{name}"].to_numpy(float) for name in results.THRESHOLDS)
    x = design(part)
    weaker, several = x[:, 0] == 1, _several(part)
    planet = (p >= planet_from) | (p >= 0.5) | (~weaker & ((alone >= planet_from) | (alone >= 0.5)))
    own = several & (1 - p >= updated["false_positive_from"].to_numpy(float))
    return planet, (1 - p >= other_from) | (p < 0.5) | own


def _match_counts(part: pd.DataFrame) -> dict:
    label, matched, x = part["label"].to_numpy(), part["match"].notna().to_numpy(), design(part)

    def classes(rows):
        return {"planet": int((label[rows] == 1).sum()), "false_positive": int((label[rows] == 0).sum())}

    return {
        "matched": classes(matched),
        **{name: classes(x[:, i] == 1) for i, name in enumerate(TERMS)},
        "several_objects": classes(_several(part)),
    }


def _several(part: pd.DataFrame) -> np.ndarray:
    return part["multiplicity"].to_numpy(float) >= 2


def _log_odds(probability: pd.Series) -> np.ndarray:
    p = np.clip(probability.to_numpy(float), EDGE, 1 - EDGE)
    return np.log(p) - np.log1p(-p)
