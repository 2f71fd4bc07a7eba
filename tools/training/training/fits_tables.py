"""Reads a FITS table into the data frame that its CSV file would give: names in lower case, which FITS does not tell
from upper case, text without trailing spaces, and NaN for what is missing."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd


def is_fits(path: Path) -> bool:
    return path.name.endswith((".fits", ".fits.gz"))


def read(path: Path) -> pd.DataFrame:
    """The first table of the file.

    Raises SystemExit for a table with a column of arrays: archive tables have one value in a cell."""
    from astropy.table import Table

    table = Table.read(path, format="fits", unit_parse_strict="silent")
    wide = [name for name in table.colnames if table[name].ndim > 1]
    if wide:
        raise SystemExit(f"{path}: column {wide[0]} has arrays in its cells; expected one value in each")
    return pd.DataFrame({name.lower(): _values(table[name]) for name in table.colnames})


def _values(column) -> np.ndarray:
    missing = np.ma.getmaskarray(np.ma.asarray(column))
    values = np.ma.getdata(np.ma.asarray(column))
    if values.dtype.kind in "SU":
        text = np.char.rstrip(values.astype(str)).astype(object)
        return np.where(missing | (text == ""), np.nan, text)
    if missing.any():
        return np.where(missing, np.nan, values.astype(float))
    return values.astype(values.dtype.newbyteorder("="))
