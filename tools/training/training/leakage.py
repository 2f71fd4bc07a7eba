"""Columns that reveal the label, and the guard that refuses them.

The list follows the rules of the data's README: dispositions, scores, flags, names, numbers, positions and dates.
`epoch` is included: it folds a light curve and is never a feature.
"""

from __future__ import annotations

import re

LEAKING = {
    "koi_score",
    "koi_pdisposition",
    "koi_disposition",
    "koi_tce_delivname",
    "kepler_name",
    "kepoi_name",
    "koi_tce_plnt_num",
    "koi_count",
    "disposition",
    "tfopwg_disp",
    "disp_refname",
    "pl_refname",
    "st_refname",
    "sy_refname",
    "toi",
    "tid",
    "tceid",
    "row_id",
    "rowid",
    "kepid",
    "rowupdate",
    "toi_created",
    "pl_name",
    "hostname",
    "disc_year",
    "disc_facility",
    "discoverymethod",
    "pl_pubdate",
    "releasedate",
    "sy_pnum",
    "sy_snum",
    "soltype",
    "pl_controv_flag",
    "default_flag",
    "ttv_flag",
    "ra",
    "dec",
    "rastr",
    "decstr",
    "epoch",
    "koi_time0",
    "koi_time0bk",
    "pl_tranmid",
    "tce_ntoi",
    "av_training_set",
}
LEAKING_PATTERNS = [
    r"koi_fpflag_\w+",
    r".*fpp.*",
    r".*robovetter.*",
    r".*autovetter.*",
    r".*disposition.*",
    r".*_score",
    r"koi_time0(bk)?_err[12]",
]


class LeakingColumnError(ValueError):
    """Raised when a column that reveals the label is about to become a feature."""


def is_leaking(column: str) -> bool:
    name = column.lower().removeprefix("diagnostics.")
    return name in LEAKING or any(re.fullmatch(pattern, name) for pattern in LEAKING_PATTERNS)


def refuse(columns: list[str]) -> None:
    """Raise LeakingColumnError naming every leaking column among `columns`."""
    found = [column for column in columns if is_leaking(column)]
    if found:
        raise LeakingColumnError(f"leaking columns may not be features: {', '.join(found)}")
