"""Known bugs, each planted for a while, to show that the laws catch it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any
from unittest.mock import patch

from odoo.addons.calendar_sync_base.core import merge as merging
from odoo.addons.calendar_sync_base.core import planner
from odoo.addons.calendar_sync_base.core.actions import DeleteLocal, Notify, Role, UpdateRemote
from odoo.addons.calendar_sync_base.core.changes import MeetingChanges
from odoo.addons.calendar_sync_base.core.observation import Base
from odoo.addons.calendar_sync_base.engine import sync_pass

from . import odoo, store


@dataclass(frozen=True, slots=True)
class Bug:
    """A bug by name: what of what it replaces, and by what, given the original."""

    name: str
    owner: Any
    attribute: str
    wrong: Callable[[Any], Any]
    caught_by: frozenset[str]

    @contextmanager
    def planted(self) -> Iterator[None]:
        """Have the bug while this lasts."""
        right = getattr(self.owner, self.attribute)
        with patch.object(self.owner, self.attribute, self.wrong(right)):
            yield


def _one_sided(right: Any) -> Any:
    def merge(*args: Any) -> merging.Merge:
        return replace(right(*args), for_local=MeetingChanges())

    return merge


def _untold(right: Any) -> Any:
    def merge(*args: Any) -> merging.Merge:
        return replace(right(*args), conflicts=())

    return merge


def _always_new(right: Any) -> Any:
    counter = iter(range(10**9))
    return lambda *args: f"{right(*args)[:40]}{next(counter):010}"


def _unguarded(_right: Any) -> Any:
    return lambda *args: None


def _early(right: Any) -> Any:
    def execute(self: sync_pass.SyncPass, observations: Any, actions: Any, report: Any) -> None:
        first = next(iter(observations), None)
        kept = [one for one in actions if one.key != first]
        right(self, {key: one for key, one in observations.items() if key != first}, kept, report)

    return execute


def _never_stored(right: Any) -> Any:
    return lambda self, base: replace(base, remote=base.local)


def _loud(_right: Any) -> Any:
    return lambda self, *args: Notify.ALL


def _absent_is_deleted(right: Any) -> Any:
    def remote_of(self: store.MemoryStore, link: Any, asked: bool) -> Any:
        seen = right(self, link, asked)
        return replace(seen, meeting=None) if seen and asked else seen

    return remote_of


def _guest_writes(right: Any) -> Any:
    def push(self: Any, changes: Any, local: Any, remote: Any, silent: bool) -> Any:
        seen = self.seen
        if seen.role is not Role.GUEST or not changes:
            return right(self, changes, local, remote, silent)
        return (UpdateRemote(seen.key, seen.remote_id, self.etag(), remote, changes, seen.role),)

    return push


def _all_ours(right: Any) -> Any:
    return lambda self, seen, event: event.meeting and Base(seen.local, event.meeting)


def _both_ways(right: Any) -> Any:
    return lambda self: True


def _undecided(right: Any) -> Any:
    def deleted(self: Any, base: Any, local: Any) -> Any:
        return (DeleteLocal(self.seen.key, local),)

    return deleted


PLANNER = planner._Planner

BUGS: tuple[Bug, ...] = (
    Bug(
        "a merge drops one side",
        planner,
        "merge",
        _one_sided,
        frozenset({"nothing_lost", "both_sides_agree"}),
    ),
    Bug("a conflict is not told", planner, "merge", _untold, frozenset({"nothing_lost"})),
    Bug(
        "ids are made up anew for every attempt",
        odoo,
        "remote_id",
        _always_new,
        frozenset({"nothing_doubled", "nothing_deleted_by_absence"}),
    ),
    Bug("the guard is forgotten", sync_pass, "check", _unguarded, frozenset({"guarded_deletes"})),
    Bug(
        "an empty listing is believed",
        store,
        "check_listing",
        _unguarded,
        frozenset({"nothing_deleted_by_absence", "both_sides_agree", "nothing_lost"}),
    ),
    Bug(
        "what is missing on a list was deleted",
        store.MemoryStore,
        "_remote_of",
        _absent_is_deleted,
        frozenset({"nothing_deleted_by_absence"}),
    ),
    Bug(
        "the cursor is ahead of what was done",
        sync_pass.SyncPass,
        "_execute",
        _early,
        frozenset({"nothing_lost", "both_sides_agree"}),
    ),
    Bug(
        "the base is our side only",
        odoo.Odoo,
        "stored",
        _never_stored,
        frozenset({"no_echo", "it_converges", "second_pass_is_quiet", "both_sides_agree"}),
    ),
    Bug(
        "every write mails the guests",
        PLANNER,
        "_notify",
        _loud,
        frozenset({"mails_once", "writes_only_its_own"}),
    ),
    Bug(
        "a guest writes all that changed",
        PLANNER,
        "_push",
        _guest_writes,
        frozenset({"writes_only_its_own"}),
    ),
    Bug(
        "a one-way calendar is written to",
        PLANNER,
        "may_write",
        _both_ways,
        frozenset({"writes_only_its_own"}),
    ),
    Bug(
        "an edit gives way to any deletion",
        PLANNER,
        "_deleted_remotely",
        _undecided,
        frozenset({"nothing_lost", "writes_only_its_own"}),
    ),
    Bug(
        "a pass made once more takes all for its own",
        sync_pass.SyncPass,
        "_agreed_alone",
        _all_ours,
        frozenset({"nothing_lost", "both_sides_agree"}),
    ),
)
