"""How many calls a service lets somebody make in a time, and how they are spread over it.

Spent calls are kept as one moment, up to which all that was spent would last at an even pace. A
call moves it on by its share of the time; who would be more than `burst` calls ahead of the clock
waits. So no stretch of `seconds` ever holds more than `calls` of them, and a backlog uses
`calls - burst`: https://en.wikipedia.org/wiki/Generic_cell_rate_algorithm
"""

from __future__ import annotations

from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Quota:
    """At most `calls` in any `seconds`, `burst` of them at once; a batch must not hold more."""

    calls: int
    seconds: float
    burst: int

    @property
    def pace(self) -> float:
        """The seconds that a call takes of the time when all is spent evenly."""
        return self.seconds / max(self.calls - self.burst, 1)

    @property
    def ahead(self) -> float:
        """The seconds that one may be ahead of the clock."""
        return self.burst * self.pace

    def of(self, calls: int) -> Quota:
        """Return the same for another number of calls, which an administrator was granted."""
        return replace(self, calls=calls, burst=max(self.burst * calls // self.calls, 1))


@dataclass(frozen=True, slots=True)
class Quotas:
    """What a service allows the whole application, and each account of it."""

    project: Quota
    account: Quota


UNLIMITED = Quotas(Quota(10**9, 1.0, 10**8), Quota(10**9, 1.0, 10**8))
"""Those of a service that counts nothing."""
