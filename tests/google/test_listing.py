"""Listings: complete, whole, cheap."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from odoo.addons.calendar_sync_base.core.calendars import Access
from odoo.addons.calendar_sync_base.core.changes import override
from odoo.addons.calendar_sync_base.core.errors import (
    CursorExpired,
    Gone,
    Refused,
    ServerTrouble,
)
from odoo.addons.calendar_sync_base.engine.ports import Window
from odoo.addons.google_calendar_sync.core.calendars import read_calendar
from odoo.addons.google_calendar_sync.engine.listing import CURSOR

from ..contracts.harness import GUEST, OWN
from .work import FIRST, SECOND, SERIES, THIRD, YEAR, Work, create


def titles(changes):
    """Return the titles that a listing shows."""
    return sorted(one.meeting.title for one in changes.events if one.meeting)


def instance(master, original):
    """Return the id of an occurrence."""
    return f"{master.id}_{original:%Y%m%dT%H%M%SZ}"


def test_all_pages_are_read(work, simulator):
    """A round ends with the last page, and only that has the cursor (promise 6)."""
    for number in range(7):
        work.add(summary=f"Meeting {number}")
    simulator.world.settings.max_page_size = 2
    used = work.counting()
    listing = work.list()
    assert titles(listing) == [f"Meeting {number}" for number in range(7)]
    assert listing.requests == used() == 4
    assert work.list(listing.cursor).events == ()


def test_an_empty_page_is_not_the_end(work, simulator):
    """A page may be empty and still have a next one."""
    work.add()
    simulator.world.settings.empty_pages = True
    assert titles(work.list()) == ["Planning"]


def test_nothing_changed_is_one_request(work):
    """A calendar in which nothing changed costs one request, however many series are in it."""
    for number in range(5):
        work.add_series(summary=str(number))
    cursor = work.list(window=YEAR).cursor
    used = work.counting()
    assert work.list(cursor).events == ()
    assert used() == 1


def test_the_same_parameters_each_round(work):
    """Rounds that belong together ask with the same parameters, as a sync token wants it."""
    cursor = work.list(window=YEAR).cursor
    work.google.journal.clear()
    work.list(cursor)
    [call] = work.calls()
    assert set(call.query) == {"eventTypes", "fields", "maxResults", "singleEvents", "syncToken"}
    assert call.query["maxResults"] == ["2500"]


def test_a_full_unbounded_listing_reads_no_series_again(work):
    """Without bounds everything is listed, exceptions too: one request."""
    master = work.add_series()
    work.person().edit(instance(master, SECOND), {"summary": "Special"})
    work.person().delete(instance(master, THIRD))
    used = work.counting()
    [event] = work.list().events
    assert used() == 1
    assert event.meeting.recurrence.overrides == (override(SECOND, {"title": "Special"}),)
    assert event.meeting.recurrence.excluded == frozenset({THIRD})


def test_a_bounded_listing_shows_series_whole(work):
    """Exceptions outside the window belong to their series all the same."""
    master = work.add_series()
    work.person().edit(instance(master, SECOND), {"summary": "Special"})
    work.person().delete(instance(master, THIRD))
    april = Window(datetime(2026, 4, 1, tzinfo=UTC), datetime(2026, 5, 1, tzinfo=UTC))
    used = work.counting()
    [event] = work.list(window=april).events
    assert used() == 2
    assert event.meeting.recurrence.overrides == (override(SECOND, {"title": "Special"}),)
    assert event.meeting.recurrence.excluded == frozenset({THIRD})


def test_exceptions_before_their_master(work, simulator):
    """No order of items is relied on."""
    master = work.add_series()
    work.person().edit(instance(master, SECOND), {"summary": "Special"})
    expected = work.list().events
    simulator.world.settings.exceptions_first = True
    simulator.world.settings.shuffle = True
    assert work.list().events == expected
    assert work.list(window=YEAR).events == expected


def test_touched_series_are_read_in_batches(work):
    """Sixty series that changed since are read again in two requests, besides the listing."""
    masters = [work.add_series(summary=str(number)) for number in range(60)]
    cursor = work.list().cursor
    for master in masters:
        work.person().edit(instance(master, SECOND), {"summary": "Special"})
    used = work.counting()
    listing = work.list(cursor)
    assert len(listing.events) == 60
    assert used() == listing.requests == 3
    assert all(len(one.meeting.recurrence.overrides) == 1 for one in listing.events)


def test_a_bare_cancelled_occurrence(work):
    """A cancelled occurrence names only its master: that is asked who it is, then read whole."""
    master = work.add_series()
    work.person().edit(instance(master, SECOND), {"summary": "Special"})
    cursor = work.list().cursor
    work.person().delete(instance(master, THIRD))
    used = work.counting()
    [event] = work.list(cursor).events
    assert used() <= 3
    assert event == work.list().events[0]
    assert event.meeting.recurrence.excluded == frozenset({THIRD})
    assert len(event.meeting.recurrence.overrides) == 1


def test_a_deleted_series_is_one_deletion(work):
    """A series that was deleted is one event that is gone, with all its exceptions."""
    master = work.add_series()
    work.person().edit(instance(master, SECOND), {"summary": "Special"})
    cursor = work.list().cursor
    work.person().delete(master.id)
    assert [(one.remote_id, one.meeting) for one in work.list(cursor).events] == [(master.id, None)]


def test_a_series_that_becomes_single(work):
    """A series that became a single meeting is one, leftovers aside (promise 15)."""
    master = work.add_series()
    work.person().delete(instance(master, THIRD))
    work.person().edit(instance(master, SECOND), {"summary": "Special"})
    cursor = work.list().cursor
    work.person().edit(master.id, {"recurrence": None})
    [event] = work.list(cursor).events
    assert event.meeting.recurrence is None
    assert [one.remote_id for one in work.list().events if one.meeting] == [master.id]


def test_this_and_following_in_google(work):
    """A series split in Google's page is two series afterwards (promise 14)."""
    master = work.add_series()
    cursor = work.list().cursor
    new = work.person().edit(instance(master, THIRD), {"summary": "New"}, "following")
    events = {one.remote_id: one.meeting for one in work.list(cursor).events}
    assert set(events) == {master.id, new.id}
    [rule] = events[master.id].recurrence.rules
    assert rule == "RRULE:FREQ=WEEKLY;UNTIL=20260323T225959Z;BYDAY=TU"
    assert events[new.id].title == "New"


def test_a_guest_of_one_occurrence(simulator, work):
    """Who is invited to one occurrence has that, as a meeting of its own."""
    master = work.add_series()
    work.person("all").edit(instance(master, SECOND), {"attendees": [{"email": GUEST}]})
    ben = Work(simulator, GUEST)
    [event] = ben.list().events
    assert event.remote_id == instance(master, SECOND)
    assert (event.meeting.recurrence, event.meeting.span.start) == (None, SECOND)
    assert ben.get(event) == event
    cursor = ben.list().cursor
    work.person("all").delete(instance(master, SECOND))
    assert [(one.remote_id, one.meeting) for one in ben.list(cursor).events] == [
        (event.remote_id, None)
    ]


def test_an_expired_token(work, simulator):
    """410 is told as what it is; a full listing then works (promise 21)."""
    cursor = work.list().cursor
    simulator.world.expire_sync_tokens()
    with pytest.raises(CursorExpired):
        work.list(cursor)
    assert work.list().full


@pytest.mark.parametrize("cursor", ["0:abc", "abc", f"{CURSOR}abc"])
def test_a_cursor_of_another_version(work, cursor):
    """What is no cursor of ours, or of another version, is an expired one (promise 21)."""
    with pytest.raises(CursorExpired):
        work.list(cursor)


def test_one_unreadable_event_is_set_aside(work):
    """An event nobody can read is rejected with a reason; the others are there (promise 20)."""
    work.add(summary="Good")
    bad = work.add(summary="Bad")
    work.calendar.copies[bad.id].fields["recurrence"] = ["RRULE:FREQ=SECONDLY;BYDAY=9MO"]
    work.google.journal.clear()
    listing = work.list()
    assert titles(listing) == ["Good"]
    [(event_id, reason)] = listing.rejected
    assert event_id == bad.id
    assert "recurrence rule" in reason
    assert "Bad" not in reason


def test_a_series_that_cannot_be_read_again_is_set_aside(work, simulator):
    """A series Google refuses to show again is rejected with a reason, the round goes on."""
    work.add(summary="Good")
    master = work.add_series()
    simulator.faults.add(method="GET", path="/events$", status=400, reason="invalid", skip=1)
    listing = work.list(window=YEAR)
    assert titles(listing) == ["Good"]
    assert listing.rejected == ((master.id, Refused.advice),)


def test_a_passing_error_ends_the_round(work, simulator):
    """When a series cannot be read right now, the round fails: its cursor would skip it."""
    work.add_series()
    simulator.faults.add(method="GET", path="/events$", status=503, skip=1, times=None)
    with pytest.raises(ServerTrouble):
        work.list(window=YEAR)


def test_a_series_that_vanishes_meanwhile(work, simulator):
    """A master that is gone between listing and reading again is left to the next round."""
    master = work.add_series()
    cursor = work.list().cursor
    work.person().delete(instance(master, SECOND))
    simulator.faults.add(method="GET", path=f"/events/{master.id}$", status=404, reason="notFound")
    assert [one.meeting for one in work.list(cursor).events] == [None]


def test_what_guests_may_not_see(simulator, work):
    """A list of guests that is hidden from a guest is known to be cut short (promise 48)."""
    work.add(attendees=[{"email": GUEST}, {"email": "x@y.example"}], guestsCanSeeOtherGuests=False)
    [event] = Work(simulator, GUEST).list().events
    assert not event.meeting.attendees_complete
    assert [one.email for one in event.meeting.attendees] == [GUEST]


def test_a_calendar_one_may_only_read(simulator, work):
    """Everything in a calendar shared for reading is read-only (promise 34)."""
    carla = Work(simulator, "carla@example.org")
    carla.add(summary="Carla's")
    carla.add(summary="Secret", visibility="private")
    simulator.world.share(carla.calendar_id, OWN, "reader")
    listing = work.client.changes(carla.calendar_id, "", Window())
    assert sorted(one.meeting.title for one in listing.events) == ["Busy", "Carla's"]
    assert all(one.read_only for one in listing.events)


def test_a_calendar_that_only_shows_busy_times(simulator, work):
    """A calendar shared as busy times only gives blocks without any text (promise 38)."""
    carla = Work(simulator, "carla@example.org")
    carla.add(summary="Secret", location="Secret")
    simulator.world.share(carla.calendar_id, OWN, "freeBusyReader")
    [event] = work.client.changes(carla.calendar_id, "", Window()).events
    assert (event.meeting.title, event.meeting.location) == ("Busy", "")


def test_a_calendar_that_is_gone(work):
    """A calendar that no longer exists is said to be gone, not empty (promise 6)."""
    with pytest.raises(Gone):
        work.client.changes("gone@group.calendar.google.com", "", Window())


def test_other_kinds_are_listed(work):
    """Focus time and absences are shown; they are read-only (next ten)."""
    work.add(summary="", eventType="focusTime", focusTimeProperties={"chatStatus": "doNotDisturb"})
    [event] = work.list().events
    assert (event.meeting.title, event.read_only) == ("Focus time", True)


def test_the_calendars(work, simulator):
    """All calendars are listed, the primary one first, with what one may do in them."""
    simulator.world.add_calendar(OWN, "Another")
    foreign = simulator.world.add_calendar("carla@example.org", "Holidays")
    simulator.world.share(foreign.id, OWN, "reader")
    found = work.client.calendars()
    assert [(one.name, str(one.access)) for one in found[:1]] == [(OWN, "own")]
    assert {(one.name, str(one.access)) for one in found[1:]} == {
        ("Another", "own"),
        ("Holidays", "read"),
    }
    assert found[0].primary
    assert found[0].zone == "Europe/Paris"
    assert found[0].color.startswith("#")
    assert found[0].default_reminders == (("popup", 30),)


def test_many_calendars_come_in_pages(simulator):
    """An account with hundreds of calendars shows them all; those it hid for good are left out."""
    for number in range(260):
        simulator.world.add_calendar(OWN, f"Calendar {number}")
    assert len(Work(simulator).client.calendars()) == 261
    assert read_calendar({"id": "x", "deleted": True}) is None
    assert read_calendar({"summary": "without id"}) is None
    assert read_calendar({"id": "x"}).zone == "UTC"
    assert read_calendar({"id": "x", "accessRole": "new"}).access is Access.FREE_BUSY


def test_reading_what_cannot_be_read(work):
    """Asking for an event that cannot be read tells so."""
    bad = work.add()
    work.calendar.copies[bad.id].fields["recurrence"] = ["RRULE:FREQ=SECONDLY;BYDAY=9MO"]
    work.google.journal.clear()
    with pytest.raises(Refused):
        work.client.get(OWN, bad.id)


def test_reading_a_deleted_event(work):
    """A deleted event is told as one when it is asked for."""
    event = work.make()
    work.do(work.deleting(event))
    assert work.get(event).meeting is None


def test_reading_one_series(work):
    """One series is read whole, in two requests."""
    made = work.add_series()
    work.person().edit(instance(made, FIRST), {"summary": "First"})
    used = work.counting()
    event = work.client.get(OWN, made.id)
    assert used() == 2
    assert [one.original for one in event.meeting.recurrence.overrides] == [FIRST]


def test_long_exceptions_come_in_pages(work, simulator):
    """A series with more exceptions than a page holds is read to the end."""
    made = work.add_series()
    for original in (FIRST, SECOND, THIRD):
        work.person().edit(instance(made, original), {"summary": "Special"})
    simulator.world.settings.max_page_size = 1
    assert len(work.client.get(OWN, made.id).meeting.recurrence.overrides) == 3


def test_what_was_written_is_no_echo(work):
    """What our own write returned is what the next round shows (promise 5)."""
    cursor = work.list().cursor
    made = work.make(SERIES)
    made = work.change(made, cancelled=frozenset({SECOND}), overrides={THIRD: {"title": "x"}})
    assert work.list(cursor).events == (made,)
    assert work.apply(create(SERIES))[0].event == made
