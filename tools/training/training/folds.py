"""Folds by star over all surveys at once: no star, under any of its names, in two folds."""

from __future__ import annotations

import hashlib
import re

import numpy as np

FOLDS = 5


def canonical_name(star: str) -> str:
    """`EPIC 201324549` and `EPIC201324549` are one star."""
    return re.sub(r"\s+", "", str(star))


def star_groups(star_ids: np.ndarray, cross_ids: list[tuple[str, str]]) -> np.ndarray:
    """One key per star: names that `cross_ids` joins get the same key (union-find)."""
    parent: dict[str, str] = {}

    def root(name: str) -> str:
        parent.setdefault(name, name)
        while parent[name] != name:
            parent[name] = parent[parent[name]]
            name = parent[name]
        return name

    for a, b in cross_ids:
        first, second = sorted((root(canonical_name(a)), root(canonical_name(b))))
        parent[second] = first
    return np.array([root(canonical_name(star)) for star in star_ids], object)


def assign(groups: np.ndarray, seed: int, folds: int = FOLDS, strata: np.ndarray | None = None) -> np.ndarray:
    """Fold of each row: stars shuffled by a seeded hash and dealt out within each stratum.

    The stratum of a star is that of its first row (for example survey and label), so every
    fold has its share of each survey. Depends on names and seed only, not on row order.
    """
    strata = np.zeros(len(groups)) if strata is None else strata
    first: dict[str, str] = {}
    for group, stratum in zip(groups, strata):
        key = str(stratum)
        first[group] = min(first.get(group, key), key)
    by_stratum: dict[str, list[str]] = {}
    for group, stratum in first.items():
        by_stratum.setdefault(stratum, []).append(group)
    fold_of: dict[str, int] = {}
    offset = 0
    for stratum in sorted(by_stratum):
        for star in sorted(by_stratum[stratum], key=lambda name: _shuffle_key(name, seed)):
            fold_of[star] = offset % folds
            offset += 1
    return np.array([fold_of[group] for group in groups], np.int8)


def _shuffle_key(name: str, seed: int) -> str:
    return hashlib.sha256(f"{seed}:{name}".encode()).hexdigest()
