"""A provider that cannot be silent: what nobody asked to be mailed waits for a person's yes."""

from datetime import UTC, timedelta

from odoo import fields
from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import tagged

from ..core.values import Meeting, Timed
from ..engine.memory import MemoryProvider
from .pass_case import PassCase


@tagged("post_install", "-at_install")
class TestQuestions(PassCase):
    """The memory provider mails the guests of whatever they see, as Outlook does."""

    @classmethod
    def open(cls, account):
        cls.provider = MemoryProvider(cls.service, account.email, silent=False)
        return cls.provider

    def invite(self, **values):
        """Create a meeting of Anna's with Ben as its guest."""
        both = [self.anna.partner_id.id, self.ben.partner_id.id]
        return self.event(partner_ids=[Command.set(both)], **values)

    def unasked(self, **values):
        """Return the link of a meeting that waits to be sent although nobody just edited it."""
        event = self.invite(**values)
        self.commit()
        link = self.links.search([("event_id", "=", event.id)])
        link.notify = False
        return link

    def mails(self):
        return [(one.to, one.reason) for one in self.service.mails]

    def test_a_persons_own_meeting_goes_at_once(self):
        """Who invites somebody wants them mailed: nothing waits, one mail goes."""
        self.invite()
        self.sync()
        self.assertEqual(self.mails(), [("ben@example.com", "invitation")])
        self.assertEqual(self.account.question_count, 0)

    def test_what_nobody_sent_waits(self):
        """An invitation nobody sent mails nobody; it waits where its person finds it (rule 4.6)."""
        link = self.unasked()
        self.sync()
        self.assertEqual((self.mails(), self.service.meetings(self.here)), ([], {}))
        self.assertTrue(link.is_waiting)
        self.assertEqual(link.mail_question, "ben@example.com")
        self.assertEqual(self.account.question_count, 1)
        self.assertEqual(self.links.search([("is_waiting", "=", True)]), link)
        self.sync()
        self.assertTrue(link.is_waiting, "A further pass asks the same question.")

    def test_yes(self):
        """A yes sends what waited, once."""
        link = self.unasked()
        self.sync()
        link.with_user(self.anna).action_approve_mails()
        self.sync()
        self.sync()
        self.assertEqual(self.mails(), [("ben@example.com", "invitation")])
        self.assertEqual(self.account.question_count, 0)
        self.assertTrue(link.remote_id)

    def test_a_question_about_a_first_comparison_stays(self):
        """What was edited before both sides were ever compared is asked about until a yes (9)."""
        event = self.invite(location="Hall")
        self.commit()
        link = self.links.search([("event_id", "=", event.id)])
        made = self.service.create(self.here, Meeting(span=self.at(9), title="Review"))
        link.uid = f"{made}@memory.example"
        for _pass in range(2):
            self.calendar.cursor = False
            self.sync()
        self.assertTrue(link.is_waiting, "A further pass asks the same question.")
        link.with_user(self.anna).action_approve_mails()
        self.sync()
        self.assertEqual((self.remote().location, event.location), ("Hall", "Hall"))

    def test_deleted_there_and_edited_here(self):
        """What was deleted there is asked about once, as what it is, and made anew on a yes."""
        self.account.conflict_policy = "local"
        event = self.invite()
        self.sync()
        link = self.links.search([("event_id", "=", event.id)])
        self.service.delete(self.here, link.remote_id)
        event.write({"name": "Edited"})
        self.commit()
        link.notify = False
        self.sync()
        self.assertEqual(link.waiting_mails, [["ben@example.com", "invitation"]])
        link.with_user(self.anna).action_approve_mails()
        self.sync()
        self.assertFalse(link.is_waiting)
        self.assertEqual(self.remote().title, "Edited")

    def test_yes_to_these_and_no_others(self):
        """A yes to one guest's mail is none to another's who was added since."""
        link = self.unasked()
        self.sync()
        link.action_approve_mails()
        link.event_id.write({"partner_ids": [Command.link(self.carl.partner_id.id)]})
        self.commit()
        link.notify = False
        self.sync()
        self.assertEqual(self.mails(), [])
        self.assertEqual(link.mail_question, "ben@example.com and carl@example.com")

    def test_no(self):
        """Who wants it left as it is is not asked again, until others would be mailed."""
        link = self.unasked()
        self.sync()
        link.with_user(self.anna).action_refuse_mails()
        self.assertEqual(self.account.question_count, 0)
        link._mark_dirty(tells=False)
        self.sync()
        self.assertFalse(link.is_waiting)
        link.event_id.write({"partner_ids": [Command.link(self.carl.partner_id.id)]})
        self.commit()
        link.notify = False
        self.sync()
        self.assertTrue(link.is_waiting)
        self.assertEqual(self.mails(), [])

    def test_a_later_edit_of_the_person_answers(self):
        """Who edits what waits has decided: it goes, with all that waited."""
        link = self.unasked()
        self.sync()
        link.event_id.write({"name": "Review, moved on"})
        self.sync()
        self.assertEqual(self.remote().title, "Review, moved on")
        self.assertFalse(link.is_waiting)

    def test_a_past_meeting_waits(self):
        """Tidying up a meeting that is over mails nobody without a yes (promise 45)."""
        event = self.invite()
        self.sync()
        self.service.mails.clear()
        over = fields.Datetime.now() - timedelta(days=3)
        held = {"start": over, "stop": over + timedelta(hours=1)}
        self.change_there(span=Timed(*(one.replace(tzinfo=UTC) for one in held.values())))
        self.sync()
        event.write({"name": "Minutes"})
        self.sync()
        self.assertEqual((self.mails(), self.remote().title), ([], "Review"))
        self.change_there(location="Attic")
        self.sync()
        self.assertEqual((event.location, event.name), ("Attic", "Minutes"))
        self.links.search([]).action_approve_mails()
        self.sync()
        self.assertEqual(self.mails(), [("ben@example.com", "update")])
        self.assertEqual((self.remote().title, self.remote().location), ("Minutes", "Attic"))

    def test_a_deletion_waits(self):
        """A cancellation nobody sent waits, although the meeting is gone here."""
        event = self.invite()
        self.sync()
        self.service.mails.clear()
        link = self.links.search([("event_id", "=", event.id)])
        event.unlink()
        self.commit()
        link.notify = False
        self.sync()
        self.assertEqual((self.mails(), self.remote().title), ([], "Review"))
        link.action_approve_mails()
        self.sync()
        self.assertEqual(self.mails(), [("ben@example.com", "cancellation")])
        self.assertFalse(self.service.meetings(self.here))

    def test_what_guests_do_not_see_goes(self):
        """A reminder is nobody's mail and waits for nothing (promise 45)."""
        event = self.invite()
        self.sync()
        self.service.mails.clear()
        event.write({"alarm_ids": [Command.link(self.env.ref("calendar.alarm_notif_1").id)]})
        self.sync()
        self.assertTrue(self.remote().reminders.overrides)
        self.assertEqual((self.mails(), self.account.question_count), ([], 0))

    def test_a_reminder_invites_nobody_to_what_was_there_before(self):
        """A reminder put on a meeting from before the connection invites nobody (promise 45)."""
        self.account._become_disconnected()
        event = self.invite()
        self.commit()
        self.account._become_active()
        event.write({"alarm_ids": [Command.link(self.env.ref("calendar.alarm_notif_1").id)]})
        self.sync()
        self.assertEqual((self.mails(), self.account.question_count), ([], 1))
        event.write({"location": "Room 1"})
        self.sync()
        self.assertEqual(self.mails(), [("ben@example.com", "invitation")])

    def test_the_button_asks(self):
        """The button says that something waits, and leads to it."""
        self.unasked()
        self.sync()
        self.assertEqual(self.account._running_word("memory"), "asks")
        self.assertIn("1", self.account._status_message("asks"))
        action = self.account.action_open_questions()
        waiting = self.links.with_user(self.anna).search(action["domain"])
        self.assertEqual(waiting.mapped("mail_question"), ["ben@example.com"])

    def test_only_ones_own(self):
        """Nobody answers another user's question."""
        link = self.unasked()
        self.sync()
        for answer in ("action_approve_mails", "action_refuse_mails"):
            with self.assertRaises(AccessError):
                getattr(link.with_user(self.ben), answer)()
        self.assertTrue(link.is_waiting)
