"""The page of results says what was measured."""

from __future__ import annotations

from xml.etree import ElementTree

from .report import Row, growth, picture, table

FLOOR, OURS, THEIRS = (
    {"seconds": seconds, "cpu": seconds / 2, "requests": 1, "statements": 50, "megabytes": 8}
    for seconds in (1.0, 1.5, 6.0)
)


def row(name: str, count: int, **runs: dict[str, float]) -> Row:
    """Return a row with one run of each side."""
    return Row(name, name.title(), count, 20, {side: [one] for side, one in runs.items()})


def test_line():
    """A line has the times, their ratios, and a dash for who does not take part."""
    line = table([row("pull", 1000, ours=OURS, theirs=THEIRS)]).splitlines()[-1]
    assert "| 1.50 s | 6.00 s |" in line
    assert "**4.0 times faster**" in line
    assert "| - / 50 / 50 |" in line


def test_the_truth_is_told():
    """Who is slower is said to be slower."""
    line = table([row("idle", 1, ours=THEIRS, theirs=OURS)]).splitlines()[-1]
    assert "4.0 times slower" in line


def test_growth():
    """One event of many is compared with one of few."""
    many = {name: 11 * value for name, value in OURS.items()}
    said = growth([row("pull", 1000, ours=OURS), row("pull-10k", 10_000, ours=many)])
    assert "time 1.10 times" in said


def test_picture():
    """The picture is well-formed, with a bar for each side that takes part."""
    made = picture([row("pull", 1000, floor=FLOOR, ours=OURS)])
    drawn = ElementTree.fromstring(made)  # noqa: S314 - no stranger made it
    assert len([one for one in drawn if one.get("rx")]) == 2
