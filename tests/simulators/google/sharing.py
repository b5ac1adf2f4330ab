"""How one meeting lives in many calendars: copies for guests, responses, mails.

https://developers.google.com/workspace/calendar/api/concepts/sharing
https://developers.google.com/workspace/calendar/api/concepts/inviting-attendees-to-events
"""

from __future__ import annotations

import copy as copies
from dataclasses import dataclass

from . import errors, series
from . import fields as spec
from .model import Calendar, Copy, Fields
from .world import World

RESPONSES_PROPAGATE_UP_TO = 200
ANSWER = ("responseStatus", "comment", "additionalGuests")


@dataclass(frozen=True)
class Notice:
    """Who acts, whom mails may go to (all, externalOnly, none), and on which occasion."""

    actor: str
    send: str = "none"
    why: str = ""


def shared(fields: Fields) -> Fields:
    """The fields that all copies have in common."""
    result = {key: value for key, value in fields.items() if key not in spec.PRIVATE}
    properties = result.pop("extendedProperties", {})
    if "shared" in properties:
        result["extendedProperties"] = {"shared": properties["shared"]}
    return copies.deepcopy(result)


def private(fields: Fields) -> Fields:
    """The fields that a copy has for itself."""
    result = {key: fields[key] for key in spec.PRIVATE if key in fields}
    properties = fields.get("extendedProperties", {})
    if "private" in properties:
        result["extendedProperties"] = {"private": properties["private"]}
    return result


def combined(common: Fields, own: Fields) -> Fields:
    """A copy's fields from the organizer's and its own."""
    result = {**copies.deepcopy(common), **copies.deepcopy(own)}
    properties = {
        **common.get("extendedProperties", {}),
        **own.get("extendedProperties", {}),
    }
    if properties:
        result["extendedProperties"] = copies.deepcopy(properties)
    return result


def guests(world: World, copy: Copy, send: str) -> list[Calendar]:
    """The calendars of the guests, without the organizer's; outsiders only if mail goes there."""
    found: list[Calendar] = []
    for row in copy.attendees:
        calendar = world.calendars.get(row["email"])
        if calendar is None and send != "none":
            calendar = world.outsider(row["email"])
        if calendar is not None and not calendar.owns(copy):
            found.append(calendar)
    return found


def holders(world: World, copy: Copy, but: Calendar) -> list[Calendar]:
    """The other calendars that have a copy of the same event, or of its series."""
    keys = {copy.id, copy.master_id}
    return [
        calendar
        for calendar in world.calendars.values()
        if calendar is not but
        and any(key in calendar.copies and _same(calendar.copies[key], copy) for key in keys)
    ]


def _same(one: Copy, other: Copy) -> bool:
    return one.uid == other.uid


def spread(world: World, calendar: Calendar, copy: Copy, notice: Notice) -> None:
    """Bring the guests' copies in line with the organizer's, and remove those of former guests."""
    invited = guests(world, copy, notice.send)
    for target in invited:
        if notice.send != "none" or not target.external:
            _give(world, target, copy)
    for target in holders(world, copy, calendar):
        if target not in invited:
            withdraw(world, target, copy, notice)


def _give(world: World, target: Calendar, copy: Copy) -> None:
    row = copy.attendee(target.id) or {}
    stored = target.copies.get(copy.id)
    if stored and stored.cancelled and row.get("responseStatus") == "declined":
        return
    before = stored.fields if stored else {}
    fields = combined(shared(copy.fields), private(before))
    fields.setdefault("reminders", {"useDefault": True})
    fields["status"] = copy.status
    was_cancelled = stored is not None and stored.cancelled
    if stored and _unchanged(before, fields) and was_cancelled == copy.cancelled:
        return
    result = stored or Copy(fields)
    result.fields, result.gone_with_master = fields, False
    world.touch(target, result)
    if copy.recurring:
        _give_exceptions(world, target, copy)


def _unchanged(before: Fields, after: Fields) -> bool:
    return {**before, "updated": 0} == {**after, "updated": 0}


def _give_exceptions(world: World, target: Calendar, master: Copy) -> None:
    owner = world.calendars.get(master.organizer)
    for exception in owner.exceptions_of(master.id) if owner else ():
        if exception.cancelled or exception.attendee(target.id):
            _give(world, target, exception)
        elif exception.id not in target.copies:
            _cancel(world, target, exception)


def withdraw(world: World, target: Calendar, copy: Copy, notice: Notice) -> None:
    """Cancel a copy after its organizer deleted the event or uninvited the guest.

    A change that notifies nobody leaves the copy where it is (observed on the live service).
    """
    if notice.send != "none":
        _cancel(world, target, copy)


def _cancel(world: World, target: Calendar, copy: Copy) -> None:
    try:
        stored = series.own(series.locate(target, copy.id))
    except errors.ApiError:
        return
    if stored.cancelled:
        return
    stored.fields["status"] = "cancelled"
    world.touch(target, stored)


def respond(world: World, calendar: Calendar, copy: Copy, notice: Notice) -> None:
    """Carry a guest's answer to the organizer and to the other guests."""
    row = copy.attendee(calendar.id)
    if row is None or len(copy.attendees) > RESPONSES_PROPAGATE_UP_TO:
        return
    for target in holders(world, copy, calendar):
        if not target.external or notice.send != "none":
            note_answer(world, target, copy.id, row)
    if _reaches(world, copy.organizer, notice.send):
        answer = {"response": row["responseStatus"]}
        world.mail("response", calendar.id, copy.organizer, copy, notice.why, **answer)


def note_answer(world: World, target: Calendar, event_id: str, row: Fields) -> bool:
    """Put a guest's answer into one copy of a meeting, if it is there and lists the guest."""
    try:
        other = series.own(series.locate(target, event_id))
    except errors.ApiError:
        return False
    theirs = other.attendee(row["email"])
    if theirs is None or other.cancelled:
        return False
    for name in ANSWER:
        theirs.pop(name, None)
    theirs.update({name: row[name] for name in ANSWER if name in row})
    world.touch(target, other)
    return True


def _reaches(world: World, email: str, send: str) -> bool:
    return send == "all" or (send == "externalOnly" and email not in world.accounts)


def announce(
    world: World, copy: Copy, before: list[Fields], notice: Notice, changed: bool = True
) -> None:
    """Mail invitations to new guests, cancellations to former ones, updates to the others."""
    old = {row["email"] for row in before}
    new = {row["email"] for row in copy.attendees}
    for email in sorted(old | new):
        if email in (copy.organizer, notice.actor) or not _reaches(world, email, notice.send):
            continue
        if _is_room(copy.attendees, email):
            continue
        if email in old - new or copy.cancelled:
            world.mail("cancellation", copy.organizer, email, copy, notice.why)
        elif email in new - old:
            world.mail("invitation", copy.organizer, email, copy, notice.why)
        elif changed:
            world.mail("update", copy.organizer, email, copy, notice.why)


def _is_room(rows: list[Fields], email: str) -> bool:
    return any(row["email"] == email and row.get("resource") for row in rows)
