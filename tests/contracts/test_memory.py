"""The in-memory provider keeps the contract of a provider."""

from __future__ import annotations

import pytest
from odoo.addons.calendar_sync_base.core.errors import ServerTrouble, Unreachable
from odoo.addons.calendar_sync_base.engine.memory import MemoryCalendars, MemoryProvider
from odoo.addons.calendar_sync_base.engine.ports import Access

from .harness import GUEST, OWN, Abilities
from .provider_contract import ProviderContract, bench  # noqa: F401  (a fixture)


class MemoryPerson:
    """A person at a calendar of the in-memory service."""

    def __init__(self, service, calendar_id):
        self.service = service
        self.calendar_id = calendar_id

    def create(self, meeting):
        return self.service.create(self.calendar_id, meeting)

    def change(self, remote_id, changes):
        self.service.change(self.calendar_id, remote_id, changes)

    def delete(self, remote_id):
        self.service.delete(self.calendar_id, remote_id)

    def answer(self, remote_id, response):
        self.service.answer(self.calendar_id, remote_id, response)


class MemoryHarness:
    """The in-memory service with two accounts."""

    abilities = Abilities()

    def __init__(self):
        self.service = MemoryCalendars()
        for email in (OWN, GUEST):
            self.service.add_account(email)

    def provider(self, email=OWN):
        return MemoryProvider(self.service, email)

    def person(self, email=OWN):
        return MemoryPerson(self.service, email)

    def mails(self):
        return [(one.to, one.reason) for one in self.service.mails]

    def lose_next_answer(self):
        self.service.fail(Unreachable("the connection broke"), after=True)

    def fail_next(self):
        self.service.fail(ServerTrouble("503"))

    def expire_cursors(self):
        self.service.expire_cursors(OWN)

    def read_only(self):
        return self.service.add_calendar(OWN, "holidays", Access.READ)

    def revoke(self):
        self.service.revoked.add(OWN)


@pytest.fixture
def harness():
    """Return a fresh service."""
    return MemoryHarness()


class TestMemory(ProviderContract):
    """The contract, over memory."""
