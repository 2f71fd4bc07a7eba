"""The inputs that are scored out of fold: which views, and which row beside them."""

from __future__ import annotations

import numpy as np

from .network import VIEWS

#: rows: `measured` fitted transit, star's values and their errors; `alone` without those errors;
#: `archive` the KOI table's own row
ROWS = ("measured", "alone", "archive")
ONE_D = VIEWS[:-1]
#: an ablation takes these away together beside each view on its own
GROUPS = {**{name: (name,) for name in VIEWS}, "odd_even": ("odd", "even")}


def chosen(*names: str) -> np.ndarray:
    """Boolean [6] of the views named."""
    return np.array([name in names for name in VIEWS])


def less(*names: str) -> np.ndarray:
    return ~chosen(*names)


#: column of curves.csv -> views
COMBINATIONS: dict[str, np.ndarray] = {
    "views": chosen(*VIEWS), "one_d": chosen(*ONE_D),
    **{f"only_{name}": chosen(name) for name in VIEWS},
}
