"""Required figures of the multimodal model, compared with those on its card."""

from __future__ import annotations

from pathlib import Path

from .measure import SHIPPED, SOURCE

#: description, place on the card, minimum
REQUIRED = (
    ("1-D heads alone, binned light curves: AUC", ("curves", SOURCE, "one_d", "auc"), 0.88),
    ("2-D head alone, binned light curves: AUC", ("curves", SOURCE, "only_river", "auc"), 0.86),
    (
        "views, measured row and the star's values with their errors: AUC",
        ("curves", SOURCE, f"{SHIPPED}_measured", "auc"),
        0.955,
    ),
    (
        "views, measured row and the star's values without errors: AUC",
        ("curves", SOURCE, f"{SHIPPED}_alone", "auc"),
        0.93,
    ),
    ("fusion against the measured row: error reduction", ("comparisons", "measured", "error_reduction"), 0.15),
    (
        "fusion against the measured row without the star's errors: error reduction",
        ("comparisons", "alone", "error_reduction"),
        0.15,
    ),
    ("fusion against the archive's row: AUC gain", ("comparisons", "archive", "auc_gain"), 0.0),
    ("fusion against the archive's row: error reduction", ("comparisons", "archive", "error_reduction"), 0.0),
    (
        "TESS views with their scalars, networks and boosted trees, PC against the rest: average precision",
        ("tess_views", "with_scalars_and_trees", "ap"),
        0.70,
    ),
)
#: one line for each alternative that was tried for a figure that is not reached, with its result in the same folds
TRIED = Path(__file__).with_name("tried.txt")


def compare(content: dict) -> list[dict]:
    """One entry per requirement, with the interval of the figure."""
    entries = []
    for what, place, minimum in REQUIRED:
        found = content
        for key in place:
            found = found[key]
        entries.append(
            {
                "what": what,
                "required": f">= {minimum:g}",
                "reached": found["value"],
                "low": found["low"],
                "high": found["high"],
                "met": found["value"] >= minimum,
            }
        )
    return entries


def notes(entries: list[dict]) -> list[str]:
    """Requirements that are not met, then the alternatives that were tried."""
    missed = [
        f"{e['what']}: required {e['required']}, reached {e['reached']:.4f} [{e['low']:.3f} {e['high']:.3f}]."
        for e in entries
        if not e["met"]
    ]
    return [*missed, *TRIED.read_text().splitlines()] if missed else []
