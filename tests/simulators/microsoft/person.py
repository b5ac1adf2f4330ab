"""What a person does in Outlook, without the API.

Outlook has no verb for "this and following" either: it ends the series and begins another one,
https://learn.microsoft.com/graph/outlook-schedule-recurring-events
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from . import errors, recurrence, render, responses, series, times, writes
from .mailing import Occasion
from .model import Calendar, Fields
from .series import Event
from .world import World

SCOPES = ("one", "following", "all")
ANSWERS = {"accepted": "accept", "declined": "decline", "tentative": "tentativelyAccept"}
SHOWN_ONLY = ("transactionId", "organizer", "responseStatus", "intended", "onlineMeeting")


class Person:
    """One account at work; meetings with other people are mailed, whatever is done."""

    def __init__(self, world: World, email: str) -> None:
        """Act as somebody who has an account."""
        email = email.lower()
        if email not in world.accounts:
            raise ValueError(f"no such account: {email}")
        self.world, self.email = world, email
        self.occasion = Occasion(world, email, f"{email} in Outlook")

    def calendar(self, calendar_id: str | None = None) -> Calendar:
        """A calendar that this person sees, the default one when none is named."""
        if not calendar_id:
            return self.world.default(self.email)
        return self.world.calendar_for(self.email, calendar_id)

    def add(self, body: Fields, calendar_id: str | None = None) -> Event:
        """Make a meeting; times without a zone are in the person's own."""
        with self.world.lock:
            return writes.create(self.occasion, self.calendar(calendar_id), self._zoned(body))

    def edit(self, event_id: str, change: Fields, scope: str = "one") -> Event:
        """Change a meeting: an occurrence, those from it on, or the whole series."""
        with self.world.lock:
            event = series.locate(self.world, self.email, event_id)
            change = self._zoned(change)
            if event.day and scope == "following":
                return self._edit_following(event, change)
            if event.day and scope == "all":
                change = _for_master(event, change)
                event = Event(event.calendar, event.item)
            return writes.change(self.occasion, event, change)

    def move(
        self, event_id: str, start: Fields, end: Fields | None = None, scope: str = "one"
    ) -> Event:
        """Drag a meeting to another time; without an end it takes as long as before."""
        with self.world.lock:
            event = series.locate(self.world, self.email, event_id)
            begin = times.point(self._zoned({"start": start})["start"], "start")
            if end is None:
                span = times.wall(event.fields["end"]) - times.wall(event.fields["start"])
                end = times.shift(begin, span)
            return self.edit(event_id, {"start": begin, "end": end}, scope)

    def move_to(self, event_id: str, calendar_id: str) -> Event:
        """Drag a meeting to another calendar of the same person; its usual id changes."""
        with self.world.lock:
            event = series.locate(self.world, self.email, event_id)
            if event.day:
                raise errors.invalid_request("An occurrence can't be moved to another calendar.")
            return writes.shift(self.occasion, event, self.calendar(calendar_id))

    def answer(
        self, event_id: str, response: str, scope: str = "one", comment: str = "", send: bool = True
    ) -> None:
        """Say yes, no or maybe to an invitation."""
        with self.world.lock:
            event = series.locate(self.world, self.email, event_id)
            if event.day and scope == "all":
                event = Event(event.calendar, event.item)
            values = {"comment": comment, "sendResponse": send}
            responses.respond(self.occasion, event, ANSWERS[response], values)

    def delete(self, event_id: str, scope: str = "one", comment: str = "") -> None:
        """Delete a meeting: an occurrence, those from it on, or the whole series."""
        with self.world.lock:
            event = series.locate(self.world, self.email, event_id)
            if event.day and scope == "following" and not _is_first(event):
                self._trim(event)
                return
            if event.day and scope != "one":
                event = Event(event.calendar, event.item)
            writes.delete(self.occasion, event, comment)

    def _edit_following(self, event: Event, change: Fields) -> Event:
        """End the series before the occurrence and begin a new one there."""
        master = Event(event.calendar, event.item)
        if _is_first(event):
            return writes.change(self.occasion, master, _for_master(event, change))
        rest = _rest(event)
        self._trim(event)
        if "start" in change:
            first = times.day(times.point(change["start"], "start"))
            rest["recurrence"] = _shifted(rest["recurrence"], first)
        return writes.create(self.occasion, event.calendar, {**rest, **change})

    def _trim(self, event: Event) -> Event:
        """The series ends on the day before an occurrence."""
        last = date.fromisoformat(str(event.day)) - timedelta(days=1)
        limits = {
            "type": "endDate",
            "startDate": event.item.fields["recurrence"]["range"]["startDate"],
            "endDate": last.isoformat(),
        }
        pattern = event.item.fields["recurrence"]["pattern"]
        master = Event(event.calendar, event.item)
        change = {"recurrence": {"pattern": pattern, "range": limits}}
        return writes.change(self.occasion, master, change)

    def _zoned(self, body: Fields) -> Fields:
        zone = self.world.accounts[self.email].time_zone
        points = {
            key: {"timeZone": zone, **body[key]}
            for key in ("start", "end")
            if isinstance(body.get(key), dict)
        }
        return {**body, **points}


def _is_first(event: Event) -> bool:
    return next(series.days(event.item)) == event.day


def _rest(event: Event) -> Fields:
    """The series from an occurrence on, as the body of a new one."""
    fields = event.item.fields
    rule = fields["recurrence"]
    limits = {**rule["range"], "startDate": str(event.day)}
    if limits["type"] == "numbered":
        before = sum(day.isoformat() < str(event.day) for day in _until(rule, str(event.day)))
        limits["numberOfOccurrences"] -= before
    body = {name: value for name, value in fields.items() if name not in SHOWN_ONLY}
    usual = series.usual_times(event.item, str(event.day))
    return {**body, **usual, "recurrence": {"pattern": rule["pattern"], "range": limits}}


def _until(rule: Fields, day: str) -> list[date]:
    found = []
    for one in recurrence.dates(rule):
        if one.isoformat() >= day:
            break
        found.append(one)
    return found


def _for_master(event: Event, change: Fields) -> Fields:
    """A change made on an occurrence, meant for all: times move by as much as it did."""
    if "start" not in change:
        return change
    item, result = event.item, dict(change)
    begin = times.point(change["start"], "start")
    moved = times.wall(begin) - times.wall(event.fields["start"])
    first = times.shift(item.fields["start"], moved)
    first["timeZone"] = begin["timeZone"]
    result["start"] = first
    if times.day(first) != times.day(item.fields["start"]):
        result.setdefault("recurrence", _shifted(item.fields["recurrence"], times.day(first)))
    if "end" in change:
        span = times.wall(times.point(change["end"], "end")) - times.wall(begin)
        result["end"] = times.shift(first, span)
    return result


def _shifted(rule: Fields, first: date) -> Fields:
    """The rule of a series that is moved to begin on a day: all its days move along."""
    by = first - date.fromisoformat(rule["range"]["startDate"])
    pattern, limits = dict(rule["pattern"]), {**rule["range"], "startDate": first.isoformat()}
    if pattern["type"] == "weekly":
        places = [recurrence.DAYS.index(name) + by.days for name in pattern["daysOfWeek"]]
        pattern["daysOfWeek"] = [recurrence.DAYS[place % 7] for place in places]
    elif pattern["type"].startswith("absolute"):
        pattern["dayOfMonth"] = first.day
        if pattern["type"].endswith("Yearly"):
            pattern["month"] = first.month
    if limits["type"] == "endDate":
        limits["endDate"] = (date.fromisoformat(limits["endDate"]) + by).isoformat()
    return {"pattern": pattern, "range": limits}


def act(world: World, values: dict[str, Any]) -> Fields:
    """One action as the control interface describes it."""
    person = Person(world, str(values.get("as", "")))
    where, event_id = values.get("calendar_id"), values.get("event_id", "")
    scope, body = values.get("scope", "one"), values.get("body") or {}
    match values.get("action"):
        case "add":
            return render.everything(person.add(body, where), world.settings)
        case "edit":
            return render.everything(person.edit(event_id, body, scope), world.settings)
        case "move":
            return render.everything(
                person.move(event_id, body["start"], body.get("end"), scope), world.settings
            )
        case "move_to":
            return render.everything(person.move_to(event_id, str(where)), world.settings)
        case "answer":
            person.answer(event_id, body["response"], scope, body.get("comment", ""))
            return {"id": event_id, "response": body["response"]}
        case "delete":
            person.delete(event_id, scope, body.get("comment", ""))
            return {"id": event_id, "deleted": True}
    raise errors.invalid_request("Unknown action.")
