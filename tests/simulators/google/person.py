"""What a person does in Google's own calendar page, without the API.

The splitting of a series ("this and following") is the client's work at Google too:
https://developers.google.com/workspace/calendar/api/guides/recurringevents#modifying_all_following_instances
"""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

from . import errors, series, times, writes
from . import fields as spec
from .model import Calendar, Copy, Fields, original_start
from .sharing import Notice
from .validate import Options
from .world import World

SCOPES = ("one", "following", "all")
FULL = Options(conference_version=1, attachments=True)


class Person:
    """One account at work; ``send`` says who is mailed, as the question in the page does."""

    def __init__(self, world: World, email: str, send: str = "all") -> None:
        """Act as somebody who has an account, or as an outsider who writes and gets mails."""
        if email not in world.accounts:
            if not spec.EMAIL.fullmatch(email):
                raise errors.invalid("Not an e-mail address.", "as")
            world.outsider(email)
        self.world = world
        self.email = email
        self.notice = Notice(email, send, f"{email} in the calendar page")
        self.occasion = writes.Occasion(world, FULL, self.notice)

    def calendar(self, calendar_id: str = "primary") -> Calendar:
        """A calendar this person may change."""
        return self.world.writable(self.email, calendar_id)

    def add(self, body: Fields, calendar_id: str = "primary") -> Copy:
        """Make a meeting; the page adds its maker as a guest who comes."""
        calendar = self.calendar(calendar_id)
        body = dict(body)
        others = [row for row in body.get("attendees") or [] if row.get("email") != self.email]
        if others and calendar.primary:
            me = {"email": self.email, "responseStatus": "accepted"}
            body["attendees"] = [me, *others]
        return writes.insert(self.occasion, calendar, body)

    def edit(
        self, event_id: str, change: Fields, scope: str = "one", calendar_id: str = "primary"
    ) -> Copy:
        """Change a meeting, or an instance with those which follow, or with all."""
        calendar = self.calendar(calendar_id)
        copy = series.locate(calendar, event_id)
        if scope == "following" and copy.master_id:
            return self._edit_following(calendar, copy, change)
        if scope == "all" and copy.master_id:
            master = calendar.copies[copy.master_id]
            return self._write(calendar, master, _for_master(master, copy, change))
        return self._write(calendar, copy, change)

    def _write(self, calendar: Calendar, copy: Copy, change: Fields) -> Copy:
        return writes.change(self.occasion, calendar, copy, _switch_kind(copy, change), patch=True)

    def move(
        self,
        event_id: str,
        start: Fields,
        end: Fields | None = None,
        scope: str = "one",
        calendar_id: str = "primary",
    ) -> Copy:
        """Drag a meeting to another time; without an end it takes as long as before."""
        copy = series.locate(self.calendar(calendar_id), event_id)
        zone = self.calendar(calendar_id).time_zone
        recurring = bool(copy.recurring or copy.master_id)
        start = {"timeZone": copy.fields["start"].get("timeZone", zone), **start}
        begin = times.parse_point(_clean(start), "start", zone, recurring)
        if end is None:
            end = _moved_end(copy, begin)
        return self.edit(event_id, {"start": begin, "end": end}, scope, calendar_id)

    def answer(
        self, event_id: str, response: str, scope: str = "one", calendar_id: str = "primary"
    ) -> Copy:
        """Say yes, no or maybe to an invitation."""
        calendar = self.calendar(calendar_id)
        copy = series.locate(calendar, event_id)
        if scope == "all" and copy.master_id:
            copy = calendar.copies[copy.master_id]
        if copy.attendee(calendar.id) is None:
            raise errors.invalid("Not a guest of this event.", "attendees")
        rows = [
            {**row, "responseStatus": response} if row["email"] == calendar.id else row
            for row in copy.attendees
        ]
        return self._write(calendar, copy, {"attendees": rows})

    def delete(self, event_id: str, scope: str = "one", calendar_id: str = "primary") -> None:
        """Delete a meeting, or an instance with those which follow, or with all."""
        calendar = self.calendar(calendar_id)
        copy = series.locate(calendar, event_id)
        if scope == "all" and copy.master_id:
            copy = calendar.copies[copy.master_id]
        if scope == "following" and copy.master_id:
            master = calendar.copies[copy.master_id]
            if not _is_first(master, copy):
                self._write(calendar, master, {"recurrence": _before(master, copy)})
                return
            copy = master
        writes.delete(self.world, calendar, copy, self.notice)

    def _edit_following(self, calendar: Calendar, copy: Copy, change: Fields) -> Copy:
        """End the series before the instance and begin a new one there."""
        master = series.own(calendar.copies[str(copy.master_id)])
        if _is_first(master, copy):
            whole = _for_master(master, copy, change)
            return self._write(calendar, calendar.copies[master.id], whole)
        original = original_start(copy)
        fields = {**master.fields, **series.usual_times(master, original)}
        fields["recurrence"] = _after(master, original)
        remaining = _before(master, copy)
        # One mail for those who see the first part end; people elsewhere learn it by mail alone.
        send = "none" if self.notice.send == "none" else "externalOnly"
        quiet = Person(self.world, self.email, send)
        quiet._write(calendar, calendar.copies[master.id], {"recurrence": remaining})
        return self._continue(calendar, fields, original, change)

    def _continue(
        self, calendar: Calendar, fields: Fields, original: times.Point, change: Fields
    ) -> Copy:
        fields = {**fields, **_switch_kind(Copy(fields), change)}
        fields["start"], fields["end"] = _clean(fields["start"]), _clean(fields["end"])
        body = {key: value for key, value in fields.items() if key not in _NOT_SENT}
        event_id = _continuation_id(str(fields["id"]), original)
        if event_id in calendar.copies:
            event_id = None
        return writes.insert(self.occasion, calendar, body, event_id)


def _continuation_id(event_id: str, original: times.Point) -> str | None:
    """The page names the rest of a series after the first part (observed)."""
    shape = "%Y%m%d" if "date" in original else "%Y%m%dT%H%M%S"
    return f"{event_id.split('_R', maxsplit=1)[0]}_R{times.wall(original).strftime(shape)}"


_NOT_SENT = (
    "id", "iCalUID", "created", "updated", "creator", "organizer", "sequence", "eventType",
    "recurringEventId", "originalStartTime", "status", "hangoutLink",
)  # fmt: skip


def _clean(point: Fields) -> Fields:
    kept = {key: value for key, value in point.items() if value is not None}
    return {"date": kept["date"]} if "date" in kept else kept


def _switch_kind(copy: Copy, change: Fields) -> Fields:
    """A patch from a day to a time has to take the day away, and the other way round."""
    result = dict(change)
    for key in ("start", "end"):
        point = result.get(key)
        if isinstance(point, dict) and "date" in point:
            result[key] = {"dateTime": None, "timeZone": None, **_clean(point)}
        elif isinstance(point, dict) and "dateTime" in point:
            result[key] = {"date": None, **point}
    return result


def _moved_end(copy: Copy, start: times.Point) -> Fields:
    fields = copy.fields
    if ("date" in fields["start"]) != ("date" in start):
        span = timedelta(days=1) if "date" in start else timedelta(hours=1)
    else:
        span = times.duration(fields["start"], fields["end"])
    return times.shift(start, span)


def _for_master(master: Copy, copy: Copy, change: Fields) -> Fields:
    """A change made on an instance, meant for all: times move by as much as the instance did."""
    result = dict(change)
    if not result.get("start"):
        return result
    start, end = _clean(result["start"]), _clean(result.get("end") or {})
    if ("date" in start) != ("date" in master.fields["start"]):
        return result
    zone = copy.fields["start"].get("timeZone", "UTC")
    begin = times.parse_point({"timeZone": zone, **start}, "start", zone)
    moved = times.wall(begin) - times.wall(copy.fields["start"])
    first = times.at_wall(times.wall(master.fields["start"]) + moved, begin)
    result["start"] = first
    if end:
        finish = times.parse_point({"timeZone": zone, **end}, "end", zone)
        span = times.wall(finish) - times.wall(begin)
        result["end"] = times.at_wall(times.wall(first) + span, finish)
    return result


def _is_first(master: Copy, copy: Copy) -> bool:
    return next(series.originals(master)) == original_start(copy)


def _before(master: Copy, copy: Copy) -> list[str]:
    """The recurrence that ends before an instance."""
    original = original_start(copy)
    if "date" in original:
        last = (times.wall(original) - timedelta(days=1)).strftime("%Y%m%d")
    else:
        last = (times.instant(original) - timedelta(seconds=1)).strftime("%Y%m%dT%H%M%SZ")
    return [_ended(line, f"UNTIL={last}") for line in master.fields["recurrence"]]


def _after(master: Copy, original: times.Point) -> list[str]:
    """The recurrence from an instance on; a count is lessened by what was before."""
    past = sum(1 for point in series.originals(master, None, times.wall(original)))
    result = []
    for line in master.fields["recurrence"]:
        count = re.search(r"COUNT=(\d+)", line)
        rest = f"COUNT={int(count[1]) - past}" if count else ""
        result.append(line.replace(count[0], rest) if count else line)
    return result


def _ended(line: str, end: str) -> str:
    if not line.upper().startswith("RRULE"):
        return line
    parts = [part for part in line.split(";") if not part.startswith(("COUNT=", "UNTIL="))]
    if parts[0].upper().startswith(("RRULE:COUNT", "RRULE:UNTIL")):
        parts[0] = "RRULE:" + parts.pop(1) if len(parts) > 1 else parts[0]
    return ";".join([*parts, end])


def act(world: World, values: dict[str, Any]) -> Fields:
    """One action as the control interface describes it."""
    person = Person(world, str(values.get("as", "")).lower(), values.get("send_updates", "all"))
    where = values.get("calendar_id", "primary")
    event_id, scope = values.get("event_id", ""), values.get("scope", "one")
    body: Fields = values.get("body") or {}
    match values.get("action"):
        case "add":
            return person.add(body, where).fields
        case "edit":
            return person.edit(event_id, body, scope, where).fields
        case "move":
            return person.move(event_id, body["start"], body.get("end"), scope, where).fields
        case "answer":
            return person.answer(event_id, body["response"], scope, where).fields
        case "delete":
            person.delete(event_id, scope, where)
            return {"id": event_id, "status": "cancelled"}
    raise errors.invalid("Unknown action.", "action")
