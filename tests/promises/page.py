"""The page for people: each promise, where people met the trouble, where its tests are."""

from __future__ import annotations

from collections.abc import Iterable

from tests.environment.paths import ROOT

from .catalogue import Promise, link, promises
from .claims import Claim, claims

PAGE = ROOT / "tests" / "PROMISES.md"

HEAD = """# Promises

Each of these was broken by a calendar synchronisation somewhere; the references say where. Every
test that protects one says so in its docstring, "(promise 2)". `make promises` makes this page and
names the tests one by one.
"""


def page() -> str:
    """Return the page as it should be."""
    found = claims()
    return "\n".join([HEAD, *(_section(one, found) for one in promises().values())])


def _section(promise: Promise, found: Iterable[Claim]) -> str:
    files = dict.fromkeys(one.path for one in of(promise, found))
    lines = [f"## {promise.number}. {promise.title}", "", promise.says, ""]
    if promise.open:
        lines += [f"**Open:** {promise.open}", ""]
    lines.append(f"- met in {', '.join(map(link, promise.references))}")
    lines.append(f"- tested in {', '.join(f'[{one}](../{one})' for one in files)}")
    return "\n".join([*lines, ""])


def of(promise: Promise, found: Iterable[Claim]) -> list[Claim]:
    """Return the claims that name a promise, in the order of their files."""
    return sorted(
        (one for one in found if promise.number in one.numbers),
        key=lambda one: (one.path, one.name),
    )


def listing() -> str:
    """Return every promise with its references and its tests, for a terminal."""
    found = claims()
    return "\n".join(line for one in promises().values() for line in _lines(one, found))


def _lines(promise: Promise, found: Iterable[Claim]) -> Iterable[str]:
    claimed = of(promise, found)
    count = sum(len(one.tests) for one in claimed)
    yield f"{promise.number:2}. {promise.title} ({count} tests)"
    yield f"    {promise.says}"
    if promise.open:
        yield f"    OPEN: {promise.open}"
    yield f"    {', '.join(promise.references)}"
    for one in claimed:
        yield f"      {one.path}::{one.name}  {one.sentence}"
    yield ""
