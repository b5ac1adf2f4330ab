"""The tests' meetings are to come, whenever the tests run."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from odoo.tests import BaseCase, tagged

from .days import AHEAD, new_monday

TEN_YEARS = [date(2026, 11, 1) + timedelta(days=number) for number in range(3653)]
VIENNA = ZoneInfo("Europe/Vienna")


@tagged("post_install", "-at_install")
class TestDays(BaseCase):
    """Each day of ten years is a day on which the tests run."""

    def test_to_come(self):
        """The first meeting is on a Monday that is a while ahead, and at most 14 months."""
        for today in TEN_YEARS:
            monday = new_monday(today)
            self.assertEqual(monday.weekday(), 0, today)
            self.assertTrue(AHEAD <= monday - today <= timedelta(days=425), today)

    def test_one_offset(self):
        """Ten weeks from there a series in Vienna is at the same hours of UTC."""
        for today in TEN_YEARS:
            first = datetime.combine(new_monday(today), time(9), UTC)
            hours = {(first + timedelta(weeks=week)).astimezone(VIENNA).hour for week in range(11)}
            self.assertEqual(hours, {10}, today)
