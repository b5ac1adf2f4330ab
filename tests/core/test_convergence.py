"""Whatever people do on both sides, and whatever goes wrong, both sides end up the same.

A state machine: people edit here and there, passes run, answers get lost, servers fail, cursors
expire, the program is killed between writing and recording. After a quiet pass or two, Odoo's side
and the calendar show the same meetings, each once, and nothing is left to write.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from odoo.addons.calendar_sync_base.core.actions import (
    CreateLocal,
    CreateRemote,
    DeleteLocal,
    DeleteRemote,
    Respond,
    Role,
    UpdateLocal,
    UpdateRemote,
)
from odoo.addons.calendar_sync_base.core.changes import apply, diff
from odoo.addons.calendar_sync_base.core.errors import CursorExpired, ServerTrouble, Unreachable
from odoo.addons.calendar_sync_base.core.identity import remote_id
from odoo.addons.calendar_sync_base.core.observation import Base, Observation, Policy
from odoo.addons.calendar_sync_base.core.planner import plan
from odoo.addons.calendar_sync_base.core.snapshot import dump_base, load_base
from odoo.addons.calendar_sync_base.engine.memory import MemoryCalendars, MemoryProvider
from odoo.addons.calendar_sync_base.engine.ports import Window

from . import strategies as some
from .build import OWN

WRITES = (
    CreateRemote | UpdateRemote | DeleteRemote | Respond | CreateLocal | UpdateLocal | DeleteLocal
)


@dataclass
class Link:
    """What is stored of a pair: JSON, as in the database."""

    uid: str
    remote_id: str
    base: dict | None = None
    changed: object = None


@dataclass
class Odoo:
    """A small Odoo: meetings by uid, links by uid, one cursor."""

    meetings: dict = field(default_factory=dict)
    links: dict = field(default_factory=dict)
    cursor: str = ""


class Killed(Exception):
    """The program stopped between the remote write and its record."""


class Sync:
    """One account's pass, in the order of the engine: observe, plan, execute, record."""

    def __init__(self, odoo, service):
        self.odoo = odoo
        self.service = service
        self.provider = MemoryProvider(service, OWN)

    def run(self, killed=False):
        """Make one pass; return how many writes it planned."""
        changes = self._changes()
        seen = {one.remote_id: one for one in changes.events}
        observations = [self._observe(link, seen) for link in self._links(seen, changes.full)]
        plans = [(one, plan(one, Policy(self.service.now))) for one in observations]
        remote = [a for _one, actions in plans for a in actions if isinstance(a, REMOTE)]
        outcomes = {one.action.key: one for one in self.provider.apply(OWN, remote)}
        if killed:
            raise Killed
        for observation, actions in plans:
            self._record(observation, actions, outcomes.get(observation.key))
        self.odoo.cursor = changes.cursor
        return sum(isinstance(a, WRITES) for _one, actions in plans for a in actions)

    def _changes(self):
        try:
            return self.provider.changes(OWN, self.odoo.cursor, Window())
        except CursorExpired:
            return self.provider.changes(OWN, "", Window())

    def _links(self, seen, full):
        """Return the pairs to look at, with new ones for events nobody knows."""
        known = {one.remote_id for one in self.odoo.links.values()}
        for event in seen.values():
            if event.remote_id not in known and event.meeting:
                uid = event.marker or event.uid
                self.odoo.links.setdefault(uid, Link(uid, event.remote_id))
        return [
            link
            for link in self.odoo.links.values()
            if full or link.changed or link.remote_id in seen or link.base is None
        ]

    def _observe(self, link, seen):
        remote = seen.get(link.remote_id) or self.provider.get(OWN, link.remote_id)
        return Observation(
            key=link.uid,
            uid=link.uid,
            role=Role.ORGANIZER,
            remote_id=link.remote_id,
            own_email=OWN,
            base=load_base(link.base),
            local=self.odoo.meetings.get(link.uid),
            remote=remote,
            changed_locally=link.changed,
        )

    def _record(self, observation, actions, outcome):
        if outcome and outcome.error:
            return
        link = self.odoo.links[observation.uid]
        if outcome and outcome.adopted and outcome.event.meeting:
            # What was there already need not be what was to be made: it is compared anew.
            link.changed = link.changed or self.service.now
            return
        for action in actions:
            self._act(link.uid, action)
        local = self.odoo.meetings.get(link.uid)
        event = outcome.event if outcome else observation.remote
        if local is None or event is None or event.meeting is None:
            self.odoo.links.pop(link.uid)
            return
        link.base, link.changed = dump_base(Base(local, event.meeting)), None

    def _act(self, uid, action):
        if isinstance(action, CreateLocal):
            self.odoo.meetings[uid] = action.meeting
        elif isinstance(action, UpdateLocal):
            self.odoo.meetings[uid] = apply(action.changes, action.before)
        elif isinstance(action, DeleteLocal):
            self.odoo.meetings.pop(uid, None)


REMOTE = CreateRemote | UpdateRemote | DeleteRemote | Respond


class TwoSides(RuleBasedStateMachine):
    """People on both sides, and everything that can go wrong between them."""

    @initialize()
    def begin(self):
        self.service = MemoryCalendars()
        self.service.add_account(OWN)
        self.odoo = Odoo()
        self.sync = Sync(self.odoo, self.service)
        self.made = 0

    @rule(meeting=some.meetings)
    def create_here(self, meeting):
        self.made += 1
        uid = f"uid{self.made}"
        self.odoo.meetings[uid] = replace(meeting, organizer=None)
        self._touch(Link(uid, remote_id("db", uid, OWN)))

    @rule(meeting=some.meetings)
    def create_there(self, meeting):
        self.service.create(OWN, meeting)

    @rule(data=st.data())
    def edit_here(self, data):
        if self.odoo.meetings:
            uid = data.draw(st.sampled_from(sorted(self.odoo.meetings)))
            self.odoo.meetings[uid] = data.draw(some.edited(self.odoo.meetings[uid]))
            self._touch(self.odoo.links.get(uid))

    @rule(data=st.data())
    def edit_there(self, data):
        meetings = self.service.meetings(OWN)
        if meetings:
            chosen = data.draw(st.sampled_from(sorted(meetings)))
            after = data.draw(some.edited(meetings[chosen]))
            self.service.change(OWN, chosen, diff(meetings[chosen], after))

    @rule(data=st.data())
    def delete_here(self, data):
        if self.odoo.meetings:
            uid = data.draw(st.sampled_from(sorted(self.odoo.meetings)))
            del self.odoo.meetings[uid]
            self._touch(self.odoo.links.get(uid))

    @rule(data=st.data())
    def delete_there(self, data):
        meetings = self.service.meetings(OWN)
        if meetings:
            self.service.delete(OWN, data.draw(st.sampled_from(sorted(meetings))))

    @rule(lost=st.booleans())
    def something_fails(self, lost):
        self.service.fail(Unreachable() if lost else ServerTrouble(), after=lost)

    @rule()
    def cursors_expire(self):
        self.service.expire_cursors(OWN)

    @rule()
    def a_pass(self):
        self.sync.run()

    @rule()
    def a_killed_pass(self):
        try:
            self.sync.run(killed=True)
        except Killed:
            self.service.faults.clear()

    @invariant()
    def nothing_is_doubled(self):
        markers = [one.marker for one in self._events() if one.meeting and one.marker]
        assert len(markers) == len(set(markers))

    def teardown(self):
        """Let it come to rest, and look."""
        if not hasattr(self, "sync"):
            return
        self.service.faults.clear()
        for _attempt in range(6):
            if self.sync.run() == 0:
                break
        else:
            raise AssertionError("it does not come to rest")
        self._assert_same()
        before = self.service.version
        assert self.sync.run() == 0
        assert self.service.version == before

    def _assert_same(self):
        here = {link.remote_id: uid for uid, link in self.odoo.links.items()}
        there = self.service.meetings(OWN)
        assert set(here) == set(there)
        assert set(here.values()) == set(self.odoo.meetings)
        for chosen, meeting in there.items():
            local = self.odoo.meetings[here[chosen]]
            assert same(local, meeting), diff(local, meeting)

    def _events(self):
        return self.service.shelf(OWN).events.values() if hasattr(self, "service") else ()

    def _touch(self, link):
        if link:
            self.odoo.links[link.uid] = link
            link.changed = self.service.now


def same(one, other):
    """Tell whether two meetings are the same to a person: HTML aside."""
    return not diff(replace(one, description=""), replace(other, description=""))


TestTwoSides = TwoSides.TestCase
TestTwoSides.settings = settings(
    max_examples=150, stateful_step_count=15, deadline=None, derandomize=True, database=None
)
