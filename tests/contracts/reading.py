"""The contract of reading: calendars, listings, cursors."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from odoo.addons.calendar_sync_base.core.calendars import Access
from odoo.addons.calendar_sync_base.core.changes import MeetingChanges
from odoo.addons.calendar_sync_base.core.errors import (
    CursorExpired,
)
from odoo.addons.calendar_sync_base.core.identity import remote_id
from odoo.addons.calendar_sync_base.core.values import (
    Recurrence,
    Timed,
)

from .bench import (
    DATABASE,
    HOUR,
    SINGLE,
    ZONE,
    assert_same,
    create,
)
from .harness import OWN


class Reading:
    """Calendars, listings, cursors."""

    def test_calendars_primary_first(self, harness):
        """The account's own calendar is the first, and it may be written."""
        first = harness.provider().calendars()[0]
        assert first.primary
        assert first.access is Access.OWN

    def test_empty_calendar_has_a_cursor(self, bench):
        """A listing without events still says where to go on."""
        listing = bench.listing()
        assert listing.events == ()
        assert listing.full
        assert listing.cursor

    def test_nothing_changed_is_one_request(self, bench):
        """A second look at an unchanged calendar is one request and brings nothing (promise 5)."""
        bench.do(create())
        cursor = bench.listing().cursor
        before = bench.provider.requests
        again = bench.listing(cursor)
        assert (again.events, again.full) == ((), False)
        assert bench.provider.requests - before == again.requests == 1

    def test_a_persons_new_meeting_is_listed(self, harness, bench):
        """What a person adds is in the next listing, whole."""
        cursor = bench.listing().cursor
        made = harness.person().create(SINGLE)
        (event,) = bench.listing(cursor).events
        assert event.remote_id == made
        assert event.organizer_self
        assert event.uid
        assert_same(harness, event.meeting, SINGLE)

    def test_a_persons_change_is_listed(self, harness, bench):
        """What a person changes is in the next listing, with another etag."""
        person = harness.person()
        made = person.create(SINGLE)
        before = bench.get(made)
        cursor = bench.listing().cursor
        person.change(made, MeetingChanges({"title": "Moved up"}))
        (event,) = bench.listing(cursor).events
        assert event.meeting.title == "Moved up"
        assert event.etag != before.etag

    def test_a_deletion_is_listed(self, harness, bench):
        """A deletion is told as one, never by mere absence (promise 6)."""
        person = harness.person()
        made = person.create(SINGLE)
        cursor = bench.listing().cursor
        person.delete(made)
        assert [(one.remote_id, one.meeting) for one in bench.listing(cursor).events] == [
            (made, None)
        ]

    def test_a_full_listing_shows_no_deleted(self, harness, bench):
        """A full listing shows what is there."""
        person = harness.person()
        person.delete(person.create(SINGLE))
        kept = person.create(SINGLE)
        assert [one.remote_id for one in bench.live()] == [kept]

    def test_a_full_listing_keeps_to_the_window(self, harness, bench):
        """A full listing leaves out what is long past; it is still there when asked for."""
        old = datetime(2024, 3, 4, 8, tzinfo=UTC)
        made = harness.person().create(replace(SINGLE, span=Timed(old, old + HOUR, "UTC")))
        assert bench.live() == []
        assert bench.get(made).meeting is not None

    def test_a_series_that_began_before_the_window_is_listed(self, harness, bench):
        """A series with occurrences in the window is there, from its very start (promise 49)."""
        start = datetime(2025, 11, 3, 8, tzinfo=UTC)
        weekly = Recurrence(("RRULE:FREQ=WEEKLY;COUNT=20;BYDAY=MO",))
        early = replace(SINGLE, span=Timed(start, start + HOUR, ZONE), recurrence=weekly)
        made = harness.person().create(early)
        (event,) = bench.live()
        assert event.remote_id == made
        assert event.meeting.span.start == start

    def test_an_expired_cursor_is_said(self, harness, bench):
        """A cursor that is no longer valid is an error of its own (promise 21)."""
        cursor = bench.listing().cursor
        harness.expire_cursors()
        with pytest.raises(CursorExpired):
            bench.listing(cursor)
        assert bench.listing().full

    def test_a_foreign_cursor_is_expired(self, bench):
        """What is no cursor at all is treated as an expired one."""
        with pytest.raises(CursorExpired):
            bench.listing("this is no cursor")

    def test_many_events_are_all_listed(self, bench):
        """A listing of several pages is complete."""
        actions = [create(uid=f"{number}@odoo.example") for number in range(60)]
        outcomes = bench.provider.apply(bench.calendar, actions)
        assert [one.error for one in outcomes if one.error] == []
        assert len(bench.live()) == 60

    def test_an_unknown_event_is_none(self, bench):
        """Asking for what never was is no error."""
        assert bench.get(remote_id(DATABASE, "never", OWN)) is None
