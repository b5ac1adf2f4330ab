"""What changed in a calendar, every series whole.

https://developers.google.com/workspace/calendar/api/guides/sync

A listing shows masters and exceptions apart, and only those that changed or lie in the window. So
that a series is never seen in part, each one that is touched is read again by its iCalUID, fifty to
a batch. When nothing changed that is one request in all.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from odoo.addons.calendar_sync_base.core.dirty import Json, Unreadable, rows, text
from odoo.addons.calendar_sync_base.core.errors import CursorExpired, Gone, SyncError, Transient
from odoo.addons.calendar_sync_base.core.http import Query
from odoo.addons.calendar_sync_base.core.observation import RemoteEvent
from odoo.addons.calendar_sync_base.core.whole import Whole
from odoo.addons.calendar_sync_base.engine.ports import Changes, Window
from odoo.addons.calendar_sync_base.engine.rest.batching import Batcher, caught
from odoo.addons.calendar_sync_base.engine.rest.trail import Trail
from odoo.addons.calendar_sync_base.engine.rest.transport import Transport

from ..core.calls import list_events
from ..core.event import View
from ..core.kinds import LISTED
from ..core.series import gather, is_cancelled, is_series, put_together, read_event
from ..core.times import rfc3339
from .series import items_of

CURSOR = "1:"
"""Stands before Google's token, which is only good for the same parameters as it was given for:
another version of this module that asks for something else counts on."""

_WRITABLE = ("writer", "owner")
Rejected = tuple[str, str]


@dataclass
class _Round:
    """What one round of pages showed, and what was read again after it."""

    events: dict[str, Json]
    exceptions: dict[str, dict[str, Json]]
    token: str
    view: View
    again: dict[str, list[Json]] = field(default_factory=dict)
    failed: list[Rejected] = field(default_factory=list)

    def touched(self, bounded: bool) -> list[str]:
        """Return the masters that may have been seen in part.

        A listing without bounds shows every master with all its exceptions.
        """
        partly = [key for key, one in self.events.items() if bounded and _is_live_series(one)]
        orphaned = [key for key in self.exceptions if key not in self.events]
        return [*partly, *orphaned]

    def uid_of(self, master_id: str) -> str:
        """Return the iCalUID of a series, empty when only bare occurrences of it were seen."""
        seen = (self.events.get(master_id, {}), *self.exceptions.get(master_id, {}).values())
        return next((uid for uid in (text(one.get("iCalUID")) for one in seen) if uid), "")

    def wholes(self) -> Iterator[Whole]:
        """Return all events, each series once and whole."""
        failed = {key for key, _why in self.failed}
        for key in dict.fromkeys((*self.events, *self.exceptions)):
            if key in failed:
                continue
            seen = self.exceptions.get(key, {})
            fresh = self.again.get(key, [])
            own = [self.events[key]] if key in self.events else []
            whole = put_together(key, [*own, *seen.values(), *fresh])
            # A guest of single occurrences has only those, and never sees the series.
            yield from [whole] if whole else map(Whole, seen.values())


def _is_live_series(event: Json) -> bool:
    return is_series(event) and not is_cancelled(event)


@dataclass(frozen=True)
class Listing:
    """Lists one calendar as one account."""

    transport: Transport
    calendar_id: str

    def changes(self, cursor: str, window: Window) -> Changes:
        """Return what changed since `cursor`; everything in the window when it is empty.

        What changed is not held against the window: the caller knows what it has. Raises
        CursorExpired and any other SyncError.
        """
        before = self.transport.sent
        found = self._pages(self._query(cursor, window))
        self._read_again(found, found.touched(bounded=bool(cursor) or window != Window()))
        events, rejected = _read(found)
        return Changes(
            events=tuple(events),
            cursor=CURSOR + found.token,
            full=not cursor,
            requests=self.transport.sent - before,
            rejected=tuple(rejected),
        )

    def _query(self, cursor: str, window: Window) -> Query:
        kinds = tuple(("eventTypes", one) for one in LISTED)
        if not cursor:
            bounds = (("timeMin", window.start), ("timeMax", window.end))
            return (*kinds, *((name, rfc3339(moment)) for name, moment in bounds if moment))
        if not cursor.startswith(CURSOR):
            raise CursorExpired("the cursor is of another version")
        return (*kinds, ("syncToken", cursor.removeprefix(CURSOR)))

    def _pages(self, query: Query) -> _Round:
        items: list[Json] = []
        page, trail = "", Trail("Google")
        while True:
            body = self.transport.call(list_events(self.calendar_id, query, page)).body
            items += rows(body.get("items"))
            page = trail.step(text(body.get("nextPageToken")))
            # A page may be empty and still have a next one.
            if not page:
                return _Round(*gather(items), text(body.get("nextSyncToken")), self._view(body))

    def _view(self, body: Json) -> View:
        writable = text(body.get("accessRole")) in ("", *_WRITABLE)
        return View(self.calendar_id, text(body.get("timeZone")) or "UTC", writable)

    def _read_again(self, found: _Round, touched: list[str]) -> None:
        """Read series once more; a transient failure ends the round: its cursor must not move."""
        scripts = [caught(items_of(self.calendar_id, one, found.uid_of(one))) for one in touched]
        for key, items in zip(touched, Batcher(self.transport).run(scripts), strict=True):
            if isinstance(items, Transient):
                raise items
            if not isinstance(items, SyncError):
                found.again[key] = items
            elif not isinstance(items, Gone):
                found.failed.append((key, items.message))


def _read(found: _Round) -> tuple[list[RemoteEvent], list[Rejected]]:
    """Return what can be read, and what cannot with the reason."""
    events, rejected = [], list(found.failed)
    for whole in found.wholes():
        try:
            events.append(read_event(whole, found.view))
        except Unreadable as error:
            rejected.append((whole.remote_id, f"This event cannot be read: {error}."))
    return events, rejected
