"""Boosted trees and soft targets: what the small served network learns from.

For each survey and input kind, LightGBM (Ke et al. 2017) is fitted on four inner folds and
predicts the fifth, so a soft target never comes from a model that saw the object's star.
Trees see the raw columns, the encoder's logarithmic ratios and the physical ratios below.
"""

from __future__ import annotations

import lightgbm
import numpy as np

from . import fields, patterns
from .calibration import fit_platt
from .catalogues import Rows
from .encoder import RATIOS, log_columns

ROUNDS = {"all": 400, "canonical": 250, "five_field": 150, "diagnostics": 350}
PARAMETERS = {
    "objective": "binary", "learning_rate": 0.04, "num_leaves": 15, "min_data_in_leaf": 10,
    "feature_fraction": 0.3, "bagging_fraction": 0.8, "bagging_freq": 1, "lambda_l2": 1.0,
    "num_threads": 1, "verbose": -1, "deterministic": True, "force_col_wise": True,
}
#: surveys with fewer rows of a class than this get no teacher of their own
FEWEST_ROWS = 30


def physical(x: np.ndarray) -> np.ndarray:
    """Consistency of the archive's fit: measured against expected duration, insolation, depth.

    Mass from gravity and radius; a from Kepler's third law; longest central transit of a
    circular orbit 13 h (R/R_sun) (P/yr)^(1/3) (M/M_sun)^(-1/3) (Winn 2010)."""
    f = lambda name: x[:, fields.index(name)].astype(float)
    with np.errstate(all="ignore"):
        mass = 10 ** (f("star_logg") - 4.438) * f("star_radius") ** 2
        years = f("period") / 365.25
        axis = (mass * years**2) ** (1 / 3)
        central = 13 * f("star_radius") * (years / mass) ** (1 / 3)
        expected = (f("star_radius") / axis) ** 2 * (f("star_teff") / 5772) ** 4
        columns = [
            f("duration") / central, f("insol") / expected, f("teq") ** 4 / f("insol"),
            np.sqrt(f("depth") / 1e6) / (f("radius") / 109.1 / f("star_radius")),
            f("period_err_high") * f("snr") / f("duration") / f("period"),
            f("impact") + f("radius") / 109.1 / f("star_radius"),
            f("depth_err_high") * f("snr") / f("depth"),
            f("duration_err_high") / f("duration") * f("snr"),
            f("impact") + f("impact_err_high"), f("impact") - f("impact_err_low"),
            np.hypot(f("star_pmra"), f("star_pmdec")),
            f("star_mag") - 5 * np.log10(f("star_distance")),
        ]
    return np.stack(columns, axis=1)


def tree_inputs(x: np.ndarray) -> np.ndarray:
    return np.concatenate([x[:, 1:], log_columns(x)[:, -len(RATIOS):], physical(x)], axis=1).astype(np.float32)


def out_of_fold_trees(rows: Rows, inner: np.ndarray, kind: str, seed: int) -> np.ndarray:
    """Log-odds [rows] by trees that never saw the row's inner fold; NaN without a teacher.
    Rows without a label are predicted by the trees of their fold too."""
    x = patterns.apply(rows.x, kind)
    inputs, survey = tree_inputs(x), x[:, 0].astype(int)
    use = patterns.has_diagnostics(x) if kind == "diagnostics" else np.ones(len(x), bool)
    logit = np.full(len(x), np.nan)
    for code in np.unique(survey):
        mine = use & (survey == code)
        for fold in np.unique(inner):
            learn, test = mine & (inner != fold) & (rows.label >= 0), mine & (inner == fold)
            positives = int((rows.label[learn] == 1).sum())
            if min(positives, int(learn.sum()) - positives) < FEWEST_ROWS or not test.any():
                continue
            data = lightgbm.Dataset(inputs[learn], rows.label[learn].astype(float))
            booster = lightgbm.train({**PARAMETERS, "seed": seed}, data, ROUNDS[kind])
            logit[test] = booster.predict(inputs[test], raw_score=True, num_threads=1)
    return logit


def combined(logits: list[np.ndarray], rows: Rows) -> np.ndarray:
    """Probability [rows]: the mean of the teachers' log-odds, Platt-scaled per survey; NaN
    where a teacher has no answer."""
    mean = np.mean(np.stack(logits), axis=0)
    answered = np.isfinite(mean)
    survey = rows.x[:, 0].astype(int)
    for code in np.unique(survey):
        mine = answered & (survey == code)
        known = mine & (rows.label >= 0)
        if known.sum() >= FEWEST_ROWS:
            slope, offset = fit_platt(mean[known], rows.label[known])
            mean[mine] = slope * mean[mine] + offset
    return 1 / (1 + np.exp(-np.clip(mean, -30, 30)))
