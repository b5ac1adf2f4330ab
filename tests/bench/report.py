"""The figures as a table for people, and as a picture."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from statistics import median

NAMES = {"floor": "Odoo alone", "ours": "Calendar Sync", "theirs": "Odoo's own addon"}
COLOURS = {"floor": "#9aa0a6", "ours": "#0f7d6b", "theirs": "#c2410c"}
GROWING = {"seconds": "time", "cpu": "processor", "statements": "statements", "megabytes": "memory"}
WIDTH, BAR, LEFT = 860, 16, 330
COLUMNS = (
    "",
    "answers take",
    "Odoo alone",
    "Calendar Sync",
    "Odoo's own",
    "ours to Odoo alone",
    "ours to Odoo's own",
    "requests",
    "statements",
    "processor, s",
    "memory, MB",
)


@dataclass(frozen=True)
class Row:
    """The figures of one case at one latency: those of each run by side."""

    name: str
    title: str
    count: int
    milliseconds: int
    runs: Mapping[str, Sequence[Mapping[str, float]]]

    def middle(self, side: str, figure: str) -> float | None:
        """Return the median of a figure, None for a side that does not take part."""
        found = [one[figure] for one in self.runs.get(side, ())]
        return median(found) if found else None


def table(rows: Sequence[Row]) -> str:
    """Return a Markdown table of medians."""
    head = [f"| {' | '.join(COLUMNS)} |", "|---" * len(COLUMNS) + "|"]
    return "\n".join([*head, *map(_line, rows)])


def _line(row: Row) -> str:
    floor, ours, theirs = (row.middle(side, "seconds") for side in NAMES)
    assert ours
    cells = [
        row.title,
        f"{row.milliseconds} ms",
        *map(_duration, (floor, ours, theirs)),
        f"{ours / floor:.2f} times" if floor else "",
        _faster(ours, theirs),
        _figures(row, "requests", ",.0f", ("ours", "theirs")),
        _figures(row, "statements"),
        _figures(row, "cpu", ".2f"),
        _figures(row, "megabytes"),
    ]
    return f"| {' | '.join(cells)} |"


def _faster(ours: float, theirs: float | None) -> str:
    if not theirs:
        return ""
    return (
        f"**{theirs / ours:.1f} times faster**"
        if theirs > ours
        else f"{ours / theirs:.1f} times slower"
    )


def _figures(row: Row, figure: str, form: str = ",.0f", sides: Sequence[str] = tuple(NAMES)) -> str:
    found = (row.middle(side, figure) for side in sides)
    return " / ".join("-" if one is None else format(one, form) for one in found)


def _duration(seconds: float | None) -> str:
    if seconds is None:
        return ""
    return f"{seconds * 1000:.0f} ms" if seconds < 1 else f"{seconds:.2f} s"


def growth(rows: Sequence[Row]) -> str:
    """Return how cost and memory grow with events and pages, as a list in Markdown."""
    of = {(one.name, one.milliseconds): one for one in rows}
    small = of.get(("pull", 20))
    lines = [_growth(small, one) for one in rows if small and one.name in ("pull-10k", "pull-50k")]
    one, many = of.get(("pages-1", 20)), of.get(("pages-20", 20))
    if one and many:
        took = [f"{row.middle('ours', 'megabytes'):.0f} MB" for row in (one, many)]
        lines.append(f"- {one.count:,} events on 1 page take {took[0]}, on 20 pages {took[1]}.")
    return "\n".join(lines)


def _growth(small: Row, big: Row) -> str:
    parts = []
    for figure, word in (
        ("seconds", "time"),
        ("statements", "statements"),
        ("megabytes", "memory"),
    ):
        less, more = small.middle("ours", figure), big.middle("ours", figure)
        assert less and more
        parts.append(f"{word} {(more / big.count) / (less / small.count):.2f} times")
    said = ", ".join(parts)
    return f"- One of {big.count:,} events costs, compared with one of {small.count:,}: {said}."


def picture(rows: Sequence[Row]) -> str:
    """Return an SVG with a bar for each side of each case, all of a case on one scale."""
    parts, top = [], 14
    for row in rows:
        words = f"{row.title}, {row.milliseconds} ms"
        parts.append(_text(LEFT - 12, top + 13, words, "end"))
        seconds = {side: row.middle(side, "seconds") for side in NAMES}
        longest = max(one for one in seconds.values() if one)
        for side, value in seconds.items():
            if value is not None:
                parts += _bar(top, side, value, longest)
                top += BAR + 3
        top += 12
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {top}" role="img"'
    style = ' font-family="system-ui, sans-serif" font-size="12" fill="#3c4043">'
    ground = f'<rect width="{WIDTH}" height="{top}" fill="#fff"/>'
    return "\n".join([head + style, ground, *parts, "</svg>", ""])


def _bar(top: int, side: str, value: float, longest: float) -> list[str]:
    width = max(2.0, (WIDTH - LEFT - 210) * value / longest)
    bar = f'<rect x="{LEFT}" y="{top}" width="{width:.1f}" height="{BAR}" rx="3"'
    said = f"{NAMES[side]}: {_duration(value)}"
    return [f'{bar} fill="{COLOURS[side]}"/>', _text(LEFT + width + 8, top + 13, said, "start")]


def _text(x: float, y: float, words: str, anchor: str) -> str:
    return f'<text x="{x:.1f}" y="{y}" text-anchor="{anchor}">{escape(words)}</text>'
