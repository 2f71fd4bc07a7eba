"""Reads the archive tables (KOI, TOI, K2) into rows of physical values with a star, a label and a date.

`archive-columns.json` says which column holds which field and how its unit converts to that of `fields.json`. In
archive files err1 is positive and err2 negative, lines that begin with `#` are comments, and an empty cell is missing.
Sources: NASA Exoplanet Archive tables `cumulative`, `toi` and `k2pandc`; diagnostics from `koi_diagnostics.csv.gz`.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd

from . import fields, fits_tables, leakage, tess_diagnostics

PLANET = {"CONFIRMED", "CP", "KP"}
NOT_PLANET = {"FALSE POSITIVE", "FP", "FA", "FALSE POSITIVE [CANDIDATE]", "REFUTED"}

COLUMNS_FILE = fields.CONTRACT.with_name("archive-columns.json")
FILES = {"KEPLER": "koi_cumulative", "TESS": "toi", "K2": "k2_candidates"}
DIAGNOSTICS_FILE = "koi_diagnostics"
CROSS_IDS_FILE = "cross_ids"


@dataclass(frozen=True)
class Rows:
    """Rows of one or several surveys, aligned by position.

    `x` float32 [rows, columns]; `label` 1 planet, 0 not a planet, -1 unknown; `created` the
    day a TOI was announced (NaT elsewhere), for the time split only and never a feature.
    """

    x: np.ndarray
    label: np.ndarray
    mission: np.ndarray
    object_id: np.ndarray
    star_id: np.ndarray
    created: np.ndarray

    def __len__(self) -> int:
        return len(self.label)

    def take(self, selection) -> Rows:
        return Rows(*(getattr(self, name)[selection] for name in self.__dataclass_fields__))

    @staticmethod
    def join(parts: list[Rows]) -> Rows:
        names = Rows.__dataclass_fields__
        return Rows(*(np.concatenate([getattr(part, name) for part in parts]) for name in names))


def data_folder(given: str | Path | None = None) -> Path:
    """The data folder: the argument, or the environment variable EXOPLANET_DATA."""
    value = given or os.environ.get("EXOPLANET_DATA")
    if not value:
        raise SystemExit("set EXOPLANET_DATA to the data folder (the one that holds catalogs/)")
    return Path(value)


def table_path(folder: Path, name: str) -> Path | None:
    """The table's file, CSV or FITS, gzipped or plain, or None if the folder lacks it."""
    for suffix in (".csv.gz", ".csv", ".fits.gz", ".fits"):
        path = folder / "catalogs" / f"{name}{suffix}"
        if path.exists():
            return path
    return None


def read_table(path: Path) -> pd.DataFrame:
    if fits_tables.is_fits(path):
        return fits_tables.read(path)
    return pd.read_csv(path, comment="#", low_memory=False)


def sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def load(folder: Path) -> Rows:
    """All rows of every survey whose table is in the folder, labelled or not."""
    parts = []
    for mission, reader in (("KEPLER", _koi), ("TESS", _toi), ("K2", _k2)):
        path = table_path(folder, FILES[mission])
        if path is not None:
            parts.append(reader(read_table(path), folder))
    if not parts:
        raise SystemExit(f"no catalogue found under {folder}/catalogs")
    return Rows.join(parts)


def load_cross_ids(folder: Path) -> list[tuple[str, str]]:
    """Pairs of names of the same star, such as (EPIC201324549, TIC38161230) from two surveys, or the host name and EPIC
    number of a K2 star (K2-16, EPIC201754305), whose rows may use either."""
    pairs = []
    path = table_path(folder, CROSS_IDS_FILE)
    if path is not None:
        table = read_table(path)
        pairs += zip(table["star_a"].astype(str), table["star_b"].astype(str), strict=True)
    path = table_path(folder, FILES["K2"])
    if path is not None:
        pairs += k2_names(read_table(path))
    return pairs


def k2_names(table: pd.DataFrame) -> list[tuple[str, str]]:
    """Pairs of a host name and an EPIC number that appear in the same row, of any publication."""
    pairs = set()
    for names in _k2_row_names(table):
        for key in _epics(*names):
            pairs |= {(host, key) for host in (names[1], key) if host != "nan"}
    return sorted(pairs)


def _koi(table: pd.DataFrame, folder: Path) -> Rows:
    x = _matrix(table, "koi")
    path = table_path(folder, DIAGNOSTICS_FILE)
    if path is not None:
        extra = read_table(path).drop_duplicates("kepoi_name").set_index("kepoi_name")
        extra = extra.reindex(table["kepoi_name"])
        for i in fields.indices("diagnostic"):
            column = fields.columns()[i].name.removeprefix("diagnostics.")
            leakage.refuse([column])
            x[:, i] = _numbers(extra, column)
    stars = "KIC" + table["kepid"].astype(str)
    return _rows(x, table["koi_disposition"], "KEPLER", table["kepoi_name"], stars)


def _toi(table: pd.DataFrame, folder: Path) -> Rows:
    x = _matrix(table, "toi")
    for field, values in tess_diagnostics.load(folder, table["toi"]).items():
        x[:, fields.index(f"diagnostics.{field}")] = values
    created = pd.to_datetime(table["toi_created"], errors="coerce").to_numpy("datetime64[s]")
    names = "TOI-" + table["toi"].astype(str)
    stars = "TIC" + table["tid"].astype(str)
    return _rows(x, table["tfopwg_disp"], "TESS", names, stars, created)


def _k2(table: pd.DataFrame, folder: Path) -> Rows:
    table = table[table["default_flag"] == 1].reset_index(drop=True)
    x = _matrix(table, "k2")
    stars = [next(iter(_epics(*names)), names[1]) for names in _k2_row_names(table)]
    return _rows(x, table["disposition"], "K2", table["pl_name"], pd.Series(stars))


def _k2_row_names(table: pd.DataFrame) -> zip:
    """The columns that name the object and its star, in the order in which libs/catalog tries them."""
    columns = ("epic_hostname", "hostname", "pl_name", "epic_candname")
    empty = np.full(len(table), "nan", object)
    return zip(*(table[name].astype(str) if name in table else empty for name in columns), strict=True)


def _epics(*names: str) -> list[str]:
    """Star keys of the EPIC numbers in the names, in order."""
    found = (re.search(r"EPIC\s*(\d+)", name, re.IGNORECASE) for name in names)
    return ["EPIC" + match.group(1) for match in found if match]


@cache
def archive_tables() -> dict[str, dict]:
    """By table (koi, toi, k2): its source, suffixes of errors and limits, and the columns of each field."""
    return json.loads(COLUMNS_FILE.read_text())


def _matrix(table: pd.DataFrame, name: str) -> np.ndarray:
    """Float32 [rows, columns] in the units of the field contract; the first column with a measurement counts."""
    form = archive_tables()[name]
    suffixes = [form["error_suffixes"][side] for side in ("low", "high")]
    x = np.full((len(table), len(fields.columns())), np.nan, np.float32)
    x[:, 0] = fields.sources()[form["source"]]
    for field, choices in form["fields"].items():
        position = fields.index(field)
        has_errors = field + fields.ERROR_SUFFIXES[0] in fields.column_names()
        for choice in reversed(choices):
            column, scale = choice["column"], np.float32(choice.get("scale", 1))
            leakage.refuse([column])
            use = _measured(table, column, field, form.get("limit_suffix"))
            x[use, position] = _numbers(table, column)[use].astype(np.float32) * scale
            for offset, suffix in enumerate(suffixes if has_errors else [], start=1):
                x[use, position + offset] = np.abs(_numbers(table, column + suffix))[use].astype(np.float32) * scale
    return x


def _measured(table: pd.DataFrame, column: str, field: str, limit_suffix: str | None) -> np.ndarray:
    """Boolean [rows]: the value is a measurement by the rules of libs/catalog. It is present, not a limit (a `...lim`
    flag other than 0), and not 0 for a quantity that must be positive. Errors without a measured value are dropped."""
    value = _numbers(table, column)
    limit = _numbers(table, column + limit_suffix) if limit_suffix else np.zeros(len(table))
    above_zero = field in {m["name"] for m in fields.contract()["measurements"] if m.get("exclusive_minimum") == 0}
    return np.isfinite(value) & ~(np.nan_to_num(limit) != 0) & ~(above_zero & (value == 0))


def _numbers(table: pd.DataFrame, column: str) -> np.ndarray:
    if column not in table:
        return np.full(len(table), np.nan)
    return pd.to_numeric(table[column], errors="coerce").to_numpy(float)


def _rows(x, disposition, mission, names, stars, created=None) -> Rows:
    words = disposition.fillna("").astype(str).str.strip()
    label = np.where(words.isin(PLANET), 1, np.where(words.isin(NOT_PLANET), 0, -1))
    if created is None:
        created = np.full(len(x), np.datetime64("NaT"), "datetime64[s]")

    def as_text(values):
        return values.astype(str).to_numpy(object)

    missions = np.full(len(x), mission, object)
    return Rows(x, label.astype(np.int8), missions, as_text(names), as_text(stars), created)
