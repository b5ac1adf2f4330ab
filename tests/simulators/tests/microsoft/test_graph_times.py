"""Times, zones and whole days."""

from __future__ import annotations

from typing import Any

import pytest

from tests.simulators.microsoft.control import Control

from .conftest import Client, at, meeting, refused, series

PARIS = 'outlook.timezone="Romance Standard Time"'


def day(text: str, zone: str = "UTC") -> dict[str, str]:
    return at(f"{text}T00:00:00", zone)


def whole_days(**fields: Any) -> dict[str, Any]:
    return meeting(**{"isAllDay": True, "start": day("2026-03-10"), "end": day("2026-03-12"),
                      **fields})  # fmt: skip


def test_answers_are_in_utc_with_seven_digits(dora: Client) -> None:
    """Without a wish all times are in UTC, without an offset, with seven fractional digits."""
    made = dora.create()
    assert made["start"] == {"dateTime": "2026-03-10T09:00:00.0000000", "timeZone": "UTC"}
    assert made["createdDateTime"] == "2026-03-02T08:00:00.0000000Z"


def test_a_wish_turns_times_into_another_zone(dora: Client) -> None:
    """Prefer outlook.timezone shows times in that zone, in single answers, lists and views."""
    made = dora.create()
    wish = {"Prefer": PARIS}
    answer = dora.call("GET", f"/me/events/{made['id']}", headers=wish)
    assert answer.json()["start"] == at("2026-03-10T10:00:00.0000000")
    assert PARIS in answer.headers["Preference-Applied"]
    assert dora.events(headers=wish)[0]["end"] == at("2026-03-10T11:00:00.0000000")
    assert dora.view(headers=wish)[0]["end"] == at("2026-03-10T11:00:00.0000000")


@pytest.mark.parametrize("zone", ["Europe/Paris", "Romance Standard Time", "romance standard time"])
def test_zones_have_windows_and_iana_names(dora: Client, zone: str) -> None:
    """Both kinds of names are understood, in any case; the name given is remembered."""
    made = dora.create(start=at("2026-07-10T10:00:00", zone), end=at("2026-07-10T11:00:00", zone))
    assert made["start"]["dateTime"] == "2026-07-10T08:00:00.0000000"
    assert made["originalStartTimeZone"] == made["originalEndTimeZone"] == zone


def test_an_unknown_zone_is_refused(dora: Client) -> None:
    """A zone nobody knows is refused in a body and in a header."""
    body = meeting(start=at("2026-03-10T10:00:00", "Mars/Olympus"))
    code = (400, "TimeZoneNotSupportedException")
    assert refused(dora.call("POST", "/me/events", body)) == code
    wish = {"Prefer": 'outlook.timezone="Mars/Olympus"'}
    assert refused(dora.call("GET", "/me/events", headers=wish)) == code


def test_the_original_zone_can_be_one_that_nobody_can_look_up(
    control: Control, dora: Client
) -> None:
    """Old clients leave names behind that stand for no zone."""
    made = dora.create()
    control.settings(original_zone="tzone://Microsoft/Custom")
    assert dora.get(made["id"])["originalStartTimeZone"] == "tzone://Microsoft/Custom"


def test_answers_can_name_windows_zones_only(control: Control, dora: Client) -> None:
    """Some mailboxes translate what they were given."""
    control.settings(windows_zones=True)
    made = dora.create(start=at("2026-03-10T10:00:00", "Europe/Paris"))
    assert made["originalStartTimeZone"] == "Romance Standard Time"


def test_the_calendar_has_a_beginning_and_an_end(dora: Client) -> None:
    """Times before 1601 and after 4500 are refused, in bodies and windows."""
    for year in ("0001", "9999"):
        body = meeting(start=at(f"{year}-01-01T00:00:00"), end=at(f"{year}-12-31T00:00:00"))
        found = refused(dora.call("POST", "/me/events", body))
        assert found == (400, "ErrorPropertyValidationFailure")
        window = {"startDateTime": f"{year}-01-01", "endDateTime": f"{year}-12-31"}
        found = refused(dora.call("GET", "/me/calendarView", **window))
        assert found == (400, "ErrorInvalidParameter")


def test_an_offset_in_the_text_counts(dora: Client) -> None:
    """A time that says its offset is that moment, whatever zone is beside it."""
    made = dora.create(start=at("2026-03-10T10:00:00Z"), end=at("2026-03-10T11:00:00+01:00"))
    assert made["start"]["dateTime"] == made["end"]["dateTime"] == "2026-03-10T10:00:00.0000000"


def test_whole_days_are_midnight_in_every_zone(dora: Client) -> None:
    """An all-day event has the same dates, whichever zone is asked for; the end is exclusive."""
    made = dora.create(whole_days())
    for wish in ({}, {"Prefer": PARIS}, {"Prefer": 'outlook.timezone="Pacific Standard Time"'}):
        shown = dora.get(made["id"], headers=wish)
        assert shown["start"]["dateTime"] == "2026-03-10T00:00:00.0000000"
        assert shown["end"]["dateTime"] == "2026-03-12T00:00:00.0000000"


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"start": at("2026-03-10T08:00:00", "UTC")}, "ErrorInvalidRequest"),
        ({"end": at("2026-03-12T12:00:00", "UTC")}, "ErrorInvalidRequest"),
        ({"end": day("2026-03-12", "Romance Standard Time")}, "ErrorInvalidRequest"),
        ({"end": day("2026-03-10")}, "ErrorInvalidRequest"),
        ({"end": day("2026-03-09")}, "ErrorPropertyValidationFailure"),
    ],
)
def test_whole_days_are_whole(dora: Client, fields: dict[str, Any], code: str) -> None:
    """Midnight in one zone, a day at least."""
    assert refused(dora.call("POST", "/me/events", whole_days(**fields))) == (400, code)


def test_a_meeting_does_not_become_a_whole_day_by_a_flag(dora: Client) -> None:
    """isAllDay alone does not fit the times that stay; with times it does, and back."""
    made = dora.create()
    answer = dora.call("PATCH", f"/me/events/{made['id']}", {"isAllDay": True})
    assert refused(answer) == (400, "ErrorInvalidRequest")
    days = {"isAllDay": True, "start": day("2026-03-10"), "end": day("2026-03-11")}
    assert dora.patch(made["id"], **days)["isAllDay"]
    back = meeting()
    del back["subject"]
    changed = dora.patch(made["id"], isAllDay=False, **back)
    assert changed["start"]["dateTime"] == "2026-03-10T09:00:00.0000000"


def test_an_end_before_its_start_is_refused_on_change_too(dora: Client) -> None:
    """A PATCH of one of the two is checked against the other."""
    made = dora.create()
    answer = dora.call("PATCH", f"/me/events/{made['id']}", {"start": at("2026-03-10T12:00:00")})
    assert refused(answer) == (400, "ErrorPropertyValidationFailure")


def test_a_series_keeps_its_time_on_the_wall(dora: Client) -> None:
    """A weekly meeting stays at ten in Paris when the clocks change."""
    master = dora.create(series(count=4, day="2026-03-17", start=at("2026-03-17T10:00:00"),
                                end=at("2026-03-17T11:00:00")))  # fmt: skip
    starts = [one["start"]["dateTime"][:16] for one in dora.view()]
    assert starts == [
        "2026-03-17T09:00", "2026-03-24T09:00", "2026-03-31T08:00", "2026-04-07T08:00",
    ]  # fmt: skip
    local = dora.view(headers={"Prefer": PARIS})
    assert {one["start"]["dateTime"][11:16] for one in local} == {"10:00"}
    assert master["recurrence"]["range"]["recurrenceTimeZone"] == "Romance Standard Time"


def test_a_series_of_days_is_at_midnight(dora: Client) -> None:
    """The occurrences of an all-day series are dates."""
    dora.create(series(count=3, isAllDay=True, start=day("2026-03-10"), end=day("2026-03-11")))
    starts = [one["start"]["dateTime"] for one in dora.view(headers={"Prefer": PARIS})]
    assert starts[2] == "2026-03-24T00:00:00.0000000"
