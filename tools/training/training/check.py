"""`python -m training check`: recomputes every metric of a card from oof.csv and compares.

Same code path and seed as training, so the figures must agree to the printed digits. Finds a hand-edited card, a
changed metric, and a table of another run.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from . import (
    candidates,
    card,
    catalogues,
    context,
    curve_rows,
    requirements,
    results,
    schema,
    studies,
    teaching,
)

TOLERANCE = 2e-5


def mismatches(folder: Path) -> list[str]:
    """Differences between card.json and the figures from oof.csv, model.onnx and schemas; empty if none."""
    content = card.read(folder / "card.json")
    training = content["training"]
    measured = results.measure(
        results.read_table(folder / "oof.csv"), training["seed"], training["bootstrap_resamples"]
    )
    found = schema.problems("card", content) + schema.problems("golden", card.read(folder / "golden.json"))
    for key in ("metrics", "snr_bins", "reliability"):
        found += _compare(content[key], measured[key], key)
    if "agreement" in content:
        found += _compare(content["agreement"], measured["agreement"], "agreement")
        found += _compare(content["conformal"]["by_stratum"], measured["by_stratum"], "conformal.by_stratum")
    if (folder / candidates.FILE).exists():
        table = pd.read_csv(folder / candidates.FILE)
        found += _compare(content["candidates"], candidates.figures(table), "candidates")
    if (folder / teaching.FILE).exists():
        pair = (results.read_table(folder / name) for name in ("oof.csv", teaching.FILE))
        figures = teaching.measure(*pair, training["seed"], training["bootstrap_resamples"])
        found += _compare(content["teacher"], figures, "teacher")
    if (folder / context.FILE).exists():
        figures = context.measure(context.load(folder), training["seed"], training["bootstrap_resamples"])
        found += _compare(content["context"], figures, "context")
    if (folder / curve_rows.FILE).exists():
        section = curve_rows.measure(curve_rows.load(folder), training["seed"], curve_rows.levels_of(content))
        found += _compare(content["curve_rows"], section, "curve_rows")
    found += _compare(content["conformal"]["by_input"], measured["conformal"], "conformal.by_input")
    if (folder / "studies.csv").exists():
        table = pd.read_csv(folder / "studies.csv")
        found += _compare(content.get("studies"), studies.measure(table, training["seed"]), "studies")
        # A requirement of an earlier version is compared only if it is still one.
        titles = {entry["what"] for entry in content["requirements"]}
        current = [entry for entry in requirements.compare(content) if entry["what"] in titles]
        kept = {entry["what"] for entry in current}
        written = [entry for entry in content["requirements"] if entry["what"] in kept]
        found += _compare(written, current, "requirements")
        if kept == titles:
            found += _compare(content["notes"], requirements.notes(content), "notes")
    if catalogues.sha256(folder / content["file"]) != content["sha256"]:
        found.append(f"sha256 of {content['file']} differs from the card")
    return found


def _compare(written, computed, place: str) -> list[str]:
    if isinstance(computed, dict):
        if not isinstance(written, dict) or set(written) != set(computed):
            return [f"{place}: keys differ"]
        return [m for key in computed for m in _compare(written[key], computed[key], f"{place}.{key}")]
    if isinstance(computed, list):
        if len(written) != len(computed):
            return [f"{place}: lengths differ"]
        return [
            m for i, pair in enumerate(zip(written, computed, strict=True)) for m in _compare(*pair, f"{place}[{i}]")
        ]
    if isinstance(computed, float) and isinstance(written, (int, float)):
        return [] if abs(written - computed) <= TOLERANCE else [f"{place}: {written} on the card, {computed} computed"]
    return [] if written == computed else [f"{place}: {written!r} on the card, {computed!r} computed"]
