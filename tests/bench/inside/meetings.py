"""The same meetings for everybody: made here, as at the provider."""

from datetime import datetime, timedelta

FIRST = datetime(2027, 1, 4, 8)  # noqa: DTZ001 - as Odoo keeps times


def span(number):
    """Return when the meeting of a number is; sixteen on a day, from eight o'clock."""
    start = FIRST + timedelta(days=number // 16, minutes=30 * (number % 16))
    return start, start + timedelta(minutes=30)


def values(number):
    """Return a meeting as Odoo is given it."""
    start, stop = span(number)
    return {
        "name": f"Meeting {number}",
        "start": start,
        "stop": stop,
        "location": f"Room {number % 7}",
        "description": f"<p>Agenda of meeting {number}</p>",
        "user_id": env.uid,  # noqa: F821 - the shell's
        "partner_ids": [(6, 0, env.user.partner_id.ids)],  # noqa: F821
    }


def make(events, count):
    """Make meetings as a person does, and commit."""
    made = events.create([values(number) for number in range(count)])
    events.env.cr.commit()
    return made
