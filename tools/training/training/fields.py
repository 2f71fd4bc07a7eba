"""The model's columns, read from the field contract that the service reads too.

`libs/contracts/src/candidate/fields.json` is the only place that defines a field and its unit.
A row is one float32 vector in the order of `COLUMNS`: the source code, then every measurement
with its lower and upper error (both positive), then every diagnostic. NaN means "not supplied".
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[3]
CONTRACT = REPOSITORY / "libs/contracts/src/candidate/fields.json"
MODELS = REPOSITORY / "models"

SOURCE = "source"
ERROR_SUFFIXES = ("_err_low", "_err_high")


@dataclass(frozen=True)
class Column:
    """One input of the model: `kind` is source, value, error or diagnostic."""

    name: str
    unit: str
    description: str
    kind: str
    field: str


@cache
def contract() -> dict:
    return json.loads(CONTRACT.read_text())


def sources() -> dict[str, int]:
    """Code of each source in the `source` column: KEPLER 0, TESS 1, K2 2."""
    return {name: code for code, name in enumerate(contract()["sources"])}


@cache
def columns() -> tuple[Column, ...]:
    """Every column in canonical order."""
    codes = ", ".join(f"{name} = {code}" for name, code in sources().items())
    result = [Column(SOURCE, "", f"Survey of the candidate: {codes}", "source", SOURCE)]
    for entry in contract()["measurements"]:
        name, unit = entry["name"], entry["unit"]
        result.append(Column(name, unit, entry["description"], "value", name))
        if entry["errors"]:
            for suffix, side in zip(ERROR_SUFFIXES, ("lower", "upper"), strict=True):
                text = f"{entry['description']}: {side} uncertainty, positive"
                result.append(Column(name + suffix, unit, text, "error", name))
    for entry in contract()["diagnostics"]:
        name = f"diagnostics.{entry['name']}"
        result.append(Column(name, entry["unit"], entry["description"], "diagnostic", name))
    return tuple(result)


def column_names() -> list[str]:
    return [column.name for column in columns()]


def index(name: str) -> int:
    """Position of a column in the row."""
    return column_names().index(name)


def indices(kind: str) -> list[int]:
    """Positions of all columns of one kind."""
    return [i for i, column in enumerate(columns()) if column.kind == kind]
