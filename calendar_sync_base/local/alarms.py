"""Reminders here (`calendar.alarm` records, shared by meetings) and in neutral form."""

from dataclasses import replace

from ..core.values import Reminder, ReminderMethod, Reminders

METHODS = {"notification": ReminderMethod.POPUP, "email": ReminderMethod.EMAIL}
LONGEST = 365 * 24 * 60
"""Minutes; of one that warns thousands of years ahead no date could be told."""

TYPES = {method: alarm_type for alarm_type, method in METHODS.items()}


def read(alarms):
    """Return alarms as reminders; text messages are this calendar's own affair."""
    return Reminders(
        use_default=False,
        overrides=frozenset(
            Reminder(METHODS[one.alarm_type], one.duration_minutes)
            for one in alarms
            if one.alarm_type in METHODS
        ),
    )


class Alarms:
    """Finds or makes the alarm records for reminders."""

    def __init__(self, env, defaults):
        self._model = env(su=True)["calendar.alarm"]
        self._defaults = tuple(
            Reminder(ReminderMethod(method), minutes) for method, minutes in defaults or ()
        )
        self._known = {}

    def ids(self, reminders):
        """Return the ids of the alarms for these reminders, the calendar's defaults resolved."""
        wanted = self._defaults if reminders.use_default else sorted(reminders.overrides)
        return [self._alarm(one).id for one in wanted]

    def forget(self):
        """Look all alarms up again: what was made may have been rolled back."""
        self._known = {}

    def _alarm(self, wanted):
        reminder = replace(wanted, minutes=min(wanted.minutes, LONGEST))
        if reminder not in self._known:
            self._known[reminder] = self._find(reminder) or self._make(reminder)
        return self._known[reminder]

    def _find(self, reminder):
        return self._model.search(
            [
                ("alarm_type", "=", TYPES[reminder.method]),
                ("duration_minutes", "=", reminder.minutes),
            ],
            limit=1,
        )

    def _make(self, reminder):
        interval, size = self._unit(reminder.minutes)
        alarm_type = TYPES[reminder.method]
        labels = dict(self._model._fields["alarm_type"]._description_selection(self._model.env))
        units = dict(self._model._fields["interval"]._description_selection(self._model.env))
        duration = reminder.minutes // size
        return self._model.create(
            {
                "name": f"{labels[alarm_type]} - {duration} {units[interval]}",
                "alarm_type": alarm_type,
                "duration": duration,
                "interval": interval,
            }
        )

    @staticmethod
    def _unit(minutes):
        for interval, size in (("days", 1440), ("hours", 60)):
            if minutes and minutes % size == 0:
                return interval, size
        return "minutes", 1
