"""One request to a service: kept-alive connections, time-outs, repeats, a fresh token."""

from __future__ import annotations

import json
import random
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

import requests
from requests.auth import AuthBase

from ...core.backoff import delay
from ...core.errors import NeedsReconnect, RateLimited, ServerTrouble, SyncError, Unreachable
from ...core.http import Answer, Call, read_body
from ..credential import Credential
from .dialect import Dialect
from .session import new_session

TIMEOUTS = (5.0, 30.0)
"""Seconds to connect, and to wait for each piece of the answer."""

ATTEMPTS = 4
LONGEST_WAIT = 30.0
"""Seconds a worker waits for one request; who is asked to wait longer gives up for this pass."""

USUAL = {"User-Agent": "odoo-calendar-sync (gzip)", "Accept-Encoding": "gzip"}
REPEATED = (Unreachable, RateLimited, ServerTrouble)
T = TypeVar("T")


def at_once(_calls: int) -> float:
    """Book calls where nobody counts them."""
    return 0.0


class Bearer(AuthBase):
    """Signs one request, and keeps a .netrc of the machine from doing so instead."""

    def __init__(self, token: str) -> None:
        """Sign with this token."""
        self._token = token

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        """Put the token into the header, the only place where it may be."""
        request.headers["Authorization"] = f"Bearer {self._token}"
        return request


@dataclass
class Patience:
    """How repeats are spaced; the waiting itself and the dice are injected."""

    sleep: Callable[[float], None] = time.sleep
    jitter: Callable[[], float] = random.random
    attempts: int = ATTEMPTS

    def again(self, attempt: int, error: SyncError) -> bool:
        """Wait before the next attempt; False when there shall be none (`attempt` is from 0)."""
        wait = delay(attempt, error.retry_after, self.jitter())
        if attempt + 1 >= self.attempts or not isinstance(error, REPEATED) or wait > LONGEST_WAIT:
            return False
        self.sleep(wait)
        return True


@dataclass(frozen=True, slots=True)
class _Received:
    """What came back; header names are lower case."""

    status: int
    headers: Mapping[str, str]
    content: bytes = field(repr=False)

    @classmethod
    def of(cls, response: requests.Response, tokens: Iterable[str]) -> _Received:
        """Take over a response without the tokens, which some refusals repeat."""
        headers = {name.lower(): value for name, value in response.headers.items()}
        content = response.content
        for token in tokens:
            content = content.replace(token.encode(), b"*")
        return cls(response.status_code, headers, content)


@dataclass
class Transport:
    """Sends calls as one account; counts every HTTP request in `sent`.

    `book` is told how many calls are about to be made, and returns how many seconds they have to
    wait for the service's quota. It may raise RateLimited instead.
    """

    dialect: Dialect
    api: str
    credential: Credential
    session: requests.Session = field(default_factory=new_session)
    patience: Patience = field(default_factory=Patience)
    timeouts: tuple[float, float] = TIMEOUTS
    book: Callable[[int], float] = at_once
    sent: int = 0
    _used: set[str] = field(default_factory=set, repr=False)

    def call(self, call: Call) -> Answer:
        """Make one call and return its success. Raises SyncError."""
        return self._patiently(lambda: self.once(call))

    def batch(self, calls: Sequence[Call]) -> list[Answer | SyncError]:
        """Make many calls in one request; each has an answer or an error of its own.

        Raises SyncError when the request as a whole failed.
        """
        return self._patiently(lambda: self._batch(calls))

    def _patiently(self, attempt: Callable[[], T]) -> T:
        for number in range(self.patience.attempts):
            try:
                return attempt()
            except REPEATED as error:
                if not self.patience.again(number, error):
                    raise
        raise Unreachable("no attempt was allowed")

    def once(self, call: Call) -> Answer:
        """Make one call without repeating it, except for a fresh token. Raises SyncError."""
        headers = {"If-Match": call.if_match} if call.if_match else {}
        body = None
        if call.body is not None:
            headers["Content-Type"] = "application/json"
            body = json.dumps(call.body).encode()
        self._wait_for_turn(1)
        return self._answer(self._signed(call.method, call.target, headers, body))

    def _wait_for_turn(self, calls: int) -> None:
        wait = self.book(calls)
        if wait > 0:
            self.patience.sleep(wait)

    def _answer(self, received: _Received) -> Answer:
        body = read_body(received.status, received.content)
        if body is None:
            raise ServerTrouble(f"{self.dialect.name}'s answer is not what it promised to be")
        return Answer(received.status, received.headers, body)

    def _batch(self, calls: Sequence[Call]) -> list[Answer | SyncError]:
        replies = self._send_batch(calls)
        refused = [at for at, one in enumerate(replies) if isinstance(one, NeedsReconnect)]
        if refused:
            # The outer request may pass with a token that its parts no longer accept.
            self.credential.renew()
            again = self._send_batch([calls[at] for at in refused])
            for at, reply in zip(refused, again, strict=True):
                replies[at] = reply
        return replies

    def _send_batch(self, calls: Sequence[Call]) -> list[Answer | SyncError]:
        content_type, body = self.dialect.encode(calls)
        headers = {"Content-Type": content_type}
        self._wait_for_turn(len(calls))
        received = self._signed("POST", self.dialect.batch_path, headers, body)
        said = received.headers.get("content-type", "")
        answers = self.dialect.decode(said, received.content, len(calls))
        return [self._reply(one) for one in answers]

    def _reply(self, answer: Answer | None) -> Answer | SyncError:
        if answer is None:
            return Unreachable(f"{self.dialect.name}'s answer to a batch was cut off")
        return self.dialect.error_of(answer) or answer

    def _signed(
        self, method: str, target: str, headers: dict[str, str], body: bytes | None
    ) -> _Received:
        """Send a request; once more with a new token when the old one is no longer known."""
        received = self._send(method, target, headers, body, self.credential.access_token())
        if received.status == requests.codes.unauthorized:
            received = self._send(method, target, headers, body, self.credential.renew())
        said = read_body(received.status, received.content) or {}
        error = self.dialect.error_of(Answer(received.status, received.headers, said))
        if error:
            raise error
        return received

    def _send(
        self, method: str, target: str, headers: dict[str, str], body: bytes | None, token: str
    ) -> _Received:
        self.sent += 1
        self._used.add(token)
        try:
            response = self.session.request(
                method,
                self.api + target,
                data=body,
                headers={**USUAL, **self.dialect.headers, **headers},
                auth=Bearer(token),
                timeout=self.timeouts,
                allow_redirects=False,
            )
        except (requests.RequestException, ValueError) as error:
            # The exception's own text may hold the address with its query, or a header.
            raise Unreachable(f"{method} failed: {type(error).__name__}") from None
        return _Received.of(response, self._used)
