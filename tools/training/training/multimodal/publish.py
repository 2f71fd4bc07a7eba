"""From fitted folds to the model folder: out-of-fold tables, heads that ship, ONNX graph, card."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import numpy as np
import pandas as pd

from .. import card, conformal, fields, results, training_run, unit_mistakes
from .. import export as row_export
from .. import metrics as point
from .. import publish as row_publish
from . import combinations, export, finetune, late, measure, required, study, synthetic, trees, vetting, views
from .graph import Multimodal
from .network import HEADS, VETTING

DESCRIPTION = (
    "Masked heads for a row, five 1-D views and a river image of a Kepler light curve and the numbers of its vetting, "
    "fused late; one of the networks of the 1-D views starts from TESS views. Any head may be missing; without views "
    "it is a row model."
)
HEAD_TEXT = {
    "row": "catalogue row or the row measured from the light curve, NaN = not supplied",
    "global": "whole orbit in 201 bins",
    "local": "four durations about the transit in 61 bins",
    "secondary": "eight durations about the most likely eclipse in 61 bins, on the scale of the local view",
    "odd": "local view of the odd transits, on the scale of the local view",
    "even": "local view of the even transits, on the scale of the local view",
    "river": "one row per transit, 64 by 61, on the scale of the local view, NaN = no data",
    VETTING: f"numbers of the vetting, NaN = could not be had: {', '.join(views.VETTING)}",
}


def publish(
    folder: Path,
    out: Path,
    data: study.Data,
    fitted: list,
    final,
    settings: finetune.Settings,
    seed: int,
    seconds: float,
) -> dict:
    """Writes every file of the model folder and returns the card."""
    out.mkdir(parents=True, exist_ok=True)
    table = curve_table(data, raw_parts(data, fitted, list(HEADS)), list(HEADS), seed)
    heads = measure.shipped_heads(measure.ablation(table, seed))
    parts = raw_parts(data, fitted, heads)
    table = curve_table(data, parts, heads, seed)
    table.to_csv(out / "curves.csv", index=False)
    tess_table(data, fitted, seed).to_csv(out / "tess.csv", index=False)
    row_table(data, fitted).to_csv(out / "oof.csv", index=False)
    model = Multimodal(
        final.row.model, final.flat, final.river, final.vetting, late_weights(table, parts), heads
    ).eval()
    content = {
        **_identity(out, model, data, seed),
        **row_part(data, out, final, seed),
        **curve_part(out, heads, seed),
        "training": card.training(
            data.rows,
            data.row_stars,
            data.row_fold,
            seed,
            asdict(settings) | {"vetting": {**vetting.PARAMETERS, "rounds": vetting.ROUNDS}},
            card.table_files(folder),
            point.RESAMPLES,
        ),
        "calibration": {
            "method": "the row alone: Platt scaling per survey and state; with views: logistic regression on "
            "out-of-fold logits: what the star's errors or values add to the row, the row without them, the views, and "
            "trees on row and vetting, by kind of row; none of these weights is negative. `weights` has those of the "
            "row, of the row without (its own less the first), of 1-D views, river, vetting, and the offset",
            "kinds": list(late.KINDS),
            "weights": model.weights.numpy().round(6).tolist(),
        },
    }
    content["training"]["duration_s"] = round(seconds)
    content["requirements"] = required.compare(content)
    content["notes"] = required.notes(content["requirements"])
    card.write(out / "card.json", content)
    (out / "metrics.txt").write_text(
        measure.as_text(content)
        + "\nrow head alone\n"
        + results.as_text({"metrics": content["metrics"], "conformal": content["conformal"]["by_input"]})
        + "\n"
        + row_publish.speed_line(content)
    )
    print((out / "metrics.txt").read_text())
    return content


def raw_parts(data: study.Data, fitted: list, heads: list[str]) -> dict[str, np.ndarray]:
    """Out-of-fold raw log-odds of each kind of row, of every combination of the 1-D views and of the river, for
    labelled curves."""
    wanted = combinations.flat(heads)
    parts = {
        name: np.full(len(data.curves), np.nan)
        for name in (
            *combinations.ROWS,
            *(name(kind) for kind in late.HIDDEN for name in (late.reduced, late.vetted)),
            *wanted,
            "river",
        )
    }
    for k, part in enumerate(fitted):
        tested = np.flatnonzero(data.curve_fold == k)
        batch = finetune.batch_of(data.curves.take(tested))
        scores = finetune.flat_logits(part.flat, batch, list(wanted.values()))
        for name, values in (
            *part.logits.items(),
            *zip(wanted, scores, strict=True),
            ("river", finetune.river_logits(part.river, batch)),
        ):
            parts[name][tested] = values
    return {name: values[data.curves.label >= 0] for name, values in parts.items()}


def curve_table(data: study.Data, parts: dict[str, np.ndarray], heads: list[str], seed: int) -> pd.DataFrame:
    """curves.csv: probabilities with weights from the other folds, separately for each source of curves."""
    curves, known = data.curves, data.curves.label >= 0
    table = pd.DataFrame(
        {
            "object_id": curves.object_id,
            "star_id": data.curve_stars,
            "source": curves.source,
            "label": curves.label.astype(int),
            "fold": data.curve_fold.astype(int),
        }
    )[known]
    label, fold = table["label"].to_numpy(), table["fold"].to_numpy()
    for name, used in combinations.columns(heads).items():
        probability = np.zeros(len(table))
        for source in np.unique(table["source"]):
            at = (table["source"] == source).to_numpy()
            split = used[1:2] == (late.reduced(used[0]),)
            probability[at] = late.cross_fitted([parts[part][at] for part in used], label[at], fold[at], split)
        table[name] = np.round(probability, 7)
    table["sampling"] = np.round(trees.sampling_control(curves, data.curve_fold, seed)[known], 7)
    return table


def late_weights(table: pd.DataFrame, parts: dict[str, np.ndarray]) -> np.ndarray:
    """Weights of the served model from `late.table`, on the source of curves with the best-known base rate and
    noise."""
    at = (table["source"] == measure.SOURCE).to_numpy()
    label = table["label"].to_numpy()[at]
    names = [(*combinations.row_logits(row), *combinations.vetting_logits(row)) for row in combinations.ROWS]
    rows = {name: parts[name][at] for own in names for name in own}
    return late.table(rows, [parts[name][at] for name in ("shipped", "river")], label)


def tess_table(data: study.Data, fitted: list, seed: int) -> pd.DataFrame:
    """tess.csv: out-of-fold log-odds of the networks without and with the scalars, and of boosted trees."""
    table = pd.DataFrame(
        {"star_id": data.tess_stars, "label": data.tess.label.astype(int), "fold": data.tess_fold.astype(int)}
    )
    for j, name in enumerate(("views", "with_scalars")):
        table[name] = 0.0
        for k, part in enumerate(fitted):
            table.loc[data.tess_fold == k, name] = np.round(part.tess[:, j], 7)
    table["trees"] = np.round(trees.tess_out_of_fold(data.tess, data.tess_fold, seed), 7)
    return table


def row_table(data: study.Data, fitted: list) -> pd.DataFrame:
    """oof.csv of the row head alone, in the format of the row model."""
    scored = [(part.row_answers, part.row.thresholds) for part in fitted]
    return results.to_table(
        data.rows, data.row_stars, data.row_fold, training_run.assemble(data.rows, data.row_fold, scored)
    )


def _identity(out: Path, model: Multimodal, data: study.Data, seed: int) -> dict:
    path, names = out / "model.onnx", fields.column_names()
    inputs = synthetic.golden_inputs(seed, 96)
    difference = max(export.write(model, path, given) for given in (all_inputs(data), inputs))
    synthetic.write_golden(model, out / "golden.json", names, seed)
    described = card.interface(path, names, model.parameter_count())
    described["inputs"] = [
        {
            "name": name,
            "type": "float32",
            "shape": shape,
            "description": HEAD_TEXT.get(
                name, "1 where a head is to be used, in the order of `heads`; 0 in the column of a head that is missing"
            ),
        }
        for name, shape in export.shapes(len(names)).items()
    ]
    return {
        **card.identity("multimodal", out.name, "multimodal", DESCRIPTION),
        **described,
        "export": {"largest_difference": float(f"{difference:.2e}"), "tolerance": export.row_export.TOLERANCE},
        "speed": {"rows_per_second": int(export.throughput(path, inputs)), "batch": 128, "threads": 1},
    }


def all_inputs(data: study.Data) -> dict[str, np.ndarray]:
    """Every light curve with its measured row, as arrays of the served model."""
    curves = data.curves
    return {
        "row": curves.measured,
        **curves.views.flat,
        "river": curves.views.river,
        VETTING: curves.vetting,
        "mask": curves.heads().astype(np.float32),
    }


def row_part(data: study.Data, out: Path, final, seed: int) -> dict:
    """Metrics of the row head alone, in the format of the row model's card."""
    measured = results.measure(results.read_table(out / "oof.csv"), seed)
    served = row_export.session(out / "model.onnx")
    return {
        "fields_by_source": card.fields_by_source(data.rows, fields.column_names()),
        "metrics": measured["metrics"],
        "snr_bins": measured["snr_bins"],
        "reliability": measured["reliability"],
        "intervals": "95 % percentile bootstrap over stars of the out-of-fold predictions",
        "agreement": measured["agreement"],
        **card.prediction_rules(
            final.row.thresholds,
            measured,
            unit_mistakes.detection_rates(lambda x: export.run_rows(served, x), data.rows),
        ),
    }


def curve_part(out: Path, heads: list[str], seed: int) -> dict:
    """Everything that `check` recomputes from curves.csv and tess.csv, and the heads that ship."""
    table = pd.read_csv(out / "curves.csv", dtype={"object_id": str, "star_id": str})
    records = pd.read_csv(out / "tess.csv", dtype={"star_id": str})
    gains = measure.ablation(table, seed)
    served = table[table["source"] == measure.SOURCE]
    probability, label = served[f"{measure.SHIPPED}_alone"].to_numpy(float), served["label"].to_numpy()
    limits = {
        "KEPLER": {
            "planet": conformal.threshold(probability[label == 1], conformal.LEVEL),
            "false_positive": conformal.threshold(1 - probability[label == 0], conformal.LEVEL),
        }
    }
    return {
        "heads": [
            {"name": name, "input": name, "mask": i, "ships": name in heads, "description": HEAD_TEXT[name]}
            for i, name in enumerate(HEADS)
        ],
        "curves": measure.curves(table, seed),
        "comparisons": measure.comparisons(table, seed),
        "ablation": gains,
        "tess_views": measure.tess(records, seed),
        "curve_thresholds": limits,
    }
