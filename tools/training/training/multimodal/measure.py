"""Every figure on the card about light curves, computed from curves.csv and tess.csv alone.

Intervals are 95 % percentile bootstraps over stars. A difference between two inputs is taken on
the same candidates and the same resamples.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from .. import metrics, recipe
from . import late
from .combinations import GROUPS, ROWS
from .network import VETTING, VIEWS

SOURCE = "binned"
SHIPPED = "shipped"
RESAMPLES = 500


#: columns of curves.csv that are not probabilities
PLAIN = ("object_id", "star_id", "source", "label", "fold")


def curves(table: pd.DataFrame, seed: int) -> dict:
    """Metrics of every column of probabilities, on the `binned` and the `quarter` light curves."""
    result = {}
    for source, part in table.groupby("source"):
        names = [name for name in table.columns if name not in PLAIN]
        result[source] = {
            name: metrics.summary(
                part[name].to_numpy(float), part["label"].to_numpy(), part["star_id"].to_numpy(), seed, RESAMPLES
            )
            for name in names
        }
    return result


def comparisons(table: pd.DataFrame, seed: int) -> dict:
    """Fusion against the row alone, and against both logits of that row: relative error reduction and gain in AUC."""
    part = table[table["source"] == SOURCE]
    without = {row: (row, f"{row}_row") for row in ROWS} | {
        f"{row}_split": (row, f"{row}_split") for row in late.HIDDEN
    }
    return {name: difference(part, f"{SHIPPED}_{row}", other, seed) for name, (row, other) in without.items()}


def ablation(table: pd.DataFrame, seed: int) -> dict:
    """The measured row with every view, against the same without each head."""
    part = table[table["source"] == SOURCE]
    without = {name: f"without_{name}" for name in (*GROUPS, VETTING)} | {"row": "views", "views": "measured_row"}
    # An earlier version has no head for the vetting.
    return {
        head: difference(part, "measured_fusion", column, seed) for head, column in without.items() if column in part
    }


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
    return {
        "with": name,
        "without": other,
        "rows": len(part),
        "error": round(1 - pair[0].all()["accuracy"], 5),
        "error_without": round(1 - pair[1].all()["accuracy"], 5),
        **{
            key: {"value": round(value, 5), "low": round(lower, 5), "high": round(upper, 5)}
            for key, value, lower, upper in zip(names, draws[0], low, high, strict=True)
        },
    }


def _gains(ours: dict, theirs: dict) -> tuple[float, float, float]:
    error, before = 1 - ours["accuracy"], 1 - theirs["accuracy"]
    return (before - error) / max(before, 1e-9), ours["auc"] - theirs["auc"], theirs["brier"] - ours["brier"]


def tess(table: pd.DataFrame, seed: int) -> dict:
    """PC against the rest: views alone, views with the published scalars, and the mean log-odds of those networks and
    of boosted trees."""
    logits = {
        "views": table["views"],
        "with_scalars": table["with_scalars"],
        "trees": table["trees"],
        "with_scalars_and_trees": (table["with_scalars"] + table["trees"]) / 2,
    }
    return {
        name: metrics.summary(
            recipe.sigmoid(logit.to_numpy(float)),
            table["label"].to_numpy(),
            table["star_id"].to_numpy(),
            seed,
            RESAMPLES,
        )
        for name, logit in logits.items()
    }


def shipped_heads(gains: dict) -> list[str]:
    """All heads but those without which the complete model surely errs less often (95 %); `row` always ships."""
    return ["row", *(name for name in (*VIEWS, VETTING) if gains[name]["error_reduction"]["high"] >= 0)]


def as_text(content: dict) -> str:
    """The printed table of a training run."""
    lines = [curves_text(content["curves"])]
    lines.append(
        f"{'with - without':42}{'error':>8}{'without':>8}{'error reduction':>25}{'AUC gain':>24}{'Brier gain':>24}"
    )
    for title, table in (("fusion", content["comparisons"]), ("head", content["ablation"])):
        lines += [
            f"{title + ': ' + d['with'] + ' - ' + d['without']:42.42}{d['error']:8.4f}{d['error_without']:8.4f}"
            f"{_span(d['error_reduction']):>25}{_span(d['auc_gain']):>24}{_span(d['brier_gain']):>24}"
            for d in table.values()
        ]
    lines += [
        f"\nTESS views, PC against the rest, {name}: AP {_span(m['ap'])}, AUC {_span(m['auc'])}, {m['rows']} records"
        for name, m in content["tess_views"].items()
    ]
    return "\n".join(lines) + "\n"


def curves_text(sources: dict) -> str:
    """One line for each source of light curves and input."""
    lines = [f"{'curves':8} {'input':20}{'rows':>6}{'accuracy':>23}{'AUC':>23}{'AP':>8}{'Brier':>8}{'ECE':>8}"]
    for source, kinds in sources.items():
        lines += [
            f"{source:8} {name:20}{m['rows']:6d}{_span(m['accuracy']):>23}{_span(m['auc']):>23}{m['ap']['value']:8.4f}"
            f"{m['brier']['value']:8.4f}{m['ece']['value']:8.4f}"
            for name, m in kinds.items()
        ]
    return "\n".join(lines) + "\n"


def _span(metric: dict) -> str:
    return f"{metric['value']:.4f} [{metric['low']:.3f} {metric['high']:.3f}]"
