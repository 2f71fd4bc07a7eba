"""The part of models/README.md on what a catalogue changes: ephemeris matches and several objects on one star."""

from __future__ import annotations

from . import results


def sections(content: dict) -> list[str]:
    """Lines of Markdown; empty for a card without an update."""
    if "context" not in content:
        return []
    context = content["context"]
    lines = [
        "In a batch or catalogue, a match with the ephemeris of another star and the number of objects on the star "
        "change the log-odds of a planet (`context` on the card). Surveys with fewer than "
        f"{context['min_rows']} labelled planets or false positives in systems of several objects are not changed. "
        "Labelled rows, planets / false positives:",
        "",
        "| survey | matched, the weaker | matched, otherwise | two objects | three or more | change of the log-odds |",
        "|---|---|---|---|---|---|",
    ]
    for mission, counts in context["counts"].items():
        cells = [
            f"{counts[name]['planet']} / {counts[name]['false_positive']}"
            for name in ("weaker", "other", "two", "more")
        ]
        update = context["update"].get(mission)
        changes = (
            ", ".join(f"{value:+.2f}" for value in [*update["match"].values(), *update["multiplicity"].values()])
            if update
            else "none"
        )
        lines.append(f"| {results.NAMES[mission]} | {' | '.join(cells)} | {changes} |")
    lines += [
        "",
        "Out of fold with the update, in brackets the row alone. In sets: planets and false positives covered, of all "
        "rows and of those in systems of several objects.",
        "",
        "| survey | input | accuracy | AUC | ECE | slope | planets covered | false positives covered | one class |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    for mission, kinds in context["figures"].items():
        for kind, found in kinds.items():
            pairs = [_pair(found, name) for name in ("accuracy", "auc", "ece")]
            covered = [_covered(found["coverage"], label) for label in ("planet", "false_positive")]
            lines.append(
                f"| {results.NAMES[mission]} | {kind} | {' | '.join(pairs)} | {found['agreement']['slope']:.2f} | "
                f"{' | '.join(covered)} | {found['single_label']:.3f} |"
            )
    return [*lines, ""]


def _pair(found: dict, name: str) -> str:
    entry = found["with"][name]
    return f"{entry['value']:.4f} ({entry['low']:.4f}–{entry['high']:.4f}) [{found['alone'][name]:.4f}]"


def _covered(coverage: dict, label: str) -> str:
    return f"{coverage['all'][label]['covered']:.3f}, {coverage['several_objects'][label]['covered']:.3f}"
