"""How a row that was measured from a light curve is decided: `curve_rows` of the card.

A fit of one sector is not a row of the TOI table: its depth and duration scatter more, and its errors mean something
else. So the model reads values without errors, and a logistic regression on its log-odds and on what the TOI table does
not have (signal to noise, impact parameter), or has otherwise distributed, gives the answer. Prediction sets get
thresholds of their own. All is fitted on single-sector fits of TESS data validation (`measured_rows`).

The shipped model has seen the TOIs of these fits. The log-odds are therefore those of five models that were trained
without the stars of a fold: the member of the other folds, with the calibration of the card. Figures
are out of fold twice: regression and thresholds of a fold come from the others.

There are no measured rows of K2 with labels. A K2 row is answered as one of TESS, and the card says that it is
unchecked.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import pandas as pd
import torch
from scipy.optimize import minimize

from . import (
    card,
    catalogues,
    conformal,
    fields,
    folds,
    measured_rows,
    metrics,
    parallel,
    recipe,
    results,
    taught,
    training_run,
)
from .calibration import Calibration
from .kinds import KINDS

FILE = "curve_rows.csv"
FIT = ("period", "duration", "depth", "impact", "snr")
STAR = ("star_teff", "star_logg", "star_radius")
#: what a rule needs; the first that a row satisfies applies
NEEDS = {
    "star": (*FIT, "radius", *STAR, "star_mag"),
    "star_without_magnitude": (*FIT, "radius", *STAR),
    "transit": FIT,
}
#: values that follow from a star's
FOLLOWS = ("teq", "insol")
#: terms of the regression beside the log-odds: column, whether its logarithm is taken, and limits of the value
TERMS = (
    ("snr", True, 3.0, 500.0),
    ("period", True, 0.1, 1000.0),
    ("duration", True, 0.1, 100.0),
    ("impact", False, 0.0, 1.2),
    ("radius", True, 0.1, 200.0),
    ("radius", True, 15.0, 200.0),
)
#: sum of squares that is added to the log loss, by coefficients in standard deviations of their term
PENALTY = 2.0
FITTED_ON = "{rows} single-sector fits of {objects} TESS objects of interest"
RESAMPLES = 500


@dataclass(frozen=True)
class Levels:
    """Shares of the planets and of the false positives whose set shall contain their class; with `by_star` each star
    counts once, however many sectors observed it."""

    planet: float
    false_positive: float
    by_star: bool


LEVELS = Levels(0.97, 0.967, by_star=True)
#: of a card that does not say
FIRST_LEVELS = Levels(0.975, 0.965, by_star=False)


@dataclass(frozen=True)
class Job:
    """The fit of a fold, and measured rows to score."""

    fit: taught.Job
    score: np.ndarray
    scaling: tuple[np.ndarray, np.ndarray]


def add_to_card(folder: Path, data: Path, work: Path | None = None) -> dict:
    """Writes curve_rows.csv and the section of the card. `work` is a folder with finished fits of the training."""
    content = card.read(folder / "card.json")
    make(content, data, work).to_csv(folder / FILE, index=False)
    content["curve_rows"] = measure(load(folder), content["training"]["seed"])
    card.write(folder / "card.json", content)
    return content["curve_rows"]


def load(folder: Path) -> pd.DataFrame:
    return pd.read_csv(folder / FILE, dtype={"object_id": str, "star_id": str})


def reads(rule: str) -> list[str]:
    return ["source", *NEEDS[rule], *(FOLLOWS if rule != "transit" else ())]


def make(content: dict, data: Path, work: Path | None = None) -> pd.DataFrame:
    """Out-of-fold log-odds of the model for every measured row, by rule; NaN where the row lacks what the rule
    needs."""
    seed = content["training"]["seed"]
    rows, groups, fold = training_run.load(data, seed)
    measured = measured_rows.load(data)
    keys, own = folds.extend(groups, fold, measured.star_id, measured.label, seed, catalogues.load_cross_ids(data))
    scaling = tuple(np.array(content["calibration"][name]) for name in ("slope", "offset"))
    fits = taught.jobs(rows, groups, fold, KINDS[content["name"]].settings, seed, work)
    jobs = [Job(fits[k], measured.x[own == k], scaling) for k in range(folds.FOLDS)]
    table = pd.DataFrame(
        {
            "object_id": measured.object_id,
            "star_id": keys,
            "label": measured.label.astype(int),
            "fold": own.astype(int),
        }
    )
    for column, *_ in TERMS:
        table[column] = np.round(measured.x[:, fields.index(column)].astype(float), 5)
    table[list(NEEDS)] = np.nan
    for k, answers in enumerate(parallel.map_jobs(log_odds, jobs)):
        for rule, values in answers.items():
            table.loc[own == k, rule] = np.round(values, 6)
    return table


def log_odds(job: Job) -> dict[str, np.ndarray]:
    """Log-odds of the rows to score by rule, each on the columns that the rule reads."""
    member = taught.fit_pair(job.fit).served
    with torch.no_grad():
        return {rule: _answers(member, job, rule) for rule in NEEDS}


def _answers(member: taught.Member, job: Job, rule: str) -> np.ndarray:
    """NaN where a row lacks what the rule needs."""
    scaling, x = Calibration(*job.scaling), np.full_like(job.score, np.nan)
    columns = [fields.index(name) for name in reads(rule)]
    x[:, columns] = job.score[:, columns]
    _, _, survey, flags = member.encoder(torch.from_numpy(x))
    state, code = scaling.state(flags).numpy().astype(int), survey.argmax(1).numpy()
    slope, offset = (part.numpy()[code, state] for part in (scaling.slope, scaling.offset))
    needed = [fields.index(name) for name in NEEDS[rule]]
    return np.where(np.isfinite(job.score[:, needed]).all(axis=1), slope * member.logit(x) + offset, np.nan)


def levels_of(content: dict) -> Levels:
    """Those of a card."""
    written = content["curve_rows"]["TESS"].get("levels")
    return Levels(**written) if written else FIRST_LEVELS


def measure(table: pd.DataFrame, seed: int, levels: Levels = LEVELS) -> dict:
    """The section of the card: rules by mission, those of TESS with figures out of fold."""
    rules = []
    for rule in NEEDS:
        given = table[table[rule].notna()].reset_index(drop=True)
        rules.append(
            {
                "name": rule,
                "needs": list(NEEDS[rule]),
                "reads": reads(rule),
                **fit(given, rule, levels),
                "figures": figures(given, rule, seed, levels),
            }
        )
    objects = table["object_id"].str.split("/").str[0].nunique()
    fitted_on = FITTED_ON.format(rows=f"{len(table):,}", objects=objects)
    plain = [{name: value for name, value in rule.items() if name != "figures"} for rule in rules]
    # Kepler's band is not that of TESS, so the magnitude is not read.
    without = [rule for rule in plain if "star_mag" not in rule["needs"]]
    return {
        "TESS": {"fitted_on": fitted_on, "checked": True, **_written(levels), "rules": rules},
        "K2": {"fitted_on": fitted_on, "checked": False, "read_as": "TESS", "rules": without},
    }


def _written(levels: Levels) -> dict:
    return {} if levels == FIRST_LEVELS else {"levels": asdict(levels)}


def fit(part: pd.DataFrame, rule: str, levels: Levels = LEVELS) -> dict:
    """Coefficients of the log-odds and terms, and thresholds of both classes."""
    x, y = _design(part, rule), part["label"].to_numpy(float)
    centre, spread = x.mean(axis=0), x.std(axis=0)
    inputs = np.column_stack([(x - centre) / spread, np.ones(len(x))])

    def loss(weights):
        z = inputs @ weights
        pull = np.append(weights[:-1], 0)
        slope = inputs.T @ (recipe.sigmoid(z) - y) + 2 * PENALTY * pull
        return np.sum(np.logaddexp(0, z) - y * z) + PENALTY * np.sum(pull**2), slope

    best = minimize(loss, np.zeros(inputs.shape[1]), jac=True, method="L-BFGS-B", options={"ftol": 1e-14}).x
    weights, centres = np.round(best[:-1] / spread, 4), np.round(centre, 4)
    found = {
        "slope": float(weights[0]),
        "offset": round(float(best[-1] - weights[0] * centre[0]), 4),
        "terms": [
            {"column": column, "log": log, "from": low, "to": high, "centre": float(c), "weight": float(w)}
            for (column, log, low, high), c, w in zip(_terms(rule), centres[1:], weights[1:], strict=True)
        ],
    }
    p, fits = answer(part, rule, found), part.groupby("star_id")["label"].transform("size").to_numpy(float)
    weight = 1 / fits if levels.by_star else np.ones(len(fits))
    limits = (
        conformal.threshold(p[y == 1], levels.planet, weight[y == 1]),
        conformal.threshold(1 - p[y == 0], levels.false_positive, weight[y == 0]),
    )
    return {**found, "thresholds": dict(zip(("planet", "false_positive"), np.round(limits, 6).tolist(), strict=True))}


def answer(part: pd.DataFrame, rule: str, found: dict) -> np.ndarray:
    """Probabilities [rows] by a rule."""
    x = _design(part, rule)
    z = found["slope"] * x[:, 0] + found["offset"]
    for position, term in enumerate(found["terms"], start=1):
        z = z + term["weight"] * (x[:, position] - term["centre"])
    return recipe.sigmoid(z)


def _terms(rule: str) -> list[tuple]:
    return [term for term in TERMS if term[0] in NEEDS[rule]]


def _design(part: pd.DataFrame, rule: str) -> np.ndarray:
    columns = [part[rule].to_numpy(float)]
    for column, log, low, high in _terms(rule):
        value = np.clip(part[column].to_numpy(float), low, high)
        columns.append(np.log(value) if log else value)
    return np.stack(columns, axis=1)


def figures(given: pd.DataFrame, rule: str, seed: int, levels: Levels = LEVELS) -> dict:
    """Figures with coefficients and thresholds from the other folds."""
    y, fold = given["label"].to_numpy(), given["fold"].to_numpy()
    p, planet, other = np.zeros(len(y)), np.zeros(len(y), bool), np.zeros(len(y), bool)
    for k in np.unique(fold):
        inside = fold == k
        found = fit(given[~inside], rule, levels)
        p[inside], limits = answer(given[inside], rule, found), found["thresholds"]
        planet[inside] = (p[inside] >= limits["planet"]) | (p[inside] >= 0.5)
        other[inside] = (1 - p[inside] >= limits["false_positive"]) | (p[inside] < 0.5)
    decided, right = planet ^ other, np.where(y == 1, planet, other)
    return {
        **metrics.summary(p, y, given["star_id"].to_numpy(), seed, RESAMPLES),
        "agreement": results.calibration_agreement(p, y),
        "decided": round(float(decided.mean()), 5),
        "right": round(float(right[decided].mean()), 5),
        "right_planet": round(float(right[decided & planet].mean()), 5),
        "right_false_positive": round(float(right[decided & other].mean()), 5),
        "coverage_planet": round(float(planet[y == 1].mean()), 5),
        "coverage_false_positive": round(float(other[y == 0].mean()), 5),
    }
