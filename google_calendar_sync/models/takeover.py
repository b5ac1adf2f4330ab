"""Odoo's own Google Calendar: where it keeps what is taken over from it."""

import re
from datetime import date, datetime

from odoo.tools.translate import LazyTranslate

from odoo.addons.calendar_sync_base.models.predecessor import Predecessor

_lt = LazyTranslate(__name__)

ORIGINAL = re.compile(r".+_(\d{8})(?:T(\d{6})Z)?")


def original(google_id):
    """Return where the rule put an occurrence, from its id: `<series>_20270301T090000Z`.

    https://developers.google.com/workspace/calendar/api/concepts/events-calendars#recurring_events
    """
    found = ORIGINAL.fullmatch(google_id)
    if not found:
        return None
    day, hour = found.groups()
    if hour:
        return datetime.strptime(day + hour, "%Y%m%d%H%M%S")
    return date(int(day[:4]), int(day[4:6]), int(day[6:]))


GOOGLE_CALENDAR = Predecessor(
    module="google_calendar",
    label=_lt("Odoo's own Google Calendar"),
    cron="google_calendar.ir_cron_sync_all_cals",
    holder="res.users.settings",
    grant="google_calendar_rtoken",
    tokens=("google_calendar_rtoken", "google_calendar_token", "google_calendar_token_validity"),
    traces=("google_calendar_sync_token",),
    stopped="google_synchronization_stopped",
    remote_id="google_id",
    ids=("google_id",),
    pending="need_sync",
    uid_field="",
    uid_suffix="@google.com",
    original_field="google_id",
    original=original,
)
