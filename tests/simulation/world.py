"""Both sides, and the passes between them by the real engine."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import timedelta

from odoo.addons.calendar_sync_base.core.actions import (
    CreateRemote,
    RemoteAction,
    Respond,
    UpdateRemote,
)
from odoo.addons.calendar_sync_base.core.changes import override
from odoo.addons.calendar_sync_base.core.errors import SyncError
from odoo.addons.calendar_sync_base.core.guard import Limits
from odoo.addons.calendar_sync_base.core.mail import digest
from odoo.addons.calendar_sync_base.core.observation import ConflictPolicy, Policy, RemoteEvent
from odoo.addons.calendar_sync_base.core.values import (
    FieldValue,
    Meeting,
    Privacy,
    Recurrence,
    Timed,
)
from odoo.addons.calendar_sync_base.engine.memory import EVERYTHING, MemoryCalendars
from odoo.addons.calendar_sync_base.engine.observe import Listing, listing
from odoo.addons.calendar_sync_base.engine.ports import Changes, Outcome
from odoo.addons.calendar_sync_base.engine.sync_pass import Achieved, Report, SyncPass

from .ledger import ODOO, Birth, number_of
from .material import ANNA, BEN
from .odoo import Odoo, Place, Record
from .options import Options
from .provider import Killed, Line
from .store import MemoryStore

LOOSE, TIGHT = Limits(), Limits(count=1, share=0.2)


@dataclass(slots=True)
class Passed:
    """One pass as the laws look at it; `report` is None when it was killed or failed."""

    place: Place
    line: Line
    store: MemoryStore
    approved: str
    mails_before: int
    shown_before: list[int]
    report: Report | None = None


@dataclass(slots=True)
class Told:
    """How a pass is disturbed: killed after `left` writes, rolled back, its listing bent.

    `between` is what happens between an attempt that is rolled back and the next one.
    """

    turn: int = 0
    left: int | None = None
    crash: bool = False
    bend: Callable[[Changes], Changes] | None = None
    between: Callable[[], None] | None = None
    listed: Listing | None = None


CALM = Told()
NOBODY = Birth(0, "own", "")


@dataclass(slots=True)
class World:
    """A service, an Odoo, and the meetings that were born; `look` judges every pass."""

    options: Options
    look: Callable[[World, Passed], None]
    service: MemoryCalendars = field(default_factory=MemoryCalendars)
    odoo: Odoo = field(default_factory=lambda: Odoo({}))
    births: list[Birth] = field(default_factory=list)
    counter: int = 0
    kept: Listing | None = None

    def __post_init__(self) -> None:
        """Open the calendars and connect the accounts."""
        options = self.options
        self.service = MemoryCalendars(holds=tidy if options.service == "tidy" else _exactly)
        for email in (ANNA, BEN):
            self.service.add_account(email)
        anna = Place(
            ANNA,
            may_pull=options.direction != "push",
            may_push=options.direction != "pull",
            deletes_here=options.deletes in ("both", "here"),
            deletes_there=options.deletes in ("both", "there"),
            skips=frozenset({options.skips} - {"none"}),
        )
        places = {ANNA: anna}
        if options.ben == "connected":
            places[BEN] = Place(BEN)
        self.odoo = Odoo(places, as_json=options.json == "yes")
        self.tick()

    # -- time and people ---------------------------------------------------------------------------

    def tick(self) -> int:
        """Let a minute pass; return a number that was not used before."""
        self.counter += 1
        self.service.now += timedelta(minutes=1)
        self.odoo.clock = self.service.now + timedelta(seconds=int(self.options.skew))
        return self.counter

    def bear(self, kind: str, owner: str, past: bool) -> Birth:
        """Begin the account of a new meeting."""
        birth = Birth(len(self.births) + 1, kind, owner, past)
        birth.agreed = lambda place: self._agreed(birth, place)
        self.births.append(birth)
        return birth

    def _agreed(self, birth: Birth, place: str) -> Meeting | None:
        """Return what one side showed when both last agreed, None when they never did."""
        for link in self.odoo.links.values():
            base = link.base
            if base and link.place.email == birth.owner and number_of(base.local) == birth.number:
                return base.local if place == ODOO else base.remote
        return None

    def records(self) -> list[Record]:
        """Return the meetings Odoo's calendar shows."""
        return [one for one in self.odoo.records.values() if one.active]

    def meetings(self, email: str) -> dict[str, Meeting]:
        """Return the meetings a remote calendar shows, by id."""
        return self.service.meetings(email)

    # -- passes ------------------------------------------------------------------------------------

    def list(self, email: str) -> Listing:
        """Return what the service lists of a calendar since it was last read."""
        line = self._line(email)
        cursor = self.odoo.places[email].cursor
        return listing(line, [(0, email, cursor, EVERYTHING)])[0]

    def run(self, email: str, told: Told = CALM) -> Passed | None:
        """Make a pass over a calendar, as the worker does; None when there was nothing to run."""
        place = self.odoo.places[email]
        if place.held and not place.approved:
            return None
        listed = told.listed or self.list(email)
        if listed.cursor != place.cursor or isinstance(listed.result, SyncError):
            return None
        changes = told.bend(listed.result) if told.bend else listed.result
        return self._attempts(email, changes, told)

    def _attempts(self, email: str, changes: Changes, told: Told) -> Passed:
        achieved: Achieved = {}
        if told.between:
            saved = self.odoo.saved()
            self._attempt(email, changes, Told(told.turn), achieved, rolled_back=True)
            self._roll_back(saved)
            told.between()
        return self._attempt(email, changes, told, achieved)

    def _attempt(
        self,
        email: str,
        changes: Changes,
        told: Told,
        achieved: Achieved,
        rolled_back: bool = False,
    ) -> Passed:
        risky = told.left is not None or told.crash or any(one.times for one in self.service.faults)
        saved = self.odoo.saved() if risky or told.between else None
        place, line = self.odoo.places[email], self._line(email)
        line.left, line.turn = told.left, told.turn
        store = MemoryStore(self.odoo, place, line, achieved, told.turn)
        passed = Passed(
            place,
            line,
            store,
            place.approved,
            len(self.service.mails),
            [one.key for one in self.odoo.records.values() if one.active],
        )
        one = SyncPass(line, email, store, self._policy(), self._limits(), achieved)
        try:
            passed.report = one.run(changes)
        except (Killed, SyncError):
            # A listing that comes back empty is refused before anything is done.
            self._roll_back(saved or self.odoo)
        else:
            if passed.report.held:
                place.held, place.approved = passed.report.held.digest, ""
            if told.crash:
                self._roll_back(saved or self.odoo)
        if passed.report is None or told.crash:
            for action in passed.line.asked:
                self._birth_of(_seen(action), None).loose = True
            self._loosen(passed.line.email, passed.line.outcomes)
        elif rolled_back:
            self._loosen(passed.line.email, [one for one in passed.line.outcomes if one.error])
        else:
            self._fasten(passed)
        self.look(self, passed)
        return passed

    def _loosen(self, email: str, outcomes: Iterable[Outcome]) -> None:
        """Note of which meetings something was written that is not recorded."""
        for outcome in outcomes:
            action = outcome.action
            before = None if isinstance(action, CreateRemote) else _seen(action)
            birth = self._birth_of(_seen(action), None)
            birth.loose = True
            birth.overwritten(email, before, self.service.meeting(email, action.remote_id))

    def _fasten(self, passed: Passed) -> None:
        """Note of which meetings everything that was written is recorded."""
        for seen, _actions, outcome in passed.store.recorded:
            self._birth_of(seen.local, seen.remote).loose = bool(outcome and outcome.error)

    def _birth_of(self, local: Meeting | None, remote: RemoteEvent | None) -> Birth:
        shown = local or (remote and remote.meeting)
        return self.births[number_of(shown) - 1] if shown else NOBODY

    def _roll_back(self, saved: Odoo) -> None:
        """Undo a transaction; numbers that were given out stay given out."""
        saved.last_key, saved.clock = self.odoo.last_key, self.odoo.clock
        self.odoo = saved

    def _line(self, email: str) -> Line:
        return Line(self.service, email, self.options.silent == "yes")

    def _policy(self) -> Policy:
        silent = self.options.silent == "yes"
        return Policy(self.service.now, ConflictPolicy(self.options.policy), silent)

    def _limits(self) -> Limits:
        return TIGHT if self.options.limits == "tight" else LOOSE

    # -- a person decides --------------------------------------------------------------------------

    def approve_deletions(self) -> bool:
        """Say yes to what is held; tell whether anything was."""
        held = [one for one in self.odoo.places.values() if one.held]
        for one in held:
            one.approved = one.held
        return bool(held)

    def approve_mails(self) -> bool:
        """Say yes to the mails that writes wait for; tell whether any did."""
        waiting = [one for one in self.odoo.links.values() if one.waiting]
        for one in waiting:
            one.approved, one.waiting = digest(one.waiting), ()
            self.odoo.mark([one], tells=False)
        return bool(waiting)


def _seen(action: RemoteAction) -> Meeting | None:
    return action.before if isinstance(action, UpdateRemote | Respond) else action.meeting


def _exactly(meeting: Meeting) -> Meeting:
    return meeting


def tidy(meeting: Meeting) -> Meeting:
    """Return what a service keeps that ends every text with a line and knows no `confidential`."""
    privacy = meeting.privacy
    return replace(
        meeting,
        description=meeting.description.rstrip("\n") + "\n",
        privacy=Privacy.PRIVATE if privacy is Privacy.CONFIDENTIAL else privacy,
    )


def same_to_people(here: Meeting, there: Meeting) -> bool:
    """Tell whether two meetings say the same but for what a side cannot hold."""
    return _plain(here) == _plain(there)


def _plain(meeting: Meeting) -> Meeting:
    span = _instants(meeting.span) if meeting.recurrence is None else meeting.span
    return replace(tidy(meeting), span=span, recurrence=_zoneless(meeting.recurrence))


def _zoneless(series: Recurrence | None) -> Recurrence | None:
    """Return a recurrence without the zones of single occurrences: they are instants."""
    if series is None or not series.overrides:
        return series
    plain = (
        override(one.original, {name: _instants(value) for name, value in one.changes})
        for one in series.overrides
    )
    return replace(series, overrides=tuple(plain))


def _instants(value: FieldValue) -> FieldValue:
    return replace(value, zone="UTC") if isinstance(value, Timed) else value
