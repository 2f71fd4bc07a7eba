"""The part of models/README.md on prediction sets and calibration, beside the figures of the previous version."""

from __future__ import annotations

from . import results


def sections(content: dict) -> list[str]:
    """Lines of Markdown; empty for a card without coverage by stratum."""
    if "by_stratum" not in content["conformal"]:
        return []
    before = content.get("previous")
    named = f"; in brackets version {before['version']} on the same objects" if before else ""
    lines = [f"Prediction sets and calibration, out of fold{named}:", ""]
    lines += _by_input(content, before) + _candidates(content, before) + _by_stratum(content, before)
    return lines


def _by_input(content: dict, before: dict | None) -> list[str]:
    lines = [
        "| survey | input | planets whose set contains planet | false positives whose set contains false positive "
        "| one class | calibration slope | bias |",
        "|---|---|---|---|---|---|---|",
    ]
    for mission, kinds in content["agreement"].items():
        for kind, agreement in kinds.items():
            sets = content["conformal"]["by_input"][mission][kind]
            old_sets = before["by_input"][mission].get(kind, {}) if before else {}
            old_agreement = before["agreement"][mission].get(kind, {}) if before else {}
            cells = [
                _pair(sets[key], old_sets.get(key))
                for key in ("coverage_planet", "coverage_false_positive", "single_label")
            ]
            cells.append(_pair(agreement["slope"], old_agreement.get("slope"), ".2f"))
            cells.append(_pair(agreement["bias"], old_agreement.get("bias"), "+.3f"))
            lines.append(f"| {results.NAMES[mission]} | {kind} | {' | '.join(cells)} |")
    return [*lines, ""]


def _candidates(content: dict, before: dict | None) -> list[str]:
    if "candidates" not in content:
        return []
    found = content["candidates"]
    old = before["candidates"]["called_false_positive"] if before and "candidates" in before else None
    return [
        f"Of {found['rows']} unlabelled KOI candidates with `koi_score` of at least {found['koi_score_from']:g}, "
        f"{_pair(found['called_false_positive'], old, '.1%')} are called `likely_false_positive`. "
        "The score only selects them; it is never a feature.",
        "",
    ]


def _by_stratum(content: dict, before: dict | None) -> list[str]:
    lines = [
        "Planets whose set contains planet, complete rows by stratum, with the upper 95 % bound (a stratum falls short "
        f"below {results.MIN_UPPER_BOUND:.2f}):",
        "",
        "| survey | stratum | planets | coverage | upper bound |",
        "|---|---|---|---|---|",
    ]
    for mission, groups in content["conformal"]["by_stratum"].items():
        for title, entry in groups.items():
            old = before["by_stratum"][mission].get(title, {}) if before else {}
            cells = [_pair(entry[key], old.get(key)) for key in ("coverage", "upper")]
            lines.append(f"| {results.NAMES[mission]} | {title} | {entry['planets']} | {' | '.join(cells)} |")
    return [*lines, ""]


def _pair(value: float | None, before: float | None, form: str = ".3f") -> str:
    if value is None:
        return "-"
    return f"{value:{form}}" + (f" [{before:{form}}]" if before is not None else "")
