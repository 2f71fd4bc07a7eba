"""The inputs that are scored out of fold: which row, which heads."""

from __future__ import annotations

import numpy as np

from .network import HEADS, VIEWS

#: rows: `measured` fitted transit, star's values and their errors; `alone` without those errors;
#: `archive` the KOI table's own row
ROWS = ("measured", "alone", "archive")
ONE_D = VIEWS[:-1]


def heads(*names: str) -> np.ndarray:
    return np.array([name in names for name in HEADS])


#: column of oof.csv -> (row, heads)
COMBINATIONS: dict[str, tuple[str, np.ndarray]] = {
    **{f"{row}_row": (row, heads("row")) for row in ROWS},
    **{f"{row}_fusion": (row, heads(*HEADS)) for row in ROWS},
    "views": ("measured", heads(*VIEWS)),
    "one_d": ("measured", heads(*ONE_D)),
    **{f"only_{name}": ("measured", heads(name)) for name in VIEWS},
    "without_odd_even": ("measured", heads(*(h for h in HEADS if h not in ("odd", "even")))),
    **{f"without_{name}": ("measured", heads(*(h for h in HEADS if h != name))) for name in VIEWS},
}

