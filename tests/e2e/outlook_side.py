"""Outlook in the words of the tests."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import ClassVar

from tests.simulators.microsoft import ids

from .remote import Json, Seen, Service, utc

ANSWERS = {
    "none": "needsAction",
    "notResponded": "needsAction",
    "tentativelyAccepted": "tentative",
    "organizer": "accepted",
}
DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
BUSY = {"status": 503}


class Outlook(Service):
    """The simulated Microsoft Graph."""

    code, label = "microsoft", "Outlook"
    logins, domain = ("dora", "emil"), "example.net"
    outsider = "frida@example.com"
    way_back = "/microsoft_account/authentication"
    secret_key = "microsoft_calendar_client_secret"
    declined = "The calendar permission was declined"
    wrong_address = "AADSTS50011"
    token_path = "/oauth2/v2.0/token"
    creating: ClassVar[Json] = {"method": "POST", "path": r"\$batch|/events"}
    changing: ClassVar[Json] = {"method": "PATCH", "path": "/events/"}
    listing: ClassVar[Json] = {"method": "GET", "path": "/delta"}
    failures: ClassVar[Json] = {
        "busy": BUSY,
        "busy, but done": {**BUSY, "apply": True},
        "too fast": {"status": 429},
        "too fast for a second": {"status": 429, "retry_after": 1},
        "changed meanwhile": {"status": 412},
        "refused": {"status": 400, "reason": "ErrorInvalidRequest"},
    }
    vienna = "W. Europe Standard Time"
    requests_for_hundred = 6

    def is_api(self, entry: Json) -> bool:
        """Tell whether a journal entry is a request to Graph."""
        return bool(entry["path"].startswith("/v1.0"))

    def is_write(self, entry: Json) -> bool:
        """Tell whether a journal entry changes something in a calendar."""
        return "/events" in entry["path"] and entry["method"] in ("POST", "PATCH", "DELETE")

    def body(self, values: Json) -> Json:
        """Return Graph's words for what `Account.add` takes."""
        found: Json = {}
        if "title" in values:
            found["subject"] = values["title"]
        if "place" in values:
            found["location"] = {"displayName": values["place"]}
        if "text" in values:
            found["body"] = {"contentType": "html", "content": values["text"]}
        if "guests" in values:
            found["attendees"] = [{"emailAddress": {"address": one}} for one in values["guests"]]
        if "private" in values:
            found["sensitivity"] = "private" if values["private"] else "normal"
        return found | _when(values) | _recurrence(values)

    def seen(self, event: Json) -> Seen | None:
        """Return a single event or a series as it stands; nothing for others and cancelled ones."""
        if event["type"] in ("exception", "occurrence") or event["isCancelled"]:
            return None
        return _seen(event)

    def occurrence(self, master_id: str, start: str) -> str:
        """Return the id of the occurrence of a series that begins at a UTC time or on a date."""
        return str(replace(ids.read(master_id), day=start[:10]))

    def exceptions(self, events: list[Json], master_id: str) -> dict[str, Seen | None]:
        """Return the changed occurrences of a series by their usual day; none is a deleted one."""
        (master,) = [one for one in events if one["id"] == master_id]
        found: dict[str, Seen | None] = {
            one.rpartition(".")[2]: None for one in master.get("cancelledOccurrences", ())
        }
        moved = [one for one in events if one.get("seriesMasterId") == master_id]
        return found | {one["originalStart"][:10]: _seen(one) for one in moved}


def _when(values: Json) -> Json:
    found: Json = {}
    for name in {"start", "end"} & values.keys():
        day = len(values[name]) == len("2027-03-01")
        text = values[name] + ("T00:00:00" if day else "")
        zone = values.get("zone", "UTC")
        found[name] = {"dateTime": text.replace(" ", "T"), "timeZone": zone}
        if day:
            found["isAllDay"] = True
    return found


def _recurrence(values: Json) -> Json:
    if not {"weekly", "daily"} & values.keys():
        return {}
    first = values["start"][:10]
    if "daily" in values:
        pattern = {"type": "daily", "interval": 1}
    else:
        day = DAYS[date.fromisoformat(first).weekday()]
        pattern = {"type": "weekly", "interval": 1, "daysOfWeek": [day]}
    count = values.get("weekly") or values["daily"]
    limits = {"type": "numbered", "startDate": first, "numberOfOccurrences": count}
    return {"recurrence": {"pattern": pattern, "range": limits}}


def _text(point: Json, all_day: bool) -> str:
    return str(point["dateTime"][:10]) if all_day else utc(point["dateTime"], point["timeZone"])


def _answer(row: Json) -> str:
    given = (row.get("status") or {}).get("response") or "none"
    return ANSWERS.get(given, given)


def _seen(event: Json) -> Seen:
    limits = (event.get("recurrence") or {}).get("range") or {}
    numbered, dated = limits.get("type") == "numbered", limits.get("type") == "endDate"
    return Seen(
        id=event["id"],
        title=event["subject"],
        start=_text(event["start"], event["isAllDay"]),
        end=_text(event["end"], event["isAllDay"]),
        zone=event["originalStartTimeZone"],
        place=(event["location"] or {}).get("displayName") or "",
        text=event["body"]["content"],
        private=event["sensitivity"] in ("private", "confidential"),
        free=event["showAs"] == "free",
        guests={one["emailAddress"]["address"]: _answer(one) for one in event["attendees"]},
        call=(event.get("onlineMeeting") or {}).get("joinUrl") or "",
        repeats=bool(limits),
        count=limits["numberOfOccurrences"] if numbered else None,
        until=limits["endDate"] if dated else "",
    )
