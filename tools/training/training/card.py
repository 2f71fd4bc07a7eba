"""card.json: description of a model, its training data and its figures. Always generated, never edited."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from . import catalogues, conformal, fields, groups, recipe, tess_diagnostics
from .catalogues import Rows

FORMAT = 1
#: place of a model when a request names none, 1 for the first, by what the request supplies
RANKS = {
    "tabular": {"row": 1, "light_curve": 2},
    "multimodal": {"row": 2, "light_curve": 1},
    "baseline": {"row": 3, "light_curve": 3},
}


def identity(name: str, version: str, kind: str, description: str) -> dict:
    return {
        "format": FORMAT,
        "name": name,
        "version": version,
        "kind": kind,
        "description": description,
        "created": datetime.now(UTC).replace(microsecond=0).isoformat(),
        "rank": RANKS[name],
    }


def interface(path: Path, features: list[str], parameters: int) -> dict:
    """File, digest, and the inputs, outputs and head of a model that reads rows, as the service needs them."""
    by_name = {column.name: column for column in fields.columns()}
    return {
        "file": path.name,
        "sha256": catalogues.sha256(path),
        "parameters": parameters,
        "inputs": [
            {
                "name": "row",
                "type": "float32",
                "shape": ["rows", len(features)],
                "description": "raw physical values in the order of `features`, NaN = not supplied",
            }
        ],
        "outputs": [
            {
                "name": "log_odds",
                "type": "float32",
                "shape": ["rows"],
                "description": "calibrated log-odds that the object is a planet",
            },
            {
                "name": "distance",
                "type": "float32",
                "shape": ["rows"],
                "description": "largest deviation of a supplied field from its usual range, in units of the limit "
                "of the survey and state",
            },
            {
                "name": "state",
                "type": "float32",
                "shape": ["rows"],
                "description": "position in `states`: how many of the fields that the model uses for the survey are "
                "present, and the stratum that decides the threshold of planets; -1 for none",
            },
        ],
        "heads": [{"name": "tabular", "input": "row", "ships": True}],
        "features": [{"name": n, "unit": by_name[n].unit, "description": by_name[n].description} for n in features],
        "sources": fields.sources(),
        "groups": groups.as_card(features),
    }


def fields_by_source(rows: Rows, features: list[str]) -> dict:
    """Columns that training rows of each survey supply; others are ignored for that survey."""
    positions = [fields.index(name) for name in features]
    known = rows.label >= 0
    return {
        mission: [
            features[j]
            for j, i in enumerate(positions)
            if np.isfinite(rows.x[known & (rows.mission == mission), i]).any()
        ]
        for mission in fields.sources()
    }


def training(
    rows: Rows,
    star_groups: np.ndarray,
    fold: np.ndarray,
    seed: int,
    settings: dict,
    tables: dict[str, Path],
    resamples: int,
) -> dict:
    """Data files, labels, split, folds and settings."""
    counts = {
        mission: {
            "planet": int(((rows.mission == mission) & (rows.label == 1)).sum()),
            "not_planet": int(((rows.mission == mission) & (rows.label == 0)).sum()),
            "unknown": int(((rows.mission == mission) & (rows.label < 0)).sum()),
        }
        for mission in fields.sources()
        if (rows.mission == mission).any()
    }
    files = [
        {"file": f"catalogs/{path.name}", "sha256": catalogues.sha256(path), "rows": len(catalogues.read_table(path))}
        for path in tables.values()
    ]
    return {
        "data": files,
        "labels": {"planet": sorted(catalogues.PLANET), "not_planet": sorted(catalogues.NOT_PLANET), "counts": counts},
        "split": "five folds by star over all surveys at once; all names of a star (cross_ids, K2 host and EPIC "
        "number) are joined",
        "folds": int(fold.max()) + 1,
        "fold_rows": np.bincount(fold[rows.label >= 0]).tolist(),
        "stars": len(set(star_groups[rows.label >= 0])),
        "seed": seed,
        "bootstrap_resamples": resamples,
        "settings": settings,
    }


def table_files(folder: Path) -> dict[str, Path]:
    names = [*catalogues.FILES.values(), catalogues.DIAGNOSTICS_FILE, tess_diagnostics.FILE, catalogues.CROSS_IDS_FILE]
    paths = {name: catalogues.table_path(folder, name) for name in names}
    return {name: path for name, path in paths.items() if path is not None}


def prediction_rules(thresholds: dict, measured: dict, caught: dict) -> dict:
    """States, thresholds of the shipped model, out-of-fold coverage with the thresholds of each fold, and how often the
    distance flags a wrong unit (`unit_mistakes`)."""
    return {
        "states": conformal.state_names(),
        "conformal": {
            "level": conformal.LEVEL,
            "rule": "a class is in the set if its probability reaches the threshold of the row's survey and state; the "
            "likelier class is always in the set, and so are both classes where there is no threshold. A state with "
            "the name of a stratum has the threshold of planets of that stratum, which is lower",
            "weights": "planets weighted by how much they look like candidates of their survey",
            "thresholds": thresholds,
            "coverage": {m: kinds["all"]["coverage"] for m, kinds in measured["conformal"].items()},
            "single_label": {m: kinds["all"]["single_label"] for m, kinds in measured["conformal"].items()},
            "by_input": measured["conformal"],
            "by_stratum": measured["by_stratum"],
            "short": {
                m: sum(entry["short"] for entry in groups.values()) for m, groups in measured["by_stratum"].items()
            },
        },
        "in_distribution": distance_rule(caught),
    }


def distance_rule(caught: dict) -> dict:
    return {
        "limit": 1,
        "quantile": recipe.DISTANCE_QUANTILES,
        "description": "largest deviation of a value or ratio of the row from its usual range, in units of a quantile "
        "over the archive's rows of the same survey and state, candidates included; in distribution when distance <= "
        "limit",
        "caught": caught,
    }


def write(path: Path, content: dict) -> None:
    path.write_text(json.dumps(content, indent=1, allow_nan=False) + "\n")


def read(path: Path) -> dict:
    return json.loads(path.read_text())
