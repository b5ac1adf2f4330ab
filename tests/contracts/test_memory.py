"""The in-memory provider keeps the contract of a provider."""

from __future__ import annotations

import pytest

from odoo.addons.calendar_sync_base.core.calendars import Access
from odoo.addons.calendar_sync_base.core.errors import ServerTrouble, Unreachable
from odoo.addons.calendar_sync_base.engine.memory import MemoryCalendars, MemoryProvider

from .harness import GUEST, NOTIFIED, OWN, Abilities
from .provider_contract import ProviderContract, bench  # noqa: F401  (a fixture)


class MemoryPerson:
    """A person at a calendar of the in-memory service."""

    def __init__(self, service, calendar_id):
        """Act on one calendar."""
        self.service = service
        self.calendar_id = calendar_id

    def create(self, meeting):
        """Make a meeting."""
        return self.service.create(self.calendar_id, meeting)

    def change(self, remote_id, changes):
        """Change a meeting."""
        self.service.change(self.calendar_id, remote_id, changes)

    def delete(self, remote_id):
        """Delete a meeting."""
        self.service.delete(self.calendar_id, remote_id)

    def answer(self, remote_id, response):
        """Answer an invitation."""
        self.service.answer(self.calendar_id, remote_id, response)


class MemoryHarness:
    """The in-memory service with two accounts."""

    abilities = Abilities()

    def __init__(self):
        """Start the service."""
        self.service = MemoryCalendars()
        for email in (OWN, GUEST):
            self.service.add_account(email)

    def provider(self, email=OWN):
        """Connect an account."""
        return MemoryProvider(self.service, email)

    def maker(self):
        """Connect OWN, who may make calendars."""
        return self.provider()

    def person(self, email=OWN):
        """Return the person of an account."""
        return MemoryPerson(self.service, email)

    def mails(self):
        """Return who was mailed why."""
        return [(one.to, one.reason) for one in self.service.mails]

    def lose_next_answer(self):
        """Lose the answer of the next write."""
        self.service.fail(Unreachable("the connection broke"), after=True)

    def fail_next(self):
        """Fail the next write."""
        self.service.fail(ServerTrouble("503"))

    def expire_cursors(self):
        """Make the cursors invalid."""
        self.service.expire_cursors(OWN)

    def read_only(self):
        """Make a calendar that may only be read."""
        return self.service.add_calendar(OWN, "holidays", Access.READ)

    def revoke(self):
        """Withdraw the grant."""
        self.service.revoked.add(OWN)

    def notified(self):
        """Return any address."""
        return NOTIFIED


@pytest.fixture
def harness():
    """Return a fresh service."""
    return MemoryHarness()


class TestMemory(ProviderContract):
    """The contract, over memory."""
