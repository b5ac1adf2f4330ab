"""Recognise "this and following" made remotely: a series is trimmed, a new one goes on."""

from ..core.actions import CreateLocal, UpdateLocal
from ..core.changes import apply
from ..core.errors import Refused
from ..core.recurrence import detect_split


def continuations(actions):
    """Return which new series go on where which known ones were cut off.

    By the key of the new series: the key of the one that was cut off, and the mapping of its slots
    to those of the new one.
    """
    created = [one for one in actions if isinstance(one, CreateLocal) and one.meeting.recurrence]
    found = {}
    for action in actions if created else ():
        split = _split(action, created) if isinstance(action, UpdateLocal) else None
        if split:
            found[created[split.follower].key] = (action.key, split.moved)
    return found


def _split(action, created):
    if action.changes.rules is None:
        return None
    after = apply(action.changes, action.before)
    try:
        return detect_split(action.before, after, [one.meeting for one in created])
    except Refused:
        # A rule that cannot be counted out is told where that series itself is written.
        return None
