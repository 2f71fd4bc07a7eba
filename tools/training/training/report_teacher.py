"""The part of models/README.md on the teacher of a distilled model."""

from __future__ import annotations

from . import results


def sections(content: dict) -> list[str]:
    """Lines of Markdown; empty for a card without a teacher."""
    if "teacher" not in content:
        return []
    lines = [
        "Against its teacher (three networks and boosted trees, not served), out of fold on the same objects; the "
        "difference with its paired 95 % interval over stars:",
        "",
        "| survey | input | objects | teacher's accuracy | difference | teacher's AUC | difference |",
        "|---|---|---|---|---|---|---|",
    ]
    for mission, kinds in content["teacher"].items():
        for kind, entry in kinds.items():
            cells = [f"{entry['teacher'][name]:.4f} | {_difference(entry[name])}" for name in ("accuracy", "auc")]
            lines.append(f"| {results.NAMES[mission]} | {kind} | {entry['rows']} | {' | '.join(cells)} |")
    lines += ["", "Which of these differences were allowed stands with the requirements below.", ""]
    return lines


def _difference(entry: dict) -> str:
    return f"{entry['difference']:+.4f} ({entry['low']:+.4f} to {entry['high']:+.4f})"
