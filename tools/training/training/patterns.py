"""Which fields a request supplies: the input kinds that the card reports, and random subsets for training.

A pattern is applied by setting columns to NaN, so training sees the same missing fields as serving. `all` is every
measurement and error, `canonical` drops the errors, `five_field` keeps period, radius and their errors, `diagnostics`
adds the KOI diagnostics to `all`, `transit` is period, duration and depth, `period` the period alone.
"""

from __future__ import annotations

import numpy as np

from . import fields, groups

KINDS = ("all", "canonical", "five_field", "diagnostics", "transit", "period")
FIVE_FIELD = ("period", "radius")
TRANSIT = ("period", "duration", "depth")

#: share of training rows under each pattern, and with a few random fields; the rest get random subsets
TRAINING_SHARES = {
    "all": 0.40,
    "canonical": 0.10,
    "five_field": 0.11,
    "diagnostics": 0.15,
    "transit": 0.03,
    "period": 0.02,
    "few": 0.05,
}
#: the same without the patterns of one to three fields
WHOLE_SHARES = {"all": 0.40, "canonical": 0.12, "five_field": 0.13, "diagnostics": 0.15}
#: ranges of the number of measured values that calibration and thresholds also use, beside the reported input kinds
FEW = ((1, 1), (2, 3), (4, 6))
#: relative frequency of these fields among a few random fields, others have 1: what a transit search measures
WEIGHTS = {"period": 4.0, "duration": 3.0, "depth": 3.0, "radius": 3.0}


def kept_columns(kind: str) -> np.ndarray:
    """Boolean [columns]: the columns that an input of this kind may supply."""
    columns = fields.columns()
    if kind == "diagnostics":
        return np.ones(len(columns), bool)
    if kind == "all":
        return np.array([column.kind != "diagnostic" for column in columns])
    if kind == "canonical":
        return np.array([column.kind in ("source", "value") for column in columns])
    if kind == "five_field":
        return np.array([column.field in (fields.SOURCE, *FIVE_FIELD) for column in columns])
    if kind in ("transit", "period"):
        wanted = (fields.SOURCE, *(TRANSIT if kind == "transit" else ("period",)))
        return np.array([column.field in wanted and column.kind != "error" for column in columns])
    raise ValueError(f"no input kind {kind!r}: one of {', '.join(KINDS)}")


def apply(x: np.ndarray, kind: str) -> np.ndarray:
    """A copy of the rows with only the columns of one input kind."""
    return np.where(kept_columns(kind), x, np.nan).astype(np.float32)


def has_diagnostics(x: np.ndarray) -> np.ndarray:
    """Boolean [rows]: at least one diagnostic is present."""
    return np.isfinite(x[:, fields.indices("diagnostic")]).any(axis=1)


def masked_copies(x: np.ndarray, seed: int) -> dict[str, np.ndarray]:
    """Copies of the rows by name: one for each reported input kind (NaN rows for `diagnostics` where there are none),
    and two for each range of FEW. Calibration, thresholds and distance limits are fitted on them."""
    rng, result = np.random.default_rng(seed), {kind: apply(x, kind) for kind in KINDS}
    result["diagnostics"][~has_diagnostics(x)] = np.nan
    for minimum, maximum in FEW:
        for copy in range(2):
            result[f"{minimum}-{maximum}.{copy}"] = np.where(
                few_fields(len(x), rng, minimum, maximum), x, np.float32(np.nan)
            )
    return result


def draw(count: int, rng: np.random.Generator, shares: dict[str, float]) -> np.ndarray:
    """Boolean [count, columns]: the columns that each training row keeps."""
    kinds = rng.choice(len(shares) + 1, size=count, p=[*shares.values(), 1 - sum(shares.values())])
    keep = np.zeros((count, len(fields.columns())), bool)
    for number, name in enumerate([*shares, "rest"]):
        drawn = np.flatnonzero(kinds == number)
        subset = {"few": few_fields, "rest": random_subset}.get(name)
        keep[drawn] = subset(len(drawn), rng) if subset else kept_columns(name)
    return keep


def few_fields(count: int, rng: np.random.Generator, minimum: int = 1, maximum: int = 6) -> np.ndarray:
    """Boolean [count, columns]: `minimum` to `maximum` measured values, with their errors in half of the rows."""
    columns = fields.columns()
    names = [column.name for column in columns if column.kind == "value"]
    order = np.log([WEIGHTS.get(name, 1.0) for name in names]) + rng.gumbel(size=(count, len(names)))
    place = np.argsort(np.argsort(-order, axis=1), axis=1)
    kept = place < rng.integers(minimum, maximum + 1, (count, 1))
    of_field = np.array([names.index(column.field) if column.field in names else -1 for column in columns])
    keep = np.where(of_field >= 0, kept[:, of_field], False)
    error = np.array([column.kind == "error" for column in columns])
    keep &= ~(error & (rng.random((count, 1)) < 0.5))
    keep[:, 0] = True
    return keep


def random_subset(count: int, rng: np.random.Generator) -> np.ndarray:
    """Boolean [count, columns]: groups, fields and errors left out at random, at rates drawn for each row."""
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
