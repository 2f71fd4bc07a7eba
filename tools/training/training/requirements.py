"""Required figures of the row model, compared with those on its card."""

from __future__ import annotations

from . import results

#: description, place on the card, comparison, required value
REQUIRED = (
    ("KOI, all fields and errors: accuracy", "metrics.KEPLER.all.accuracy.value", ">=", 0.950),
    ("KOI, all fields and errors: AUC", "metrics.KEPLER.all.auc.value", ">=", 0.987),
    ("KOI with diagnostics: accuracy", "metrics.KEPLER.diagnostics.accuracy.value", ">=", 0.970),
    ("KOI with diagnostics: AUC", "metrics.KEPLER.diagnostics.auc.value", ">=", 0.995),
    ("TOI, all fields and errors: accuracy", "metrics.TESS.all.accuracy.value", ">=", 0.875),
    ("TOI, all fields and errors: AUC", "metrics.TESS.all.auc.value", ">=", 0.948),
    ("TOI with diagnostics: accuracy", "metrics.TESS.diagnostics.accuracy.value", ">=", 0.920),
    ("TOI with diagnostics: AUC", "metrics.TESS.diagnostics.auc.value", ">=", 0.972),
    ("TOI, trained before 2022, tested after: AUC", "studies.time_split.auc.value", ">=", 0.875),
    ("KOI: expected calibration error", "metrics.KEPLER.all.ece.value", "<=", 0.010),
    ("TOI: expected calibration error", "metrics.TESS.all.ece.value", "<=", 0.030),
    ("KOI, source, period, radius and their errors: ECE", "metrics.KEPLER.five_field.ece.value", "<=", 0.025),
    ("KOI: calibration slope", "agreement.KEPLER.all.slope", ">=", 0.9),
    ("KOI: calibration slope", "agreement.KEPLER.all.slope", "<=", 1.1),
    ("K2, source, period, radius and their errors: bias", "agreement.K2.five_field.bias", "<=", 0.05),
    ("KOI: strata whose planets fall short of 0.90", "conformal.short.KEPLER", "<=", 0),
    ("TOI: strata whose planets fall short of 0.90", "conformal.short.TESS", "<=", 0),
    ("KOI: coverage of planets", "conformal.by_input.KEPLER.all.coverage_planet", ">=", 0.95),
    ("KOI: coverage of false positives", "conformal.by_input.KEPLER.all.coverage_false_positive", ">=", 0.95),
    ("TOI: coverage of planets", "conformal.by_input.TESS.all.coverage_planet", ">=", 0.95),
    ("TOI: coverage of false positives", "conformal.by_input.TESS.all.coverage_false_positive", ">=", 0.95),
    ("KOI candidates with koi_score >= 0.9 called false positive", "candidates.called_false_positive", "<=", 0.15),
    ("KOI in a catalogue: accuracy", "context.figures.KEPLER.all.with.accuracy.value", ">=", 0.957),
    ("KOI in a catalogue: AUC", "context.figures.KEPLER.all.with.auc.value", ">=", 0.9895),
    ("KOI in a catalogue: prediction sets with one class", "context.figures.KEPLER.all.single_label", ">=", 0.88),
    ("KOI: prediction sets with one class", "conformal.single_label.KEPLER", ">=", 0.88),
)
#: what a distilled model may lose of its teacher's figures on KOI and TOI rows
MOST_LOST = {"accuracy": 0.002, "auc": 0.001}
METRICS = {"accuracy": "accuracy", "auc": "AUC"}
LIMITED = [(mission, kind) for mission in ("KEPLER", "TESS") for kind in ("all", "canonical", "diagnostics")]
#: studies that a reader of the card expects
STUDIES = {
    "time_split": "Trained before 2022, tested after",
    "transfer_koi_to_toi": "TOI rows by a model trained on KOI alone",
    "transfer_toi_to_koi": "KOI rows by a model trained on TOI alone",
}


def compare(content: dict) -> list[dict]:
    """One entry for each requirement whose figure is on the card."""
    entries = []
    for what, place, sign, wanted in [*REQUIRED, *_beside_the_teacher(content)]:
        reached = _at(content, place)
        if reached is None:
            continue
        met = {">=": reached >= wanted, "<=": reached <= wanted}[sign]
        entries.append({"what": what, "required": f"{sign} {wanted:g}", "reached": reached, "met": bool(met)})
    return entries


def _beside_the_teacher(content: dict) -> list[tuple[str, str, str, float]]:
    """For a distilled model: on rows of `LIMITED` the loss itself, on all others the upper end of its paired interval,
    which must not be below 0."""
    found = []
    for mission, kinds in content.get("teacher", {}).items():
        for kind in kinds:
            for name, allowed in MOST_LOST.items():
                title = f"{results.NAMES[mission]}, {results.KIND_TITLES[kind]}: {METRICS[name]} less the teacher's"
                place = f"teacher.{mission}.{kind}.{name}"
                if (mission, kind) in LIMITED:
                    found.append((title, f"{place}.difference", ">=", -allowed))
                else:
                    found.append((f"{title}, upper end of the interval", f"{place}.high", ">=", 0))
    return found


def notes(content: dict) -> list[str]:
    """Requirements that are not met, with the figures of the ablations beside them, and studies that were not made."""
    found = []
    for entry in content["requirements"]:
        if entry["met"]:
            continue
        text = f"{entry['what']}: required {entry['required']}, reached {entry['reached']:.4f}."
        for study in content.get("studies", {}).values():
            if study.get("ablation_of") and entry["what"].startswith(study["ablation_of"] + ","):
                text += (
                    f" Tried: {study['title']}: accuracy {study['accuracy']['value']:.4f}, "
                    f"AUC {study['auc']['value']:.4f}."
                )
        found.append(text)
    made = content.get("studies", {})
    found += [f"{title}: not made for this version." for name, title in STUDIES.items() if name not in made]
    return found


def _at(content: dict, place: str):
    for key in place.split("."):
        if not isinstance(content, dict) or key not in content:
            return None
        content = content[key]
    return content
