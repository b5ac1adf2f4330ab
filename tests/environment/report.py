"""What a phase of ``make test`` comes to, and the summary of all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from .console import say

WIDTH = 78


@dataclass(frozen=True)
class Outcome:
    """How many passed and failed in a phase, and what a person should know of it."""

    passed: int
    failed: int
    note: str = ""
    failures: tuple[str, ...] = ()

    @property
    def good(self) -> bool:
        """Whether nothing failed."""
        return not self.failed


@dataclass(frozen=True)
class Line:
    """A phase in the summary; it took ``seconds``."""

    title: str
    outcome: Outcome
    seconds: float

    def __str__(self) -> str:
        """Return the line of the summary."""
        word = "ok" if self.outcome.good else "FAILED"
        counts = f"{self.outcome.passed} passed, {self.outcome.failed} failed"
        text = f"  {word:<7} {self.title:<34} {self.seconds:6.0f} s  {counts}"
        return f"{text}  ({self.outcome.note})" if self.outcome.note else text


def joined(outcomes: Sequence[Outcome]) -> Outcome:
    """Return what several runs come to together."""
    return Outcome(
        sum(one.passed for one in outcomes),
        sum(one.failed for one in outcomes),
        ", ".join(one.note for one in outcomes if one.note),
        tuple(name for one in outcomes for name in one.failures),
    )


def heading(text: str) -> None:
    """Announce a phase."""
    say(f"\n{'=' * WIDTH}\n{text}\n{'=' * WIDTH}")


def summary(lines: Sequence[Line]) -> bool:
    """Print all phases and, as the last line, the total; tell whether all is good."""
    heading("Summary")
    for line in lines:
        say(str(line))
        list_names("          Failed", line.outcome.failures)
    passed = sum(line.outcome.passed for line in lines)
    failed = sum(line.outcome.failed for line in lines)
    say(f"\n{passed} passed, {failed} failed")
    return failed == 0


def list_names(label: str, names: Sequence[str], limit: int = 50) -> None:
    """Print names under a label, the first ones of a long list."""
    if names:
        say(f"{label}:")
    for name in names[:limit]:
        say(f"  {name}")
    if len(names) > limit:
        say(f"  and {len(names) - limit} more")
