"""How far a calendar has been read: Graph's own link, and the window it is good for.

https://learn.microsoft.com/graph/delta-query-events

Graph's delta token holds the window it was begun with, and no later request may name another one.
The window that is wanted moves on with the clock, so the cursor remembers which one it has.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from odoo.addons.calendar_sync_base.core.errors import CursorExpired
from odoo.addons.calendar_sync_base.engine.ports import Window

from ..core.calls import ROOT

VERSION = "1"
"""Stands first in a cursor: another version of this module counts on."""

WIDEST = timedelta(days=1825)
"""Graph lists five years at most."""

BEHIND = timedelta(days=730)
"""How much of that lies before now when a window is open, or too wide, on both sides."""

_FAR = timedelta(days=36_500)

AHEAD = timedelta(days=30)
"""A window that is wanted to reach so much further is begun anew."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """The time that is listed, both ends known; aware UTC."""

    start: datetime
    end: datetime

    def reaches(self, wanted: Bounds) -> bool:
        """Tell whether a listing within these bounds still does for what is wanted now."""
        return wanted.end - self.end <= AHEAD and self.start - wanted.start <= AHEAD


def bounds_of(window: Window, now: datetime) -> Bounds:
    """Return a window with both ends; one too wide for Graph is cut so that `now` is well in it."""
    start, end = window.start or now - _FAR, window.end or now + _FAR
    if end - start > WIDEST:
        start = max(start, min(now - BEHIND, end - WIDEST))
    return Bounds(start, min(end, start + WIDEST))


@dataclass(frozen=True, slots=True)
class Cursor:
    """Where to go on: the path of Graph's link, and the bounds of its listing."""

    bounds: Bounds
    path: str

    def __str__(self) -> str:
        """Return it as text for the database."""
        ends = (self.bounds.start, self.bounds.end)
        return " ".join((VERSION, *(one.isoformat() for one in ends), self.path))

    @classmethod
    def of(cls, text: str) -> Cursor:
        """Return the cursor in a text. Raises CursorExpired for anything else."""
        version, _space, rest = text.partition(" ")
        start, end, path = (*rest.split(" ", 2), "", "", "")[:3]
        if version != VERSION or not path.startswith(f"{ROOT}/"):
            raise CursorExpired("the cursor is of another version")
        return cls(Bounds(_moment(start), _moment(end)), path)


def _moment(said: str) -> datetime:
    try:
        read = datetime.fromisoformat(said)
    except ValueError:
        raise CursorExpired("the cursor is spoiled") from None
    if read.tzinfo is None:
        raise CursorExpired("the cursor is spoiled")
    return read
