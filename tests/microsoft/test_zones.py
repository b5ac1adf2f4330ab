"""Windows' zones and IANA's: the same clock on both sides, and no guess that moves a meeting."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from babel.core import get_global
from hypothesis import given, settings
from hypothesis import strategies as st

from odoo.addons.calendar_sync_base.core.dirty import Unreadable
from odoo.addons.calendar_sync_base.core.values import AllDay, Timed
from odoo.addons.microsoft_calendar_sync.core import zones
from odoo.addons.microsoft_calendar_sync.core.times import (
    read_point,
    read_span,
    read_stamp,
    rfc3339,
    write_span,
)

from .samples import all_day, at, event, pattern

WINDOWS = sorted(get_global("windows_zone_mapping"))
NINE = datetime(2026, 3, 10, 9, tzinfo=UTC)
HOUR = timedelta(hours=1)


def offsets(name, year=2026):
    """Return the offsets of a zone through two years."""
    first = datetime(year, 1, 1, tzinfo=UTC)
    zone = ZoneInfo(name)
    return [(first + timedelta(days=day)).astimezone(zone).utcoffset() for day in range(730)]


def shown_again(written):
    """Return what was written as Graph shows it: in UTC, the zone beside it."""
    if written["isAllDay"]:
        return written
    points = {key: read_point(written[key]) for key in ("start", "end")}
    shown = {key: at(f"{one:%Y-%m-%dT%H:%M:%S}") for key, one in points.items()}
    return {**shown, "isAllDay": False, "originalStartTimeZone": written["start"]["timeZone"]}


@pytest.mark.parametrize("name", WINDOWS)
def test_every_zone_of_windows_is_known(name):
    """Each Windows name is some IANA zone, and goes back to Windows with the same clock."""
    found = zones.iana(name)
    assert found in available_timezones() | {"UTC"}
    again = zones.iana(zones.outlook(found, 2026))
    assert offsets(again) == offsets(found)


@pytest.mark.parametrize(
    ("name", "windows"),
    [
        ("Europe/Berlin", "W. Europe Standard Time"),
        ("Europe/Vienna", "W. Europe Standard Time"),
        ("America/New_York", "Eastern Standard Time"),
        ("America/Toronto", "Eastern Standard Time"),
        ("Asia/Kolkata", "India Standard Time"),
        ("Asia/Calcutta", "India Standard Time"),
        ("Europe/Kyiv", "FLE Standard Time"),
        ("Australia/Lord_Howe", "Lord Howe Standard Time"),
        ("UTC", "UTC"),
        ("Etc/UTC", "UTC"),
        ("No/Where", "UTC"),
        # No zone of Windows has this clock: Graph is told the name itself.
        ("Antarctica/Troll", "Antarctica/Troll"),
    ],
)
def test_the_name_outlook_is_told(name, windows):
    """Outlook is told its own name for a zone, or one with the same clock, or the IANA name."""
    assert zones.outlook(name, 2026) == windows


@pytest.mark.parametrize("name", ["Europe/Vienna", "Asia/Hong_Kong", "Africa/Tunis", "Asia/Dubai"])
def test_a_stand_in_has_the_same_clock(name):
    """A zone that Windows does not name is written as one whose clocks show the same."""
    assert offsets(zones.iana(zones.outlook(name, 2026))) == offsets(name)


@settings(deadline=None)
@given(st.sampled_from(sorted(available_timezones())))
def test_any_zone_keeps_its_clock(name):
    """Whatever zone a meeting is in, its wall clock is the same after there and back."""
    told = zones.iana(zones.outlook(name, 2026))
    # A file such as `localtime` is no zone of anybody else's.
    assert not zones.iana(name) or offsets(told) == offsets(name)


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("w. europe standard time", "Europe/Berlin"),
        ("Europe/Paris", "Europe/Paris"),
        ("utc", "UTC"),
        ("tzone://Microsoft/Utc", "UTC"),
        ("tzone://Microsoft/Custom", ""),
        ("Customized Time Zone", ""),
        ("", ""),
        ("../etc/passwd", ""),
    ],
)
def test_names_that_are_shown(name, found):
    """Windows and IANA names are understood in any case; a custom zone is none."""
    assert zones.iana(name) == found


def test_a_time_is_read_in_utc_and_kept_on_its_wall_clock():
    """The instant is what counts; the zone it was made in is where a series keeps its time."""
    assert read_span(event(), "UTC") == Timed(NINE, NINE + HOUR, "Europe/Berlin")


def test_a_time_in_its_own_zone_is_the_same_instant():
    """Where Graph shows another zone than was asked for, the instant is still right."""
    start, end = (at(f"2026-03-10T{hour}:00:00", "W. Europe Standard Time") for hour in (10, 11))
    assert read_span(event(start=start, end=end), "UTC") == Timed(
        NINE, NINE + HOUR, "Europe/Berlin"
    )


@pytest.mark.parametrize("name", ["tzone://Microsoft/Custom", "Customized Time Zone", "", None])
def test_a_custom_zone_falls_back(name):
    """A zone without a name leaves the instant alone; the next best zone keeps a series."""
    assert read_span(event(originalStartTimeZone=name), "UTC") == Timed(NINE, NINE + HOUR, "UTC")
    assert read_span(event(originalStartTimeZone=name), "Asia/Tokyo").zone == "Asia/Tokyo"
    rule = pattern("daily")
    rule["range"]["recurrenceTimeZone"] = "Tokyo Standard Time"
    assert read_span(event(originalStartTimeZone=name, recurrence=rule), "UTC").zone == "Asia/Tokyo"


def test_whole_days_are_dates():
    """Of an all-day event only the dates are read, whatever zone it is shown in (3.6)."""
    span = AllDay(date(2026, 3, 10), date(2026, 3, 12))
    assert read_span(all_day("2026-03-10", "2026-03-12"), "UTC") == span
    elsewhere = {"originalStartTimeZone": "Tokyo Standard Time"}
    assert read_span(all_day("2026-03-10", "2026-03-12", **elsewhere), "UTC") == span


def test_whole_days_are_written_from_midnight_to_midnight():
    """Both ends of an all-day event are at midnight in one zone, the last day exclusive."""
    written = write_span(AllDay(date(2026, 3, 10), date(2026, 3, 11)))
    assert written == {
        "isAllDay": True,
        "start": {"dateTime": "2026-03-10T00:00:00", "timeZone": "UTC"},
        "end": {"dateTime": "2026-03-11T00:00:00", "timeZone": "UTC"},
    }


def test_a_time_is_written_on_its_wall_clock():
    """A time is sent as the clock on the wall shows it, without offset, in a zone of Windows."""
    written = write_span(Timed(NINE, NINE + HOUR, "Europe/Vienna"))
    assert written == {
        "isAllDay": False,
        "start": {"dateTime": "2026-03-10T10:00:00", "timeZone": "W. Europe Standard Time"},
        "end": {"dateTime": "2026-03-10T11:00:00", "timeZone": "W. Europe Standard Time"},
    }


def test_the_second_of_two_equal_times_is_sent_in_utc():
    """When the clocks go back, 2:30 comes twice; the later one can only be said in UTC."""
    later = datetime(2026, 10, 25, 1, 30, tzinfo=UTC)
    span = Timed(later, later + HOUR, "Europe/Vienna")
    assert write_span(span)["start"] == {"dateTime": "2026-10-25T01:30:00", "timeZone": "UTC"}
    # A series in UTC would be an hour off in summer.
    assert write_span(span, series=True)["start"]["timeZone"] == "W. Europe Standard Time"


def test_an_end_before_the_start_is_the_start():
    """An end that is missing or too early makes an event as short as can be."""
    assert read_span(event(end=at("2026-03-10T08:00:00")), "UTC").end == NINE
    assert read_span(event(end={}), "UTC").end == NINE
    assert read_span(all_day("2026-03-10", "2026-03-09"), "UTC").end == date(2026, 3, 11)


@pytest.mark.parametrize("start", [None, {}, at("soon"), {"dateTime": 3}])
def test_a_start_that_is_none_is_unreadable(start):
    """An event without a readable start is told as such."""
    with pytest.raises(Unreadable):
        read_span(event(start=start), "UTC")


def test_the_end_of_time_is_unreadable():
    """A start beyond the calendar is told as such and does not crash."""
    with pytest.raises(Unreadable):
        read_span(event(start=at("9999-12-31T23:00:00", "Hawaiian Standard Time")), "UTC")


@pytest.mark.parametrize("all_day", [True, False])
@pytest.mark.parametrize(
    ("start", "end"), [("0001-12-31", "2026-03-10"), ("2026-03-10", "9999-01-01")]
)
def test_no_event_reaches_the_ends_of_time(start, end, all_day):
    """What leaves no room for reminders and offsets is told as such (promise 20)."""
    points = {"start": at(f"{start}T00:00:00"), "end": at(f"{end}T00:00:00")}
    with pytest.raises(Unreadable, match="end of time"):
        read_span(event(isAllDay=all_day, **points), "UTC")


def test_stamps():
    """Time stamps have seven digits and a Z; anything else is none."""
    exact = datetime(2026, 3, 1, 10, tzinfo=UTC)
    assert read_stamp("2026-03-01T10:00:00.0000000Z") == exact
    assert read_stamp("2026-03-01T10:00:00") == exact
    assert read_stamp(None) is None
    assert read_stamp("0001-01-01T00:00:00+05:00") is None
    assert rfc3339(exact) == "2026-03-01T10:00:00Z"


instants = st.datetimes(datetime(2000, 1, 1), datetime(2035, 1, 1)).map(
    lambda one: one.replace(microsecond=0, tzinfo=UTC)
)


@given(
    instants, st.integers(0, 3000), st.sampled_from(["Europe/Berlin", "America/New_York", "UTC"])
)
def test_any_time_there_and_back(start, minutes, zone):
    """Any time in a zone that Windows names is read back as it was written, to the second."""
    span = Timed(start, start + timedelta(minutes=minutes), zone)
    again = read_span(shown_again(write_span(span)), "UTC")
    assert (again.start, again.end) == (span.start, span.end)
    assert again.zone in (zone, "UTC")


@given(st.dates(date(2000, 1, 1), date(2035, 1, 1)), st.integers(1, 20))
def test_any_days_there_and_back(start, days):
    """Whole days are the same days after there and back."""
    span = AllDay(start, start + timedelta(days=days))
    assert read_span(shown_again(write_span(span)), "UTC") == span
