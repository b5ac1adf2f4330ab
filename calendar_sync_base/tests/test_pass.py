"""Whole passes: what a person does on one side arrives on the other, once."""

from datetime import datetime, timedelta
from unittest.mock import patch

from odoo.fields import Command
from odoo.tests import freeze_time, tagged

from ..core.answers import answering
from ..core.values import Attendee, Conference, Meeting, Person, Response
from .days import tuesday
from .pass_case import PassCase


@tagged("post_install", "-at_install")
class TestPush(PassCase):
    """From here to there."""

    def test_create_edit_delete(self):
        """A meeting made, changed and deleted here is made, changed and deleted there."""
        event = self.event(location="Room 1")
        self.sync()
        self.assertEqual((self.remote().title, self.remote().location), ("Review", "Room 1"))
        event.write({"name": "Final review", "start": tuesday(8)})
        self.sync()
        self.assertEqual(self.remote().title, "Final review")
        self.assertEqual(self.remote().span.start.hour, 8)
        event.unlink()
        self.sync()
        self.assertEqual(self.service.meetings(self.here), {})
        self.assertFalse(self.links.search([]))

    def test_archive_and_unarchive(self):
        """Archiving takes the meeting off the remote calendar, unarchiving puts it back."""
        event = self.event()
        self.sync()
        event.active = False
        self.sync()
        self.assertEqual(self.service.meetings(self.here), {})
        event.active = True
        self.sync()
        self.assertEqual(self.remote().title, "Review")

    def test_guests_are_told_once(self):
        """A new meeting, a change and a cancellation each mail a guest once (promise 4)."""
        event = self.event(
            partner_ids=[Command.set([self.anna.partner_id.id, self.carl.partner_id.id])]
        )
        self.sync()
        event.write({"start": tuesday(8)})
        self.sync()
        event.write({"show_as": "free"})
        self.sync()
        event.unlink()
        self.sync()
        mails = [(one.to, one.reason) for one in self.service.mails]
        guest = "carl@example.com"
        self.assertEqual(mails, [(guest, "invitation"), (guest, "update"), (guest, "cancellation")])

    def test_past_meeting_mails_nobody(self):
        """Changing a meeting that is over mails nobody (promise 45)."""
        start = datetime.now() - timedelta(days=10)
        event = self.event(
            start=start,
            stop=start + timedelta(hours=1),
            partner_ids=[Command.set([self.anna.partner_id.id, self.carl.partner_id.id])],
        )
        self.sync()
        event.write({"location": "Elsewhere"})
        self.sync()
        self.assertEqual(self.service.mails, [])

    def test_hundred_events_in_two_batches(self):
        """A hundred new events take a listing and two batches."""
        for number in range(100):
            self.event(name=f"Event {number}")
        self.assertLessEqual(self.sync(), 3)
        self.assertEqual(len(self.service.meetings(self.here)), 100)

    def test_second_pass_is_quiet(self):
        """With nothing changed a pass makes one request and writes nothing (promise 5)."""
        self.event(description="<p>Text</p>", location="Room")
        self.weekly()
        self.service.create(self.here, Meeting(span=self.at(12), title="Theirs"))
        self.sync()
        before = self.writes()
        for _again in range(3):
            self.assertEqual(self.sync(), 1)
        self.assertEqual(self.writes(), before)

    def test_video_call_on_request(self):
        """A requested video call comes back with its link."""
        event = self.event(conference_requested=True)
        self.sync()
        self.assertTrue(event.videocall_location.startswith("https://meet.example/"))
        self.assertFalse(event.conference_requested)
        before = self.writes()
        self.sync()
        self.assertEqual(self.writes(), before)


@tagged("post_install", "-at_install")
class TestPull(PassCase):
    """From there to here."""

    def test_create_edit_delete(self):
        """A meeting made, changed and deleted there is made, changed and deleted here."""
        self.service.create(self.here, Meeting(span=self.at(9), title="Theirs"))
        self.sync()
        event = self.here_events()
        self.assertEqual((event.name, event.user_id), ("Theirs", self.anna))
        self.assertEqual(event.partner_ids, self.anna.partner_id)
        self.change_there(title="New", span=self.at(14))
        self.sync()
        self.assertEqual((event.name, event.start.hour), ("New", 14))
        self.service.delete(self.here, self.remote_id())
        self.sync()
        self.assertFalse(event.active)
        self.assertEqual(self.sync(), 1)

    def test_answer_arrives(self):
        """A guest's answer given there shows here, and mails nobody (promise 36)."""
        event = self.event(
            partner_ids=[Command.set([self.anna.partner_id.id, self.carl.partner_id.id])]
        )
        self.sync()
        self.service.mails.clear()
        self.service.answer(self.carl.email, self.remote_id(), Response.ACCEPTED)
        self.sync()
        guest = event.attendee_ids.filtered(lambda one: one.partner_id == self.carl.partner_id)
        self.assertEqual(guest.state, "accepted")
        self.assertEqual(self.service.mails, [])

    def test_what_odoo_cannot_hold_survives(self):
        """An edit here leaves what only the remote calendar holds (promise 10)."""
        room = Attendee("room@resource.example.com", resource=True)
        self.service.create(
            self.here,
            Meeting(
                span=self.at(9),
                attendees=(Attendee(self.anna.email), room),
                conference=Conference("https://meet.example/abc"),
            ),
        )
        self.sync()
        self.here_events().write({"name": "Renamed"})
        self.sync()
        self.assertEqual(self.remote().title, "Renamed")
        self.assertIn(room, self.remote().attendees)
        self.assertEqual(self.remote().conference.url, "https://meet.example/abc")

    def test_view_is_told(self):
        """Open calendars learn of a change by the bus, and only then."""
        self.service.create(self.here, Meeting(span=self.at(9), title="Theirs"))
        users = type(self.env["res.users"])
        for expected in (1, 0):
            with patch.object(users, "_bus_send") as send:
                self.sync()
            told = [one.args[0] for one in send.call_args_list]
            self.assertEqual(told.count("calendar_sync/changed"), expected)

    def test_duplicated_event_is_another_meeting(self):
        """An event somebody duplicated there, marker and all, is a second meeting here."""
        event = self.event()
        self.sync()
        original = self.service.shelf(self.here).events[self.remote_id()]
        copy = self.service.create(self.here, Meeting(span=self.at(9), title="Copied"))
        shelf = self.service.shelf(self.here)
        shelf.events[copy].marker, shelf.events[copy].uid = original.marker, original.uid
        self.sync()
        self.sync()
        self.assertEqual(event.name, "Review")
        self.assertEqual(len(self.here_events()), 2)
        self.assertEqual(len(self.service.meetings(self.here)), 2)

    def test_guest_drops_own_copy(self):
        """A guest who deletes the own copy declines; the organizer's meeting stays."""
        ben_account = self._connect(self.ben)
        event = self.event(
            partner_ids=[Command.set([self.anna.partner_id.id, self.ben.partner_id.id])]
        )
        self.sync()
        self.sync(ben_account)
        self.service.delete(self.ben.email, self.remote_id(self.ben.email))
        self.sync(ben_account)
        self.sync()
        answer = event.attendee_ids.filtered(lambda one: one.partner_id == self.ben.partner_id)
        self.assertTrue(event.active)
        self.assertEqual(answer.state, "declined")


@tagged("post_install", "-at_install")
class TestBothSides(PassCase):
    """Both sides at once, and several people."""

    def test_different_fields_merge(self):
        """Edits of different fields on both sides both survive (promise 24)."""
        event = self.event()
        self.sync()
        event.write({"location": "Here"})
        self.change_there(title="There")
        self.sync()
        self.assertEqual((event.name, event.location), ("There", "Here"))
        self.assertEqual((self.remote().title, self.remote().location), ("There", "Here"))

    def test_who_was_alone_invites_somebody_there(self):
        """Outlook does not list the organizer, who keeps the meeting all the same (promise 3)."""
        event = self.event()
        self.sync()
        self.change_there(attendees=(Attendee(self.ben.email),))
        self.sync()
        self.assertEqual(event.partner_ids, (self.anna | self.ben).partner_id)

    def test_clash_keeps_the_loser(self):
        """The policy decides a clash and the losing value is kept in the history (promise 24)."""
        self.account.conflict_policy = "remote"
        event = self.event()
        self.sync()
        event.write({"name": "Mine"})
        self.change_there(title="Theirs")
        self.sync()
        self.assertEqual((event.name, self.remote().title), ("Theirs", "Theirs"))
        self.assertIn("Mine", "".join(event.message_ids.mapped("body")))

    def test_one_meeting_one_record(self):
        """Organizer and guest both connected: one event, whoever syncs first (promise 3)."""
        ben_account = self._connect(self.ben)
        for first, second in ((self.account, ben_account), (ben_account, self.account)):
            with self.subTest(first=first.email):
                self.service.create(
                    self.here,
                    Meeting(
                        span=self.at(9),
                        title=f"Shared {first.email}",
                        organizer=Person(self.anna.email),
                        attendees=(Attendee(self.anna.email), Attendee(self.ben.email)),
                    ),
                )
                for account in (first, second, first, second):
                    self.sync(account)
                event = self.env["calendar.event"].search([("name", "=", f"Shared {first.email}")])
                self.assertEqual(len(event), 1)
                self.assertEqual(event.user_id, self.anna)
                roles = self.links.search([("event_id", "=", event.id)]).mapped("role")
                self.assertEqual(sorted(roles), ["guest", "organizer"])

    def test_guest_answers_here(self):
        """A guest's answer given here reaches the organizer there."""
        ben_account = self._connect(self.ben)
        event = self.event(
            partner_ids=[Command.set([self.anna.partner_id.id, self.ben.partner_id.id])]
        )
        self.sync()
        self.sync(ben_account)
        answer = event.attendee_ids.filtered(lambda one: one.partner_id == self.ben.partner_id)
        answer.with_user(self.ben).do_accept()
        self.sync(ben_account)
        self.sync()
        self.assertEqual(self.remote().attendee(self.ben.email).response, Response.ACCEPTED)
        self.assertEqual(len(self.service.meetings(self.ben.email)), 1)

    def test_accounts_listed_together_agree(self):
        """A guest's last answer stays although both calendars were listed before it was sent."""
        ben_account = self._connect(self.ben)
        event = self.event(
            partner_ids=[Command.set([self.anna.partner_id.id, self.ben.partner_id.id])]
        )
        self.sync()
        self.sync(ben_account)
        changes = answering(self.remote(self.ben.email), self.ben.email, Response.ACCEPTED)
        self.service.change(self.ben.email, self.remote_id(self.ben.email), changes)
        answer = event.attendee_ids.filtered(lambda one: one.partner_id == self.ben.partner_id)
        answer.with_user(self.ben).do_decline()
        with freeze_time(self.env.cr.now().replace(microsecond=0)):
            self.sync(self.account | ben_account)
        self.assertEqual(answer.state, "declined")
        self.assertEqual(self.remote().attendee(self.ben.email).response, Response.DECLINED)
        before = self.writes()
        self.sync(self.account | ben_account)
        self.assertEqual(self.writes(), before)

    def test_guest_edit_is_not_pushed(self):
        """What a guest changes here goes out through the organizer's calendar only (promise 11)."""
        ben_account = self._connect(self.ben)
        event = self.event(
            partner_ids=[Command.set([self.anna.partner_id.id, self.ben.partner_id.id])]
        )
        self.sync()
        self.sync(ben_account)
        event.with_user(self.ben).write({"location": "Moved"})
        self.sync(ben_account)
        self.sync()
        self.assertEqual(self.remote().location, "Moved")
        self.assertEqual(self.remote(self.ben.email).location, "Moved")
        self.assertEqual(self.remote(self.ben.email).organizer.email, self.anna.email)

    def test_copy_for_a_guest_of_an_unconnected_organizer(self):
        """A connected guest gets a copy of the meeting of a colleague who is not, quietly."""
        both = [self.ben.partner_id.id, self.anna.partner_id.id]
        event = self.event(user=self.ben, partner_ids=[Command.set(both)])
        self.sync()
        self.assertEqual(self.remote().title, "Review")
        event.write({"name": "Changed"})
        self.sync()
        self.assertEqual(self.remote().title, "Changed")
        event.unlink()
        self.sync()
        self.assertEqual(self.service.meetings(self.here), {})
        self.assertEqual(self.service.mails, [])
