"""A pass that is rolled back and made once more: what it wrote is its own, the rest is to come."""

from __future__ import annotations

from dataclasses import replace

from odoo.addons.calendar_sync_base.core.changes import MeetingChanges
from odoo.addons.calendar_sync_base.core.guard import Limits
from odoo.addons.calendar_sync_base.core.observation import Policy
from odoo.addons.calendar_sync_base.engine.memory import EVERYTHING, MemoryCalendars, MemoryProvider
from odoo.addons.calendar_sync_base.engine.sync_pass import SyncPass

from tests.core.build import OWN, SINGLE

from .odoo import Odoo, Place
from .store import MemoryStore


class Bench:
    """One calendar and a small Odoo that agree on one meeting."""

    def __init__(self):
        self.service = MemoryCalendars()
        self.service.add_account(OWN)
        self.odoo = Odoo({OWN: Place(OWN)}, clock=self.service.now)
        self.remote_id = self.service.create(OWN, SINGLE)
        self.achieved = {}
        self.run()

    @property
    def record(self):
        return next(iter(self.odoo.records.values()))

    def listed(self):
        provider = MemoryProvider(self.service, OWN)
        return provider.changes(OWN, self.odoo.places[OWN].cursor, EVERYTHING)

    def run(self, changes=None):
        provider = MemoryProvider(self.service, OWN)
        store = MemoryStore(self.odoo, self.odoo.places[OWN], provider, self.achieved)
        policy = Policy(self.service.now)
        one = SyncPass(provider, OWN, store, policy, Limits(), self.achieved)
        return one.run(changes or self.listed())

    def run_twice(self, between=lambda: None):
        """Run a pass, roll it back, and run it once more on the same listing."""
        changes, saved = self.listed(), self.odoo.saved()
        self.run(changes)
        self.odoo = saved
        between()
        return self.run(changes)

    def edit(self, **changes):
        self.odoo.edit(self.record, replace(self.record.meeting, **changes))

    def edit_there(self, **changes):
        self.service.change(OWN, self.remote_id, MeetingChanges(changes))

    def both(self):
        return self.record.meeting, self.service.meeting(OWN, self.remote_id)


def test_what_was_changed_there_still_comes():
    """What others changed there at the same time is fetched by the second attempt (promise 9)."""
    bench = Bench()
    bench.edit(title="Ours")
    bench.edit_there(location="Theirs")
    bench.run_twice()
    for meeting in bench.both():
        assert (meeting.title, meeting.location) == ("Ours", "Theirs")


def test_an_edit_between_two_attempts_is_no_conflict():
    """What the first attempt wrote is not taken for somebody else's edit (promise 24)."""
    bench = Bench()
    bench.edit(title="Ours")
    report = bench.run_twice(between=lambda: bench.edit(title="Ours, later"))
    assert [one.title for one in bench.both()] == ["Ours, later"] * 2
    assert not report.counts["Conflict"]


def test_a_conflict_of_the_first_attempt_is_told_by_the_second():
    """The value that lost is kept, though the pass that decided it was rolled back (promise 24)."""
    bench = Bench()
    bench.edit_there(title="Theirs")
    bench.odoo.clock = bench.service.now.replace(year=2027)
    bench.edit(title="Ours")
    bench.run_twice()
    ((_about, conflict),) = bench.odoo.notes
    assert (conflict.field, conflict.kept, conflict.lost) == ("title", "Ours", "Theirs")
