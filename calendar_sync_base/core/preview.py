"""The plan, counted: what a first synchronisation would do, shown before anything is written."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields, replace
from enum import StrEnum

from .actions import (
    Action,
    AskFirst,
    CreateLocal,
    CreateRemote,
    DeleteLocal,
    DeleteRemote,
    Mails,
    Respond,
    Skip,
    SkipReason,
    UpdateLocal,
    UpdateRemote,
)
from .mail import mails_caused
from .observation import Observation


class Start(StrEnum):
    """With what a synchronisation begins: everything, the remote calendar's events, nothing."""

    ALL = "all"
    IMPORT = "import"
    NEW = "new"


@dataclass(frozen=True, slots=True)
class Preview:
    """How many meetings would be created, changed, deleted, matched and left alone on each side.

    `asked` are those that wait for a yes because their guests would be mailed (`questions`),
    `mails` what would be sent without asking.
    """

    created_here: int = 0
    created_there: int = 0
    changed_here: int = 0
    changed_there: int = 0
    deleted_here: int = 0
    deleted_there: int = 0
    matched: int = 0
    asked: int = 0
    left_here: int = 0
    left_there: int = 0
    mails: Mails = ()
    questions: Mails = ()

    def __add__(self, other: Preview) -> Preview:
        """Return both together."""
        names = (one.name for one in fields(self))
        return Preview(**{name: getattr(self, name) + getattr(other, name) for name in names})

    @property
    def writes(self) -> bool:
        """Tell whether anything would be written on either side, with or without asking."""
        written = (self.created_here, self.created_there, self.changed_here, self.changed_there)
        return any((*written, self.deleted_here, self.deleted_there, self.asked))

    @property
    def seen_here(self) -> int:
        """Return how many meetings there are here."""
        only_here = self.created_there + self.deleted_here + self.asked
        return self.matched + only_here + self.left_here

    @property
    def seen_there(self) -> int:
        """Return how many meetings there are there."""
        return self.matched + self.created_here + self.deleted_there + self.left_there


Planned = tuple[Observation, Sequence[Action]]


def count(planned: Iterable[Planned], silent: bool = True) -> Preview:
    """Return what planned actions would do; `silent` as the provider's port has it."""
    found = Preview()
    for observation, actions in planned:
        found += _count_one(observation, actions, silent)
    return found


def _count_one(observation: Observation, actions: Sequence[Action], silent: bool) -> Preview:
    kinds = [type(one) for one in actions]
    asked = next((one for one in actions if isinstance(one, AskFirst)), None)
    here = observation.local is not None
    there = bool(observation.remote and observation.remote.meeting)
    left = any(isinstance(one, Skip) and one.reason is not SkipReason.IN_SYNC for one in actions)
    met = here and there and not left
    return Preview(
        created_here=kinds.count(CreateLocal),
        created_there=kinds.count(CreateRemote),
        changed_here=kinds.count(UpdateLocal),
        changed_there=int(bool({UpdateRemote, Respond} & set(kinds))),
        deleted_here=kinds.count(DeleteLocal),
        deleted_there=kinds.count(DeleteRemote),
        matched=int(met),
        asked=int(bool(asked)),
        left_here=int(left and here),
        left_there=int(left and there),
        mails=tuple(mails_caused(actions, observation.own_email, silent)),
        questions=asked.mails if asked else (),
    )


def starts(imported: Preview, exported: Preview) -> dict[Start, Preview]:
    """Return what each way to begin would do.

    `imported` is what bringing in the remote calendar does, `exported` what sending the meetings
    does that are only here.
    """
    both = imported + exported
    return {
        Start.ALL: both,
        Start.IMPORT: replace(
            imported, changed_there=0, mails=(), left_here=imported.left_here + exported.seen_here
        ),
        Start.NEW: Preview(left_here=both.seen_here, left_there=both.seen_there),
    }
