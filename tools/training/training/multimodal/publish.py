"""From fitted folds to the model folder: out-of-fold tables, heads that ship, ONNX graph, card."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import numpy as np
import pandas as pd

from .. import calibration, card, catalogues, conformal, fields, recipe, results, training_run
from .. import metrics as point
from . import combinations, control, export, finetune, made, measure, study
from .graph import Multimodal
from .network import HEADS

DESCRIPTION = ("Masked heads for a row, five 1-D views and a river image of a Kepler light curve, fused late; the views "
               "are learned first on TESS. Any head may be missing; without views it is a row model.")
HEAD_TEXT = {
    "row": "catalogue row or the row measured from the light curve, NaN = not given",
    "global": "whole orbit in 201 bins", "local": "four durations about the transit in 61 bins",
    "secondary": "eight durations about the likeliest eclipse in 61 bins, on the scale of the local view",
    "odd": "local view of the odd transits, on the scale of the local view",
    "even": "local view of the even transits, on the scale of the local view",
    "river": "one row per transit, 64 by 61, on the scale of the local view, NaN = no data",
}


def publish(folder: Path, out: Path, data: study.Data, fitted: list, final, settings: finetune.Settings, seed: int,
            seconds: float) -> dict:
    """Writes every file of the model folder and returns the card."""
    out.mkdir(parents=True, exist_ok=True)
    first = curve_table(data, fitted, seed)
    heads = measure.shipped_heads(measure.ablation(first[0], seed))
    table, logits = curve_table(data, fitted, seed, heads)
    table.to_csv(out / "curves.csv", index=False)
    tess_table(data, fitted).to_csv(out / "tess.csv", index=False)
    row_table(data, fitted).to_csv(out / "oof.csv", index=False)
    model = Multimodal(final.row_model, final.networks, platt(table, logits), heads).eval()
    content = {
        **_identity(out, model, data, seed), **row_part(data, out, final, seed), **curve_part(out, heads, seed),
        "training": card.training(data.rows, data.row_stars, data.row_fold, seed, asdict(settings),
                                  card.table_files(folder), point.RESAMPLES),
        "calibration": {"method": "Platt scaling: of the row network per survey and input state, of the fusion with and "
                                  "without a row", "fusion": model.platt.numpy().round(6).tolist()},
    }
    content["training"]["duration_s"] = round(seconds)
    card.write(out / "card.json", content)
    (out / "metrics.txt").write_text(measure.as_text(content) + "\nrow head alone\n" + results.as_text({"metrics": content["metrics"], "conformal": content["conformal"]["by_input"]})
                                     + "\n" + training_run.speed_line(content))
    print((out / "metrics.txt").read_text())
    return content


def curve_table(data: study.Data, fitted: list, seed: int, heads: list[str] = HEADS) -> tuple[pd.DataFrame, dict]:
    """curves.csv with calibrated probabilities, and the raw log-odds of the shipped inputs."""
    wanted = {f"{measure.SHIPPED}_{row}": (row, combinations.heads(*heads)) for row in combinations.ROWS}
    wanted[f"{measure.SHIPPED}_views"] = ("measured", combinations.heads(*(h for h in heads if h != "row")))
    every = {**combinations.COMBINATIONS, **wanted}
    curves, fold = data.curves, data.curve_fold
    raw = {name: np.full(len(curves), np.nan) for name in every}
    for k, part in enumerate(fitted):
        tested = np.flatnonzero(fold == k)
        scored = part.scored | study.score(part.networks, curves, part.logits, tested, wanted)
        for name in every:
            raw[name][tested] = scored[name]
    known = curves.label >= 0
    table = pd.DataFrame({"object_id": curves.object_id, "star_id": data.curve_stars, "source": curves.source,
                          "label": curves.label.astype(int), "fold": fold.astype(int)})[known]
    label = table["label"].to_numpy()
    for name in every:
        table[name] = np.zeros(len(table))
        for source in table["source"].unique():
            part = (table["source"] == source).to_numpy()
            table.loc[part, name] = np.round(measure.cross_calibrated(raw[name][known][part], label[part], fold[known][part]), 7)
    table["sampling"] = np.round(control.out_of_fold(curves, fold, seed)[known], 7)
    return table, {name: raw[name][known] for name in wanted}


def platt(table: pd.DataFrame, logits: dict) -> np.ndarray:
    """Slope and offset of the fusion with a row (all kinds of row together) and without one."""
    label = table["label"].to_numpy()
    with_row = [logits[f"{measure.SHIPPED}_{row}"] for row in combinations.ROWS]
    return np.array([calibration.fit_platt(np.concatenate(with_row), np.tile(label, len(with_row))),
                     calibration.fit_platt(logits[f"{measure.SHIPPED}_views"], label)])


def tess_table(data: study.Data, fitted: list) -> pd.DataFrame:
    table = pd.DataFrame({"star_id": data.tess_stars, "label": data.tess.label.astype(int), "fold": data.tess_fold.astype(int)})
    for j, name in enumerate(("views", "with_scalars")):
        table[name] = 0.0
        for k, part in enumerate(fitted):
            table.loc[data.tess_fold == k, name] = np.round(part.tess[:, j], 7)
    return table


def row_table(data: study.Data, fitted: list) -> pd.DataFrame:
    """oof.csv of the row head alone, in the form of the row model's."""
    scored = [training_run.Scored(part.row_probability, part.row_thresholds, None) for part in fitted]
    return results.to_table(data.rows, data.row_stars, data.row_fold, training_run.assemble(data.rows, data.row_fold, scored))


def _identity(out: Path, model: Multimodal, data: study.Data, seed: int) -> dict:
    path, names = out / "model.onnx", fields.column_names()
    inputs = made.golden_inputs(seed, 96)
    difference = max(export.write(model, path, given) for given in (all_inputs(data), inputs))
    made.write_golden(model, out / "golden.json", names, seed)
    described = card.interface(path, names, model.parameter_count())
    described["inputs"] = [{"name": name, "type": "float32", "shape": shape, "description": HEAD_TEXT.get(
        name, "1 where a head is to be used, in the order of `heads`; 0 in the column of a head that is missing")}
        for name, shape in export.shapes(len(names)).items()]
    return {
        **card.identity("multimodal", out.name, "multimodal", DESCRIPTION), **described,
        "export": {"largest_difference": float(f"{difference:.2e}"), "tolerance": export.row_export.TOLERANCE},
        "speed": {"rows_per_second": int(export.throughput(path, inputs)), "batch": 128, "threads": 1},
    }


def all_inputs(data: study.Data) -> dict[str, np.ndarray]:
    """Every light curve with its measured row, as arrays of the served model."""
    curves = data.curves
    mask = np.concatenate([np.ones((len(curves), 1)), curves.views.made()], axis=1).astype(np.float32)
    return {"row": curves.measured, **curves.views.flat, "river": curves.views.river, "mask": mask}


def row_part(data: study.Data, out: Path, final, seed: int) -> dict:
    """Metrics of the row head alone, in the form of the row model's card."""
    measured = results.measure(results.read_table(out / "oof.csv"), seed)
    return {"fields_by_source": card.fields_by_source(data.rows, fields.column_names()),
            "metrics": measured["metrics"], "snr_bins": measured["snr_bins"], "reliability": measured["reliability"],
            "intervals": "95 % percentile bootstrap over stars of the out-of-fold predictions",
            "conformal": card.conformal_entry(final.row_thresholds, measured),
            "in_distribution": {"limit": round(final.distance_limit, 6), "quantile": recipe.DISTANCE_QUANTILE,
                                "description": "of the row: fourth root of the mean fourth power of robust z-scores, "
                                               "per survey; inside when distance <= limit"}}


def curve_part(out: Path, heads: list[str], seed: int) -> dict:
    """Everything that `check` recomputes from curves.csv and tess.csv, and the heads that ship."""
    table = pd.read_csv(out / "curves.csv", dtype={"object_id": str, "star_id": str}, float_precision="round_trip")
    records = pd.read_csv(out / "tess.csv", dtype={"star_id": str}, float_precision="round_trip")
    gains = measure.ablation(table, seed)
    served = table[f"{measure.SHIPPED}_alone"].to_numpy(float)
    limits = conformal.thresholds(served, table["label"].to_numpy(), np.full(len(table), "KEPLER"))
    return {"heads": [{"name": name, "input": name, "mask": i, "ships": name in heads, "description": HEAD_TEXT[name]}
                      for i, name in enumerate(HEADS)],
            "curves": measure.curves(table, seed), "comparisons": measure.comparisons(table, seed), "ablation": gains,
            "tess_views": measure.tess(records, seed), "curve_thresholds": limits}
