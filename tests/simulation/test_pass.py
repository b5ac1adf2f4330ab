"""What a pass promises beyond its plan: one meeting stops no other, and looking changes nothing."""

from __future__ import annotations

from dataclasses import replace

from odoo.addons.calendar_sync_base.core.errors import InvalidRule, ServerTrouble
from odoo.addons.calendar_sync_base.core.guard import LOOKED_AT, Limits
from odoo.addons.calendar_sync_base.core.observation import Policy
from odoo.addons.calendar_sync_base.engine import sync_pass
from odoo.addons.calendar_sync_base.engine.memory import EVERYTHING, MemoryCalendars, MemoryProvider
from odoo.addons.calendar_sync_base.engine.ports import Changes

from tests.core.build import OWN, SINGLE

from .odoo import Odoo, Place
from .store import MemoryStore

BAD = replace(SINGLE, title="Cannot be planned")


class NotingStore(MemoryStore):
    """A store that notes why meetings were set aside."""

    def __init__(self, *values):
        super().__init__(*values)
        self.aside = []

    def set_aside(self, key, error):
        """Note the reason."""
        self.aside.append(error)
        super().set_aside(key, error)


def connected(*meetings):
    """Return a service with these meetings, and a small Odoo that has not read it yet."""
    service = MemoryCalendars()
    service.add_account(OWN)
    for one in meetings:
        service.create(OWN, one)
    return service, Odoo({OWN: Place(OWN)}, clock=service.now)


def bound(service, odoo):
    """Return a pass over the only calendar, and what there is to read."""
    provider = MemoryProvider(service, OWN)
    store = NotingStore(odoo, odoo.places[OWN], provider, {})
    one = sync_pass.SyncPass(provider, OWN, store, Policy(service.now), Limits())
    return one, provider.changes(OWN, odoo.places[OWN].cursor, EVERYTHING)


def titles(odoo):
    """Return the titles of the meetings here."""
    return sorted(one.meeting.title for one in odoo.records.values())


def test_a_meeting_that_cannot_be_planned_stops_no_other(monkeypatch):
    """However the plan of one meeting fails, it is set aside with its reason, the others go on."""
    error, plan = InvalidRule("FREQ=NEVER"), sync_pass.plan

    def failing(observation, policy):
        if observation.remote.meeting.title == BAD.title:
            raise error
        return plan(observation, policy)

    service, odoo = connected(BAD, SINGLE)
    one, changes = bound(service, odoo)
    monkeypatch.setattr(sync_pass, "plan", failing)
    report = one.run(changes)
    assert one.store.aside == [error]
    assert [link.failed for link in odoo.links.values()].count(True) == 1
    assert titles(odoo) == [SINGLE.title]
    assert report.counts == {"CreateLocal": 1}
    assert odoo.places[OWN].cursor == changes.cursor


def test_looking_changes_nothing():
    """A preview says what a pass would do, and does nothing of it."""
    service, odoo = connected(SINGLE)
    one, changes = bound(service, odoo)
    ((_observation, actions),) = one.look(changes)
    assert [type(action).__name__ for action in actions] == ["CreateLocal"]
    assert (titles(odoo), odoo.places[OWN].cursor) == ([], "")
    assert one.run(changes).counts == {"CreateLocal": 1}


def test_an_accounts_report_is_the_sum_of_its_calendars():
    """Counts, mails and errors of several calendars add up; written here or not can be told."""
    trouble = ServerTrouble("503")
    whole = sync_pass.Report(mails=1)
    whole.counts["UpdateRemote"] = 2
    assert not whole.changed_here()
    other = sync_pass.Report(errors=[trouble], mails=2)
    other.counts.update({"UpdateRemote": 1, "DeleteLocal": 1})
    whole.merge(other)
    assert whole.counts == {"UpdateRemote": 3, "DeleteLocal": 1}
    assert (whole.errors, whole.mails) == ([trouble], 3)
    assert whole.changed_here()


def test_only_a_persons_word_empties_a_calendar():
    """A full listing of nothing deletes nothing, until somebody has said that it is so (6, 7)."""
    service, odoo = connected(SINGLE)
    one, changes = bound(service, odoo)
    one.run(changes)
    (gone,) = service.meetings(OWN)
    service.delete(OWN, gone)
    nothing = Changes((), "later", full=True)
    odoo.places[OWN].approved = LOOKED_AT
    held = bound(service, odoo)[0].run(nothing).held
    assert (held.local, held.remote) == (1, 0)
    assert [one.active for one in odoo.records.values()] == [True]
    odoo.places[OWN].approved = held.digest
    assert bound(service, odoo)[0].run(nothing).held is None
    assert [one.active for one in odoo.records.values()] == [False]
