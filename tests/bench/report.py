"""The figures as a table for people, and as a picture."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from statistics import median

NAMES = {"floor": "Odoo alone", "ours": "Calendar Sync", "theirs": "Odoo's own addon"}
COLOURS = {"floor": "#9aa0a6", "ours": "#0f7d6b", "theirs": "#c2410c"}
WIDTH, BAR, LEFT = 820, 16, 280


@dataclass(frozen=True)
class Row:
    """The figures of one case at one latency: those of each run by side."""

    title: str
    milliseconds: int
    runs: Mapping[str, Sequence[Mapping[str, float]]]

    def middle(self, side: str, figure: str) -> float | None:
        """Return the median of a figure, None for a side that does not take part."""
        found = [one[figure] for one in self.runs.get(side, ())]
        return median(found) if found else None


def table(rows: Sequence[Row]) -> str:
    """Return a Markdown table of medians."""
    head = (
        "| | answers take | Odoo alone | Calendar Sync | Odoo's own | faster | requests "
        "| statements | memory |\n|---|---|---|---|---|---|---|---|---|"
    )
    return "\n".join([head, *map(_line, rows)])


def _line(row: Row) -> str:
    floor, ours, theirs = (row.middle(side, "seconds") for side in NAMES)
    faster = f"**{theirs / ours:.1f} times**" if theirs and ours else ""
    pairs = [
        f"{_number(row.middle('ours', what))} / {_number(row.middle('theirs', what))}"
        for what in ("requests", "statements", "megabytes")
    ]
    times = [_seconds(one) for one in (floor, ours, theirs)]
    cells = [row.title, f"{row.milliseconds} ms", *times, faster, *pairs[:2], f"{pairs[2]} MB"]
    return f"| {' | '.join(cells)} |"


def _seconds(value: float | None) -> str:
    return "" if value is None else f"{value:.2f} s"


def _number(value: float | None) -> str:
    return "-" if value is None else f"{value:,.0f}"


def picture(rows: Sequence[Row]) -> str:
    """Return an SVG with a bar for each side of each case, all of a case on one scale."""
    parts, top = [], 10
    for row in rows:
        parts.append(_text(LEFT - 12, top + 22, f"{row.title}, {row.milliseconds} ms", "end"))
        seconds = {side: row.middle(side, "seconds") for side in NAMES}
        longest = max(one for one in seconds.values() if one)
        for side, value in seconds.items():
            if value is not None:
                parts += _bar(top, side, value, longest)
                top += BAR + 3
        top += 14
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {top}" role="img"'
    style = ' font-family="system-ui, sans-serif" font-size="12" fill="#3c4043">'
    ground = f'<rect width="{WIDTH}" height="{top}" fill="#fff"/>'
    return "\n".join([head + style, ground, *parts, "</svg>", ""])


def _bar(top: int, side: str, value: float, longest: float) -> list[str]:
    width = max(2.0, (WIDTH - LEFT - 200) * value / longest)
    bar = f'<rect x="{LEFT}" y="{top}" width="{width:.1f}" height="{BAR}" rx="3"'
    said = f"{NAMES[side]}: {value:.2f} s"
    return [f'{bar} fill="{COLOURS[side]}"/>', _text(LEFT + width + 8, top + 13, said, "start")]


def _text(x: float, y: float, words: str, anchor: str) -> str:
    return f'<text x="{x:.1f}" y="{y}" text-anchor="{anchor}">{escape(words)}</text>'
