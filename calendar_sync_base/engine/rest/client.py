"""What every provider behind a web service is: one account's transport, and scripts run over it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

import requests

from ...core.actions import (
    CreateRemote,
    DeleteRemote,
    RemoteAction,
    Respond,
    UpdateRemote,
)
from ...core.errors import Gone
from ...core.observation import RemoteEvent
from ..credential import Credential
from ..ports import Outcome
from .applying import Done, apply
from .batching import Batcher, Script
from .dialect import Dialect
from .session import new_session
from .transport import Patience, Transport, at_once

V = TypeVar("V")


@dataclass(frozen=True, slots=True)
class Verbs(Generic[V]):
    """Which script carries out which action, given how the calendar is seen."""

    create: Callable[[CreateRemote, V], Script[Done]]
    update: Callable[[UpdateRemote, V], Script[Done]]
    delete: Callable[[DeleteRemote, V], Script[Done]]
    respond: Callable[[Respond, V], Script[Done]]

    def script_of(self, action: RemoteAction, view: V) -> Script[Done]:
        """Return the script of an action."""
        match action:
            case CreateRemote():
                return self.create(action, view)
            case UpdateRemote():
                return self.update(action, view)
            case DeleteRemote():
                return self.delete(action, view)
            case _:
                return self.respond(action, view)


class RestCalendar:
    """One connected account; not shared between threads, so one request at a time."""

    def __init__(
        self,
        dialect: Dialect,
        api: str,
        credential: Credential,
        session: requests.Session | None = None,
        patience: Patience | None = None,
        book: Callable[[int], float] = at_once,
    ) -> None:
        """Sign with a credential; the other parts have their usual values (see `Transport`)."""
        self._transport = Transport(
            dialect, api, credential, session or new_session(), patience or Patience(), book=book
        )

    @property
    def requests(self) -> int:
        """How many HTTP requests were made so far (a batch counts as one)."""
        return self._transport.sent

    def close(self) -> None:
        """Close the kept-alive connections."""
        self._transport.session.close()

    def _read(self, script: Script[RemoteEvent]) -> RemoteEvent | None:
        """Return the event a script reads, None when it is gone. Raises SyncError."""
        try:
            return Batcher(self._transport).run([script])[0]
        except Gone:
            return None

    def _apply(self, actions: Sequence[RemoteAction], verbs: Verbs[V], view: V) -> list[Outcome]:
        """Carry out actions, one outcome each, in their order. Raises AccountError."""
        return apply(self._transport, actions, lambda one: verbs.script_of(one, view))
