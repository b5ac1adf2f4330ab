"""What a change of mind brings about: it lets more through, and deletes nothing by itself."""

from copy import deepcopy
from datetime import UTC, datetime, timedelta

from odoo import fields
from odoo.exceptions import ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..core.calendars import Access
from ..core.values import Meeting, Timed
from .test_choices import ChoicesCase


@tagged("post_install", "-at_install")
class TestEnabling(ChoicesCase):
    """Which calendars are kept in step."""

    def team(self, **values):
        """Return another calendar of Anna's, not enabled, with one meeting on it."""
        self.service.add_calendar(self.anna.email, "team")
        self.service.create("team", Meeting(span=self.at(9), title="Team lunch"))
        return self.env["calendar.sync.calendar"].create(
            {"account_id": self.account.id, "remote_id": "team", "name": "Team", **values}
        )

    def test_enabling_lists_it(self):
        """A calendar that is chosen is read at the next pass, and the account is due at once."""
        team = self.team()
        self.sync()
        self.assertFalse(self.named("Team lunch"))
        self.choose(team, enabled=True)
        self.assertIn(self.account, self.env["calendar.sync.account"].search(self.due()))
        self.sync()
        self.assertTrue(self.named("Team lunch"))

    def due(self):
        """Return the domain of the accounts a worker takes now."""
        return self.env["calendar.sync.account"]._due_domain()

    def test_disabling_keeps_what_is_here(self):
        """A calendar that is no longer chosen leaves its meetings, on both sides."""
        team = self.team(enabled=True)
        self.sync()
        event = self.named("Team lunch")
        self.choose(team, enabled=False)
        self.service.delete("team", next(iter(self.service.meetings("team"))))
        self.sync()
        self.assertTrue(event.active)

    def test_disabled_calendars_keep_no_worker_busy(self):
        """An edit of a meeting on a calendar that is not chosen waits, and wakes nobody."""
        team = self.team(enabled=True)
        self.sync()
        self.choose(team, enabled=False)
        self.sync()
        self.named("Team lunch").write({"location": "Roof"})
        self.commit()
        self.assertFalse(self.account._has_backlog())
        self.assertNotIn(self.account, self.env["calendar.sync.account"].search(self.due()))
        self.choose(team, enabled=True)
        self.sync()
        [meeting] = self.service.meetings("team").values()
        self.assertEqual(meeting.location, "Roof")

    def test_new_meetings_go_where_it_was_chosen(self):
        """The chosen calendar gets new meetings; those that are elsewhere stay there."""
        old = self.event(name="Old")
        self.sync()
        team = self.team(enabled=True)
        self.account.with_user(self.anna).push_calendar_id = team
        self.event(name="New")
        old.write({"location": "Here"})
        self.sync()
        self.assertEqual(self.titles(), ["Old"])
        there = [one.title for one in self.service.meetings("team").values()]
        self.assertEqual(sorted(there), ["New", "Team lunch"])

    def test_what_cannot_be_written_gets_none(self):
        """A calendar that is only read, or somebody else's, is not offered new meetings."""
        self.service.add_calendar(self.anna.email, "holidays", Access.READ)
        read_only = self.team(access="read", direction="pull")
        with self.assertRaises(ValidationError):
            self.account.with_user(self.anna).push_calendar_id = read_only
        with self.assertRaises(ValidationError):
            self.choose(read_only, direction="both")
        other = self._connect(self.ben).calendar_ids
        with mute_logger("odoo.addons.base.models.ir_rule"), self.assertRaises(ValidationError):
            self.account.with_user(self.anna).push_calendar_id = other


@tagged("post_install", "-at_install")
class TestWindow(ChoicesCase):
    """How far back and ahead."""

    def at_day(self, days):
        """Return an hour some days from today."""
        start = (fields.Datetime.now() + timedelta(days=days)).replace(minute=0, second=0)
        start = start.replace(microsecond=0, tzinfo=self.at(9).start.tzinfo)
        return Timed(start, start + timedelta(hours=1), "UTC")

    def test_fewer_days_remove_nothing(self):
        """Narrowing the window leaves everything, also when all is listed anew."""
        self.service.create(self.here, Meeting(span=self.at_day(300), title="Far"))
        self.service.create(self.here, Meeting(span=self.at_day(2), title="Near"))
        self.sync()
        self.choose(past_days=5, future_days=30)
        self.service.expire_cursors(self.here)
        self.sync()
        self.assertEqual(self.named("Far").active, True)
        self.assertEqual(len(self.service.meetings(self.here)), 2)

    def test_fewer_days_with_nothing_in_them(self):
        """A short window in which there is nothing is no calendar that came back empty."""
        self.service.create(self.here, Meeting(span=self.at_day(300), title="Far"))
        self.sync()
        self.choose(future_days=30)
        self.service.expire_cursors(self.here)
        self.sync()
        self.assertEqual((self.account.state, self.named("Far").active), ("active", True))

    def test_more_days_bring_more(self):
        """Widening the window fetches what lies in it."""
        self.choose(future_days=30)
        self.service.create(self.here, Meeting(span=self.at_day(300), title="Far"))
        self.sync()
        self.assertFalse(self.named("Far"))
        self.choose(future_days=0)
        self.sync()
        self.assertTrue(self.named("Far"))

    def test_days_are_not_negative(self):
        """A number of days, or none for no limit."""
        with self.assertRaises(ValidationError):
            self.choose(past_days=-1)


@tagged("post_install", "-at_install")
class TestDirection(ChoicesCase):
    """Both ways, only to here, only from here."""

    def test_only_from_here_and_back(self):
        """What was missed is caught up with; what was deleted there meanwhile stays here."""
        event = self.event(name="Ours")
        deleted = self.event(name="Deleted there")
        self.sync()
        self.choose(direction="push")
        links = self.links.search([])
        remote = {one.event_id: one.remote_id for one in links}
        self.service.delete(self.here, remote[deleted])
        self.theirs("Theirs")
        self.sync()
        self.assertFalse(self.named("Theirs"))
        self.choose(direction="both")
        self.sync()
        self.assertTrue(self.named("Theirs"))
        self.assertEqual((event.active, deleted.active), (True, True))

    def test_only_to_here_and_back(self):
        """Edits made here while nothing was sent are sent once it may be."""
        event = self.event()
        self.sync()
        self.choose(direction="pull")
        event.write({"name": "Edited"})
        self.sync()
        self.assertEqual(self.remote().title, "Review")
        self.choose(direction="both")
        self.sync()
        self.assertEqual(self.remote().title, "Edited")


@tagged("post_install", "-at_install")
class TestPrivacy(ChoicesCase):
    """Full details or busy times only."""

    def test_details_go_and_come(self):
        """Busy only removes details of what came from there, full returns them (promise 50)."""
        self.theirs("Board", location="Room 1")
        self.sync()
        event = self.named("Board")
        self.choose(privacy_mode="busy")
        self.sync()
        self.assertEqual((event.name, event.location), ("Busy", False))
        self.assertEqual(self.remote().title, "Board")
        self.choose(privacy_mode="full")
        self.sync()
        self.assertEqual((event.name, event.location), ("Board", "Room 1"))

    def test_what_was_made_here_keeps_its_details(self):
        """A meeting made here is known here: moved there, it keeps its title (promise 9)."""
        event = self.event()
        self.sync()
        self.choose(privacy_mode="busy")
        self.sync()
        self.change_there(span=self.at(14))
        self.sync()
        self.assertEqual((event.name, event.start.hour), ("Review", 14))
        self.assertEqual(self.remote().title, "Review")


@tagged("post_install", "-at_install")
class TestConflict(ChoicesCase):
    """Who wins when both sides gave the same meeting another title."""

    def clash(self, policy, hours):
        """Return the titles on both sides, and the history, after a clash.

        :param hours: how long after the edit here there was one there
        """
        self.account.with_user(self.anna).conflict_policy = policy
        event = self.event(name=policy)
        self.sync()
        event.name = "Mine"
        self.commit()
        self.service.now = datetime.now(UTC) + timedelta(hours=hours)
        self.change_there(title="Theirs")
        self.sync()
        return (event.name, self.remote().title), "".join(event.message_ids.mapped("body"))

    def decided(self, policy, hours, wins, loses):
        """Check who wins, that both sides say so, and that the loser is kept in the history."""
        with self.env.cr.savepoint() as point:
            service = deepcopy(self.service)
            titles, history = self.clash(policy, hours)
            self.assertEqual(titles, (wins, wins), (policy, hours))
            self.assertIn(loses, history)
            type(self).service = service
            point.rollback()
            self.env.invalidate_all()

    def test_newest(self):
        """The later edit wins, wherever it was made."""
        self.decided("newest", 1, "Theirs", "Mine")
        self.decided("newest", -1, "Mine", "Theirs")

    def test_always_odoo(self):
        """With Odoo first, an older edit made here wins over a newer one made there."""
        self.decided("local", 1, "Mine", "Theirs")
        self.decided("local", -1, "Mine", "Theirs")

    def test_always_the_provider(self):
        """With the provider first, an older edit made there wins over a newer one made here."""
        self.decided("remote", 1, "Theirs", "Mine")
        self.decided("remote", -1, "Theirs", "Mine")
