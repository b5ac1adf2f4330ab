"""People who go on working while a pass works, and after it was killed: no edit is lost."""

from __future__ import annotations

from .scenario import Play
from .singles import GUEST, OTHER_GUEST, CreateHere, Invited, Made, make

ROOMS = {"location": "Room 3"}


class Interrupted(Made, played=False):
    """A meeting is edited; something happens between the pass's reading and its writing."""

    interrupted = True

    def act(self, play: Play) -> None:
        """Edit it."""
        play.owner.write(play.memo["id"], location="Room 2")


class EditedAgainDuring(Interrupted):
    """Edited once more while the pass works: the last edit stays."""

    def meanwhile(self, play: Play) -> None:
        """Edit it again."""
        play.owner.write(play.memo["id"], location="Room 3")


class EditedBackDuring(Interrupted):
    """Edited back to what it was before: that is an edit, too."""

    def meanwhile(self, play: Play) -> None:
        """Edit it back."""
        play.owner.write(play.memo["id"], location="Room 1")


class OtherFieldDuring(Interrupted):
    """Another field edited in the meantime."""

    def meanwhile(self, play: Play) -> None:
        """Rename it."""
        play.owner.write(play.memo["id"], name=f"{play.title} renamed")


class ThereDuring(Interrupted):
    """Another field edited at the provider in the meantime."""

    forgiving = ("mails",)

    def meanwhile(self, play: Play) -> None:
        """Rename it there."""
        there = play.owner.there
        there.edit(there.event(play.title).id, title=f"{play.title} renamed")


class DeletedDuring(Interrupted):
    """Deleted in the meantime."""

    here, there = 0, 0

    def meanwhile(self, play: Play) -> None:
        """Delete it."""
        play.owner.unlink(play.memo["id"])


class EditedAgainAfter(Made):
    """Edited once more right after the death."""

    def act(self, play: Play) -> None:
        """Edit it."""
        play.owner.write(play.memo["id"], location="Room 2")

    def after(self, play: Play) -> None:
        """Edit it again."""
        play.owner.write(play.memo["id"], location="Room 3")


class EditedThereAfter(EditedAgainAfter):
    """Another field edited at the provider right after the death: both edits stay."""

    def after(self, play: Play) -> None:
        """Rename it there."""
        there = play.owner.there
        there.edit(there.event(play.title).id, title=f"{play.title} renamed")


class MadeAndEditedDuring(CreateHere):
    """A new meeting edited while it is being made at the provider."""

    interrupted = True

    def meanwhile(self, play: Play) -> None:
        """Edit it."""
        play.owner.write(play.memo["id"], location="Room 3", description="<p>Later</p>")


class MadeAndDeletedDuring(CreateHere):
    """A new meeting deleted while it is being made at the provider."""

    here, there = 0, 0
    interrupted = True

    def meanwhile(self, play: Play) -> None:
        """Delete it."""
        play.owner.unlink(play.memo["id"])


class MadeAndEditedThereAfter(CreateHere):
    """A new meeting edited at the provider as soon as it is there."""

    def after(self, play: Play) -> None:
        """Rename it there, if it is there yet; else a moment later."""
        there = play.owner.there
        if not there.events(play.title):
            play.stage.sync()
        there.edit(there.event(play.title).id, title=f"{play.title} renamed")


class GuestAddedDuring(Invited):
    """A guest invited while the pass invites another one: each is invited once.

    Killed before it wrote anything, it invites both at once, and tells the others once.
    """

    interrupted = True
    forgiving = ("mails",)

    def act(self, play: Play) -> None:
        """Invite somebody."""
        play.owner.write(play.memo["id"], partner_ids=[(4, play.owner.partner(OTHER_GUEST))])

    def meanwhile(self, play: Play) -> None:
        """Invite somebody else."""
        play.owner.write(play.memo["id"], partner_ids=[(4, play.owner.partner("gina@example.org"))])


class GuestRemovedAgainDuring(GuestAddedDuring):
    """A guest taken off the list again while the pass invites that very guest."""

    forgiving = ("mails", "invitations")

    def meanwhile(self, play: Play) -> None:
        """Take the guest off again."""
        play.owner.write(play.memo["id"], partner_ids=[(3, play.owner.partner(OTHER_GUEST))])


class RestoredDuring(Invited):
    """An archived meeting brought back while the pass deletes it at the provider."""

    interrupted = True
    forgiving = ("mails", "invitations")

    def act(self, play: Play) -> None:
        """Archive it."""
        play.owner.write(play.memo["id"], active=False)

    def meanwhile(self, play: Play) -> None:
        """Bring it back."""
        play.owner.write(play.memo["id"], active=True)


class MovedByBoth(Made):
    """The same field changed on both sides: one of them stays, on both sides."""

    def prepare(self, play: Play) -> None:
        """Make it."""
        make(play, location="Room 1", partner_ids=play.owner.guests(GUEST))

    def act(self, play: Play) -> None:
        """Change it on both sides, there later."""
        play.owner.write(play.memo["id"], location="Room 2")
        there = play.owner.there
        there.edit(there.event(play.title).id, place="Room 3")
