"""The published TESS views (Yu et al. 2019): PC against the rest, and the vetters' finer classes."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

FILE = "views/tess_qlp_views.npz"
CLASSES = ("PC", "EB", "V", "IS", "J")
VIEWS = ("global", "local", "secondary")
#: scalars published with a view, and how each is scaled to order one: (transform, centre, width)
SCALARS = {
    "depth_ppm": (np.log, 8.0, 1.5),
    "duration_hours": (np.log, 1.2, 0.6),
    "period_days": (np.log, 1.0, 1.0),
    "snr": (np.log, 3.0, 1.0),
    "depth_change": (np.asarray, 0.0, 5.0),
    "star_radius_sun": (np.log, 0.5, 0.8),
    "tmag": (np.asarray, 11.0, 1.5),
    "teff_k": (np.log, 8.7, 0.3),
    "q_ingress": (np.asarray, 0.25, 0.2),
    "logg_cgs": (np.asarray, 4.2, 0.4),
}


@dataclass(frozen=True)
class TessViews:
    """`flat` float32 [n, bins] by view; `scalars` float32 [n, 10 + 10] (value or 0, then 1 if given);
    `label` 1 PC, 0 not; `kind` index in CLASSES; `star_id` TIC names."""

    flat: dict[str, np.ndarray]
    scalars: np.ndarray
    label: np.ndarray
    kind: np.ndarray
    star_id: np.ndarray

    def __len__(self) -> int:
        return len(self.label)


def load(folder: Path) -> TessViews:
    with np.load(folder / FILE, allow_pickle=False) as arrays:
        flat = {name: arrays[f"{name}_view"].astype(np.float32) for name in VIEWS}
        columns = [_scaled(arrays[name], *rule) for name, rule in SCALARS.items()]
        fine = arrays["label_fine"]
        kind = np.array([CLASSES.index(name) if name in CLASSES else len(CLASSES) - 1 for name in fine])
        label = (arrays["label_delivered"] == "PC").astype(np.int8)
        stars = np.array([f"TIC{number}" for number in arrays["tic_id"]], object)
    values = np.stack(columns, axis=1)
    given = np.isfinite(values)
    scalars = np.concatenate([np.where(given, values, 0), given], axis=1).astype(np.float32)
    return TessViews(flat, scalars, label, kind, stars)


def _scaled(values, transform, centre: float, width: float) -> np.ndarray:
    with np.errstate(all="ignore"):
        scaled = (transform(values.astype(float)) - centre) / width
    return np.where(np.isfinite(scaled), np.clip(scaled, -4, 4), np.nan)
