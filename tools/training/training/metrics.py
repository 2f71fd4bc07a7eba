"""Quality of out-of-fold probabilities, with 95 % intervals by star.

Accuracy at 0.5, area under the ROC curve (AUC), average precision (AP), Brier score, expected
calibration error (ECE, 15 equal bins, Naeini et al. 2015), and recall at the lowest threshold
that reaches 95 % and 99 % precision. Intervals: percentile bootstrap over stars, not rows.
"""

from __future__ import annotations

import numpy as np

BINS = 15
RESAMPLES = 500
INTERVAL = (2.5, 97.5)
PRECISIONS = (0.95, 0.99)
POINT_METRICS = ("accuracy", "auc", "ap", "brier", "ece")


class Ranked:
    """Rows sorted once by probability, so that a resample needs weighted sums but no sorting."""

    def __init__(self, probability: np.ndarray, label: np.ndarray):
        order = np.argsort(-probability, kind="stable")
        self.order = order
        self.p = probability[order].astype(float)
        self.y = (label[order] == 1).astype(float)
        self.last = np.r_[np.flatnonzero(np.diff(self.p)), len(self.p) - 1]
        self.bin = np.minimum((self.p * BINS).astype(int), BINS - 1)

    def all(self, weight: np.ndarray | None = None) -> dict[str, float]:
        """Every point metric; optional row weights in the original order."""
        w = np.ones(len(self.p)) if weight is None else weight[self.order]
        total, hits = w.sum(), np.cumsum(w * self.y)[self.last]
        seen = np.cumsum(w)[self.last]
        positives, negatives = hits[-1], seen[-1] - hits[-1]
        recall = hits / max(positives, 1e-12)
        false_rate = (seen - hits) / max(negatives, 1e-12)
        precision = hits / np.maximum(seen, 1e-12)
        area = np.sum(np.diff(np.r_[0, false_rate]) * (recall + np.r_[0, recall[:-1]]) / 2)
        return {
            "accuracy": float((w * ((self.p >= 0.5) == (self.y == 1))).sum() / total),
            "auc": float(area) if positives > 0 and negatives > 0 else float("nan"),
            "ap": float(np.sum(np.diff(np.r_[0, recall]) * precision)) if positives > 0 else float("nan"),
            "brier": float((w * (self.p - self.y) ** 2).sum() / total),
            "ece": float(np.abs(np.bincount(self.bin, w * (self.p - self.y), BINS)).sum() / total),
        }

    def at_precision(self, wanted: float) -> dict[str, float | None]:
        """Lowest threshold whose precision is at least `wanted`, and the recall there."""
        hits, seen = np.cumsum(self.y)[self.last], np.cumsum(np.ones(len(self.p)))[self.last]
        reached = np.flatnonzero(hits / seen >= wanted)
        if len(reached) == 0:
            return {"threshold": None, "precision": None, "recall": None}
        i = reached[-1]
        return {
            "threshold": float(self.p[self.last[i]]),
            "precision": float(hits[i] / seen[i]),
            "recall": float(hits[i] / max(hits[-1], 1)),
        }


def summary(probability, label, star, seed: int, resamples: int = RESAMPLES) -> dict:
    """Point metrics with intervals, and the operating points, of one survey and input."""
    ranked = Ranked(probability, label)
    point = ranked.all()
    stars, position = np.unique(star.astype(str), return_inverse=True)
    rng = np.random.default_rng(seed)
    draws = []
    for _ in range(resamples):
        times = np.bincount(rng.integers(0, len(stars), len(stars)), minlength=len(stars))
        draws.append(ranked.all(times[position].astype(float)))
    result = {"rows": len(label), "stars": len(stars), "planets": int((label == 1).sum())}
    for name in POINT_METRICS:
        values = [draw[name] for draw in draws]
        low, high = np.nanpercentile(values, INTERVAL) if values else (np.nan, np.nan)
        result[name] = {"value": _round(point[name]), "low": _round(low), "high": _round(high)}
    for wanted in PRECISIONS:
        operating = ranked.at_precision(wanted)
        result[f"precision_{round(100 * wanted)}"] = {k: _round(v) for k, v in operating.items()}
    return result


def reliability(probability: np.ndarray, label: np.ndarray) -> list[dict]:
    """Mean probability and share of planets of each bin that has rows."""
    which = np.minimum((probability * BINS).astype(int), BINS - 1)
    return [
        {
            "mean": _round(probability[which == b].mean()),
            "share": _round((label[which == b] == 1).mean()),
            "rows": int((which == b).sum()),
        }
        for b in range(BINS)
        if (which == b).any()
    ]


def _round(value) -> float | None:
    return None if value is None or not np.isfinite(value) else round(float(value), 5)
