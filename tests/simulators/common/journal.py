"""What was asked and what was answered, for tests to read."""

from __future__ import annotations

import threading
from collections import deque
from dataclasses import dataclass, field
from typing import Any


@dataclass
class Entry:
    """One request with its answer; a call inside a batch names the batch's number."""

    number: int
    time: str
    method: str
    path: str
    query: dict[str, list[str]]
    headers: dict[str, str]
    account: str | None
    body: Any
    status: int = 0
    answer: Any = None
    batch: int | None = None
    fault: str | None = None
    extra: dict[str, Any] = field(default_factory=dict)

    def as_dict(self) -> dict[str, Any]:
        """Plain values for JSON; shallow, because answers are never changed afterwards."""
        return {name: getattr(self, name) for name in self.__dataclass_fields__}


class Journal:
    """The last requests, oldest first."""

    def __init__(self, size: int = 20_000) -> None:
        """Keep at most ``size`` entries."""
        self._entries: deque[Entry] = deque(maxlen=size)
        self._lock = threading.Lock()
        self._count = 0

    def __len__(self) -> int:
        return len(self._entries)

    @property
    def made(self) -> int:
        """How many there ever were, forgotten ones too."""
        return self._count

    def open(self, **values: Any) -> Entry:
        """Start an entry; the caller fills in the answer."""
        with self._lock:
            self._count += 1
            entry = Entry(number=self._count, **values)
            self._entries.append(entry)
        return entry

    def entries(self, since: int = 0) -> list[Entry]:
        """The entries with a number above ``since``."""
        with self._lock:
            return [entry for entry in self._entries if entry.number > since]

    def dump(self, since: int = 0) -> list[dict[str, Any]]:
        """The entries as plain values for JSON."""
        return [entry.as_dict() for entry in self.entries(since)]

    def clear(self) -> None:
        """Forget all; numbers go on."""
        with self._lock:
            self._entries.clear()
