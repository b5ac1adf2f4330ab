"""What people said about each meeting, and whether a calendar shows it.

Every edit says something nobody said before (a title `t17`, a guest `g17`), so that it is found
again wherever it went. What a person overwrites or deletes while looking at it is settled; all
else has to stand on both sides at the end, or to be told as the loser of a conflict.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from odoo.addons.calendar_sync_base.core.actions import Conflict
from odoo.addons.calendar_sync_base.core.occurrences import overridden
from odoo.addons.calendar_sync_base.core.readable import readable
from odoo.addons.calendar_sync_base.core.series import implicit
from odoo.addons.calendar_sync_base.core.values import Attendee, Meeting

Path = tuple[object, ...]
"""What is said something about: `("title",)`, `("guest", address)`, `("slot", slot, "title")`."""

ODOO = "odoo"
"""The name of Odoo's side; the others are called by their calendar's address."""


@dataclass(slots=True)
class Said:
    """Something a person said at `place`; `settled` once somebody looked at it and undid it.

    `loose` tells that it was said while the meeting was, see `Birth`.
    """

    place: str
    path: Path
    value: object
    settled: bool = False
    loose: bool = False


@dataclass(slots=True)
class Birth:
    """One meeting from its making on, by whatever ids it goes.

    `kind` is `own` (anna's), `guest` (ben's, who invites her) or `copy` (of somebody who is not
    connected). `reshaped` once its slots are no longer where they were. `left` once anna threw her
    copy away, or both sides may differ for another good reason. `loose` while something was written
    remotely that is not recorded here: what is taken away then may come back. `agreed` returns what
    a side showed when both last agreed. `intentions` counts the edits in Odoo of which guests may
    hear.
    """

    number: int
    kind: str
    owner: str
    past: bool = False
    reshaped: bool = False
    left: bool = False
    loose: bool = False
    agreed: Callable[[str], Meeting | None] = lambda _place: None
    intentions: int = 0
    said: list[Said] = field(default_factory=list)

    def say(self, place: str, before: Meeting | None, path: Path, value: object) -> None:
        """Note an edit of what was shown as `before`."""
        if path[0] == "unchecked":
            return
        for one in self.said:
            if not one.settled and covers(path, one.path) and shows(before, one):
                one.settled = True
        self.reshaped = self.reshaped or path[0] in ("span", "rules")
        taken = value is False or path[0] == "cancel"
        # A guest missing there was uninvited, or never listed by the service: nobody can tell.
        self.left |= self.loose and path[0] == "guest" and value is False and place != ODOO
        said = Said(place, path, value, self.loose and taken, self.loose)
        # What both sides agree on already is no edit: somebody undid their own.
        agreed = path != ("here",) and self.agreed(place)
        said.settled = said.settled or bool(agreed and shows(agreed, said))
        self.said.append(said)

    def overwritten(self, place: str, before: Meeting | None, after: Meeting | None) -> None:
        """Settle what a write took away that was not recorded: its note went with the process."""
        for one in self.said:
            if one.place == place and shows(before, one) and not shows(after, one):
                one.settled = True


def covers(path: Path, other: Path) -> bool:
    """Tell whether who says something about `path` sees what was said about `other`."""
    if path == ("here",):
        return True
    return path == other or (path[0] == "cancel" and other[:2] == ("slot", path[1]))


def shows(meeting: Meeting | None, said: Said) -> bool:
    """Tell whether a calendar shows what was said."""
    if said.path[0] == "here":
        return (meeting is not None) is said.value
    return meeting is not None and _SHOWN[str(said.path[0])](meeting, said.path) == said.value


def _words(meeting: Meeting, path: Path) -> object:
    return meeting.description.split()[-1]


def _slot(meeting: Meeting, path: Path) -> object:
    found = overridden(meeting, path[1]).get(str(path[2]))
    return (found.start, found.end) if path[2] == "span" and found else found


def _answer(meeting: Meeting, path: Path) -> object:
    people: object = meeting.attendees
    if path[2] is not None:
        people = overridden(meeting, path[2]).get("attendees", people)
    return next((one.response for one in people if one.email == path[1]), None)


_SHOWN: dict[str, Callable[[Meeting, Path], object]] = {
    "title": lambda meeting, _path: meeting.title,
    "location": lambda meeting, _path: meeting.location,
    "description": _words,
    "span": lambda meeting, _path: (meeting.span.start, meeting.span.end),
    "guest": lambda meeting, path: meeting.attendee(path[1]) is not None,
    "answer": _answer,
    "cancel": lambda meeting, path: path[1] in (meeting.recurrence or _NONE).excluded,
    "slot": _slot,
    "rules": lambda meeting, _path: rules_of(meeting),
}


class _Nothing:
    excluded: frozenset[object] = frozenset()


_NONE = _Nothing()


def rules_of(meeting: Meeting) -> tuple[str, ...]:
    """Return a meeting's rule without what it inherits from its start; empty for a single one."""
    return implicit(meeting.recurrence.rules, meeting.span) if meeting.recurrence else ()


def tells(conflict: Conflict, said: Said) -> bool:
    """Tell whether a conflict names what was said as the loser, or what it lost against."""
    name, _at, slot = conflict.field.partition("@")
    if name == "deletion":
        return (conflict.lost == "deleted") is (said.path == ("here",) and not said.value)
    kind = said.path[0]
    if kind in ("slot", "cancel"):
        here = slot == said.path[1].isoformat()
        return here and (kind == "cancel" or name in ("occurrence", said.path[2]))
    if kind in ("guest", "answer"):
        # where a whole occurrence loses, what was answered to it is told with it
        whole = kind == "answer" and name == "occurrence" and slot == str(_iso(said.path[2]))
        about = name == "attendees" or whole
        return about and str(said.path[1]) in conflict.lost + conflict.kept
    if kind == "rules":
        return name == "recurrence"
    return name == kind and (kind == "span" or readable(str(said.value)) in conflict.lost)


def _iso(original: object) -> str:
    return original.isoformat() if isinstance(original, date) else ""


def number_of(meeting: Meeting) -> int:
    """Return the number of the birth a meeting goes back to."""
    return int(meeting.description.split()[0][1:])


def people(*attendees: Attendee) -> tuple[Attendee, ...]:
    """Return attendees in the order meetings have them."""
    return tuple(sorted(attendees, key=lambda one: one.email))
