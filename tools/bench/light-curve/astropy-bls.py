"""Astropy's BoxLeastSquares on the curve and grid that speed.mjs has written; prints seconds and peak period as JSON.

usage: python astropy-bls.py FOLDER
FOLDER holds time.f64, flux.f64, flux_err.f64, period.f64 and duration.f64: little-endian float64, days.
"""

import json
import sys
import time
from pathlib import Path

import numpy as np
from astropy.timeseries import BoxLeastSquares


def main(folder: Path) -> None:
    arrays = {name: np.fromfile(folder / f"{name}.f64") for name in ("time", "flux", "flux_err", "period", "duration")}
    model = BoxLeastSquares(arrays["time"], arrays["flux"], arrays["flux_err"])
    started = time.process_time()
    result = model.power(arrays["period"], arrays["duration"], objective="likelihood")
    seconds = time.process_time() - started
    peak = int(np.argmax(result.power))
    print(json.dumps({"seconds": seconds, "period": float(result.period[peak]), "duration": float(result.duration[peak])}))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
