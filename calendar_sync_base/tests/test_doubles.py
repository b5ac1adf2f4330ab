"""A meeting whose creation was answered into the void, and that a guest told of meanwhile."""

from odoo.fields import Command
from odoo.tests import tagged

from ..core.errors import Unreachable
from ..core.values import Attendee, Meeting, Response
from ..engine.memory_service import Stored
from .pass_case import PassCase


@tagged("post_install", "-at_install")
class TestDoubles(PassCase):
    """The organizer's own record and the one that came by the invitation become one."""

    def setUp(self):
        super().setUp()
        self.bens = self._connect(self.ben)

    def _bring_twice(self, **values):
        """Lose the answer to a creation and let the guest's calendar be read before a retry."""
        guests = [Command.set([self.anna.partner_id.id, self.ben.partner_id.id])]
        event = self.event(partner_ids=guests, **values)
        self.service.fail(Unreachable(), after=True)
        self.sync()
        theirs = self.bens.calendar_ids.remote_id
        for one in self.service.shelf(theirs).events.values():
            one.marker = ""  # the copies of guests carry no private mark of the organizer's
        self.service.answer(theirs, self.remote_id(theirs), Response.ACCEPTED)
        self.sync(self.bens)
        self.assertEqual(len(self.env["calendar.event"].search([("name", "=", event.name)])), 2)
        self.links.search([]).action_retry()
        self.sync()
        return event

    def test_one_record_in_the_end(self):
        """The retry finds both to be one meeting, and the guest's answer is kept (promise 3)."""
        event = self._bring_twice()
        self.sync(self.bens)
        self.assertEqual(self.env["calendar.event"].search([("name", "=", event.name)]), event)
        answers = {one.email: one.state for one in event.attendee_ids}
        self.assertEqual(answers["ben@example.com"], "accepted")
        self.assertEqual(self.links.search([]).event_id, event)
        self.assertFalse(self.dirty())

    def test_deleted_when_found_to_be_one(self):
        """What is deleted before its guest's calendar is read again stays deleted (promise 8)."""
        event = self._bring_twice()
        event.unlink()
        self.sync(self.bens)
        self.assertFalse(self.env["calendar.event"].search([("name", "=", "Review")]))
        self.sync()
        self.sync(self.bens)
        self.assertFalse(self.links.search([]))
        self.assertFalse(self.service.meetings(self.bens.calendar_ids.remote_id))


@tagged("post_install", "-at_install")
class TestAnotherId(PassCase):
    """An iCalUID is on one calendar under several ids, at once or one after the other."""

    def _put_again(self, remote_id):
        """Put the only event of the calendar on it once more, under another id."""
        shelf = self.service.shelf(self.here)
        (first,) = shelf.events.values()
        self.service.store(
            shelf, Stored(remote_id, first.uid, first.organizer, None), first.meeting
        )
        return shelf, first

    def test_invitation_comes_again(self):
        """What went and came again under another id is still one meeting (promise 3)."""
        bens = self._connect(self.ben).calendar_ids.remote_id
        guests = (Attendee(self.anna.email, "Anna"),)
        invitation = Meeting(title="Invited", span=self.at(9), attendees=guests)
        self.service.create(bens, invitation)
        self.sync()
        shelf, first = self._put_again("again")
        self.service.remove(shelf, first)
        self.sync()
        link = self.links.search([("account_id", "=", self.account.id)])
        self.assertEqual(link.remote_id, "again")
        self.assertEqual(len(self.env["calendar.event"].search([("name", "=", "Invited")])), 1)

    def test_copied_with_its_uid(self):
        """Somebody's copy of an own event, UID and all, stops no pass (promise 20)."""
        self.event()
        self.sync()
        self._put_again("copy")
        self.sync()
        self.assertFalse(self.account.error_code)
        self.assertEqual(len(self.links.search([])), 2)
