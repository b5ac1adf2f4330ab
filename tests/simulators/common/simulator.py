"""What every simulator is: a world behind HTTP, watched by a journal and spoiled by faults."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from ..bridge import Invitation, Outbox
from . import recording
from .clock import Clock
from .control_api import PREFIX, ControlApi
from .errors import ServiceError
from .faults import Fault, FaultBook
from .http import Request, Response
from .journal import Entry, Journal
from .pages import Pages
from .posting import Poster
from .server import HttpServer
from .state import Keeper


class Simulator:
    """One service on loopback; what raises NotImplementedError is each service's own."""

    default_accounts: tuple[tuple[str, str], ...]  # address and name
    default_client: Any
    world: Any
    oauth: Any
    api: Any
    push: Poster
    control: ControlApi
    pages: Pages

    def __init__(
        self,
        host: str = "127.0.0.1",
        port: int = 0,
        seed: int = 0,
        clock: Clock | None = None,
        state_file: str | Path | None = None,
    ) -> None:
        """Prepare; ``start`` begins to listen. A state file is read if it exists."""
        self.outbox = Outbox()
        self.journal = Journal()
        self.faults = FaultBook(seed)
        self._server = HttpServer(self.handle, host, port)
        self.build(clock, seed)
        self._keeper = Keeper(Path(state_file), self) if state_file else None

    def build(self, clock: Clock | None, seed: int) -> None:
        """Set the parts that are declared above."""
        raise NotImplementedError

    def start(self) -> Self:
        """Listen."""
        self._server.start()
        self.api.base_url = self.url
        if self._keeper:
            self._keeper.start()
        return self

    def stop(self) -> None:
        """Stop listening; save the state."""
        self._server.stop()
        self.push.close()
        self.outbox.close()
        if self._keeper:
            self._keeper.stop()

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    @property
    def url(self) -> str:
        """The origin of all endpoints."""
        return self._server.url

    def reset(self, defaults: bool = False) -> None:
        """Forget everything; with ``defaults`` begin again with the demo's people."""
        for part in (self.world, self.oauth, self.push):
            part.reset()
        for log in (self.outbox, self.journal, self.faults):
            log.clear()
        if defaults:
            self.add_defaults()

    def add_defaults(self) -> None:
        """The accounts and the application of the demo."""
        for email, name in self.default_accounts:
            self.world.add_account(email, name)
        self.oauth.add_client(replace(self.default_client))

    def add_client(
        self, client_id: str, client_secret: str, redirect_uris: list[str] | None = None,
        **more: Any,
    ) -> Any:  # fmt: skip
        """An application; its redirect addresses have to match exactly."""
        kind = type(self.default_client)
        return self.oauth.add_client(kind(client_id, client_secret, redirect_uris or [], **more))

    def deliver(self, invitation: Invitation) -> list[str]:
        """Mail from outside about a meeting (see ``inbound``); the addresses that took it."""
        with self.world.lock:
            taken = self.receive(invitation)
            self.changed()
        return taken

    def receive(self, invitation: Invitation) -> list[str]:
        """Put a mail into the mailboxes it is for; the addresses that took it."""
        raise NotImplementedError

    def flush(self) -> None:
        """Wait until mail and notifications are delivered."""
        self.outbox.flush()
        self.push.flush()

    def changed(self) -> None:
        """The state should be saved soon."""
        if self._keeper:
            self._keeper.due.set()

    def dump(self) -> dict[str, Any]:
        """The state as plain values."""
        raise NotImplementedError

    def load(self, data: dict[str, Any]) -> None:
        """Take back what ``dump`` gave."""
        raise NotImplementedError

    def handle(self, request: Request) -> Response:
        """The answer to any request."""
        if request.path.startswith(PREFIX):
            return self.control.handle(request)
        if request.path == "/" or request.path.startswith("/ui/"):
            return self.pages.handle(request)
        return self.answer(request)

    def answer(self, request: Request) -> Response:
        """The service's own answer."""
        raise NotImplementedError

    def failure(self, fault: Fault) -> ServiceError:
        """The refusal that a fault stands for."""
        raise NotImplementedError

    def recorded(
        self,
        request: Request,
        account: str | None,
        run: Callable[[Entry], Response],
        number: int | None = None,
        lock: AbstractContextManager[Any] | None = None,
    ) -> Response:
        """A call as the journal has it; ``number`` is that of the batch it is in.

        It happens under the world's lock, or under the one that is given.
        """
        with self.world.lock if lock is None else lock:
            seen = recording.seen(request, account)
            entry = self.journal.open(batch=number, time=self.world.stamp(), **seen)
            fault = self.faults.pick(request.method, request.path, account)
            answer = recording.run(entry, fault, lambda: run(entry), self.failure)
            if fault and fault.expire:
                self.oauth.expire_access(account)
            self.changed()
        return answer
