"""A pass that is rolled back and made once more: what it wrote is its own, the rest is to come."""

from __future__ import annotations

from dataclasses import replace

import pytest

from odoo.addons.calendar_sync_base.core.changes import MeetingChanges
from odoo.addons.calendar_sync_base.core.errors import NeedsReconnect, Refused
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

    def run(self, changes=None, provider=None):
        provider = provider or MemoryProvider(self.service, OWN)
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


class Hurried(MemoryProvider):
    """A provider at which somebody does something just before the first write arrives."""

    def __init__(self, service, between):
        super().__init__(service, OWN)
        self.between = [between]

    def apply(self, calendar_id, actions):
        """Let the other be first, once."""
        while self.between:
            self.between.pop()()
        return super().apply(calendar_id, actions)


def test_what_changed_since_the_listing_is_looked_at_again():
    """An edit there between listing and write is merged in the same pass (promise 9)."""
    bench = Bench()
    bench.edit(title="Ours")
    changes = bench.listed()
    bench.run(changes, Hurried(bench.service, lambda: bench.edit_there(location="Theirs")))
    assert [(one.title, one.location) for one in bench.both()] == [("Ours", "Theirs")] * 2


def test_a_meeting_that_is_gone_by_the_time_of_the_write():
    """Deleted there between listing and write, it is gone here, and nothing is left to do (8)."""
    bench = Bench()
    bench.edit(title="Ours")
    changes = bench.listed()
    gone = Hurried(bench.service, lambda: bench.service.delete(OWN, bench.remote_id))
    report = bench.run(changes, gone)
    assert not report.errors
    assert not bench.record.active


def test_a_refused_write_is_told_and_no_achievement():
    """What the provider refuses is an error of the pass, and nothing that an attempt has done."""
    bench = Bench()
    bench.edit(title="Ours")
    bench.service.fail(Refused("no"))
    report = bench.run()
    assert [str(one) for one in report.errors] == [str(Refused("no"))]
    assert not bench.achieved


def test_an_account_that_is_refused_ends_the_pass():
    """Whose access is gone in the middle of the writes is not asked meeting by meeting."""
    bench = Bench()
    bench.edit(title="Ours")
    bench.service.fail(NeedsReconnect("revoked"))
    with pytest.raises(NeedsReconnect):
        bench.run()
    assert bench.both()[1].title == SINGLE.title


def test_a_deletion_is_intended_before_it_is_made():
    """What is about to be deleted there is kept like every other write (promise 8)."""
    bench = Bench()
    bench.record.active = False
    (link,) = bench.odoo.links.values()
    link.dirty = bench.odoo.clock
    bench.run()
    ((_stamp, intent),) = bench.odoo.intents[link.key]
    assert intent.agreement is None
    assert bench.service.meetings(OWN) == {}


def test_what_was_never_compared_is_intended_by_nobody():
    """Of a meeting that an unknown attempt made there, no agreement is made up (promise 2)."""
    bench = Bench()
    (link,) = bench.odoo.links.values()
    stored = bench.service.shelf(OWN).events[bench.remote_id]
    stored.marker, link.base = link.uid, None
    bench.odoo.clock = bench.service.now.replace(year=2027)
    bench.edit(title="Ours")
    bench.run()
    assert link.key not in bench.odoo.intents
    assert [one.title for one in bench.both()] == ["Ours"] * 2
