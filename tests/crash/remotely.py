"""The same done at the provider, and what a listing may bring."""

from __future__ import annotations

from typing import Any

from tests.days import when
from tests.e2e.remote import Account

from .scenario import Play, Scenario
from .series import VIENNA, Weekly
from .singles import NINE, TEN, make

MONDAY, LATER = when("06-07", 9), when("06-07", 10)  # in Vienna


def add(play: Play, **values: Any) -> str:
    """Make a meeting there and remember its id."""
    play.memo["there"] = play.owner.there.add(play.title, NINE, TEN, **values).id
    return play.memo["there"]


def add_weekly(play: Play, **values: Any) -> None:
    """Make a weekly series of four there and remember it."""
    there = play.owner.there
    play.memo["series"] = there.add(play.title, MONDAY, LATER, zone=VIENNA, weekly=4, **values)


class MadeThere(Scenario, played=False):
    """A meeting at the provider, synchronised."""

    def prepare(self, play: Play) -> None:
        """Make it."""
        add(play, place="Room 1")


class WeeklyThere(Scenario, played=False):
    """A weekly series at the provider, synchronised."""

    here, there = 4, 1

    def prepare(self, play: Play) -> None:
        """Make it."""
        add_weekly(play)

    @staticmethod
    def slot(play: Play, day: str) -> str:
        """Return the id of the occurrence of a day."""
        return play.owner.there.occurrence(play.memo["series"], when(day, 7))


class CreateThere(Scenario):
    """A meeting made at the provider, with a colleague and a stranger."""

    def act(self, play: Play) -> None:
        """Make it."""
        add(play, guests=[play.colleague.email, "gustav@example.org"])


class EditThere(MadeThere):
    """A meeting renamed and moved there."""

    def act(self, play: Play) -> None:
        """Change it."""
        there = play.owner.there
        there.edit(play.memo["there"], title=f"{play.title} new", place="Room 2")
        there.move(play.memo["there"], when("06-08", 9), when("06-08", 10))


class DeleteThere(MadeThere):
    """A meeting deleted there."""

    here, there = 0, 0

    def act(self, play: Play) -> None:
        """Delete it."""
        play.owner.there.delete(play.memo["there"])


class EditBothSides(Scenario):
    """Different fields changed on both sides."""

    def prepare(self, play: Play) -> None:
        """Make it."""
        make(play, location="Room 1")

    def act(self, play: Play) -> None:
        """Change it here and there."""
        there = play.owner.there
        there.edit(there.event(play.title).id, place="Room 2")
        play.owner.write(play.memo["id"], name=f"{play.title} new")


class CreateSeriesThere(Scenario):
    """A series made there."""

    here, there = 4, 1

    def act(self, play: Play) -> None:
        """Make it."""
        add_weekly(play)


class MoveOccurrenceThere(WeeklyThere):
    """One occurrence moved there."""

    def act(self, play: Play) -> None:
        """Move it."""
        slot = self.slot(play, "06-14")
        play.owner.there.move(slot, when("06-15", 12), when("06-15", 13))


class CancelOccurrenceThere(WeeklyThere):
    """One occurrence deleted there."""

    here = 3

    def act(self, play: Play) -> None:
        """Delete it."""
        play.owner.there.delete(self.slot(play, "06-14"))


class EditAllThere(WeeklyThere):
    """All events renamed and moved there."""

    def act(self, play: Play) -> None:
        """Change them."""
        times = {"start": when("06-07", 11), "end": when("06-07", 12), "zone": VIENNA}
        series = play.memo["series"].id
        play.owner.there.edit(series, "all", title=f"{play.title} all", **times)


class EditFollowingThere(WeeklyThere):
    """This and following renamed there."""

    there = 2

    def act(self, play: Play) -> None:
        """Change them."""
        slot = self.slot(play, "06-21")
        play.owner.there.edit(slot, "following", title=f"{play.title} off")


class DeleteSeriesThere(WeeklyThere):
    """A series deleted there."""

    here, there = 0, 0

    def act(self, play: Play) -> None:
        """Delete it."""
        play.owner.there.delete(play.memo["series"].id, "all")


class OccurrencesOnBothSides(Weekly):
    """Different occurrences changed on both sides."""

    def act(self, play: Play) -> None:
        """Change one here, another one there."""
        play.owner.write(self.nth(play, 1), recurrence_update="self_only", location="Room 2")
        there = play.owner.there
        slot = there.occurrence(there.event(play.title), when("06-21", 9))
        there.move(slot, when("06-22", 12), when("06-22", 13))


class Several(Scenario):
    """Many changes in one listing: made, changed and deleted."""

    here, there = 3, 3

    def prepare(self, play: Play) -> None:
        """Make some."""
        there = play.owner.there
        names = ("changed", "deleted", "kept")
        play.memo["ids"] = [there.add(f"{play.title} {one}", NINE, TEN).id for one in names]

    def act(self, play: Play) -> None:
        """Change one, delete one, make one."""
        there, (changed, deleted, _kept) = play.owner.there, play.memo["ids"]
        there.edit(changed, place="Room 2")
        there.delete(deleted)
        there.add(f"{play.title} made", NINE, TEN)


class ExpiredCursor(Scenario):
    """A listing that has to begin anew, with changes on both sides."""

    here, there = 2, 2

    def prepare(self, play: Play) -> None:
        """Make three, one of them here."""
        make(play, location="Room 1")
        play.memo["ids"] = [
            play.owner.there.add(f"{play.title} {one}", NINE, TEN).id for one in ("deleted", "kept")
        ]

    def act(self, play: Play) -> None:
        """Change one here, delete one there, and end all cursors."""
        play.owner.write(play.memo["id"], location="Room 2")
        play.owner.there.delete(play.memo["ids"][0])
        play.stage.service.control.expire_sync_tokens()


class OfAStranger(Scenario):
    """An invitation of somebody who is no user of Odoo."""

    def act(self, play: Play) -> None:
        """Be invited."""
        outside = Account(play.stage.service, play.outsider)
        outside.add(play.title, NINE, TEN, guests=[play.owner.email])
