"""The inputs that are scored out of fold: combinations of views and kinds of row."""

from __future__ import annotations

import numpy as np

from . import late
from .network import ONE_D, VETTING, VIEWS

#: `measured`: fitted transit, stellar values and their errors; `alone`: without those errors; `archive`: the KOI
#: table's row
ROWS = ("measured", "alone", "archive")
#: views that an ablation removes together, beside each view on its own
GROUPS = {**{name: (name,) for name in VIEWS}, "odd_even": ("odd", "even")}


def chosen(*names: str) -> np.ndarray:
    """Boolean [5]: which of the 1-D views are named."""
    return np.array([name in names for name in ONE_D])


def flat(heads: list[str]) -> dict[str, np.ndarray]:
    """Views behind each logit of the 1-D views, by name; `heads` are those that ship."""
    return {
        "one_d": chosen(*ONE_D),
        "shipped": chosen(*heads),
        **{f"only_{name}": chosen(name) for name in ONE_D},
        **{f"less_{name}": ~chosen(*names) for name, names in GROUPS.items() if name != "river"},
    }


def columns(heads: list[str]) -> dict[str, tuple[str, ...]]:
    """Logits that late fusion combines for each column of curves.csv."""
    everything = ("one_d", "river")
    shipped = (*(["shipped"] if set(heads) & set(ONE_D) else []), *(["river"] if "river" in heads else []))
    wanted = {
        "views": everything,
        "one_d": ("one_d",),
        **{f"only_{name}": (f"only_{name}",) for name in ONE_D},
        "only_river": ("river",),
        "shipped_views": shipped,
    }
    for row in ROWS:
        logits = row_logits(row)
        vetted = vetting_logits(row)
        wanted |= {
            f"{row}_row": (row,),
            f"{row}_fusion": (*logits, *everything, *vetted),
            f"shipped_{row}": (*logits, *shipped, *(vetted if VETTING in heads else ())),
        }
    wanted |= {f"{row}_split": row_logits(row) for row in late.HIDDEN}
    measured, vetted = row_logits("measured"), vetting_logits("measured")
    wanted |= {f"without_{name}": (*measured, f"less_{name}", "river", *vetted) for name in GROUPS if name != "river"}
    return wanted | {
        "without_river": (*measured, "one_d", *vetted),
        "without_views": (*measured, *vetted),
        f"without_{VETTING}": (*measured, *everything),
    }


def vetting_logits(row: str) -> tuple[str, ...]:
    """The logit of the vetting, which only a row that was measured from the curve has."""
    return (late.vetted(row),) if row in late.HIDDEN else ()


def row_logits(row: str) -> tuple[str, ...]:
    """Logits of a kind of row in late fusion."""
    return (row, late.reduced(row)) if row in late.HIDDEN else (row,)
