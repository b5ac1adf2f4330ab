"""Whose account passes what a guest answered."""

from unittest.mock import patch

from odoo.fields import Command
from odoo.tests import freeze_time, tagged

from ..core.values import Response
from .pass_case import PassCase

ACCEPTED, DECLINED = Response.ACCEPTED, Response.DECLINED


@tagged("post_install", "-at_install")
class TestAnswers(PassCase):
    """Anna invites Ben; both are connected."""

    def setUp(self):
        super().setUp()
        self.theirs = self._connect(self.ben)
        both = [self.anna.partner_id.id, self.ben.partner_id.id]
        self.meeting = self.event(partner_ids=[Command.set(both)])
        self.sync()
        self.sync(self.theirs)
        self.answer = self.meeting.attendee_ids.filtered(
            lambda one: one.partner_id == self.ben.partner_id
        )

    def _answer_there(self, response):
        self.service.answer(self.ben.email, self.remote_id(self.ben.email), response)

    def _told(self, calendar=None):
        """Return what a remote calendar shows of Ben's answer."""
        return self.remote(calendar).attendee(self.ben.email).response

    def test_the_later_answer_stands(self):
        """Killed after sending an answer, a second one given meanwhile is not overruled by what
        the organizer's calendar shows of the first (promises 9, 22, 36)."""
        self.answer.with_user(self.ben).do_decline()
        self._answer_there(ACCEPTED)  # what a killed pass had sent of the first one
        links = self.links.search([("event_id", "=", self.meeting.id)])
        self.commit()
        links.write({"dirty_since": "2026-10-01 00:00:00"})
        self.sync()
        self.assertEqual(self.answer.state, "declined")
        self.assertFalse(
            [one for one in self.meeting.message_ids.mapped("body") if "same time" in one]
        )

    def test_only_the_own_account_sends(self):
        """The organizer's account leaves an answer to the guest's, and edits pass meanwhile."""
        self.answer.with_user(self.ben).do_accept()
        self.meeting.location = "Room 9"
        self.sync()
        self.assertEqual(self.remote().location, "Room 9")
        self.assertEqual(self._told(), Response.NEEDS_ACTION)
        self.sync(self.theirs)
        self.assertEqual((self._told(), self._told(self.ben.email)), (ACCEPTED, ACCEPTED))
        self._assert_quiet()

    def test_only_the_own_account_fetches(self):
        """What the organizer's calendar shows comes in by the guest's own."""
        self._answer_there(DECLINED)
        self.sync()
        self.assertEqual(self.answer.state, "needsAction")
        self.sync(self.theirs)
        self.assertEqual(self.answer.state, "declined")
        self._assert_quiet()

    def test_an_account_that_passes_nothing(self):
        """While the guest's account rests, the organizer's is the only news (promises 29, 36)."""
        for state in ("stopped", "needs_reconnect", "held", "disconnected"):
            with self.subTest(state=state):
                self.theirs.state = state
                self._answer_there(ACCEPTED)
                self.sync()
                self.assertEqual(self.answer.state, "accepted")
                self.answer.with_user(self.ben).do_decline()
                self.sync()
                self.assertEqual(self._told(), DECLINED)

    def test_a_paused_provider(self):
        """A provider that is paused passes nothing; neither does a calendar that is one-way."""
        accounts = type(self.account)
        with patch.object(accounts, "_is_paused", lambda one, *_code: one == self.theirs):
            self._answer_there(ACCEPTED)
            self.sync()
        self.assertEqual(self.answer.state, "accepted")
        for values in ({"direction": "push"}, {"direction": "pull"}, {"privacy_mode": "busy"}):
            with self.subTest(**values):
                self.theirs.calendar_ids.write({"direction": "both", "privacy_mode": "full"})
                self.theirs.calendar_ids.write(values)
                self._answer_there(DECLINED)
                self.sync()
                self.assertEqual(self.answer.state, "declined")
                self._answer_there(ACCEPTED)
                self.sync()
                self.assertEqual(self.answer.state, "accepted")

    def test_an_account_that_rests_and_wakes(self):
        """What was answered on both sides while an account rested ends as one answer."""
        self.theirs.state = "stopped"
        self._answer_there(ACCEPTED)
        self.sync()
        self.theirs.state = "active"
        for account in (self.theirs, self.account, self.theirs):
            self.sync(account)
        self.assertEqual((self.answer.state, self._told()), ("accepted", ACCEPTED))
        self._assert_quiet()

    def test_an_account_that_is_connected_later(self):
        """Until its calendar was read once, the organizer's tells what a guest answered."""
        carl = self.carl.partner_id
        self.meeting.partner_ids = [Command.link(carl.id)]
        self.sync()
        self.service.answer(self.carl.email, self.remote_id(self.carl.email), ACCEPTED)
        later = self._connect(self.carl)
        self.sync()
        answer = self.meeting.attendee_ids.filtered(lambda one: one.partner_id == carl)
        self.assertEqual(answer.state, "accepted")
        self.sync(later)
        answer.with_user(self.carl).do_decline()
        self.sync()
        self.assertEqual(self.remote().attendee(self.carl.email).response, ACCEPTED)
        self.sync(later)
        self.assertEqual(self.remote().attendee(self.carl.email).response, DECLINED)
        self._assert_quiet()

    def _assert_quiet(self):
        everybody = self.env["calendar.sync.account"].search([("provider", "=", "memory")])
        with freeze_time(self.env.cr.now().replace(microsecond=0)):
            self.sync(everybody)
            before = self.writes()
            self.sync(everybody)
        self.assertEqual(self.writes(), before)
