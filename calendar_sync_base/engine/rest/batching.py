"""Many calls in few requests, and scripts of calls that run side by side.

A script is a generator: it yields the calls it needs next and is sent their answers. Scripts for
many meetings are advanced together, so that each step of all of them is a batch or two.
"""

from __future__ import annotations

from collections.abc import Generator, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from ...core.errors import AccountError, QuotaExhausted, SyncError, Transient
from ...core.http import Answer, Call
from .transport import REPEATED, Transport

Reply = Answer | SyncError
T = TypeVar("T")
Script = Generator[Sequence[Call], list[Reply], T]


@dataclass
class _Running(Generic[T]):
    script: Script[T]
    calls: Sequence[Call] = ()
    result: list[T] = field(default_factory=list)

    def advance(self, replies: list[Reply] | None) -> None:
        """Go on to the next calls, or to the result."""
        try:
            self.calls = next(self.script) if replies is None else self.script.send(replies)
        except StopIteration as stop:
            self.calls, self.result = (), [stop.value]


class Batcher:
    """Makes calls in batches; an item that may pass later is repeated by itself."""

    def __init__(self, transport: Transport) -> None:
        """Use one account's transport."""
        self._transport = transport
        self._stopped: SyncError | None = None

    def run(self, scripts: Sequence[Script[T]]) -> list[T]:
        """Run scripts side by side and return what each returns.

        Raises AccountError, and what a script raises (see `caught`).
        """
        every = [_Running(script) for script in scripts]
        replies: list[list[Reply] | None] = [None] * len(every)
        while running := [one for one in every if not one.result]:
            for one, answered in zip(running, replies, strict=True):
                one.advance(answered)
            replies = [*self._round([one for one in running if not one.result])]
        return [one.result[0] for one in every]

    def _round(self, running: Sequence[_Running[T]]) -> list[list[Reply]]:
        answered = iter(self.send([call for one in running for call in one.calls]))
        return [[next(answered) for _call in one.calls] for one in running]

    def send(self, calls: Sequence[Call]) -> list[Reply]:
        """Make calls, in their order; transient failures are repeated a few times.

        Raises AccountError.
        """
        replies = self._send_all(calls)
        attempt = 0
        while True:
            failed = [at for at, one in enumerate(replies) if isinstance(one, REPEATED)]
            errors = [one for one in replies if isinstance(one, REPEATED)]
            if not failed or self._stopped:
                return replies
            longest = max(errors, key=lambda one: one.retry_after or 0.0)
            if not self._transport.patience.again(attempt, longest):
                return replies
            attempt += 1
            for at, reply in zip(failed, self._send_all([calls[i] for i in failed]), strict=True):
                replies[at] = reply

    def _send_all(self, calls: Sequence[Call]) -> list[Reply]:
        replies: list[Reply] = []
        size = self._transport.dialect.batch_size
        for first in range(0, len(calls), size):
            replies += self._send_some(calls[first : first + size])
        return replies

    def _send_some(self, calls: Sequence[Call]) -> list[Reply]:
        """Make up to a batch of calls; after a failure of the whole no more are tried."""
        if self._stopped:
            return [self._stopped] * len(calls)
        if len(calls) == 1:
            return [self._noted(self._send_alone(calls[0]))]
        try:
            return [self._noted(one) for one in self._transport.batch(calls)]
        except SyncError as error:
            self._stopped = error if isinstance(error, Transient) else None
            return [self._noted(error)] * len(calls)

    def _send_alone(self, call: Call) -> Reply:
        try:
            return self._transport.once(call)
        except SyncError as error:
            return error

    def _noted(self, reply: Reply) -> Reply:
        if isinstance(reply, AccountError):
            raise reply
        if isinstance(reply, QuotaExhausted):
            self._stopped = reply
        return reply


def caught(script: Script[T]) -> Script[T | SyncError]:
    """Return a script that ends with its error instead of raising it, unless all have to stop."""
    try:
        return (yield from script)
    except AccountError:
        raise
    except SyncError as error:
        return error


def good(reply: Reply) -> Answer:
    """Return a successful answer. Raises the error it is otherwise."""
    if isinstance(reply, SyncError):
        raise reply
    return reply
