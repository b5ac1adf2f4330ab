"""The thread that posts notifications, one after the other."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable
from typing import Any

from .mischief import Mischief


class Poster:
    """What is to be posted, and what came of it."""

    def __init__(self, deliver: Callable[..., Any]) -> None:
        """Post by a function; what it returns is kept in ``deliveries``."""
        self.deliveries: list[Any] = []
        self.mischief = Mischief()
        self._deliver = deliver
        self._queue: queue.Queue[tuple[Any, ...] | None] = queue.Queue()
        self._thread: threading.Thread | None = None

    def put(self, *values: Any) -> None:
        """Something to post: the function's arguments."""
        for one in self.mischief.pass_on(values):
            self._hand_over(one)

    def _hand_over(self, values: tuple[Any, ...]) -> None:
        self._queue.put(values)
        if self._thread is None or not self._thread.is_alive():
            self._thread = threading.Thread(target=self._run, daemon=True, name="notifications")
            self._thread.start()

    def _run(self) -> None:
        while (values := self._queue.get()) is not None:
            try:
                self.deliveries.append(self._deliver(*values))
            finally:
                self._queue.task_done()
        self._queue.task_done()

    def flush(self) -> None:
        """Wait until everything that is due was posted, what is late included."""
        for one in self.mischief.let_go():
            self._hand_over(one)
        self._queue.join()

    def close(self) -> None:
        """End the thread."""
        if self._thread and self._thread.is_alive():
            self._queue.put(None)
            self._thread.join(5)
