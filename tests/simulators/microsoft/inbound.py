"""Mails about meetings that arrive in a mailbox here: invitations, cancellations, replies.

https://learn.microsoft.com/graph/outlook-calendar-meeting-proposals (answers at the organizer)
An invited person's calendar shows the meeting at once, as tentative, until it is answered. A
cancelled one stays there, free, with ``Canceled:`` before its subject, until it is deleted.
"""

from __future__ import annotations

from typing import Any

from . import errors, invitations, model, recurrence, rrule, schema, times
from .model import Calendar, Fields, Item, Override
from .series import Event, days, has_day, usual_times
from .world import World

PREFIX = "Canceled: "
KEPT = ("categories", "isReminderOn", "reminderMinutesBeforeStart", "createdDateTime")
TIMES = ("start", "end", "isAllDay")
MOVING = (*TIMES, "recurrence")
OWN = (*KEPT, "responseStatus", "showAs")


def deliver(world: World, invitation: Fields) -> list[str]:
    """Put a mail into the mailboxes it is for; the addresses that took it."""
    taken = []
    for email in invitation["to"]:
        account = world.accounts.get(email.lower())
        if account is None or not account.mailbox:
            continue
        if invitation["method"] == "reply":
            done = _reply(world, email.lower(), invitation)
        elif invitation["method"] == "cancel":
            done = _cancel(world, email.lower(), invitation)
        else:
            done = _request(world, email.lower(), invitation)
        if done:
            taken.append(email.lower())
    return taken


def copy_of(world: World, email: str, uid: str, day: str | None = None
            ) -> tuple[Calendar, Item] | None:  # fmt: skip
    """Somebody's copy of a meeting, in whichever calendar it is."""
    for calendar in world.calendars.values():
        item = calendar.by_uid(uid, day) if calendar.owner == email else None
        if item:
            return calendar, item
    return None


def _request(world: World, email: str, invitation: Fields) -> bool:
    if email == invitation["organizer"]["email"].lower():
        return False
    if invitation.get("recurrence_id"):
        return _request_one(world, email, invitation)
    found = copy_of(world, email, invitation["uid"])
    fields = _fields(world, email, invitation)
    if found is None:
        calendar = world.default(email)
        item = Item(world.new_key("item"), invitation["uid"], _unanswered(fields))
    else:
        calendar, item = found
        if _rearranged(item.fields, fields):
            item.overrides, item.cancelled = {}, []
        item.fields = _merged(item.fields, fields)
    item.sequence = invitation.get("sequence", 0)
    _take_exceptions(world, email, item, invitation)
    world.touch(calendar, item)
    return True


def _fields(world: World, email: str, invitation: Fields) -> Fields:
    """The properties of a copy; what only Outlook knows is taken from its own part."""
    person = invitation["organizer"]
    fields = {
        **schema.DEFAULTS,
        **_read(world, email, invitation),
        "organizer": world.person(person["email"].lower(), person.get("name")),
    }
    fields["intended"] = fields["showAs"]
    return fields


def _read(world: World, email: str, invitation: Fields) -> Fields:
    if invitation.get("microsoft"):
        fields = {k: v for k, v in invitation["microsoft"].items() if k in invitations.SHARED}
    else:
        fields = _foreign(world, email, invitation)
    fields["attendees"] = [_row(row) for row in invitation.get("attendees", [])]
    return fields


def _foreign(world: World, email: str, invitation: Fields) -> Fields:
    zone = world.accounts[email].time_zone
    start, end = (invitations.own(invitation[key], zone) for key in ("start", "end"))
    place = {"displayName": invitation.get("location") or "", "locationType": "default"}
    kind = invitation.get("description_type", "text")
    return {
        "subject": invitation.get("summary") or "",
        "body": {"contentType": kind, "content": invitation.get("description") or ""},
        "start": start,
        "end": end,
        "isAllDay": "date" in invitation["start"],
        "location": place,
        "locations": [place] if place["displayName"] else [],
        "sensitivity": "private" if invitation.get("private") else "normal",
        "showAs": "busy" if invitation.get("busy", True) else "free",
        "recurrence": _recurrence(invitation, start),
    }


def _recurrence(invitation: Fields, start: times.Point) -> Fields | None:
    value = rrule.from_lines(invitation.get("recurrence") or [], start)
    if value is None:
        return None
    try:
        return recurrence.check(value, times.day(start), start["timeZone"])
    except errors.GraphError:
        return None


def _row(row: Fields) -> Fields:
    """An attendee; whether others have answered is known to the organizer alone."""
    return {
        "type": row.get("role", "required"),
        "status": {"response": "none", "time": times.NEVER},
        "emailAddress": {"name": row.get("name") or row["email"], "address": row["email"]},
    }


def _unanswered(fields: Fields) -> Fields:
    answer = {"response": "notResponded", "time": times.NEVER}
    return {**fields, "responseStatus": answer, "showAs": "tentative"}


def _merged(before: Fields, fresh: Fields) -> Fields:
    """An update: private properties stay; the answer too, unless the meeting has moved."""
    kept = {name: before[name] for name in KEPT if name in before}
    moved = any(before.get(name) != fresh.get(name) for name in MOVING)
    if moved or before.get("isCancelled"):
        return {**_unanswered(fresh), **kept}
    shown = {"responseStatus": before["responseStatus"], "showAs": before["showAs"]}
    if shown["responseStatus"]["response"] == "accepted":
        shown["showAs"] = fresh["intended"]
    return {**fresh, **shown, **kept}


def _rearranged(before: Fields, fresh: Fields) -> bool:
    """Whether the occurrences are at other times now; a series that only ends elsewhere is not."""
    old, new = before["recurrence"], fresh["recurrence"]
    patterns = old and old["pattern"], new and new["pattern"]
    return patterns[0] != patterns[1] or any(before[name] != fresh[name] for name in TIMES)


def _take_exceptions(world: World, email: str, item: Item, invitation: Fields) -> None:
    """The occurrences that differ, and those that the organizer has cancelled."""
    if not item.recurring:
        item.overrides, item.cancelled = {}, []
        return
    known = set(days(item))
    zone = item.fields["start"]["timeZone"]
    theirs = {
        occurrence_day(one["recurrence_id"], zone) for one in invitation.get("exceptions", [])
    }
    item.overrides = {
        day: one if day in theirs else _left(one)
        for day, one in item.overrides.items()
        if day in known
    }
    for one in invitation.get("exceptions", []):
        _override(world, email, item, one)
    for point in invitation.get("exdates", []):
        day = occurrence_day(point, zone)
        if has_day(item, day) and not item.overrides.get(day, Override({})).fields.get(
            "isCancelled"
        ):
            item.cancelled.append(day)
            item.overrides.pop(day, None)


def _left(one: Override) -> Override:
    """What is left of an exception that the organizer has not: what the guest has done to it."""
    if one.fields.get("isCancelled"):
        return one
    own = {name: value for name, value in one.fields.items() if name in OWN}
    return Override(own, one.seq, one.properties)


def occurrence_day(point: Fields, zone: str) -> str:
    """On which day of a series an occurrence was, in the zone of the series."""
    if "date" in point:
        return str(point["date"])
    return times.in_zone(times.instant(invitations.own(point)), zone).date().isoformat()


def _override(world: World, email: str, item: Item, one: Fields) -> str | None:
    day = occurrence_day(one["recurrence_id"], item.fields["start"]["timeZone"])
    if not has_day(item, day):
        return None
    fresh = _fields(world, email, one)
    base = {**item.fields, **usual_times(item, day)}
    before = item.overrides.get(day, Override({}))
    names = (*invitations.SHARED, "intended")
    own = {n: fresh[n] for n in names if n != "recurrence" and fresh[n] != base.get(n)}
    own.pop("showAs", None)
    moved = any(before.fields.get(name, base[name]) != fresh[name] for name in ("start", "end"))
    if not moved:
        own |= {k: v for k, v in before.fields.items() if k in ("responseStatus", "showAs")}
    elif base["responseStatus"]["response"] != "notResponded":
        own |= _unanswered({})
    item.overrides[day] = Override(own, before.seq, before.properties)
    return day


def _request_one(world: World, email: str, invitation: Fields) -> bool:
    """One occurrence: an exception of the series, or the only one this person knows."""
    found = copy_of(world, email, invitation["uid"])
    if found and found[1].recurring:
        calendar, item = found
        if day := _override(world, email, item, invitation):
            world.touch(calendar, item, day)
        return day is not None
    fields = {**_fields(world, email, invitation), "recurrence": None}
    point = invitation["recurrence_id"]
    day = occurrence_day(point, point.get("timeZone", "UTC"))
    alone = copy_of(world, email, invitation["uid"], day)
    if alone:
        calendar, item = alone
        item.fields = _merged(item.fields, fields)
    else:
        calendar = world.default(email)
        key = world.new_key("item")
        item = Item(key, invitation["uid"], _unanswered(fields), uid_day=day, recurrence_id=point)
    world.touch(calendar, item)
    return True


def _cancel(world: World, email: str, invitation: Fields) -> bool:
    found = copy_of(world, email, invitation["uid"])
    point = invitation.get("recurrence_id")
    if point and found and found[1].recurring:
        calendar, item = found
        day = occurrence_day(point, item.fields["start"]["timeZone"])
        if not has_day(item, day):
            return False
        override = item.overrides.setdefault(day, Override({}))
        override.fields |= _cancelled(Event(calendar, item, day).fields)
        world.touch(calendar, item, day)
        return True
    if point:
        found = copy_of(
            world, email, invitation["uid"], occurrence_day(point, point.get("timeZone", "UTC"))
        )
    if found is None:
        return False
    calendar, item = found
    item.fields = {**item.fields, **_cancelled(item.fields)}
    world.touch(calendar, item)
    return True


def _cancelled(fields: Fields) -> Fields:
    subject = fields["subject"]
    if not subject.startswith(PREFIX):
        subject = PREFIX + subject
    return {"isCancelled": True, "subject": subject, "showAs": "free"}


def _reply(world: World, email: str, invitation: Fields) -> bool:
    """An attendee's answer changes the organizer's list; for one occurrence, that of this one."""
    found = copy_of(world, email, invitation["uid"])
    if found is None or found[1].organizer != email:
        return False
    calendar, item = found
    sender = invitation["sender"].lower()
    day = None
    if point := invitation.get("recurrence_id"):
        day = occurrence_day(point, item.fields["start"]["timeZone"])
        if not item.recurring or not has_day(item, day):
            return False
    event = Event(calendar, item, day)
    if model.attendee(event.fields["attendees"], sender) is None:
        return False
    rows = [_answered(world, row, sender, invitation) for row in event.fields["attendees"]]
    if day:
        item.overrides.setdefault(day, Override({})).fields["attendees"] = rows
    else:
        item.fields = {**item.fields, "attendees": rows}
        _answer_exceptions(world, item, sender, invitation)
    world.touch(calendar, item, day)
    return True


def _answer_exceptions(world: World, item: Item, sender: str, invitation: Fields) -> None:
    """The answer to a series is one to its exceptions too."""
    for override in item.overrides.values():
        if rows := override.fields.get("attendees"):
            override.fields["attendees"] = [_answered(world, r, sender, invitation) for r in rows]


def _answered(world: World, row: Fields, sender: str, invitation: Fields) -> Fields:
    if model.address(row) != sender:
        return row
    response = invitations.FROM_NEUTRAL[invitation["response"]]
    changed: dict[str, Any] = {**row, "status": {"response": response, "time": world.stamp()}}
    changed.pop("proposedNewTime", None)
    if invitation.get("proposed"):
        changed["proposedNewTime"] = invitation["proposed"]
    return changed
