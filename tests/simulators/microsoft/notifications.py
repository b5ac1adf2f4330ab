"""The thread that posts notifications, one after the other.

https://learn.microsoft.com/graph/change-notifications-delivery-webhooks#receive-notifications
"""

from __future__ import annotations

import json
import queue
import threading
from dataclasses import dataclass

from . import outbound
from .model import Fields
from .settings import Settings

ATTEMPTS = 3
SECONDS = 5.0


@dataclass(frozen=True)
class Delivery:
    """One notification that was sent, or that could not be."""

    subscription: str
    change: str
    address: str
    body: Fields
    status: int | None
    attempts: int


class Notifications:
    """An outbox."""

    def __init__(self, settings: Settings) -> None:
        """Start with nothing to post."""
        self.settings = settings
        self.deliveries: list[Delivery] = []
        self._queue: queue.Queue[tuple[str, str, str, Fields] | None] = queue.Queue()
        self._thread: threading.Thread | None = None

    def put(self, subscription: str, address: str, change: str, body: Fields) -> None:
        """Something to post; the switch ``drop_notifications`` loses it."""
        if self.settings.drop_notifications:
            return
        self._queue.put((subscription, address, change, body))
        if self._thread is None or not self._thread.is_alive():
            self._thread = threading.Thread(target=self._run, daemon=True, name="notifications")
            self._thread.start()

    def _run(self) -> None:
        while (entry := self._queue.get()) is not None:
            try:
                self.deliveries.append(_deliver(*entry))
            finally:
                self._queue.task_done()
        self._queue.task_done()

    def flush(self) -> None:
        """Wait until everything that is due was posted."""
        self._queue.join()

    def close(self) -> None:
        """End the thread."""
        if self._thread and self._thread.is_alive():
            self._queue.put(None)
            self._thread.join(5)


def _deliver(subscription: str, address: str, change: str, body: Fields) -> Delivery:
    data = json.dumps({"value": [body]}).encode()
    reply, attempt = outbound.Reply(None), 0
    while attempt < ATTEMPTS and not reply.delivered:
        attempt += 1
        reply = outbound.post(address, data, "application/json; charset=utf-8", SECONDS)
    return Delivery(subscription, change, address, body, reply.status, attempt)
