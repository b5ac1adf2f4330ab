"""Quota units per account, and the refusal when a minute's limit is used up.

https://developers.google.com/workspace/calendar/api/guides/quota
"""

from __future__ import annotations

from collections import Counter, deque

from . import errors
from .world import World

FORBIDDEN = 403
UNITS = {"calendar.events.patch": 3}


class Quota:
    """Counts what every account used."""

    def __init__(self, world: World) -> None:
        """Start at nought."""
        self.world = world
        self.used: Counter[str] = Counter()
        self.calls: Counter[str] = Counter()
        self._recent: dict[str, deque[tuple[float, int]]] = {}

    def reset(self) -> None:
        """Count anew."""
        self.used.clear()
        self.calls.clear()
        self._recent.clear()

    def take(self, email: str, method: str) -> None:
        """Count a call, or refuse it."""
        units = UNITS.get(method, 1)
        limit, now = self.world.settings.calls_per_minute, self.world.clock.now().timestamp()
        if limit:
            recent = self._recent.setdefault(email, deque())
            while recent and recent[0][0] <= now - 60:
                recent.popleft()
            if sum(entry[1] for entry in recent) + units > limit:
                status = self.world.settings.quota_status
                name = "rateLimitExceeded" if status != FORBIDDEN else "userRateLimitExceeded"
                raise errors.named(name, status)
            recent.append((now, units))
        self.used[email] += units
        self.calls[method] += 1
