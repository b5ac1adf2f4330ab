"""Taking meetings off the calendar here, and putting them back, as a reset and its undoing do."""

from .writer import Writer


def active_events(meeting):
    """Return what is on the calendar of an event or a series."""
    series = meeting._name == "calendar.recurrence"
    events = meeting.calendar_event_ids if series else meeting
    return events.filtered("active")


def archive(events):
    """Take events off the calendar, quietly."""
    _writer(events).archive(events)


def unarchive(env, event_ids):
    """Put archived events back on the calendar, those that still exist."""
    found = env["calendar.event"].with_context(active_test=False)
    events = found.browse(event_ids).exists()
    _writer(events).restore(events)


def _writer(events):
    return Writer(events.env, None, events.user_id[:1] or events.env.user)
