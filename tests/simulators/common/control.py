"""A client for the control interface, for tests in another process than the simulator.

What here is common to all services; see also the ``control`` of each.
"""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

Json = dict[str, Any]


class ControlError(Exception):
    """The simulator refused; the text says why."""


class Control:
    """What ``/_control/`` of every simulator can do, as methods."""

    def __init__(self, url: str) -> None:
        """Talk to the simulator at ``url``."""
        self.url = url.rstrip("/")

    def call(self, method: str, path: str, values: Json | None = None) -> Any:
        """One request; ``values`` are the query of GET and DELETE, the body of POST."""
        address, body = f"{self.url}/_control/{path}", None
        if method == "POST":
            body = json.dumps(values or {}).encode()
        elif values:
            address += "?" + urlencode(values)
        request = urllib.request.Request(address, body, method=method)
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:
                return json.load(answer)
        except urllib.error.HTTPError as error:
            raise ControlError(error.read().decode()) from None

    def state(self) -> Json:
        """Accounts, calendars, clients, the time, counts."""
        return self.call("GET", "state")

    def add_account(self, email: str, name: str = "", **more: Any) -> Json:
        """A person; ``more`` are the other values of the service's ``World.add_account``."""
        return self.call("POST", "accounts", {"email": email, "name": name, **more})

    def add_client(
        self, client_id: str, client_secret: str, redirect_uris: list[str], **more: Any
    ) -> Json:
        """An application with exact redirect addresses; ``more`` is what its ``Client`` has."""
        values = {"client_id": client_id, "client_secret": client_secret}
        return self.call("POST", "clients", {**values, "redirect_uris": redirect_uris, **more})

    def share(self, calendar_id: str, email: str, role: str | None) -> None:
        """Give, change or (``None``) take access."""
        self.call("POST", "shares", {"calendar_id": calendar_id, "email": email, "role": role})

    def events(self, account: str, calendar_id: str | None = None) -> list[Json]:
        """All stored events of a calendar, the main one when none is named, with exceptions."""
        return self.call("GET", "events", {"account": account, "calendar_id": calendar_id or ""})

    def act(self, who: str, action: str, **more: Any) -> Json:
        """Act as a person in the service's own calendar: add, edit, move, answer, delete.

        ``more`` are ``event_id``, ``calendar_id``, ``scope`` (one, following, all), ``body``, and
        what the ``person`` of the service knows besides.
        """
        return self.call("POST", "events", {"as": who, "action": action, **more})

    def add(self, who: str, body: Json, **more: Any) -> Json:
        """A person makes a meeting."""
        return self.act(who, "add", body=body, **more)

    def edit(self, who: str, event_id: str, body: Json, **more: Any) -> Json:
        """A person changes a meeting."""
        return self.act(who, "edit", event_id=event_id, body=body, **more)

    def move(self, who: str, event_id: str, start: Json, end: Json | None = None,
             **more: Any) -> Json:  # fmt: skip
        """A person drags a meeting to another time."""
        return self.act(who, "move", event_id=event_id, body={"start": start, "end": end}, **more)

    def answer(self, who: str, event_id: str, response: str, comment: str = "",
               **more: Any) -> Json:  # fmt: skip
        """A guest says accepted, declined or tentative; Google's page has no comments."""
        body = {"response": response, "comment": comment}
        return self.act(who, "answer", event_id=event_id, body=body, **more)

    def delete(self, who: str, event_id: str, comment: str = "", **more: Any) -> Json:
        """A person deletes a meeting; Google's page has no comments."""
        return self.act(who, "delete", event_id=event_id, body={"comment": comment}, **more)

    def deliver(self, invitation: Json) -> list[str]:
        """Mail from outside about a meeting (see ``invitations``); the addresses that took it."""
        return self.call("POST", "invitations", invitation)

    def journal(self, since: int = 0) -> list[Json]:
        """The requests after number ``since``."""
        return self.call("GET", "journal", {"since": since})

    def clear_journal(self) -> None:
        """Forget the requests."""
        self.call("DELETE", "journal")

    def mails(self) -> list[Json]:
        """The mails that would have been sent."""
        return self.call("GET", "mails")

    def clear_mails(self) -> None:
        """Forget the mails."""
        self.call("DELETE", "mails")

    def fault(self, **values: Any) -> int:
        """Add a fault (see ``common.faults.Fault``); its number."""
        return self.call("POST", "faults", values)["id"]

    def weather(self, seed: int | str, share: float, kinds: list[Json]) -> None:
        """Let about a share of all calls fail, by a seed, until the faults are cleared."""
        self.call("POST", "weather", {"seed": seed, "share": share, "kinds": kinds})

    def mischief(self, seed: int | str = 0, **shares: float) -> None:
        """Have shares of the notifications ``lost``, ``doubled`` and ``late``; without any, none.

        What is still held back should be flushed before.
        """
        self.call("POST", "mischief", {"seed": seed, **shares})

    def fates(self) -> dict[str, int]:
        """How many notifications were lost, doubled, late and on time since then."""
        return self.call("GET", "mischief")

    def faults(self) -> list[Json]:
        """All faults, with how often they hit."""
        return self.call("GET", "faults")

    def clear_faults(self) -> None:
        """Remove all faults."""
        self.call("DELETE", "faults")

    def now(self) -> datetime:
        """The simulator's time."""
        return datetime.fromisoformat(self.call("GET", "clock")["now"])

    def set_clock(self, moment: datetime, freeze: bool | None = None) -> None:
        """Jump; ``freeze`` stops or resumes the clock."""
        self.call("POST", "clock", {"set": moment.isoformat(), "freeze": freeze})

    def advance(self, seconds: float) -> None:
        """Let time pass."""
        self.call("POST", "clock", {"advance": seconds})

    def grant(self, email: str, scopes: list[str] | None = None) -> Json:
        """Tokens without the consent page."""
        return self.call("POST", "tokens", {"action": "grant", "email": email, "scopes": scopes})

    def expire_access_tokens(self, email: str | None = None) -> None:
        """End access tokens now."""
        self.call("POST", "tokens", {"action": "expire_access", "email": email})

    def revoke(self, email: str) -> None:
        """A person takes the application's access away: all tokens end."""
        self.call("POST", "tokens", {"action": "revoke", "email": email})

    def break_refresh(self, email: str, broken: bool = True, **more: Any) -> None:
        """Refreshing is refused, until mended."""
        action = "break" if broken else "mend"
        self.call("POST", "tokens", {"action": action, "email": email, **more})

    def expire_sync_tokens(self, calendar_id: str | None = None) -> None:
        """All sync tokens so far have ended, of one calendar or of all."""
        self.call("POST", "sync-tokens", {"calendar_id": calendar_id})

    def settings(self, **values: Any) -> Json:
        """Change switches (see ``settings.Settings``); all of them."""
        return self.call("POST", "settings", values)

    def channels(self) -> Json:
        """Who wants to be notified, and what was posted."""
        return self.call("GET", "channels")

    def connect(self, url: str) -> Json:
        """Mail to people who are not here goes to the simulator at ``url``; ``""`` ends that."""
        return self.call("POST", "peer", {"url": url})

    def peer(self) -> Json:
        """Where mail goes, how many wait, and what was lost, with the reasons."""
        return self.call("GET", "peer")

    def flush(self) -> None:
        """Wait until all due notifications and mails to the peer were delivered."""
        self.call("POST", "flush")

    def quota(self) -> Json:
        """What the calls so far have used, as the service counts."""
        return self.call("GET", "quota")

    def reset(self, defaults: bool = True) -> None:
        """Begin again, with or without the demo's people."""
        self.call("POST", "reset", {"defaults": defaults})
