"""Diagnostics of TOI rows: statistics of the TESS data validation in the fields of the KOI table.

`catalogs/tess_dv.csv.gz` has a row for each TOI and sector. A field is the median over the sectors in which the period
was found. Where a value is -1, or an offset is exactly 0, the source gives none. The offset of the difference image
from the star's catalogue position comes from here too. `catalogs/tess_centroids.csv.gz` has one for more stars, but
which stars it has tells the label (.86 of these TOIs are planets, .39 of the others), and it adds nothing where both
exist.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
from scipy.stats import chi2

from . import catalogues, leakage

FILE = "tess_dv"
#: field, column with the same quantity and unit
COLUMNS = {
    "koi_num_transits": "tce_num_transits",
    "koi_max_mult_ev": "tce_max_mult_ev",
    "koi_dor": "tce_dor",
    "koi_incl": "tce_incl",
    "koi_dicco_mra": "tce_dicco_mra",
    "koi_dicco_mdec": "tce_dicco_mdec",
    "koi_dicco_msky": "tce_dicco_msky",
    "koi_dikco_msky": "tce_ditco_msky",
}
#: chi-square of the depths of odd and even transits, one degree of freedom; the field holds its significance
ODD_EVEN, ODD_EVEN_FIELD = "tce_bin_oedp_stat", "koi_bin_oedp_sig"
OFFSETS = tuple(field for field in COLUMNS if "msky" in field or "_mra" in field or "_mdec" in field)
NOT_GIVEN = -1


def load(folder: Path, toi: pd.Series) -> dict[str, np.ndarray]:
    """Values [rows] by field for the TOI numbers, NaN where the table has none; empty without the table."""
    path = catalogues.table_path(folder, FILE)
    if path is None:
        return {}
    leakage.refuse([*COLUMNS.values(), ODD_EVEN])
    table = catalogues.read_table(path)
    table = table[table["period_alias"].astype(str) == "1"]
    found = pd.DataFrame({"toi": table["toi"].astype(str)})
    for field, column in COLUMNS.items():
        value = pd.to_numeric(table[column], errors="coerce")
        absent = (value == NOT_GIVEN) | ((value == 0) & (field in OFFSETS))
        found[field] = value.where(~absent)
    found[ODD_EVEN_FIELD] = chi2.sf(pd.to_numeric(table[ODD_EVEN], errors="coerce"), 1)
    medians = found.groupby("toi").median().reindex(toi.astype(str))
    return {field: medians[field].to_numpy(float) for field in medians}
