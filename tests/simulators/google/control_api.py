"""What of the control interface is Google's own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..common import control_api
from ..common.control_api import Values
from . import person
from .render import View, render

if TYPE_CHECKING:
    from .simulator import GoogleSimulator


class ControlApi(control_api.ControlApi):
    """Answers the requests below ``/_control/``."""

    def __init__(self, simulator: GoogleSimulator) -> None:
        """Control one simulator."""
        super().__init__(simulator)
        self.table |= {
            ("POST", "accounts"): self._add_account,
            ("POST", "calendars"): self._add_calendar,
            ("GET", "events"): self._events,
            ("POST", "events"): lambda q: person.act(self.world, q),
            ("POST", "tokens"): self._tokens,
            ("POST", "sync-tokens"): lambda q: self.world.expire_sync_tokens(q.get("calendar_id")),
            ("GET", "quota"): lambda q: self._quota(),
        }

    def state(self) -> Values:
        """What there is; ``external`` calendars are the mailboxes of people without an account."""
        accounts = [
            {"email": one.email, "name": one.name, "time_zone": one.time_zone}
            for one in self.world.accounts.values()
        ]
        calendars = [
            {
                "id": one.id,
                "owner": one.owner,
                "summary": one.summary,
                "time_zone": one.time_zone,
                "acl": one.acl,
                "external": one.external,
                "events": sum(not copy.cancelled for copy in one),
            }
            for one in self.world.calendars.values()
        ]
        return {"accounts": accounts, "calendars": calendars, **super().state()}

    def _add_account(self, values: Values) -> Values:
        account = self.world.add_account(**values)
        return {"email": account.email, "name": account.name}

    def _add_calendar(self, values: Values) -> Values:
        calendar = self.world.add_calendar(**values)
        return {"id": calendar.id, "summary": calendar.summary}

    def _events(self, query: Values) -> list[Values]:
        """Everything stored in one calendar, deleted events and exceptions included."""
        calendar = self.world.calendars[query.get("calendar_id") or query["account"]]
        view = View("owner", calendar.time_zone)
        return [render(calendar, copy, view) for copy in calendar]

    def _tokens(self, values: Values) -> Any:
        oauth, email = self.sim.oauth, values.get("email")
        match values.get("action"):
            case "expire_access":
                return oauth.expire_access(email)
            case "revoke":
                return oauth.revoke_account(values["email"], values.get("client_id"))
            case "break":
                return oauth.broken.add(values["email"])
            case "mend":
                return oauth.broken.discard(values["email"])
            case "grant":
                return self.sim.grant(
                    values["email"], values.get("scopes"), values.get("client_id")
                )
        raise ValueError("action is one of expire_access, revoke, break, mend, grant")

    def _quota(self) -> Values:
        quota = self.sim.api.quota
        return {"units": dict(quota.used), "calls": dict(quota.calls)}
