"""When something is tried again, as Odoo stores it: `next_attempt`, empty for at once."""

from datetime import UTC, datetime, timedelta

from odoo import fields
from odoo.fields import Domain

from .values import naive

ALMOST_A_SECOND = timedelta(microseconds=999_999)


def after(seconds):
    """Return the first whole second that is at least so many seconds away: never before its time.

    Odoo keeps whole seconds; cut off at both ends, a short wait would be none.
    """
    return naive(datetime.now(UTC) + timedelta(seconds=seconds) + ALMOST_A_SECOND)


def may_be_tried():
    """Return which records need not wait any more."""
    now = fields.Datetime.now()
    return Domain("next_attempt", "=", False) | Domain("next_attempt", "<=", now)
