"""The guard against mass deletion: a pass that would delete much asks a person first."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from .actions import Action, DeleteLocal, DeleteRemote
from .errors import DeletionsHeld, EmptyCalendar


@dataclass(frozen=True, slots=True)
class Limits:
    """A side may lose `count` meetings, or `share` of them (0 to 1), without being asked about."""

    count: int = 25
    share: float = 0.20


NONE = Limits(count=0, share=0.0)
"""Not one deletion without being asked about."""

LOOKED_AT = "looked at"
"""Stands for the digest of a batch where a person looked at a calendar that came back empty."""


@dataclass(frozen=True, slots=True)
class Held:
    """A batch of deletions that waits for a person; `digest` names exactly this batch."""

    local: int
    remote: int
    actions: tuple[Action, ...]
    digest: str

    def error(self) -> DeletionsHeld:
        """Return the error the account shows until somebody decides."""
        detail = f"{self.local} of Odoo's and {self.remote} of the remote calendar's events"
        return DeletionsHeld(f"{detail} would be deleted")


def check(
    actions: Sequence[Action],
    local_total: int,
    remote_total: int,
    limits: Limits = Limits(),
    approved: str = "",
) -> Held | None:
    """Return the deletions of a plan when they are too many on either side, else None.

    The totals are how many meetings each side has of what is kept in step. `approved` is the digest
    a person said yes to: it lets exactly that batch through, and no other.
    """
    local = [one for one in actions if isinstance(one, DeleteLocal)]
    remote = [one for one in actions if isinstance(one, DeleteRemote)]
    much = _too_many(len(local), local_total, limits)
    if not much and not _too_many(len(remote), remote_total, limits):
        return None
    held = (*local, *remote)
    named = digest(held)
    return None if named == approved else Held(len(local), len(remote), held, named)


def _too_many(deleted: int, total: int, limits: Limits) -> bool:
    return deleted > limits.count and deleted > limits.share * total


def digest(actions: Sequence[Action]) -> str:
    """Return the name of a batch of deletions, whatever their order."""
    named = sorted(f"{type(one).__name__} {one.key!r}" for one in actions)
    return hashlib.sha256("\n".join(named).encode()).hexdigest()


def check_listing(full: bool, listed: int, known: int) -> None:
    """Refuse a full listing that is empty although `known` meetings were there.

    Raises EmptyCalendar: a share that was withdrawn or a half-broken mailbox looks like that.
    """
    if full and known and not listed:
        raise EmptyCalendar(f"{known} events were known, none is listed")
