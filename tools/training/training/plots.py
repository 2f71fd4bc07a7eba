"""Small SVG plots without a plotting library: reliability, ROC and precision-recall."""

from __future__ import annotations

import numpy as np

SIZE, MARGIN = 320, 44
COLOURS = {"KEPLER": "#1f6feb", "TESS": "#d1242f", "K2": "#1a7f37"}
NAMES = {"KEPLER": "KOI", "TESS": "TOI", "K2": "K2"}
POINTS = 160


def curves(
    title: str,
    x_label: str,
    y_label: str,
    lines: dict[str, list[tuple[float, float]]],
    diagonal: str | None = None,
    markers: bool = False,
) -> str:
    """One square plot on [0, 1] x [0, 1] with a line per survey."""
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {SIZE} {SIZE}" width="{SIZE}" height="{SIZE}" '
        'font-family="sans-serif" font-size="11" role="img">',
        f"<title>{title}</title>",
        f'<rect width="{SIZE}" height="{SIZE}" fill="#ffffff"/>',
        f'<text x="{SIZE / 2}" y="18" text-anchor="middle" font-size="13">{title}</text>',
    ]
    for tick in (0, 0.25, 0.5, 0.75, 1):
        x, y = _place(tick, tick)
        parts.append(
            f'<path d="M{x} {_place(0, 0)[1]}V{_place(0, 1)[1]}M{_place(0, 0)[0]} {y}H{_place(1, 0)[0]}" '
            'stroke="#d8dee4" stroke-width="0.7"/>'
        )
        parts.append(f'<text x="{x}" y="{SIZE - MARGIN + 14}" text-anchor="middle" fill="#57606a">{tick:g}</text>')
        parts.append(f'<text x="{MARGIN - 5}" y="{y + 4}" text-anchor="end" fill="#57606a">{tick:g}</text>')
    parts.append(f'<text x="{SIZE / 2}" y="{SIZE - 10}" text-anchor="middle">{x_label}</text>')
    parts.append(f'<text transform="translate(13 {SIZE / 2}) rotate(-90)" text-anchor="middle">{y_label}</text>')
    if diagonal == "up":
        (x0, y0), (x1, y1) = _place(0, 0), _place(1, 1)
        parts.append(f'<path d="M{x0} {y0}L{x1} {y1}" stroke="#8c959f" stroke-dasharray="4 3"/>')
    for i, (name, points) in enumerate(lines.items()):
        colour = COLOURS[name]
        path = "L".join(f"{x} {y}" for x, y in (_place(*point) for point in points))
        parts.append(f'<path d="M{path}" fill="none" stroke="{colour}" stroke-width="1.6"/>')
        if markers:
            parts += [
                f'<circle cx="{x}" cy="{y}" r="2.4" fill="{colour}"/>' for x, y in (_place(*point) for point in points)
            ]
        y = SIZE - MARGIN - 12 - 15 * i
        parts.append(f'<text x="{SIZE - MARGIN + 18}" y="{y}" text-anchor="end" fill="{colour}">{NAMES[name]}</text>')
    return "\n".join([*parts, "</svg>"]) + "\n"


def _place(x: float, y: float) -> tuple[float, float]:
    span = SIZE - 2 * MARGIN
    return round(MARGIN + 4 + x * span, 1), round(SIZE - MARGIN - y * span, 1)


def roc(probability: np.ndarray, label: np.ndarray) -> list[tuple[float, float]]:
    order = np.argsort(-probability, kind="stable")
    y = label[order] == 1
    return _thin(np.r_[0, np.cumsum(~y) / max((~y).sum(), 1)], np.r_[0, np.cumsum(y) / max(y.sum(), 1)])


def precision_recall(probability: np.ndarray, label: np.ndarray) -> list[tuple[float, float]]:
    y = label[np.argsort(-probability, kind="stable")] == 1
    hits = np.cumsum(y)
    return _thin(hits / max(y.sum(), 1), hits / np.arange(1, len(y) + 1))


def _thin(x: np.ndarray, y: np.ndarray) -> list[tuple[float, float]]:
    """At most POINTS points, evenly spaced along the curve."""
    length = np.cumsum(np.hypot(np.diff(x, prepend=x[0]), np.diff(y, prepend=y[0])))
    picked = np.unique(np.searchsorted(length, np.linspace(0, length[-1], POINTS)).clip(0, len(x) - 1))
    return [(float(x[i]), float(y[i])) for i in picked]
