"""Contacts are archived, users go, addresses change: the meetings stay what they were."""

from dataclasses import replace

from odoo.fields import Command
from odoo.tests import tagged

from ..core.values import Attendee, Meeting, Response
from .pass_case import PassCase


@tagged("post_install", "-at_install")
class TestPeopleChange(PassCase):
    """A meeting of Anna's with Ben and a guest from outside (promise 53)."""

    def setUp(self):
        super().setUp()
        self.guest = self.env["res.partner"].create({"name": "Gus", "email": "gus@example.org"})
        people = [self.anna.partner_id.id, self.ben.partner_id.id, self.guest.id]
        self.meeting = self.event(partner_ids=[Command.set(people)])
        self.sync()
        self.contacts = self.all_contacts()

    def all_contacts(self):
        """Return every contact, archived ones too."""
        return self.env["res.partner"].with_context(active_test=False).search([])

    def answers(self):
        """Return each guest's answer by address."""
        return {one.email: one.state for one in self.meeting.attendee_ids}

    def test_archived_contact(self):
        """A guest whose contact was archived stays this guest and makes no second contact."""
        self.guest.active = False
        answered = tuple(
            replace(one, response=Response.ACCEPTED) if one.email == self.guest.email else one
            for one in self.remote().attendees
        )
        self.change_there(title="Renamed there", attendees=answered)
        self.sync()
        self.assertEqual(self.meeting.name, "Renamed there")
        self.assertEqual(self.answers()["gus@example.org"], "accepted")
        self.assertEqual(self.all_contacts(), self.contacts)
        self.assertEqual(len(self.remote().attendees), 3)

    def test_archived_contact_in_a_new_meeting(self):
        """A meeting from there finds the archived contact again, and then is left alone."""
        self.guest.active = False
        self.service.create(self.here, replace(self.remote(), title="Another"))
        self.sync()
        self.assertEqual(self.all_contacts(), self.contacts)
        before = self.writes()
        self.sync()
        self.assertEqual(self.writes(), before)

    def test_deleted_contact(self):
        """A guest whose contact was deleted is off the meeting here, and nothing breaks."""
        self.meeting.write({"partner_ids": [Command.unlink(self.guest.id)]})
        self.guest.unlink()
        self.sync()
        self.assertEqual(sorted(self.answers()), ["anna@example.com", "ben@example.com"])
        self.assertEqual(len(self.remote().attendees), 2)
        self.assertFalse(self.links.search([]).error_code)

    def test_deleted_user(self):
        """A user who is deleted takes the account along; the meetings stay where they are."""
        ben_account = self._connect(self.ben)
        self.sync(ben_account)
        self.env.flush_all()
        self.ben.unlink()
        self.assertFalse(ben_account.exists())
        self.change_there(title="Renamed there")
        self.sync()
        self.assertEqual(self.meeting.name, "Renamed there")
        self.assertEqual(len(self.remote().attendees), 3)

    def test_changed_address(self):
        """Anna's contact gets another address: the meeting stays hers, on the same calendar."""
        self.anna.partner_id.email = "anna.new@example.com"
        self.meeting.write({"location": "Elsewhere"})
        self.sync()
        self.change_there(title="Renamed there")
        self.sync()
        self.assertEqual(self.meeting.user_id, self.anna)
        self.assertEqual(self.remote().location, "Elsewhere")
        self.assertEqual(self.remote().organizer.email, "anna@example.com")
        self.assertEqual(self.all_contacts(), self.contacts)
        self.assertEqual(len(self.meeting.attendee_ids), 3)

    def test_another_name(self):
        """A guest renamed on either side keeps the answer, and each side its name (promise 36)."""
        self.guest.name = "Augustus"
        self.meeting.write({"location": "Elsewhere"})
        self.sync()
        renamed = tuple(
            replace(one, name="Gustav", response=Response.ACCEPTED)
            if one.email == self.guest.email
            else one
            for one in self.remote().attendees
        )
        self.change_there(title="Renamed there", attendees=renamed)
        self.sync()
        self.assertEqual((self.guest.name, self.meeting.name), ("Augustus", "Renamed there"))
        self.assertEqual(self.answers()["gus@example.org"], "accepted")
        self.assertEqual(self.all_contacts(), self.contacts)
        before = self.writes()
        self.sync()
        self.assertEqual(self.writes(), before)

    def test_second_address(self):
        """Invited at both of her addresses, Ben's guest Anna is one guest here (promise 36)."""
        self.anna.partner_id.email = "anna.office@example.com"
        guests = tuple(map(Attendee, ("anna@example.com", "anna.office@example.com")))
        invited = Meeting(span=self.at(12), title="Lunch", attendees=guests)
        self.service.create(self.ben.email, invited)
        self.sync()
        lunch = self.env["calendar.event"].search([("name", "=", "Lunch")])
        partners = lunch.attendee_ids.partner_id
        self.assertEqual(partners, self.anna.partner_id | self.ben.partner_id)
        self.assertEqual(len(lunch.attendee_ids), 2)
        self.assertEqual(self.all_contacts(), self.contacts)
        before = self.writes()
        self.sync()
        self.assertEqual(self.writes(), before)

    def test_another_company(self):
        """Anna leaves the company she connected in: her calendar goes on."""
        other = self.env["res.company"].create({"name": "Other"})
        values = {"company_ids": [Command.set(other.ids)], "company_id": other.id}
        self.anna.write(values)
        self.change_there(title="Renamed there")
        self.sync()
        self.assertEqual(self.meeting.name, "Renamed there")
        self.assertEqual(self.account.state, "active")
