"""How much one application may ask of one mailbox: four requests at a time, so many in a time.

https://learn.microsoft.com/graph/throttling-limits#outlook-service-limits
"""

from __future__ import annotations

import threading
from collections import Counter, defaultdict, deque
from collections.abc import Iterator
from contextlib import contextmanager

from . import errors
from .world import World


class Throttle:
    """Counts the requests of every mailbox."""

    def __init__(self, world: World) -> None:
        """Count nothing yet."""
        self.world = world
        self._lock = threading.Lock()
        self.reset()

    def reset(self) -> None:
        """Forget all but the requests under way."""
        self.running: Counter[str] = Counter()
        self.calls: Counter[str] = Counter()
        self.refused: Counter[str] = Counter()
        self.most: Counter[str] = Counter()
        self._recent: defaultdict[str, deque[float]] = defaultdict(deque)

    @contextmanager
    def slot(self, email: str) -> Iterator[errors.GraphError | None]:
        """Take part in the concurrency of a mailbox; gives the refusal when it is full."""
        running, limit = self.running, self.world.settings.max_concurrent
        with self._lock:
            running[email] += 1
            self.most[email] = max(self.most[email], running[email])
            full = 0 < limit < running[email]
            self.refused[email] += full
        try:
            yield errors.throttled(self.world.settings.retry_after) if full else None
        finally:
            with self._lock:
                running[email] -= 1

    def take(self, email: str) -> None:
        """Count one call; 429 when there were too many in the window."""
        settings, now = self.world.settings, self.world.clock.now().timestamp()
        recent = self._recent[email]
        while recent and recent[0] <= now - settings.window_seconds:
            recent.popleft()
        if len(recent) >= settings.requests_per_window:
            self.refused[email] += 1
            wait = recent[0] + settings.window_seconds - now
            raise errors.throttled(max(int(wait), 1), "TooManyRequests")
        recent.append(now)
        self.calls[email] += 1

    def dump(self) -> dict[str, dict[str, int]]:
        """Plain values for JSON."""
        return {
            "calls": dict(self.calls),
            "refused": dict(self.refused),
            "most_concurrent": dict(self.most),
        }
