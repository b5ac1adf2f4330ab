"""Occurrences that somebody is invited to who does not have their series.

Such a guest's calendar has an event of its own, known by the series' iCalUID and the original start
(RFC 5545 RECURRENCE-ID). Here it is that occurrence: its link is the guest's, and what passes by it
are the guest's answers; all else is the series' to say.
"""

from ..core.identity import occurrence_uid, series_uid_of
from ..core.zones import wall_clock
from .reader import zone_of
from .series_reader import is_all_day, slot_in


def named(env, uids):
    """Return the occurrences that are here of those some uids name, by uid."""
    series_uids = {series_uid_of(uid) for uid in uids} - {""}
    if not series_uids:
        return {}
    found = env["calendar.recurrence"].search([("ical_uid", "in", list(series_uids))])
    by_uid = {}
    for series in found:
        by_uid |= _of_series(series)
    return {uid: by_uid[uid] for uid in uids if uid in by_uid}


def _of_series(series):
    """Return the occurrences of a series by uid: by the original start, and by its day alone.

    Of an occurrence that was made elsewhere, some providers tell only the day.
    """
    events = series.calendar_event_ids
    all_day = is_all_day(events)
    by_uid = {}
    for event in events:
        slot = slot_in(event, all_day)
        day = slot if all_day else wall_clock(slot, zone_of(event)).date()
        by_uid.setdefault(occurrence_uid(series.ical_uid, day), event)
        by_uid[occurrence_uid(series.ical_uid, slot)] = event
    return by_uid
