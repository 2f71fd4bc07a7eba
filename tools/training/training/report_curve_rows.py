"""The part of models/README.md on rows that were measured from light curves."""

from __future__ import annotations


def sections(content: dict) -> list[str]:
    """Lines of Markdown; empty for a card without rules."""
    if "curve_rows" not in content:
        return []
    tess = content["curve_rows"]["TESS"]
    lines = [
        f"Rows measured from TESS light curves: {tess['fitted_on']}, out of fold by star. `right` is the share of the "
        "decided rows whose answer is right, in brackets of those called planet and false positive. K2 curves are "
        "answered by the same rules; there were no K2 curves to check them.",
        "",
        "| rule | fits | AUC | accuracy | ECE | slope | decided | right | planets covered | false positives covered |",
        "|---|---|---|---|---|---|---|---|---|---|",
    ]
    for rule in tess["rules"]:
        f = rule["figures"]
        spans = [f"{f[name]['value']:.4f} ({f[name]['low']:.3f}–{f[name]['high']:.3f})" for name in ("auc", "accuracy")]
        lines.append(
            f"| {rule['name']} | {f['rows']} | {' | '.join(spans)} | {f['ece']['value']:.4f} | "
            f"{f['agreement']['slope']:.2f} | {f['decided']:.3f} | "
            f"{f['right']:.3f} ({f['right_planet']:.3f}, {f['right_false_positive']:.3f}) | "
            f"{f['coverage_planet']:.3f} | {f['coverage_false_positive']:.3f} |"
        )
    return [*lines, ""]
