"""Two colleagues, their Odoo and their Google calendars, and hands to work on both sides."""

from __future__ import annotations

from typing import Any

import requests

from tests.simulators.google.control import Control

Json = dict[str, Any]
TIMEOUT = 60


class OdooError(Exception):
    """Odoo answered a call with an error; the text is its message."""


class Person:
    """A user of Odoo with a browser session of their own, and a Google account."""

    def __init__(self, url: str, database: str, login: str, google: Control):
        """Log in with the login as password."""
        self.url, self.login, self.google = url, login, google
        self.email = f"{login}@example.com"
        self.session = requests.Session()
        credentials = {"db": database, "login": login, "password": login}
        self.uid: int = self._json("/web/session/authenticate", credentials)["uid"]

    def call(self, model: str, method: str, *args: Any, **kwargs: Any) -> Any:
        """Call a model's method as the web client does."""
        values = {"model": model, "method": method, "args": list(args), "kwargs": kwargs}
        return self._json(f"/web/dataset/call_kw/{model}/{method}", values)

    def _json(self, path: str, params: Json) -> Any:
        body = {"jsonrpc": "2.0", "method": "call", "params": params}
        answer = self.session.post(self.url + path, json=body, timeout=TIMEOUT).json()
        if "error" in answer:
            raise OdooError(answer["error"]["data"].get("message", answer["error"]))
        return answer.get("result")

    # -- Google ------------------------------------------------------------------------------------

    def connect(self) -> requests.Response:
        """Go through Google's consent page and come back; return the last page."""
        found = self.call("res.users", "calendar_sync_connect", [self.uid], "google")
        self.google.settings(auto_consent=self.email)
        try:
            return self.session.get(found["url"], timeout=TIMEOUT)
        finally:
            self.google.settings(auto_consent="")

    def status(self) -> Json:
        """Return what the Google button shows."""
        (found,) = self.call("res.users", "calendar_sync_status", [self.uid])
        return found

    def google_events(self, title: str = "") -> list[Json]:
        """Return the events on the own Google calendar, deleted ones left aside."""
        return [
            one
            for one in self.google.events(self.email)
            if one.get("status") != "cancelled" and title in (one.get("summary") or "")
        ]

    def google_event(self, title: str) -> Json:
        """Return the only event of that title."""
        (found,) = self.google_events(title)
        return found

    def add_there(self, title: str, start: Json, end: Json, **more: Any) -> Json:
        """Make a meeting by hand in Google."""
        return self.google.add(self.email, {"summary": title, "start": start, "end": end, **more})

    # -- Odoo --------------------------------------------------------------------------------------

    def create(self, name: str, start: str, stop: str, **values: Any) -> int:
        """Make a meeting in Odoo (UTC times) and return its id."""
        values = {"name": name, "start": start, "stop": stop, **values}
        return self.call("calendar.event", "create", [values])[0]

    def write(self, event_id: int, **values: Any) -> None:
        """Change a meeting in Odoo."""
        self.call("calendar.event", "write", [event_id], values)

    def unlink(self, *event_ids: int) -> None:
        """Delete meetings in Odoo."""
        self.call("calendar.event", "unlink", list(event_ids))

    def events(self, title: str, fields: tuple[str, ...] = ("name", "start", "stop")) -> list[Json]:
        """Return the meetings in Odoo with that title, by start."""
        domain = [("name", "=", title)]
        return self.call("calendar.event", "search_read", domain, fields, order="start")

    def event(self, title: str, *fields: str) -> Json:
        """Return the only meeting in Odoo of that title."""
        (found,) = self.events(title, fields or ("name", "start", "stop"))
        return found


class World:
    """Odoo, Google, Anna, Ben and the administrator."""

    def __init__(self, url: str, database: str, google: Control):
        """Log everybody in; nobody is connected yet."""
        self.google = google
        self.anna = Person(url, database, "anna", google)
        self.ben = Person(url, database, "ben", google)
        self.admin = Person(url, database, "admin", google)

    def sync(self, times: int = 1) -> None:
        """Synchronise all accounts at once, those that wait for their user left aside."""
        accounts = self.admin.call("calendar.sync.account", "search", [("state", "=", "active")])
        for _time in range(times):
            self.admin.call("calendar.sync.account", "action_sync_now", accounts)

    def requests(self) -> list[Json]:
        """Return the API requests since the journal was cleared; a batch is one."""
        return [
            one
            for one in self.google.journal()
            if "calendar/v3" in one["path"] and not one.get("batch")
        ]

    def writes(self) -> list[Json]:
        """Return the API requests that were not just reading."""
        return [one for one in self.google.journal() if is_write(one)]


def is_write(entry: Json) -> bool:
    """Tell whether a journal entry changed something in a calendar."""
    return "/events" in entry["path"] and entry["method"] in ("POST", "PUT", "PATCH", "DELETE")


def at(day: str, hour: int, zone: str = "UTC") -> Json:
    """Return a Google time on a day of 2027 (`MM-DD`)."""
    return {
        "dateTime": f"2027-{day}T{hour:02}:00:00" + ("Z" if zone == "UTC" else ""),
        "timeZone": zone,
    }


def when(day: str, hour: int) -> str:
    """Return an Odoo time (UTC) on a day of 2027 (`MM-DD`)."""
    return f"2027-{day} {hour:02}:00:00"
