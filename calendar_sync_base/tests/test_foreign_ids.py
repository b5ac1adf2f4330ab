"""An id that an event names opens nothing of anybody else's."""

from dataclasses import replace

from odoo.fields import Command
from odoo.tests import tagged

from ..core.values import Attendee, Meeting, Person
from .pass_case import PassCase

TRAP = "Trap"


@tagged("post_install", "-at_install")
class TestForeignIds(PassCase):
    """Ben knows the ids of a meeting of Anna's, and writes them on an event of his own."""

    def setUp(self):
        super().setUp()
        self.bens = self._connect(self.ben)
        self.event_of_anna = self.event(privacy="private", description="<p>Severance</p>")
        self.sync()
        self.sync(self.bens)

    def forge(self, organizer=None, **ids):
        """Put an event with these ids on Ben's calendar, organized by himself unless told."""
        guests = (Attendee(self.ben.email),) if organizer else ()
        meeting = Meeting(
            self.at(9), title=TRAP, attendees=guests, organizer=organizer and Person(organizer)
        )
        remote_id = self.service.create(self.ben.email, meeting)
        shelf = self.service.shelf(self.ben.email)
        event = shelf.events[remote_id]
        event.organizer = organizer or event.organizer
        event.meeting = replace(event.meeting, organizer=meeting.organizer)
        for name, value in ids.items():
            setattr(event, name, value)
        self.sync(self.bens)
        self.sync()
        self.sync(self.bens)

    def assert_apart(self):
        """Check that Anna's meeting is as it was, and Ben's event has nothing of it."""
        event = self.event_of_anna
        self.assertEqual((event.name, event.user_id), ("Review", self.anna))
        self.assertEqual(event.partner_ids, self.anna.partner_id)
        self.assertIn("Severance", event.description)
        self.assertEqual(self.remote().title, "Review")
        [there] = self.service.meetings(self.ben.email).values()
        self.assertEqual((there.title, there.description), (TRAP, ""))
        self.assertFalse(event._sync_links().filtered(lambda one: one.user_id == self.ben))
        made = self.env["calendar.event"].search([("name", "=", TRAP)])
        self.assertEqual(made._sync_links().user_id, self.ben)

    def test_uid(self):
        """By its iCalUID."""
        self.forge(uid=self.event_of_anna.ical_uid)
        self.assert_apart()

    def test_marker(self):
        """By our own marker, copied from an event of hers."""
        self.forge(marker=self.event_of_anna._sync_links().uid)
        self.assert_apart()

    def test_named_organizer(self):
        """Also in Anna's name, once she is no longer connected to say otherwise."""
        self.account.state = "disconnected"
        self.forge(self.anna.email, uid=self.event_of_anna.ical_uid)
        self.event_of_anna.invalidate_recordset()
        self.assertEqual(self.event_of_anna.name, "Review")
        self.assertIn("Severance", self.event_of_anna.description)
        self.assertEqual(self.event_of_anna.partner_ids, self.anna.partner_id)

    def test_connected_organizer(self):
        """In the name of Anna, who is connected, an event changes nothing of her meeting."""
        self.forge(self.anna.email, uid=self.event_of_anna.ical_uid)
        event = self.event_of_anna
        self.assertEqual((event.name, event.user_id), ("Review", self.anna))
        self.assertIn("Severance", event.description)
        self.assertEqual(self.remote().title, "Review")
        [there] = self.service.meetings(self.ben.email).values()
        self.assertEqual((there.title, there.description), (TRAP, ""))

    def test_invited_a_moment_ago(self):
        """Who was just invited by the organizer joins the one meeting, before Odoo knows of it."""
        uid = self.event_of_anna.ical_uid
        self.forge(self.anna.email, uid=uid)
        self.assertEqual(self.env["calendar.event"].search_count([("name", "=", TRAP)]), 0)
        partners = self.anna.partner_id | self.ben.partner_id
        self.event_of_anna.partner_ids = [Command.set(partners.ids)]
        self.sync()
        links = self.event_of_anna._sync_links()
        self.assertEqual(links.user_id, self.anna | self.ben)
