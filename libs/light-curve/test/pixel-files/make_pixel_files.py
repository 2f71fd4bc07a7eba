"""Makes the target pixel files of this folder with lightkurve's factory: python make_pixel_files.py

Numbers are invented; stars are Gaussians of sigma 0.8 pixels. Written with lightkurve 2.6.0, astropy 8.0.2, numpy 2.4.6.
"""

import gzip
import io
from pathlib import Path

import numpy as np
from astropy.wcs import WCS
from lightkurve.targetpixelfile import TargetPixelFileFactory

WIDTH = HEIGHT = 9
CADENCES, CADENCE = 420, 30 / 1440
PERIOD, EPOCH, DURATION = 2.0, 1601.0, 4 / 24
NOISE = 6
PIXEL = 21 / 3600
TURN = np.radians(30)


def star(x: float, y: float) -> np.ndarray:
    rows, columns = np.mgrid[0:HEIGHT, 0:WIDTH]
    steps = (np.arange(9) + 0.5) / 9 - 0.5
    image = sum(
        np.exp(-((columns + dx - x) ** 2 + (rows + dy - y) ** 2) / 2 / 0.8**2) for dx in steps for dy in steps
    )
    return image / 81 / (2 * np.pi * 0.8**2)


def coordinates() -> dict[str, object]:
    return {
        "CTYPE1": "RA---TAN", "CTYPE2": "DEC--TAN", "CRPIX1": 4.0, "CRPIX2": 7.0, "CRVAL1": 120.0, "CRVAL2": -30.0,
        "CDELT1": -PIXEL, "CDELT2": PIXEL,
        "PC1_1": np.cos(TURN), "PC1_2": -np.sin(TURN), "PC2_1": np.sin(TURN), "PC2_2": np.cos(TURN),
    }  # fmt: skip


def make(name: str, stars: list[tuple[float, float, float, float]]) -> None:
    """stars: column, row, flux and depth of each; the target stands at 4, 4."""
    random = np.random.default_rng(16)
    factory = TargetPixelFileFactory(n_cadences=CADENCES, n_rows=HEIGHT, n_cols=WIDTH, target_id="TIC 1234")
    images = [star(x, y) for x, y, _, _ in stars]
    for cadence in range(CADENCES):
        time = 1600 + CADENCE * cadence
        phase = abs((time - EPOCH + PERIOD / 2) % PERIOD - PERIOD / 2) / (DURATION / 2)
        shape = np.clip((1.1 - phase) / 0.2, 0, 1)
        flux = sum(image * light * (1 - depth * shape) for image, (_, _, light, depth) in zip(images, stars, strict=True))
        flux = np.round(flux + random.normal(0, NOISE, flux.shape))
        factory.add_cadence(
            cadence,
            flux=flux.astype("f4"),
            flux_err=np.full(flux.shape, NOISE, "f4"),
            flux_bkg=np.full(flux.shape, 3, "f4"),
            header={"TSTART": time - CADENCE / 2, "TSTOP": time + CADENCE / 2},
        )
    table = {"BJDREFI": 2457000, "BJDREFF": 0.0, "TIMEUNIT": "d", **coordinates()}
    files = factory._hdulist(hdu0_keywords={"TELESCOP": "TESS", "TICID": 1234, "SECTOR": 14}, ext_info=table)
    wcs = WCS(naxis=2)
    wcs.wcs.ctype = ["RA---TAN", "DEC--TAN"]
    wcs.wcs.crpix, wcs.wcs.crval, wcs.wcs.cdelt = [4, 7], [120, -30], [-PIXEL, PIXEL]
    wcs.wcs.pc = [[np.cos(TURN), -np.sin(TURN)], [np.sin(TURN), np.cos(TURN)]]
    right_ascension, declination = wcs.all_pix2world([[4, 4]], 0)[0]
    files[0].header.update(RA_OBJ=float(right_ascension), DEC_OBJ=float(declination))
    files[1].header.update({"TUNIT1": "BJD - 2457000, days", "1CRV5P": 300, "2CRV5P": 700})
    aperture = np.ones((HEIGHT, WIDTH), "int32")
    aperture[2:7, 2:7] |= 2
    files[2].data = aperture
    buffer = io.BytesIO()
    files.writeto(buffer, output_verify="silentfix")
    path = Path(__file__).parent / f"{name}.fits.gz"
    path.write_bytes(gzip.compress(buffer.getvalue(), 9, mtime=0))
    print(name, path.stat().st_size, "bytes; the target stands at", right_ascension, declination)


make("on-target", [(4.1, 3.9, 20000, 0.01)])
make("off-target", [(4.1, 3.9, 20000, 0), (5.6, 3.9, 2000, 0.15)])
make("crowded-neighbour", [(4, 4, 9000, 0), (5.4, 5.2, 12000, 0.02), (2.6, 3, 5000, 0)])
make("crowded-target", [(4, 4, 9000, 0.03), (5.4, 5.2, 12000, 0), (2.6, 3, 5000, 0)])
