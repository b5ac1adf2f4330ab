"""Writes that concern people: copies for one alone, mails, video calls."""

from __future__ import annotations

from dataclasses import replace

import pytest

from odoo.addons.calendar_sync_base.core.actions import Notify, Role
from odoo.addons.calendar_sync_base.core.mail import mails_caused
from odoo.addons.calendar_sync_base.core.values import Attendee, Conference, Person

from ..contracts.harness import GUEST, OWN, STRANGER
from .work import FIRST, HOUR, INVITED, SERIES, SINGLE, WITH_EXCEPTIONS, Work, create

TWO = (Attendee(GUEST), Attendee(STRANGER, optional=True))


class TestCopies:
    """Private copies of what somebody else organizes."""

    BOSS = replace(
        WITH_EXCEPTIONS,
        organizer=Person("boss@elsewhere.example", "Boss"),
        attendees=(Attendee(OWN), Attendee(GUEST)),
    )

    def test_a_copy_reaches_nobody(self, simulator, work):
        """A copy has everything but people, whom Graph would mail (promise 1)."""
        event = work.make(self.BOSS, role=Role.COPY, notify=Notify.ALL)
        assert event.meeting == replace(self.BOSS, attendees=())
        assert event.marker == "uid-1"
        assert work.mails() == []
        assert Work(simulator, GUEST).list().events == ()

    def test_a_copy_made_twice_is_one(self, work):
        """Making a copy again finds it, and invites nobody to it."""
        first = work.make(self.BOSS, role=Role.COPY)
        (again,) = work.apply(create(self.BOSS, role=Role.COPY))
        assert (again.adopted, again.event) == (True, first)
        assert work.mails() == []

    def test_a_single_copy(self, work):
        """A copy of a single meeting stays its owner's alone, too, whoever is invited."""
        event = work.make(replace(SINGLE, attendees=TWO), role=Role.COPY)
        used = work.counting()
        same = work.change(event, role=Role.COPY, fields={"attendees": TWO})
        assert (same, used()) == (event, 1)
        assert work.mails() == []

    def test_a_copy_is_changed_silently(self, work):
        """A copy follows its meeting, people aside, without a mail."""
        event = work.make(self.BOSS, role=Role.COPY)
        changed = work.change(
            event, Notify.ALL, Role.COPY, fields={"title": "New", "attendees": self.BOSS.attendees}
        )
        assert changed.meeting == replace(self.BOSS, title="New", attendees=())
        work.do(work.deleting(changed, role=Role.COPY))
        assert work.mails() == []


class TestMails:
    """What the plan counts is what Graph mails, told or not."""

    @staticmethod
    def planned(*actions):
        """Return the mails a plan would count for Graph."""
        return sorted(mails_caused(actions, OWN, silent=False))

    @pytest.mark.parametrize("meeting", [SINGLE, SERIES, WITH_EXCEPTIONS])
    @pytest.mark.parametrize("people", [(), INVITED, TWO])
    def test_a_creation(self, work, meeting, people):
        """A new meeting, series and exceptions or not, invites each guest once (promise 4)."""
        action = create(replace(meeting, attendees=people))
        event = work.do(action)
        assert sorted(work.mails()) == self.planned(action)
        assert {one.email for one in event.meeting.attendees} == {one.email for one in people}

    @pytest.mark.parametrize(
        "fields",
        [
            {"title": "New"},
            {"description": "<p>New</p>"},
            {"location": "Room 7"},
            {"span": replace(SINGLE.span, end=SINGLE.span.end + HOUR)},
            {"attendees": TWO},
            {"attendees": ()},
            {"attendees": (Attendee(STRANGER),)},
            {"attendees": (Attendee(GUEST, optional=True),)},
            {"title": "New", "attendees": TWO},
        ],
    )
    @pytest.mark.parametrize("meeting", [SINGLE, SERIES])
    def test_a_change(self, work, meeting, fields):
        """A change mails those whom the plan names, for the reasons it names."""
        made = work.make(replace(meeting, attendees=INVITED))
        before = len(work.mails())
        action = work.changing(made, fields=fields)
        work.do(action)
        assert sorted(work.mails()[before:]) == self.planned(action)

    @pytest.mark.parametrize("name", ["reminders"])
    def test_a_private_change(self, work, name):
        """A change of what is one's own mails nobody (promise 45)."""
        made = work.make(replace(SINGLE, attendees=INVITED))
        before = len(work.mails())
        action = work.changing(
            made, fields={name: replace(SINGLE.reminders, overrides=frozenset())}
        )
        work.do(action)
        assert work.mails()[before:] == self.planned(action) == []

    def test_a_deletion(self, work):
        """A deletion is told to every guest once; a guest's own reaches nobody."""
        made = work.make(replace(SERIES, attendees=TWO))
        before = len(work.mails())
        action = work.deleting(made)
        work.do(action)
        assert sorted(work.mails()[before:]) == self.planned(action)

    def test_a_guests_deletion(self, simulator, work):
        """Who throws an invitation away takes the own copy out, and tells nobody."""
        work.make(replace(SINGLE, attendees=INVITED))
        ben = Work(simulator, GUEST)
        [copy] = ben.list().events
        before = len(simulator.world.mails)
        action = ben.deleting(copy, role=Role.GUEST)
        ben.do(action)
        assert len(simulator.world.mails) == before
        assert self.planned(action) == []
        assert len(work.list().events) == 1

    def test_one_changed_occurrence(self, work):
        """One changed occurrence mails each guest once."""
        made = work.make(replace(SERIES, attendees=TWO))
        before = len(work.mails())
        action = work.changing(made, overrides={FIRST: {"location": "Garden"}})
        work.do(action)
        assert sorted(work.mails()[before:]) == self.planned(action)


class TestCalls:
    """Video calls (promise 39)."""

    def test_a_wish_becomes_a_link(self, work):
        """A wished-for call is made by Teams, and only once."""
        wished = replace(SINGLE, conference=Conference(requested=True))
        event = work.make(wished)
        assert "teams" in event.meeting.conference.url
        assert work.apply(create(wished))[0].event == event

    def test_a_call_survives_other_edits(self, work):
        """An edit of the text keeps the call that stands in it, and the other way round."""
        event = work.make(replace(SINGLE, conference=Conference(requested=True)))
        call = event.meeting.conference
        event = work.change(event, fields={"description": "<p>Agenda</p>"})
        assert event.meeting.conference == call
        assert "Agenda" in event.meeting.description

    @pytest.mark.parametrize(
        "url", ["https://odoo.example/calendar/join_videocall/x", "https://zoom.us/j/1"]
    )
    def test_a_link_of_odoo_is_kept(self, work, url):
        """A link from Odoo is there, and stays when something else changes on either side."""
        event = work.make(replace(SINGLE, conference=Conference(url)))
        assert event.meeting.conference == Conference(url)
        work.person().edit(event.remote_id, {"subject": "Other"})
        event = work.change(work.get(event), fields={"location": "Room 1"})
        assert event.meeting.conference == Conference(url)
        assert event.meeting.location == "Room 1"
