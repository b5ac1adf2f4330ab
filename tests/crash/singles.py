"""Single meetings made, changed and taken away in Odoo."""

from __future__ import annotations

from tests.days import day, when

from .scenario import Play, Scenario

GUEST, OTHER_GUEST = "gustav@example.org", "gerda@example.org"
NINE, TEN = when("06-07", 9), when("06-07", 10)
ELEVEN, TWELVE = when("06-07", 11), when("06-07", 12)


def make(play: Play, **values: object) -> int:
    """Make a meeting in Odoo and remember it."""
    play.memo["id"] = play.owner.create(play.title, NINE, TEN, **values)
    return play.memo["id"]


class Made(Scenario, played=False):
    """A meeting in Odoo, synchronised."""

    def prepare(self, play: Play) -> None:
        """Make it."""
        make(play, location="Room 1")


class Invited(Scenario, played=False):
    """A meeting in Odoo with a guest who is nobody's user, synchronised."""

    def prepare(self, play: Play) -> None:
        """Make it."""
        make(play, partner_ids=play.owner.guests(GUEST))


class CreateHere(Scenario):
    """A meeting made in Odoo."""

    def act(self, play: Play) -> None:
        """Make it."""
        make(play, location="Room 1", description="<p>Bring the <b>list</b></p>")


class CreateWholeDay(Scenario):
    """A meeting of a whole day."""

    def act(self, play: Play) -> None:
        """Make it."""
        make(play, allday=True)


class CreateWithGuest(Scenario):
    """A meeting whose guest is invited once."""

    def act(self, play: Play) -> None:
        """Make it."""
        make(play, partner_ids=play.owner.guests(GUEST))


class CreateThree(Scenario):
    """Three meetings in one batch."""

    here, there = 3, 3

    def act(self, play: Play) -> None:
        """Make them."""
        for number in range(3):
            play.owner.create(f"{play.title} {number}", NINE, TEN)


class EditHere(Made):
    """A meeting renamed, and another place."""

    def act(self, play: Play) -> None:
        """Change it."""
        play.owner.write(play.memo["id"], name=f"{play.title} new", location="Room 2")


class DescribeHere(Made):
    """A description with markup, which each side keeps in its own way."""

    def act(self, play: Play) -> None:
        """Describe it."""
        play.owner.write(play.memo["id"], description="<p>One</p><ul><li>two</li></ul>")


class MoveHere(Invited):
    """A meeting moved: its guest is told once."""

    def act(self, play: Play) -> None:
        """Move it."""
        play.owner.write(play.memo["id"], start=ELEVEN, stop=TWELVE)


class ToWholeDay(Made):
    """A meeting that takes the whole day from now on."""

    def act(self, play: Play) -> None:
        """Change it."""
        monday = day("06-07")
        play.owner.write(play.memo["id"], allday=True, start_date=monday, stop_date=monday)


class DeleteHere(Invited):
    """A meeting deleted: its guest is told once."""

    here, there = 0, 0

    def act(self, play: Play) -> None:
        """Delete it."""
        play.owner.unlink(play.memo["id"])


class ArchiveHere(Invited):
    """A meeting archived."""

    here, there = 0, 0

    def act(self, play: Play) -> None:
        """Archive it."""
        play.owner.write(play.memo["id"], active=False)


class UnarchiveHere(Scenario):
    """A meeting brought back from the archive."""

    def prepare(self, play: Play) -> None:
        """Archive one."""
        make(play)
        play.stage.sync()
        play.owner.write(play.memo["id"], active=False)

    def act(self, play: Play) -> None:
        """Bring it back."""
        play.owner.write(play.memo["id"], active=True)


class AddGuest(Invited):
    """A guest more, who alone is invited."""

    def act(self, play: Play) -> None:
        """Invite."""
        play.owner.write(play.memo["id"], partner_ids=[(4, play.owner.partner(OTHER_GUEST))])


class RemoveGuest(Invited):
    """A guest less."""

    def act(self, play: Play) -> None:
        """Take the guest off the list."""
        play.owner.write(play.memo["id"], partner_ids=[(3, play.owner.partner(GUEST))])


class MakePrivate(Made):
    """A meeting that becomes private, and shows its owner as free."""

    def act(self, play: Play) -> None:
        """Change it."""
        play.owner.write(play.memo["id"], privacy="private", show_as="free")


class PrivateCopy(Scenario):
    """A guest's copy of a meeting whose organizer is not connected."""

    here, there = 1, 1

    def act(self, play: Play) -> None:
        """Have the unconnected neighbour make it."""
        both = [(6, 0, [play.stage.neighbour.partner_id, play.owner.partner_id])]
        play.stage.neighbour.create(play.title, NINE, TEN, partner_ids=both)


class MovePrivateCopy(PrivateCopy):
    """Such a copy follows its meeting."""

    def prepare(self, play: Play) -> None:
        """Have it made."""
        super().act(play)

    def act(self, play: Play) -> None:
        """Have it moved."""
        neighbour = play.stage.neighbour
        neighbour.write(neighbour.event(play.title), start=ELEVEN, stop=TWELVE)


class ThroughTheCron(Invited):
    """The scheduled action finds out by itself what there is to do."""

    def act(self, play: Play) -> None:
        """Move it."""
        play.owner.write(play.memo["id"], start=ELEVEN, stop=TWELVE)

    def work(self, env: object, play: Play) -> None:
        """Be the scheduled action."""
        env["calendar.sync.account"]._cron_sync()  # type: ignore[index]
