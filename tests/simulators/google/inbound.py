"""Mails about meetings that arrive at Google from elsewhere: invitations, cancellations, replies.

https://www.rfc-editor.org/rfc/rfc5546#section-3.2
An invited person's calendar shows the meeting at once, unanswered; its organizer is foreign, its
iCalUID that of the mail, its id is made of that. What a guest changes stays in the own copy; the
answer goes back by mail. A cancelled meeting leaves the calendar.
"""

from __future__ import annotations

import base64
from typing import Any

from . import errors, recurrence, series, sharing, times
from . import fields as spec
from .model import Calendar, Copy, Fields, original_start
from .world import World

MOVING = ("start", "end", "recurrence")


def deliver(world: World, invitation: Fields) -> list[str]:
    """Put a mail into the calendars it is for; the addresses that took it."""
    run = {"request": _request, "cancel": _cancel, "reply": _reply}[invitation["method"]]
    taken = []
    for email in map(str.lower, invitation["to"]):
        calendar = world.calendars.get(email)
        if calendar and not calendar.external and run(world, calendar, invitation):
            taken.append(email)
    return taken


def event_id(uid: str) -> str:
    """The id of an event that came by mail, the same for all its guests (observed)."""
    text = base64.b32hexencode(uid.encode()).decode().rstrip("=").lower()
    return "_" + text


def _request(world: World, calendar: Calendar, invitation: Fields) -> bool:
    if invitation["organizer"]["email"].lower() == calendar.id:
        return False
    if invitation.get("recurrence_id"):
        return _request_one(world, calendar, invitation)
    stored = _whole(calendar, invitation["uid"])
    if stored and calendar.owns(stored):
        return False
    fresh = _fields(calendar, invitation, stored.fields if stored else {})
    lines = invitation.get("recurrence") or []
    if lines:
        fresh["recurrence"] = recurrence.check(lines, fresh["start"])
    fresh["id"] = stored.id if stored else event_id(invitation["uid"])
    copy = _keep(world, calendar, stored, fresh)
    if copy.recurring:
        _take_exceptions(world, calendar, copy, invitation)
    return True


def _whole(calendar: Calendar, uid: str) -> Copy | None:
    """The single event or the series with an iCalUID."""
    return next((copy for copy in calendar.by_uid(uid) if not copy.master_id), None)


def _keep(world: World, calendar: Calendar, stored: Copy | None, fresh: Fields) -> Copy:
    """Store what is new; who has declined and deleted a meeting is left in peace."""
    before = stored.fields if stored else {}
    own = next((row for row in fresh.get("attendees", []) if row["email"] == calendar.id), {})
    declined = own.get("responseStatus") == "declined"
    if stored and ((stored.cancelled and declined) or _same(before, fresh, stored.cancelled)):
        return stored
    copy = stored or Copy(fresh)
    copy.fields, copy.imported, copy.gone_with_master = fresh, False, False
    world.touch(calendar, copy)
    return copy


def _same(before: Fields, after: Fields, cancelled: bool) -> bool:
    return not cancelled and {**before, "updated": 0} == {**after, "updated": 0}


def _fields(calendar: Calendar, invitation: Fields, before: Fields) -> Fields:
    zone, person = calendar.time_zone, invitation["organizer"]
    email = person["email"].lower()
    organizer = {"email": email}
    if person.get("name") not in (None, "", email):
        organizer["displayName"] = person["name"]
    start, end = (times.parse_point(invitation[key], key, zone) for key in ("start", "end"))
    fresh = {
        "iCalUID": invitation["uid"],
        "creator": {"email": email},
        "organizer": organizer,
        "sequence": invitation.get("sequence") or 0,
        "eventType": "default",
        "status": "confirmed",
        "summary": invitation.get("summary") or "",
        "location": invitation.get("location") or "",
        "description": (invitation.get("description") or "").replace("\r\n", "\n"),
        "visibility": "private" if invitation.get("private") else "default",
        "start": start,
        "end": end,
    }
    own: Fields = {"reminders": {"useDefault": True}}
    if not invitation.get("busy", True):
        own["transparency"] = "transparent"
    fresh |= sharing.private(before) if before else own
    if "created" in before:
        fresh["created"] = before["created"]
    fresh["attendees"] = _rows(calendar, invitation, before, fresh)
    return spec.tidy(fresh)


def _rows(calendar: Calendar, invitation: Fields, before: Fields, fresh: Fields) -> list[Fields]:
    """The guests as the organizer knows them; the own answer stays unless the meeting moved."""
    moved = any(before.get(name) != fresh.get(name) for name in ("start", "end"))
    moved |= (before.get("recurrence") or []) != (invitation.get("recurrence") or [])
    known = {row["email"]: row for row in before.get("attendees", [])}
    rows = []
    for given in invitation.get("attendees", []):
        row = _row(given)
        if row["email"] == calendar.id:
            row["responseStatus"] = "needsAction"
            row |= {} if moved else _answer(known.get(calendar.id, {}))
        rows.append(row)
    return rows


def _answer(row: Fields) -> Fields:
    return {name: row[name] for name in sharing.ANSWER if name in row}


def _row(given: Fields) -> Fields:
    row: dict[str, Any] = {
        "email": given["email"].lower(),
        "responseStatus": given.get("response") or "needsAction",
    }
    if given.get("name") not in (None, "", given["email"]):
        row["displayName"] = given["name"]
    if given.get("role") in ("optional", "resource"):
        row[given["role"]] = True
    return row


def _take_exceptions(world: World, calendar: Calendar, master: Copy, invitation: Fields) -> None:
    """The instances that differ, and those that are no more; others are as the series has them."""
    changed = {_instance_id(master, one["recurrence_id"]): one
               for one in invitation.get("exceptions") or []}  # fmt: skip
    gone = [_instance_id(master, point) for point in invitation.get("exdates") or []]
    _revive(world, calendar, master, {*changed, *gone})
    series.reset_exceptions(world, calendar, master, moved=True, but={*changed, *gone})
    for key, one in changed.items():
        if stored := _instance(calendar, key):
            _keep_instance(world, calendar, stored, one)
    for key in gone:
        _end(world, calendar, _instance(calendar, key))


def _revive(world: World, calendar: Calendar, master: Copy, named: set[str]) -> None:
    """What the organizer no longer takes out is back, unless this person has declined it."""
    for one in calendar.exceptions_of(master.id):
        own = one.attendee(calendar.id) or {}
        if one.id in named or not one.cancelled or own.get("responseStatus") == "declined":
            continue
        original = original_start(one)
        if series.has_place(master, original):
            one.fields = series.own(series.instance(master, original)).fields
            world.touch(calendar, one)


def _instance_id(master: Copy, point: Fields) -> str:
    original = times.parse_point(point, "originalStartTime", "UTC")
    return series.instance_id(master, original)


def _instance(calendar: Calendar, key: str) -> Copy | None:
    """A stored or implied instance; ``None`` where the series has none."""
    try:
        return series.locate(calendar, key)
    except errors.ApiError:
        return None


def _keep_instance(world: World, calendar: Calendar, stored: Copy, invitation: Fields) -> None:
    fresh = _fields(calendar, {**invitation, "recurrence": None}, stored.fields)
    kept = ("id", "recurringEventId", "originalStartTime")
    fresh |= {name: stored.fields[name] for name in kept}
    _keep(world, calendar, stored, fresh)


def _request_one(world: World, calendar: Calendar, invitation: Fields) -> bool:
    """One instance: of the series that is here, or the only one this person was invited to."""
    uid, point = invitation["uid"], invitation["recurrence_id"]
    master = _whole(calendar, uid)
    if master and master.recurring:
        stored = _instance(calendar, _instance_id(master, point))
        if stored:
            _keep_instance(world, calendar, stored, invitation)
        return stored is not None
    original = times.parse_point(point, "originalStartTime", calendar.time_zone)
    key = f"{event_id(uid)}_{times.stamp(original)}"
    alone = {"id": key, "recurringEventId": event_id(uid), "originalStartTime": original}
    stored = calendar.copies.get(key)
    before = stored.fields if stored else {}
    fresh = _fields(calendar, {**invitation, "recurrence": None}, before)
    _keep(world, calendar, stored, {**fresh, **alone})
    return True


def _cancel(world: World, calendar: Calendar, invitation: Fields) -> bool:
    found = calendar.by_uid(invitation["uid"])
    if point := invitation.get("recurrence_id"):
        return _cancel_one(world, calendar, found, point)
    if any(calendar.owns(copy) for copy in found):
        return False
    whole = [copy for copy in found if not copy.master_id] or found
    ended = [_end(world, calendar, copy) for copy in whole]
    return any(ended)


def _cancel_one(world: World, calendar: Calendar, found: list[Copy], point: Fields) -> bool:
    for copy in found:
        if copy.recurring and not calendar.owns(copy):
            return _end(world, calendar, _instance(calendar, _instance_id(copy, point)))
    stamp = times.stamp(times.parse_point(point, "originalStartTime", calendar.time_zone))
    alone = [copy for copy in found if copy.id.endswith(f"_{stamp}") and not calendar.owns(copy)]
    ended = [_end(world, calendar, copy) for copy in alone]
    return any(ended)


def _end(world: World, calendar: Calendar, copy: Copy | None) -> bool:
    """A meeting that is cancelled leaves the calendar."""
    if copy is None or copy.cancelled:
        return False
    series.own(copy).fields["status"] = "cancelled"
    world.touch(calendar, copy)
    return True


def _reply(world: World, calendar: Calendar, invitation: Fields) -> bool:
    """A guest's answer changes the organizer's list, and that of the other guests here."""
    copy = _whole(calendar, invitation["uid"])
    if copy and (point := invitation.get("recurrence_id")):
        copy = _instance(calendar, _instance_id(copy, point))
    if copy is None or not calendar.owns(copy):
        return False
    answered = [copy, *(calendar.exceptions_of(copy.id) if copy.recurring else ())]
    noted = [_note(world, calendar, one, invitation) for one in answered]
    return any(noted)


def _note(world: World, calendar: Calendar, copy: Copy, invitation: Fields) -> bool:
    sender = invitation["sender"].lower()
    row = {"email": sender, "responseStatus": invitation["response"]}
    if invitation.get("comment"):
        row["comment"] = invitation["comment"]
    targets = [calendar, *sharing.holders(world, copy, calendar)]
    noted = [sharing.note_answer(world, target, copy.id, row) for target in targets]
    return any(noted)
