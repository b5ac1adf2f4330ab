"""Whole passes over series: this event, this and following, all events."""

import re
from datetime import UTC, timedelta

from odoo.fields import Command
from odoo.tests import freeze_time, tagged

from ..core.changes import MeetingChanges
from ..core.identity import occurrence_uid
from ..core.values import Attendee, Meeting, Recurrence, Response, Timed
from ..engine.memory_service import Stored
from .days import monday
from .pass_case import PassCase

HOUR = timedelta(hours=1)


def aware(moment):
    """Return a time of Odoo's as the service has it."""
    return moment.replace(tzinfo=UTC)


@tagged("post_install", "-at_install")
class TestSeriesPass(PassCase):
    """Series, in both directions, as the same kind of change."""

    def test_this_event(self):
        """ "This event" here is one exception there."""
        series = self.weekly()
        self.sync()
        self.occurrences(series)[1].write(
            {
                "recurrence_update": "self_only",
                "start": monday(15, week=1),
                "stop": monday(16, week=1),
            }
        )
        self.sync()
        (override,) = self.remote().recurrence.overrides
        self.assertEqual(override.original.hour, 9)
        self.assertEqual(dict(override.changes)["span"].start.hour, 15)

    def test_all_events(self):
        """ "All events" here changes one series there, in one write."""
        series = self.weekly()
        self.sync()
        version, remote_id = self.service.version, self.remote_id()
        self.occurrences(series)[1].write(
            {
                "recurrence_update": "all_events",
                "start": monday(11, week=1),
                "stop": monday(12, week=1),
            }
        )
        self.sync()
        self.assertEqual(self.remote_id(), remote_id)
        self.assertEqual(self.remote().span.start.hour, 11)
        self.assertEqual(self.service.version, version + 1)

    def test_this_and_following(self):
        """ "This and following" here ends one series there and begins another (promise 14)."""
        series = self.weekly()
        self.sync()
        self.occurrences(series)[2].write({"recurrence_update": "future_events", "name": "Later"})
        self.sync()
        found = sorted(self.service.meetings(self.here).values(), key=lambda one: one.span.start)
        self.assertEqual([one.title for one in found], ["Weekly", "Later"])
        [until] = re.findall(r"UNTIL=(\d{8})", found[0].recurrence.rules[0])
        second, third = (f"{monday(9, week):%Y%m%d}" for week in (1, 2))
        self.assertTrue(second <= until < third, until)
        self.assertEqual(found[1].span.start, aware(monday(9, week=2)))
        before = self.writes()
        self.sync()
        self.assertEqual(self.writes(), before)

    def test_delete_one_following_all(self):
        """Deleting one, the following and all occurrences here does the same there."""
        series = self.weekly()
        self.sync()
        self.occurrences(series)[1].unlink()
        self.sync()
        self.assertEqual(self.remote().recurrence.excluded, {aware(monday(9, week=1))})
        self.occurrences(series)[2].action_mass_deletion("future_events")
        self.sync()
        self.assertIn("UNTIL", self.remote().recurrence.rules[0])
        self.occurrences(series)[0].action_mass_deletion("all_events")
        self.sync()
        self.assertEqual(self.service.meetings(self.here), {})

    def linked(self):
        """Return the title of the remote series that each series here is linked to."""
        there = self.service.meetings(self.here)
        return {one.recurrence_id: there[one.remote_id].title for one in self.links.search([])}

    def split(self, hours):
        """Split a series here, the rest moved by some hours; check which half is linked to which.

        Split at another time, what follows is a new series, and Odoo makes its events anew.
        """
        series = self.weekly()
        self.sync()
        third = self.occurrences(series)[2]
        start, stop = (one + timedelta(hours=hours) for one in (third.start, third.stop))
        moved = {"start": start, "stop": stop} if hours else {}
        third.write({"recurrence_update": "future_events", "name": "Later", **moved})
        self.sync()
        rest = self.env["calendar.event"].search([("name", "=", "Later")]).recurrence_id
        self.assertEqual(self.linked(), {series: "Weekly", rest: "Later"})
        halves = [len(one.calendar_event_ids) for one in (series, rest)]
        self.assertEqual(halves, [2, 3])
        before = self.writes()
        self.sync()
        self.assertEqual(self.writes(), before)

    def test_split_here(self):
        """Both halves of a series that is split here are linked, each to its own (promise 14)."""
        self.split(hours=0)

    def test_split_and_moved_here(self):
        """So are they where the second half is moved to another time (promise 14)."""
        self.split(hours=2)

    def test_remote_exception_arrives(self):
        """An occurrence moved and one cancelled there move and go here (promise 16)."""
        series = self.weekly()
        self.sync()
        originals = [event.start.replace(tzinfo=None) for event in self.occurrences(series)]
        slot = self.remote().span.start
        moved = Timed(slot + timedelta(hours=3), slot + timedelta(hours=4), "Europe/Vienna")
        self.service.change(
            self.here,
            self.remote_id(),
            MeetingChanges(
                overrides={slot: {"span": moved}},
                cancelled=frozenset({slot + timedelta(weeks=1)}),
            ),
        )
        self.sync()
        starts = self.occurrences(series).mapped("start")
        self.assertEqual(starts, [originals[0] + timedelta(hours=3), *originals[2:]])
        before = self.writes()
        self.sync()
        self.assertEqual(self.writes(), before)

    def test_remote_split_arrives(self):
        """ "This and following" made there ends the series here and begins another (promise 14)."""
        series = self.weekly()
        self.sync()
        kept = self.occurrences(series)[2:]
        cut = self.remote().span.start + timedelta(weeks=2)
        rule = f"RRULE:FREQ=WEEKLY;UNTIL={cut - timedelta(seconds=1):%Y%m%dT%H%M%SZ};BYDAY=MO"
        self.service.change(self.here, self.remote_id(), MeetingChanges(rules=(rule,)))
        self.service.create(
            self.here,
            Meeting(
                span=Timed(cut, cut + timedelta(hours=1), "Europe/Vienna"),
                title="Later",
                recurrence=Recurrence(("RRULE:FREQ=WEEKLY;COUNT=3;BYDAY=MO",)),
            ),
        )
        self.sync()
        self.assertEqual(len(series.calendar_event_ids), 2)
        later = self.env["calendar.event"].search([("name", "=", "Later")])
        self.assertEqual(len(later), 3)
        self.assertEqual(later, kept.sorted("start", reverse=True))
        self.assertEqual(self.linked(), {series: "Weekly", later.recurrence_id: "Later"})
        before = self.writes()
        self.sync()
        self.assertEqual(self.writes(), before)


@tagged("post_install", "-at_install")
class TestGuestOfOneOccurrence(PassCase):
    """Anna's series is here; Ben was invited to one occurrence, and has only that one.

    His calendar may be at another provider: all it tells is the series' iCalUID and the slot.
    """

    def setUp(self):
        super().setUp()
        self.theirs = self._connect(self.ben)
        self.series = self.weekly()
        self.second = self.occurrences(self.series)[1]

    def _invite_here(self):
        self.second.write({"partner_ids": [Command.link(self.ben.partner_id.id)]})

    def _invited_there(self):
        """Have the invitation arrive on Ben's calendar, which never has the series."""
        uid = next(iter(self.service.shelf(self.here).events.values())).uid
        self.service.shelf(self.ben.email).events.clear()
        slot = aware(monday(9, week=1))
        only = occurrence_uid(uid, slot)
        event = Stored("single", only, self.anna.email, None)
        meeting = Meeting(
            Timed(slot, slot + HOUR),
            "Weekly",
            attendees=(Attendee(self.anna.email), Attendee(self.ben.email)),
        )
        self.service.store(self.service.shelf(self.ben.email), event, meeting)

    def _state(self):
        attendees = self.second.attendee_ids
        return attendees.filtered(lambda one: one.partner_id == self.ben.partner_id).state

    def _assert_once(self):
        found = self.env["calendar.event"].with_context(active_test=False)
        self.assertEqual(found.search_count([("name", "=", "Weekly")]), 5)

    def test_invited_here(self):
        """The invitation is the occurrence that is here, not another meeting (promise 3)."""
        self._invite_here()
        self.sync()
        self._invited_there()
        self.sync(self.theirs)
        self._assert_once()
        link = self.links.search([("calendar_id.user_id", "=", self.ben.id)])
        self.assertEqual((link.event_id, link.role), (self.second, "guest"))

    def test_answers_pass(self):
        """Answers to it go both ways, nothing else does, and it comes to rest (promises 5, 36)."""
        self.test_invited_here()
        self.service.answer(self.ben.email, "single", Response.ACCEPTED)
        self.change_there(self.ben.email, title="Ben's own title")
        self.sync(self.theirs)
        self.assertEqual((self._state(), self.second.name), ("accepted", "Weekly"))
        self.second.attendee_ids.filtered(
            lambda one: one.partner_id == self.ben.partner_id
        ).with_user(self.ben).do_decline()
        self.sync(self.theirs)
        there = self.remote(self.ben.email)
        self.assertEqual(there.attendee(self.ben.email).response, Response.DECLINED)
        with freeze_time(self.env.cr.now().replace(microsecond=0)):
            self.sync(self.account | self.theirs)
            before = self.writes()
            self.sync(self.account | self.theirs)
        self.assertEqual(self.writes(), before)

    def test_the_guest_throws_it_away(self):
        """Deleted from the guest's calendar it is declined; the series stays as it is."""
        self.test_invited_here()
        self.service.delete(self.ben.email, "single")
        self.sync(self.theirs)
        self.assertEqual((self._state(), self.second.active), ("declined", True))
        self._assert_once()

    def test_invited_before_the_series_is_here(self):
        """A single event that came first becomes the occurrence when its series comes."""
        first, second = aware(monday(8)), aware(monday(8, week=1))
        self.service.create(
            self.here,
            Meeting(
                Timed(first, first + HOUR, "Europe/Vienna"),
                "Late",
                recurrence=Recurrence(("RRULE:FREQ=WEEKLY;COUNT=3;BYDAY=MO",)),
            ),
            "late",
        )
        event = Stored(
            "single",
            occurrence_uid("late@memory.example", second),
            self.anna.email,
            None,
        )
        span = Timed(second, second + HOUR)
        both = (Attendee(self.anna.email), Attendee(self.ben.email, response=Response.ACCEPTED))
        self.service.store(
            self.service.shelf(self.ben.email), event, Meeting(span, "Late", attendees=both)
        )
        self.sync(self.theirs)
        self.assertEqual(len(self.env["calendar.event"].search([("name", "=", "Late")])), 1)
        self.sync()
        found = self.env["calendar.event"].search([("name", "=", "Late")], order="start")
        self.assertEqual(len(found), 3)
        link = self.links.search([("calendar_id.user_id", "=", self.ben.id)])
        self.assertEqual(link.event_id, found[1])
        self.sync(self.theirs)
        self.assertEqual(len(self.env["calendar.event"].search([("name", "=", "Late")])), 3)

    def test_the_occurrence_is_made_anew(self):
        """An occurrence that goes takes the link along and sends nobody's refusal (promise 8)."""
        self.test_invited_here()
        self.second.unlink()
        self.sync(self.theirs)
        self.assertTrue(self.service.meetings(self.ben.email))
        self.assertFalse(self.links.search([("calendar_id.user_id", "=", self.ben.id)]))
