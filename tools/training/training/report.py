"""`python -m training report`: models/README.md and the plots, from cards and oof.csv alone."""

from __future__ import annotations

from pathlib import Path

from . import card, plots, report_context, report_curve_rows, report_sets, report_teacher, results

#: record of what was tried for a requirement that is not reached
TRIED = {"multimodal": "0013-late-fusion.md", "tabular": "0064-a-better-teacher.md"}
#: explanation of the tables of light curves
CURVES = """Inputs: `one_d` is all 1-D views, `only_…` one of them, `views` the 1-D views and the river. A row read
with them is `measured` (what `libs/light-curve` fits, with the star's values and their errors), `alone` (the same
without the star's errors) or `archive` (the KOI table's row, from four years). `…_row` is that row alone, `…_split`
it with the second logit of late fusion, `…_fusion` with all views and, for a measured row, the numbers of its vetting,
`shipped_…` with the heads that ship, `without_…` with all heads but one. `binned` and `quarter` are the two sources of
light curves."""
HEAD = """# Models

Written by `python -m training report` from the cards; no figure is typed by hand. How to
reproduce them: `tools/training/README.md`.

A model answers one question: how likely is it that a transit candidate with these catalogue
values carries the archive's label *planet* (CONFIRMED, CP, KP) rather than *not a planet*
(FALSE POSITIVE, FP, FA, REFUTED)? It reproduces the archive's vetting and confirms nothing.
"""
METHOD = """## Data, labels, splits

- Tables of the NASA Exoplanet Archive: `cumulative` (KOI), `toi` and `k2pandc` (one row per object:
  `default_flag` = 1), and vetting diagnostics of the KOI table and of the TESS
  data validation (medians over sectors). Files and sha256 are on each card.
- Candidates (CANDIDATE, PC, APC) have no label; they are not used for training or scoring.
- Five folds by star over all surveys at once. The names of a star in two surveys (`cross_ids`), and the
  host name and EPIC number of a K2 star, count as one star.
- A value that the archive flags as a limit is treated as missing, and so are its errors.
- Out of fold: every figure below comes from models that were not trained on the object's star. Scaling,
  calibration and conformal thresholds of a fold come from its training stars alone: for `tabular` from the
  out-of-fold answers for these stars, for the other models from inner folds.
  Network size, training length and the groups of the prediction sets were chosen once for all folds from out-of-fold
  scores of these surveys, so the figures are slightly optimistic.
- Intervals are 95 % percentile bootstrap over stars. `python -m training check` recomputes them from `oof.csv`.
  The calibration error of a resample includes the noise of resampling, so its interval can lie above the value.
- Never used as features: scores, flags, dispositions, names, numbers, positions, dates, `epoch`,
  `koi_count`, `koi_tce_plnt_num`. Training refuses to start with such a column.
"""
LIMITS = """## Limits

- KOI dispositions partly derive from the same diagnostics, so the figures with diagnostics measure
  agreement with the archive, not truth.
- The labelled objects are not a fair sample of what a search finds: bright, well-followed and
  multi-planet systems are confirmed more often. A probability is calibrated for objects drawn like the archive's.
- Survey fields that a table never has (for example `impact` for TESS, `duration` and `depth` for K2)
  are ignored for that survey: `fields_by_source` on the card lists the fields in use.
- K2 has few false positives (some 200), so its figures are the least certain.
- Labelled objects do not look like candidates. Planets are weighted by how much they look like candidates when the
  thresholds of prediction sets are fitted, and each stratum has a threshold of its own where it needs one, so more
  objects are undecided. `candidates.csv` shows the effect on candidates that the archive scores highly.
- A K2 row with the period alone has a low probability: in the archive such rows are false positives. Its prediction set
  contains both classes.
- With few fields the answer is less certain; the table shows by how much. Calibration and conformal sets are fitted per
  survey and state, that is how many measured values a row gives and whether errors or diagnostics (`states` on the
  card). Within a state they hold on average over which fields are given, not for each choice of fields.
- `in_distribution` is a warning, not a guarantee: a row can look ordinary and still be of a kind never seen. It judges
  the row and not the light curve. The share of rows that it flags when one field is in the wrong unit is listed above.
- The networks of the views are trained on Kepler light curves. A detection in a TESS or K2 light curve is decided by
  its measured row instead (`curve_rows` on the card); a model that reads views answers `undecided` there.

## Not to be used for

Announcing or confirming planets, statistical validation, occurrence rates without a completeness and
reliability study, objects found by other means than transits, or surveys other than Kepler, K2 and TESS.
"""


def write(models: Path) -> None:
    """Sections of the newest version of each model; plots and a line for every earlier one."""
    sections = [HEAD, METHOD]
    for model in sorted(path for path in models.iterdir() if any(path.glob("*/card.json"))):
        *earlier, newest = sorted((path.parent for path in model.glob("*/card.json")), key=lambda path: int(path.name))
        _plots(newest)
        sections.append(_section(newest, models))
        sections += [f"Figures of version {path.name}: `{path.relative_to(models)}/metrics.txt`.\n" for path in earlier]
    sections.append(LIMITS)
    (models / "README.md").write_text("\n".join(sections))


def _plots(folder: Path) -> None:
    table = results.read_table(folder / "oof.csv")
    content = card.read(folder / "card.json")
    missions = list(content["metrics"])
    parts = {m: table[table["mission"] == m] for m in missions}
    arrays = {m: (part["all"].to_numpy(float), part["label"].to_numpy()) for m, part in parts.items()}
    bins = {m: [(b["mean"], b["share"]) for b in content["reliability"][m]["all"]] for m in missions}
    images = {
        "reliability.svg": plots.curves(
            "Reliability, all fields", "mean probability", "share of planets", bins, "up", markers=True
        ),
        "roc.svg": plots.curves(
            "ROC, all fields",
            "false positive rate",
            "true positive rate",
            {m: plots.roc(*a) for m, a in arrays.items()},
            "up",
        ),
        "precision_recall.svg": plots.curves(
            "Precision and recall, all fields",
            "recall",
            "precision",
            {m: plots.precision_recall(*a) for m, a in arrays.items()},
        ),
    }
    for name, image in images.items():
        (folder / name).write_text(image)


def _section(folder: Path, models: Path) -> str:
    content = card.read(folder / "card.json")
    place = folder.relative_to(models)
    lines = [
        f"## `{content['name']}` version {content['version']}",
        "",
        content["description"],
        "",
        f"{content['parameters']:,} parameters or tree nodes, {content['speed']['rows_per_second']:,} rows/s in ONNX "
        f"Runtime on one thread at batch {content['speed']['batch']}. Trained in "
        f"{content['training']['duration_s']} s, seed {content['training']['seed']}.",
        "",
    ]
    lines += (
        _metrics(content)
        + report_sets.sections(content)
        + report_teacher.sections(content)
        + report_context.sections(content)
        + report_curve_rows.sections(content)
        + _units(content)
        + _snr(content)
        + _curves(content)
        + _studies(content)
    )
    lines += [f"![{name}]({place}/{name}.svg)" for name in ("reliability", "roc", "precision_recall")]
    return "\n".join(lines) + "\n"


def _metrics(content: dict) -> list[str]:
    lines = [
        "| survey | input | objects | accuracy | AUC | AP | Brier | ECE | recall at 95 % / 99 % precision "
        "| conformal coverage | one class |",
        "|---|---|---|---|---|---|---|---|---|---|---|",
    ]
    for mission, kinds in content["metrics"].items():
        for kind, m in kinds.items():
            sets = content["conformal"]["by_input"][mission][kind]
            recalls = " / ".join(_number(m[f"precision_{p}"]["recall"]) for p in (95, 99))
            lines.append(
                f"| {results.NAMES[mission]} | {results.KIND_TITLES[kind]} | {m['rows']} | {_span(m['accuracy'])} | "
                f"{_span(m['auc'])} | {_span(m['ap'])} | {_span(m['brier'])} | {_span(m['ece'])} | {recalls} | "
                f"{sets['coverage']:.3f} | {sets['single_label']:.3f} |"
            )
    return [*lines, ""]


def _snr(content: dict) -> list[str]:
    lines = [
        "By signal to noise (KOI: the fit's; TOI: depth over its error), all fields and errors:",
        "",
        "| survey | signal to noise | objects | planets | accuracy | AUC |",
        "|---|---|---|---|---|---|",
    ]
    for mission, bins in content["snr_bins"].items():
        for name in sorted(bins, key=lambda text: float(text.split("-")[0]) if text != "unknown" else 1e9):
            b = bins[name]
            lines.append(
                f"| {results.NAMES[mission]} | {name} | {b['rows']} | {b['planets']} | "
                f"{_number(b['accuracy'])} | {_number(b['auc'])} |"
            )
    return [*lines, ""]


def _units(content: dict) -> list[str]:
    lines = [
        "Share of rows flagged as not `in_distribution` when one field is in the wrong unit (first line of a survey: "
        "its rows as they are):",
        "",
        "| survey | field and unit | all fields and errors | fields without errors |",
        "|---|---|---|---|",
    ]
    lines += [
        f"| {results.NAMES[mission]} | {name} | {shares['all']:.1%} | {shares['canonical']:.1%} |"
        for mission, mistakes in content["in_distribution"]["caught"].items()
        for name, shares in mistakes.items()
    ]
    return [*lines, ""]


def _curves(content: dict) -> list[str]:
    """Light curves: each input by source of the curves, what a head adds, and the TESS views."""
    if "curves" not in content:
        return []
    lines = [
        "Light curves, out of fold; `sampling` is the control without flux.",
        "",
        CURVES,
        "",
        "| curves | input | objects | accuracy | AUC | AP |",
        "|---|---|---|---|---|---|",
    ]
    lines += [
        f"| {source} | {name} | {m['rows']} | {_span(m['accuracy'])} | {_span(m['auc'])} | {_span(m['ap'])} |"
        for source, kinds in content["curves"].items()
        for name, m in kinds.items()
    ]
    lines += [
        "",
        "| with | without | objects | error rate | without | relative reduction | AUC gain |",
        "|---|---|---|---|---|---|---|",
    ]
    lines += [
        f"| {d['with']} | {d['without']} | {d['rows']} | {d['error']:.4f} | {d['error_without']:.4f} | "
        f"{_span(d['error_reduction'])} | {_span(d['auc_gain'])} |"
        for part in ("comparisons", "ablation")
        for d in content[part].values()
    ]
    lines += ["", "| TESS views, PC against the rest | records | AP | AUC |", "|---|---|---|---|"]
    lines += [
        f"| {name} | {m['rows']} | {_span(m['ap'])} | {_span(m['auc'])} |" for name, m in content["tess_views"].items()
    ]
    return [*lines, ""]


def _studies(content: dict) -> list[str]:
    lines = []
    if "studies" in content:
        lines += ["| study | objects | accuracy | AUC |", "|---|---|---|---|"]
        lines += [
            f"| {m['title']} | {m['rows']} | {_span(m['accuracy'])} | {_span(m['auc'])} |"
            for m in content["studies"].values()
        ] + [""]
    if content.get("requirements"):
        lines += ["| asked | required | reached | met |", "|---|---|---|---|"]
        lines += [
            f"| {r['what']} | {r['required']} | {r['reached']:.5f} | {'yes' if r['met'] else '**no**'} |"
            for r in content["requirements"]
        ] + [""]
    if content.get("notes"):
        record = TRIED[content["name"]]
        tried = f"[what was tried](../docs/decisions/{record})"
        lines += [
            f"Requirements not met, and experiments ({tried}):",
            "",
            *[f"- {note}" for note in content["notes"]],
            "",
        ]
    return lines


def _span(metric: dict) -> str:
    return "-" if metric["value"] is None else f"{metric['value']:.4f} ({metric['low']:.3f}–{metric['high']:.3f})"


def _number(value: float | None) -> str:
    return "-" if value is None else f"{value:.3f}"
