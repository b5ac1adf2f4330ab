"""Single events: insert, get, update, patch, delete, and what is refused."""

from __future__ import annotations

import pytest

from .conftest import ANNA, BEN, ZONE, at, meeting, reason


def test_insert_answers_the_whole_event(anna):
    """An inserted event has identity, organizer, time stamps and an etag with quotes."""
    event = anna.insert()
    assert event["iCalUID"] == f"{event['id']}@google.com"
    assert event["organizer"] == {"email": ANNA, "self": True}
    assert event["start"] == {"dateTime": "2026-03-10T10:00:00+01:00", "timeZone": ZONE}
    assert event["etag"].startswith('"') and event["etag"].endswith('"')
    assert event["created"] == event["updated"] == "2026-03-02T08:00:00.000Z"
    assert event["reminders"] == {"useDefault": True}
    assert anna.get(event["id"]) == event


def test_times_are_shown_in_the_calendars_zone_or_the_one_asked_for(anna):
    """The offset of an answer is that of the calendar, or of the parameter timeZone."""
    body = {"start": at("2026-03-10T10:00:00", "America/New_York"),
            "end": at("2026-03-10T11:00:00", "America/New_York")}  # fmt: skip
    event = anna.insert(body)
    assert event["start"] == {
        "dateTime": "2026-03-10T15:00:00+01:00",
        "timeZone": "America/New_York",
    }
    page = anna.events("GET", "", timeZone="UTC")
    assert page["items"][0]["start"]["dateTime"] == "2026-03-10T14:00:00Z"


@pytest.mark.parametrize("event_id", ["abc", "ABCDEF", "abcdxyz", "abc-defg", "a" * 1025])
def test_ids_outside_base32hex_are_refused(anna, event_id):
    """Ids need 5 to 1024 characters of a-v and 0-9."""
    answer = anna.call("POST", "calendars/primary/events", meeting(id=event_id))
    assert reason(answer) == (400, "invalid")
    assert answer.json()["error"]["message"] == "Invalid resource id value."


def test_an_id_stays_taken_after_deletion(anna):
    """Inserting the same id again is a duplicate, even after the event was deleted."""
    anna.insert({"id": "meeting1"})
    again = anna.call("POST", "calendars/primary/events", meeting(id="meeting1"))
    assert reason(again) == (409, "duplicate")
    anna.events("DELETE", "/meeting1")
    again = anna.call("POST", "calendars/primary/events", meeting(id="meeting1"))
    assert reason(again) == (409, "duplicate")


def test_a_deleted_event_is_revived_by_status_confirmed(anna):
    """An update without a status leaves a deleted event deleted; confirmed brings it back."""
    anna.insert({"id": "meeting1"})
    anna.events("DELETE", "/meeting1")
    assert anna.get("meeting1")["status"] == "cancelled"
    assert anna.events("PUT", "/meeting1", meeting())["status"] == "cancelled"
    anna.events("PUT", "/meeting1", meeting(status="confirmed"))
    assert anna.get("meeting1")["status"] == "confirmed"


def test_deleting_twice_is_gone(anna):
    """The second deletion answers 410 deleted; an unknown id answers 404."""
    event = anna.insert()
    first = anna.call("DELETE", f"calendars/primary/events/{event['id']}")
    assert (first.status_code, first.content) == (204, b"")
    again = anna.call("DELETE", f"calendars/primary/events/{event['id']}")
    assert reason(again) == (410, "deleted")
    assert reason(anna.call("GET", "calendars/primary/events/nothing")) == (404, "notFound")


def test_put_replaces_and_patch_merges(anna):
    """PUT clears what it does not name; PATCH keeps it, and null deletes."""
    event = anna.insert({"location": "Room 1", "description": "Text"})
    path = f"/{event['id']}"
    patched = anna.events("PATCH", path, {"summary": "New", "description": None})
    assert (patched["summary"], patched["location"]) == ("New", "Room 1")
    assert "description" not in patched
    replaced = anna.events("PUT", path, meeting())
    assert "location" not in replaced


def test_patch_merges_extended_properties_key_by_key(anna):
    """Properties that a patch does not name stay; null deletes one."""
    event = anna.insert({"extendedProperties": {"private": {"a": "1", "b": "2"}}})
    change = {"extendedProperties": {"private": {"b": None, "c": "3"}}}
    patched = anna.events("PATCH", f"/{event['id']}", change)
    assert patched["extendedProperties"] == {"private": {"a": "1", "c": "3"}}


def test_patch_from_time_to_day_has_to_take_the_time_away(anna):
    """A patch that adds a date to a dateTime is refused unless dateTime is nulled."""
    event = anna.insert()
    days = {"start": {"date": "2026-03-10"}, "end": {"date": "2026-03-11"}}
    answer = anna.call("PATCH", f"calendars/primary/events/{event['id']}", days)
    assert reason(answer) == (400, "invalid")
    change = {key: {**value, "dateTime": None, "timeZone": None} for key, value in days.items()}
    assert anna.events("PATCH", f"/{event['id']}", change)["start"] == {"date": "2026-03-10"}


def test_patch_costs_three_units(sim, anna):
    """A patch counts as three calls of the quota."""
    event = anna.insert()
    anna.events("PATCH", f"/{event['id']}", {"summary": "x"})
    assert sim.api.quota.used[ANNA] == 4


def test_if_match_protects_against_lost_updates(anna):
    """An old etag is refused with 412; the current one and a star are accepted."""
    event = anna.insert()
    path = f"calendars/primary/events/{event['id']}"
    assert anna.call("PATCH", path, {"summary": "x"}, headers={"If-Match": event["etag"]}).ok
    for method in ("PATCH", "PUT", "DELETE"):
        old = anna.call(method, path, meeting(), headers={"If-Match": event["etag"]})
        assert reason(old) == (412, "conditionNotMet")
    assert anna.call("DELETE", path, headers={"If-Match": "*"}).ok


def test_if_none_match_saves_the_answer(anna):
    """An unchanged event answers 304 without a body."""
    event = anna.insert()
    answer = anna.call(
        "GET", f"calendars/primary/events/{event['id']}", headers={"If-None-Match": event["etag"]}
    )
    assert (answer.status_code, answer.content) == (304, b"")


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"end": at("2026-03-10T09:00:00")}, "timeRangeEmpty"),
        ({"start": {"date": "2026-03-10"}, "end": {"date": "2026-03-10"}}, "timeRangeEmpty"),
        ({"end": {"date": "2026-03-11"}}, "invalid"),
        ({"end": None}, "required"),
        ({"start": {"dateTime": "2026-03-10T10:00:00"}}, "required"),
        ({"start": {"dateTime": "tomorrow", "timeZone": ZONE}}, "invalid"),
        ({"start": at("2026-03-10T10:00:00", "Mars/Olympus")}, "invalid"),
        ({"start": {"date": "2026-02-30"}}, "invalid"),
        ({"attendees": [{"displayName": "Ben"}]}, "required"),
        ({"attendees": [{"email": "no address"}]}, "invalid"),
        ({"attendees": [{"email": BEN, "responseStatus": "maybe"}]}, "invalid"),
        ({"colorId": "12"}, "invalid"),
        ({"visibility": "secret"}, "invalid"),
        ({"status": "cancelled"}, "invalid"),
        ({"summary": 7}, "invalid"),
        ({"sumary": "x"}, "badRequest"),
        ({"id": "abcde", "iCalUID": "abcde@example.com"}, "invalid"),
        ({"recurrence": ["RRULE:FREQ=WEEKLY;COUNT=2;UNTIL=20260401T000000Z"]}, "invalid"),
        ({"recurrence": ["RRULE:FREQ=SOMETIMES"]}, "invalid"),
        ({"recurrence": ["DTSTART:20260310T100000"]}, "invalid"),
        ({"recurrence": ["RRULE:FREQ=WEEKLY;UNTIL=20260401"]}, "invalid"),
        ({"recurrence": ["RRULE:FREQ=WEEKLY;BYDAY=XX"]}, "invalid"),
        ({"recurrence": ["EXDATE:20260310T090000Z"]}, "invalid"),
    ],
)
def test_wrong_bodies_are_refused(anna, change, expected):
    """Every mistake in a body is a 400 with its own reason, and nothing is stored."""
    answer = anna.call("POST", "calendars/primary/events", meeting(**change))
    assert reason(answer) == (400, expected)
    assert anna.items()[0] == []


def test_recurring_events_need_a_zone(anna):
    """An offset is not enough for a series; it needs the name of a zone."""
    body = meeting(recurrence=["RRULE:FREQ=DAILY;COUNT=2"],
                   start={"dateTime": "2026-03-10T10:00:00+01:00"},
                   end={"dateTime": "2026-03-10T11:00:00+01:00"})  # fmt: skip
    assert reason(anna.call("POST", "calendars/primary/events", body)) == (400, "required")


@pytest.mark.parametrize(
    ("value", "ok"),
    [
        ({"useDefault": True}, True),
        ({"useDefault": False, "overrides": [{"method": "popup", "minutes": 40320}]}, True),
        ({"useDefault": False, "overrides": [{"method": "popup", "minutes": 40321}]}, False),
        ({"useDefault": False, "overrides": [{"method": "sms", "minutes": 5}]}, False),
        ({"useDefault": False, "overrides": [{"method": "popup", "minutes": 5}] * 6}, False),
        ({"useDefault": True, "overrides": [{"method": "popup", "minutes": 5}]}, False),
    ],
)
def test_reminders_have_limits(anna, value, ok):
    """Default or up to five overrides of at most four weeks, never both."""
    answer = anna.call("POST", "calendars/primary/events", meeting(reminders=value))
    assert answer.ok is ok


def test_long_values_are_cut_silently(anna):
    """Long property keys vanish, long values and descriptions are cut, without an error."""
    properties = {"private": {"k" * 44: "v" * 1030, "k" * 45: "v"}}
    event = anna.insert({"extendedProperties": properties, "description": "d" * 9000})
    assert event["extendedProperties"] == {"private": {"k" * 44: "v" * 1024}}
    assert len(event["description"]) == 8192


def test_reminders_alone_do_not_touch_updated(anna, clock):
    """A change of the reminders changes the etag, not the time of the last update."""
    event = anna.insert()
    clock.advance(60)
    change = {"reminders": {"useDefault": False}}
    patched = anna.events("PATCH", f"/{event['id']}", change)
    assert patched["updated"] == event["updated"] and patched["etag"] != event["etag"]


def test_an_update_without_a_difference_changes_nothing(anna):
    """Writing what is there already leaves the etag alone."""
    event = anna.insert()
    assert anna.events("PUT", f"/{event['id']}", event)["etag"] == event["etag"]


def test_sequence_rises_with_the_time_and_may_not_fall(anna):
    """Moving raises the sequence number; writing a lower one is refused."""
    event = anna.insert()
    moved = anna.events("PATCH", f"/{event['id']}", {"end": at("2026-03-10T12:00:00")})
    assert moved["sequence"] == event["sequence"] + 1
    old = anna.call("PUT", f"calendars/primary/events/{event['id']}", meeting(sequence=0))
    assert reason(old) == (400, "invalid")


def test_unknown_parameters_and_values_are_refused(anna):
    """A misspelt parameter is an error, not something to overlook."""
    assert reason(anna.call("GET", "calendars/primary/events", sendUpdate="x"))[0] == 400
    assert reason(anna.call("GET", "calendars/primary/events", maxResults=0))[0] == 400
    answer = anna.call("POST", "calendars/primary/events", meeting(), sendUpdates="some")
    assert reason(answer) == (400, "invalid")


def test_event_types_are_restricted(anna):
    """Special events need what Google wants of them; their type never changes."""
    create = "calendars/primary/events"
    assert reason(anna.call("POST", create, meeting(eventType="fromGmail")))[0] == 400
    assert reason(anna.call("POST", create, meeting(eventType="focusTime")))[0] == 400
    focus = anna.insert({"eventType": "focusTime", "focusTimeProperties": {}})
    change = anna.call("PATCH", f"{create}/{focus['id']}", {"eventType": "default"})
    assert reason(change) == (400, "eventTypeRestriction")
    birthday = {
        "summary": "Ben", "eventType": "birthday", "visibility": "private",
        "transparency": "transparent", "recurrence": ["RRULE:FREQ=YEARLY"],
        "start": {"date": "2026-03-10"}, "end": {"date": "2026-03-11"},
    }  # fmt: skip
    event = anna.insert(birthday)
    refused = anna.call("PATCH", f"{create}/{event['id']}", {"location": "Home"})
    assert reason(refused) == (400, "eventTypeRestriction")
    assert anna.events("PATCH", f"/{event['id']}", {"summary": "Benjamin"})


def test_meet_links_need_the_conference_version(anna):
    """Version 0 ignores conference data, version 1 makes one conference per request id."""
    data = {"createRequest": {"requestId": "r1",
                              "conferenceSolutionKey": {"type": "hangoutsMeet"}}}  # fmt: skip
    assert "hangoutLink" not in anna.insert({"conferenceData": data})
    event = anna.insert({"conferenceData": data}, conferenceDataVersion=1)
    assert event["conferenceData"]["createRequest"]["status"] == {"statusCode": "success"}
    path = f"/{event['id']}"
    again = anna.events("PATCH", path, {"conferenceData": data}, conferenceDataVersion=1)
    assert again["hangoutLink"] == event["hangoutLink"]
    assert anna.events("PUT", path, meeting())["hangoutLink"] == event["hangoutLink"]
    removed = anna.events("PUT", path, meeting(), conferenceDataVersion=1)
    assert "hangoutLink" not in removed


def test_import_is_keyed_by_the_icaluid_and_mails_nobody(anna, ben, mails):
    """An import keeps the foreign organizer, renews on repetition, and tells no guest."""
    body = meeting(iCalUID="foreign@else.net", organizer={"email": "boss@else.net"},
                   attendees=[{"email": ANNA}, {"email": BEN}])  # fmt: skip
    event = anna.events("POST", "/import", body)
    assert event["organizer"] == {"email": "boss@else.net"}
    again = anna.events("POST", "/import", {**body, "summary": "Renamed"})
    assert (again["id"], again["summary"]) == (event["id"], "Renamed")
    assert mails() == [] and ben.items()[0] == []
    missing = anna.call("POST", "calendars/primary/events/import", meeting())
    assert reason(missing) == (400, "required")


def test_move_changes_the_organizer(sim, anna):
    """A moved event lives in the destination and is cancelled in the source."""
    team = sim.world.add_calendar(ANNA, "Team")
    event = anna.insert()
    moved = anna.events("POST", f"/{event['id']}/move", destination=team.id)
    assert moved["organizer"] == {"email": team.id, "displayName": "Team"}
    assert anna.get(event["id"])["status"] == "cancelled"
    again = anna.call("POST", f"calendars/primary/events/{event['id']}/move", destination=team.id)
    assert again.status_code == 410


def test_roles_limit_what_others_see_and_do(sim, anna, ben):
    """Free/busy readers see bare blocks, readers no private events, only writers write."""
    event = anna.insert({"location": "Room"})
    anna.insert({"id": "secret1", "visibility": "private"})
    path = f"calendars/{ANNA}/events"
    assert reason(ben.call("GET", path)) == (404, "notFound")
    sim.world.share(ANNA, BEN, "freeBusyReader")
    assert all("summary" not in item for item in ben.call("GET", path).json()["items"])
    sim.world.share(ANNA, BEN, "reader")
    rows = {item["id"]: item for item in ben.call("GET", path).json()["items"]}
    assert rows[event["id"]]["summary"] == "Planning" and "summary" not in rows["secret1"]
    refused = ben.call("PATCH", f"{path}/{event['id']}", {"summary": "x"})
    assert reason(refused) == (403, "requiredAccessLevel")
    sim.world.share(ANNA, BEN, "writer")
    assert ben.call("PATCH", f"{path}/{event['id']}", {"summary": "x"}).ok
    entries = ben.call("GET", "users/me/calendarList").json()["items"]
    assert {entry["id"]: entry["accessRole"] for entry in entries} == {BEN: "owner", ANNA: "writer"}


def test_calendars_colors_and_settings(sim, anna):
    """The small collections answer what a client asks at set-up."""
    assert anna.call("GET", "calendars/primary").json()["id"] == ANNA
    assert anna.call("GET", "users/me/calendarList/primary").json()["primary"] is True
    assert anna.call("GET", "colors").json()["event"]["11"]["background"] == "#dc2127"
    values = anna.call("GET", "users/me/settings").json()["items"]
    assert {"timezone", "locale"} <= {row["id"] for row in values}
    assert anna.call("GET", "users/me/settings/timezone").json()["value"] == ZONE
    made = anna.call("POST", "calendars", {"summary": "Team"}).json()
    assert anna.call("DELETE", f"calendars/{made['id']}").status_code == 204
