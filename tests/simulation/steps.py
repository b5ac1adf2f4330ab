"""What may happen, by name: `name:a:b`, where two numbers choose among what there is."""

from __future__ import annotations

from collections.abc import Callable

from odoo.addons.calendar_sync_base.core.errors import (
    ChangedMeanwhile,
    NeedsReconnect,
    RateLimited,
    Refused,
    ServerTrouble,
    SyncError,
    Unreachable,
)

from . import people
from .ledger import number_of
from .material import ANNA, BEN
from .provider import doubled, emptied, shortened
from .world import Told, World

Step = Callable[[World, int, int], None]
TROUBLE: tuple[type[SyncError], ...] = (
    ServerTrouble,
    Refused,
    RateLimited,
    ChangedMeanwhile,
    NeedsReconnect,
)

# -- passes, and what goes wrong -------------------------------------------------------------------


def a_pass(world: World, a: int, b: int) -> None:
    """Anna's calendar is synchronised."""
    world.run(ANNA, Told(turn=a))


def pass_ben(world: World, a: int, b: int) -> None:
    """Ben's calendar is synchronised, if it is connected."""
    if BEN in world.odoo.places:
        world.run(BEN, Told(turn=a))


def kill(world: World, a: int, b: int) -> None:
    """The program stops amid the remote writes."""
    world.run(_either(world, b), Told(turn=b // 2, left=a % 3))


def crash(world: World, a: int, b: int) -> None:
    """The program stops after everything was done, before it was stored."""
    world.run(_either(world, b), Told(turn=a, crash=True))


def collide(world: World, a: int, b: int) -> None:
    """A pass collides with somebody's save: it is rolled back and made once more."""
    world.run(ANNA, Told(turn=a, between=lambda: people.edit_here(world, a, b)))


def lost(world: World, a: int, b: int) -> None:
    """The answer to the next write is lost."""
    world.service.fail(Unreachable(), after=True)


def fail(world: World, a: int, b: int) -> None:
    """The next write, or the next reading of an event, fails."""
    world.service.fail(TROUBLE[a % len(TROUBLE)](), on="get" if b % 4 == 0 else "apply")


def expire(world: World, a: int, b: int) -> None:
    """The cursors expire: everything is listed once more."""
    for email in world.odoo.places:
        world.service.expire_cursors(email)


def empty(world: World, a: int, b: int) -> None:
    """Everything is listed, and the list comes back empty."""
    world.service.expire_cursors(ANNA)
    if _known(world):
        world.run(ANNA, Told(turn=a, bend=emptied))


def short(world: World, a: int, b: int) -> None:
    """Everything is listed, and some of what is known is missing."""
    world.service.expire_cursors(ANNA)
    known = sorted(_known(world))[b % 2 :: 2]
    world.run(ANNA, Told(turn=a, bend=lambda changes: shortened(changes, known)))


def _known(world: World) -> set[str]:
    return {
        one.remote_id for one in world.odoo.links.values() if one.base and one.place.email == ANNA
    }


def double(world: World, a: int, b: int) -> None:
    """Everything is listed twice."""
    world.run(ANNA, Told(turn=a, bend=doubled))


def list_now(world: World, a: int, b: int) -> None:
    """A listing is read that is only used later."""
    world.kept = world.list(ANNA)


def stale(world: World, a: int, b: int) -> None:
    """A pass uses what was listed a while ago, or a listing that was used already."""
    world.run(ANNA, Told(turn=a, listed=world.kept))


def yes(world: World, a: int, b: int) -> None:
    """Somebody agrees to the mails that wait, and to the deletions that are held."""
    for link in world.odoo.links.values():
        if link.waiting and link.record:
            world.births[number_of(link.record.meeting) - 1].intentions += 1
    world.approve_mails()
    world.approve_deletions()


def _either(world: World, b: int) -> str:
    return BEN if b % 4 == 3 and BEN in world.odoo.places else ANNA


STEPS: dict[str, tuple[Step, int]] = {
    "make-here": (people.make_here, 5),
    "make-there": (people.make_there, 4),
    "twins": (people.twins, 1),
    "invitation": (people.invitation, 2),
    "copied": (people.copied, 1),
    "edit-here": (people.edit_here, 12),
    "edit-there": (people.edit_there, 12),
    "edit-ben": (people.edit_ben, 2),
    "slot-here": (people.slot_here, 5),
    "slot-there": (people.slot_there, 5),
    "split-here": (people.split_here, 2),
    "split-there": (people.split_there, 2),
    "answer-here": (people.answer_here, 2),
    "answer-there": (people.answer_there, 2),
    "answer-ben": (people.answer_ben, 1),
    "delete-here": (people.delete_here, 4),
    "archive-here": (people.archive_here, 2),
    "restore-here": (people.restore_here, 2),
    "delete-there": (people.delete_there, 4),
    "delete-ben": (people.delete_ben, 1),
    "clear-here": (people.clear_here, 1),
    "clear-there": (people.clear_there, 2),
    "pass": (a_pass, 16),
    "pass-ben": (pass_ben, 2),
    "kill": (kill, 5),
    "crash": (crash, 3),
    "collide": (collide, 3),
    "lost": (lost, 4),
    "fail": (fail, 4),
    "expire": (expire, 2),
    "empty": (empty, 1),
    "short": (short, 2),
    "double": (double, 1),
    "list": (list_now, 2),
    "stale": (stale, 2),
    "yes": (yes, 2),
}
"""Every step and how often it is to be drawn."""
