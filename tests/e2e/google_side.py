"""Google in the words of the tests."""

from __future__ import annotations

import re
from typing import ClassVar

from .remote import Json, Seen, Service, utc

PLAIN = {"title": "summary", "place": "location", "text": "description"}
BUSY = {"status": 503, "reason": "backendError"}


class Google(Service):
    """The simulated Google Calendar."""

    code, label = "google", "Google"
    logins, domain = ("anna", "ben"), "example.com"
    outsider = "carla@example.org"
    way_back = "/google_account/authentication"
    secret_key = "google_calendar_client_secret"
    declined = "The permission was not given"
    wrong_address = "redirect_uri_mismatch"
    token_path = "/token"
    creating: ClassVar[Json] = {"method": "POST", "path": "batch|/events"}
    changing: ClassVar[Json] = {"method": "PATCH", "path": "/events/"}
    listing: ClassVar[Json] = {"method": "GET", "path": "/events"}
    failures: ClassVar[Json] = {
        "busy": BUSY,
        "busy, but done": {**BUSY, "apply": True},
        "too fast": {"status": 403, "reason": "rateLimitExceeded"},
        "too fast for a second": {"status": 429, "reason": "rateLimitExceeded", "retry_after": 1},
        "changed meanwhile": {"status": 412, "reason": "conditionNotMet"},
        "refused": {"status": 400, "reason": "invalid"},
    }
    vienna = "Europe/Vienna"
    requests_for_hundred = 2

    def is_api(self, entry: Json) -> bool:
        """Tell whether a journal entry is a request to the calendar API."""
        return "calendar/v3" in entry["path"]

    def is_write(self, entry: Json) -> bool:
        """Tell whether a journal entry changes something in a calendar."""
        return "/events" in entry["path"] and entry["method"] in ("POST", "PUT", "PATCH", "DELETE")

    def body(self, values: Json) -> Json:
        """Return Google's words for what `Account.add` takes."""
        found = {PLAIN[name]: value for name, value in values.items() if name in PLAIN}
        for name in ("start", "end"):
            if name in values:
                found[name] = _time(values[name], values.get("zone", "UTC"))
        if "guests" in values:
            found["attendees"] = [{"email": one} for one in values["guests"]]
        if "private" in values:
            found["visibility"] = "private" if values["private"] else "default"
        for name in {"weekly", "daily"} & values.keys():
            found["recurrence"] = [f"RRULE:FREQ={name.upper()};COUNT={values[name]}"]
        return found

    def seen(self, event: Json) -> Seen | None:
        """Return a single event or a series as it stands; nothing for others and deleted ones."""
        if event.get("status") == "cancelled" or event.get("recurringEventId"):
            return None
        return _seen(event)

    def occurrence(self, master_id: str, start: str) -> str:
        """Return the id of the occurrence of a series that begins at a UTC time or on a date."""
        day, _, hour = start.replace("-", "").replace(":", "").partition(" ")
        return f"{master_id}_{day}" + (f"T{hour}Z" if hour else "")

    def exceptions(self, events: list[Json], master_id: str) -> dict[str, Seen | None]:
        """Return the changed occurrences of a series by their usual day; none is a deleted one."""
        found = [one for one in events if one.get("recurringEventId") == master_id]
        return {
            _text(one["originalStartTime"])[:10]: None
            if one["status"] == "cancelled"
            else _seen(one)
            for one in found
        }


def _time(text: str, zone: str) -> Json:
    if len(text) == len("2027-03-01"):
        return {"date": text}
    return {"dateTime": text.replace(" ", "T") + ("Z" if zone == "UTC" else ""), "timeZone": zone}


def _text(point: Json) -> str:
    if "date" in point:
        return str(point["date"])
    return utc(point["dateTime"], point.get("timeZone", "UTC"))


def _seen(event: Json) -> Seen:
    rules = " ".join(event.get("recurrence") or ())
    count, until = re.search(r"COUNT=(\d+)", rules), re.search(r"UNTIL=(\d{4})(\d\d)(\d\d)", rules)
    return Seen(
        id=event["id"],
        title=event.get("summary") or "",
        start=_text(event["start"]),
        end=_text(event["end"]),
        zone=event["start"].get("timeZone", ""),
        place=event.get("location") or "",
        text=event.get("description") or "",
        private=event.get("visibility") in ("private", "confidential"),
        free=event.get("transparency") == "transparent",
        guests={one["email"]: one["responseStatus"] for one in event.get("attendees") or ()},
        call=event.get("hangoutLink") or "",
        repeats=bool(rules),
        count=int(count[1]) if count else None,
        until="-".join(until.groups()) if until else "",
    )
