"""What has to be done about an error, and by whom: for the people who look after everybody's.

By the class of `core.errors`, else by whose move it is. `%(user)s` is the account's user.
"""

from odoo.tools.translate import LazyTranslate

from ..core.errors import Move, by_code

_lt = LazyTranslate(__name__)

BY_CODE = {
    "DeletionsHeld": _lt(
        "%(user)s or you look at what would be deleted: allow it, or restore it there and resume."
    ),
    "EmptyCalendar": _lt("Look at the remote calendar, then press Resume."),
    "VaultLocked": _lt("Start the server with the CALENDAR_SYNC_SECRET_KEY it had before."),
    "WrongAccount": _lt("%(user)s connects the same account as before, or forgets it first."),
    "SyncError": _lt("If it stays, look for the details in the log of the server."),
}

BY_MOVE = {
    Move.USER: _lt("%(user)s presses Reconnect at the top of the calendar."),
    Move.ADMINISTRATOR: _lt("Check the Client ID and Client Secret in the general settings."),
    Move.NOBODY: _lt("Nothing has to be done."),
}

BY_CODE_OF_MEETING = {
    "SyncError": _lt("Try it again. If it stays, look for the details in the log of the server."),
}

MEETING = {
    Move.USER: _lt("Open the meeting and change what is not accepted; it is then tried again."),
    Move.ADMINISTRATOR: BY_MOVE[Move.ADMINISTRATOR],
    Move.NOBODY: BY_MOVE[Move.NOBODY],
}


def of_account(env, code, user):
    """Return what to do about the error of an account of a user (a name), "" without a code."""
    return _say(env, code, BY_CODE, BY_MOVE) % {"user": user} if code else ""


def of_meeting(env, code):
    """Return what to do about a meeting that is set aside, "" without a code."""
    return _say(env, code, BY_CODE_OF_MEETING, MEETING) if code else ""


def _say(env, code, special, by_move):
    known = by_code()
    move = known[code].move if code in known else Move.NOBODY
    return env._(special.get(code) or by_move[move])
