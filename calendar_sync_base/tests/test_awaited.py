"""Edits of a meeting that a guest's calendar brought before its organizer's has shown it."""

from unittest.mock import patch

import psycopg2

from odoo.exceptions import ConcurrencyError
from odoo.tests import tagged

from ..core.values import Attendee, Meeting
from ..engine.memory import MemoryProvider
from ..engine.ports import Changes
from .pass_case import PassCase


@tagged("post_install", "-at_install")
class TestAwaited(PassCase):
    """Anna invited Ben on her own calendar; so far only his account was synchronised."""

    silent = True

    @classmethod
    def open(cls, account):
        """Return a connection to a provider that can be silent, or cannot."""
        cls.provider = MemoryProvider(cls.service, account.email, silent=cls.silent)
        return cls.provider

    def setUp(self):
        super().setUp()
        self.theirs = self._connect(self.ben)
        guests = (Attendee(self.ben.email),)
        self.service.create(self.here, Meeting(span=self.at(9), title="Lunch", attendees=guests))
        self.sync(self.theirs)
        self.service.mails.clear()
        self.meeting = self.env["calendar.event"].search([("name", "=", "Lunch")])
        self.assertEqual(self.meeting.user_id, self.anna)

    def _sync_not_listing(self):
        """Synchronise Anna's calendar while the provider does not list the meeting yet."""
        nothing = Changes((), full=False, cursor="0")
        with patch.object(MemoryProvider, "changes", lambda *_asked: nothing):
            self.sync()

    def _move_to(self, room):
        self.meeting.with_user(self.anna).location = room
        self.sync(self.theirs)

    def test_an_edit_is_written_when_the_event_is_known(self):
        """It waits for the event, makes no second one, and is written then (promises 2, 9)."""
        self._move_to("Room 8")
        self._sync_not_listing()
        self._move_to("Room 9")
        self._sync_not_listing()
        self.assertEqual(len(self.service.meetings(self.here)), 1)
        self.sync()
        self.assertEqual(self.remote().location, "Room 9")
        self.assertFalse(self.dirty())

    def test_its_guests_hear_of_it(self):
        """It is a person's edit like any other: its guests hear of it, once (promise 9)."""
        self._move_to("Room 9")
        self.sync()
        self.sync()
        self.assertEqual(self.remote().location, "Room 9")
        told = [(one.to, one.reason) for one in self.service.mails]
        self.assertEqual(told, [(self.ben.email, "update")])

    def test_a_provider_that_cannot_be_silent(self):
        """Nobody is asked about the mails of what a person has just edited (promise 45)."""
        self.patch(type(self), "silent", False)
        self.test_its_guests_hear_of_it()

    def test_an_organizer_alone_stays(self):
        """Whose only guest was taken off here stays invited when the guest is still there (3)."""
        self.meeting.with_user(self.anna).partner_ids = self.anna.partner_id
        self.sync()
        self.assertIn(self.anna.partner_id, self.meeting.partner_ids)

    def test_a_deletion_leaves_nothing_waiting(self):
        """A meeting that is deleted here while it waits is not waited for any more."""
        self._move_to("Room 9")
        self.meeting.with_user(self.anna).unlink()
        self._sync_not_listing()
        self.assertFalse(self.links.search([("account_id", "=", self.account.id)]))

    def test_a_meeting_called_off_meanwhile(self):
        """Deleted there before it was ever shown, it is gone here with the guest's (promise 8)."""
        self._move_to("Room 9")
        self.service.delete(self.here, self.remote_id())
        self.sync(self.theirs)
        self.sync()
        self.assertFalse(self.meeting.active)
        self.assertFalse(self.dirty())

    def test_on_which_of_several_calendars_it_will_be_is_not_known(self):
        """Nothing waits on a calendar that may never have the event."""
        self.env["calendar.sync.calendar"].create(
            {
                "account_id": self.account.id,
                "remote_id": "team",
                "name": "Team",
                "enabled": True,
            }
        )
        self._move_to("Room 9")
        self.assertFalse(self.links.search([("account_id", "=", self.account.id)]))

    def test_a_pass_that_lists_it_at_the_same_time(self):
        """A save that the organizer's own pass overtakes is made once more (promise 3)."""
        taken = patch.object(
            type(self.links), "create", side_effect=psycopg2.errors.UniqueViolation
        )
        with taken, self.assertRaises(ConcurrencyError):
            self.links._await([{}])
