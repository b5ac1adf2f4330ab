"""Whole days and wall times as Odoo keeps and shows them, for owners all over the world."""

from datetime import UTC, timedelta
from zoneinfo import ZoneInfo, available_timezones

from odoo.tests import tagged

from ..core.values import AllDay, Meeting, Recurrence, Timed
from .days import monday, tuesday
from .pass_case import PassCase

FAR_APART = ("Etc/GMT+12", "America/Los_Angeles", "UTC", "Asia/Kolkata", "Pacific/Kiritimati")
"""From UTC-12 to UTC+14."""

FIRST = monday(9)
TUESDAY = tuesday(0).date()
FOUR_WEEKS, TIMES = timedelta(weeks=4), 13


def wall(zone):
    """Return a year of Mondays at nine on the clocks of a zone, every fourth, in UTC."""
    local = (FIRST + number * FOUR_WEEKS for number in range(TIMES))
    return [one.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC) for one in local]


def zones():
    """Return one zone for each way in which the clocks are put that year."""
    return sorted({tuple(wall(one)): one for one in sorted(available_timezones())}.values())


@tagged("post_install", "-at_install")
class TestWholeDays(PassCase):
    """An owner in each of some zones that are far apart (promise 18)."""

    def setUp(self):
        super().setUp()
        self.days = {"start": TUESDAY, "stop": TUESDAY + timedelta(days=1)}

    def shown(self, event):
        """Return the dates that viewers in all of these zones read."""
        names = ["start_date", "stop_date", "allday"]
        found = set()
        for zone in FAR_APART:
            [values] = event.with_user(self.anna).with_context(tz=zone).read(names)
            found.add(tuple(values[name] for name in names))
        return found

    def test_from_there(self):
        """Dates from there are these dates for every viewer, and an edit leaves them there."""
        span = AllDay(self.days["start"], self.days["stop"] + timedelta(days=1))
        for zone in FAR_APART:
            with self.subTest(zone):
                self.anna.tz = zone
                remote_id = self.service.create(self.here, Meeting(span=span, title=zone))
                self.sync()
                event = self.env["calendar.event"].search([("name", "=", zone)])
                self.assertEqual(self.shown(event), {(*self.days.values(), True)})
                event.location = "Elsewhere"
                self.sync()
                there = self.service.meetings(self.here)[remote_id]
                self.assertEqual((there.span, there.location), (span, "Elsewhere"))

    def test_from_here(self):
        """Dates that are entered here are these dates there; start and end may be one."""
        for zone in FAR_APART:
            for days in (1, 2):
                with self.subTest(zone, days=days):
                    self.anna.tz = zone
                    last = self.days["start"] + timedelta(days=days - 1)
                    dates = {"start_date": self.days["start"], "stop_date": last, "allday": True}
                    event = self.event(name=f"{zone} {days}", **dates)
                    self.sync()
                    [there] = [one for one in self.there() if one.title == event.name]
                    after = last + timedelta(days=1)
                    self.assertEqual(there.span, AllDay(self.days["start"], after))
                    self.assertEqual(self.shown(event), {(self.days["start"], last, True)})

    def there(self):
        """Return the meetings on the remote calendar."""
        return self.service.meetings(self.here).values()

    def test_repeated(self):
        """A whole day that is repeated is on these days, over a change of the clocks as well."""
        rule = Recurrence(("RRULE:FREQ=WEEKLY;COUNT=20",))
        span = AllDay(TUESDAY, TUESDAY + timedelta(days=1))
        expected = [TUESDAY + timedelta(weeks=number) for number in range(20)]
        for zone in FAR_APART:
            with self.subTest(zone):
                self.anna.tz = zone
                self.service.create(self.here, Meeting(span=span, title=zone, recurrence=rule))
                self.sync()
                events = self.env["calendar.event"].search([("name", "=", zone)])
                self.assertEqual(sorted(events.mapped("start_date")), expected)
                before = self.writes()
                self.sync()
                self.assertEqual(self.writes(), before)


@tagged("post_install", "-at_install")
class TestWallTime(PassCase):
    """A series in each of the zones that differ (promise 17)."""

    def test_from_there(self):
        """Odoo makes of a series there the same wall times, all year round, and sends nothing."""
        for zone in zones():
            start = FIRST.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)
            rule = Recurrence((f"RRULE:FREQ=WEEKLY;INTERVAL=4;COUNT={TIMES}",))
            span = Timed(start, start + timedelta(hours=1), zone)
            self.service.create(self.here, Meeting(span=span, title=zone, recurrence=rule))
        self.sync()
        for zone in zones():
            with self.subTest(zone):
                events = self.env["calendar.event"].search([("name", "=", zone)], order="start")
                starts = [one.replace(tzinfo=UTC) for one in events.mapped("start")]
                self.assertEqual(starts, wall(zone))
        before = self.writes()
        self.sync()
        self.assertEqual(self.writes(), before)
