"""Whole passes in which something goes wrong."""

from datetime import UTC, datetime
from unittest.mock import patch

from odoo.tests import tagged

from ..core.changes import MeetingChanges
from ..core.errors import Refused, Unreachable
from ..core.values import Meeting
from ..engine.memory import MemoryProvider
from ..engine.ports import Changes
from .pass_case import PassCase


@tagged("post_install", "-at_install")
class TestSafety(PassCase):
    """Nothing lost, nothing doubled, nobody mailed by surprise."""

    def test_first_sync_exports_nothing(self):
        """Connecting with meetings on both sides writes nothing there (promise 1)."""
        self.account._become_disconnected()
        for number in range(5):
            self.event(name=f"Old {number}")
        self.commit()
        self.account._become_active()
        self.service.create(self.here, Meeting(span=self.at(12), title="Theirs"))
        version = self.service.version
        self.sync()
        self.assertEqual(self.service.version, version)
        self.assertEqual(self.service.mails, [])

    def test_lost_answer_to_a_create(self):
        """A create whose answer is lost leaves one event on each side (promise 2)."""
        event = self.event()
        self.service.fail(Unreachable("cut off"), after=True)
        self.sync()
        link = self.links.search([])
        self.assertEqual(link.error_code, "Unreachable")
        link.next_attempt = False
        self.sync()
        self.assertEqual(self.remote().title, "Review")
        self.assertEqual(self.here_events(), event)
        self.assertFalse(link.error_code)

    def test_edit_after_a_lost_answer(self):
        """An edit made after the answer to a create was lost is sent with the retry (promise 9)."""
        event = self.event()
        self.service.fail(Unreachable("cut off"), after=True)
        self.sync()
        event.write({"name": "Edited since"})
        self.service.now = datetime(2026, 1, 1, tzinfo=UTC)
        self.sync()
        self.assertEqual(self.remote().title, "Edited since")
        self.assertEqual(event.name, "Edited since")

    def test_fetched_although_it_could_not_be_sent(self):
        """What was fetched while sending failed is no edit of ours when it changes again (9)."""
        self.account.conflict_policy = "local"
        event = self.event(name="Review")
        self.sync()
        link = self.links.search([("event_id", "=", event.id)])
        event.write({"location": "Room 1"})
        self.service.change(self.here, link.remote_id, MeetingChanges({"title": "First"}))
        self.service.fail(Refused("not now"))
        self.sync()
        self.assertEqual((event.name, link.error_code), ("First", "Refused"))
        self.service.change(self.here, link.remote_id, MeetingChanges({"title": "Second"}))
        link.next_attempt = False
        self.sync()
        self.assertEqual(event.name, "Second")
        self.assertEqual((self.remote().title, self.remote().location), ("Second", "Room 1"))

    def test_one_bad_event_stops_no_other(self):
        """A meeting the provider refuses is set aside with its reason (promise 20)."""
        bad, good = self.event(name="Bad"), self.event(name="Good")
        self.commit()
        bad_link = self.links.search([("event_id", "=", bad.id)])
        self.service.fail(Refused("no such field"), remote_id=bad_link._new_remote_id(), times=9)
        self.sync()
        self.assertEqual(self.remote().title, "Good")
        self.assertEqual(bad_link.error_code, "Refused")
        self.assertTrue(bad_link.next_attempt)
        self.service.faults.clear()
        bad.write({"location": "Elsewhere"})
        self.sync()
        self.assertEqual(len(self.service.meetings(self.here)), 2)
        self.assertTrue(good.active)

    def test_expired_cursor(self):
        """After an expired cursor everything is matched, nothing doubled (promise 21)."""
        self.event()
        self.service.create(self.here, Meeting(span=self.at(12), title="Theirs"))
        self.sync()
        before = self.writes()
        self.service.expire_cursors(self.here)
        self.sync()
        self.assertEqual(self.writes(), before)

    def test_full_listing_says_nothing_of_what_is_outside(self):
        """What lies outside the listed time is neither deleted nor asked for (promise 6)."""
        old = self.event(start=datetime(2020, 1, 5, 9), stop=datetime(2020, 1, 5, 10))
        self.event(name="Coming")
        self.sync()
        self.service.expire_cursors(self.here)
        self.assertEqual(self.sync(), 2, "the refused listing and the full one")
        self.assertTrue(old.active)

    def test_deleted_while_the_cursor_was_dead(self):
        """What was deleted there meanwhile is deleted here, not made again (promise 8)."""
        first, second = self.event(name="First"), self.event(name="Second")
        self.sync()
        link = self.links.search([("event_id", "=", first.id)])
        self.service.delete(self.here, link.remote_id)
        self.service.expire_cursors(self.here)
        self.sync()
        self.assertEqual((first.active, second.active), (False, True))
        self.assertEqual(len(self.service.meetings(self.here)), 1)

    def test_empty_listing_deletes_nothing(self):
        """A calendar that comes back empty is a question, not a deletion (promise 6)."""
        event = self.event()
        self.sync()
        self.service.shelf(self.here).events.clear()
        self.service.expire_cursors(self.here)
        self.sync()
        self.assertTrue(event.active)
        self.assertEqual(self.account.state, "held")
        self.assertEqual(self.account.error_code, "EmptyCalendar")

    def _emptied(self):
        """Have the last meeting deleted there while the cursor is dead; return it here."""
        event = self.event()
        self.sync()
        self.service.delete(self.here, self.remote_id())
        self.service.expire_cursors(self.here)
        self.sync()
        self.assertEqual((event.active, self.account.error_code), (True, "EmptyCalendar"))
        return event

    def test_a_calendar_that_is_empty(self):
        """Who looked at it is asked what would be deleted, and says yes (promises 6, 7, 8)."""
        event = self._emptied()
        self.account.with_user(self.anna).action_resume()
        self.sync()
        self.assertTrue(event.active)
        self.assertEqual((self.account.state, self.account.error_code), ("held", "DeletionsHeld"))
        titles = [title for _side, _key, title, _start in self.calendar.held_details]
        self.assertEqual(titles, ["Review"])
        self.account.with_user(self.anna).action_approve_deletions()
        self.sync()
        self.assertFalse(event.active)
        self.assertEqual((self.account.state, self.account.error_code), ("active", False))
        self.assertFalse(self.calendar.approved_deletions)

    def test_an_empty_calendar_keeps_what_is_here(self):
        """Or says no: what is here stays, and synchronisation goes on (promise 6)."""
        event = self._emptied()
        self.account.with_user(self.anna).action_resume()
        self.sync()
        self.account._keep_held()
        self.sync()
        self.assertTrue(event.active)
        self.assertEqual(self.account.state, "active")
        self.service.create(self.here, Meeting(span=self.at(12), title="Theirs"))
        self.sync()
        self.assertEqual(len(self.env["calendar.event"].search([("name", "=", "Theirs")])), 1)

    def test_an_empty_calendar_that_is_none(self):
        """Asked for by their ids the meetings are still there: nothing goes (promise 6)."""
        event = self.event()
        self.sync()
        shelf = self.service.shelf(self.here)
        nothing = patch.object(
            MemoryProvider,
            "changes",
            lambda one, *_args: Changes((), str(one.service.version), True),
        )
        with nothing:
            self.sync()
            self.assertEqual(self.account.error_code, "EmptyCalendar")
            self.account.with_user(self.anna).action_resume()
            self.sync()
        self.assertEqual((event.active, self.account.state), (True, "active"))
        self.assertEqual(len(shelf.events), 1)

    def test_mass_deletion_waits(self):
        """Many deletions wait for a person, and approving lets just these through (promise 7)."""
        for number in range(40):
            self.service.create(self.here, Meeting(span=self.at(9), title=f"E{number}"))
        self.sync()
        events = self.here_events()
        self.assertEqual(len(events), 40)
        for remote_id in list(self.service.meetings(self.here))[:30]:
            self.service.delete(self.here, remote_id)
        self.sync()
        self.assertEqual(len(events.filtered("active")), 40)
        self.assertEqual(self.account.state, "held")
        self.account.action_approve_deletions()
        self.sync()
        self.assertEqual(len(events.filtered("active")), 10)
        self.assertEqual(self.account.state, "active")

    def test_archiving_many_waits(self):
        """Thirty of forty archived here stay there until a person says yes (promises 7, 44)."""
        events = self.env["calendar.event"].union(*(self.event(name=f"E{n}") for n in range(40)))
        self.sync()
        events[:30].action_archive()
        self.sync()
        self.assertEqual(len(self.service.meetings(self.here)), 40)
        self.assertEqual((self.account.state, self.account.error_code), ("held", "DeletionsHeld"))
        self.account.action_approve_deletions()
        self.sync()
        self.assertEqual(len(self.service.meetings(self.here)), 10)

    def test_pause_catches_up(self):
        """Changes made while stopped are sent once, as they are in the end (promise 51)."""
        event = self.event()
        self.sync()
        self.account._become_stopped()
        for name in ("One", "Two", "Three"):
            event.write({"name": name})
        version = self.service.version
        self.sync()
        self.assertEqual(self.service.version, version)
        self.account._become_active()
        self.sync()
        self.assertEqual(self.remote().title, "Three")
        self.assertEqual(self.service.version, version + 1)

    def test_dead_grant(self):
        """A withdrawn grant needs its user; what is pending is kept (promise 29)."""
        self.event()
        self.service.revoked.add(self.anna.email)
        self.sync()
        self.assertEqual(self.account.state, "needs_reconnect")
        self.assertTrue(self.dirty())
