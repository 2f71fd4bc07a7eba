"""Unlabelled KOI candidates that the archive scores as likely planets: how often the model calls them false positives.

`koi_score` is the archive's own confidence in a candidate. It is never a feature; here it only selects the candidates.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd

from . import catalogues, conformal, patterns, recipe, results
from .catalogues import Rows

FILE = "candidates.csv"
MIN_SCORE = 0.9


def koi_scores(folder: Path) -> pd.Series | None:
    """`koi_score` by KOI name; None without the KOI table."""
    path = catalogues.table_path(folder, catalogues.FILES["KEPLER"])
    return None if path is None else catalogues.read_table(path).set_index("kepoi_name")["koi_score"]


def to_table(
    predict: Callable[[np.ndarray], tuple], thresholds: dict, states: list[str], rows: Rows, scores: pd.Series
) -> pd.DataFrame:
    """The content of candidates.csv: complete rows of KOI candidates with a score of at least MIN_SCORE, with
    probability and thresholds to 7 digits. `predict` returns log-odds, distance and state."""
    score = scores.reindex(rows.object_id).to_numpy(float)
    at = np.flatnonzero((rows.mission == "KEPLER") & (rows.label < 0) & (score >= MIN_SCORE))
    log_odds, _, state = predict(patterns.apply(rows.x[at], "all"))
    limits = conformal.thresholds_of_rows(thresholds, rows.mission[at], state.astype(int), states)
    table = pd.DataFrame({"object_id": rows.object_id[at], "koi_score": score[at]})
    table["all"] = np.round(recipe.sigmoid(log_odds.astype(float)), 7)
    for i, name in enumerate(results.THRESHOLDS):
        table[f"all_{name}"] = np.round(limits[:, i], 7)
    return table


def figures(table: pd.DataFrame) -> dict:
    return {
        "koi_score_from": MIN_SCORE,
        "rows": len(table),
        "called_false_positive": results.called_false_positive(table),
    }
