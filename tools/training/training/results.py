"""Every quality figure on the card, computed from the out-of-fold table.

`measure` needs only the content of `oof.csv`, so `check` can recompute the card without training.
"""

from __future__ import annotations

import itertools
from pathlib import Path

import numpy as np
import pandas as pd

from . import conformal, fields, metrics, patterns
from .catalogues import Rows

SNR_EDGES = (0, 10, 15, 25, 50, 100, np.inf)
#: suffixes of the columns of conformal thresholds
THRESHOLDS = ("planet_from", "false_positive_from")
NAMES = {"KEPLER": "KOI", "TESS": "TOI", "K2": "K2"}


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
    return table


def read_table(path: Path) -> pd.DataFrame:
    return pd.read_csv(path, dtype={"object_id": str, "star_id": str})


def measure(table: pd.DataFrame, seed: int, resamples: int = metrics.RESAMPLES) -> dict:
    """Metrics per survey and input kind, per SNR bin, reliability and conformal coverage."""
    per_mission, bins, curve, sets = {}, {}, {}, {}
    for mission in [name for name in NAMES if (table["mission"] == name).any()]:
        part = table[table["mission"] == mission]
        per_mission[mission], curve[mission], sets[mission] = {}, {}, {}
        for kind in patterns.KINDS:
            given = part[part[kind].notna()]
            if len(given) == 0:
                continue
            p, y = given[kind].to_numpy(float), given["label"].to_numpy()
            per_mission[mission][kind] = metrics.summary(p, y, given["star_id"].to_numpy(), seed, resamples)
            curve[mission][kind] = metrics.reliability(p, y)
            sets[mission][kind] = coverage(given, kind)
        bins[mission] = _by_snr(part)
    return {"metrics": per_mission, "snr_bins": bins, "reliability": curve, "conformal": sets}


def coverage(given: pd.DataFrame, kind: str) -> dict:
    """Share of objects whose set contains their class, and share of sets with a single class."""
    p, y = given[kind].to_numpy(float), given["label"].to_numpy()
    planet, other = (given[f"{kind}_{name}"].to_numpy() for name in THRESHOLDS)
    has_planet = (p >= planet) | (p >= 0.5)
    has_other = (1 - p >= other) | (p < 0.5)
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
    return "\n".join(lines) + "\n"


def _span(metric: dict) -> str:
    if metric["value"] is None:
        return "-"
    return f"{metric['value']:.4f} [{metric['low']:.3f} {metric['high']:.3f}]"


def _cell(value: float | None) -> str:
    return f"{'-':>8}" if value is None else f"{value:8.4f}"
