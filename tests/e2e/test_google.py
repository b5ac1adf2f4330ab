"""What only Google has."""

from __future__ import annotations

from urllib.parse import parse_qs, urlencode, urlsplit

import pytest

from tests.days import day, when
from tests.google.test_untouched import THEIRS as EVERYTHING

from . import untouched
from .world import Person, World

DAY = 24 * 3600
STAMPS = {"etag", "sequence", "updated"}
"""What Google itself changes with every write."""

THEIRS = {name: value for name, value in EVERYTHING.items() if name != "summary"}
EVENTS = "https://www.googleapis.com/auth/calendar.events"


@pytest.fixture(scope="module")
def provider() -> str:
    """These tests are about Google."""
    return "google"


@pytest.fixture(scope="module")
def stranger(world: World) -> Person:
    """A user who has never connected."""
    person = Person(world.odoo, "dora")
    person.has(world.service, "carla@example.org")
    return person


def test_offline_access_is_asked_for(stranger: Person) -> None:
    """Without it Google gives nothing that lasts."""
    query = parse_qs(urlsplit(stranger.consent_url("google")).query)
    assert query["access_type"] == ["offline"]


def test_unticked_box(stranger: Person) -> None:
    """Who unticks a permission reads which box to leave ticked."""
    answer = {"sim_consent": "carla@example.org", "sim_scopes": EVENTS}
    page = stranger.visit(stranger.consent_url("google") + "&" + urlencode(answer))
    assert "ticked" in page.text
    assert stranger.status("google")["status"] != "in_sync"


def test_reminders(world: World):
    """Reminders here are Google's, and the other way round."""
    alarms = world.owner.call(
        "calendar.alarm", "search", [("alarm_type", "=", "notification")], limit=1
    )
    minutes = world.owner.call("calendar.alarm", "read", alarms, ["duration_minutes"])
    world.owner.create("Reminded", when("03-15", 9), when("03-15", 10), alarm_ids=[(6, 0, alarms)])
    there = world.owner.there.add("Reminding", when("03-15", 11), when("03-15", 12))
    reminders = {"useDefault": False, "overrides": [{"method": "email", "minutes": 90}]}
    world.service.control.edit(world.owner.email, there.id, {"reminders": reminders})
    world.sync()
    sent = world.owner.there.raw("Reminded")["reminders"]
    assert sent["overrides"] == [{"method": "popup", "minutes": minutes[0]["duration_minutes"]}]
    here = world.owner.event("Reminding", "alarm_ids")["alarm_ids"]
    (alarm,) = world.owner.call("calendar.alarm", "read", here, ["alarm_type", "duration_minutes"])
    assert (alarm["alarm_type"], alarm["duration_minutes"]) == ("email", 90)


def test_what_only_google_knows_survives(world: World):
    """An edit in Odoo leaves colour, attachments and the like as they are (promise 10)."""
    there = world.owner.there.add("Coloured", when("03-17", 9), when("03-17", 10))
    theirs = {"colorId": "5", "extendedProperties": {"private": {"theirs": "1"}}}
    world.service.control.edit(world.owner.email, there.id, theirs)
    world.sync()
    world.owner.write(world.owner.event("Coloured")["id"], name="Coloured still")
    world.sync()
    after = world.owner.there.raw("Coloured still")
    assert after["id"] == there.id
    assert after["colorId"] == "5"
    assert after["extendedProperties"]["private"]["theirs"] == "1"


def test_a_whole_event_stays_to_the_byte(world: World):
    """Edits in Odoo change at Google what they are about and nothing else (promise 10)."""
    untouched.put(world, THEIRS)
    assert set(THEIRS) <= set(untouched.texts(world))
    found = {name: untouched.edited(world, name) - STAMPS for name in untouched.EDITS}
    assert found == {
        "title": {"summary"},
        "place": {"location"},
        "time": {"start", "end"},
        "text": {"description"},
        "privacy": {"visibility"},
    }


def test_the_testing_mode_ends_after_a_week(world: World):
    """A grant that Google ends after seven days asks for a new one, and loses nothing till then.

    (promise 31)
    """
    control, ben = world.service.control, world.colleague
    control.settings(testing_mode=True)
    control.revoke(ben.email)
    world.sync()
    ben.connect()
    world.sync()
    assert ben.status()["status"] == "in_sync"
    control.advance(8 * DAY)
    ben.create("Made after a week", when("06-02", 9), when("06-02", 10))
    world.sync()
    assert ben.status()["status"] == "needs_reconnect"
    control.settings(testing_mode=False)
    ben.connect()
    world.sync()
    assert ben.there.event("Made after a week")


def test_special_kinds_are_read_only(world: World):
    """Focus time and its like are shown in Odoo and never written to in Google."""
    world.service.control.add(
        world.owner.email,
        {
            "summary": "Deep work",
            "eventType": "focusTime",
            "focusTimeProperties": {"autoDeclineMode": "declineNone"},
            "start": {"dateTime": f"{day('03-18')}T09:00:00Z"},
            "end": {"dateTime": f"{day('03-18')}T10:00:00Z"},
        },
    )
    world.sync()
    event = world.owner.event("Deep work")
    world.service.control.clear_journal()
    world.owner.write(event["id"], name="Renamed work")
    world.sync()
    assert world.service.writes() == []


def test_what_guests_do_not_see_tells_nobody(world: World):
    """Changing the own busy state mails nobody at Google (promise 45)."""
    guests = world.partners(world.owner.email, world.service.outsider)
    event = world.owner.create("Quietly", when("05-04", 9), when("05-04", 10), partner_ids=guests)
    world.sync()
    world.service.control.clear_mails()
    world.owner.write(event, show_as="free")
    world.sync()
    assert world.service.mails("Quietly") == []
    assert world.owner.there.event("Quietly").free


def test_short_guest_list_removes_nobody(world: World):
    """A guest list that Google cut short never removes guests (promise 48)."""
    outsider = world.service.outsider
    body = world.service.body(
        {
            "title": "Hidden guests",
            "start": when("05-10", 9),
            "end": when("05-10", 10),
            "guests": [world.owner.email, world.colleague.email],
        }
    )
    world.service.control.add(outsider, {**body, "guestsCanSeeOtherGuests": False})
    world.sync(2)
    world.owner.answer("Hidden guests", "do_accept")
    world.sync(2)
    (there,) = [
        one
        for one in world.service.control.events(outsider)
        if one.get("summary") == "Hidden guests"
    ]
    answers = {one["email"]: one["responseStatus"] for one in there["attendees"]}
    assert answers[world.owner.email] == "accepted"
    assert world.colleague.email in answers
