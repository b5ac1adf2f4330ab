"""Recurring events: expansion, instances, exceptions, and what a person does to a series."""

from __future__ import annotations

from datetime import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.simulators.google import errors, recurrence, times

from .conftest import ANNA, ZONE, at, reason, series


def instances(client, event_id, **query):
    return client.events("GET", f"/{event_id}/instances", **query)["items"]


def days(items):
    return [item["start"].get("dateTime", item["start"].get("date"))[:10] for item in items]


def test_instances_keep_their_wall_clock_time(anna):
    """Over the change to summer time an instance stays at ten; its id follows UTC."""
    master = anna.insert(series())
    found = instances(anna, master["id"])
    assert [item["start"]["dateTime"] for item in found][2:4] == [
        "2026-03-24T10:00:00+01:00",
        "2026-03-31T10:00:00+02:00",
    ]
    assert [item["id"].split("_")[1] for item in found][2:4] == [
        "20260324T090000Z",
        "20260331T080000Z",
    ]


def test_all_day_instances_are_named_by_their_date(anna):
    """The id of an all-day instance ends with its date."""
    master = anna.insert(
        series("RRULE:FREQ=DAILY;COUNT=2", start={"date": "2026-03-10"}, end={"date": "2026-03-12"})
    )
    found = instances(anna, master["id"])
    assert [item["id"][-9:] for item in found] == ["_20260310", "_20260311"]
    assert found[1]["end"] == {"date": "2026-03-13"}


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["RRULE:FREQ=DAILY;COUNT=3"], ["10", "11", "12"]),
        (["RRULE:FREQ=DAILY;UNTIL=20260312T090000Z"], ["10", "11", "12"]),
        (["RRULE:FREQ=DAILY;UNTIL=20260312T085959Z"], ["10", "11"]),
        (["RRULE:FREQ=DAILY;COUNT=3", "EXDATE;TZID=Europe/Paris:20260311T100000"], ["10", "12"]),
        (["RRULE:FREQ=DAILY;COUNT=3", "EXDATE:20260311T090000Z"], ["10", "12"]),
        (["RRULE:FREQ=DAILY;COUNT=2", "RDATE:20260320T090000Z"], ["10", "11", "20"]),
        (["RDATE:20260320T090000Z"], ["10", "20"]),
        (["RRULE:FREQ=WEEKLY;BYDAY=TU,TH;COUNT=3"], ["10", "12", "17"]),
        (["RRULE:FREQ=MONTHLY;BYDAY=2TU;COUNT=1"], ["10"]),
    ],
)
def test_expansion(anna, lines, expected):
    """COUNT, UNTIL (inclusive), EXDATE and RDATE give the instances that RFC 5545 says."""
    master = anna.insert({**series(), "recurrence": lines})
    assert [day[8:] for day in days(instances(anna, master["id"]))] == expected


@given(
    frequency=st.sampled_from(recurrence.FREQUENCIES),
    interval=st.integers(1, 4),
    count=st.integers(1, 30),
    zone=st.sampled_from([ZONE, "America/New_York", "Asia/Kolkata", "UTC"]),
)
@settings(max_examples=60, deadline=None)
def test_every_instance_is_found_again_by_its_original_start(frequency, interval, count, zone):
    """Expansion gives COUNT rising starts, each recognised as an instance, others not."""
    start = times.parse_point(at("2026-01-15T09:30:00", zone), "start", zone)
    lines = recurrence.check([f"RRULE:FREQ={frequency};INTERVAL={interval};COUNT={count}"], start)
    key = recurrence.Series.of(start, lines)
    found = list(recurrence.occurrences(key))
    assert len(found) == count and found == sorted(set(found))
    assert all(recurrence.is_occurrence(key, moment) for moment in found)
    assert not recurrence.is_occurrence(key, datetime(2026, 1, 15, 9, 31))


def refusal(rules, start):
    """Return the status with which rules are refused, None when they are good."""
    try:
        recurrence.check(rules, start)
    except errors.ApiError as error:
        return error.status
    return None


@given(st.text(alphabet="RULE:FQ=DAILYCOUNT;,UNTIL0123456789TZ-", max_size=40))
@settings(max_examples=200, deadline=None)
def test_nonsense_is_refused_and_nothing_else_happens(text):
    """Any text is either a good rule or a refusal of the API, never another error."""
    start = {"date": "2026-01-15"}
    assert refusal(["RRULE:" + text], start) in (None, 400)


def test_one_instance_is_changed_by_its_id(anna):
    """A write to an instance makes an exception; the others stay."""
    master = anna.insert(series())
    target = f"{master['id']}_20260317T090000Z"
    changed = anna.events("PATCH", f"/{target}", {"start": at("2026-03-17T14:00:00"),
                                                  "end": at("2026-03-17T15:00:00")})  # fmt: skip
    assert changed["recurringEventId"] == master["id"]
    assert changed["originalStartTime"] == at("2026-03-17T10:00:00+01:00")
    assert len(instances(anna, master["id"])) == 5
    found = instances(anna, master["id"], originalStart="2026-03-17T10:00:00+01:00")
    assert [item["id"] for item in found] == [target]


def test_an_instance_that_does_not_exist_is_not_found(anna):
    """An id at a time where the series has no instance is 404."""
    master = anna.insert(series())
    for stamp in ("20260318T090000Z", "20260317", "nonsense"):
        answer = anna.call("GET", f"calendars/primary/events/{master['id']}_{stamp}")
        assert reason(answer) == (404, "notFound")


@pytest.mark.parametrize("way", ["delete", "patch", "put"])
def test_one_instance_is_cancelled(anna, way):
    """Deleting an instance, or writing status cancelled to it, cancels it alone."""
    master = anna.insert(series())
    target = f"/{master['id']}_20260317T090000Z"
    token = anna.items()[1]
    if way == "delete":
        anna.events("DELETE", target)
    elif way == "patch":
        anna.events("PATCH", target, {"status": "cancelled"})
    else:
        anna.events("PUT", target, {**anna.get(target[1:]), "status": "cancelled"})
    assert len(instances(anna, master["id"])) == 4
    assert len(instances(anna, master["id"], showDeleted=True)) == 5
    assert [item["status"] for item in anna.changes(token)] == ["cancelled"]


def test_a_cancelled_instance_is_brought_back(anna):
    """Status confirmed revives a cancelled instance."""
    master = anna.insert(series())
    target = f"/{master['id']}_20260317T090000Z"
    anna.events("DELETE", target)
    anna.events("PATCH", target, {"status": "confirmed"})
    assert len(instances(anna, master["id"])) == 5


def test_a_change_of_the_master_resets_what_exceptions_say(anna):
    """Exceptions lose their own text after a change of the master, and keep their time."""
    master = anna.insert(series())
    target = f"{master['id']}_20260317T090000Z"
    anna.events("PATCH", f"/{target}", {"summary": "Special", "start": at("2026-03-17T14:00:00"),
                                        "end": at("2026-03-17T15:00:00")})  # fmt: skip
    anna.events("PATCH", f"/{master['id']}", {"location": "Room 2"})
    exception = anna.get(target)
    assert (exception["summary"], exception["location"]) == ("Planning", "Room 2")
    assert exception["start"]["dateTime"] == "2026-03-17T14:00:00+01:00"


def test_a_longer_master_resets_the_times_of_exceptions(anna):
    """After a change of the master's end, exceptions are back at their usual time."""
    master = anna.insert(series())
    target = f"{master['id']}_20260317T090000Z"
    anna.events("PATCH", f"/{target}", {"start": at("2026-03-17T14:00:00"),
                                        "end": at("2026-03-17T15:00:00")})  # fmt: skip
    anna.events("PATCH", f"/{master['id']}", {"end": at("2026-03-10T12:00:00")})
    assert anna.get(target)["end"]["dateTime"] == "2026-03-17T12:00:00+01:00"


def test_a_moved_master_ends_exceptions_at_the_old_places(anna):
    """When a series moves, exceptions at starts that no longer exist are cancelled."""
    master = anna.insert(series())
    target = f"{master['id']}_20260317T090000Z"
    anna.events("PATCH", f"/{target}", {"summary": "Special"})
    anna.events("PATCH", f"/{master['id']}", {"start": at("2026-03-10T11:00:00"),
                                              "end": at("2026-03-10T12:00:00")})  # fmt: skip
    assert anna.get(target)["status"] == "cancelled"
    assert anna.get(f"{master['id']}_20260317T100000Z")["status"] == "confirmed"


def test_a_master_moved_in_another_zone_ends_exceptions_at_the_old_places(anna):
    """An exception is at a moment: the same clock on a wall elsewhere is another place."""
    master = anna.insert(series())
    target = f"{master['id']}_20260317T090000Z"
    anna.events("PATCH", f"/{target}", {"summary": "Special"})
    anna.events("PATCH", f"/{master['id']}", {"start": at("2026-03-10T10:00:00", "UTC"),
                                              "end": at("2026-03-10T11:00:00", "UTC")})  # fmt: skip
    assert anna.get(target)["status"] == "cancelled"
    assert anna.get(f"{master['id']}_20260317T100000Z")["status"] == "confirmed"


def test_a_master_told_in_another_zone_keeps_its_exceptions(anna):
    """What is moved to the same moment of another zone has the same instances."""
    master = anna.insert(series("RRULE:FREQ=WEEKLY;COUNT=2"))
    target = f"{master['id']}_20260317T090000Z"
    anna.events("PATCH", f"/{target}", {"summary": "Special"})
    anna.events("PATCH", f"/{master['id']}", {"start": at("2026-03-10T09:00:00", "UTC"),
                                              "end": at("2026-03-10T10:00:00", "UTC")})  # fmt: skip
    found = anna.get(target)
    assert (found["status"], found["start"]["timeZone"]) == ("confirmed", "UTC")


def test_an_instance_has_no_recurrence_of_its_own(anna):
    """A rule written to an instance is refused."""
    master = anna.insert(series())
    path = f"calendars/primary/events/{master['id']}_20260317T090000Z"
    answer = anna.call("PATCH", path, {"recurrence": ["RRULE:FREQ=DAILY"]})
    assert reason(answer) == (400, "invalid")


def test_instances_of_a_single_event_are_refused(anna):
    """events.instances wants a series."""
    event = anna.insert()
    answer = anna.call("GET", f"calendars/primary/events/{event['id']}/instances")
    assert reason(answer) == (400, "invalid")


def test_a_person_moves_this_and_following(anna, control):
    """The old series ends before the instance, a new one with its own id begins there."""
    master = anna.insert(series())
    target = f"{master['id']}_20260324T090000Z"
    later = control.move(ANNA, target, at("2026-03-24T15:00:00"), scope="following")
    assert later["id"] == f"{master['id']}_R20260324T100000"
    assert days(instances(anna, master["id"])) == ["2026-03-10", "2026-03-17"]
    assert days(instances(anna, later["id"])) == ["2026-03-24", "2026-03-31", "2026-04-07"]
    assert anna.get(later["id"])["start"]["dateTime"] == "2026-03-24T15:00:00+01:00"
    assert anna.get(f"{later['id']}_20260331T130000Z")["recurringEventId"] == later["id"]


def test_a_person_moves_all_by_moving_one(anna, control):
    """Dragging one instance for all moves the whole series by as much."""
    master = anna.insert(series())
    target = f"{master['id']}_20260324T090000Z"
    control.move(ANNA, target, at("2026-03-25T12:30:00"), scope="all")
    start = anna.get(master["id"])["start"]["dateTime"]
    assert start == "2026-03-11T12:30:00+01:00"


@pytest.mark.parametrize(("scope", "left"), [("one", 4), ("following", 2), ("all", 0)])
def test_a_person_deletes_one_following_or_all(anna, control, scope, left):
    """Each of the three answers to the question deletes what it says."""
    master = anna.insert(series())
    control.delete(ANNA, f"{master['id']}_20260324T090000Z", scope=scope)
    assert len(anna.items(singleEvents=True)[0]) == left


def test_a_person_turns_a_meeting_into_a_day_and_back(anna, control):
    """A move from a time to a date and back needs no end."""
    event = anna.insert()
    control.move(ANNA, event["id"], {"date": "2026-03-12"})
    assert anna.get(event["id"])["end"] == {"date": "2026-03-13"}
    control.move(ANNA, event["id"], at("2026-03-12T08:00:00"))
    assert anna.get(event["id"])["end"]["dateTime"] == "2026-03-12T09:00:00+01:00"
