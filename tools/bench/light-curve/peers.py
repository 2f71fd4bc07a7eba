"""Transit least squares and box least squares on curves that beside-peers.mjs has written; one JSON a curve and method.

usage: python peers.py CURVES.jsonl RESULTS_FOLDER
Each line: {"name", "key", "file", "radius", "logg"}; a file holds little-endian float64 time [d], flux and error, one
after the other.
A result that is there already is not calculated again, so a run resumes where it was stopped.
"""

import hashlib
import json
import resource
import sys
import warnings
from importlib.metadata import version
from pathlib import Path

import numpy as np
import transitleastsquares
import wotan
from astropy.timeseries import BoxLeastSquares
from transitleastsquares.grid import period_grid
from transitleastsquares.helpers import running_median

warnings.filterwarnings("ignore")
SUN_LOGG = 4.438
SETTINGS = {
    "versions": {name: version(name) for name in ("transitleastsquares", "wotan", "astropy")},
    "detrending": "wotan biweight, 3 x the longest transit of the star (wotan.t14 at half the span), gaps of 0.5 d; "
    "3 sigma clip upwards",
    "tls": "default grid and limb darkening, one thread",
    "bls": "periods of TLS, 10 durations from 1 h to the longest transit, oversampling 10; SDE over the running median",
}


def processor_seconds() -> float:
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime


def detrended(curve: dict, time: np.ndarray, flux: np.ndarray, error: np.ndarray):
    radius = curve.get("radius") or 1.0
    mass = radius**2 * 10 ** (curve["logg"] - SUN_LOGG) if curve.get("logg") else radius
    span = time[-1] - time[0]
    longest = wotan.t14(R_s=radius, M_s=min(2.0, max(0.1, mass)), P=span / 2, small_planet=False)
    flat, trend = wotan.flatten(
        time, flux, method="biweight", window_length=3 * longest, break_tolerance=0.5, edge_cutoff=0, return_trend=True
    )
    good = np.isfinite(flat) & (trend > 0)
    sigma = 1.4826 * np.nanmedian(np.abs(flat[good] - np.nanmedian(flat[good])))
    good &= flat < 1 + 3 * sigma
    return time[good], flat[good], (error / trend)[good], longest


def tls(time, flux, error, _longest):
    model = transitleastsquares.transitleastsquares(time, flux, error, verbose=False)
    result = model.power(use_threads=1, show_progress_bar=False)
    return {"period": float(result.period), "sde": float(result.SDE)}


def bls(time, flux, error, longest):
    periods = period_grid(R_star=1, M_star=1, time_span=time[-1] - time[0])
    periods = np.sort(periods)
    model = BoxLeastSquares(time, flux, error)
    durations = np.geomspace(1 / 24, max(longest, 2 / 24), 10)
    durations = durations[durations < periods[0]]
    power = np.sqrt(np.maximum(0, model.power(periods, durations, objective="likelihood", oversample=10).power))
    kernel = min(len(power) // 2 * 2 - 1, 1001)
    above = power - running_median(power, kernel)
    best = int(np.argmax(above))
    return {"period": float(periods[best]), "sde": float((above[best] - np.mean(above)) / np.std(above))}


def compile_all() -> None:
    """Numba compiles at the first call, and not all of it for every curve: made transits of two lengths."""
    for days, points in ((80, 3900), (24, 16000)):
        time = np.linspace(0, days, points)
        flux = 1 + 1e-4 * np.random.default_rng(1).normal(size=points)
        flux[np.abs((time + 1) % 3 - 1.5) < 0.06] -= 1e-3
        for method in METHODS.values():
            method(time, flux, np.full(points, 1e-4), 0.2)


METHODS = {"tls": tls, "bls": bls}


def main(curves: Path, results: Path) -> None:
    print(json.dumps(SETTINGS, indent=1), flush=True)
    results.mkdir(parents=True, exist_ok=True)
    compile_all()
    for line in curves.read_text().splitlines():
        curve = json.loads(line)
        data = Path(curve["file"]).read_bytes()
        for name, method in METHODS.items():
            settings = json.dumps([SETTINGS["detrending"], SETTINGS[name]])
            out = results / f"{hashlib.sha256(data + settings.encode()).hexdigest()[:24]}.json"
            if not out.exists():
                values = np.frombuffer(data).reshape(3, -1)
                started = processor_seconds()
                prepared = detrended(curve, *values)
                found = method(*prepared)
                found["seconds"] = processor_seconds() - started
                out.write_text(json.dumps({"method": name, "name": curve["name"], "key": curve["key"], **found}))
            print(name, curve["name"], out.read_text(), flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
