"""What marks a meeting as something to send, and what does not."""

from datetime import timedelta

from odoo.fields import Command
from odoo.tests import tagged

from .common import SyncCase
from .days import MONDAY, monday, tuesday


@tagged("post_install", "-at_install")
class TestCaptureSingle(SyncCase):
    """Single meetings."""

    def test_create_is_marked_for_the_organizers_calendar(self):
        """A new meeting waits for its organizer's calendar, with its UID, from the same commit."""
        event = self.event()
        link = self.dirty()
        self.assertEqual(link.event_id, event)
        self.assertEqual((link.role, link.calendar_id), ("organizer", self.calendar))
        self.assertTrue(event.ical_uid)
        self.assertEqual(link.uid, event.ical_uid)

    def test_mass_create_marks_each(self):
        """An import of many meetings marks every one of them."""
        start = tuesday(9)
        self.env["calendar.event"].with_user(self.anna).create(
            [
                {"name": f"{i}", "start": start, "stop": start + timedelta(hours=1)}
                for i in range(20)
            ]
        )
        self.assertEqual(len(self.dirty()), 20)

    def test_unsynced_field_marks_nothing(self):
        """Writing a private note of this database sends nothing."""
        event = self.event()
        self.settle()
        event.write({"notes": "<p>internal</p>"})
        self.assertFalse(self.dirty())

    def test_same_value_marks_nothing(self):
        """Saving a form without a change sends nothing."""
        event = self.event(location="Room 1")
        self.settle()
        event.write({"name": event.name, "location": "Room 1", "start": event.start})
        self.assertFalse(self.dirty())

    def test_each_synced_field_marks(self):
        """A change of any field the remote calendar shows is sent."""
        event = self.event()
        alarm = self.env.ref("calendar.alarm_notif_1")
        wednesday = MONDAY + timedelta(days=2)
        for values in (
            {"name": "New"},
            {"description": "<p>Text</p>"},
            {"location": "Room 2"},
            {"start": tuesday(8)},
            {"stop": tuesday(12)},
            {"allday": True, "start_date": wednesday, "stop_date": wednesday},
            {"privacy": "private"},
            {"show_as": "free"},
            {"videocall_location": "https://example.com/call"},
            {"alarm_ids": [Command.link(alarm.id)]},
            {"guests_can_modify": True},
            {"partner_ids": [Command.link(self.ben.partner_id.id)]},
        ):
            with self.subTest(field=next(iter(values))):
                self.settle()
                event.write(values)
                self.assertEqual(self.dirty().event_id, event)

    def test_response_marks(self):
        """An attendee's answer given here is sent."""
        event = self.event(
            partner_ids=[Command.set([self.anna.partner_id.id, self.ben.partner_id.id])]
        )
        self.settle()
        answer = event.attendee_ids.filtered(lambda one: one.partner_id == self.ben.partner_id)
        answer.with_user(self.ben).do_accept()
        self.assertEqual(self.dirty().event_id, event)

    def test_removing_an_attendee_marks(self):
        """Taking a contact off a meeting is sent."""
        event = self.event(
            partner_ids=[Command.set([self.anna.partner_id.id, self.ben.partner_id.id])]
        )
        self.settle()
        event.write({"partner_ids": [Command.unlink(self.ben.partner_id.id)]})
        self.assertEqual(self.dirty().event_id, event)

    def test_archive_and_unarchive_mark(self):
        """Archiving and unarchiving are sent."""
        event = self.event()
        for active in (False, True):
            self.settle()
            event.write({"active": active})
            self.assertEqual(self.dirty().event_id, event)

    def test_unlink_leaves_a_tombstone(self):
        """A deleted meeting leaves its link behind, so that the deletion is sent."""
        uid = self.event().sudo()
        self.settle()
        link = self.links.search([("event_id", "=", uid.id)])
        uid.unlink()
        self.assertEqual(self.dirty(), link)
        self.assertFalse(link.event_id or link.recurrence_id)

    def test_rollback_sends_nothing(self):
        """What was rolled back leaves neither a link nor a wake-up."""
        triggers = self.env["ir.cron.trigger"].search_count([])
        with self.assertRaises(ZeroDivisionError), self.env.cr.savepoint():
            self.event()
            raise ZeroDivisionError
        self.assertFalse(self.dirty())
        self.assertEqual(self.env["ir.cron.trigger"].search_count([]), triggers)

    def test_commit_wakes_a_worker(self):
        """A worker is woken by the commit, not by the next quarter of an hour."""
        cron = self.env.ref("calendar_sync_base.ir_cron_sync")
        triggers = self.env["ir.cron.trigger"].search_count([("cron_id", "=", cron.id)])
        self.event()
        self.commit()
        found = self.env["ir.cron.trigger"].search_count([("cron_id", "=", cron.id)])
        self.assertEqual(found, triggers + 1)

    def test_nobody_connected_marks_nothing(self):
        """Meetings of people without an account stay here."""
        self.event(user=self.ben)
        self.assertFalse(self.dirty())

    def test_connected_guest_gets_a_copy(self):
        """An organizer without an account: each connected guest gets a private copy."""
        both = [self.ben.partner_id.id, self.anna.partner_id.id]
        self.event(user=self.ben, partner_ids=[Command.set(both)])
        self.assertEqual((self.dirty().role, self.dirty().calendar_id), ("copy", self.calendar))

    def test_delivered_invitation_gets_no_copy(self):
        """A meeting its provider delivered to a guest is copied to no other guest's calendar."""
        event = self.event(user=self.ben)
        event.sudo().ical_uid = "delivered@example.org"
        account = self._connect(self.carl)
        self.links.create(
            {
                "calendar_id": account.calendar_ids.id,
                "event_id": event.id,
                "uid": event.ical_uid,
                "remote_id": "delivered",
                "role": "guest",
            }
        )
        event.sudo().write({"partner_ids": [Command.link(self.anna.partner_id.id)]})
        self.commit()
        self.assertEqual(self.links.search([("event_id", "=", event.id)]).role, "guest")


@tagged("post_install", "-at_install")
class TestCaptureSeries(SyncCase):
    """Series: one link for all of it, whatever Odoo does to its records."""

    def test_series_has_one_link(self):
        """A series waits as one meeting, not once per occurrence."""
        series = self.weekly()
        self.assertEqual(self.dirty().recurrence_id, series)
        self.assertEqual(series.series_start, monday(9))

    def test_single_becomes_series(self):
        """A meeting made recurring keeps its identity (promise 15, odoo#271529)."""
        event = self.event(start=monday(9), stop=monday(10))
        self.settle()
        link, uid = self.links.search([]), event.ical_uid
        event.write(
            {
                "recurrency": True,
                "rrule_type": "weekly",
                "mon": True,
                "end_type": "count",
                "count": 3,
                "interval": 1,
            }
        )
        self.assertEqual(self.dirty(), link)
        self.assertEqual(link.recurrence_id, event.recurrence_id)
        self.assertEqual(event.recurrence_id.ical_uid, uid)
        self.assertFalse(event.ical_uid)

    def test_moved_occurrence_remembers_its_slot(self):
        """A moved occurrence keeps the start its rule gave it (RECURRENCE-ID), however often."""
        series = self.weekly()
        third = self.occurrences(series)[2]
        self.settle()
        for hour in (12, 15):
            third.write(
                {
                    "recurrence_update": "self_only",
                    "start": monday(hour, week=2),
                    "stop": monday(hour + 1, week=2),
                }
            )
        self.assertEqual(third.original_start, monday(9, week=2))
        self.assertEqual(self.dirty().recurrence_id, series)

    def test_all_events_rewritten_keep_identity(self):
        """ "All events" with a new time replaces Odoo's records, not the meeting."""
        series = self.weekly()
        self.settle()
        link, uid = self.links.search([]), series.ical_uid
        self.occurrences(series)[1].write(
            {
                "recurrence_update": "all_events",
                "start": monday(11, week=1),
                "stop": monday(12, week=1),
            }
        )
        self.assertEqual(self.dirty(), link)
        self.assertFalse(series.exists())
        self.assertEqual(link.recurrence_id.ical_uid, uid)
        self.assertEqual(link.recurrence_id.series_start, monday(11))

    def test_this_and_following_is_a_second_meeting(self):
        """ "This and following" keeps the first half and makes one new meeting."""
        series = self.weekly()
        self.settle()
        self.occurrences(series)[2].write({"recurrence_update": "future_events", "name": "Later"})
        dirty = self.dirty()
        self.assertEqual(len(dirty), 2)
        self.assertIn(series, dirty.recurrence_id)
        self.assertEqual(len(set(dirty.mapped("uid"))), 2)

    def test_deleted_occurrence_marks_the_series(self):
        """Deleting one occurrence is a change of its series."""
        series = self.weekly()
        self.settle()
        self.occurrences(series)[0].unlink()
        self.assertEqual(self.dirty().recurrence_id, series)

    def test_deleted_series_leaves_a_tombstone(self):
        """Deleting all events leaves one tombstone."""
        series = self.weekly()
        self.settle()
        link = self.links.search([])
        self.occurrences(series)[0].action_mass_deletion("all_events")
        self.assertEqual(self.dirty(), link)
        self.assertFalse(link.event_id or link.recurrence_id)

    def test_contact_block_does_not_pile_up(self):
        """Occurrences carry the description of their series once (promise 52)."""
        series = self.weekly(partner_ids=[Command.set([self.anna.partner_id.id])])
        self.assertEqual(len(set(series.calendar_event_ids.mapped("description"))), 1)


@tagged("post_install", "-at_install")
class TestWhoMails(SyncCase):
    """Either Odoo mails or the provider does, never both."""

    def _invitations(self, user):
        before = self.env["mail.mail"].sudo().search_count([])
        self.event(
            user=user,
            partner_ids=[Command.set([user.partner_id.id, self.carl.partner_id.id])],
        )
        return self.env["mail.mail"].sudo().search_count([]) - before

    def test_connected_organizer(self):
        """The provider of a connected organizer invites, so Odoo does not."""
        self.assertEqual(self._invitations(self.anna), 0)

    def test_organizer_without_account(self):
        """Without an account Odoo invites as always."""
        self.assertEqual(self._invitations(self.ben), 1)

    def test_stopped_account(self):
        """While an account is stopped Odoo invites, and what is sent later mails nobody."""
        self.account._become_stopped()
        self.assertEqual(self._invitations(self.anna), 1)
        self.assertFalse(self.dirty().notify)

    def test_ics_carries_the_uid(self):
        """The ICS in Odoo's mails has the UID the meeting is recognised by (promise 41)."""
        event = self.event(user=self.ben)
        content = event._get_ics_file()[event.id]
        self.assertIn(f"UID:{event.ical_uid}".encode(), content)
