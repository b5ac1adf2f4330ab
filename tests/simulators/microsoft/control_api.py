"""The control interface: what tests and the demo do to the simulator itself, as JSON.

Everything is under ``/_control/``; nothing of it exists at Microsoft. See ``control.Control``.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from datetime import datetime
from typing import TYPE_CHECKING, Any

from ..common.http import Request, Response
from . import errors, person, render
from .series import Event

if TYPE_CHECKING:
    from .simulator import MicrosoftSimulator

PREFIX = "/_control/"
INNER = {"date": "", "request-id": "", "client-request-id": ""}
Values = dict[str, Any]


class ControlApi:
    """Answers the requests below ``/_control/``."""

    def __init__(self, simulator: MicrosoftSimulator) -> None:
        """Control one simulator."""
        self.sim = simulator
        self.world = simulator.world
        self._table: dict[tuple[str, str], Callable[[Values], Any]] = {
            ("GET", "state"): self._state,
            ("POST", "accounts"): self._add_account,
            ("POST", "mailboxes"): self._mailbox,
            ("POST", "clients"): self._add_client,
            ("DELETE", "clients"): lambda q: self.sim.oauth.remove_client(q["client_id"]),
            ("POST", "calendars"): self._add_calendar,
            ("POST", "shares"): self._share,
            ("GET", "events"): self._events,
            ("POST", "events"): lambda q: person.act(self.world, q),
            ("POST", "invitations"): self.sim.deliver,
            ("GET", "peer"): lambda q: self.sim.outbox.dump(),
            ("POST", "peer"): self._connect,
            ("GET", "journal"): lambda q: self.sim.journal.dump(int(q.get("since", 0))),
            ("DELETE", "journal"): lambda q: self.sim.journal.clear(),
            ("GET", "mails"): lambda q: self.world.mails.dump(),
            ("DELETE", "mails"): lambda q: self.world.mails.clear(),
            ("GET", "faults"): lambda q: self.sim.faults.dump(),
            ("POST", "faults"): lambda q: asdict(self.sim.faults.add(**q)),
            ("DELETE", "faults"): self._drop_fault,
            ("GET", "clock"): self._clock,
            ("POST", "clock"): self._set_clock,
            ("POST", "tokens"): self._tokens,
            ("POST", "sync-tokens"): lambda q: self.world.expire_delta(q.get("calendar_id")),
            ("GET", "settings"): lambda q: self.world.settings.dump(),
            ("POST", "settings"): self._settings,
            ("GET", "channels"): self._channels,
            ("POST", "lifecycle"): self._lifecycle,
            ("POST", "flush"): lambda q: self.sim.flush(),
            ("GET", "quota"): lambda q: self.sim.throttle.dump(),
            ("POST", "reset"): lambda q: self.sim.reset(q.get("defaults", True)),
        }

    def handle(self, request: Request) -> Response:
        """An answer: the result as JSON, or ``{"error": …}`` with 400."""
        name = request.path.removeprefix(PREFIX)
        run = self._table.get((request.method, name))
        if run is None:
            return Response.of_json({"error": "no such control"}, 404)
        try:
            values = request.json if request.method == "POST" else dict(request.query)
            with self.sim.no_lock() if name == "flush" else self.world.lock:
                result = run(values or {})
                self.sim.changed()
            return Response.of_json({"ok": True} if result is None else result)
        except errors.GraphError as error:
            return Response.of_json(error.payload(INNER), error.status)
        except (ValueError, TypeError, KeyError) as error:
            return Response.of_json({"error": f"{type(error).__name__}: {error}"}, 400)

    def _state(self, query: Values) -> Values:
        return {
            "accounts": [asdict(one) for one in self.world.accounts.values()],
            "calendars": [
                {
                    "id": one.id,
                    "owner": one.owner,
                    "name": one.name,
                    "default": one.default,
                    "shares": one.shares,
                    "events": len(one.items),
                }
                for one in self.world.calendars.values()
            ],
            "clients": [asdict(one) for one in self.sim.oauth.clients.values()],
            "now": self.world.clock.now().isoformat(),
            "tick": self.world.tick,
            "mails": len(self.world.mails),
            "journal": len(self.sim.journal),
        }

    def _add_account(self, values: Values) -> Values:
        account = self.world.add_account(**values)
        calendar = self.world.default(account.email)
        return {"email": account.email, "name": account.name, "calendar_id": calendar.id}

    def _mailbox(self, values: Values) -> None:
        self.world.accounts[values["email"]].mailbox = bool(values["enabled"])

    def _add_client(self, values: Values) -> Values:
        return asdict(self.sim.add_client(**values))

    def _add_calendar(self, values: Values) -> Values:
        calendar = self.world.add_calendar(**values)
        return {"id": calendar.id, "name": calendar.name}

    def _share(self, values: Values) -> None:
        self.world.share(values["calendar_id"], values["email"], values.get("role"))

    def _events(self, query: Values) -> list[Values]:
        """Everything stored in one calendar: single events, series, and their exceptions."""
        calendar = self.sim.calendar(query.get("calendar_id") or query["account"])
        found = []
        for item in calendar:
            days = [day for day in sorted(item.overrides) if day not in item.cancelled]
            found += [Event(calendar, item, day) for day in (None, *days)]
        return [render.everything(event, self.world.settings) for event in found]

    def _connect(self, values: Values) -> Values:
        self.sim.outbox.connect(values["url"])
        return self.sim.outbox.dump()

    def _drop_fault(self, query: Values) -> None:
        if "id" in query:
            self.sim.faults.remove(int(query["id"]))
        else:
            self.sim.faults.clear()

    def _clock(self, query: Values) -> Values:
        clock = self.world.clock
        return {"now": clock.now().isoformat(), "frozen": clock.frozen}

    def _set_clock(self, values: Values) -> Values:
        clock = self.world.clock
        if values.get("freeze") is True:
            clock.freeze()
        if "set" in values:
            clock.set(datetime.fromisoformat(values["set"]))
        clock.advance(values.get("advance", 0))
        if values.get("freeze") is False:
            clock.resume()
        return self._clock({})

    def _tokens(self, values: Values) -> Any:
        oauth, email, client = self.sim.oauth, values.get("email"), values.get("client_id")
        actions: dict[str, Callable[[], Any]] = {
            "expire_access": lambda: oauth.expire_access(email),
            "expire_refresh": lambda: oauth.expire_refresh(email),
            "revoke": lambda: oauth.revoke(values["email"], access=True),
            "break": lambda: oauth.bar(values["email"], values.get("number", 53003)),
            "mend": lambda: oauth.bar(values["email"], None),
            "mfa": lambda: oauth.demand_mfa(values["email"]),
            "expire_secret": lambda: oauth.expire_secret(values["client_id"], _moment(values)),
            "withdraw": lambda: oauth.withdraw_consent(values["email"], client),
            "grant": lambda: self.sim.grant(values["email"], values.get("scopes"), client),
        }
        if values.get("action") not in actions:
            raise ValueError(f"action is one of {', '.join(actions)}")
        return actions[values["action"]]()

    def _settings(self, values: Values) -> Values:
        self.world.settings.update(values)
        return self.world.settings.dump()

    def _channels(self, query: Values) -> Values:
        push = self.sim.push
        return {"channels": push.dump(), "deliveries": [asdict(one) for one in push.deliveries]}

    def _lifecycle(self, values: Values) -> Values:
        return {"told": self.sim.push.lifecycle(values["event"], values.get("subscription_id"))}


def _moment(values: Values) -> datetime | None:
    return datetime.fromisoformat(values["at"]) if values.get("at") else None
