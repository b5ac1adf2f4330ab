"""Everything that can go wrong, and what happens next.

    SyncError
    ├── AccountError                the whole account waits
    │   ├── NeedsReconnect          the user connects again; ids and state are kept
    │   ├── NeedsAdministrator      client credentials or the provider's project are wrong
    │   ├── MissingScope            the user ticks the missing permission
    │   └── WrongAccount            another remote account than before was chosen
    ├── Transient                   nobody does anything; it is tried again
    │   ├── Unreachable             no answer, or half of one: the write may have happened
    │   ├── RateLimited             too fast; honours `retry_after`
    │   ├── QuotaExhausted          writes wait for hours, reads go on
    │   └── ServerTrouble           5xx
    ├── CursorExpired               list everything once and match, never delete and recreate
    ├── ChangedMeanwhile            412: read again, plan again
    ├── Gone                        the event (or calendar) is no longer there
    ├── Duplicate                   the id is taken: by ourselves, earlier
    ├── Refused                     this one meeting is set aside, with the reason
    │   ├── NotExpressible          the provider has no words for this (e.g. a rule)
    │   └── InvalidRule             the recurrence rule itself cannot be understood
    ├── DeletionsHeld               a person decides about a mass deletion
    └── EmptyCalendar               a calendar that had meetings came back empty

Each class says whether to `retry`, whose `move` it is, and what the user reads (`advice`).
"""

from __future__ import annotations

from enum import StrEnum
from typing import ClassVar


class Move(StrEnum):
    """Who has to do something before it can work."""

    NOBODY = "nobody"
    USER = "user"
    ADMINISTRATOR = "administrator"


class SyncError(Exception):
    """Base of all. `detail` is technical, free of secrets, and for the log."""

    retry: ClassVar[bool] = False
    move: ClassVar[Move] = Move.NOBODY
    advice: ClassVar[str] = "Something unexpected happened. It will be tried again."

    def __init__(
        self,
        detail: str = "",
        *,
        advice: str = "",
        retry_after: float | None = None,
        reason: str = "",
    ):
        """Keep `detail` for the log, `advice` for the user, `retry_after` in seconds.

        `reason` is a stable name under which a provider's addon has a sentence of its own.
        """
        super().__init__(detail or advice or self.advice)
        self.detail = detail
        self.said = advice
        self.retry_after = retry_after
        self.reason = reason

    @property
    def code(self) -> str:
        """The class's name: stable, stored, and what translations are looked up by."""
        return type(self).__name__

    @property
    def message(self) -> str:
        """What the user reads."""
        return self.said or self.advice


class AccountError(SyncError):
    """The whole account waits for somebody."""

    move = Move.USER


class NeedsReconnect(AccountError):
    """The grant is gone (`invalid_grant` and its like)."""

    advice = "The permission has expired or was withdrawn. Connect the account again."


class NeedsAdministrator(AccountError):
    """The client credentials or the provider's project do not work."""

    move = Move.ADMINISTRATOR
    advice = "The Client ID or Client Secret is not accepted. An administrator has to check them."


class MissingScope(AccountError):
    """The user consented to less than is needed."""

    advice = "The calendar permission was not given. Connect again and leave every box ticked."


class WrongAccount(AccountError):
    """Another remote account than the one known was chosen."""

    advice = "This is a different account than before. Reset the account first to switch."


class Transient(SyncError):
    """It passes by itself."""

    retry = True
    advice = "The calendar service is not available right now. It will be tried again."


class Unreachable(Transient):
    """No answer, or half of one; a write may or may not have happened."""

    advice = "The calendar service cannot be reached right now. It will be tried again."


class RateLimited(Transient):
    """Too many requests; `retry_after` seconds when the provider said so."""

    advice = "The calendar service asks us to slow down. It will be tried again."


class QuotaExhausted(Transient):
    """The account is read-only for hours (Google `quotaExceeded`)."""

    advice = "The calendar service accepts no more changes for now. They are kept and sent later."


class ServerTrouble(Transient):
    """The provider answered 5xx."""


class CursorExpired(SyncError):
    """The cursor is no longer valid: list everything once more and match."""

    retry = True
    advice = "The calendar is being compared in full."


class ChangedMeanwhile(SyncError):
    """The event changed between reading and writing (412)."""

    retry = True
    advice = "The event was changed at the same moment. It will be compared again."


class Gone(SyncError):
    """The event or calendar no longer exists, or may no longer be seen."""

    advice = "It no longer exists in the remote calendar."


class Duplicate(SyncError):
    """The id chosen for a new event is taken."""

    retry = True
    advice = "The event already exists in the remote calendar."


class Refused(SyncError):
    """The provider refuses this one meeting; it is set aside and tried when it changes."""

    move = Move.USER
    advice = "The calendar service does not accept this event."


class NotExpressible(Refused):
    """The provider has no words for what the meeting says."""

    advice = "The remote calendar cannot hold this kind of event."


class InvalidRule(Refused):
    """The recurrence rule is not one of RFC 5545, or means nothing."""

    advice = "The recurrence rule of this event cannot be understood."


class DeletionsHeld(SyncError):
    """A pass would delete too much; nothing was deleted."""

    move = Move.USER
    advice = "Many events would be deleted. Please confirm before anything is removed."


class EmptyCalendar(SyncError):
    """A calendar that had meetings came back empty; nothing was deleted."""

    move = Move.USER
    advice = "The remote calendar came back empty. Nothing was deleted; please check it."


def _leaves(root: type[SyncError]) -> dict[str, type[SyncError]]:
    found = {root.__name__: root}
    for child in root.__subclasses__():
        # A kind that gives the `code` of another is stored as that one.
        found |= {} if "code" in vars(child) else _leaves(child)
    return found


def by_code() -> dict[str, type[SyncError]]:
    """Return every class of the tree by its stored code."""
    return _leaves(SyncError)
