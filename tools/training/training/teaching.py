"""What the served network loses against its teacher, out of fold on the same objects. Computed from oof.csv and
teacher.csv, so that `check` can recompute it."""

from __future__ import annotations

import numpy as np
import pandas as pd

from . import metrics, patterns, results

FILE = "teacher.csv"
COMPARED = ("accuracy", "auc")


def measure(pupil: pd.DataFrame, teacher: pd.DataFrame, seed: int, resamples: int) -> dict:
    """Teacher's metrics by survey and input kind, and the pupil's less the teacher's with its 95 % interval: paired
    bootstrap over stars."""
    result = {}
    for mission in [name for name in results.NAMES if (pupil["mission"] == name).any()]:
        ours, theirs = (table[table["mission"] == mission].reset_index(drop=True) for table in (pupil, teacher))
        result[mission] = {
            kind: _compare(ours[ours[kind].notna()], theirs[ours[kind].notna()], kind, seed, resamples)
            for kind in patterns.KINDS
            if ours[kind].notna().any()
        }
    return result


def _compare(ours: pd.DataFrame, theirs: pd.DataFrame, kind: str, seed: int, resamples: int) -> dict:
    label = ours["label"].to_numpy()
    pupil, teacher = (metrics.Ranked(table[kind].to_numpy(float), label) for table in (ours, theirs))
    stars, position = np.unique(ours["star_id"].to_numpy().astype(str), return_inverse=True)
    rng = np.random.default_rng(seed)
    draws = []
    for _ in range(resamples):
        times = np.bincount(rng.integers(0, len(stars), len(stars)), minlength=len(stars))
        draws.append(_difference(pupil, teacher, times[position].astype(float)))
    point, of_teacher = _difference(pupil, teacher, None), teacher.all()
    entry = {"rows": len(label), "teacher": {name: metrics._round(of_teacher[name]) for name in metrics.POINT_METRICS}}
    for name in COMPARED:
        low, high = np.nanpercentile([draw[name] for draw in draws], metrics.INTERVAL) if draws else (np.nan, np.nan)
        values = {"difference": point[name], "low": low, "high": high}
        entry[name] = {key: metrics._round(value) for key, value in values.items()}
    return entry


def _difference(pupil: metrics.Ranked, teacher: metrics.Ranked, weight: np.ndarray | None) -> dict[str, float]:
    ours, theirs = pupil.all(weight), teacher.all(weight)
    return {name: ours[name] - theirs[name] for name in COMPARED}
