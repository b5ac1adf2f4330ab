"""Invitations among colleagues and across providers, and their answers."""

from __future__ import annotations

from tests.days import when
from tests.e2e.remote import Account

from .scenario import Play, Scenario
from .series import WEEKLY
from .singles import ELEVEN, NINE, TEN, TWELVE, make
from .stage import Stage


class Colleagues(Scenario, played=False):
    """Two colleagues are connected."""

    def people(self, stage: Stage) -> None:
        """Connect both."""
        stage.connect(stage.owner, stage.colleague)


class Together(Colleagues, played=False):
    """They have a meeting."""

    def prepare(self, play: Play) -> None:
        """Make it."""
        make(play, partner_ids=play.owner.guests(play.colleague.email))


class InviteColleague(Colleagues):
    """A colleague invited in Odoo: one meeting, on both calendars."""

    def act(self, play: Play) -> None:
        """Invite."""
        make(play, partner_ids=play.owner.guests(play.colleague.email))


class AnswerHere(Together):
    """A colleague accepts in Odoo."""

    def act(self, play: Play) -> None:
        """Accept."""
        play.colleague.answer(play.title, "do_accept")


class AnswerThere(Together):
    """A colleague declines at the provider."""

    def act(self, play: Play) -> None:
        """Decline."""
        theirs = play.colleague.there
        theirs.answer(theirs.event(play.title).id, "declined")


class AnswerChangedDuring(AnswerHere):
    """A colleague accepts, and declines while the acceptance is sent."""

    interrupted = True
    forgiving = ("mails",)

    def meanwhile(self, play: Play) -> None:
        """Decline."""
        play.colleague.answer(play.title, "do_decline")


class AnswerAStranger(Scenario):
    """An invitation from outside is accepted in Odoo."""

    def prepare(self, play: Play) -> None:
        """Be invited."""
        outside = Account(play.stage.service, play.outsider)
        outside.add(play.title, NINE, TEN, guests=[play.owner.email])

    def act(self, play: Play) -> None:
        """Accept."""
        play.owner.answer(play.title, "do_accept")


class AnswerOnce(Colleagues):
    """One occurrence of a colleague's series is declined in Odoo."""

    here, there = 4, 1

    def prepare(self, play: Play) -> None:
        """Make it."""
        make(play, partner_ids=play.owner.guests(play.colleague.email), **WEEKLY)

    def act(self, play: Play) -> None:
        """Decline the second one."""
        second = play.owner.events(play.title)[1]
        domain = [("event_id", "=", second), ("email", "=", play.colleague.email)]
        play.colleague.do(lambda env: env["calendar.attendee"].search(domain).do_decline())


class MoveTogether(Together):
    """A meeting of two colleagues moved: one record, both calendars follow."""

    def act(self, play: Play) -> None:
        """Move it."""
        play.owner.write(play.memo["id"], start=ELEVEN, stop=TWELVE)


class CancelTogether(Together):
    """A meeting of two colleagues deleted."""

    here, there = 0, 0

    def act(self, play: Play) -> None:
        """Delete it."""
        play.owner.unlink(play.memo["id"])


class Across(Scenario, played=False):
    """The owner and the neighbour at the other provider are connected."""

    def people(self, stage: Stage) -> None:
        """Connect both."""
        stage.connect(stage.owner, stage.neighbour)


class InviteAcross(Across):
    """A neighbour at the other provider invited in Odoo: one meeting, on both calendars."""

    def act(self, play: Play) -> None:
        """Invite."""
        make(play, partner_ids=play.owner.guests(play.stage.neighbour.email))


class InviteAcrossThere(Across):
    """The neighbour invited at the provider."""

    def act(self, play: Play) -> None:
        """Invite."""
        play.owner.there.add(play.title, NINE, TEN, guests=[play.stage.neighbour.email])


class MoveAcross(Across):
    """Such a meeting moved by its organizer there."""

    def prepare(self, play: Play) -> None:
        """Invite."""
        make(play, partner_ids=play.owner.guests(play.stage.neighbour.email))

    def act(self, play: Play) -> None:
        """Move it."""
        there = play.owner.there
        there.move(there.event(play.title).id, when("06-09", 9), when("06-09", 10))
        play.stage.flush()


class InviteOnceAcross(Across):
    """A neighbour at the other provider invited to one occurrence of a series only."""

    here, there = 4, 1

    def prepare(self, play: Play) -> None:
        """Make it."""
        make(play, **WEEKLY)

    def act(self, play: Play) -> None:
        """Invite to the second one."""
        second = play.owner.events(play.title)[1]
        guests = play.owner.guests(play.stage.neighbour.email)
        play.owner.write(second, recurrence_update="self_only", partner_ids=guests)


class InvitedThere(Colleagues):
    """A colleague invited at the provider, whose answer is there before anything is listed."""

    def act(self, play: Play) -> None:
        """Invite and accept."""
        play.owner.there.add(play.title, NINE, TEN, guests=[play.colleague.email])
        play.stage.flush()
        theirs = play.colleague.there
        theirs.answer(theirs.event(play.title).id, "accepted")
