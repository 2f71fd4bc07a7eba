"""Boosted trees (LightGBM, Ke et al. 2017) on whole rows, one survey at a time: how informative the columns are.

Inputs are the raw columns, the encoder's logarithmic ratios and the physical ratios below. The trees of the teacher and
of the vetting start from the same parameters.
"""

from __future__ import annotations

import lightgbm
import numpy as np

from . import fields, patterns
from .catalogues import Rows
from .encoder import RATIOS, log_columns

ROUNDS = 400
PARAMETERS = {
    "objective": "binary",
    "learning_rate": 0.04,
    "num_leaves": 15,
    "min_data_in_leaf": 10,
    "feature_fraction": 0.3,
    "bagging_fraction": 0.8,
    "bagging_freq": 1,
    "lambda_l2": 1.0,
    "num_threads": 1,
    "verbose": -1,
    "deterministic": True,
    "force_col_wise": True,
}
#: a survey with fewer rows of a class gets no trees
MIN_ROWS = 30


def physical(x: np.ndarray) -> np.ndarray:
    """Consistency of the archive's fit: measured against expected duration, insolation, depth.

    Mass from gravity and radius; a from Kepler's third law; longest central transit of a
    circular orbit 13 h (R/R_sun) (P/yr)^(1/3) (M/M_sun)^(-1/3) (Winn 2010)."""

    def f(name):
        return x[:, fields.index(name)].astype(float)

    with np.errstate(all="ignore"):
        mass = 10 ** (f("star_logg") - 4.438) * f("star_radius") ** 2
        years = f("period") / 365.25
        axis = (mass * years**2) ** (1 / 3)
        central = 13 * f("star_radius") * (years / mass) ** (1 / 3)
        expected = (f("star_radius") / axis) ** 2 * (f("star_teff") / 5772) ** 4
        columns = [
            f("duration") / central,
            f("insol") / expected,
            f("teq") ** 4 / f("insol"),
            np.sqrt(f("depth") / 1e6) / (f("radius") / 109.1 / f("star_radius")),
            f("period_err_high") * f("snr") / f("duration") / f("period"),
            f("impact") + f("radius") / 109.1 / f("star_radius"),
            f("depth_err_high") * f("snr") / f("depth"),
            f("duration_err_high") / f("duration") * f("snr"),
            f("impact") + f("impact_err_high"),
            f("impact") - f("impact_err_low"),
            np.hypot(f("star_pmra"), f("star_pmdec")),
            f("star_mag") - 5 * np.log10(f("star_distance")),
        ]
    return np.stack(columns, axis=1)


def ratios(x: np.ndarray) -> np.ndarray:
    """The encoder's logarithmic ratios and the physical ones, float32 [rows, ratios]."""
    return np.concatenate([log_columns(x)[:, -len(RATIOS) :], physical(x)], axis=1).astype(np.float32)


def tree_inputs(x: np.ndarray) -> np.ndarray:
    return np.concatenate([x[:, 1:], ratios(x)], axis=1).astype(np.float32)


def out_of_fold(rows: Rows, fold: np.ndarray, seed: int) -> np.ndarray:
    """Out-of-fold log-odds [rows] from all fields and errors; NaN for a survey without trees."""
    x = patterns.apply(rows.x, "all")
    inputs, survey = tree_inputs(x), x[:, 0].astype(int)
    logit = np.full(len(x), np.nan)
    for code in np.unique(survey):
        for k in np.unique(fold):
            learn, test = (survey == code) & (fold != k) & (rows.label >= 0), (survey == code) & (fold == k)
            positives = int((rows.label[learn] == 1).sum())
            if min(positives, int(learn.sum()) - positives) < MIN_ROWS or not test.any():
                continue
            data = lightgbm.Dataset(inputs[learn], rows.label[learn].astype(float))
            booster = lightgbm.train({**PARAMETERS, "seed": seed}, data, ROUNDS)
            logit[test] = booster.predict(inputs[test], raw_score=True, num_threads=1)
    return logit
