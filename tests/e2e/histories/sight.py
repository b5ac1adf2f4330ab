"""What a person sees of the meetings of a history: in Odoo, and on the own calendar."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

import requests

from tests.days import MONDAY

from ..outlook_side import ANSWERS
from ..remote import Account, Json, utc
from ..world import Person

BEGIN, END = (f"{MONDAY + timedelta(days=number)}T00:00:00Z" for number in (-3, 421))
TIMEOUT = 60
FIELDS = ("name", "start", "stop", "allday", "start_date", "stop_date", "location", "privacy",
          "recurrence_id", "user_id", "attendee_ids", "videocall_location")  # fmt: skip


@dataclass(frozen=True, order=True)
class Row:
    """One meeting, or one occurrence of a series, on somebody's calendar.

    Whole days end on the day after the last. `series` is the handle of the series it is one of.
    `guests` are answers by address, the organizer left out. `mine` says who organizes.
    """

    start: str
    end: str
    title: str
    place: str = ""
    private: bool = False
    guests: Mapping[str, str] = field(default_factory=dict, compare=False)
    id: Any = field(default=None, compare=False)
    series: Any = field(default=None, compare=False)
    mine: bool = field(default=False, compare=False)
    answer: str = field(default="accepted", compare=False)
    host: str = field(default="", compare=False)

    @property
    def token(self) -> str:
        """The part of the title that stays whatever is done to the meeting."""
        return self.title.partition(" ")[0]


def in_odoo(person: Person, prefix: str) -> list[Row]:
    """Return what a person has on the calendar in Odoo, of meetings whose title begins so."""
    domain = [("partner_ids.user_ids", "in", person.uid), ("name", "=like", f"{prefix}%")]
    events = person.call("calendar.event", "search_read", domain, FIELDS)
    ids = [one for event in events for one in event["attendee_ids"]]
    people = person.call("calendar.attendee", "read", ids, ["email", "state", "event_id"])
    return sorted(_odoo_row(person, event, people) for event in events)


def _odoo_row(person: Person, event: Json, people: list[Json]) -> Row:
    answers = {one["email"]: one["state"] for one in people if one["event_id"][0] == event["id"]}
    mine = bool(event["user_id"]) and event["user_id"][0] == person.uid
    start, end = event["start"], event["stop"]
    if event["allday"]:
        start, end = event["start_date"], str(_day(event["stop_date"]) + timedelta(days=1))
    return Row(
        start,
        end,
        event["name"],
        event["location"] or "",
        event["privacy"] in ("private", "confidential"),
        answers,
        event["id"],
        event["recurrence_id"] and event["recurrence_id"][0],
        mine,
        answers.get(person.email, "accepted"),
        event["user_id"] and event["user_id"][1].partition(" ")[0].lower(),
    )


def at_provider(account: Account, prefix: str) -> list[Row]:
    """Return what stands on somebody's calendar at the provider, of meetings with such titles."""
    see = {"google": _at_google, "microsoft": _at_outlook}[account.service.code]
    rows = see(account)
    return sorted(one for one in rows if one.title.startswith(prefix))


def _get(account: Account, path: str, query: Json) -> Json:
    control = account.service.control
    token = control.grant(account.email)["access_token"]
    address = f"{control.url}{path}?{urlencode(query)}"
    answer = requests.get(address, headers={"Authorization": f"Bearer {token}"}, timeout=TIMEOUT)
    answer.raise_for_status()
    return answer.json()


def _at_google(account: Account) -> list[Row]:
    query = {"singleEvents": "true", "timeMin": BEGIN, "timeMax": END, "maxResults": 2500}
    items, page = [], {"nextPageToken": ""}
    while "nextPageToken" in page:
        more = {"pageToken": page["nextPageToken"]} if page["nextPageToken"] else {}
        page = _get(account, "/calendar/v3/calendars/primary/events", {**query, **more})
        items += page["items"]
    return [_google_row(account, one) for one in items]


def _google_row(account: Account, event: Json) -> Row:
    answers = {one["email"]: one["responseStatus"] for one in event.get("attendees", ())}
    return Row(
        _google_time(event["start"]),
        _google_time(event["end"]),
        event.get("summary", ""),
        event.get("location", ""),
        event.get("visibility") in ("private", "confidential"),
        answers,
        event["id"],
        event.get("recurringEventId"),
        bool(event["organizer"].get("self")),
        answers.get(account.email, "accepted"),
    )


def _google_time(point: Json) -> str:
    return point.get("date") or utc(point["dateTime"], point.get("timeZone", "UTC"))


def _at_outlook(account: Account) -> list[Row]:
    query = {"startDateTime": BEGIN, "endDateTime": END, "$top": 1000}
    page = _get(account, "/v1.0/me/calendarView", query)
    return [_outlook_row(one) for one in page["value"] if not one["isCancelled"]]


def _outlook_row(event: Json) -> Row:
    def answer(response: str) -> str:
        return ANSWERS.get(response, response)

    answers = {
        one["emailAddress"]["address"]: answer(one["status"]["response"])
        for one in event["attendees"]
    }
    own = event["responseStatus"]["response"]
    whole = event["isAllDay"]
    start, end = (
        one["dateTime"][:10] if whole else utc(one["dateTime"], one["timeZone"])
        for one in (event["start"], event["end"])
    )
    return Row(
        start,
        end,
        event["subject"],
        (event.get("location") or {}).get("displayName") or "",
        event["sensitivity"] in ("private", "confidential"),
        answers,
        event["id"],
        event.get("seriesMasterId"),
        event["isOrganizer"],
        "accepted" if event["isOrganizer"] else answer(own),
    )


def _day(text: str) -> date:
    return date.fromisoformat(re.sub(r" .*", "", text))
