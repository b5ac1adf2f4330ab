"""Import and move: events that come from elsewhere.

https://developers.google.com/workspace/calendar/api/v3/reference/events/import
https://developers.google.com/workspace/calendar/api/v3/reference/events/move
"""

from __future__ import annotations

import copy as copies

from . import conference, errors, series, sharing, times, validate, writes
from . import fields as spec
from .model import Calendar, Copy, Fields
from .sharing import Notice
from .world import World
from .writes import Occasion


def import_(occasion: Occasion, calendar: Calendar, body: Fields) -> Copy:
    """A private copy known by its iCalUID; nobody is told. A second import renews the first."""
    world, options, notice = occasion.world, occasion.options, occasion.notice
    spec.check_types(body, world.settings.strict_fields)
    uid = body.get("iCalUID")
    if not uid:
        raise errors.required("Missing iCalUID.", "iCalUID")
    if body.get("id"):
        raise errors.invalid("Only one of id and iCalUID can be given.", "id")
    if body.get("eventType") not in (None, "default"):
        raise errors.event_type("Only default events can be imported.")
    if body.get("originalStartTime"):
        stored = _instance_of(calendar, uid, body["originalStartTime"])
    else:
        stored = next((copy for copy in calendar.by_uid(uid) if not copy.master_id), None)
    if stored and stored.recurring:
        stored = series.own(stored)
    fresh = validate.new_fields(calendar, body, options, bool(stored and stored.master_id))
    fresh.setdefault("status", "confirmed")
    fresh |= _identity(world, calendar, body, stored, notice)
    conference.apply(stored.fields if stored else {}, fresh, world.seed)
    copy = stored or Copy(fresh)
    copy.fields, copy.imported, copy.gone_with_master = fresh, True, False
    world.touch(calendar, copy)
    if copy.recurring:
        series.reset_exceptions(world, calendar, copy, moved=False)
    return copy


def _instance_of(calendar: Calendar, uid: str, value: object) -> Copy | None:
    original = times.parse_point(value, "originalStartTime", calendar.time_zone)
    for master in calendar.by_uid(uid):
        if master.recurring:
            found = series.locate(calendar, series.instance_id(master, original))
            return series.own(found)
    return None


def _identity(
    world: World, calendar: Calendar, body: Fields, stored: Copy | None, notice: Notice
) -> Fields:
    if stored:
        fields = {key: stored.fields[key] for key in spec.SYSTEM if key in stored.fields}
        sequence = max(body.get("sequence") or 0, fields.get("sequence", 0))
        return fields | {"sequence": sequence}
    organizer = body.get("organizer") or {}
    if email := str(organizer.get("email") or "").lower():
        person = {"email": email}
        if organizer.get("displayName"):
            person["displayName"] = organizer["displayName"]
    else:
        person = writes.organizer(calendar)
    return {
        "id": _id(world, calendar, body["iCalUID"]),
        "iCalUID": body["iCalUID"],
        "creator": {"email": notice.actor},
        "organizer": person,
        "sequence": body.get("sequence") or 0,
        "eventType": "default",
    }


def _id(world: World, calendar: Calendar, uid: str) -> str:
    """Copies with one iCalUID on several calendars are linked: they share their id."""
    for other in world.calendars.values():
        for copy in other.by_uid(uid):
            if not copy.master_id and copy.id not in calendar.copies:
                return copy.id
    return world.ids.base32("event")


def move(world: World, source: Calendar, target: Calendar, copy: Copy, notice: Notice) -> Copy:
    """Another calendar becomes the organizer; the event leaves the source."""
    if copy.fields.get("eventType", "default") != "default":
        raise errors.event_type("Only default events can be moved.")
    if copy.master_id:
        words = "Cannot change the organizer of an instance."
        raise errors.ApiError(400, "cannotChangeOrganizerOfInstance", words, "calendar")
    if copy.cancelled:
        raise errors.named("deleted")
    if not source.owns(copy):
        words = "Cannot change the organizer of the event."
        raise errors.ApiError(400, "cannotChangeOrganizer", words, "calendar")
    if source is target:
        return copy
    moved = [_moved(world, target, one) for one in [copy, *source.exceptions_of(copy.id)]]
    for one in moved:
        world.touch(target, one)
    copy.fields = {**copy.fields, "status": "cancelled"}
    world.touch(source, copy)
    for one in moved:
        if one.attendees:
            _tell_guests(world, source, target, one, notice)
    return moved[0]


def _moved(world: World, target: Calendar, copy: Copy) -> Copy:
    fields = copies.deepcopy(copy.fields)
    fields["organizer"] = writes.organizer(target)
    return Copy(fields, imported=copy.imported)


def _tell_guests(
    world: World, source: Calendar, target: Calendar, copy: Copy, notice: Notice
) -> None:
    sharing.spread(world, target, copy, Notice(notice.actor, "none", notice.why))
    if not copy.master_id:
        sharing.announce(world, copy, copy.attendees, notice)
