"""What of the control interface is Microsoft's own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from datetime import datetime
from typing import TYPE_CHECKING, Any

from ..common import control_api
from ..common.control_api import Values
from . import person, render
from .series import Event

if TYPE_CHECKING:
    from .simulator import MicrosoftSimulator


class ControlApi(control_api.ControlApi):
    """Answers the requests below ``/_control/``."""

    def __init__(self, simulator: MicrosoftSimulator) -> None:
        """Control one simulator."""
        super().__init__(simulator)
        self.table |= {
            ("POST", "accounts"): self._add_account,
            ("POST", "mailboxes"): self._mailbox,
            ("DELETE", "clients"): lambda q: self.sim.oauth.remove_client(q["client_id"]),
            ("POST", "calendars"): self._add_calendar,
            ("GET", "events"): self._events,
            ("POST", "events"): lambda q: person.act(self.world, q),
            ("POST", "tokens"): self._tokens,
            ("POST", "sync-tokens"): lambda q: self.world.expire_delta(q.get("calendar_id")),
            ("POST", "lifecycle"): self._lifecycle,
            ("GET", "quota"): lambda q: self.sim.throttle.dump(),
        }

    def state(self) -> Values:
        """What there is."""
        calendars = [
            {
                "id": one.id,
                "owner": one.owner,
                "name": one.name,
                "default": one.default,
                "shares": one.shares,
                "events": len(one.items),
            }
            for one in self.world.calendars.values()
        ]
        accounts = [asdict(one) for one in self.world.accounts.values()]
        return {"accounts": accounts, "calendars": calendars, **super().state()}

    def _add_account(self, values: Values) -> Values:
        account = self.world.add_account(**values)
        calendar = self.world.default(account.email)
        return {"email": account.email, "name": account.name, "calendar_id": calendar.id}

    def _mailbox(self, values: Values) -> None:
        self.world.accounts[values["email"]].mailbox = bool(values["enabled"])

    def _add_calendar(self, values: Values) -> Values:
        calendar = self.world.add_calendar(**values)
        return {"id": calendar.id, "name": calendar.name}

    def _events(self, query: Values) -> list[Values]:
        """Everything stored in one calendar: single events, series, and their exceptions."""
        calendar = self.sim.calendar(query.get("calendar_id") or query["account"])
        found = []
        for item in calendar:
            days = [day for day in sorted(item.overrides) if day not in item.cancelled]
            found += [Event(calendar, item, day) for day in (None, *days)]
        return [render.everything(event, self.world.settings) for event in found]

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

    def _lifecycle(self, values: Values) -> Values:
        return {"told": self.sim.push.lifecycle(values["event"], values.get("subscription_id"))}


def _moment(values: Values) -> datetime | None:
    return datetime.fromisoformat(values["at"]) if values.get("at") else None
