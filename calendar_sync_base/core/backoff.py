"""How long to wait before trying again.

    account   delay(n)     = min(2 s · 2ⁿ, 15 min) · (½ … 1)   or, if the provider named a time,
                             that time (at most 24 h) · (1 … 1.1)
    meeting   delay(n)     = min(5 min · 4ⁿ, 24 h) · (½ … 1)

n counts the failed attempts so far, from 0. The factor comes from `jitter` in [0, 1), which the
caller draws, so that accounts that failed together do not come back together.
"""

from __future__ import annotations

FIRST, LONGEST = 2.0, 900.0
MEETING_FIRST, MEETING_LONGEST = 300.0, 86400.0
LONGEST_ASKED = 86400.0
_ENOUGH_DOUBLING = 30


def delay(attempt: int, retry_after: float | None, jitter: float) -> float:
    """Return the seconds to wait after an account's or request's `attempt`-th failure.

    `retry_after` is what the provider asked for in seconds, None when it did not.
    """
    if retry_after is not None and retry_after > 0:
        return min(retry_after, LONGEST_ASKED) * (1 + jitter / 10)
    return _growing(attempt, FIRST, 2, LONGEST) * (1 + jitter) / 2


def delay_of_meeting(attempt: int, jitter: float) -> float:
    """Return the seconds until a meeting that was set aside is tried again, unless it changes."""
    return _growing(attempt, MEETING_FIRST, 4, MEETING_LONGEST) * (1 + jitter) / 2


def _growing(attempt: int, first: float, factor: int, longest: float) -> float:
    return min(first * float(factor) ** min(max(attempt, 0), _ENOUGH_DOUBLING), longest)
