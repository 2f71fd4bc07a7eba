"""Further rows for distillation: a row with some fields taken from a near neighbour.

After MUNGE (Bucila, Caruana & Niculescu-Mizil 2006): the teachers, not the archive, answer for
them, so a small network can learn the teachers' function between the labelled rows. Both
parents are of one survey and one inner fold, so a row made of them belongs to that fold.
"""

from __future__ import annotations

import numpy as np
from sklearn.neighbors import NearestNeighbors

from . import fields
from .catalogues import Rows
from .encoder import log_columns

NEIGHBOURS = 6
SWAP_RATE = 0.4


def extend(rows: Rows, inner: np.ndarray, copies: int, seed: int) -> tuple[Rows, np.ndarray]:
    """The rows followed by `copies` made ones per row (label unknown), and their inner folds."""
    rng = np.random.default_rng(seed)
    made, folds = [], []
    position = np.unique([column.field for column in fields.columns()], return_inverse=True)[1]
    for survey in np.unique(rows.mission):
        for fold in np.unique(inner):
            where = np.flatnonzero((rows.mission == survey) & (inner == fold))
            if len(where) <= NEIGHBOURS:
                continue
            near = _neighbours(rows.x[where])
            for _ in range(copies):
                partner = where[near[np.arange(len(where)), rng.integers(1, near.shape[1], len(where))]]
                swapped = (rng.random((len(where), position.max() + 1)) < SWAP_RATE)[:, position]
                made.append(np.where(swapped, rows.x[partner], rows.x[where]))
                folds.append(np.full(len(where), fold))
    if not made:
        return rows, inner
    x = np.concatenate(made).astype(np.float32)
    unknown = np.full(len(x), "", object)
    extra = Rows(x, np.full(len(x), -1, np.int8), np.array(list(fields.sources()), object)[x[:, 0].astype(int)],
                 unknown, unknown, np.full(len(x), np.datetime64("NaT"), "datetime64[s]"))
    return Rows.join([rows, extra]), np.concatenate([inner, *folds])


def _neighbours(x: np.ndarray) -> np.ndarray:
    """Positions [rows, NEIGHBOURS + 1] of the nearest rows in standardised logarithms, itself first."""
    y = log_columns(x)[:, : x.shape[1] - 1]
    with np.errstate(all="ignore"):
        given = np.isfinite(y)
        mean = np.where(given, y, 0).sum(0) / np.maximum(given.sum(0), 1)
        spread = np.sqrt(np.where(given, (y - mean) ** 2, 0).sum(0) / np.maximum(given.sum(0), 1))
    z = np.where(given, np.clip((y - mean) / np.maximum(spread, 1e-6), -4, 4), 0)
    return NearestNeighbors(n_neighbors=NEIGHBOURS + 1).fit(z).kneighbors(z, return_distance=False)
