"""Kepler light curves as views and measured rows, from the folder that tools/views writes."""

from __future__ import annotations

import subprocess
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from .. import catalogues, fields, patterns

#: bins of each view; the river is 64 transits by 61 bins
BINS = {"global": 201, "local": 61, "secondary": 61, "odd": 61, "even": 61}
RIVER = (64, 61)
#: numbers of the vetting in the order of the model's input, `VETTING_NUMBERS` of libs/light-curve
VETTING = (
    "odd_even",
    "secondary_eclipse",
    "uniqueness",
    "v_shape",
    "duration_part",
    "mes",
    "consistent_mes",
    "other_dip_sigma",
    "other_dip_depth",
    "primary_sigma",
    "tertiary_sigma",
    "event_scatter",
    "events_seen",
    "half_length_mes",
    "half_length_ratio",
    "v_ness",
    "asymmetry",
    "flat_part",
    "separation",
    "radius_ratio_err",
    "wave_ppm",
    "wave_sigma",
    "half_wave_ppm",
    "half_wave_ratio",
    "masked_excess",
    "noise_6h",
    "noise_excess",
    "autocorrelation",
)
SAMPLING = (
    "n_points",
    "span_days",
    "step_days",
    "n_segments",
    "n_transits",
    "global_coverage",
    "local_coverage",
    "secondary_coverage",
)


@dataclass(frozen=True)
class Views:
    """Folded views of n candidates; NaN where a view, a bin or a transit is missing.

    `flat` maps a view's name to float32 [n, bins], `river` is float32 [n, 64, 61]. The median is 0 and the depth of the
    local view is 1, which keeps the depth of an eclipse relative to the transit.
    """

    flat: dict[str, np.ndarray]
    river: np.ndarray

    def __len__(self) -> int:
        return len(self.river)

    def take(self, selection) -> Views:
        return Views({name: values[selection] for name, values in self.flat.items()}, self.river[selection])

    def available(self) -> np.ndarray:
        """Boolean [n, 6]: the views of each candidate, in the order of BINS, then the river."""
        flat = [np.isfinite(values).all(axis=1) for values in self.flat.values()]
        return np.stack([*flat, np.isfinite(self.river).any(axis=(1, 2))], axis=1)


@dataclass(frozen=True)
class Curves:
    """Candidates with a light curve: `measured` and `archive` rows float32 [n, columns], `label`
    1 planet, 0 not, -1 unknown, `source` binned or quarter, `sampling` float64 [n, 8] (a control), `vetting` float32
    [n, 28], NaN where a number could not be had.

    A measured row has the fitted transit and the star's values with their errors, both known
    without the archive's fit; an archive row has no diagnostics."""

    views: Views
    measured: np.ndarray
    archive: np.ndarray
    label: np.ndarray
    source: np.ndarray
    object_id: np.ndarray
    star_id: np.ndarray
    sampling: np.ndarray
    vetting: np.ndarray

    def __len__(self) -> int:
        return len(self.label)

    def heads(self) -> np.ndarray:
        """Boolean [n, 8]: the heads of each candidate, in the order of the `mask` input."""
        always = np.ones((len(self), 1), bool)
        return np.concatenate([always, self.views.available(), always], axis=1)

    def measured_alone(self) -> np.ndarray:
        """The measured rows without the errors of the stellar values, as in a request that does not supply them."""
        return np.where(_star_errors(), np.nan, self.measured).astype(np.float32)

    def take(self, selection) -> Curves:
        return Curves(
            *(
                value.take(selection) if isinstance(value, Views) else value[selection]
                for value in (getattr(self, name) for name in self.__dataclass_fields__)
            )
        )


def make(folder: Path, out: Path) -> Path:
    """Runs tools/views on the data folder, unless `out` already holds its output."""
    if not (out / "rows.csv").exists():
        program = fields.REPOSITORY / "tools/views/make-views.mjs"
        subprocess.run(["node", str(program), "--data", str(folder), "--out", str(out)], check=True)
    return out


def load(folder: Path, catalogue: catalogues.Rows) -> Curves:
    """Candidates of a views folder that have a local view; labels and archive rows by KOI name."""
    table = pd.read_csv(folder / "rows.csv", dtype={"kepid": str})
    lacking = [name for name in VETTING if f"vetting_{name}" not in table]
    if lacking:
        raise ValueError(f"{folder} was written by an earlier tools/views: it lacks vetting_{lacking[0]}; remove it")
    flat = {name: np.load(folder / f"{name}.npy") for name in BINS}
    views = Views(flat, np.load(folder / "river.npy"))
    position = {name: i for i, name in enumerate(catalogue.object_id)}
    at = np.array([position.get(name, -1) for name in table["kepoi_name"]])
    archive = patterns.apply(catalogue.x[at], "all")
    rows = Curves(
        views,
        np.where(_star_errors(), archive, measured_rows(table)),
        archive,
        catalogue.label[at],
        table["source"].to_numpy(object),
        table["kepoi_name"].to_numpy(object),
        catalogue.star_id[at],
        table[list(SAMPLING)].to_numpy(float),
        table[[f"vetting_{name}" for name in VETTING]].to_numpy(np.float32),
    )
    return rows.take(np.flatnonzero(np.isfinite(flat["local"]).all(axis=1) & (at >= 0)))


def measured_rows(table: pd.DataFrame) -> np.ndarray:
    """The fitted transit and the star's values as model rows: float32 [n, columns]."""
    x = np.full((len(table), len(fields.columns())), np.nan, np.float32)
    x[:, 0] = fields.sources()["KEPLER"]
    for i, name in enumerate(fields.column_names()):
        if f"row_{name}" in table:
            x[:, i] = table[f"row_{name}"]
    return x


def _star_errors() -> np.ndarray:
    """Boolean [columns]: the errors of the stellar values."""
    return np.array([c.kind == "error" and c.field.startswith("star_") for c in fields.columns()])
