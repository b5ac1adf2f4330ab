"""When the meetings of tests with an Odoo are: to come, as nobody is mailed of what is over.

The tests are told on the calendar of 2027, whose weekdays they know. All of it is put forward by
whole weeks until it is to come: distances and weekdays stay, and a date keeps its season, being
moved by less than a week within its year.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

AHEAD = timedelta(days=30)
TOLD = date(2027, 1, 4)


def new_monday(today: date) -> date:
    """Return the first Monday of the next January that is a while ahead."""
    seventh = date((today + AHEAD).year + 1, 1, 7)
    return seventh - timedelta(days=seventh.weekday())


MONDAY = new_monday(datetime.now(UTC).date())
"""What is told as Monday, 4 January 2027."""


def day(told: str) -> str:
    """Return a day of 2027 (`MM-DD`) where it is now, as `YYYY-MM-DD`."""
    return str(date.fromisoformat(f"{TOLD.year}-{told}") + (MONDAY - TOLD))


def when(told: str, hour: int) -> str:
    """Return an hour (UTC) of such a day, as Odoo writes it."""
    return f"{day(told)} {hour:02}:00:00"
