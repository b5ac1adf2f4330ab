"""When something is tried again, as Odoo stores it."""

from datetime import UTC, datetime, timedelta

from .values import naive

ALMOST_A_SECOND = timedelta(microseconds=999_999)


def after(seconds):
    """Return the first whole second that is at least so many seconds away: never before its time.

    Odoo keeps whole seconds; cut off at both ends, a short wait would be none.
    """
    return naive(datetime.now(UTC) + timedelta(seconds=seconds) + ALMOST_A_SECOND)
