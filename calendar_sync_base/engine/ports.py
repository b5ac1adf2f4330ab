"""The ports: all that the engine asks of a provider.

A provider is one class per service (Google, Microsoft, the in-memory one in `memory`). It speaks in
the values of `core`, raises only errors of `core.errors`, keeps no state of its own but its
connection, and never touches a database: it may run in a thread.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from ..core.actions import RemoteAction
from ..core.calendars import RemoteCalendar
from ..core.errors import SyncError
from ..core.observation import RemoteEvent


@dataclass(frozen=True, slots=True)
class Window:
    """The time that is listed when everything is listed; aware UTC, None is open."""

    start: datetime | None = None
    end: datetime | None = None


@dataclass(frozen=True, slots=True)
class Changes:
    """What a listing brought. `full` tells that events not in it may be outside the window or gone.

    `cursor` continues from here; `requests` is how many requests the listing cost. `rejected` are
    events that could not be read: remote id and reason.
    """

    events: tuple[RemoteEvent, ...]
    cursor: str
    full: bool
    requests: int = 1
    rejected: tuple[tuple[str, str], ...] = ()

    @property
    def is_empty(self) -> bool:
        """Tell whether everything was listed, and that is nothing."""
        return self.full and not self.events and not self.rejected


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one action: the event as it is now at the provider, or the error.

    `event.meeting` is None after a deletion. `adopted` tells that an earlier attempt had done it.
    """

    action: RemoteAction
    event: RemoteEvent | None = None
    error: SyncError | None = None
    adopted: bool = False


@dataclass(frozen=True, slots=True)
class Channel:
    """A change channel (web hook) at the provider; `expires` is aware UTC."""

    channel_id: str
    resource_id: str
    token: str
    expires: datetime


@dataclass(frozen=True, slots=True)
class Tokens:
    """What the token endpoint gave; `expires` is aware UTC, `scopes` those granted."""

    access_token: str = field(repr=False)
    refresh_token: str = field(repr=False)
    expires: datetime
    scopes: frozenset[str]


@dataclass(frozen=True, slots=True)
class Confirmed:
    """What a service confirmed of a set-up; False is what it would not say without a person."""

    secret: bool
    redirect_uri: bool


class CalendarProvider(Protocol):
    """One connected account at one service."""

    @property
    def requests(self) -> int:
        """Return how many HTTP requests were made so far (a batch counts as one)."""

    @property
    def silent(self) -> bool:
        """Tell whether a write of a meeting with guests can be kept from mailing them."""

    def calendars(self) -> list[RemoteCalendar]:
        """Return the account's calendars, the primary one first."""

    def create_calendar(self, name: str) -> RemoteCalendar:
        """Make a calendar of the account's own and return it.

        Raises Duplicate when the service wants another name, MissingScope when the user has to
        consent to this first.
        """

    def changes(self, calendar_id: str, cursor: str, window: Window) -> Changes:
        """Return what changed since `cursor` (empty: everything in the window), all pages.

        Raises CursorExpired when the cursor is no longer valid.
        """

    def get(self, calendar_id: str, remote_id: str) -> RemoteEvent | None:
        """Return one event, a series whole; None when the provider never heard of it."""

    def apply(self, calendar_id: str, actions: Sequence[RemoteAction]) -> list[Outcome]:
        """Carry out actions in as few requests as possible, one outcome each, in their order.

        Errors that concern one meeting are in its outcome; only an AccountError is raised.
        """

    def open_channel(
        self, calendar_id: str, address: str, channel: Channel, former: Channel | None = None
    ) -> Channel:
        """Ask for change notifications at `address`; return the channel as granted.

        A `former` channel of the calendar is prolonged and returned where the service does that;
        elsewhere it is closed once the new one is open.
        """

    def close_channel(self, channel: Channel) -> None:
        """Stop a change channel; one that is already gone is fine."""


class Authorizer(Protocol):
    """The OAuth 2 web flow (RFC 6749, PKCE RFC 7636) of one service."""

    def consent_url(
        self,
        redirect_uri: str,
        state: str,
        challenge: str,
        login_hint: str,
        making: bool = False,
    ) -> str:
        """Return where the user's browser goes to consent.

        `login_hint` is the account that is meant, empty for the choice of one. `making` asks for
        the permission to make calendars, too, where that is one of its own.
        """

    def exchange(self, code: str, redirect_uri: str, verifier: str) -> Tokens:
        """Turn the code that came back into tokens."""

    def refresh(self, refresh_token: str) -> Tokens:
        """Return fresh tokens; the refresh token is the old one when none came."""

    def revoke(self, token: str) -> None:
        """Withdraw the grant; an already dead token is fine."""

    def check(self, redirect_uri: str) -> Confirmed:
        """Ask whether the client is known, and whether people would be sent back to an address.

        Nothing is granted by it. Raises NeedsAdministrator for what the service does not accept,
        with the `reason` a provider's addon has a sentence for, and any other SyncError.
        """
