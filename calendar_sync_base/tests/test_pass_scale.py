"""What a pass over many meetings costs, and what many at once must not mix up."""

from dataclasses import replace
from datetime import UTC, datetime
from unittest.mock import patch

from odoo import sql_db
from odoo.tests import tagged

from ..core.values import Meeting, Person
from .pass_case import PassCase


@tagged("post_install", "-at_install")
class TestManyAtOnce(PassCase):
    """A calendar that is full before it is connected."""

    def there(self, count, **more):
        """Make meetings of Anna's at the provider; return their remote ids."""
        meeting = Meeting(self.at(9), organizer=Person("anna@example.com", "Anna"), **more)
        titled = [replace(meeting, title=f"Meeting {number}") for number in range(count)]
        return [self.service.create(self.here, one) for one in titled]

    def statements(self, count):
        """Return how many SQL statements it takes to fetch some more meetings."""
        self.there(count)
        before = sql_db.sql_counter
        self.sync()
        return sql_db.sql_counter - before

    def test_statements(self):
        """A hundred meetings more cost hardly a statement more (promise 28)."""
        self.statements(5)
        few, many = self.statements(20), self.statements(120)
        self.assertEqual(len(self.here_events()), 145)
        self.assertLess(many - few, 15)

    def test_statements_of_sending(self):
        """A hundred meetings more to send cost hardly a statement more (promise 28)."""

        def sent(count):
            for number in range(count):
                self.event(name=f"Mine {number}")
            self.commit()
            before = sql_db.sql_counter
            self.sync()
            return sql_db.sql_counter - before

        sent(5)
        few, many = sent(20), sent(120)
        self.assertEqual(len(self.service.meetings(self.here)), 145)
        self.assertLess(many - few, 15)

    def test_bad_ones_among_many(self):
        """Of many new meetings, those that cannot be made here stop no other (promise 20)."""
        self.there(9)
        bad = {"Meeting 2", "Meeting 3", "Meeting 7"}
        events = type(self.env["calendar.event"])
        create = events.create

        def refusing(model, vals_list):
            if bad & {one["name"] for one in vals_list}:
                raise ValueError("not this one")
            return create(model, vals_list)

        with patch.object(events, "create", refusing):
            self.sync()
        self.assertEqual(len(self.here_events()), 6)
        self.assertFalse(bad & set(self.here_events().mapped("name")))
        failed = self.links.search([("error_code", "!=", False)])
        self.assertEqual(len(failed), 3)
        self.assertIn("not this one", failed[:1].error_detail)

    def test_mails_are_not_even_considered(self):
        """What is fetched mails nobody, whoever organizes it (promise 4)."""
        self.there(3)
        self.sync()
        mails = self.env["mail.mail"].search([("subject", "like", "Meeting")])
        self.assertFalse(mails)

    def test_two_with_one_uid(self):
        """Of two events with one iCalUID each becomes a meeting; one of them bears the UID."""
        first, second = self.there(2)
        events = self.service.shelf(self.here).events
        events[second].uid = events[first].uid
        self.sync()
        found = self.here_events()
        self.assertEqual(sorted(found.mapped("name")), ["Meeting 0", "Meeting 1"])
        self.assertEqual(len(found.filtered("ical_uid")), 1)

    def test_the_uid_of_what_was_archived(self):
        """An event with the iCalUID of an archived meeting comes all the same."""
        archived = self.event(name="Archived")
        self.settle()
        archived.ical_uid = "known@example.com"
        archived.with_context(dont_notify=True).active = False
        self.settle()
        (fresh,) = self.there(1)
        self.service.shelf(self.here).events[fresh].uid = "known@example.com"
        self.links.search([("event_id", "=", archived.id)]).unlink()
        self.sync()
        self.assertIn("Meeting 0", self.here_events().mapped("name"))
        self.assertFalse(self.links.search([("error_code", "!=", False)]))

    def test_reminders_are_planned(self):
        """Meetings that are fetched together have their reminders planned by Odoo."""
        alarm = self.env.ref("calendar.alarm_mail_1")
        self.calendar.default_reminders = [["email", alarm.duration_minutes]]
        self.service.shelf(self.here)
        cron = self.env.ref("calendar.ir_cron_scheduler_alarm")
        triggers = self.env["ir.cron.trigger"]
        before = triggers.search_count([("cron_id", "=", cron.id)])
        self.there(3)
        self.sync()
        found = self.here_events()
        self.assertEqual(found.alarm_ids.mapped("alarm_type"), ["email"])
        after = triggers.search_count([("cron_id", "=", cron.id)])
        self.assertEqual(after - before, 3)
        self.assertGreater(min(found.mapped("start")), datetime.now(UTC).replace(tzinfo=None))
