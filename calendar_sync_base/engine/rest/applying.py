"""Carrying out the actions of a plan: a script each, all side by side.

Actions on one event take turns, so that a later one sees what an earlier one did.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from ...core.actions import RemoteAction
from ...core.errors import SyncError
from ...core.observation import RemoteEvent
from ..ports import Outcome
from .batching import Batcher, Script, caught
from .transport import Transport


@dataclass(frozen=True, slots=True)
class Done:
    """An event as it is now; `adopted` when an earlier attempt had already made it."""

    event: RemoteEvent
    adopted: bool = False


Scripts = Callable[[RemoteAction], Script[Done]]
"""Makes the script of an action."""


def apply(
    transport: Transport, actions: Sequence[RemoteAction], script_of: Scripts
) -> list[Outcome]:
    """Carry out actions on one calendar; one outcome each, in their order. Raises AccountError."""
    turns: dict[str, list[int]] = {}
    for at, action in enumerate(actions):
        turns.setdefault(action.remote_id, []).append(at)
    scripts = [_in_turn([actions[at] for at in turn], script_of) for turn in turns.values()]
    ended = Batcher(transport).run(scripts)
    found: dict[int, Outcome] = {}
    for turn, outcomes in zip(turns.values(), ended, strict=True):
        found |= dict(zip(turn, outcomes, strict=True))
    return [found[at] for at in range(len(actions))]


def _in_turn(actions: Sequence[RemoteAction], script_of: Scripts) -> Script[list[Outcome]]:
    outcomes = []
    for action in actions:
        ended = yield from caught(script_of(action))
        if isinstance(ended, SyncError):
            outcomes.append(Outcome(action, error=ended))
        else:
            outcomes.append(Outcome(action, ended.event, adopted=ended.adopted))
    return outcomes
