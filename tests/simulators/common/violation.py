"""Where a call deviates from what a service documents."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Violation:
    """One deviation: in which journal entry, where in it, what."""

    entry: int
    where: str
    problem: str

    def __str__(self) -> str:
        return f"entry {self.entry}, {self.where}: {self.problem}"
