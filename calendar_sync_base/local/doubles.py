"""A meeting that is here twice: as its organizer made it, and as an invitation brought it.

Where the provider chooses the iCalUID it is not known before the answer to the creation is there.
If that answer is lost, a guest's calendar may tell of the meeting first.
"""

from psycopg2.errors import SerializationFailure, UniqueViolation

from ..core.identity import PART
from . import single_occurrences


def adopt_uids(env, wanted):
    """Give meetings the iCalUID that their provider chose (meetings by UID).

    Another meeting that has it is the same one, brought by a guest; unless it is none of theirs:
    somebody made a copy of an event, UID and all.
    """
    held = _holders(env, list(wanted))
    _name(env, {uid: one for uid, one in wanted.items() if _may_have(one, held.get(uid))})
    if any(one._name == "calendar.recurrence" for one in wanted.values()):
        _absorb_occurrences(env)


def _may_have(meeting, holder):
    return not holder or _absorb(meeting, holder)


def _name(env, meetings):
    try:
        with env.cr.savepoint():
            for uid, meeting in meetings.items():
                meeting._sync_identify(uid)
    except UniqueViolation as error:
        refuse_made_meanwhile(env, meetings, error)
        raise


def refuse_made_meanwhile(env, uids, error):
    """Begin the pass again where the database has a meeting that this transaction cannot see.

    Organizer and guest are synchronised at the same instant: the other pass has made it since.
    """
    if isinstance(error, UniqueViolation) and len(_holders(env, list(uids))) < len(uids):
        raise SerializationFailure("a meeting was made meanwhile") from error


def _holders(env, uids):
    models = (env[name].with_context(active_test=False) for name in MODELS)
    return {
        one.ical_uid: one for model in models for one in model.search([("ical_uid", "in", uids)])
    }


def _absorb_occurrences(env):
    """Let single events that were brought before their series was here be its occurrences."""
    events = env["calendar.event"].with_context(active_test=False)
    doubles = events.search([("ical_uid", "like", PART)])
    occurrences = single_occurrences.named(env, doubles.mapped("ical_uid"))
    for double in doubles.filtered(lambda one: one.ical_uid in occurrences):
        _absorb(occurrences[double.ical_uid], double)


def _absorb(meeting, double):
    """Make one of two, and tell whether they could be: a double is on guests' calendars only."""
    links = double._sync_links()
    taken = meeting._sync_links().calendar_id & links.calendar_id
    if double._name != meeting._name or taken or set(links.mapped("role")) != {"guest"}:
        return False
    # without a base both sides are compared anew, and the guests' answers come here
    links.write({MODELS[meeting._name]: meeting.id, "base": False, "etag": False})
    links._mark_dirty(tells=False)
    _remove(double)
    return True


def _remove(double):
    if double._name == "calendar.recurrence":
        events = double.with_context(active_test=False).calendar_event_ids
        double.unlink()
        double = events
    double.unlink()
    double.env.flush_all()


MODELS = {"calendar.event": "event_id", "calendar.recurrence": "recurrence_id"}
"""Where a link points to a meeting, by the model of the meeting."""
