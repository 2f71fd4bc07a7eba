"""Studies beyond the five folds: time split, transfer between surveys, leakage test and ablations. Their predictions
are kept in studies.csv, so that `check` can recompute the figures."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import lightgbm
import numpy as np
import pandas as pd

from . import card, catalogues, metrics, parallel, patterns, plain_trees, recipe, requirements, taught, training_run
from .catalogues import Rows
from .kinds import KINDS

SPLIT_DAY = np.datetime64("2022-01-01", "s")
FLAGS = ("koi_fpflag_nt", "koi_fpflag_ss", "koi_fpflag_co", "koi_fpflag_ec")
RESAMPLES = 300
TITLES = {
    "time_split": "TOI announced from 2022 on, by a model that saw none of their stars and no later TOI",
    "transfer_koi_to_toi": "TOI rows by a model trained on KOI alone, fields that both tables have",
    "transfer_toi_to_koi": "KOI rows by a model trained on TOI alone, fields that both tables have",
    "leakage_without_flags": "KOI, boosted trees, allowed columns, five-fold",
    "leakage_with_flags": "KOI, the same trees with koi_fpflag_* added: the answer in another form",
    "trees_koi": "KOI, boosted trees alone (LightGBM on whole rows, not the shipped ones), "
    "all fields and errors, five-fold",
    "trees_toi": "TOI, boosted trees alone (LightGBM on whole rows, not the shipped ones), "
    "all fields and errors, five-fold",
    "networks_koi": "KOI, the networks alone, five-fold",
    "networks_toi": "TOI, the networks alone, five-fold",
}
ABLATIONS = {"trees_koi": "KOI", "trees_toi": "TOI", "networks_koi": "KOI", "networks_toi": "TOI"}


def add_to_card(data: Path, model: Path, work: Path | None = None, ablations: bool = True) -> None:
    """Run the studies with the card's seed, write studies.csv and complete card.json. Without `ablations`, only the
    time split and the transfer between surveys."""
    seed = card.read(model / "card.json")["training"]["seed"]
    rows, groups, fold = training_run.load(data, seed)
    parts = _transfers(rows, groups, seed, work)
    if ablations:
        parts += [*_networks(rows, groups, fold, seed, work), *_trees(data, rows, groups, fold, seed)]
    pd.concat(parts).to_csv(model / "studies.csv", index=False)
    content = card.read(model / "card.json")  # now: the fits take long, and another command may have added to the card
    content["studies"] = measure(pd.read_csv(model / "studies.csv"), seed)
    content["requirements"] = requirements.compare(content)
    content["notes"] = requirements.notes(content)
    card.write(model / "card.json", content)
    text = (model / "metrics.txt").read_text().split("\nstudies\n")[0]
    (model / "metrics.txt").write_text(text + "\nstudies\n" + as_text(content))
    print((model / "metrics.txt").read_text())


def measure(table: pd.DataFrame, seed: int) -> dict:
    """Metrics with intervals of every study in the table."""
    return {
        name: {
            "title": TITLES[name],
            "ablation_of": ABLATIONS.get(name),
            **metrics.summary(
                part["probability"].to_numpy(float),
                part["label"].to_numpy(),
                part["star_id"].to_numpy(),
                seed,
                RESAMPLES,
            ),
        }
        for name, part in table.groupby("study", sort=False)
    }


def as_text(content: dict) -> str:
    lines = []
    for name, m in content["studies"].items():
        spans = "  ".join(
            f"{label} {m[key]['value']:.4f} [{m[key]['low']:.3f} {m[key]['high']:.3f}]"
            for key, label in (("accuracy", "accuracy"), ("auc", "AUC"))
        )
        lines.append(f"{name:24}{m['rows']:6d} rows  {spans}")
    lines.append("\nrequirements")
    width = max((len(entry["what"]) for entry in content["requirements"]), default=0) + 2
    lines.extend(
        f"{'met' if entry['met'] else 'NOT MET':8}{entry['what']:{width}}{entry['required']:22}{entry['reached']}"
        for entry in content["requirements"]
    )
    return "\n".join(lines) + "\n"


def _part(name: str, rows: Rows, groups: np.ndarray, where: np.ndarray, probability: np.ndarray) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "study": name,
            "object_id": rows.object_id[where],
            "star_id": groups[where],
            "label": rows.label[where].astype(int),
            "probability": np.round(probability, 6),
        }
    )


def _transfers(rows: Rows, groups: np.ndarray, seed: int, work: Path | None) -> list[pd.DataFrame]:
    """The time split, and each of KOI and TOI by a model that was trained on the other."""
    known = rows.label >= 0
    late = (rows.mission == "TESS") & (rows.created >= SPLIT_DAY)
    tests = {
        "time_split": np.flatnonzero(late & known),
        "transfer_koi_to_toi": np.flatnonzero((rows.mission == "TESS") & known),
        "transfer_toi_to_koi": np.flatnonzero((rows.mission == "KEPLER") & known),
    }
    learn = {
        "time_split": ~late & ~np.isin(groups, groups[late & known]),
        "transfer_koi_to_toi": (rows.mission == "KEPLER") & ~np.isin(groups, groups[rows.mission == "TESS"]),
        "transfer_toi_to_koi": (rows.mission == "TESS") & ~np.isin(groups, groups[rows.mission == "KEPLER"]),
    }
    settings = KINDS["tabular"].settings
    one_survey = replace(rows, x=np.where(np.arange(rows.x.shape[1]) == 0, np.float32(0), rows.x))
    jobs = [
        taught.Job(
            (rows if name == "time_split" else one_survey).take(learn[name]),
            groups[learn[name]],
            settings,
            seed + 50,
            work,
        )
        for name in tests
    ]
    pairs = parallel.map_jobs(taught.fit_pair, jobs)
    parts = []
    for name, pair in zip(tests, pairs, strict=True):
        x = patterns.apply((rows if name == "time_split" else one_survey).x[tests[name]], "all")
        parts.append(_part(name, rows, groups, tests[name], recipe.sigmoid(pair.served.logit(x))))
    return parts


def _networks(rows: Rows, groups: np.ndarray, fold: np.ndarray, seed: int, work: Path | None) -> list[pd.DataFrame]:
    """Out-of-fold probabilities of KOI and TOI by the teachers' networks without their trees."""
    known, alone = rows.label >= 0, np.full(len(rows), np.nan)
    jobs = taught.jobs(rows, groups, fold, KINDS["tabular"].settings, seed, work)[:-1]
    for k, (teacher, _) in enumerate(parallel.map_jobs(taught.fit_teacher, jobs)):
        at = known & (fold == k)
        alone[at] = recipe.sigmoid(teacher.networks(patterns.apply(rows.x[at], "all")))
    parts = []
    for mission, short in (("KEPLER", "koi"), ("TESS", "toi")):
        where = np.flatnonzero(known & (rows.mission == mission))
        parts.append(_part(f"networks_{short}", rows, groups, where, alone[where]))
    return parts


def _trees(data: Path, rows: Rows, groups: np.ndarray, fold: np.ndarray, seed: int) -> list[pd.DataFrame]:
    logit = plain_trees.out_of_fold(rows, fold, seed)
    parts = []
    for mission, name in (("KEPLER", "trees_koi"), ("TESS", "trees_toi"), ("KEPLER", "leakage_without_flags")):
        where = np.flatnonzero((rows.label >= 0) & (rows.mission == mission))
        parts.append(_part(name, rows, groups, where, recipe.sigmoid(logit[where])))
    where = np.flatnonzero((rows.label >= 0) & (rows.mission == "KEPLER"))
    table = catalogues.read_table(catalogues.table_path(data, "koi_cumulative"))
    flags = table.set_index("kepoi_name").loc[rows.object_id[where], list(FLAGS)].to_numpy(float)
    inputs = np.concatenate([plain_trees.tree_inputs(patterns.apply(rows.x[where], "all")), flags], axis=1)
    probability = np.zeros(len(where))
    for k in np.unique(fold[where]):
        learn = fold[where] != k
        data_set = lightgbm.Dataset(inputs[learn], rows.label[where][learn].astype(float))
        booster = lightgbm.train({**plain_trees.PARAMETERS, "seed": seed}, data_set, plain_trees.ROUNDS)
        probability[~learn] = booster.predict(inputs[~learn], num_threads=1)
    return [*parts, _part("leakage_with_flags", rows, groups, where, probability)]
