"""Which fields a request gives: the four reported inputs, and random subsets for training.

A pattern is applied by setting columns to NaN, so the model meets in training what it meets
in service. `all` is every measurement and error, `canonical` drops the errors, `five_field`
keeps period, radius and their errors, `diagnostics` adds the KOI diagnostics to `all`.
"""

from __future__ import annotations

import numpy as np

from . import fields, groups

KINDS = ("all", "canonical", "five_field", "diagnostics")
FIVE_FIELD = ("period", "radius")

#: share of training rows shown under each pattern; the rest get random subsets
TRAINING_SHARES = {"all": 0.40, "canonical": 0.12, "five_field": 0.13, "diagnostics": 0.15}


def kept_columns(kind: str) -> np.ndarray:
    """Boolean [columns]: the columns that an input of this kind may give."""
    columns = fields.columns()
    if kind == "diagnostics":
        return np.ones(len(columns), bool)
    if kind == "all":
        return np.array([column.kind != "diagnostic" for column in columns])
    if kind == "canonical":
        return np.array([column.kind in ("source", "value") for column in columns])
    if kind == "five_field":
        return np.array([column.field in (fields.SOURCE, *FIVE_FIELD) for column in columns])
    raise ValueError(f"no input kind {kind!r}: one of {', '.join(KINDS)}")


def apply(x: np.ndarray, kind: str) -> np.ndarray:
    """A copy of the rows with only the columns of one input kind."""
    return np.where(kept_columns(kind), x, np.nan).astype(np.float32)


def has_diagnostics(x: np.ndarray) -> np.ndarray:
    """Boolean [rows]: at least one diagnostic is given."""
    return np.isfinite(x[:, fields.indices("diagnostic")]).any(axis=1)


def draw(count: int, rng: np.random.Generator, any_subset: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Kind of each training row (index in KINDS, -1 random subset) and the columns it keeps.
    Rows outside `any_subset` get one of KINDS."""
    shares = [TRAINING_SHARES[kind] for kind in KINDS]
    kinds = rng.choice([*range(len(KINDS)), -1], size=count, p=[*shares, 1 - sum(shares)])
    kinds = np.where((kinds < 0) & ~any_subset, 0, kinds)
    table = np.stack([kept_columns(kind) for kind in KINDS])
    keep = table[np.maximum(kinds, 0)]
    free = np.flatnonzero(kinds < 0)
    keep[free] = random_subset(len(free), rng)
    return kinds, keep


def random_subset(count: int, rng: np.random.Generator) -> np.ndarray:
    """Boolean [count, columns]: groups, fields and errors left out at random rates per row."""
    columns = fields.columns()
    names = [column.field for column in columns]
    distinct = sorted(set(names))
    of_field = np.array([distinct.index(name) for name in names])
    field_rate = rng.choice([0.0, 0.1, 0.3, 0.6], size=(count, 1))
    keep = (rng.random((count, len(distinct))) >= field_rate)[:, of_field]
    group_rate = rng.choice([0.0, 0.15, 0.4, 0.7], size=(count, 1))
    group_kept = rng.random((count, len(groups.GROUPS))) >= group_rate
    keep &= group_kept[:, groups.group_of_column()]
    error = np.array([column.kind == "error" for column in columns])
    diagnostic = np.array([column.kind == "diagnostic" for column in columns])
    keep &= ~(error & (rng.random((count, 1)) < 0.35))
    keep &= ~(diagnostic & (rng.random((count, 1)) < 0.5))
    keep[:, 0] = True
    return keep
