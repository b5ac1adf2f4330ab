"""A meeting is deleted here: what its organizer's calendar makes of that decides for the guests."""

from datetime import UTC, datetime

from odoo.fields import Command
from odoo.tests import tagged

from .pass_case import PassCase


@tagged("post_install", "-at_install")
class TestDeletedHere(PassCase):
    """A meeting of Anna's is deleted here, with Ben as a guest who is connected as well."""

    def setUp(self):
        super().setUp()
        self.ben_account = self._connect(self.ben)
        self.bens = self.ben_account.calendar_ids.remote_id
        self.both = [Command.set([self.anna.partner_id.id, self.ben.partner_id.id])]

    def meeting(self):
        """Return a meeting of both on both calendars."""
        return self.invite(self.event(partner_ids=self.both))

    def invite(self, meeting):
        """Bring a meeting to both calendars."""
        for account in (self.account, self.ben_account):
            self.sync(account)
        self.assertEqual(set(self.links.search([]).mapped("role")), {"organizer", "guest"})
        return meeting

    def edit_there_since(self):
        """Let Anna give the meeting another title there, after it was deleted here."""
        self.commit()
        self.service.now = datetime(2100, 1, 1, tzinfo=UTC)
        self.change_there(title="Not deleted")

    def brought_back(self):
        """Synchronize, the guest first; return the places of the meeting that came back."""
        for account in (self.ben_account, self.account, self.ben_account):
            self.sync(account)
        titles = [one.title for one in self.service.meetings(self.bens).values()]
        self.assertIn("Not deleted", titles)
        return self.links.search([]).filtered(lambda one: one.display_name == "Not deleted")

    def test_a_meeting_that_comes_back(self):
        """An edit that wins over a deletion here keeps the meeting on the guests' calendars."""
        self.meeting().unlink()
        self.edit_there_since()
        places = self.brought_back()
        self.assertEqual(set(places.mapped("role")), {"organizer", "guest"})
        self.assertNotIn("declined", places.event_id.attendee_ids.mapped("state"))

    def test_a_series_that_comes_back(self):
        """So it is where a series was made a single meeting here."""
        series = self.invite(self.weekly(partner_ids=self.both))
        last = series.calendar_event_ids.sorted("start")[-1]
        last.write({"recurrency": False, "recurrence_update": "all_events"})
        self.edit_there_since()
        places = self.brought_back()
        self.assertEqual(set(places.mapped("role")), {"organizer", "guest"})
        self.assertEqual(len(places.recurrence_id.calendar_event_ids), 5)

    def test_an_answer_after_that(self):
        """What came back is the guest's to answer as before."""
        self.meeting().unlink()
        self.edit_there_since()
        event = self.brought_back().event_id
        own = event.attendee_ids.filtered(lambda one: one.partner_id == self.ben.partner_id)
        own.with_user(self.ben).do_accept()
        self.sync(self.ben_account)
        answers = {one.email: one.response.value for one in self.remote(self.bens).attendees}
        self.assertEqual(answers[self.ben.email], "accepted")

    def test_a_deletion_that_passes(self):
        """A deletion that nothing stands against takes the meeting off all calendars."""
        self.meeting().unlink()
        for account in (self.ben_account, self.account, self.ben_account):
            self.sync(account)
        self.assertFalse(self.service.meetings(self.here) or self.service.meetings(self.bens))
        self.assertFalse(self.links.search([]))
