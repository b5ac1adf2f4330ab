"""Series in Odoo: this event, this and following, all events, and back to a single meeting."""

from __future__ import annotations

from tests.days import when

from .scenario import Play, Scenario
from .singles import GUEST, make

VIENNA = "Europe/Vienna"
WEEKLY = {
    "recurrency": True,
    "rrule_type": "weekly",
    "mon": True,
    "interval": 1,
    "end_type": "count",
    "count": 4,
    "event_tz": VIENNA,
}


def delete_from(play: Play, event_id: int, scope: str) -> None:
    """Delete an occurrence and more, as Odoo's question about it names that."""
    play.owner.do(lambda env: env["calendar.event"].browse(event_id).action_mass_deletion(scope))


class Weekly(Scenario, played=False):
    """A weekly series of four Mondays in Odoo, synchronised."""

    here, there = 4, 1

    def prepare(self, play: Play) -> None:
        """Make it."""
        make(play, **WEEKLY)

    @staticmethod
    def nth(play: Play, number: int) -> int:
        """Return the id of an occurrence, counted from 0."""
        return play.owner.events(play.title)[number]


class Attended(Weekly, played=False):
    """The same with a guest."""

    def prepare(self, play: Play) -> None:
        """Make it."""
        make(play, partner_ids=play.owner.guests(GUEST), **WEEKLY)


class CreateSeries(Scenario):
    """A series made in Odoo."""

    here, there = 4, 1

    def act(self, play: Play) -> None:
        """Make it."""
        make(play, partner_ids=play.owner.guests(GUEST), **WEEKLY)


class CreateSeriesWithExceptions(CreateSeries):
    """A series with an occurrence moved and one cancelled before it is sent."""

    here, there = 3, 1

    def act(self, play: Play) -> None:
        """Make it, and change it at once."""
        make(play, **WEEKLY)
        occurrences = play.owner.events(play.title)
        play.owner.write(
            occurrences[1],
            recurrence_update="self_only",
            start=when("06-15", 12),
            stop=when("06-15", 13),
        )
        play.owner.unlink(occurrences[2])


class MoveOccurrence(Attended):
    """One occurrence moved: its guest is told once."""

    def act(self, play: Play) -> None:
        """Move it."""
        play.owner.write(
            self.nth(play, 1),
            recurrence_update="self_only",
            start=when("06-15", 12),
            stop=when("06-15", 13),
        )


class CancelOccurrence(Attended):
    """One occurrence deleted."""

    here = 3

    def act(self, play: Play) -> None:
        """Delete it."""
        play.owner.unlink(self.nth(play, 1))


class TwoExceptions(Weekly):
    """Two occurrences changed and one cancelled in one pass."""

    here = 3

    def act(self, play: Play) -> None:
        """Change them."""
        first, second, third, _last = play.owner.events(play.title)
        play.owner.write(first, recurrence_update="self_only", location="Room 2")
        play.owner.write(second, recurrence_update="self_only", location="Room 3")
        play.owner.unlink(third)


class EditAll(Attended):
    """All events renamed, and moved by two hours."""

    def act(self, play: Play) -> None:
        """Change them."""
        play.owner.write(
            self.nth(play, 2),
            recurrence_update="all_events",
            name=f"{play.title} all",
            start=when("06-21", 11),
            stop=when("06-21", 12),
        )


class EditAllWithException(Attended):
    """All events renamed where one has been moved before."""

    def prepare(self, play: Play) -> None:
        """Make it, and move one."""
        super().prepare(play)
        play.owner.write(
            self.nth(play, 1),
            recurrence_update="self_only",
            start=when("06-15", 12),
            stop=when("06-15", 13),
        )

    def act(self, play: Play) -> None:
        """Change the place of all and one more occurrence."""
        play.owner.write(self.nth(play, 0), recurrence_update="all_events", location="Room 2")
        play.owner.write(self.nth(play, 3), recurrence_update="self_only", location="Room 3")


class EditFollowing(Weekly):
    """This and following renamed: the series there ends, another one begins."""

    there = 2

    def act(self, play: Play) -> None:
        """Change them."""
        play.owner.write(
            self.nth(play, 2), recurrence_update="future_events", name=f"{play.title} off"
        )


class DeleteFollowing(Weekly):
    """This and following deleted."""

    here = 2

    def act(self, play: Play) -> None:
        """Delete them."""
        third = self.nth(play, 2)
        delete_from(play, third, "future_events")


class DeleteSeries(Attended):
    """All events deleted."""

    here, there = 0, 0

    def act(self, play: Play) -> None:
        """Delete them."""
        first = self.nth(play, 0)
        delete_from(play, first, "all_events")


class ChangeRule(Weekly):
    """Four weeks become six."""

    here = 6

    def act(self, play: Play) -> None:
        """Change the rule."""
        play.owner.write(self.nth(play, 0), recurrence_update="all_events", count=6)


class SingleToSeries(Scenario):
    """A meeting that repeats from now on."""

    here, there = 4, 1

    def prepare(self, play: Play) -> None:
        """Make a single one."""
        make(play, partner_ids=play.owner.guests(GUEST))

    def act(self, play: Play) -> None:
        """Let it repeat."""
        play.owner.write(play.memo["id"], **WEEKLY)


class SeriesToSingle(Weekly):
    """A series that no longer repeats."""

    here = 1

    def act(self, play: Play) -> None:
        """Let it stop."""
        play.owner.write(self.nth(play, 0), recurrence_update="all_events", recurrency=False)


class ThereAndBack(SingleToSeries):
    """Single, series and single again between two passes."""

    here, there = 1, 1

    def act(self, play: Play) -> None:
        """Let it repeat, and stop."""
        super().act(play)
        first = play.owner.events(play.title)[0]
        play.owner.write(first, recurrence_update="all_events", recurrency=False)


class SeriesEditedAgainDuring(Weekly):
    """An occurrence moved elsewhere while the pass sends its first move."""

    interrupted = True

    def act(self, play: Play) -> None:
        """Move it."""
        self._move(play, 12)

    def meanwhile(self, play: Play) -> None:
        """Move it again."""
        self._move(play, 15)

    def _move(self, play: Play, hour: int) -> None:
        play.owner.write(
            self.nth(play, 1),
            recurrence_update="self_only",
            start=when("06-15", hour),
            stop=when("06-15", hour + 1),
        )


class AllAndOneDuring(Weekly):
    """An occurrence changed while the pass sends a change of all."""

    interrupted = True

    def act(self, play: Play) -> None:
        """Change all."""
        play.owner.write(self.nth(play, 0), recurrence_update="all_events", location="Room 2")

    def meanwhile(self, play: Play) -> None:
        """Change one."""
        play.owner.write(self.nth(play, 2), recurrence_update="self_only", location="Room 3")
