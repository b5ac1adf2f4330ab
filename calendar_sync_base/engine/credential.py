"""What signs the requests of one account while a connection is open."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Protocol

from .ports import Authorizer, Tokens

EARLY = timedelta(minutes=4)
"""A token with less left than this is not begun with."""


class Credential(Protocol):
    """What a provider needs to sign requests."""

    def access_token(self) -> str:
        """Return a token that is still valid for a while. Raises AccountError, Transient."""

    def renew(self) -> str:
        """Return a new token after the last one was refused. Raises AccountError, Transient."""


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass
class AccountCredential:
    """The tokens of one account; `renewed` tells that they are to be stored again.

    It knows no database, so that a thread may use it.
    """

    authorizer: Authorizer
    tokens: Tokens = field(repr=False)
    clock: Callable[[], datetime] = _now
    renewed: bool = False

    def access_token(self) -> str:
        """Return a token that lasts for some minutes. Raises SyncError."""
        if self.tokens.expires - self.clock() < EARLY:
            return self.renew()
        return self.tokens.access_token

    def renew(self) -> str:
        """Get a new token, whatever the old one is. Raises SyncError."""
        self.tokens = self.authorizer.refresh(self.tokens.refresh_token)
        self.renewed = True
        return self.tokens.access_token
