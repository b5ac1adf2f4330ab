"""A client for the control interface of the simulated Microsoft."""

from __future__ import annotations

from datetime import datetime

from ..common import control
from ..common.control import ControlError, Json

__all__ = ["Control", "ControlError"]


class Control(control.Control):
    """What ``/_control/`` can do, as methods.

    ``break_refresh`` takes the ``number`` of an AADSTS refusal.
    """

    def mailbox(self, email: str, enabled: bool) -> None:
        """A person loses the licence for a mailbox, or gets it back."""
        self.call("POST", "mailboxes", {"email": email, "enabled": enabled})

    def remove_client(self, client_id: str) -> None:
        """An application is deleted: AADSTS700016."""
        self.call("DELETE", "clients", {"client_id": client_id})

    def expire_secret(self, client_id: str, moment: datetime | None = None) -> None:
        """An application's secret ends at a moment, or now: AADSTS7000222."""
        at = moment.isoformat() if moment else None
        values = {"action": "expire_secret", "client_id": client_id, "at": at}
        self.call("POST", "tokens", values)

    def add_calendar(self, owner: str, name: str, **more: str) -> str:
        """A further calendar; its id."""
        return self.call("POST", "calendars", {"owner": owner, "name": name, **more})["id"]

    def move_to(self, who: str, event_id: str, calendar_id: str) -> Json:
        """A person drags a meeting to another calendar."""
        return self.act(who, "move_to", event_id=event_id, calendar_id=calendar_id)

    def expire_refresh_tokens(self, email: str | None = None) -> None:
        """End refresh tokens as if nobody had used them for ninety days."""
        self.call("POST", "tokens", {"action": "expire_refresh", "email": email})

    def demand_mfa(self, email: str) -> None:
        """A further factor is wanted until the person has signed in again: AADSTS50076."""
        self.call("POST", "tokens", {"action": "mfa", "email": email})

    def withdraw_consent(self, email: str, client_id: str | None = None) -> None:
        """A person, or an administrator, takes the permissions back: AADSTS65001."""
        values = {"action": "withdraw", "email": email, "client_id": client_id}
        self.call("POST", "tokens", values)

    def lifecycle(self, event: str, subscription_id: str | None = None) -> int:
        """Post reauthorizationRequired, subscriptionRemoved or missed; to how many."""
        values = {"event": event, "subscription_id": subscription_id}
        return self.call("POST", "lifecycle", values)["told"]
