"""Folds by star over all surveys at once: a star is in one fold only, under all of its names."""

from __future__ import annotations

import hashlib
import re

import numpy as np

FOLDS = 5


def canonical_name(star: str) -> str:
    """The name without spaces: `EPIC 201324549` and `EPIC201324549` are the same star."""
    return re.sub(r"\s+", "", str(star))


def star_groups(star_ids: np.ndarray, cross_ids: list[tuple[str, str]]) -> np.ndarray:
    """One key per star; names that `cross_ids` connects get the same key (union-find)."""
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
    """Fold of each row: stars in the order of a seeded hash, assigned in turn within each stratum.

    The stratum of a star is that of its first row (for example survey and label), so every
    fold has its share of each survey. Depends on names and seed only, not on row order.
    """
    strata = np.zeros(len(groups)) if strata is None else strata
    first: dict[str, str] = {}
    for group, stratum in zip(groups, strata, strict=True):
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


def extend(
    groups: np.ndarray,
    fold: np.ndarray,
    stars: np.ndarray,
    strata: np.ndarray,
    seed: int,
    cross_ids: list[tuple[str, str]],
) -> tuple[np.ndarray, np.ndarray]:
    """Star key and fold of further stars, such as those of a set of views.

    A star of `groups` keeps its fold, so nothing is learned from a star that the fold tests; other stars are assigned
    by stratum.
    """
    keys = star_groups(stars, cross_ids)
    known = dict(zip(groups, fold, strict=True))
    fresh = assign(keys, seed, FOLDS, strata)
    return keys, np.array([known.get(key, new) for key, new in zip(keys, fresh, strict=True)], np.int8)


def _shuffle_key(name: str, seed: int) -> str:
    return hashlib.sha256(f"{seed}:{name}".encode()).hexdigest()
