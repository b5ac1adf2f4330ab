"""What happens to a whole account: its beginning, its tokens, its end, and back."""

from __future__ import annotations

from typing import Any, ClassVar

from odoo.addons.google_calendar_sync.engine.credentials import MAKING, SCOPES

from .people import come_back
from .scenario import Play, Scenario
from .singles import GUEST, NINE, TEN, make
from .stage import Stage

MAY_MAKE = {"google": [*SCOPES, MAKING]}
"""What it takes to make calendars, where that takes more than to write meetings."""


class Account(Scenario, played=False):
    """People of their own for each point."""

    fresh = True

    @staticmethod
    def account(env: Any, play: Play) -> Any:
        """Return the owner's account."""
        return env["calendar.sync.account"].browse(play.owner.account_ids)


class Existing(Account, played=False):
    """One meeting is only here, one only there, one on both sides; nobody is connected yet."""

    here, there = 3, 3
    choice: ClassVar[str] = "all"

    def people(self, stage: Stage) -> None:
        """Connect nobody."""

    def prepare(self, play: Play) -> None:
        """Make them."""
        play.owner.create(f"{play.title} here", NINE, TEN)
        play.owner.create(f"{play.title} same", NINE, TEN)
        play.owner.there.add(f"{play.title} there", NINE, TEN)
        play.owner.there.add(f"{play.title} same", NINE, TEN)

    def act(self, play: Play) -> None:
        """Connect, and say how to begin."""
        play.owner.connect(choice=self.choice)


class FirstSyncOfAll(Existing):
    """A first synchronisation of all existing meetings."""


class FirstSyncBringingIn(Existing):
    """A first synchronisation that only brings in what is there."""

    there = 2
    choice = "import"


class FirstSyncOfNew(Existing):
    """A first synchronisation that leaves alone what there is."""

    here, there = 2, 2
    choice = "new"


class Preview(Existing):
    """The look at what a first synchronisation would do, and then the choice of all."""

    choice = ""

    def recover(self, play: Play) -> None:
        """Look, choose, and synchronise."""
        play.stage.sync()
        with play.stage.life.env() as env:
            self.account(env, play).action_start("all")
        play.stage.sync(3)


class Consent(Existing):
    """The way back from the consent page, gone once more if it ended in the middle."""

    def act(self, play: Play) -> None:
        """Begin to connect."""
        with play.stage.life.env() as env:
            values = {"user_id": play.owner.uid, "provider": play.stage.service.code}
            play.owner.account_ids = env["calendar.sync.account"].create(values).ids

    def work(self, env: Any, play: Play) -> None:
        """Come back with what the page gave."""
        service = play.stage.service
        come_back(self.account(env, play), service.control.grant(play.owner.email))

    def recover(self, play: Play) -> None:
        """Come back again, unless that had been stored; choose all."""
        with play.stage.life.env() as env:
            connected = self.account(env, play).state == "preview"
        if not connected:
            play.owner.connect(choice="")
        play.stage.sync()
        with play.stage.life.env() as env:
            self.account(env, play).action_start("all")
        play.stage.sync(3)


class Connected(Account, played=False):
    """A meeting made on each side, synchronised."""

    here, there = 2, 2

    def prepare(self, play: Play) -> None:
        """Make them."""
        make(play, location="Room 1")
        play.owner.there.add(f"{play.title} there", NINE, TEN)

    def edit(self, play: Play) -> None:
        """Change one of them on each side."""
        play.owner.write(play.memo["id"], location="Room 2")
        there = play.owner.there
        there.edit(there.event(f"{play.title} there").id, place="Room 3")


class ExpiredToken(Connected):
    """The provider takes the access token no longer: it is renewed in the middle of the pass."""

    def act(self, play: Play) -> None:
        """Let it expire."""
        self.edit(play)
        play.stage.service.control.expire_access_tokens(play.owner.there.email)


class TokenThatRunsOut(Connected):
    """The access token runs out: it is renewed before the pass, the refresh token with it."""

    def act(self, play: Play) -> None:
        """Let it run out."""
        self.edit(play)
        play.stage.service.control.expire_access_tokens(play.owner.there.email)
        with play.stage.life.env() as env:
            self.account(env, play).token_expiry = "2020-01-01 00:00:00"


class Reconnect(Connected):
    """Access withdrawn at the provider and given again, with edits on both sides meanwhile."""

    def act(self, play: Play) -> None:
        """Withdraw it, have that noticed, and give it again."""
        play.stage.service.control.revoke(play.owner.there.email)
        play.stage.sync()
        self.edit(play)
        play.owner.connect()


class StopAndResume(Connected):
    """A stop, edits on both sides, and going on."""

    def act(self, play: Play) -> None:
        """Stop, edit, resume."""
        with play.stage.life.env() as env:
            self.account(env, play).action_stop()
        self.edit(play)
        with play.stage.life.env() as env:
            self.account(env, play).action_resume()


class Relink(Connected):
    """An account forgotten and connected again: what belongs together finds itself."""

    def act(self, play: Play) -> None:
        """Forget and connect."""
        with play.stage.life.env() as env:
            self.account(env, play).action_forget()
        play.owner.account_ids.clear()
        play.owner.connect(choice="all")


class TargetCalendar(Connected):
    """New meetings go to another calendar of the account, those of before stay."""

    def people(self, stage: Stage) -> None:
        """Have another calendar before connecting."""
        stage.service.control.add_calendar(stage.owner.there.email, "Work")
        super().people(stage)

    def prepare(self, play: Play) -> None:
        """Make one."""
        make(play)

    def act(self, play: Play) -> None:
        """Choose it, and make another one."""
        with play.stage.life.env() as env:
            account = self.account(env, play)
            account.push_calendar_id = account.calendar_ids.filtered(lambda one: one.name == "Work")
        play.owner.create(f"{play.title} work", NINE, TEN)


class MakeCalendar(Connected):
    """A calendar for the meetings from Odoo made at the provider: there is only one of it."""

    here, there = 1, 1

    def people(self, stage: Stage) -> None:
        """Connect with the permission to make calendars."""
        stage.owner.connect(scopes=MAY_MAKE.get(stage.service.code))

    def prepare(self, play: Play) -> None:
        """Have nothing yet."""

    def work(self, env: Any, play: Play) -> None:
        """Make it."""
        self._make(env, play)

    def recover(self, play: Play) -> None:
        """Make it again, unless that is stored; have a meeting on it."""
        with play.stage.life.env() as env:
            if not self.account(env, play).push_calendar_id:
                self._make(env, play)
        make(play)
        play.stage.sync(2)
        names = play.owner.there.calendars()
        assert names.count(play.title) == 1, f"calendars: {names}"

    def act(self, play: Play) -> None:
        """Wish for it."""

    def _make(self, env: Any, play: Play) -> None:
        self.account(env, play).with_user(play.owner.uid).action_create_calendar(play.title)


class Disconnect(Connected):
    """The permission given back: what is there stays."""

    def work(self, env: Any, play: Play) -> None:
        """Disconnect."""
        self.account(env, play).action_disconnect()

    def recover(self, play: Play) -> None:
        """Disconnect again, unless that is done."""
        with play.stage.life.env() as env:
            self.account(env, play).action_disconnect()
        play.stage.sync()


class Reset(Connected, played=False):
    """An account is reset; the work is the scheduled action that carries it out."""

    policy: ClassVar[str] = "delete_both"

    def act(self, play: Play) -> None:
        """Confirm."""
        wanted = {"account_id": play.owner.account_ids[0], "delete_policy": self.policy}
        play.owner.do(lambda env: env["calendar.sync.reset"].create(wanted).action_confirm())

    def work(self, env: Any, play: Play) -> None:
        """Carry it out."""
        env["calendar.sync.removal"]._cron_remove()

    def recover(self, play: Play) -> None:
        """Carry on."""
        with play.stage.life.env() as env:
            env["calendar.sync.removal"]._cron_remove()
        play.stage.sync(2)


class ResetBothSides(Reset):
    """Reset with everything deleted on both sides."""

    here, there = 0, 0


class ResetHere(Reset):
    """Reset with everything deleted in Odoo."""

    here = 0
    policy = "delete_odoo"


class ResetThere(Reset):
    """Reset with everything deleted at the provider."""

    there = 0
    policy = "delete_remote"


class ResetNothing(Reset):
    """Reset with nothing deleted, and connected again: nothing is doubled."""

    policy = "dont_delete"

    def work(self, env: Any, play: Play) -> None:
        """Be the first pass after connecting again."""
        play.stage.accounts(env)._sync_now("person")

    def act(self, play: Play) -> None:
        """Reset, and connect again."""
        super().act(play)
        with play.stage.life.env() as env:
            env["calendar.sync.removal"]._cron_remove()
        play.owner.connect(choice="all")


class UndoneReset(Reset):
    """A reset of both sides taken back, and connected again: all is there once."""

    def act(self, play: Play) -> None:
        """Reset, and take it back."""
        super().act(play)
        with play.stage.life.env() as env:
            env["calendar.sync.removal"]._cron_remove()
            self.account(env, play).action_undo_reset()

    def recover(self, play: Play) -> None:
        """Carry on, and connect again."""
        with play.stage.life.env() as env:
            env["calendar.sync.removal"]._cron_remove()
        play.owner.connect(choice="all")
        play.stage.sync(3)


class ApprovedMails(Account):
    """A meeting whose invitation waited for a yes, and got it: the guest is mailed once."""

    providers = ("microsoft",)

    def people(self, stage: Stage) -> None:
        """Connect nobody yet."""

    def prepare(self, play: Play) -> None:
        """Have a meeting with a guest from before, which a first synchronisation may not send."""
        make(play, partner_ids=play.owner.guests(GUEST))
        play.owner.connect(choice="all")
        play.stage.sync(2)

    def act(self, play: Play) -> None:
        """Say yes."""
        with play.stage.life.env() as env:
            links = env["calendar.event"].browse(play.memo["id"])._sync_links()
            links.action_approve_mails()
