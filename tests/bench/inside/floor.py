"""The floor: the same meetings made by Odoo alone, with mails and tracking off."""


class Side:
    """Nobody synchronises anything."""

    QUIET = {  # noqa: RUF012 - this file is a program's part, without imports
        "dont_notify": True,
        "is_calendar_event_new": True,
        "mail_create_nolog": True,
        "mail_create_nosubscribe": True,
        "mail_notrack": True,
        "no_mail_to_attendees": True,
        "skip_attendee_notification": True,
        "skip_contact_description": True,
        "tracking_disable": True,
    }

    def __init__(self, env, _settings):
        self.env = env
        self.events = env["calendar.event"]

    def pull(self, count):
        """Make as many meetings as the others fetch, with a reminder each as those have."""
        alarm = self.env.ref("calendar.alarm_notif_1")
        quiet = self.events.with_context(**self.QUIET)
        make(quiet, count, alarm_ids=[(6, 0, alarm.ids)])._setup_alarms()  # noqa: F821
        self.env.cr.commit()
