"""Insert, update, patch, delete: what a write does to the calendar and to those of the guests.

https://developers.google.com/workspace/calendar/api/v3/reference/events
"""

from __future__ import annotations

from dataclasses import dataclass

from . import conference, errors, eventtypes, series, sharing, validate
from . import fields as spec
from .model import Calendar, Copy, Fields
from .sharing import Notice
from .validate import Options
from .world import World

TIME_FIELDS = ("start", "end", "recurrence")
UNSHARED = {"updated", "created", "sequence"}


@dataclass(frozen=True)
class Occasion:
    """In which world, with which options, and by whom a write is done."""

    world: World
    options: Options
    notice: Notice


def insert(
    occasion: Occasion, calendar: Calendar, body: Fields, event_id: str | None = None
) -> Copy:
    """A new event of which this calendar is the organizer; Google alone gives ``event_id``."""
    world, notice = occasion.world, occasion.notice
    spec.check_types(body, world.settings.strict_fields)
    event_id = event_id or _new_id(world, calendar, body)
    fields = validate.new_fields(calendar, body, occasion.options)
    if fields.setdefault("status", "confirmed") == "cancelled":
        raise errors.invalid("Invalid status value.", "status")
    fields |= {
        "id": event_id,
        "iCalUID": body.get("iCalUID") or f"{event_id}@google.com",
        "creator": {"email": notice.actor},
        "organizer": organizer(calendar),
        "sequence": max(body.get("sequence") or 0, 0),
        "eventType": fields.get("eventType", "default"),
    }
    eventtypes.check_new(calendar, fields)
    conference.apply({}, fields, world.seed)
    copy = Copy(fields)
    world.touch(calendar, copy)
    sharing.spread(world, calendar, copy, notice)
    sharing.announce(world, copy, [], notice)
    return copy


def _new_id(world: World, calendar: Calendar, body: Fields) -> str:
    event_id, uid = body.get("id"), body.get("iCalUID")
    if event_id is not None:
        spec.check_id(event_id)
        if uid is not None:
            raise errors.invalid("Only one of id and iCalUID can be given.", "iCalUID")
    if event_id in calendar.copies or (uid and calendar.by_uid(uid)):
        raise errors.named("duplicate")
    return event_id or world.ids.base32("event")


def organizer(calendar: Calendar) -> Fields:
    """The calendar as organizer; secondary ones show their title."""
    if calendar.primary:
        return {"email": calendar.id}
    return {"email": calendar.id, "displayName": calendar.summary}


def check_etag(copy: Copy, if_match: str | None) -> None:
    """412 when the caller has seen another state.

    https://developers.google.com/workspace/calendar/api/guides/version-resources
    """
    if if_match and if_match != "*" and copy.etag not in if_match:
        raise errors.named("conditionNotMet")


def change(occasion: Occasion, calendar: Calendar, copy: Copy, body: Fields, patch: bool) -> Copy:
    """PUT or PATCH; ``copy`` comes from ``series.locate``."""
    world, notice = occasion.world, occasion.notice
    spec.check_types(body, world.settings.strict_fields)
    was_cancelled = copy.cancelled
    if body.get("status") == "cancelled":
        if not was_cancelled:
            delete(world, calendar, copy, notice)
        return copy
    copy = series.own(copy)
    body = own_response_only(calendar, copy, body) if body.get("attendeesOmitted") else body
    build = validate.patched if patch or body.get("attendeesOmitted") else validate.replaced
    fresh = build(calendar, copy.fields, body, occasion.options)
    eventtypes.check_change(copy.fields, fresh)
    if fresh.get("eventType", "default") != "default":
        eventtypes.check(calendar, fresh)
    conference.apply(copy.fields, fresh, world.seed)
    if calendar.owns(copy):
        return _change_own(world, calendar, copy, fresh, notice)
    return _change_guest(world, calendar, copy, fresh, notice)


def own_response_only(calendar: Calendar, copy: Copy, body: Fields) -> Fields:
    """With ``attendeesOmitted`` a write can change the own response, nothing else of the list."""
    given = {row.get("email", "").lower(): row for row in body.get("attendees") or []}
    mine = given.get(calendar.id)
    rows = [
        {**row, **mine} if mine and row["email"] == calendar.id else row for row in copy.attendees
    ]
    return {**body, "attendees": rows}


def changed_fields(before: Fields, after: Fields) -> set[str]:
    """The names whose values differ, apart from time stamps."""
    names = {name for name in {*before, *after} if before.get(name) != after.get(name)}
    return names - UNSHARED


def _change_own(
    world: World, calendar: Calendar, copy: Copy, fresh: Fields, notice: Notice
) -> Copy:
    before = copy.fields
    changed = changed_fields(before, fresh)
    if not changed and not copy.virtual:
        return copy
    revived = copy.cancelled and fresh.get("status") != "cancelled"
    common = changed_fields(sharing.shared(before), sharing.shared(fresh))
    if changed & {*TIME_FIELDS} or revived:
        fresh["sequence"] = before.get("sequence", 0) + 1
    copy.fields = fresh
    copy.gone_with_master = False
    world.touch(calendar, copy, updated=changed != {"reminders"})
    if copy.recurring:
        moved = bool(changed & {"start", "end"})
        series.reset_exceptions(world, calendar, copy, moved)
    if common:
        _tell(world, calendar, copy, [] if revived else before.get("attendees", []), notice)
    return copy


def _tell(
    world: World, calendar: Calendar, copy: Copy, before: list[Fields], notice: Notice
) -> None:
    sharing.spread(world, calendar, copy, notice)
    for exception in calendar.exceptions_of(copy.id) if copy.recurring else ():
        sharing.spread(world, calendar, exception, notice)
    sharing.announce(world, copy, before, notice)


def _change_guest(
    world: World, calendar: Calendar, copy: Copy, fresh: Fields, notice: Notice
) -> Copy:
    """A guest's write: the own response travels, guests may be added, the rest stays here."""
    before = copy.fields
    _check_rights(before, fresh)
    if copy.cancelled and fresh.get("status") != "cancelled":
        fresh.setdefault("status", "confirmed")
    changed = changed_fields(before, fresh)
    if not changed and not copy.virtual:
        return copy
    old_row = copy.attendee(calendar.id)
    copy.fields, copy.gone_with_master = fresh, False
    world.touch(calendar, copy, updated=changed != {"reminders"})
    answered = copy.attendee(calendar.id) != old_row
    if copy.recurring and changed - {"attendees"}:
        series.reset_exceptions(world, calendar, copy, bool(changed & {"start", "end"}))
    elif copy.recurring and answered:
        _answer_exceptions(world, calendar, copy)
    if answered:
        sharing.respond(world, calendar, copy, notice)
    if not copy.imported:
        _offer_to_organizer(world, calendar, copy, before, notice)
    return copy


def _answer_exceptions(world: World, calendar: Calendar, master: Copy) -> None:
    """The answer to a series is one to its changed instances too, which stay as they are."""
    row = master.attendee(calendar.id)
    for exception in calendar.exceptions_of(master.id) if row else ():
        sharing.note_answer(world, calendar, exception.id, row)


def _check_rights(before: Fields, fresh: Fields) -> None:
    for name in spec.GUEST_RIGHTS:
        usual = spec.DEFAULTS[name]
        if before.get(name, usual) != fresh.get(name, usual):
            raise errors.named("forbiddenForNonOrganizer")


def _offer_to_organizer(
    world: World, calendar: Calendar, copy: Copy, before: Fields, notice: Notice
) -> None:
    owner = world.calendars.get(copy.organizer)
    if owner is None or (copy.id not in owner.copies and copy.master_id not in owner.copies):
        return
    target = series.own(series.locate(owner, copy.id))
    fresh = dict(target.fields)
    if before.get("guestsCanModify"):
        common = sharing.shared(copy.fields)
        fresh = sharing.combined(common, sharing.private(target.fields))
    elif before.get("guestsCanInviteOthers", True):
        known = {row["email"] for row in before.get("attendees", [])}
        added = [row for row in copy.attendees if row["email"] not in known]
        fresh["attendees"] = [*target.attendees, *added]
    fresh = spec.tidy({**fresh, "attendees": fresh.get("attendees", [])})
    if changed_fields(target.fields, fresh):
        _change_own(world, owner, target, fresh, notice)


def delete(world: World, calendar: Calendar, copy: Copy, notice: Notice) -> None:
    """Delete an event, a series, or one instance; a guest who deletes declines."""
    if copy.cancelled:
        raise errors.ApiError(410, "deleted", "Resource has been deleted")
    copy = series.own(copy)
    if calendar.owns(copy) or copy.imported:
        _delete_own(world, calendar, copy, notice)
    else:
        _decline(world, calendar, copy, notice)


def _delete_own(world: World, calendar: Calendar, copy: Copy, notice: Notice) -> None:
    copy.fields["status"] = "cancelled"
    copy.fields["sequence"] = copy.fields.get("sequence", 0) + 1
    world.touch(calendar, copy)
    if copy.imported:
        return
    if copy.attendees:
        for target in sharing.holders(world, copy, calendar):
            sharing.withdraw(world, target, copy, notice)
    sharing.announce(world, copy, copy.attendees, notice)


def _decline(world: World, calendar: Calendar, copy: Copy, notice: Notice) -> None:
    row = copy.attendee(calendar.id)
    answered = row is not None and row["responseStatus"] != "declined"
    if row is not None:
        row["responseStatus"] = "declined"
    copy.fields["status"] = "cancelled"
    world.touch(calendar, copy)
    if answered:
        sharing.respond(world, calendar, copy, notice)
