"""Odoo's own Outlook Calendar: where it keeps what is taken over from it."""

from odoo.tools.translate import LazyTranslate

from odoo.addons.calendar_sync_base.models.predecessor import Predecessor

from ..core.ids import occurrence_day

_lt = LazyTranslate(__name__)

OUTLOOK_CALENDAR = Predecessor(
    module="microsoft_calendar",
    label=_lt("Odoo's own Outlook Calendar"),
    cron="microsoft_calendar.ir_cron_sync_all_cals",
    holder="res.users",
    grant="microsoft_calendar_rtoken",
    tokens=(
        "microsoft_calendar_rtoken",
        "microsoft_calendar_token",
        "microsoft_calendar_token_validity",
    ),
    traces=("microsoft_calendar_sync_token", "microsoft_last_sync_date"),
    stopped="microsoft_synchronization_stopped",
    remote_id="microsoft_id",
    ids=("microsoft_id", "ms_universal_event_id", "microsoft_recurrence_master_id"),
    pending="need_sync_m",
    uid_field="ms_universal_event_id",
    uid_suffix="",
    original_field="ms_universal_event_id",
    original=occurrence_day,
)
