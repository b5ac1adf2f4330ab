"""Masters and their exceptions as whole meetings.

A cancelled exception and an EXDATE both mean an excluded occurrence:
https://developers.google.com/workspace/calendar/api/guides/recurringevents
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from odoo.addons.calendar_sync_base.core.dirty import Json, identifier, mapping, text, texts
from odoo.addons.calendar_sync_base.core.identity import occurrence_uid
from odoo.addons.calendar_sync_base.core.observation import RemoteEvent
from odoo.addons.calendar_sync_base.core.recurrence import read_recurrence, slot_of
from odoo.addons.calendar_sync_base.core.text import safe_link
from odoo.addons.calendar_sync_base.core.values import Meeting, Original, Recurrence, Span
from odoo.addons.calendar_sync_base.core.whole import Whole, understood, with_exceptions

from .event import View, read_fields
from .ids import marker_of, whole_etag
from .kinds import is_fixed, traits_of
from .times import read_point, read_stamp


def instances(whole: Whole, view: View) -> dict[Original, str]:
    """Return the ids of the known exceptions by their original start. Raises Unreadable."""
    span = read_fields(whole.master, view).span
    return {original_of(one, span, view): text(one.get("id")) for one in whole.exceptions}


def is_cancelled(event: Json) -> bool:
    """Tell whether an event, or an occurrence, is deleted."""
    return event.get("status") == "cancelled"


def is_series(event: Json) -> bool:
    """Tell whether an event is the master of a series."""
    return bool(texts(event.get("recurrence")))


def master_of(event: Json) -> str:
    """Return the id of the series an exception belongs to, empty for anything else."""
    return identifier(event.get("recurringEventId"))


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
        uid=_uid(event),
        marker="" if master_of(event) else marker_of(event),
        meeting=read_meeting(Whole(event, exceptions), view),
        updated=_latest(event, *exceptions),
        organizer_self=view.organizes(event),
        read_only=is_fixed(event) or not view.writable,
        web_link=safe_link(text(event.get("htmlLink"))),
        traits=traits_of(event),
    )


def _uid(event: Json) -> str:
    """Return the iCalUID; with the original start for a guest of a single occurrence only."""
    uid = text(event.get("iCalUID"))
    if not uid or not master_of(event):
        return uid
    original = read_point(mapping(event.get("originalStartTime")), "UTC")
    return occurrence_uid(uid, original)


def _latest(*events: Json) -> datetime | None:
    stamps = (read_stamp(one.get("updated")) for one in events)
    return max((one for one in stamps if one), default=None)


@understood()
def read_meeting(whole: Whole, view: View) -> Meeting:
    """Return a live event as a meeting, with its recurrence. Raises Unreadable."""
    meeting = read_fields(whole.master, view)
    lines = texts(whole.master.get("recurrence"))
    rule = read_recurrence(lines, meeting.span) if lines else None
    return replace(meeting, recurrence=rule and _exceptions(meeting, rule, whole, view))


def _exceptions(master: Meeting, rule: Recurrence, whole: Whole, view: View) -> Recurrence:
    parts = [(original_of(one, master.span, view), one) for one in whole.exceptions]
    cancelled = (original for original, one in parts if is_cancelled(one))
    shown = ((original, read_fields(one, view)) for original, one in parts if not is_cancelled(one))
    return with_exceptions(master, rule, cancelled, shown)


def original_of(exception: Json, span: Span, view: View) -> Original:
    """Return where the series had an exception, in the kind the series has. Raises Unreadable."""
    point = read_point(mapping(exception.get("originalStartTime")), view.zone)
    return slot_of(point, span)


def gather(items: Iterable[Json]) -> tuple[dict[str, Json], dict[str, dict[str, Json]]]:
    """Return listed items as events by id, and exceptions by master and id; the last one wins."""
    events: dict[str, Json] = {}
    exceptions: dict[str, dict[str, Json]] = {}
    for item in items:
        event_id, master_id = identifier(item.get("id")), master_of(item)
        if master_id:
            exceptions.setdefault(master_id, {})[event_id] = item
        else:
            events[event_id] = item
    return events, exceptions


def put_together(master_id: str, items: Sequence[Json]) -> Whole | None:
    """Return one series from a listing by its iCalUID, None when its master is not there."""
    events, exceptions = gather(items)
    master = events.get(master_id)
    return Whole(master, tuple(exceptions.get(master_id, {}).values())) if master else None
