"""Every quality figure on the card, computed from the out-of-fold table.

`measure` needs only the content of `oof.csv`, so `check` can recompute the card without training.
"""

from __future__ import annotations

import itertools
from pathlib import Path

import numpy as np
import pandas as pd
from scipy.stats import beta

from . import calibration, conformal, fields, metrics, patterns, strata
from .catalogues import Rows

SNR_EDGES = (0, 10, 15, 25, 50, 100, np.inf)
#: suffixes of the columns of conformal thresholds
THRESHOLDS = ("planet_from", "false_positive_from")
#: a stratum falls short if the upper 95 % bound (Clopper-Pearson) of its coverage is below
MIN_UPPER_BOUND = 0.90
NAMES = {"KEPLER": "KOI", "TESS": "TOI", "K2": "K2"}
KIND_TITLES = {
    "all": "all fields and errors",
    "canonical": "fields without errors",
    "five_field": "source, period, radius and their errors",
    "diagnostics": "all, and diagnostics",
    "transit": "period, duration and depth without errors",
    "period": "period without error",
}


def to_table(rows: Rows, groups: np.ndarray, fold: np.ndarray, oof: dict) -> pd.DataFrame:
    """The content of oof.csv: one row per labelled object with, for each input kind, the probability and the thresholds
    of the row's state, to 7 digits."""
    known = rows.label >= 0
    table = pd.DataFrame(
        {
            "object_id": rows.object_id[known],
            "star_id": groups[known],
            "mission": rows.mission[known],
            "label": rows.label[known].astype(int),
            "fold": fold[known].astype(int),
        }
    )
    for kind in patterns.KINDS:
        table[kind] = np.round(oof["probability"][kind][known], 7)
        for j, name in enumerate(THRESHOLDS):
            table[f"{kind}_{name}"] = np.round(oof["limits"][kind][known, j], 7)
    table["snr_bin"] = _snr_bin(rows.x[known])
    table["strata"] = strata.as_bits(strata.membership(rows.x[known]))
    return table


def read_table(path: Path) -> pd.DataFrame:
    return pd.read_csv(path, dtype={"object_id": str, "star_id": str})


def measure(table: pd.DataFrame, seed: int, resamples: int = metrics.RESAMPLES) -> dict:
    """Metrics per survey and input kind, per SNR bin, reliability, coverage of the prediction sets, and agreement of
    probabilities with outcomes. Coverage by stratum where the table has a column `strata`."""
    per_mission, bins, curve, sets, agreement, by_stratum = {}, {}, {}, {}, {}, {}
    for mission in [name for name in NAMES if (table["mission"] == name).any()]:
        part = table[table["mission"] == mission]
        per_mission[mission], curve[mission], sets[mission], agreement[mission] = {}, {}, {}, {}
        for kind in patterns.KINDS:
            given = part[part[kind].notna()]
            if len(given) == 0:
                continue
            p, y = given[kind].to_numpy(float), given["label"].to_numpy()
            per_mission[mission][kind] = metrics.summary(p, y, given["star_id"].to_numpy(), seed, resamples)
            curve[mission][kind] = metrics.reliability(p, y)
            sets[mission][kind] = coverage(given, kind)
            agreement[mission][kind] = calibration_agreement(p, y)
        bins[mission] = _by_snr(part)
        if "strata" in table:
            by_stratum[mission] = coverage_by_stratum(part)
    return {
        "metrics": per_mission,
        "snr_bins": bins,
        "reliability": curve,
        "conformal": sets,
        "by_stratum": by_stratum,
        "agreement": agreement,
    }


def calibration_agreement(probability: np.ndarray, label: np.ndarray) -> dict:
    """Slope of a logistic regression of the label on the log-odds (1 is perfect, above 1 the probabilities are too
    cautious), and bias: mean probability minus share of planets."""
    p = np.clip(probability, 1e-7, 1 - 1e-7)
    slope, _ = calibration.fit_platt(np.log(p) - np.log1p(-p), label, prior=0.0)
    return {"slope": round(slope, 5), "bias": round(float(probability.mean() - (label == 1).mean()), 5)}


def coverage_by_stratum(part: pd.DataFrame) -> dict:
    """Planets of one survey whose set contains "planet": complete rows by stratum, then each input kind."""
    member, planets = strata.from_bits(part["strata"].to_numpy()), part["label"].to_numpy() == 1
    groups = {title: ("all", member[:, i]) for i, title in enumerate(strata.TITLES)}
    groups |= {f"input: {kind}": (kind, np.ones(len(part), bool)) for kind in patterns.KINDS}
    result = {}
    for title, (kind, inside) in groups.items():
        rows = inside & planets & part[kind].notna().to_numpy()
        if rows.any():
            covered = int(contains_planet(part, kind)[rows].sum())
            result[title] = _coverage_entry(covered, int(rows.sum()))
    return result


def _coverage_entry(covered: int, planets: int) -> dict:
    upper = 1.0 if covered == planets else float(beta.ppf(0.95, covered + 1, planets - covered))
    return {
        "planets": planets,
        "coverage": round(covered / planets, 5),
        "upper": round(upper, 5),
        "short": upper < MIN_UPPER_BOUND,
    }


def contains_planet(table: pd.DataFrame, kind: str) -> np.ndarray:
    """Boolean [rows]: "planet" is in the prediction set."""
    p = table[kind].to_numpy(float)
    return (p >= table[f"{kind}_{THRESHOLDS[0]}"].to_numpy()) | (p >= 0.5)


def called_false_positive(table: pd.DataFrame, kind: str = "all") -> float:
    """Share of the rows whose prediction set contains only "false positive"."""
    return round(float((~contains_planet(table, kind)).mean()), 5)


def coverage(given: pd.DataFrame, kind: str) -> dict:
    """Share of objects whose set contains their class, and share of sets with a single class."""
    p, y = given[kind].to_numpy(float), given["label"].to_numpy()
    has_planet = contains_planet(given, kind)
    has_other = (1 - p >= given[f"{kind}_{THRESHOLDS[1]}"].to_numpy()) | (p < 0.5)
    hit = np.where(y == 1, has_planet, has_other)
    return {
        "coverage": round(float(hit.mean()), 5),
        "coverage_planet": round(float(hit[y == 1].mean()), 5) if (y == 1).any() else None,
        "coverage_false_positive": round(float(hit[y == 0].mean()), 5) if (y == 0).any() else None,
        "single_label": round(float((has_planet ^ has_other).mean()), 5),
        "level": conformal.LEVEL,
    }


def _snr_bin(x: np.ndarray) -> list[str]:
    snr = x[:, fields.index("snr")]
    depth, error = x[:, fields.index("depth")], x[:, fields.index("depth_err_high")]
    with np.errstate(all="ignore"):
        strength = np.where(np.isfinite(snr), snr, depth / error)
    names = [f"{low:g}-{high:g}" for low, high in itertools.pairwise(SNR_EDGES)]
    place = np.digitize(np.nan_to_num(strength, nan=-1.0), SNR_EDGES) - 1
    return [names[min(i, len(names) - 1)] if i >= 0 else "unknown" for i in place]


def _by_snr(part: pd.DataFrame) -> dict:
    result = {}
    for name, rows in part.groupby("snr_bin"):
        p, y = rows["all"].to_numpy(float), rows["label"].to_numpy()
        point = metrics.Ranked(p, y).all()
        result[name] = {
            "rows": len(rows),
            "planets": int((y == 1).sum()),
            **{k: metrics._round(v) for k, v in point.items()},
        }
    return result


def as_text(measured: dict) -> str:
    """The table printed by training and by `evaluate`."""
    head = (
        f"{'survey':7}{'input':12}{'rows':>6} {'accuracy':>22}{'AUC':>22}{'AP':>8}{'Brier':>8}{'ECE':>8}"
        f"{'rec@95':>8}{'rec@99':>8}{'cover':>8}{'single':>8}"
    )
    lines = [head, "-" * len(head)]
    for mission, kinds in measured["metrics"].items():
        for kind, m in kinds.items():
            sets = measured["conformal"].get(mission, {}).get(kind, {})
            lines.append(
                f"{NAMES[mission]:7}{kind:12}{m['rows']:6d} {_span(m['accuracy']):>22}{_span(m['auc']):>22}"
                + "".join(
                    _cell(v)
                    for v in (
                        m["ap"]["value"],
                        m["brier"]["value"],
                        m["ece"]["value"],
                        m["precision_95"]["recall"],
                        m["precision_99"]["recall"],
                        sets.get("coverage"),
                        sets.get("single_label"),
                    )
                )
            )
    return "\n".join(lines) + "\n" + _sets_text(measured)


def _sets_text(measured: dict) -> str:
    """Coverage by class and by stratum, agreement of probabilities, and the share in distribution where it was
    measured."""
    if "agreement" not in measured:
        return ""
    lines = [
        "",
        f"{'survey':7}{'input':12}{'planets':>9}{'false p.':>9}{'single':>8}{'slope':>8}{'bias':>9}{'inside':>8}",
    ]
    for mission, kinds in measured["agreement"].items():
        for kind, agreement in kinds.items():
            sets = measured["conformal"][mission][kind]
            inside = measured.get("in_distribution", {}).get(mission, {}).get(kind)
            lines.append(
                f"{NAMES[mission]:7}{kind:12}{_cell(sets['coverage_planet']):>9}"
                f"{_cell(sets['coverage_false_positive']):>9}{_cell(sets['single_label'])}"
                f"{agreement['slope']:8.3f}{agreement['bias']:+9.4f}{_cell(inside)}"
            )
    for mission, groups in measured["by_stratum"].items():
        lines += ["", f"{NAMES[mission]}: planets whose set contains planet, by stratum (upper 95 % bound)"]
        lines += [
            f"  {title:34}{entry['planets']:6d}{entry['coverage']:8.3f} ({entry['upper']:.3f})"
            + ("  SHORT" if entry["short"] else "")
            for title, entry in groups.items()
        ]
    return "\n".join(lines) + "\n"


def _span(metric: dict) -> str:
    if metric["value"] is None:
        return "-"
    return f"{metric['value']:.4f} [{metric['low']:.3f} {metric['high']:.3f}]"


def _cell(value: float | None) -> str:
    return f"{'-':>8}" if value is None else f"{value:8.4f}"
