"""What only Outlook has."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from tests.days import when
from tests.microsoft.test_untouched import THEIRS

from . import untouched
from .remote import Account
from .world import OdooError, Person, World

MORNING = {"start": when("04-12", 9), "stop": when("04-12", 10)}
STAMPS = {"@odata.etag", "changeKey", "lastModifiedDateTime"}
"""What Outlook itself changes with every write."""

NASTY = {
    "delta_page_size": 3,
    "empty_pages": True,
    "shuffle": True,
    "split_series": True,
    "missing_master": True,
    "replays": True,
    "spurious_removed": True,
    "windows_zones": True,
}
USUAL = {"delta_page_size": 50, **{name: False for name in NASTY if name != "delta_page_size"}}


@pytest.fixture(scope="module")
def provider() -> str:
    """These tests are about Outlook."""
    return "microsoft"


def stranger(world: World, email: str, **account) -> Person:
    """Give a user who never connected an account at Microsoft."""
    world.service.control.add_account(email, **account)
    person = Person(world.odoo, "anna")
    person.has(world.service, email)
    return person


# -- accounts --------------------------------------------------------------------------------------


def test_mailbox_without_licence(world: World):
    """A mailbox that does not exist is said in a sentence, and deletes nothing."""
    person = stranger(world, "nora@example.net", name="Nora", mailbox=False)
    page = person.connect()
    world.sync()
    status = person.status()
    assert "mailbox" in (page.text + (status["message"] or "")).lower()
    assert status["status"] != "in_sync"


def test_expired_refresh_token_is_said_once(world: World):
    """After ninety days of silence the user is asked to reconnect, once, with the reason."""
    dora = world.owner
    notes = [
        ("partner_ids", "in", [world.partner(dora.email)]),
        ("subject", "like", "connected again"),
    ]
    before = world.admin.call("mail.message", "search_count", notes)
    world.service.control.expire_refresh_tokens(dora.email)
    world.service.control.expire_access_tokens(dora.email)
    world.sync(3)
    status = dora.status()
    assert status["status"] == "needs_reconnect"
    assert "not used for too long" in status["message"]
    assert world.admin.call("mail.message", "search_count", notes) == before + 1
    dora.connect()
    world.sync()
    assert dora.status()["status"] == "in_sync"


def test_several_calendars(world: World):
    """A further calendar comes here once its user wants it; new meetings go to the first."""
    dora = world.owner
    extra = world.service.control.add_calendar(dora.email, "Choir")
    dora.connect()
    world.sync()
    (found,) = world.admin.call("calendar.sync.calendar", "search", [("name", "=", "Choir")])
    dora.there.add("Rehearsal", when("04-09", 18), when("04-09", 20), calendar_id=extra)
    world.sync()
    assert dora.events("Rehearsal") == []
    dora.call("calendar.sync.calendar", "write", [found], {"enabled": True})
    world.sync(2)
    event = dora.event("Rehearsal")
    dora.write(event["id"], location="Town hall")
    dora.create("Not singing", when("04-09", 9), when("04-09", 10))
    world.sync()
    (there,) = dora.there.events("Rehearsal", extra)
    assert there.place == "Town hall"
    assert dora.there.events("Not singing", extra) == []
    assert len(dora.there.events("Not singing")) == 1


# -- rules -----------------------------------------------------------------------------------------


def test_a_rule_without_words_is_refused_in_the_form(world: World):
    """A rule that Outlook cannot say is refused at once in a sentence; nothing is saved."""
    rule = {"rrule_type": "monthly", "month_by": "date", "day": 31, "interval": 1}
    values = {"recurrency": True, "end_type": "count", "count": 3, **rule}
    with pytest.raises(OdooError, match="Outlook"):
        world.owner.create("Every 31st", when("05-31", 9), when("05-31", 10), **values)
    assert world.owner.events("Every 31st") == []
    event = world.owner.create("Plain", when("05-31", 9), when("05-31", 10))
    with pytest.raises(OdooError, match="Outlook"):
        world.owner.write(event, **values)
    world.sync()
    assert not world.owner.there.event("Plain").repeats


def test_weeks_begin_as_odoo_says(world: World):
    """A fortnightly series meets in the same weeks on both sides."""
    world.owner.create(
        "Fortnight",
        when("06-06", 9),
        when("06-06", 10),
        recurrency=True,
        rrule_type="weekly",
        sun=True,
        mon=True,
        interval=2,
        end_type="count",
        count=6,
        event_tz="UTC",
    )
    world.sync(2)
    here = [one["start"] for one in world.owner.events("Fortnight")]
    there = world.owner.there.event("Fortnight")
    for number, start in enumerate(here):
        world.owner.there.edit(world.owner.there.occurrence(there, start), place=str(number))
    world.sync(2)
    found = world.owner.events("Fortnight", ("start", "location"))
    assert [(one["start"], one["location"]) for one in found] == [
        (start, str(number)) for number, start in enumerate(here)
    ]


def test_an_occurrence_does_not_cross_its_neighbour(world: World):
    """A move that Outlook forbids is set aside with a sentence and can be undone."""
    world.owner.create(
        "Narrow",
        when("06-21", 9),
        when("06-21", 10),
        recurrency=True,
        rrule_type="daily",
        interval=1,
        end_type="count",
        count=4,
    )
    world.sync()
    second = world.owner.events("Narrow")[1]["id"]
    moved = {"start": when("06-24", 15), "stop": when("06-24", 16)}
    world.owner.write(second, recurrence_update="self_only", **moved)
    world.sync()
    (link,) = world.admin.call(
        "calendar.sync.link", "search_read", [("error_code", "!=", False)], ["error_message"]
    )
    assert "occurrence" in link["error_message"].lower()
    back = {"start": when("06-22", 11), "stop": when("06-22", 12)}
    world.owner.write(second, recurrence_update="self_only", **back)
    world.sync(2)
    (master,) = world.owner.there.events("Narrow")
    (changed,) = world.owner.there.exceptions(master).values()
    assert changed.start == when("06-22", 11)


# -- lists -----------------------------------------------------------------------------------------


def test_a_list_in_disorder(world: World):
    """Small pages, repeats, false removals and series in pieces lose and double nothing."""
    dora = world.owner
    world.service.control.settings(**NASTY)
    series = dora.there.add("Pieces", when("07-05", 9), when("07-05", 10), weekly=6)
    for number in range(7):
        dora.there.add(f"Scattered {number}", when("07-06", 9), when("07-06", 10))
    world.sync()
    second = dora.there.occurrence(series, when("07-12", 9))
    dora.there.move(second, when("07-13", 15), when("07-13", 16))
    dora.there.delete(dora.there.occurrence(series, when("07-19", 9)))
    dora.there.edit(dora.there.event("Scattered 3").id, place="Elsewhere")
    world.sync(2)
    world.service.control.expire_sync_tokens()
    world.sync(2)
    world.service.control.settings(**USUAL)
    times = [("07-05", 9), ("07-13", 15), ("07-26", 9), ("08-02", 9), ("08-09", 9)]
    assert [one["start"] for one in dora.events("Pieces")] == [when(*one) for one in times]
    assert dora.event("Scattered 3", "location")["location"] == "Elsewhere"
    found = dora.call("calendar.event", "search_count", [("name", "like", "Scattered")])
    assert found == 7


def test_leaving_the_listed_time_is_no_deletion(world: World):
    """A meeting dragged far away is shown as removed by Outlook, and is kept (rule 3.1)."""
    dora = world.owner
    there = dora.there.add("Postponed", when("08-16", 9), when("08-16", 10))
    world.sync()
    dora.there.move(there.id, "2045-08-16 09:00:00", "2045-08-16 10:00:00")
    world.sync(2)
    assert dora.event("Postponed")["start"] == "2045-08-16 09:00:00"
    assert len(dora.there.events("Postponed")) == 1
    dora.there.delete(there.id)
    world.sync(2)
    assert dora.events("Postponed") == []


def test_moved_to_another_calendar_there(world: World):
    """A meeting dragged to a calendar that is not synchronised goes here, and is not sent back."""
    dora = world.owner
    other = world.service.control.add_calendar(dora.email, "Archive")
    there = dora.there.add("Dragged", when("08-17", 9), when("08-17", 10))
    world.sync()
    world.service.control.move_to(dora.email, there.id, other)
    world.sync(2)
    assert dora.events("Dragged") == []
    assert dora.there.events("Dragged") == []
    assert len(dora.there.events("Dragged", other)) == 1


# -- load ------------------------------------------------------------------------------------------


def test_parts_of_a_batch_are_refused(world: World):
    """When Outlook takes only some of a batch, the rest follows and nothing is sent twice."""
    world.service.control.settings(batch_throttle=4, retry_after=1)
    for number in range(12):
        world.owner.create(f"Trickle {number}", when("09-06", 9), when("09-06", 10))
    world.sync()
    assert world.owner.status()["status"] != "needs_reconnect"
    world.service.control.settings(batch_throttle=0, retry_after=5)
    late = world.admin.call("calendar.sync.link", "search", [("error_code", "!=", False)])
    world.admin.call("calendar.sync.link", "action_retry", late)
    world.sync(2)
    assert len(world.owner.there.events("Trickle")) == 12
    found = world.owner.call("calendar.event", "search_count", [("name", "like", "Trickle")])
    assert found == 12


def test_retry_after_is_kept(world: World):
    """An account that is told to wait is left alone for as long."""
    world.service.control.fault(**world.service.listing, account=world.owner.email,
                                status=429, retry_after=120, times=1)  # fmt: skip
    world.sync()
    (account,) = world.admin.call(
        "calendar.sync.account",
        "search_read",
        [("user_id", "=", world.owner.uid)],
        ["last_attempt", "next_attempt", "state"],
    )
    assert account["state"] == "active"
    tried, again = (
        datetime.fromisoformat(account[name]) for name in ("last_attempt", "next_attempt")
    )
    assert again - tried >= timedelta(seconds=120)
    world.sync()
    assert world.owner.status()["status"] == "in_sync"


# -- content ---------------------------------------------------------------------------------------


def test_what_only_outlook_knows_survives(world: World):
    """An edit in Odoo leaves categories, importance and the like as they are (promise 10)."""
    dora = world.owner
    there = dora.there.add("Important", when("10-04", 9), when("10-04", 10))
    theirs = {"categories": ["Red category"], "importance": "high", "showAs": "workingElsewhere"}
    world.service.control.edit(dora.email, there.id, theirs)
    world.sync()
    dora.write(dora.event("Important")["id"], name="Important still")
    world.sync()
    after = dora.there.raw("Important still")
    assert {name: after[name] for name in theirs} == theirs


def test_a_whole_event_stays_to_the_byte(world: World):
    """Edits in Odoo change at Outlook what they are about and nothing else (promise 10)."""
    untouched.put(world, THEIRS)
    assert set(THEIRS) <= set(untouched.texts(world))
    found = {name: untouched.edited(world, name) - STAMPS for name in untouched.EDITS}
    assert found == {
        "title": {"subject"},
        "place": {"location", "locations"},
        "time": {"start", "end"},
        "text": {"body", "bodyPreview"},
        "privacy": {"sensitivity"},
    }


def test_one_reminder(world: World):
    """Outlook has one reminder: the earliest goes there, the others stay here."""
    dora = world.owner
    made = [
        dora.call("calendar.alarm", "search", [("duration_minutes", "=", minutes)], limit=1)
        for minutes in (15, 60)
    ]
    alarms = [one for some in made for one in some]
    event = dora.create("Reminded", when("10-05", 9), when("10-05", 10), alarm_ids=[(6, 0, alarms)])
    world.sync(2)
    raw = dora.there.raw("Reminded")
    assert raw["isReminderOn"]
    assert raw["reminderMinutesBeforeStart"] in (15, 60)
    (here,) = dora.call("calendar.event", "read", [event], ["alarm_ids"])
    assert sorted(here["alarm_ids"]) == sorted(alarms)


def test_teams_link_survives_an_edit(world: World):
    """The text in which Outlook puts the Teams link is not lost when Odoo edits the meeting."""
    dora = world.owner
    dora.create("Teams", when("10-06", 9), when("10-06", 10), conference_requested=True)
    world.sync(2)
    before = dora.there.event("Teams")
    dora.write(dora.event("Teams")["id"], description="<p>Agenda</p>", name="Teams again")
    world.sync(2)
    after = dora.there.event("Teams again")
    assert after.call == before.call
    assert "Agenda" in after.text
    assert dora.event("Teams again", "videocall_location")["videocall_location"] == before.call


def test_hidden_guests_are_not_removed(world: World):
    """A guest list that Outlook hides never removes guests (promise 48)."""
    outsider = Account(world.service, world.service.outsider)
    body = world.service.body(
        {
            "title": "Hidden guests",
            "start": when("10-07", 9),
            "end": when("10-07", 10),
            "guests": [world.owner.email, world.colleague.email],
        }
    )
    world.service.control.add(outsider.email, {**body, "hideAttendees": True})
    world.sync(2)
    world.owner.answer("Hidden guests", "do_accept")
    world.sync(2)
    guests = outsider.event("Hidden guests").guests
    assert guests[world.owner.email] == "accepted"
    assert world.colleague.email in guests


def test_cancelled_by_its_organizer(world: World):
    """A meeting its organizer cancelled is gone here, though Outlook keeps it as cancelled."""
    outsider = Account(world.service, world.service.outsider)
    there = outsider.add(
        "Called off", when("10-08", 9), when("10-08", 10), guests=[world.owner.email]
    )
    world.sync()
    assert len(world.owner.events("Called off")) == 1
    outsider.delete(there.id)
    world.sync(2)
    assert world.owner.events("Called off") == []
