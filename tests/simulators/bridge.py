"""Mail between the people of two simulators: invitations, updates, cancellations and answers.

What crosses is an *invitation*, plain JSON as ``microsoft.invitations`` describes it. A world
hands over what it mails to somebody it does not know while it holds its own lock, so an outbox
only notes it. A thread of its own delivers, one after the other, and holds no lock of the sender:
two simulators that write to each other at the same moment never wait for each other.
"""

from __future__ import annotations

import http.client
import json
import threading
import traceback
from collections import deque
from collections.abc import Callable
from typing import Any, Protocol
from urllib.parse import urlsplit

from .common.outbound import is_loopback

Invitation = dict[str, Any]
Carry = Callable[[Invitation], list[str]]  # the addresses that took it
PAUSES = (0.05, 0.2, 0.5, 1.0, 2.0)  # seconds before a delivery is tried again
ROUTE = "/_control/invitations"
TIMEOUT = 10.0
BAD_FROM, SERVER_FROM = 400, 500


class Unreachable(Exception):
    """The other simulator did not take a mail now; it may later."""


class Refused(Exception):
    """The other simulator will never take this mail."""


class Outbox:
    """The mail of one simulator that waits to be taken to the other."""

    def __init__(self) -> None:
        """Connected to nothing: mail to unknown people goes nowhere.

        ``reached`` are the people of the other simulator that mail has come to; ``lost`` is what
        could not be delivered, with the reason.
        """
        self.peer = ""
        self.lost: list[dict[str, Any]] = []
        self.reached: set[str] = set()
        self._carry: Carry | None = None
        self._waiting: deque[Invitation] = deque()
        self._busy = self._closed = False
        self._turn = threading.Condition()
        self._ending = threading.Event()
        self._thread: threading.Thread | None = None

    @property
    def connected(self) -> bool:
        """Whether there is anybody to take mail to."""
        return self._carry is not None

    def connect(self, url: str) -> None:
        """Take mail to the simulator at an address of this machine; ``""`` ends that."""
        if url and not _is_loopback(url):
            raise ValueError(f"not an http address of this machine: {url}")
        self.peer = url.rstrip("/")
        self.connect_to(_by_http(self.peer) if url else None)

    def connect_to(self, carry: Carry | None) -> None:
        """Take mail to a function, in the thread of this outbox."""
        self._carry = carry

    def put(self, invitation: Invitation) -> None:
        """Note a mail as it is at this moment; never waits."""
        if self.connected:
            with self._turn:
                self._waiting.append(json.loads(json.dumps(invitation)))
                self._turn.notify_all()
                if self._thread is None:
                    self._thread = threading.Thread(target=self._run, daemon=True, name="bridge")
                    self._thread.start()

    def flush(self, timeout: float = 10.0) -> bool:
        """Wait until all mail is delivered or given up; False when that takes too long."""
        with self._turn:
            return self._turn.wait_for(lambda: not self._waiting and not self._busy, timeout)

    def clear(self) -> None:
        """Forget what waits and what was lost; the connection stays."""
        with self._turn:
            self._waiting.clear()
            self.lost.clear()
            self.reached.clear()

    def close(self) -> None:
        """Deliver no more, until something new is put in."""
        self._ending.set()
        with self._turn:
            self._closed = True
            self._turn.notify_all()
        if self._thread:
            self._thread.join(TIMEOUT)
        self._thread, self._closed = None, False
        self._ending.clear()

    def dump(self) -> dict[str, Any]:
        """Plain values for JSON."""
        return {"peer": self.peer, "waiting": len(self._waiting), "lost": list(self.lost)}

    def _run(self) -> None:
        while (invitation := self._next()) is not None:
            try:
                self._deliver(invitation)
            finally:
                with self._turn:
                    self._busy = False
                    self._turn.notify_all()

    def _next(self) -> Invitation | None:
        with self._turn:
            self._turn.wait_for(lambda: self._waiting or self._closed)
            if self._closed:
                return None
            self._busy = True
            return self._waiting.popleft()

    def _deliver(self, invitation: Invitation) -> None:
        """Try, and try again a few times; what nobody takes is kept as lost."""
        reason = "not connected"
        for pause in (*PAUSES, None):
            carry = self._carry
            if carry is None:
                break
            try:
                self.reached.update(carry(invitation))
                return
            except Unreachable as error:
                reason = str(error)
                if pause is None or self._ending.wait(pause):
                    break
            except Refused as error:
                reason = str(error)
                break
            except Exception as error:  # a defect of the receiver has to be seen, not to stop all
                traceback.print_exc()
                reason = f"{type(error).__name__}: {error}"
                break
        self.lost.append({"reason": reason, "invitation": invitation})


def _by_http(url: str) -> Carry:
    parts = urlsplit(url)

    def carry(invitation: Invitation) -> list[str]:
        body = json.dumps(invitation).encode()
        connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=TIMEOUT)
        try:
            connection.request("POST", ROUTE, body, {"Content-Type": "application/json"})
            answer = connection.getresponse()
            text = answer.read().decode("utf-8", "replace")
        except (OSError, http.client.HTTPException) as error:
            raise Unreachable(f"{type(error).__name__}: {error}") from error
        finally:
            connection.close()
        if answer.status >= SERVER_FROM:
            raise Unreachable(f"{answer.status} {text}")
        if answer.status >= BAD_FROM:
            raise Refused(f"{answer.status} {text}")
        return list(json.loads(text))

    return carry


def _is_loopback(url: str) -> bool:
    parts = urlsplit(url)
    return parts.scheme == "http" and is_loopback(parts.hostname)


class Simulator(Protocol):
    """What a bridge needs of a simulator."""

    outbox: Outbox

    def deliver(self, invitation: Invitation) -> list[str]:
        """Put a mail into the mailboxes it is for; the addresses that took it."""


def connect(one: Simulator, other: Simulator) -> None:
    """Let mail cross between two simulators of this process, in both directions."""
    one.outbox.connect_to(other.deliver)
    other.outbox.connect_to(one.deliver)


def flush(*simulators: Simulator) -> None:
    """Wait until no mail is under way between them; TimeoutError when that takes too long."""
    if not all(simulator.outbox.flush() for simulator in simulators):
        raise TimeoutError("mail between the simulators is still under way")
