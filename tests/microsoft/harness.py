"""Connections to the Microsoft simulator, and what the provider contract asks for."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from odoo.addons.calendar_sync_base.core.actions import Role
from odoo.addons.calendar_sync_base.core.changes import MeetingChanges, apply
from odoo.addons.calendar_sync_base.core.dirty import Json
from odoo.addons.calendar_sync_base.core.values import FIELDS, Meeting, Original, Response
from odoo.addons.calendar_sync_base.core.zones import wall_clock
from odoo.addons.calendar_sync_base.engine.credential import AccountCredential
from odoo.addons.calendar_sync_base.engine.ports import Tokens
from odoo.addons.calendar_sync_base.engine.rest.transport import Patience
from odoo.addons.microsoft_calendar_sync.core.event import KEYS, View
from odoo.addons.microsoft_calendar_sync.core.patch import master_body, new_body, occurrence_body
from odoo.addons.microsoft_calendar_sync.core.series import put_together, read_meeting
from odoo.addons.microsoft_calendar_sync.engine.client import MicrosoftCalendar
from odoo.addons.microsoft_calendar_sync.engine.credentials import (
    IDENTITY,
    SCOPES,
    MicrosoftAuthorizer,
)
from odoo.addons.microsoft_calendar_sync.engine.endpoints import Endpoints

from ..contracts.harness import OWN, Abilities
from ..contracts.wire import Waits
from ..simulators.microsoft import ids, query, render, series
from ..simulators.microsoft.oauth import DEFAULT_CLIENT
from ..simulators.microsoft.simulator import MicrosoftSimulator
from .listener import Listener

WRITES = r"/events$"
FOREVER = datetime(2100, 1, 1, tzinfo=UTC)


def authorizer(simulator: MicrosoftSimulator, tenant: str = "common") -> MicrosoftAuthorizer:
    """Return the OAuth side for the demo's application."""
    endpoints = Endpoints.from_environment(simulator.environment())
    return MicrosoftAuthorizer(DEFAULT_CLIENT.id, DEFAULT_CLIENT.secret, tenant, endpoints)


def credential(simulator: MicrosoftSimulator, email: str = OWN) -> AccountCredential:
    """Return a credential with a token that seems to last."""
    grant = simulator.grant(email, [*SCOPES, *IDENTITY])
    tokens = Tokens(grant["access_token"], grant["refresh_token"], FOREVER, frozenset(SCOPES))
    return AccountCredential(authorizer(simulator), tokens)


def connect(
    simulator: MicrosoftSimulator,
    email: str = OWN,
    *,
    attempts: int = 4,
    waits: Waits | None = None,
) -> MicrosoftCalendar:
    """Return a connection of an account; waiting is only noted."""
    return MicrosoftCalendar(
        credential(simulator, email),
        Endpoints.from_environment(simulator.environment()),
        patience=Patience(waits or Waits(), lambda: 0.5, attempts),
        clock=simulator.world.clock.now,
    )


class MicrosoftPerson:
    """Somebody who uses Outlook itself."""

    def __init__(self, simulator: MicrosoftSimulator, email: str):
        self._simulator = simulator
        self._person = simulator.person(email)
        self._email = email
        self.calendar_id = simulator.calendar(email).id
        self._view = View(self.calendar_id, email)

    def create(self, meeting: Meeting) -> str:
        """Make a meeting; return its remote id."""
        body = new_body(meeting, "", Role.ORGANIZER, "", self._view)
        del body["singleValueExtendedProperties"], body["transactionId"]
        return self._person.add(body).id(immutable=True)

    def change(self, remote_id: str, changes: MeetingChanges) -> None:
        """Change a meeting, and then its occurrences one by one."""
        before = self._meeting(remote_id)
        if body := self._master_body(before, changes, remote_id):
            self._person.edit(remote_id, body)
        after = apply(changes, before)
        for original in changes.overrides:
            event_id = self._occurrence(remote_id, original)
            shown = self._shown(event_id)
            body = occurrence_body(before, after, original, shown, self._view)
            self._person.edit(event_id, body)
        for original in changes.cancelled:
            self._person.delete(self._occurrence(remote_id, original))

    def _master_body(self, before: Meeting, changes: MeetingChanges, remote_id: str) -> Json:
        return master_body(before, changes, self._shown(remote_id), self._view)

    def _meeting(self, remote_id: str) -> Meeting:
        return read_meeting(put_together(self._shown(remote_id)), self._view)

    def _shown(self, event_id: str) -> Json:
        return shown(self._simulator, self._email, event_id)

    def _occurrence(self, remote_id: str, original: Original) -> str:
        zone = getattr(self._meeting(remote_id).span, "zone", "")
        day = wall_clock(original, zone).date() if isinstance(original, datetime) else original
        return str(replace(ids.read(remote_id), day=day.isoformat()))

    def delete(self, remote_id: str) -> None:
        """Delete a meeting, or throw an invitation away."""
        self._person.delete(remote_id)

    def answer(self, remote_id: str, response: Response) -> None:
        """Answer an invitation."""
        self._person.answer(remote_id, response.value)


def shown(simulator: MicrosoftSimulator, email: str, event_id: str) -> Json:
    """Return an event as Graph shows it to somebody, a series whole."""
    event = series.locate(simulator.world, email, event_id)
    view = query.View(
        simulator.world.settings,
        immutable=True,
        select=(*KEYS.split(","), "cancelledOccurrences"),
        expand=(("exceptionOccurrences", f"$select={KEYS}"),),
    )
    return render.event(event, view, single=True)


class MicrosoftHarness:
    """One fresh Microsoft; connections do not repeat by themselves, so that failures are seen."""

    abilities = Abilities(
        fields=frozenset(FIELDS) - {"reminders"},
        silent=False,
        same_id_for_guests=False,
        chooses_ids=False,
        restores=False,
    )

    def __init__(self, simulator: MicrosoftSimulator, listener: Listener):
        self.simulator = simulator
        self._listener = listener

    def provider(self, email: str = OWN) -> MicrosoftCalendar:
        """Return a new connection of an account."""
        return connect(self.simulator, email, attempts=1)

    def maker(self) -> MicrosoftCalendar:
        """Return a connection that may make calendars: every one may."""
        return self.provider()

    def person(self, email: str = OWN) -> MicrosoftPerson:
        """Return the account's own person."""
        return MicrosoftPerson(self.simulator, email)

    def mails(self) -> list[tuple[str, str]]:
        """Return the mails sent to guests so far: address and reason."""
        return mails(self.simulator)

    def lose_next_answer(self) -> None:
        """Carry out the next write, but let its answer get lost on the way."""
        self.simulator.faults.add(method="POST", path=WRITES, status=503, apply=True)

    def fail_next(self) -> None:
        """Answer the next write with a passing server error, nothing carried out."""
        self.simulator.faults.add(method="POST", path=WRITES, status=503)

    def expire_cursors(self) -> None:
        """Make the delta tokens of OWN's calendar invalid."""
        self.simulator.calendar(OWN).epoch += 1

    def read_only(self) -> str:
        """Return the id of a calendar that OWN may only read."""
        calendar = self.simulator.world.add_calendar("dora@example.net", "Holidays")
        self.simulator.world.share(calendar.id, OWN, "read")
        return calendar.id

    def revoke(self) -> None:
        """Withdraw OWN's grant at Microsoft."""
        self.simulator.oauth.revoke(OWN, access=True)

    def notified(self) -> str:
        """Return an address that answers when Graph tries it."""
        return self._listener.url


def mails(simulator: MicrosoftSimulator) -> list[tuple[str, str]]:
    """Return the mails that guests got; an answer that reached the organizer is none of them."""
    return [(one.to, one.kind) for one in simulator.world.mails if one.kind != "response"]
