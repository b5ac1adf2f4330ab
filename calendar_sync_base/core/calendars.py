"""The calendars of an account, and what it may do with each."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Access(StrEnum):
    """What the account may do with a remote calendar."""

    FREE_BUSY = "free_busy"
    READ = "read"
    WRITE = "write"
    OWN = "own"


@dataclass(frozen=True, slots=True)
class RemoteCalendar:
    """One calendar of the account; `remote_id` is the provider's, compared exactly.

    `owner` is the address of the mailbox it is in, where that is not the id itself.
    """

    remote_id: str
    name: str
    access: Access
    primary: bool = False
    color: str = ""
    zone: str = "UTC"
    default_reminders: tuple[tuple[str, int], ...] = ()
    owner: str = ""
