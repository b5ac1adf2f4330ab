"""What a provider's test has to bring so that the contract can be run over it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol

from odoo.addons.calendar_sync_base.core.changes import MeetingChanges
from odoo.addons.calendar_sync_base.core.values import FIELDS, Meeting, Response
from odoo.addons.calendar_sync_base.engine.ports import CalendarProvider

OWN = "anna@example.com"
GUEST = "ben@example.com"
STRANGER = "carl@elsewhere.example"
NOTIFIED = "https://odoo.example/calendar_sync/notify"


class Person(Protocol):
    """Somebody at the remote calendar itself; each act is one in the provider's own user interface.

    `calendar_id` is the calendar they act on.
    """

    calendar_id: str

    def create(self, meeting: Meeting) -> str:
        """Make a meeting; return its remote id."""

    def change(self, remote_id: str, changes: MeetingChanges) -> None:
        """Change a meeting, as its organizer."""

    def delete(self, remote_id: str) -> None:
        """Delete a meeting, as its organizer or as a guest who throws it away."""

    def answer(self, remote_id: str, response: Response) -> None:
        """Answer an invitation."""


@dataclass(frozen=True)
class Abilities:
    """What a service can and cannot do; the contract leaves out what it cannot.

    `fields` survive a round trip unchanged. `silent`: writes can be told to mail nobody.
    `same_id_for_guests`: a guest's copy has the organizer's remote id. `chooses_ids`: an event gets
    the id we chose, so that a deleted one can be brought back under it. `restores`: an occurrence
    that was deleted can take place again.
    """

    fields: frozenset[str] = field(default=frozenset(FIELDS))
    silent: bool = True
    same_id_for_guests: bool = True
    chooses_ids: bool = True
    restores: bool = True


class Harness(Protocol):
    """One fresh service with two accounts, OWN and GUEST, each with a primary calendar.

    Times in the contract are in 2026, from March on: the service's clock stands before that.
    """

    abilities: Abilities

    def provider(self, email: str = OWN) -> CalendarProvider:
        """Return a new connection of an account."""

    def maker(self) -> CalendarProvider:
        """Return a connection of OWN that may make calendars."""

    def person(self, email: str = OWN) -> Person:
        """Return the account's own person."""

    def mails(self) -> list[tuple[str, str]]:
        """Return the mails sent so far: address and reason (invitation, update, cancellation)."""

    def lose_next_answer(self) -> None:
        """Carry out the next write, but let its answer get lost on the way."""

    def fail_next(self) -> None:
        """Answer the next write with a passing server error, nothing carried out."""

    def expire_cursors(self) -> None:
        """Make the cursors of OWN's calendar invalid."""

    def read_only(self) -> str:
        """Return the id of a calendar that OWN may only read."""

    def revoke(self) -> None:
        """Withdraw OWN's grant at the provider."""

    def notified(self) -> str:
        """Return an address that change notifications may be sent to."""
