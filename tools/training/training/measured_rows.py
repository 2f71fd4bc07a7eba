"""Fits of TESS data validation as rows that a light curve gives: the values that `measureRow` of libs/light-curve
fills.

`tess_dv` holds single-sector fits of TOIs (MAST, `dvr-tcestats`). Its uncertainties are one constant per sector file
and missing in the files of some sectors, so rows have none, and a rule for measured rows reads none. Temperature and
irradiation of the planet are computed from the star as the service does.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

from . import catalogues, fields
from .catalogues import Rows

FILE = "tess_dv"
FIT = {
    "period": "tce_period",
    "duration": "tce_duration",
    "depth": "tce_depth",
    "radius": "tce_prad",
    "impact": "tce_impact",
}
STAR = {"star_teff": "tce_steff", "star_logg": "tce_slogg", "star_radius": "tce_sradius"}
SUN_LOGG = 4.438
SUN_TEMPERATURE = 5772.0
#: temperature of a planet at the Earth's irradiation with albedo 0.3 [K]
EARTH_EQUILIBRIUM = 255.0
#: [solar radii]
ASTRONOMICAL_UNIT = 215.03
#: G M_sun / R_sun^3 [d^-2]
GRAVITY = 2942.2062


def load(folder: Path) -> Rows:
    """One row for each fit of a TOI with a label; `object_id` names TOI, sector and event."""
    table = pd.read_csv(catalogues.table_path(folder, FILE), low_memory=False, dtype={"toi": str})
    table = table[table["tfopwg_disp"].isin(catalogues.PLANET | catalogues.NOT_PLANET)].reset_index(drop=True)
    values = {name: pd.to_numeric(table[column]).to_numpy(float) for name, column in (FIT | STAR).items()}
    values |= _irradiation(values)
    significance = [pd.to_numeric(table[name]).to_numpy(float) for name in ("tce_model_snr", "tce_max_mult_ev")]
    # Where the fit failed, its signal to noise is not positive.
    values["snr"] = np.where(significance[0] > 0, *significance)
    values["star_mag"] = _magnitudes(folder, table["toi"])
    x = np.full((len(table), len(fields.columns())), np.nan)
    x[:, 0] = fields.sources()["TESS"]
    for name, column in values.items():
        x[:, fields.index(name)] = column
    sector = table["sector_file"].str.extract(r"-(s\d{4})-", expand=False)
    return Rows(
        x.astype(np.float32),
        table["tfopwg_disp"].isin(catalogues.PLANET).to_numpy().astype(np.int8),
        np.full(len(table), "TESS", object),
        ("TOI-" + table["toi"] + "/" + sector + "/" + table["tceid"]).to_numpy(object),
        ("TIC" + table["ticid"].astype(str)).to_numpy(object),
        np.full(len(table), np.datetime64("NaT"), "datetime64[s]"),
    )


def _magnitudes(folder: Path, toi: pd.Series) -> np.ndarray:
    objects = catalogues.read_table(catalogues.table_path(folder, catalogues.FILES["TESS"]))
    known = objects.assign(toi=objects["toi"].astype(str)).drop_duplicates("toi").set_index("toi")["st_tmag"]
    return known.reindex(toi).to_numpy(float)


def _irradiation(values: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
    """insol and teq from temperature and density of the star, as `measureRow` computes them."""
    density = 10 ** (values["star_logg"] - SUN_LOGG) / values["star_radius"]
    separation = np.cbrt(GRAVITY * density * values["period"] ** 2 / (4 * np.pi**2))
    insol = (values["star_teff"] / SUN_TEMPERATURE) ** 4 * (ASTRONOMICAL_UNIT / separation) ** 2
    return {"insol": insol, "teq": EARTH_EQUILIBRIUM * insol**0.25}
