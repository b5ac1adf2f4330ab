"""A series that Outlook has no words for is refused when it is saved, and nothing is lost."""

from odoo.exceptions import ValidationError
from odoo.tests import Form, TransactionCase, new_test_user

from ..core.recurrence import REFUSALS


class TestRefusal(TransactionCase):
    """Anna's calendar is in Outlook, Ben's is nowhere else."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.anna, cls.ben = (
            new_test_user(cls.env, f"sync_{name}", email=f"{name}@example.com", tz="Europe/Vienna")
            for name in ("anna", "ben")
        )
        account = cls.env["calendar.sync.account"].create(
            {
                "user_id": cls.anna.id,
                "provider": "microsoft",
                "email": "anna@example.com",
                "state": "active",
            }
        )
        cls.env["calendar.sync.calendar"].create(
            {"account_id": account.id, "remote_id": "c1", "name": "Anna", "enabled": True}
        )

    def series(self, user=None, **values):
        """Make a series of three from Sunday, 31 January 2027."""
        defaults = {
            "name": "Closing",
            "start": "2027-01-31 09:00:00",
            "stop": "2027-01-31 10:00:00",
            "recurrency": True,
            "interval": 1,
            "end_type": "count",
            "count": 3,
        }
        events = self.env["calendar.event"].with_user(user or self.anna)
        return events.create(defaults | values)

    def test_31st(self):
        """The 31st of each month is refused, as Outlook would hold it on the 30th as well."""
        with self.assertRaises(ValidationError) as caught, self.env.cr.savepoint():
            self.series(rrule_type="monthly", month_by="date", day=31)
        self.assertEqual(str(caught.exception), REFUSALS["rule_missing_days"])
        self.assertFalse(self.env["calendar.event"].search([("name", "=", "Closing")]))

    def test_change_is_refused(self):
        """A weekly series that is changed to the 31st stays the weekly series it was."""
        event = self.series(rrule_type="weekly", sun=True)
        with self.assertRaises(ValidationError), self.env.cr.savepoint():
            event.with_user(self.anna).write(
                {
                    "recurrence_update": "all_events",
                    "rrule_type": "monthly",
                    "month_by": "date",
                    "day": 31,
                }
            )
        self.env.invalidate_all()
        self.assertEqual(event.recurrence_id.rrule_type, "weekly")
        self.assertEqual(len(event.recurrence_id.calendar_event_ids), 3)

    def test_single_meeting_is_untouched(self):
        """A meeting whose repetition is refused in the form stays the single meeting it was."""
        event = self.series(recurrency=False)
        with (
            self.assertRaises(ValidationError),
            self.env.cr.savepoint(),
            Form(event.with_user(self.anna)) as form,
        ):
            form.recurrency = True
            form.rrule_type_ui = "monthly"
            form.month_by = "date"
            form.day = 31
        self.env.invalidate_all()
        self.assertFalse(event.recurrence_id)
        self.assertEqual(event.name, "Closing")

    def test_what_outlook_knows(self):
        """What Outlook can repeat is made from here: each day, week, month and year."""
        last = {"start": "2027-02-22 09:00:00", "stop": "2027-02-22 10:00:00"}
        for values in (
            {"rrule_type": "daily", "interval": 2},
            {"rrule_type": "weekly", "mon": True, "fri": True},
            {"rrule_type": "monthly", "month_by": "date", "day": 22},
            {"rrule_type": "monthly", "month_by": "day", "weekday": "MON", "byday": "4"},
            {"rrule_type": "monthly", "month_by": "day", "weekday": "MON", "byday": "-1"},
            {"rrule_type": "yearly"},
        ):
            with self.subTest(values):
                event = self.series(**last, **values)
                self.assertEqual(len(event.recurrence_id.calendar_event_ids), 3)

    def test_others_may(self):
        """Who is not connected to Outlook makes the series they want."""
        event = self.series(self.ben, rrule_type="monthly", month_by="date", day=31)
        self.assertEqual(len(event.recurrence_id.calendar_event_ids), 3)
