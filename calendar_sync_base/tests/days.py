"""When the tests' meetings are: to come, whenever the tests run, as Odoo mails of nothing else."""

from datetime import UTC, date, datetime, time, timedelta

AHEAD = timedelta(days=30)


def new_monday(today):
    """Return the first Monday of the next January that is a while ahead.

    It is winter then, for ten weeks at least until the clocks of Vienna are put.
    """
    seventh = date((today + AHEAD).year + 1, 1, 7)
    return seventh - timedelta(days=seventh.weekday())


MONDAY = new_monday(datetime.now(UTC).date())


def monday(hour, week=0):
    """Return an hour of that Monday, or of one some weeks later; UTC, as Odoo keeps times."""
    return datetime.combine(MONDAY, time(hour)) + timedelta(weeks=week)


def tuesday(hour):
    """Return an hour of the day after it."""
    return monday(hour) + timedelta(days=1)
