"""How often the distance flags values in the wrong unit, measured on the labelled rows for the card."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from . import fields, patterns
from .catalogues import Rows

#: field, wrong unit, factor from the archive's unit
MISTAKES = (
    ("depth", "as a fraction", 1e-6),
    ("depth", "in per cent", 1e-4),
    ("duration", "in days", 1 / 24),
    ("duration", "in minutes", 60.0),
    ("radius", "in Jupiter radii", 1 / 11.21),
    ("radius", "in solar radii", 1 / 109.1),
    ("period", "in hours", 24.0),
    ("period", "in years", 1 / 365.25),
)


def detection_rates(answer: Callable[[np.ndarray], tuple], rows: Rows) -> dict:
    """Share of a survey's rows that lie beyond the limit, as they are and with one field in another unit; by survey,
    mistake and input kind. The errors of a field are in its unit. `answer` gives log-odds, distance and state of
    rows."""
    result = {}
    for mission in fields.sources():
        x = rows.x[(rows.mission == mission) & (rows.label >= 0)]
        if len(x) == 0:
            continue

        def outside(changed):
            return {
                kind: round(float((answer(patterns.apply(changed, kind))[1] > 1).mean()), 4)
                for kind in ("all", "canonical")
            }

        result[mission] = {"as they are": outside(x)}
        for field, unit, factor in MISTAKES:
            columns = [i for i, column in enumerate(fields.columns()) if column.field == field]
            if np.isfinite(x[:, columns[0]]).mean() < 0.5:
                continue
            changed = x.copy()
            changed[:, columns] *= np.float32(factor)
            result[mission][f"{field} {unit}"] = outside(changed)
    return result
