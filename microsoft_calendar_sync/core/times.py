"""Graph's start and end: a time on the wall without an offset, and the name of a zone.

Every request prefers UTC, so instants are exact whatever zone the event was made in; that zone
stands in `originalStartTimeZone`. An all-day event is shown at midnight, its dates are all there is
to it. https://learn.microsoft.com/graph/api/resources/datetimetimezone
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

from odoo.addons.calendar_sync_base.core.dirty import Json, Unreadable, flag, mapping, text
from odoo.addons.calendar_sync_base.core.values import AllDay, Span, Timed
from odoo.addons.calendar_sync_base.core.zones import in_reach, instant, wall_clock

from . import zones

_DAY = timedelta(days=1)
_SECONDS = len("2026-03-10T10:00:00")


def is_all_day(event: Json) -> bool:
    """Tell whether an event takes whole days."""
    return flag(event.get("isAllDay"), usual=False)


def read_span(event: Json, default_zone: str) -> Span:
    """Return when an event takes place.

    A missing or too early end makes it as short as can be, an unknown zone is `default_zone`.
    Raises Unreadable.
    """
    start = _wall(mapping(event.get("start")))
    if is_all_day(event):
        last = max(_end(event, start).date(), start.date() + _DAY)
        return in_reach(AllDay(start.date(), last))
    first = read_point(mapping(event.get("start")))
    last = read_point({**mapping(event.get("start")), **mapping(event.get("end"))})
    return in_reach(Timed(first, max(first, last), zone_of(event, default_zone)))


def _end(event: Json, start: datetime) -> datetime:
    try:
        return _wall(mapping(event.get("end")))
    except Unreadable:
        return start


def _wall(point: Json) -> datetime:
    """Return what the clock on the wall shows, naive; answers have seven fractional digits."""
    try:
        return datetime.fromisoformat(text(point.get("dateTime"))[:_SECONDS]).replace(tzinfo=None)
    except ValueError as error:
        raise Unreadable("it has no readable start") from error


def read_point(point: Json) -> datetime:
    """Return a point as an aware UTC instant; one in an unknown zone is taken as UTC.

    Raises Unreadable.
    """
    name = zones.iana(text(point.get("timeZone"))) or "UTC"
    try:
        return instant(_wall(point), name)
    except OverflowError as error:
        raise Unreadable("it takes place at the end of time") from error


def zone_of(event: Json, default_zone: str) -> str:
    """Return the IANA zone an event was made in, `default_zone` when that has no name.

    Old clients make zones of their own (`tzone://Microsoft/Custom`).
    """
    return named_zone(event) or zones.iana(default_zone) or "UTC"


def named_zone(event: Json) -> str:
    """Return the IANA zone that an event or its series names, empty when that is none."""
    limits = mapping(mapping(event.get("recurrence")).get("range"))
    named = (event.get("originalStartTimeZone"), limits.get("recurrenceTimeZone"))
    return next((found for one in named if (found := zones.iana(text(one)))), "")


def write_span(span: Span, series: bool = False) -> Json:
    """Return `start`, `end` and `isAllDay` for a write.

    A `series` is kept on the wall clock of the zone it is written in:
    https://learn.microsoft.com/graph/outlook-schedule-recurring-events
    """
    if isinstance(span, AllDay):
        return {"isAllDay": True, "start": _midnight(span.start), "end": _midnight(span.end)}
    return {
        "isAllDay": False,
        "start": _moment(span.start, span.zone, series),
        "end": _moment(span.end, span.zone, series),
    }


def _midnight(day: date) -> Json:
    return {"dateTime": datetime.combine(day, time()).isoformat(), "timeZone": "UTC"}


def _moment(value: datetime, zone_name: str, series: bool) -> Json:
    """Return an instant on the zone's wall clock.

    The second of two equal times on that clock can only be said in UTC; a series stays in its zone.
    """
    exact = value.replace(microsecond=0).astimezone(UTC)
    wall = wall_clock(exact, zone_name)
    if not series and instant(wall, zone_name) != exact:
        return {"dateTime": exact.replace(tzinfo=None).isoformat(), "timeZone": "UTC"}
    return {"dateTime": wall.isoformat(), "timeZone": zones.outlook(zone_name, wall.year)}


def read_stamp(value: object) -> datetime | None:
    """Return a time stamp such as `lastModifiedDateTime` as a UTC instant, None when it is none."""
    try:
        read = datetime.fromisoformat(text(value))
        return (read if read.tzinfo else read.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def rfc3339(moment: datetime) -> str:
    """Return an instant as a query parameter such as `startDateTime` wants it."""
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
