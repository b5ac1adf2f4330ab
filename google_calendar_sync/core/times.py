"""Google's start and end: a date, or an RFC 3339 moment with an IANA zone.

https://developers.google.com/workspace/calendar/api/v3/reference/events#start
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from odoo.addons.calendar_sync_base.core.dirty import Json, Unreadable, mapping, text
from odoo.addons.calendar_sync_base.core.values import AllDay, Original, Span, Timed
from odoo.addons.calendar_sync_base.core.zones import as_date, in_reach, instant, zone

_DAY = timedelta(days=1)


def read_span(event: Json, default_zone: str) -> Span:
    """Return when an event takes place.

    A missing or too early end makes it as short as can be, an unknown zone is `default_zone`.
    Raises Unreadable.
    """
    point = mapping(event.get("start"))
    start = read_point(point, default_zone)
    end = _end(mapping(event.get("end")), start, default_zone)
    if not isinstance(start, datetime):
        return in_reach(AllDay(start, max(as_date(end), start + _DAY)))
    late = max(end, start) if isinstance(end, datetime) else start
    return in_reach(Timed(start, late, zone_of(point, default_zone)))


def _end(point: Json, start: Original, default_zone: str) -> Original:
    try:
        return read_point(point, default_zone)
    except Unreadable:
        return start


def zone_of(point: Json, default_zone: str) -> str:
    """Return the zone a point names, `default_zone` when there is no such zone."""
    return next((one for one in (text(point.get("timeZone")), default_zone) if _known(one)), "UTC")


@lru_cache(maxsize=1024)
def _known(name: str) -> bool:
    try:
        return bool(name and ZoneInfo(name))
    except (ValueError, KeyError, OSError):
        return False


def read_point(point: Json, default_zone: str) -> Original:
    """Return a date, or an aware UTC instant; a moment without offset is on the zone's clock.

    Raises Unreadable.
    """
    day, moment = text(point.get("date")), text(point.get("dateTime"))
    try:
        return date.fromisoformat(day) if day else _instant(moment, zone_of(point, default_zone))
    except (ValueError, OverflowError) as error:
        raise Unreadable("it has no readable start") from error


def _instant(moment: str, zone_name: str) -> datetime:
    read = datetime.fromisoformat(moment).replace(microsecond=0)
    return instant(read, zone_name) if read.tzinfo is None else read.astimezone(UTC)


def write_span(span: Span) -> Json:
    """Return `start` and `end` for a write; the keys of the other kind are null for a PATCH.

    Series need the zone: https://developers.google.com/workspace/calendar/api/v3/reference/events
    (`start.timeZone`).
    """
    if isinstance(span, AllDay):
        return {"start": _day(span.start), "end": _day(span.end)}
    return {"start": _moment(span.start, span.zone), "end": _moment(span.end, span.zone)}


def _day(value: date) -> Json:
    return {"date": value.isoformat(), "dateTime": None, "timeZone": None}


def _moment(value: datetime, zone_name: str) -> Json:
    local = value.replace(microsecond=0).astimezone(zone(zone_name))
    name = zone_name if _known(zone_name) else "UTC"
    return {"date": None, "dateTime": local.isoformat(), "timeZone": name}


def read_stamp(value: object) -> datetime | None:
    """Return a time stamp such as `updated` as an aware UTC instant, None when it is not one."""
    try:
        return datetime.fromisoformat(text(value)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def rfc3339(moment: datetime) -> str:
    """Return an instant as a query parameter such as `timeMin` wants it."""
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
