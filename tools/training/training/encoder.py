"""From a raw catalogue row to the inputs of the networks, inside the served graph.

1. `y = sign(v) log(1 + |v| / s)`: a logarithm for positive quantities (tiny `s`), linear near
   zero for signed ones, linear throughout where `s` is large. Of a quantity that is never negative the
   logarithm is taken relative to that of its median `m`, `log(|v| / m + s / m)`: float32 resolves values near 0 best,
   so two implementations of the logarithm agree within the tolerance.
2. Physical ratios are differences of those logarithms (`RATIOS`), present only when every part is present.
3. Each column becomes `pieces` ramps between its quantiles (a piecewise linear quantile
   transform), all zero when it is missing, and a flag that says whether it is present.
4. Distance: the largest deviation of any supplied column or ratio from the middle of its range. 1 is the edge of the
   range that holds 99.6 % of the survey's rows, on a logarithmic scale for quantities that are never negative, so a
   value in the wrong unit has a large distance.

A column that no training row of a survey supplies is ignored for that survey (`support`).
"""

from __future__ import annotations

import numpy as np
import torch
from torch import nn

from . import fields

SURVEYS = 3
#: `s` of each column in the column's unit: well below the usual values of a positive quantity
#: (so that `y` is its logarithm), about the size of the value where a logarithm is not wanted.
#: Both stay within a few orders of magnitude of the values: float32 keeps seven digits of `1 + |v| / s`.
SCALES = {
    "period": 0.1,
    "period_err": 1e-7,
    "duration": 0.2,
    "duration_err": 1e-3,
    "depth": 10,
    "depth_err": 0.2,
    "radius": 0.2,
    "radius_err": 0.01,
    "impact": 0.1,
    "impact_err": 1e-3,
    "snr": 2,
    "teq": 20,
    "teq_err": 1,
    "insol": 0.1,
    "insol_err": 0.02,
    "star_teff": 300,
    "star_teff_err": 20,
    "star_logg": 1,
    "star_logg_err": 0.005,
    "star_radius": 0.1,
    "star_radius_err": 0.005,
    "star_mag": 10,
    "star_mag_err": 2e-4,
    "star_distance": 10,
    "star_distance_err": 0.02,
    "star_pmra": 3,
    "star_pmra_err": 0.02,
    "star_pmdec": 3,
    "star_pmdec_err": 0.02,
    "koi_num_transits": 1,
    "koi_max_mult_ev": 5,
    "koi_bin_oedp_sig": 0.01,
    "koi_dor": 1,
    "koi_incl": 90,
    "koi_srho": 0.01,
    "koi_smet": 0.3,
    "koi_smass": 1,
    "koi_gmag": 10,
    "koi_ldm_coeff1": 0.3,
    "koi_fwm_stat_sig": 1e-3,
    "koi_fwm_srao": 0.1,
    "koi_fwm_sdeco": 0.1,
    "koi_fwm_prao": 1e-3,
    "koi_fwm_pdeco": 1e-3,
    "koi_dicco_mra": 0.1,
    "koi_dicco_mdec": 0.1,
    "koi_dicco_msky": 0.1,
    "koi_dikco_msky": 0.1,
}
#: weight that turns `y` of star_logg into the natural logarithm of gravity near log g = 4.4
LN_GRAVITY = 12.4
#: weight that turns `y` of star_mag into the natural logarithm of photon noise (0.2 ln 10 per magnitude) near magnitude
#: 14
PHOTON_NOISE = 11.2
#: weights of logarithms. Depth against (radius ratio)^2; duration against the transit time of
#: a circular orbit, P^(1/3) R (Seager & Mallen-Ornelas 2003); relative and asymmetric errors;
#: stellar density; duration, insolation and temperature against those of a circular orbit
#: around a star of mass g R^2.
RATIOS = (
    {"depth": 1, "radius": -2, "star_radius": 2},
    {"duration": 1, "period": -1 / 3},
    {"duration": 1, "period": -1 / 3, "star_radius": -1},
    {"period_err_high": 1, "period": -1},
    {"period_err_high": 1, "duration": -1},
    {"radius_err_high": 1, "radius": -1},
    {"radius_err_low": 1, "radius": -1},
    {"radius_err_high": 1, "radius_err_low": -1},
    {"depth_err_high": 1, "depth": -1},
    {"duration_err_high": 1, "duration": -1},
    {"insol_err_high": 1, "insol": -1},
    {"star_radius_err_high": 1, "star_radius": -1},
    {"star_radius_err_low": 1, "star_radius": -1},
    {"star_radius_err_high": 1, "star_radius_err_low": -1},
    {"impact_err_high": 1, "impact_err_low": -1},
    {"depth": 1, "snr": -1},
    {"snr": 1, "depth_err_high": 1, "depth": -1},
    {"depth_err_high": 1, "duration": 0.5, "period": -0.5},
    {"star_distance_err_high": 1, "star_distance": -1},
    {"star_logg": LN_GRAVITY, "star_radius": -1},
    {"duration": 1, "period": -1 / 3, "star_radius": -1 / 3, "star_logg": LN_GRAVITY / 3},
    {"insol": 1, "star_radius": -2 / 3, "star_teff": -4, "star_logg": 2 / 3 * LN_GRAVITY, "period": 4 / 3},
    {"teq": 4, "insol": -1},
    {"period_err_high": 1, "snr": 1, "duration": -1, "period": -1},
    {"duration_err_high": 1, "snr": 1, "duration": -1},
)
#: ratios that need the archive's errors and significance: significance of one transit, length of the observations, and
#: noise against photon noise (derivations: `boosted.QUOTIENTS`)
NOISE_RATIOS = (
    {"snr": 1, "period": 0.5},
    {"duration": 0.5, "period": 0.75, "snr": -0.5, "period_err_high": -0.5},
    {"depth": 0.5, "duration": 0.25, "snr": -0.5, "period": -0.25, "star_mag": -PHOTON_NOISE / 2},
    {"depth_err_high": 0.5, "duration": 0.25, "period": -0.25, "star_mag": -PHOTON_NOISE / 2},
)
FAR_BELOW = -1e6
#: minimum width of a ramp: as a share of its column's range, and per unit of the sum of the weights of a ratio;
#: steeper ramps only amplify rounding
MIN_RAMP_SHARE = 0.04
MIN_RAMP_WIDTH = 0.04
#: the range of a column for the distance: its quantiles, the minimum half-width per unit of the sum of weights, and the
#: minimum number of values for a range
RANGE = (0.00015, 0.99985)
MIN_RANGE = 0.02
MIN_VALUES = 50
#: values below this share of the median count as 0
TINY = 1e-12


def scales() -> np.ndarray:
    names = [column.name.removeprefix("diagnostics.") for column in fields.columns()[1:]]
    return np.array([SCALES[name.removesuffix("_low").removesuffix("_high")] for name in names])


def never_negative() -> np.ndarray:
    """Boolean [columns - 1]: errors, and quantities whose minimum in the contract is 0."""
    entries = fields.contract()["measurements"] + fields.contract()["diagnostics"]
    least = {entry["name"]: entry.get("exclusive_minimum", entry.get("minimum", -1)) for entry in entries}
    return np.array(
        [
            column.kind == "error" or least[column.field.removeprefix("diagnostics.")] >= 0
            for column in fields.columns()[1:]
        ]
    )


def log_columns(x: np.ndarray, typical: np.ndarray | None = None, ratios: tuple[dict, ...] = RATIOS) -> np.ndarray:
    """Steps 1 and 2 in numpy: [rows, columns - 1 + ratios], NaN where missing. Logarithms are relative to those of
    `typical`, or to `s` without it."""
    shift = 0 if typical is None else np.log(typical / scales())
    y = np.sign(x[:, 1:]) * np.log1p(np.abs(x[:, 1:].astype(float)) / scales()) - shift
    with np.errstate(invalid="ignore"):
        return np.concatenate([y, _weighted(y, ratios)], axis=1)


def ratio_weights(ratios: tuple[dict, ...]) -> np.ndarray:
    """[columns - 1, ratios]."""
    weights = np.zeros((len(fields.columns()) - 1, len(ratios)))
    for j, ratio in enumerate(ratios):
        for name, weight in ratio.items():
            weights[fields.index(name) - 1, j] = weight
    return weights


def _weighted(y: np.ndarray, ratios: tuple[dict, ...]) -> np.ndarray:
    """Weighted sums of the columns [rows, ratios], NaN where a part is missing."""
    return np.stack(
        [sum(weight * y[:, fields.index(name) - 1] for name, weight in ratio.items()) for ratio in ratios], axis=1
    )


class Encoder(nn.Module):
    """Raw rows [n, columns] to network inputs [n, width], distance [n], survey one-hot [n, 3], and flags
    [n, columns - 1] of the columns that are present and supported by the survey.
    """

    def __init__(self, x: np.ndarray, pieces: int, ratios: tuple[dict, ...] = RATIOS):
        super().__init__()
        self.pieces = pieces
        count = x.shape[1] - 1
        source = x[:, 0].astype(int)
        support = np.stack(
            [
                np.isfinite(x[source == code, 1:]).any(axis=0) if (source == code).any() else np.zeros(count, bool)
                for code in range(SURVEYS)
            ]
        )
        weights = ratio_weights(ratios)
        known = np.where(support[np.clip(source, 0, SURVEYS - 1)], x[:, 1:], np.nan)
        typical = np.where(never_negative(), _medians(np.abs(known), scales()), scales())
        y = log_columns(np.concatenate([x[:, :1], known], axis=1), typical, ratios)
        knots = np.stack([_knots(y[:, j], pieces) for j in range(y.shape[1])], axis=1)
        widths = np.diff(knots, axis=0)
        summed = np.r_[np.ones(count), np.abs(weights).sum(axis=0)]
        min_width = np.maximum(MIN_RAMP_SHARE * widths.sum(axis=0), MIN_RAMP_WIDTH * summed)

        def keep(name, values):
            self.register_buffer(name, torch.tensor(np.asarray(values), dtype=torch.float32))

        keep("codes", [range(SURVEYS)])
        keep("support", support)
        keep("inverse_scale", 1 / typical)
        keep("shift", scales() / typical)
        keep("least_sign", np.where(never_negative(), 1, -1))
        keep("never_negative", never_negative())
        keep("ratio_weights", weights)
        keep("ratio_parts", weights != 0)
        keep("ratio_needs", (weights != 0).sum(axis=0) - 0.5)
        keep("ramp_start", knots[:-1].reshape(-1))
        keep("ramp_slope", 1 / np.maximum(widths, min_width).reshape(-1))
        self.typical, self.ratios, self.min_range = typical, ratios, MIN_RANGE * summed
        keep("middle", np.zeros((SURVEYS, len(summed))))
        keep("inverse_reach", np.zeros((SURVEYS, len(summed))))
        self.fit_ranges(x)

    def fit_ranges(self, x: np.ndarray) -> None:
        """Sets the usual range of each column, against which the distance is measured, from rows that need no label."""
        source = x[:, 0].astype(int)
        known = np.where(self.support.numpy()[np.clip(source, 0, SURVEYS - 1)] > 0, x[:, 1:], np.nan)
        y = log_columns(np.concatenate([x[:, :1], known], axis=1), self.typical, self.ratios)[:, : known.shape[1]]
        with np.errstate(invalid="ignore"):
            span = np.where(never_negative(), np.log(np.maximum(np.abs(known) / self.typical, TINY)), y)
        values = np.concatenate([span, _weighted(span, self.ratios)], axis=1)
        middle, inverse = _ranges(values, source, self.min_range)
        self.middle.copy_(torch.from_numpy(middle))
        self.inverse_reach.copy_(torch.from_numpy(inverse))

    @property
    def width(self) -> int:
        """Number of network inputs: ramps, flags, survey."""
        return len(self.ramp_start) + self.middle.shape[1] + SURVEYS

    def forward(self, x: torch.Tensor):
        survey = (x[:, :1] == self.codes).to(x.dtype)
        given = ~torch.isnan(x[:, 1:])
        flags = given.to(x.dtype) * (survey @ self.support)
        value = torch.where(given, x[:, 1:], torch.zeros_like(x[:, 1:]))
        sign = torch.maximum(torch.sign(value), self.least_sign)
        size = value.abs() * self.inverse_scale
        y = sign * torch.log(size + self.shift)
        span = torch.where(self.never_negative > 0, torch.log(size.clamp(min=TINY)), y)
        ratio_flags = (flags @ self.ratio_parts > self.ratio_needs).to(x.dtype)
        y = torch.cat([y, y @ self.ratio_weights], dim=1)
        span = torch.cat([span, span @ self.ratio_weights], dim=1)
        present = torch.cat([flags, ratio_flags], dim=1)
        masked = torch.where(present > 0, y, torch.full_like(y, FAR_BELOW))
        ramps = torch.cat([masked] * self.pieces, dim=1)
        ramps = ((ramps - self.ramp_start) * self.ramp_slope).clamp(0, 1)
        out = (span - survey @ self.middle).abs() * (survey @ self.inverse_reach) * present
        return torch.cat([ramps, present, survey], dim=1), out.amax(1), survey, flags


def _medians(values: np.ndarray, otherwise: np.ndarray) -> np.ndarray:
    """Median of the positive values of each column."""
    known = [column[np.isfinite(column) & (column > 0)] for column in values.T]
    return np.array(
        [np.median(column) if len(column) else other for column, other in zip(known, otherwise, strict=True)]
    )


def _knots(values: np.ndarray, pieces: int) -> np.ndarray:
    """pieces + 1 increasing knots at quantiles of the values present; repeated quantiles (columns with many equal
    values) are spread over the rest of the range."""
    known = values[np.isfinite(values)]
    if len(known) == 0:
        return np.linspace(0, 1, pieces + 1)
    distinct = np.unique(np.quantile(known, np.linspace(0.002, 0.998, pieces + 1)))
    if len(distinct) < 2:
        return distinct[0] + np.linspace(-0.5, 0.5, pieces + 1)
    positions = np.linspace(0, len(distinct) - 1, pieces + 1)
    return np.interp(positions, np.arange(len(distinct)), distinct)


def _ranges(values: np.ndarray, source: np.ndarray, min_width: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Middle and inverse half-width of the RANGE of each column per survey, [surveys, columns] each. The inverse is 0,
    which disables the column, where a survey has few values."""
    middle, inverse = np.zeros((SURVEYS, values.shape[1])), np.zeros((SURVEYS, values.shape[1]))
    for code in range(SURVEYS):
        for j, column in enumerate(values[source == code].T):
            known = column[np.isfinite(column)]
            if len(known) >= MIN_VALUES:
                low, high = np.quantile(known, RANGE)
                middle[code, j], inverse[code, j] = (low + high) / 2, 1 / max((high - low) / 2, min_width[j])
    return middle, inverse
