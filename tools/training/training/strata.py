"""Strata of candidates: groups in which prediction sets must contain most of the planets, and are measured.

A stratum is an interval of one or two quantities of the row, in the units of `fields.json`. The signal-to-noise ratio
is that of the fit, or depth over its upper error where a row has no ratio. A row without the quantity is in none of its
strata. Everything is computed in float32, as in the served graph.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass

import numpy as np

from . import fields

#: the ratio of the fit, and the two whose ratio stands for it where it is missing
SNR_COLUMNS = ("snr", "depth", "depth_err_high")
QUANTITIES = ("period", "radius", "snr", "star_teff", "star_logg")


@dataclass(frozen=True)
class Stratum:
    """Rows with `low <= quantity < high` for each of `bounds` (quantity, low, high)."""

    title: str
    bounds: tuple[tuple[str, float, float], ...]


def _intervals(quantity: str, label: str, unit: str, edges: tuple[float, ...]) -> tuple[Stratum, ...]:
    lowest = Stratum(f"{label} < {edges[0]:g}{unit}", ((quantity, -np.inf, edges[0]),))
    between = [
        Stratum(f"{label} {low:g}-{high:g}{unit}", ((quantity, low, high),)) for low, high in itertools.pairwise(edges)
    ]
    return lowest, *between, Stratum(f"{label} >= {edges[-1]:g}{unit}", ((quantity, edges[-1], np.inf),))


STRATA = (
    *_intervals("period", "period", " d", (1, 10, 50, 200)),
    *_intervals("radius", "radius", " R_earth", (2, 4, 10)),
    *_intervals("snr", "S/N", "", (12, 25, 100)),
    Stratum("S/N < 12 and radius < 2 R_earth", (("snr", -np.inf, 12), ("radius", -np.inf, 2))),
    Stratum("star cooler than 4500 K", (("star_teff", -np.inf, 4500),)),
    Stratum("star hotter than 6500 K", (("star_teff", 6500, np.inf),)),
    Stratum("star with log g < 4", (("star_logg", -np.inf, 4),)),
)
TITLES = tuple(stratum.title for stratum in STRATA)
#: largest number of bounds of a stratum
DEPTH = max(len(stratum.bounds) for stratum in STRATA)


def quantities(x: np.ndarray) -> np.ndarray:
    """Float32 [rows, quantities] of raw rows; NaN where a quantity is missing."""
    x = np.asarray(x, np.float32)

    def column(name: str) -> np.ndarray:
        return x[:, fields.index(name)]

    with np.errstate(all="ignore"):
        ratio = column("depth") / column("depth_err_high")
    snr = np.where(np.isnan(column("snr")), ratio, column("snr"))
    return np.stack([snr if name == "snr" else column(name) for name in QUANTITIES], axis=1)


def bound_table() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Position of the quantity, lower and upper bound, [DEPTH, strata] each; a stratum with fewer bounds repeats
    one."""
    padded = [[stratum.bounds[min(d, len(stratum.bounds) - 1)] for stratum in STRATA] for d in range(DEPTH)]
    position = np.array([[QUANTITIES.index(name) for name, _, _ in row] for row in padded])
    low, high = (np.array([[bound[i] for bound in row] for row in padded], np.float32) for i in (1, 2))
    return position, low, high


def membership(x: np.ndarray) -> np.ndarray:
    """Boolean [rows, strata] of raw rows."""
    values = quantities(x)
    inside = np.ones((len(values), len(STRATA)), bool)
    with np.errstate(invalid="ignore"):
        for position, low, high in zip(*bound_table(), strict=True):
            inside &= (values[:, position] >= low) & (values[:, position] < high)
    return inside


def as_bits(member: np.ndarray) -> np.ndarray:
    """Membership [rows, strata] as one integer per row: bit i for stratum i."""
    return member.astype(np.int64) @ (1 << np.arange(len(STRATA), dtype=np.int64))


def from_bits(bits: np.ndarray) -> np.ndarray:
    """Membership [rows, strata] from the integers of `as_bits`."""
    return (np.asarray(bits, np.int64)[:, None] >> np.arange(len(STRATA)) & 1).astype(bool)
