"""What the card says of the light curves, computed from curves.csv and tess.csv alone.

Intervals are 95 % percentile bootstraps over stars. A difference between two inputs is taken on
the same candidates and the same resamples.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from .. import calibration, metrics, recipe
from .combinations import COMBINATIONS, ROWS
from .network import VIEWS

SOURCE = "binned"
SHIPPED = "shipped"
RESAMPLES = 500


def cross_calibrated(logit: np.ndarray, label: np.ndarray, fold: np.ndarray) -> np.ndarray:
    """Probability by Platt scaling fitted on the other folds' out-of-fold log-odds."""
    result = np.zeros(len(logit))
    for k in np.unique(fold):
        slope, offset = calibration.fit_platt(logit[fold != k], label[fold != k])
        result[fold == k] = recipe.sigmoid(slope * logit[fold == k] + offset)
    return result


def curves(table: pd.DataFrame, seed: int) -> dict:
    """Metrics of every column of probabilities, on the `binned` and the `quarter` light curves."""
    result = {}
    for source, part in table.groupby("source"):
        names = [name for name in table.columns if name in COMBINATIONS or name.startswith((SHIPPED, "sampling"))]
        result[source] = {name: metrics.summary(part[name].to_numpy(float), part["label"].to_numpy(),
                                                part["star_id"].to_numpy(), seed, RESAMPLES) for name in names}
    return result


def comparisons(table: pd.DataFrame, seed: int) -> dict:
    """Fusion against its own row alone: relative reduction of the error rate and gain in AUC."""
    part = table[table["source"] == SOURCE]
    return {row: difference(part, f"{SHIPPED}_{row}", f"{row}_row", seed) for row in ROWS}


def ablation(table: pd.DataFrame, seed: int) -> dict:
    """The whole model against the one without each head, on the measured row and every view."""
    part = table[table["source"] == SOURCE]
    without = {name: f"without_{name}" for name in VIEWS} | {"odd_even": "without_odd_even", "row": "views"}
    return {head: difference(part, "measured_fusion", column, seed) for head, column in without.items()}


def difference(part: pd.DataFrame, name: str, other: str, seed: int) -> dict:
    """`name` against `other`: error rates, relative error reduction, AUC and Brier differences."""
    label = part["label"].to_numpy()
    pair = [metrics.Ranked(part[column].to_numpy(float), label) for column in (name, other)]
    stars, position = np.unique(part["star_id"].to_numpy(str), return_inverse=True)
    rng = np.random.default_rng(seed)
    draws = [_gains(*(ranked.all() for ranked in pair))]
    for _ in range(RESAMPLES):
        weight = np.bincount(rng.integers(0, len(stars), len(stars)), minlength=len(stars))[position].astype(float)
        draws.append(_gains(*(ranked.all(weight) for ranked in pair)))
    low, high = np.nanpercentile(np.array(draws[1:]), metrics.INTERVAL, axis=0)
    names = ("error_reduction", "auc_gain", "brier_gain")
    return {"with": name, "without": other, "rows": len(part),
            "error": round(1 - pair[0].all()["accuracy"], 5), "error_without": round(1 - pair[1].all()["accuracy"], 5),
            **{key: {"value": round(v, 5), "low": round(l, 5), "high": round(h, 5)}
               for key, v, l, h in zip(names, draws[0], low, high)}}


def _gains(ours: dict, theirs: dict) -> tuple[float, float, float]:
    error, before = 1 - ours["accuracy"], 1 - theirs["accuracy"]
    return (before - error) / max(before, 1e-9), ours["auc"] - theirs["auc"], theirs["brier"] - ours["brier"]


def tess(table: pd.DataFrame, seed: int) -> dict:
    """PC against the rest: views alone, and with the scalars published beside them."""
    return {name: metrics.summary(recipe.sigmoid(table[name].to_numpy(float)), table["label"].to_numpy(),
                                  table["star_id"].to_numpy(), seed, RESAMPLES) for name in ("views", "with_scalars")}


def shipped_heads(gains: dict) -> list[str]:
    """Heads that lower the Brier score of the whole model on the same rows; `row` always stays."""
    return ["row", *(name for name in VIEWS if gains[name]["brier_gain"]["value"] > 0)]


def as_text(content: dict) -> str:
    """The printed table."""
    lines = [f"{'light curves':9} {'input':20}{'rows':>6} {'accuracy':>22}{'AUC':>22}{'AP':>8}{'Brier':>8}{'ECE':>8}"]
    span = lambda m: f"{m['value']:.4f} [{m['low']:.3f} {m['high']:.3f}]"
    for source, kinds in content["curves"].items():
        lines += [f"{source:12} {name:20}{m['rows']:6d} {span(m['accuracy']):>22}{span(m['auc']):>22}"
                  f"{m['ap']['value']:8.4f}{m['brier']['value']:8.4f}{m['ece']['value']:8.4f}" for name, m in kinds.items()]
    lines.append(f"\n{'against':36}{'error':>8}{'before':>8} {'error reduction':>24}{'AUC gain':>26}{'Brier gain':>26}")
    for title, table in (("fusion", content["comparisons"]), ("ablation", content["ablation"])):
        lines += [f"{title + ' ' + d['with'] + ' - ' + d['without']:46.46}{d['error']:8.4f}{d['error_without']:8.4f} "
                  f"{span(d['error_reduction']):>24}{span(d['auc_gain']):>26}{span(d['brier_gain']):>26}"
                  for d in table.values()]
    lines += [f"\nTESS views, PC against the rest, {name}: AP {span(m['ap'])}, AUC {span(m['auc'])}, {m['rows']} records"
              for name, m in content["tess_views"].items()]
    return "\n".join(lines) + "\n"
