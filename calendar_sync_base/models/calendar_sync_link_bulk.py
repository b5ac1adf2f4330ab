"""Links made by the thousand, as when a calendar is fetched for the first time.

A link that only says where a meeting is, and what both sides agree on, has nothing that Odoo would
have to work out. Those are written as rows, in a tenth of the time; every other one is created.
"""

from psycopg2.extras import Json

from odoo import api, models

SAID = (
    "event_id",
    "recurrence_id",
    "uid",
    "remote_id",
    "etag",
    "web_link",
    "role",
    "read_only",
    "base",
    "synced_at",
)
"""What a pass says of a link when all went well; everything else is empty."""

COMMON = (
    "calendar_id",
    "account_id",
    "user_id",
    "create_uid",
    "write_uid",
    "create_date",
    "write_date",
)
INSERT = f"INSERT INTO calendar_sync_link ({', '.join(SAID + COMMON)}) VALUES %s"  # noqa: S608


class CalendarSyncLink(models.Model):
    """Is made by the thousand."""

    _inherit = "calendar.sync.link"

    @api.model
    def _add(self, calendar, vals_list):
        """Make links of a calendar of what a pass recorded."""
        plain = [one for one in vals_list if is_plain(one)]
        others = [one for one in vals_list if not is_plain(one)]
        self.create([{**one, "calendar_id": calendar.id} for one in others])
        if plain:
            self._insert(calendar, plain)

    @api.model
    def _insert(self, calendar, vals_list):
        now, uid = self.env.cr.now(), self.env.uid
        account = calendar.account_id
        common = (calendar.id, account.id, account.user_id.id, uid, uid, now, now)
        rows = [(*(column(one.get(name)) for name in SAID), *common) for one in vals_list]
        self.env.cr.execute_values(INSERT, rows, page_size=len(rows))
        for model in ("calendar.event", "calendar.recurrence"):
            self.env[model].invalidate_model(["sync_link_ids"])
        calendar.invalidate_recordset(["link_ids"])


def is_plain(values):
    """Tell whether nothing is said of a link but what `SAID` names."""
    return not any(value for name, value in values.items() if name not in SAID)


def column(value):
    """Return a value as its column takes it."""
    return Json(value) if isinstance(value, dict) else value or None
