"""The shipped multimodal model on the light curves of any data folder."""

from __future__ import annotations

import tempfile
from pathlib import Path

import numpy as np

from .. import catalogues, folds, metrics, recipe
from .. import export as row_export
from . import export, study, views
from .network import HEADS, VETTING


def has_curves(folder: Path) -> bool:
    return (folder / "light_curves/kepler/index.csv").exists()


def curves(folder: Path, model: Path, seed: int) -> dict:
    """Metrics by source of curves and by input: each kind of row with and without the views."""
    rows = catalogues.load(folder)
    with tempfile.TemporaryDirectory() as scratch:
        found = views.load(views.make(folder, Path(scratch)), rows)
    found = found.take(np.flatnonzero(found.label >= 0))
    stars = folds.star_groups(found.star_id, catalogues.load_cross_ids(folder))
    served = row_export.session(model / "model.onnx")
    result = {}
    for kind, x in study.row_inputs(found).items():
        for name, used in (("fusion", HEADS), ("row", ("row",))):
            mask = found.heads() & [head in used for head in HEADS]
            inputs = {
                "row": x,
                **found.views.flat,
                "river": found.views.river,
                VETTING: found.vetting,
                "mask": mask.astype(np.float32),
            }
            probability = recipe.sigmoid(export.run(served, inputs)[0].astype(float))
            for source in np.unique(found.source):
                part = found.source == source
                result.setdefault(source, {})[f"{kind}_{name}"] = metrics.summary(
                    probability[part], found.label[part], stars[part], seed
                )
    return result
