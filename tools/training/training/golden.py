"""Made rows, drawn from formulas and not taken from any table: golden vectors and smoke data."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np

from . import fields, patterns
from .catalogues import Rows, archive_tables

GOLDEN_ROWS = 96


def synthetic_rows(count: int, seed: int) -> Rows:
    """Plausible candidates: transits of synthetic planets, with synthetic eclipsing binaries as negatives.

    Depth = (Rp/R*)^2, duration of a circular orbit with M = R, Teq and insolation by the
    usual scalings with the Sun (278.5 K and 1 at 1 au, 5772 K). Lengths in R_earth and R_sun.
    """
    rng = np.random.default_rng(seed)
    planet = rng.random(count) < 0.5
    source = rng.integers(0, 3, count)
    star = np.exp(rng.normal(0, 0.25, count))
    teff = 5772 * star**0.5 * np.exp(rng.normal(0, 0.03, count))
    period = np.exp(rng.normal(2, 1.2, count))
    radius = np.exp(np.where(planet, rng.normal(0.9, 0.5, count), rng.normal(2.4, 1.0, count)))
    impact = np.abs(np.where(planet, rng.uniform(0, 0.9, count), rng.normal(0.8, 0.5, count)))
    depth = np.minimum(1e6 * (radius / (109.1 * star)) ** 2, 9e5)
    axis = star ** (1 / 3) * (period / 365.25) ** (2 / 3)
    chord = np.sqrt(np.maximum(1 - np.minimum(impact, 0.95) ** 2, 0.05))
    duration = 13 * star * (period / 365.25) ** (1 / 3) / star ** (1 / 3) * chord
    insol = star**2 * (teff / 5772) ** 4 / axis**2
    noise = np.exp(rng.normal(3.5, 0.6, count))
    values = {
        "period": period,
        "duration": duration,
        "depth": depth,
        "radius": radius,
        "impact": impact,
        "snr": depth / noise,
        "teq": 278.5 * insol**0.25,
        "insol": insol,
        "star_teff": teff,
        "star_logg": 4.44 - np.log10(star),
        "star_radius": star,
        "star_mag": rng.uniform(8, 16, count),
        "star_distance": np.exp(rng.normal(6, 0.7, count)),
        "star_pmra": rng.normal(0, 25, count),
        "star_pmdec": rng.normal(0, 25, count),
        "koi_num_transits": np.floor(1400 / period),
        "koi_max_mult_ev": depth / noise * 0.9,
        "koi_bin_oedp_sig": rng.random(count) ** np.where(planet, 1, 4),
        "koi_dor": 215 * axis / star,
        "koi_incl": 90 - 4 * rng.random(count),
        "koi_srho": star**-2 * 1.41,
        "koi_smet": rng.normal(-0.1, 0.2, count),
        "koi_smass": star,
        "koi_gmag": rng.uniform(9, 17, count),
        "koi_ldm_coeff1": rng.uniform(0.2, 0.6, count),
        "koi_fwm_stat_sig": rng.random(count),
        "koi_dicco_msky": np.exp(np.where(planet, rng.normal(-1, 0.7, count), rng.normal(0.6, 1, count))),
    }
    x = np.full((count, len(fields.columns())), np.nan)
    x[:, 0] = source
    for i, column in enumerate(fields.columns()[1:], start=1):
        name = column.field.removeprefix("diagnostics.")
        value = values.get(name, rng.normal(0, 0.3, count))
        relative = np.exp(rng.normal(np.log(1e-6 if name == "period" else 0.05), 0.5, count))
        x[:, i] = np.abs(value) * relative if column.kind == "error" else value
        allowed = [_survey_gives(column, code) for code in range(3)]
        x[~np.array(allowed)[source], i] = np.nan
    ids = np.array([f"made-{i}" for i in range(count)], object)
    mission = np.array(list(fields.sources()), object)[source]
    never = np.full(count, np.datetime64("NaT"), "datetime64[s]")
    return Rows(x.astype(np.float32), planet.astype(np.int8), mission, ids, ids, never)


def _survey_gives(column: fields.Column, code: int) -> bool:
    if column.kind == "diagnostic":
        return code == 0
    return any(
        column.field in form["fields"] for form in archive_tables().values() if fields.sources()[form["source"]] == code
    )


def golden_rows(seed: int, count: int = GOLDEN_ROWS) -> np.ndarray:
    """Synthetic rows with random fields missing; the first six of each input kind have exactly its fields."""
    x = synthetic_rows(count, seed).x
    rng = np.random.default_rng(seed + 1)
    keep = patterns.random_subset(count, rng)
    for i, kind in enumerate(patterns.KINDS):
        keep[i * 6 : (i + 1) * 6] = patterns.kept_columns(kind)
    keep[count - 3 :] = False
    keep[:, 0] = True
    return np.where(keep, x, np.nan).astype(np.float32)


def write(model, path: Path, names: list[str], seed: int) -> None:
    """Writes golden.json: rows in feature order (null = NaN) with the training side's float32 answers."""
    x = golden_rows(seed)
    log_odds, distance, state = model.predict(x)
    content = {
        "features": names,
        "made": "rows drawn from formulas, see golden.py; null means not supplied",
        "seed": seed,
        "rows": [[None if np.isnan(v) else float(v) for v in row] for row in x],
        "log_odds": [float(v) for v in log_odds],
        "distance": [float(v) for v in distance],
        "state": [int(v) for v in state],
    }
    path.write_text(json.dumps(content) + "\n")
