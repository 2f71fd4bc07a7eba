"""Synthetic views, drawn from formulas and not taken from any light curve: golden vectors and test data."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np

from .. import golden
from . import views
from .graph import INPUTS, Multimodal
from .network import HEADS, VETTING

GOLDEN_CASES = 24
#: maximum number of transits of a synthetic river; the other rows are missing
MAX_TRANSITS = 12
DIGITS = 4


def synthetic_views(count: int, planet: np.ndarray, seed: int) -> views.Views:
    """Trapezoids with noise. Where `planet` [count] is false, there is a secondary eclipse and the depths of odd and
    even transits differ."""
    rng = np.random.default_rng(seed)
    noise = rng.uniform(0.02, 0.2, (count, 1))
    slope = rng.uniform(2, 6, (count, 1))

    def dip(bins: int, width: np.ndarray) -> np.ndarray:
        phase = np.linspace(-1, 1, bins)[None, :]
        return -np.clip((1 - np.abs(phase) / width) * slope, 0, 1)

    duration = rng.uniform(0.2, 0.35, (count, 1))
    local, depth_difference = dip(61, duration), np.where(planet, 0.0, rng.uniform(0.1, 0.5, count))[:, None]
    eclipse = np.where(planet, 0.0, rng.uniform(0.1, 0.8, count))[:, None]

    def noisy(values):
        return values + noise * rng.normal(size=values.shape)

    flat = {
        "global": noisy(dip(201, duration / rng.uniform(5, 40, (count, 1)))),
        "local": noisy(local),
        "secondary": noisy(eclipse * dip(61, duration / 2)),
        "odd": noisy(local * (1 + depth_difference)),
        "even": noisy(local * (1 - depth_difference)),
    }
    transits = rng.integers(2, MAX_TRANSITS + 1, count)
    river = noisy(np.repeat(local[:, None], views.RIVER[0], axis=1).reshape(count, -1)).reshape(count, *views.RIVER)
    river[np.arange(views.RIVER[0])[None, :] >= transits[:, None]] = np.nan
    river[rng.random(river.shape) < 0.03] = np.nan
    rounded = {name: np.round(values, DIGITS).astype(np.float32) for name, values in flat.items()}
    return views.Views(rounded, np.round(river, DIGITS).astype(np.float32))


def synthetic_numbers(count: int, seed: int) -> np.ndarray:
    """Float32 [count, 28] in place of the numbers of a vetting, some missing."""
    rng = np.random.default_rng(seed + 1)
    numbers = rng.normal(size=(count, len(views.VETTING))) * 10 ** rng.uniform(-1, 2, (1, len(views.VETTING)))
    numbers[rng.random(numbers.shape) < 0.05] = np.nan
    return np.round(numbers, DIGITS).astype(np.float32)


def golden_inputs(seed: int, count: int = GOLDEN_CASES) -> dict[str, np.ndarray]:
    """Synthetic cases: the first have every head, the next the row and one other head, the rest random heads; as in
    serving, the row is never masked."""
    rng = np.random.default_rng(seed)
    views_of_cases = synthetic_views(count, rng.random(count) < 0.5, seed)
    mask = (rng.random((count, len(HEADS))) < 0.6).astype(np.float32)
    mask[:4] = 1
    mask[4 : 4 + len(HEADS)] = np.eye(len(HEADS))
    mask[:, 0] = 1
    flat = {
        name: np.where(mask[:, [HEADS.index(name)]] > 0, values, np.nan) for name, values in views_of_cases.flat.items()
    }
    river = np.where(mask[:, [[HEADS.index("river")]]] > 0, views_of_cases.river, np.nan)
    numbers = np.where(mask[:, [HEADS.index(VETTING)]] > 0, synthetic_numbers(count, seed), np.nan)
    return {"row": golden.golden_rows(seed)[:count], **flat, "river": river, VETTING: numbers, "mask": mask}


def write_golden(model: Multimodal, path: Path, names: list[str], seed: int) -> None:
    """Writes golden.json: cases (null = NaN) with the training side's float32 answers; arrays are flat."""
    inputs = golden_inputs(seed)
    log_odds, distance, state = model.predict(inputs)

    def plain(values):
        return [None if np.isnan(v) else float(v) for v in values.reshape(-1)]

    content = {
        "features": names,
        "heads": list(HEADS),
        "seed": seed,
        "made": "rows and views drawn from formulas, see synthetic.py; null means missing",
        "cases": [{name: plain(inputs[name][i]) for name in INPUTS} for i in range(len(log_odds))],
        "log_odds": [float(v) for v in log_odds],
        "distance": [float(v) for v in distance],
        "state": [int(v) for v in state],
    }
    path.write_text(json.dumps(content) + "\n")
