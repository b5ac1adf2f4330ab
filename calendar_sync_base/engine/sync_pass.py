"""One pass over one remote calendar: observe, plan, execute, record.

The order is what makes a crash harmless. Remote writes come first and are idempotent; what they are
about to change is kept before, for good, so that they are never taken for somebody's edits; all
that is recorded, the cursor last, is stored in one transaction by the caller. Killed anywhere, the
next pass plans from the same base and finds done what was done.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Protocol, get_args

from ..core import alone
from ..core.actions import (
    Action,
    Conflict,
    CreateLocal,
    CreateRemote,
    DeleteLocal,
    Key,
    RemoteAction,
    Skip,
    UpdateLocal,
)
from ..core.errors import ChangedMeanwhile, Gone, SyncError
from ..core.guard import NONE, Held, Limits, check
from ..core.intents import Intent
from ..core.mail import mails_caused
from ..core.observation import Base, Observation, Policy, RemoteEvent
from ..core.planner import plan
from ..core.preview import Planned
from .ports import CalendarProvider, Changes, Outcome

STALE = (ChangedMeanwhile, Gone)
"""Answers that mean: the event is not what was seen, look again."""

LocalAction = CreateLocal | UpdateLocal | DeleteLocal


class Store(Protocol):
    """The local side, bound to one remote calendar."""

    def observe(self, changes: Changes) -> list[Observation]:
        """Return what is to be compared: what changed there, what is pending here."""

    def again(self, key: Key, remote: RemoteEvent | None) -> Observation:
        """Return an observation anew, with the remote side as it turned out to be."""

    def totals(self) -> tuple[int, int]:
        """Return how many meetings are linked here and there, for the deletion guard."""

    def approved(self) -> str:
        """Return the digest of the deletions a person approved, empty if none."""

    def set_aside(self, key: Key, error: SyncError) -> None:
        """Leave one meeting as it is on both sides; `record` will say why."""

    def intend(self, intents: Sequence[Intent]) -> None:
        """Keep what is about to be written remotely, whatever becomes of this pass.

        It counts until a new base is recorded: `observe` takes what the remote side shows of it for
        agreed.
        """

    def perform(self, actions: Sequence[LocalAction]) -> None:
        """Carry out local actions; one that fails is set aside, the others go on."""

    def record(
        self, observation: Observation, actions: Sequence[Action], outcome: Outcome | None
    ) -> None:
        """Store the new base of one meeting after its actions, or why it is set aside."""

    def note(self, conflict: Conflict) -> None:
        """Keep the value that lost where people find it."""

    def advance(self, cursor: str) -> None:
        """Store how far the remote calendar has been read."""


@dataclass
class Report:
    """What a pass did: actions by kind, what went wrong, deletions that wait for a person."""

    counts: Counter[str] = field(default_factory=Counter)
    errors: list[SyncError] = field(default_factory=list)
    mails: int = 0
    held: Held | None = None

    def add(self, actions: Iterable[Action]) -> None:
        """Count actions."""
        self.counts.update(type(one).__name__ for one in actions)

    def merge(self, other: Report) -> None:
        """Add what the pass over another calendar of the account did."""
        self.counts.update(other.counts)
        self.errors += other.errors
        self.mails += other.mails

    def changed_here(self) -> bool:
        """Tell whether anything was written on the local side."""
        return any(self.counts[kind.__name__] for kind in get_args(LocalAction))


@dataclass(frozen=True, slots=True)
class Written:
    """What was written remotely about one meeting, and is not recorded yet.

    `base` is what would be agreed on had only the local side changed: what was changed there is
    still to be pulled. `event` is the event as it is since, `conflicts` are still to be told.
    """

    base: Base | None
    event: RemoteEvent
    conflicts: tuple[Conflict, ...] = ()


Achieved = dict[Key, Written]
"""What was written remotely, by key."""


@dataclass(frozen=True)
class SyncPass:
    """A pass for one calendar; nothing in it knows Odoo or a provider.

    `achieved` outlives a pass whose transaction is rolled back: the next attempt has to take its
    own writes for what they are, not for edits that somebody made there.
    """

    provider: CalendarProvider
    calendar_id: str
    store: Store
    policy: Policy
    limits: Limits
    achieved: Achieved = field(default_factory=dict)

    def run(self, changes: Changes) -> Report:
        """Bring both sides together after `changes` were listed."""
        report = Report()
        observations = {one.key: one for one in self.store.observe(changes)}
        actions = self._plan(observations.values())
        approved = self.store.approved()
        # a calendar that a person says is empty may be so, but not without telling what goes
        limits = NONE if changes.is_empty and approved else self.limits
        report.held = check(actions, *self.store.totals(), limits, approved)
        if report.held:
            return report
        self._execute(observations, actions, report)
        self.store.advance(changes.cursor)
        return report

    def look(self, changes: Changes) -> list[Planned]:
        """Return what `run` would plan, without carrying anything out.

        The store may have noted what it saw: the caller rolls that back.
        """
        return [(one, self._plan_one(one)) for one in self.store.observe(changes)]

    def _plan(self, observations: Iterable[Observation]) -> list[Action]:
        return [action for one in observations for action in self._plan_one(one)]

    def _plan_one(self, observation: Observation) -> Sequence[Action]:
        """Plan one meeting; one that cannot be understood stops no other."""
        earlier = self.achieved.get(observation.key)
        try:
            return (*plan(observation, self.policy), *(earlier.conflicts if earlier else ()))
        except SyncError as error:
            self.store.set_aside(observation.key, error)
            return ()

    def _execute(
        self, observations: dict[Key, Observation], actions: list[Action], report: Report
    ) -> None:
        outcomes = self._write(observations, actions, report)
        self.store.perform([one for one in actions if isinstance(one, get_args(LocalAction))])
        for conflict in actions:
            if isinstance(conflict, Conflict):
                self.store.note(conflict)
        report.add(one for one in actions if not isinstance(one, Skip))
        own = {key: one.own_email for key, one in observations.items()}
        report.mails += len(mails_caused(actions, own, self.policy.silent))
        by_key = defaultdict[Key, list[Action]](list)
        for action in actions:
            by_key[action.key].append(action)
        for key, observation in observations.items():
            self.store.record(observation, by_key[key], outcomes.get(key))

    def _write(
        self, observations: dict[Key, Observation], actions: list[Action], report: Report
    ) -> dict[Key, Outcome]:
        """Write remotely; what changed meanwhile is read and planned once more.

        `observations` and `actions` are brought up to date with what the second look showed.
        """
        outcomes = self._apply(observations, actions)
        stale = [key for key, one in outcomes.items() if is_stale(one)]
        for key in stale:
            fresh = outcomes[key].event or self._look(observations[key])
            observations[key] = self.store.again(key, fresh)
        replanned = self._plan(observations[key] for key in stale)
        actions[:] = [one for one in actions if one.key not in stale] + replanned
        for key in stale:
            del outcomes[key]
        outcomes |= self._apply(observations, replanned)
        report.errors += [one.error for one in outcomes.values() if one.error]
        for key, outcome in outcomes.items():
            if outcome.event and not outcome.error:
                told = (one for one in actions if one.key == key and isinstance(one, Conflict))
                base = self._agreed_alone(observations[key], outcome.event)
                self.achieved[key] = Written(base, outcome.event, tuple(told))
        return outcomes

    @staticmethod
    def _agreed_alone(seen: Observation, event: RemoteEvent) -> Base | None:
        """Return the agreement as if only the local side had changed until `event` was written."""
        if seen.local is None or event.meeting is None:
            return seen.base
        if seen.remote is None or seen.remote.meeting is None:
            return Base(seen.local, event.meeting)
        return _alone(seen)

    @staticmethod
    def _intents(
        observations: dict[Key, Observation], actions: Sequence[RemoteAction]
    ) -> Iterable[Intent]:
        """Give what is about to be written; of two that were never compared, nothing is known."""
        for key in dict.fromkeys(one.key for one in actions):
            seen = observations[key]
            agreement = _alone(seen)
            if agreement or seen.local is None:
                yield Intent(key, agreement)

    def _look(self, observation: Observation) -> RemoteEvent | None:
        return self.provider.get(self.calendar_id, observation.remote_id)

    def _apply(
        self, observations: dict[Key, Observation], actions: Sequence[Action]
    ) -> dict[Key, Outcome]:
        remote = [one for one in actions if isinstance(one, get_args(RemoteAction))]
        if not remote:
            return {}
        self.store.intend([*self._intents(observations, remote)])
        outcomes: dict[Key, Outcome] = {}
        for one in self.provider.apply(self.calendar_id, remote):
            earlier = outcomes.get(one.action.key)
            outcomes[one.action.key] = earlier if earlier and earlier.error else one
        return outcomes


def _alone(seen: Observation) -> Base | None:
    """Return what a write leads to as if only the local side had changed, None if unknown."""
    if seen.local is None:
        return None
    if seen.remote is None or seen.remote.meeting is None:
        return Base(seen.local, seen.local)
    return seen.base and alone.written(seen, seen.base, seen.local)


def is_stale(outcome: Outcome) -> bool:
    """Tell whether the event is not what the plan took it for, and has to be looked at again.

    So is one that an earlier attempt made: it may have been edited here since.
    """
    action, event = outcome.action, outcome.event
    if outcome.adopted and isinstance(action, CreateRemote) and event:
        return event.meeting != action.meeting
    return isinstance(outcome.error, STALE)
