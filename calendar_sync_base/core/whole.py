"""An event of a web service with everything that belongs to it, and a series read from that.

Services show a series as a master and, apart from it, the occurrences that differ. Such an
exception is read as the fields in which it differs from the occurrence its series would have there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace

from .changes import ordered, override
from .dirty import Json, Unreadable, identifier
from .errors import InvalidRule, Refused
from .recurrence import LIMIT, expand, occurrence
from .values import Attendee, Meeting, Original, Override, Recurrence, Span, differing


@dataclass(frozen=True, slots=True)
class Whole:
    """Everything a service has of one event: itself, and the exceptions of a series."""

    master: Json
    exceptions: tuple[Json, ...] = ()

    @property
    def remote_id(self) -> str:
        """The id of the event or of the master, empty when it has none that can be asked for."""
        return identifier(self.master.get("id"))

    def named(self) -> str:
        """Return that id. Raises Unreadable when there is none."""
        if not self.remote_id:
            raise Unreadable("it has no usable id")
        return self.remote_id


@contextmanager
def understood() -> Iterator[None]:
    """Raise Unreadable for times and rules that nobody can work with; also a decorator."""
    try:
        yield
    except OverflowError as error:
        raise Unreadable("it takes place at the end of time") from error
    except InvalidRule as error:
        raise Unreadable("its recurrence rule cannot be understood") from error


@contextmanager
def readable(why: str = "unreadable") -> Iterator[None]:
    """Raise Refused for what is Unreadable while it is written; also a decorator."""
    try:
        yield
    except Unreadable as error:
        raise Refused(f"{why}: {error}") from error


def with_exceptions(
    master: Meeting,
    rule: Recurrence,
    cancelled: Iterable[Original],
    shown: Iterable[tuple[Original, Meeting]],
) -> Recurrence:
    """Return a series' rule with what is said of its single occurrences.

    `cancelled` are deleted ones beside those the rule excludes, `shown` how others look, each by
    its original start. Leftovers of an earlier rule or time say nothing. Raises InvalidRule.
    """
    excluded = given_by(master.span, rule.rules, rule.excluded | frozenset(cancelled))
    overrides = (_override(master, original, one) for original, one in shown)
    kept = (one for one in overrides if one.changes and one.original not in excluded)
    return Recurrence(rule.rules, excluded, ordered(kept))


def given_by(
    span: Span, rules: tuple[str, ...], originals: Iterable[Original]
) -> frozenset[Original]:
    """Return those of some original starts that the rules give; all of a series too long to tell.

    Raises InvalidRule.
    """
    asked = frozenset(originals)
    if not asked:
        return asked
    slots = expand(span, rules, until=max(asked, key=lambda one: one.isoformat()))
    return asked if len(slots) >= LIMIT else asked & frozenset(slots)


def _override(master: Meeting, original: Original, shown: Meeting) -> Override:
    usual = occurrence(master, original)
    if not shown.attendees_complete:
        shown = replace(shown, attendees=_completed(usual.attendees, shown.attendees))
    return override(original, differing(usual, shown))


def _completed(usual: Iterable[Attendee], shown: Iterable[Attendee]) -> tuple[Attendee, ...]:
    """Return a list that was cut short with everybody else of the series in it."""
    people = {one.email: one for one in (*usual, *shown)}
    return tuple(people[email] for email in sorted(people))
