"""Masters and their exceptions as whole meetings.

One request for a master brings its exceptions and cancelled occurrences (`calls.get_series`).
https://learn.microsoft.com/graph/api/resources/event (`cancelledOccurrences`)
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time

from odoo.addons.calendar_sync_base.core.dirty import (
    Json,
    Unreadable,
    identifier,
    mapping,
    rows,
    text,
    texts,
)
from odoo.addons.calendar_sync_base.core.identity import occurrence_uid
from odoo.addons.calendar_sync_base.core.observation import RemoteEvent
from odoo.addons.calendar_sync_base.core.recurrence import expand, slot_of
from odoo.addons.calendar_sync_base.core.text import safe_link
from odoo.addons.calendar_sync_base.core.values import (
    AllDay,
    Meeting,
    Original,
    Recurrence,
    Span,
    Timed,
)
from odoo.addons.calendar_sync_base.core.whole import Whole, understood, with_exceptions
from odoo.addons.calendar_sync_base.core.zones import wall_clock

from .event import View, read_fields
from .ids import marker_of, occurrence_day, series_uid, whole_etag
from .kinds import is_cancelled, is_removed, is_series, master_of, traits_of
from .pattern import read_pattern
from .times import named_zone, read_stamp, zone_of


def put_together(event: Json) -> Whole:
    """Return the answer to `calls.get_series` taken apart."""
    master = {key: value for key, value in event.items() if key != "exceptionOccurrences"}
    return Whole(master, tuple(rows(event.get("exceptionOccurrences"))))


def is_whole(event: Json) -> bool:
    """Tell whether an event is all there is of it: a single one, or the answer to `get_series`.

    Neither a delta round nor the answer to a write tells what became of a series' occurrences.
    """
    return not is_series(event) or "cancelledOccurrences" in event


@understood()
def read_event(whole: Whole, view: View) -> RemoteEvent:
    """Return an event, a series whole. Raises Unreadable."""
    event = whole.master
    if is_cancelled(event):
        return RemoteEvent(whole.named(), meeting=None)
    exceptions = whole.exceptions if is_series(event) else ()
    return RemoteEvent(
        remote_id=whole.named(),
        etag=whole_etag(event, exceptions),
        uid=_uid(event, view),
        marker="" if master_of(event) else marker_of(event),
        meeting=read_meeting(Whole(event, exceptions), view),
        updated=_latest(event, *exceptions),
        organizer_self=view.organizes(event),
        read_only=not view.writable,
        web_link=safe_link(text(event.get("webLink"))),
        traits=traits_of(event, view.organizes(event)),
    )


def _uid(event: Json, view: View) -> str:
    """Return the series' iCalUId; for a guest of one occurrence only with its day or start."""
    told = text(event.get("iCalUId"))
    uid, day = series_uid(told), occurrence_day(told)
    if not uid or not master_of(event):
        return occurrence_uid(uid, day) if day and not is_series(event) else uid
    return occurrence_uid(uid, original_of(event, read_fields(event, view).span, view))


def _latest(*events: Json) -> datetime | None:
    stamps = (read_stamp(one.get("lastModifiedDateTime")) for one in events)
    return max((one for one in stamps if one), default=None)


@understood()
def read_meeting(whole: Whole, view: View) -> Meeting:
    """Return a live event as a meeting, with its recurrence. Raises Unreadable."""
    meeting = read_fields(whole.master, view)
    said = mapping(whole.master.get("recurrence"))
    rule = Recurrence(_rules(whole.master, said, meeting.span)) if said else None
    return replace(meeting, recurrence=rule and _exceptions(meeting, rule, whole, view))


def _rules(master: Json, said: Json, span: Span) -> tuple[str, ...]:
    """Return the lines of a series. Raises Unreadable, InvalidRule.

    A pattern has the weekdays of the zone it was made in. Where that zone has no name and the start
    is not where the pattern would have it, another zone was meant: better no days than wrong ones.
    """
    rules = read_pattern(said, span)
    nameless = isinstance(span, Timed) and not named_zone(master)
    if nameless and expand(span, rules, limit=1) != [span.start]:
        raise Unreadable("the time zone of its recurrence has no name")
    return rules


def _exceptions(master: Meeting, rule: Recurrence, whole: Whole, view: View) -> Recurrence:
    parts = [(original_of(one, master.span, view), one) for one in whole.exceptions]
    cancelled = {original for original, one in parts if is_cancelled(one)}
    cancelled |= _cancelled_days(whole.master, master.span)
    shown = ((original, read_fields(one, view)) for original, one in parts if not is_cancelled(one))
    return with_exceptions(master, rule, cancelled, shown)


def _cancelled_days(master: Json, span: Span) -> set[Original]:
    """Return the occurrences named `OID.{master}.{day}`, the day on the series' own calendar."""
    found: set[Original] = set()
    for name in texts(master.get("cancelledOccurrences")):
        try:
            day = date.fromisoformat(name.rpartition(".")[2])
        except ValueError as error:
            raise Unreadable("a cancelled occurrence has no readable day") from error
        found.add(slot_of(day, span))
    return found


def original_of(exception: Json, span: Span, view: View) -> Original:
    """Return where the series had an occurrence, in the kind the series has. Raises Unreadable."""
    moment = read_stamp(exception.get("originalStart"))
    if moment is None:
        raise Unreadable("an occurrence of it does not say where it belongs")
    if not isinstance(span, AllDay):
        return moment.replace(microsecond=0)
    # Midnight, of UTC or of the zone the series was made in.
    if moment.time() == time():
        return moment.date()
    return wall_clock(moment.astimezone(UTC), zone_of(exception, view.zone)).date()


@dataclass(slots=True)
class Listed:
    """The items of a delta round: events and masters, occurrences by master, and what was removed.

    Occurrences are bare; exceptions are (nearly) whole.
    """

    events: dict[str, Json] = field(default_factory=dict)
    occurrences: dict[str, dict[str, Json]] = field(default_factory=dict)
    removed: set[str] = field(default_factory=set)

    def masters(self) -> set[str]:
        """Return the ids of all series of which anything was listed."""
        own = {key for key, one in self.events.items() if is_series(one)}
        return own | set(self.occurrences)


def gather(items: Iterable[Json]) -> Listed:
    """Return listed items sorted; they come in any order and more than once, the last one wins."""
    found = Listed()
    for item in items:
        event_id, master_id = identifier(item.get("id")), master_of(item)
        found.removed.discard(event_id)
        if is_removed(item):
            found.events.pop(event_id, None)
            for parts in found.occurrences.values():
                parts.pop(event_id, None)
            found.removed.add(event_id)
        elif master_id:
            found.occurrences.setdefault(master_id, {})[event_id] = item
        else:
            found.events[event_id] = item
    return found
