"""Connections to the Google simulator, and what the provider contract asks for."""

from __future__ import annotations

from datetime import UTC, datetime

from odoo.addons.calendar_sync_base.core.actions import Role
from odoo.addons.calendar_sync_base.core.changes import MeetingChanges, apply
from odoo.addons.calendar_sync_base.core.values import Meeting, Response
from odoo.addons.calendar_sync_base.core.whole import Whole
from odoo.addons.calendar_sync_base.engine.credential import AccountCredential
from odoo.addons.calendar_sync_base.engine.ports import Tokens
from odoo.addons.calendar_sync_base.engine.rest.transport import Patience
from odoo.addons.google_calendar_sync.core.event import View
from odoo.addons.google_calendar_sync.core.ids import instance_id
from odoo.addons.google_calendar_sync.core.patch import master_body, new_body, occurrence_body
from odoo.addons.google_calendar_sync.core.series import read_meeting
from odoo.addons.google_calendar_sync.engine.client import GoogleCalendar
from odoo.addons.google_calendar_sync.engine.credentials import (
    MAKING,
    SCOPES,
    GoogleAuthorizer,
)
from odoo.addons.google_calendar_sync.engine.endpoints import Endpoints

from ..contracts.harness import NOTIFIED, OWN, Abilities
from ..contracts.wire import Waits
from ..simulators.google.simulator import DEFAULT_CLIENT, GoogleSimulator

WRITES = "/events|/import"
FOREVER = datetime(2100, 1, 1, tzinfo=UTC)


def authorizer(simulator: GoogleSimulator) -> GoogleAuthorizer:
    """Return the OAuth side for the demo's client."""
    endpoints = Endpoints.from_environment(simulator.environment())
    return GoogleAuthorizer(DEFAULT_CLIENT.id, DEFAULT_CLIENT.secret, endpoints)


def credential(
    simulator: GoogleSimulator, email: str = OWN, scopes: tuple[str, ...] = SCOPES
) -> AccountCredential:
    """Return a credential with a token that seems to last."""
    grant = simulator.grant(email, list(scopes))
    tokens = Tokens(grant["access_token"], grant["refresh_token"], FOREVER, frozenset(scopes))
    return AccountCredential(authorizer(simulator), tokens)


def connect(
    simulator: GoogleSimulator,
    email: str = OWN,
    *,
    attempts: int = 4,
    waits: Waits | None = None,
    scopes: tuple[str, ...] = SCOPES,
) -> GoogleCalendar:
    """Return a connection of an account; waiting is only noted."""
    patience = Patience(waits or Waits(), lambda: 0.5, attempts)
    endpoints = Endpoints.from_environment(simulator.environment())
    return GoogleCalendar(credential(simulator, email, scopes), endpoints, patience=patience)


class GooglePerson:
    """Somebody who uses Google's own calendar page."""

    def __init__(self, simulator: GoogleSimulator, email: str):
        self.calendar_id = email
        self._calendar = simulator.calendar(email)
        self._person = simulator.person(email)

    def create(self, meeting: Meeting) -> str:
        """Make a meeting; return its remote id."""
        body = new_body(meeting, "", Role.ORGANIZER, "person")
        del body["extendedProperties"]
        return self._person.add(body).id

    def change(self, remote_id: str, changes: MeetingChanges) -> None:
        """Change a meeting, and then its occurrences one by one."""
        before = self._meeting(remote_id)
        if body := master_body(before, changes, Role.ORGANIZER, "person"):
            self._person.edit(remote_id, body)
        after = apply(changes, before)
        for original in changes.overrides:
            body = occurrence_body(before, after, original, "person")
            self._person.edit(instance_id(remote_id, original), body)
        for original in changes.cancelled:
            self._person.delete(instance_id(remote_id, original))

    def _meeting(self, remote_id: str) -> Meeting:
        master = self._calendar.copies[remote_id].fields
        exceptions = [one.fields for one in self._calendar.exceptions_of(remote_id)]
        return read_meeting(Whole(master, tuple(exceptions)), View(self.calendar_id))

    def delete(self, remote_id: str) -> None:
        """Delete a meeting, or throw an invitation away."""
        self._person.delete(remote_id)

    def answer(self, remote_id: str, response: Response) -> None:
        """Answer an invitation."""
        self._person.answer(remote_id, response.value)


class GoogleHarness:
    """One fresh Google; connections do not repeat by themselves, so that failures are seen."""

    abilities = Abilities()

    def __init__(self, simulator: GoogleSimulator):
        self.simulator = simulator

    def provider(self, email: str = OWN) -> GoogleCalendar:
        """Return a new connection of an account."""
        return connect(self.simulator, email, attempts=1)

    def maker(self) -> GoogleCalendar:
        """Return a connection that may make calendars."""
        return connect(self.simulator, attempts=1, scopes=(*SCOPES, MAKING))

    def person(self, email: str = OWN) -> GooglePerson:
        """Return the account's own person."""
        return GooglePerson(self.simulator, email)

    def mails(self) -> list[tuple[str, str]]:
        """Return the mails sent so far: address and reason."""
        return [(one.to, one.kind) for one in self.simulator.world.mails]

    def lose_next_answer(self) -> None:
        """Carry out the next write, but let its answer get lost on the way."""
        self.simulator.faults.add(method="POST", path=WRITES, status=503, apply=True)

    def fail_next(self) -> None:
        """Answer the next write with a passing server error, nothing carried out."""
        self.simulator.faults.add(method="POST", path=WRITES, status=503)

    def expire_cursors(self) -> None:
        """Make all sync tokens invalid."""
        self.simulator.world.expire_sync_tokens()

    def read_only(self) -> str:
        """Return the id of a calendar that OWN may only read."""
        calendar = self.simulator.world.add_calendar("carla@example.org", "Holidays")
        self.simulator.world.share(calendar.id, OWN, "reader")
        return calendar.id

    def revoke(self) -> None:
        """Withdraw OWN's grant at Google."""
        self.simulator.oauth.revoke_account(OWN)

    def notified(self) -> str:
        """Return an address; Google does not try it."""
        return NOTIFIED
