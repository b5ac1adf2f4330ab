"""Which of the meetings that changed are anybody's who synchronises.

Asked before every commit that changes a meeting, whoever saves it: one statement, and for those who
have no account and invite nobody who has one, the only one.
"""

from odoo import models
from odoo.tools import SQL

CONCERNED = """
    SELECT event.id FROM calendar_event event
    WHERE event.id IN %s AND (
        event.recurrence_id IS NOT NULL
        OR EXISTS (
            SELECT FROM calendar_sync_link link WHERE link.event_id = event.id
        )
        OR EXISTS (
            SELECT FROM calendar_sync_account account
            WHERE account.user_id = event.user_id AND account.state != 'disconnected'
        )
        OR EXISTS (
            SELECT FROM calendar_event_res_partner_rel guest
            JOIN res_users person ON person.partner_id = guest.res_partner_id
            JOIN calendar_sync_account account ON account.user_id = person.id
            WHERE guest.calendar_event_id = event.id AND account.state != 'disconnected'
        )
        OR EXISTS (
            SELECT FROM calendar_event_res_partner_rel guest
            JOIN calendar_sync_account account ON account.contact_id = guest.res_partner_id
            WHERE guest.calendar_event_id = event.id AND account.state != 'disconnected'
        )
    )
"""


class CalendarEvent(models.Model):
    """Knows whether it has to be looked at."""

    _inherit = "calendar.event"

    def _sync_concerned(self):
        """Return those of these events that are there, and on some calendar or may have to be.

        What is pending has to be written. Occurrences count as long as they are there: their series
        is asked.
        """
        if not self:
            return self
        concerned = {key for [key] in self.env.execute_query(SQL(CONCERNED, self._ids))}
        return self.browse(key for key in self._ids if key in concerned)
