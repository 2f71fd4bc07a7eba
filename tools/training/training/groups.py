"""Named groups of fields for the Shapley explanation: every column except `source` is in exactly one."""

from __future__ import annotations

from functools import cache

import numpy as np

from . import fields

#: name, title, fields (a measurement includes its errors)
GROUPS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("period", "Orbital period", ("period",)),
    ("size", "Planet radius and transit depth", ("radius", "depth")),
    ("shape", "Transit duration and impact parameter", ("duration", "impact")),
    ("strength", "Signal to noise", ("snr",)),
    ("environment", "Equilibrium temperature and insolation", ("teq", "insol")),
    (
        "star",
        "Stellar temperature, gravity, radius and magnitude",
        ("star_teff", "star_logg", "star_radius", "star_mag"),
    ),
    ("star_motion", "Distance and proper motion of the star", ("star_distance", "star_pmra", "star_pmdec")),
    (
        "detection",
        "Diagnostics: transits, multiple event statistic, odd-even depths",
        ("koi_num_transits", "koi_max_mult_ev", "koi_bin_oedp_sig"),
    ),
    (
        "orbit_fit",
        "Diagnostics: orbit fit and catalogue values of the star",
        ("koi_dor", "koi_incl", "koi_srho", "koi_smet", "koi_smass", "koi_gmag", "koi_ldm_coeff1"),
    ),
    (
        "centroid",
        "Diagnostics: centroid offsets",
        (
            "koi_fwm_stat_sig",
            "koi_fwm_srao",
            "koi_fwm_sdeco",
            "koi_fwm_prao",
            "koi_fwm_pdeco",
            "koi_dicco_mra",
            "koi_dicco_mdec",
            "koi_dicco_msky",
            "koi_dikco_msky",
        ),
    ),
)


@cache
def _membership() -> dict[str, int]:
    return {name: i for i, (_, _, members) in enumerate(GROUPS) for name in members}


def group_of_column() -> np.ndarray:
    """Index of each column's group; `source` gets 0 and is always present."""
    membership = _membership()
    plain = [column.field.removeprefix("diagnostics.") for column in fields.columns()]
    missing = [name for name in plain[1:] if name not in membership]
    if missing:
        raise ValueError(f"fields in no explanation group: {', '.join(sorted(set(missing)))}")
    return np.array([membership.get(name, 0) for name in plain])


def as_card(features: list[str]) -> list[dict]:
    """Groups of a model's features, without empty groups."""
    of_column = dict(zip(fields.column_names(), group_of_column(), strict=True))
    entries = []
    for i, (name, title, _) in enumerate(GROUPS):
        members = [f for f in features if f != fields.SOURCE and of_column[f] == i]
        if members:
            entries.append({"name": name, "title": title, "features": members})
    return entries
