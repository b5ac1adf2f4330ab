"""What changed in a calendar, every series whole.

https://learn.microsoft.com/graph/delta-query-events

A delta round is a hint, not the truth. It shows occurrences without content and masters without
their exceptions, keeps silent about occurrences that were deleted, repeats itself, and calls
removed what has only left its window. So whatever it names that may be seen in part is read again
by its id, twenty to a batch. When nothing changed that is one request in all.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from odoo.addons.calendar_sync_base.core.dirty import Json, Unreadable, rows
from odoo.addons.calendar_sync_base.core.errors import Gone, SyncError, Transient
from odoo.addons.calendar_sync_base.core.http import Call
from odoo.addons.calendar_sync_base.core.observation import RemoteEvent
from odoo.addons.calendar_sync_base.core.whole import Whole
from odoo.addons.calendar_sync_base.engine.ports import Changes
from odoo.addons.calendar_sync_base.engine.rest.batching import Batcher, Script, caught
from odoo.addons.calendar_sync_base.engine.rest.trail import Trail
from odoo.addons.calendar_sync_base.engine.rest.transport import Transport

from ..core import calls
from ..core.event import View
from ..core.ids import marker_of
from ..core.kinds import master_of
from ..core.series import Listed, gather, read_event
from .cursor import Bounds, Cursor
from .series import whole_by_id

Rejected = tuple[str, str]


@dataclass
class _Round:
    """What one round of pages showed, where the next one begins, and what was read again.

    `wholes` are the events by id, None for those that are gone.
    """

    listed: Listed
    path: str
    wholes: dict[str, Whole | None] = field(default_factory=dict)
    failed: list[Rejected] = field(default_factory=list)

    def partly(self) -> list[str]:
        """Return the ids of what may have been seen in part, or may only seem to be gone."""
        listed = self.listed
        unsure = {key for key, one in listed.events.items() if _hides_marker(one)}
        return sorted(listed.masters() | listed.removed | unsure)

    def take_singles(self) -> None:
        """Take over the events that were shown completely."""
        partly = set(self.partly())
        singles = {key: one for key, one in self.listed.events.items() if key not in partly}
        self.wholes |= {key: Whole(one) for key, one in singles.items()}

    def knows(self, key: str) -> bool:
        """Tell whether an event needs no more reading."""
        return key in self.wholes or any(key == one for one, _why in self.failed)


def _hides_marker(item: Json) -> bool:
    """Tell whether a single event may be marked as ours without saying so.

    A listing shows no extended properties; the transaction of our own events has the marker in it
    unless that was too long. Other people's events have no transaction.
    """
    return bool(item.get("transactionId", "unknown")) and not marker_of(item)


@dataclass(frozen=True)
class Listing:
    """Lists one calendar as one account; `view` is asked for only if there is something to read."""

    transport: Transport
    calendar_id: str
    view: Callable[[], View]

    def changes(self, cursor: str, wanted: Bounds) -> Changes:
        """Return what changed since `cursor`; everything within the bounds when it is empty.

        A cursor whose bounds lie too far back is not followed: everything is listed. What changed
        is not held against the bounds: the caller knows what it has. Raises CursorExpired and any
        other SyncError.
        """
        before = self.transport.sent
        known = Cursor.of(cursor) if cursor else None
        follows = known if known and known.bounds.reaches(wanted) else None
        bounds = follows.bounds if follows else wanted
        first = Call("GET", follows.path) if follows else self._first(wanted)
        found = self._pages(first)
        self._read_again(found)
        events, rejected = self._events(found, full=not follows)
        return Changes(
            events=tuple(events),
            cursor=str(Cursor(bounds, found.path)),
            full=not follows,
            requests=self.transport.sent - before,
            rejected=tuple(rejected),
        )

    def _first(self, wanted: Bounds) -> Call:
        return calls.list_changes(self.calendar_id, wanted.start, wanted.end)

    def _pages(self, call: Call) -> _Round:
        items: list[Json] = []
        trail = Trail("Graph")
        trail.step(call.target)
        while True:
            body = self.transport.call(call).body
            items += rows(body.get("value"))
            # A page may be empty and still have a next one.
            link = calls.next_link(body)
            if not link:
                last = self._follow(calls.delta_link(body))
                return _Round(gather(items), last.path)
            call = self._follow(link)
            trail.step(call.target)

    def _follow(self, link: str) -> Call:
        return calls.follow(link, self.transport.api)

    def _read_again(self, found: _Round) -> None:
        """Read events once more; a transient failure ends the round: its cursor must not move."""
        found.take_singles()
        waiting, asked = found.partly(), set[str]()
        while waiting:
            asked |= set(waiting)
            scripts = [caught(self._whole(one, found.listed)) for one in waiting]
            read = zip(waiting, Batcher(self.transport).run(scripts), strict=True)
            series = {self._note(found, key, answer) for key, answer in read}
            waiting = sorted(one for one in series - asked if one and not found.knows(one))

    def _whole(self, key: str, listed: Listed) -> Script[Whole]:
        # What comes in a later turn is the series of an occurrence.
        series = key in listed.masters() or not (key in listed.events or key in listed.removed)
        return whole_by_id(self.calendar_id, key, series)

    def _note(self, found: _Round, key: str, answer: Whole | SyncError) -> str:
        """Keep what an event turned out to be; return the series an occurrence belongs to."""
        if isinstance(answer, Transient):
            raise answer
        if isinstance(answer, Gone):
            found.wholes[key] = None
        elif isinstance(answer, SyncError):
            found.failed.append((key, answer.message))
        elif series := master_of(answer.master):
            return series
        else:
            found.wholes[key] = answer
        return ""

    def _events(self, found: _Round, full: bool) -> tuple[list[RemoteEvent], list[Rejected]]:
        """Return what can be read, and what cannot with the reason."""
        events: list[RemoteEvent] = []
        rejected = list(found.failed)
        for key, whole in found.wholes.items():
            try:
                events.append(read_event(whole, self.view()) if whole else RemoteEvent(key))
            except Unreadable as error:
                rejected.append((key, f"This event cannot be read: {error}."))
        # A listing of everything shows what is there.
        return [one for one in events if one.meeting or not full], rejected
