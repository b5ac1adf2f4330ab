"""The in-memory provider with what goes wrong on a line: kills, odd listings; and a watch on it."""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import replace

from odoo.addons.calendar_sync_base.core.actions import RemoteAction
from odoo.addons.calendar_sync_base.engine.memory import MemoryCalendars, MemoryProvider
from odoo.addons.calendar_sync_base.engine.ports import Changes, Outcome


class Killed(Exception):
    """The program stopped."""


class Line(MemoryProvider):
    """An account's connection; `asked` is what was asked of it, `outcomes` what came of that.

    `left` is after how many more writes the program is killed, None when it is not.
    """

    def __init__(self, service: MemoryCalendars, email: str, silent: bool):
        """Connect an account."""
        super().__init__(service, email, silent)
        self.asked: list[RemoteAction] = []
        self.outcomes: list[Outcome] = []
        self.left: int | None = None
        self.turn = 0

    def apply(self, calendar_id: str, actions: Sequence[RemoteAction]) -> list[Outcome]:
        """Carry out actions, in whatever order the service takes them, until killed."""
        self.asked += actions
        if self.left is None:
            done = super().apply(calendar_id, actions)
            self.outcomes += done
            return done
        start = self.turn % (len(actions) or 1)
        order = [*actions[start:], *actions[:start]][: self.left]
        self.outcomes += super().apply(calendar_id, order)
        raise Killed


def doubled(changes: Changes) -> Changes:
    """Return a listing that shows every event twice, as pages that overlap do."""
    return replace(changes, events=(*changes.events, *reversed(changes.events)))


def emptied(changes: Changes) -> Changes:
    """Return a full listing without anything on it: a share that was withdrawn."""
    return replace(changes, events=(), full=True)


def shortened(changes: Changes, missing: Container[str]) -> Changes:
    """Return a listing without some events."""
    return replace(
        changes, events=tuple(one for one in changes.events if one.remote_id not in missing)
    )
