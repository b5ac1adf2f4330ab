"""Events that nobody means well with: they harm neither the others nor the pass."""

import json
import time
from datetime import UTC, date, datetime

from odoo import sql_db
from odoo.tests import tagged

from ..core.incoming import parse
from ..core.values import (
    AllDay,
    Attendee,
    Meeting,
    Person,
    Reminder,
    ReminderMethod,
    Reminders,
    Timed,
)
from ..core.zones import in_reach
from ..local.alarms import LONGEST
from .pass_case import PassCase

HEARD = parse(json.dumps("a\x00b\ud800c\u202ed{{7*7}}${7*7}<t t-out='1'/>").encode())
"""A text as it comes in: what can be kept of it is left."""

BEGIN, END = datetime(2, 1, 1, tzinfo=UTC), datetime(9998, 12, 31, 23, tzinfo=UTC)
SPANS = (
    Timed(BEGIN, BEGIN.replace(hour=1), "America/Los_Angeles"),
    Timed(END.replace(hour=22), END, "Pacific/Auckland"),
    Timed(BEGIN, END, "UTC"),
    AllDay(date(2, 1, 1), date(2, 1, 2)),
    AllDay(date(9998, 12, 30), date(9998, 12, 31)),
    AllDay(date(2, 1, 1), date(9998, 12, 31)),
)
DESCRIPTIONS = (
    "<p>&#0;&#xD800;&#x110000;</p>",
    "<div>" * 50_000,
    "<" * 50_000,
    "<a href='" * 50_000 + ">",
    "<o:" * 50_000,
    "<![" * 50_000,
    "<p>" + "word " * 1_000_000 + "</p>",
    HEARD,
)
PEOPLE = (
    ("nobody at all", HEARD),
    ("@", ""),
    ("x" * 5000 + "@example.org", "y" * 5000),
    ('"><script>alert(1)</script>@example.org', "<script>alert(1)</script>"),
    ("one@example.org,two@example.org", "Two"),
    ("\u202egro.elpmaxe@a", "\u202eRight to left"),
)
MINUTES = (2**31 - 1, 2**31, 2**40, 10**30)
SECONDS = 60
"""What a pass over all of this may take; one such description took Odoo's sanitiser minutes."""


def reminding(minutes):
    """Return one reminder of each kind."""
    return Reminders(False, frozenset(Reminder(method, minutes) for method in ReminderMethod))


def hostile():
    """Return the values of hostile meetings, one of each kind."""
    for one in SPANS:
        yield {"span": in_reach(one), "reminders": reminding(LONGEST)}
    yield from ({"description": one} for one in DESCRIPTIONS)
    yield from ({"attendees": (Attendee(*one),)} for one in PEOPLE)
    yield from ({"reminders": reminding(one)} for one in MINUTES)
    yield {"title": HEARD * 50_000, "location": HEARD * 50_000}


@tagged("post_install", "-at_install")
class TestHostile(PassCase):
    """Anna's calendar is in step when somebody begins to send her things."""

    def setUp(self):
        super().setUp()
        self.sync()

    def put(self, **values):
        """Make a meeting of Anna's at the provider."""
        usual = {"title": "Meeting", "span": self.at(9), "organizer": Person("anna@example.com")}
        return self.service.create(self.here, Meeting(**{**usual, **values}))

    def calm_sync(self):
        """Run a pass that ends well, in time, without an error in the log."""
        begun = time.monotonic()
        with self.assertNoLogs(level="ERROR"):
            self.sync()
        self.assertLess(time.monotonic() - begun, SECONDS)
        self.assertEqual((self.account.state, self.account.error_code), ("active", False))

    def test_good_ones_among_a_hundred(self):
        """Whatever a hundred events hold, the five among them arrive (promise 20)."""
        kinds = [*hostile()]
        for number in range(100):
            if number % 20 == 10:
                self.put(title=f"Good {number}")
            self.put(**kinds[number % len(kinds)])
        self.calm_sync()
        good = self.here_events().filtered(lambda one: one.name.startswith("Good"))
        self.assertEqual(len(good), 5)
        self.assertEqual(self.links.search_count([]), 105)
        self.assertFalse(self.links.search([("error_code", "!=", False)]))

    def test_nothing_goes_back(self):
        """What could be kept in part only is no edit: the next pass writes nothing (promise 5)."""
        for values in hostile():
            self.put(**values)
        self.calm_sync()
        before = self.writes()
        self.calm_sync()
        self.assertEqual(self.writes(), before)

    def test_reminders_of_thousands_of_years(self):
        """A reminder that no date can be told for comes as one a year ahead (promise 20)."""
        for minutes in MINUTES:
            self.put(reminders=reminding(minutes))
        self.calm_sync()
        alarms = self.here_events().alarm_ids
        self.assertEqual(set(alarms.mapped("duration_minutes")), {LONGEST})
        self.assertEqual(set(alarms.mapped("alarm_type")), {"email", "notification"})

    def test_statements_of_many_guests(self):
        """Two hundred unknown guests more cost few statements more: contacts are made together."""

        def statements(count):
            guests = (f"{count}.{number:03}@example.org" for number in range(count))
            self.put(attendees=tuple(map(Attendee, guests)))
            before = sql_db.sql_counter
            self.calm_sync()
            return sql_db.sql_counter - before

        statements(2)
        few, many = statements(20), statements(220)
        self.assertEqual(max(len(one.attendee_ids) for one in self.here_events()), 221)
        self.assertLess(many - few, 30)
