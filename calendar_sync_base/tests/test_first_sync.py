"""A calendar full of shared meetings is connected, and nobody notices."""

from dataclasses import replace
from datetime import timedelta

from odoo import fields
from odoo.fields import Command
from odoo.tests import tagged

from ..core.values import Attendee, Meeting, Person, Recurrence, Timed
from .pass_case import PassCase

EACH = 250
"""Meetings that were on one side only, in the past and to come: a thousand in all."""


@tagged("post_install", "-at_install")
class TestFirstSync(PassCase):
    """Five hundred shared meetings of the past, five hundred to come."""

    def setUp(self):
        super().setUp()
        self.account._become_disconnected()
        now = fields.Datetime.now().replace(minute=0, second=0, microsecond=0)
        self.times = [now + timedelta(hours=4 * n) for n in range(-EACH, EACH + 1) if n]
        people = [self.anna.partner_id.id, self.ben.partner_id.id, self.carl.partner_id.id]
        quiet = self.env["calendar.event"].with_user(self.anna)
        quiet.with_context(no_mail_to_attendees=True, dont_notify=True).create(
            [
                {
                    "name": f"Here {when}",
                    "start": when,
                    "stop": when + timedelta(hours=1),
                    "partner_ids": [Command.set(people)],
                }
                for when in self.times
            ]
        )
        self.commit()
        for when in self.times:
            self.service.create(self.here, self.shared(when + timedelta(hours=2)))
        self.service.mails.clear()

    def shared(self, when):
        """Return a meeting of Anna's with her colleagues."""
        start = fields.Datetime.to_datetime(when).replace(tzinfo=self.service.now.tzinfo)
        people = (self.anna, self.ben, self.carl)
        return Meeting(
            span=Timed(start, start + timedelta(hours=1), "Europe/Vienna"),
            title=f"There {when}",
            organizer=Person(self.anna.email),
            attendees=tuple(Attendee(one.email) for one in people),
        )

    def noise(self):
        """Return what moves with every remote write, every remote mail and every mail of Odoo's."""
        self.env.flush_all()
        self.env.cr.execute("SELECT last_value, is_called FROM mail_mail_id_seq")
        return self.service.version, list(self.service.mails), self.env.cr.fetchone()

    def test_nobody_notices(self):
        """Connecting, a colleague, a lost cursor, reconnecting: no write, no mail (promise 1)."""
        before = self.noise()
        self.account._become_active()
        self.sync()
        ben_account = self._connect(self.ben)
        self.sync(ben_account)
        self.service.expire_cursors(self.here)
        self.sync()
        self.account._become_disconnected()
        self.account._become_active()
        self.sync()
        self.assertEqual(self.noise(), before)
        found = self.env["calendar.event"].search([("name", "like", "There ")])
        self.assertEqual(len(found), len(self.times))
        self.assertEqual(found.user_id, self.anna)

    def test_series_too(self):
        """An endless series with guests arrives and mails nobody (promise 1, odoo#87477)."""
        one = self.shared(self.times[-1])
        rule = Recurrence(("RRULE:FREQ=DAILY",))
        self.service.create(self.here, replace(one, title="Endless", recurrence=rule))
        self.service.mails.clear()
        before = self.noise()
        self.account._become_active()
        self.sync()
        self.sync()
        self.assertEqual(self.noise(), before)
