"""Why a meeting is on none of a participant's own calendars, in plain words."""

from odoo.tools.translate import LazyTranslate

_lt = LazyTranslate(__name__)

NAMES = {
    "span": _lt("Time"),
    "title": _lt("Title"),
    "description": _lt("Description"),
    "location": _lt("Location"),
    "organizer": _lt("Organizer"),
    "attendees": _lt("Guests"),
    "reminders": _lt("Reminders"),
    "privacy": _lt("Privacy"),
    "show_as": _lt("Show as"),
    "conference": _lt("Video call"),
    "guest_rights": _lt("What guests may do"),
    "recurrence": _lt("Repetition"),
}
"""What the fields of `core.values.Meeting` are called on the form."""


def why_not(event, user):
    """Return the reason, False where nobody can connect anything.

    :param event: a meeting that the user takes part in, as superuser
    """
    env = event.env
    accounts = env["calendar.sync.account"]
    mine = accounts.search([("user_id", "=", user.id), ("state", "!=", "disconnected")])
    if not mine:
        able = any(accounts._is_configured(code) for code in accounts._providers())
        return env._("You have not connected a calendar.") if able else False
    if not event.active:
        return env._("Archived meetings are not synchronized.")
    if _declined(event, user):
        return env._("You declined it.")
    if not accounts._writing_for(user):
        return env._("None of your synchronized calendars takes meetings from here.")
    return _not_yet(event, user)


def _declined(event, user):
    mine = event.attendee_ids.filtered(lambda one: one.partner_id == user.partner_id)
    return event.user_id != user and mine[:1].state == "declined"


def _not_yet(event, user):
    """Return why a meeting that belongs on a calendar of the user is not there so far."""
    env = event.env
    if event.user_id == user:
        return env._("Not changed since your calendar was connected. Its next change sends it.")
    if not event.user_id:
        return env._("Its organizer is not a user here. Their invitation brings it.")
    if env["calendar.sync.account"]._writing_for(event.user_id):
        return env._("The invitation of %s brings it to your calendar.", event.user_id.name)
    return env._("The organizer has connected no calendar. Its next change sends you a copy.")
