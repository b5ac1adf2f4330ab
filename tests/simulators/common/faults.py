"""Failures on request: which calls fail, how, and how often."""

from __future__ import annotations

import random
import re
import threading
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .weather import Weather


@dataclass
class Fault:
    """A rule for making calls fail.

    It applies to calls whose method, path (a regular expression searched in it) and account
    match. ``skip`` lets the first ones pass, ``times`` limits how many are hit, ``probability``
    hits only some. ``apply`` performs the call and fails afterwards. ``twice`` performs it a second
    time, as a repeat on its way does, and gives the answer to that one. With ``expire`` the
    account's access tokens end right after the answer.
    """

    id: int = 0
    method: str | None = None
    path: str = ""
    account: str | None = None
    status: int | None = None
    reason: str | None = None
    message: str | None = None
    body: Any = None
    headers: dict[str, str] = field(default_factory=dict)
    retry_after: int | None = None
    latency: float = 0.0
    hang: float = 0.0
    reset: bool = False
    truncate: bool = False
    apply: bool = False
    twice: bool = False
    expire: bool = False
    skip: int = 0
    times: int | None = 1
    probability: float = 1.0
    hits: int = 0

    @property
    def name(self) -> str:
        """A short name for the journal."""
        if self.status:
            what = f"{self.status} {self.reason or ''}".strip()
        elif self.reset or self.truncate:
            what = "reset" if self.reset else "truncate"
        elif self.hang or self.latency:
            what = "hang" if self.hang else "latency"
        else:
            what = "performed twice" if self.twice else "token ends"
        return f"{what} after applying" if self.apply else what

    def matches(self, method: str, path: str, account: str | None) -> bool:
        """Whether a call is one of those meant."""
        return (
            self.method in (None, method)
            and self.account in (None, account)
            and re.search(self.path, path) is not None
        )


class FaultBook:
    """All rules; decisions by chance come from a seed."""

    def __init__(self, seed: int = 0) -> None:
        """Start without faults."""
        self._faults: list[Fault] = []
        self._random = random.Random(seed)
        self._lock = threading.Lock()
        self._count = 0
        self.weather: Weather | None = None

    def add(self, fault: Fault | None = None, **values: Any) -> Fault:
        """Add a rule; unknown names raise TypeError."""
        fault = fault or Fault(**values)
        with self._lock:
            self._count += 1
            fault.id = self._count
            self._faults.append(fault)
        return fault

    def remove(self, fault_id: int) -> None:
        """Drop one rule."""
        with self._lock:
            self._faults = [fault for fault in self._faults if fault.id != fault_id]

    def clear(self) -> None:
        """Drop all rules."""
        with self._lock:
            self._faults.clear()
            self.weather = None

    def pick(self, method: str, path: str, account: str | None) -> Fault | None:
        """The rule that hits this call, counted as used."""
        with self._lock:
            for fault in self._faults:
                if fault.matches(method, path, account) and self._hits(fault):
                    return fault
            return self.weather.pick(method, path, account) if self.weather else None

    def _hits(self, fault: Fault) -> bool:
        if fault.times is not None and fault.hits >= fault.times:
            return False
        if fault.skip > 0:
            fault.skip -= 1
            return False
        if fault.probability < 1 and self._random.random() >= fault.probability:
            return False
        fault.hits += 1
        return True

    def dump(self) -> list[dict[str, Any]]:
        """The rules as plain values for JSON."""
        with self._lock:
            return [asdict(fault) for fault in self._faults]
