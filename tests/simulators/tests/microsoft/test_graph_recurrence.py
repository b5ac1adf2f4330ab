"""Patterns and ranges: which days they give, and which are refused."""

from __future__ import annotations

from typing import Any

import pytest

from .conftest import WEEKS, Client, at, meeting, refused

INVALID = (400, "ErrorCalendarInvalidRecurrence")
LONG = {"startDateTime": "2026-01-01T00:00:00Z", "endDateTime": "2029-01-01T00:00:00Z"}
Json = dict[str, Any]


def rule(kind: str, start: str = "2026-03-10", limits: Json | None = None, **pattern: Any) -> Json:
    """A recurring meeting."""
    limits = {"type": "numbered", "numberOfOccurrences": 4, **(limits or {})}
    recurrence = {
        "pattern": {"type": kind, "interval": 1, **pattern},
        "range": {"startDate": start, **limits},
    }
    return meeting(
        recurrence=recurrence, start=at(f"{start}T10:00:00"), end=at(f"{start}T11:00:00")
    )


def days(client: Client, body: Json) -> list[str]:
    made = client.create(body)
    path = f"/me/events/{made['id']}/instances"
    found = client.ok("GET", path, __top=100, **LONG)["value"]
    return [one["start"]["dateTime"][:10] for one in found]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (rule("daily", interval=10), ["2026-03-10", "2026-03-20", "2026-03-30", "2026-04-09"]),
        (
            rule("weekly", daysOfWeek=["tuesday", "thursday"], firstDayOfWeek="monday"),
            ["2026-03-10", "2026-03-12", "2026-03-17", "2026-03-19"],
        ),
        (
            rule("absoluteMonthly", dayOfMonth=10),
            ["2026-03-10", "2026-04-10", "2026-05-10", "2026-06-10"],
        ),
        (
            rule("relativeMonthly", daysOfWeek=["tuesday"], index="second"),
            ["2026-03-10", "2026-04-14", "2026-05-12", "2026-06-09"],
        ),
        (
            rule("relativeMonthly", "2026-03-31", daysOfWeek=["tuesday"], index="last"),
            ["2026-03-31", "2026-04-28", "2026-05-26", "2026-06-30"],
        ),
        (
            rule("absoluteYearly", limits={"numberOfOccurrences": 2}, dayOfMonth=10, month=3),
            ["2026-03-10", "2027-03-10"],
        ),
        (
            rule(
                "relativeYearly",
                limits={"numberOfOccurrences": 2},
                daysOfWeek=["tuesday"],
                index="second",
                month=3,
            ),
            ["2026-03-10", "2027-03-09"],
        ),
    ],
)
def test_every_kind_of_pattern(dora: Client, body: Json, expected: list[str]) -> None:
    """The six kinds give the days that Outlook shows."""
    assert days(dora, body) == expected


def test_weeks_begin_where_the_pattern_says(dora: Client) -> None:
    """Every second week is another one when weeks begin on Sunday, as they do without a word."""

    def every_second(**more: str) -> list[str]:
        pattern = {"interval": 2, "daysOfWeek": ["sunday", "tuesday"], **more}
        return days(dora, rule("weekly", **pattern))

    sunday = ["2026-03-10", "2026-03-22", "2026-03-24", "2026-04-05"]
    assert every_second() == every_second(firstDayOfWeek="sunday") == sunday
    assert every_second(firstDayOfWeek="monday") == [
        "2026-03-10", "2026-03-15", "2026-03-24", "2026-03-29",
    ]  # fmt: skip


def test_a_day_that_a_month_lacks_is_its_last_one(dora: Client) -> None:
    """Outlook does not skip short months, as RFC 5545 does."""
    found = days(dora, rule("absoluteMonthly", "2026-01-31", dayOfMonth=31))
    assert found == ["2026-01-31", "2026-02-28", "2026-03-31", "2026-04-30"]


def test_the_last_day_is_included(dora: Client) -> None:
    """endDate is the last possible day."""
    limits = {"type": "endDate", "endDate": "2026-03-24"}
    body = rule("weekly", daysOfWeek=["tuesday"], limits=limits)
    assert days(dora, body) == ["2026-03-10", "2026-03-17", "2026-03-24"]


def test_a_series_can_go_on_for_ever(dora: Client) -> None:
    """Without an end there are as many occurrences as are looked at."""
    dora.create(rule("daily", limits={"type": "noEnd"}))
    assert len(dora.view()) == 83
    far = {"startDateTime": "2036-03-10T00:00:00Z", "endDateTime": "2036-03-12T00:00:00Z"}
    assert len(dora.view(**far)) == 2


def test_the_series_begins_with_its_first_occurrence(dora: Client) -> None:
    """A start that the pattern does not give is moved to the first day it gives."""
    made = dora.create(rule("weekly", daysOfWeek=["friday"]))
    assert made["start"]["dateTime"] == "2026-03-13T09:00:00.0000000"
    assert made["recurrence"]["range"]["startDate"] == "2026-03-13"
    assert dora.days(made["id"])[0] == "2026-03-13"


def test_the_rule_is_shown_with_all_its_fields(dora: Client) -> None:
    """Fields that do not matter are shown too, with neutral values."""
    made = dora.create(rule("absoluteMonthly", dayOfMonth=10))
    assert made["recurrence"] == {
        "pattern": {
            "type": "absoluteMonthly", "interval": 1, "month": 0, "dayOfMonth": 10,
            "firstDayOfWeek": "sunday", "index": "first",
        },
        "range": {
            "type": "numbered", "startDate": "2026-03-10", "endDate": "0001-01-01",
            "recurrenceTimeZone": "Romance Standard Time", "numberOfOccurrences": 4,
        },
    }  # fmt: skip
    assert made["type"] == "seriesMaster"


@pytest.mark.parametrize(
    "body",
    [
        rule("hourly"),
        rule("daily", interval=0),
        rule("daily", interval=1.5),
        rule("daily", interval=1000),
        rule("weekly"),
        rule("weekly", daysOfWeek=["someday"]),
        rule("weekly", daysOfWeek=["tuesday"], firstDayOfWeek="x"),
        rule("absoluteMonthly"),
        rule("absoluteMonthly", dayOfMonth=32),
        rule("absoluteMonthly", dayOfMonth=-1),
        rule("relativeMonthly", index="second"),
        rule("relativeMonthly", daysOfWeek=["tuesday"], index="fifth"),
        rule("absoluteYearly", dayOfMonth=10),
        rule("absoluteYearly", dayOfMonth=10, month=13),
        rule("daily", dayOfMonth=77),
        rule("daily", month=13),
        rule("daily", limits={"type": "sometimes"}),
        rule("daily", limits={"numberOfOccurrences": 0}),
        rule("daily", limits={"numberOfOccurrences": 1000}),
        rule("daily", limits={"type": "endDate"}),
        rule("daily", limits={"type": "endDate", "endDate": "2026-03-09"}),
        rule("daily", limits={"recurrenceTimeZone": "Mars"}),
    ],
)
def test_an_impossible_rule_is_refused(dora: Client, body: Json) -> None:
    """Each field is checked, also one that does not matter for the type."""
    answer = dora.call("POST", "/me/events", body)
    assert answer.status_code == 400
    assert refused(answer)[1] in ("ErrorCalendarInvalidRecurrence", "RequestBodyRead")
    assert dora.events() == []


def test_the_range_begins_on_the_day_of_the_event(dora: Client) -> None:
    """startDate has to be the date of the start."""
    body = rule("daily", limits={"startDate": "2026-03-11"})
    answer = dora.call("POST", "/me/events", body)
    assert refused(answer) == (400, "ErrorPropertyValidationFailure")


def test_a_rule_without_days_is_refused(dora: Client) -> None:
    """A range that ends before the first fitting day has no occurrence."""
    limits = {"type": "endDate", "endDate": "2026-03-11"}
    body = rule("weekly", daysOfWeek=["friday"], limits=limits)
    answer = dora.call("POST", "/me/events", body)
    assert refused(answer) == (400, "ErrorRecurrenceHasNoOccurrence")


def test_a_rule_does_not_end_in_the_far_future(dora: Client) -> None:
    """The calendar of Outlook ends in the year 4500."""
    body = rule("daily", limits={"type": "endDate", "endDate": "4500-09-02"})
    answer = dora.call("POST", "/me/events", body)
    assert refused(answer) == (400, "ErrorRecurrenceEndDateTooBig")


def test_a_single_event_becomes_a_series_and_back(dora: Client) -> None:
    """A rule can be added and taken away."""
    made = dora.create()
    changed = dora.patch(made["id"], recurrence=rule("daily")["recurrence"])
    assert changed["type"] == "seriesMaster" and len(dora.view()) == 4
    back = dora.patch(made["id"], recurrence=None)
    assert (back["type"], back["recurrence"], len(dora.view())) == ("singleInstance", None, 1)


def test_only_a_series_has_instances(dora: Client) -> None:
    """Instances of a single event are refused, and a window has to be given."""
    single, master = dora.create(), dora.create(rule("daily"))
    answer = dora.call("GET", f"/me/events/{single['id']}/instances", **WEEKS)
    assert refused(answer) == (400, "ErrorInvalidRequest")
    answer = dora.call("GET", f"/me/events/{master['id']}/instances")
    assert refused(answer) == (400, "ErrorInvalidParameter")
