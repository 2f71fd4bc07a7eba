"""`python -m training smoke`: the whole path on made rows, in seconds, for tests of the service.

No real row is used. The folder has the layout of a real model (model.onnx, card.json, oof.csv,
golden.json), so what loads it loads the trained models.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np

from . import folds, golden, student, training_run

ROWS = 900
SEED = 7


def run(out: Path) -> dict:
    """Made rows, one pass of training per network, export, comparison to 1e-5, card."""
    rows = golden.made_rows(ROWS, SEED)
    strata = np.array([f"{mission}{label}" for mission, label in zip(rows.mission, rows.label)])
    fold = folds.assign(rows.star_id, SEED, 2, strata)
    settings = replace(student.Settings(), epochs=1, batch=64, trees=20)
    return training_run.train(
        "tabular", rows, rows.star_id, fold, out, settings=settings, seed=SEED, resamples=20, at_once=1
    )
