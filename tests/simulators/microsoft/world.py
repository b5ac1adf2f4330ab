"""The state of the simulated Microsoft: who exists, which calendars, in which order it changed."""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterator
from typing import Any

from ..common import world
from ..common.mails import Mail
from . import errors, times, zones
from .ids import Name
from .model import Account, Calendar, Fields, Gone, Item
from .settings import Settings

Listener = Callable[[Calendar, Item, str, str | None], None]
ROLES = ("read", "write")
COLORS = ("auto", "lightBlue", "lightGreen", "lightOrange", "lightGray", "lightYellow",
          "lightTeal", "lightPink", "lightBrown", "lightRed")  # fmt: skip


class World(world.World):
    """Everything that is not HTTP."""

    switches = Settings
    settings: Settings
    listeners: list[Listener]
    postmen: list[Callable[[Mail, Fields], None]]
    accounts: dict[str, Account]
    calendars: dict[str, Calendar]

    def reset(self) -> None:
        """Forget everything except who listens, the clock, the mail log and the settings object."""
        super().reset()
        self.rounds: dict[str, Fields] = {}

    def add_account(
        self,
        email: str,
        name: str = "",
        time_zone: str = "Romance Standard Time",
        mailbox: bool = True,
        personal: bool = False,
    ) -> Account:
        """A person with a default calendar."""
        email = email.lower()
        if zones.zone(time_zone) is None:
            raise ValueError(f"unknown time zone: {time_zone}")
        name = name or email.partition("@")[0].title()
        account = Account(email, name, time_zone, mailbox, personal)
        self.accounts[email] = account
        self._enter(Calendar(self._calendar_id(), email, "Calendar", default=True))
        return account

    def add_calendar(self, owner: str, name: str, color: str = "auto") -> Calendar:
        """A further calendar."""
        if owner not in self.accounts:
            raise ValueError(f"no such account: {owner}")
        if color not in COLORS:
            raise ValueError(f"unknown colour: {color}")
        return self._enter(Calendar(self._calendar_id(), owner, name, color=color))

    def _calendar_id(self) -> str:
        return f"AQMkAD{self.new_key('calendar')}AAEGAAAA{self.new_key('folder')[:40]}AAAA="

    def _enter(self, calendar: Calendar) -> Calendar:
        calendar.seq = self.next_tick()
        self.calendars[calendar.id] = calendar
        return calendar

    def share(self, calendar_id: str, email: str, role: str | None) -> None:
        """Give a person access (read, write), or take it away."""
        calendar = self.calendars[calendar_id]
        if role is not None and role not in ROLES:
            raise ValueError(f"unknown role: {role}")
        calendar.shares.pop(email, None)
        if role:
            calendar.shares[self.accounts[email].email] = role
        calendar.seq = self.next_tick()

    def new_key(self, kind: str) -> str:
        """An opaque key of 43 characters."""
        return base64.urlsafe_b64encode(self.ids.digest(kind)).decode().rstrip("=")

    def stamp(self) -> str:
        """The present moment as time stamps have it."""
        return times.stamp(self.clock.now())

    def visible(self, email: str) -> Iterator[Calendar]:
        """The calendars of a person, the default one first, and those shared with them."""
        found = [one for one in self.calendars.values() if one.role(email)]
        yield from sorted(found, key=lambda one: (one.owner != email, not one.default))

    def default(self, email: str) -> Calendar:
        """A person's main calendar."""
        return next(one for one in self.visible(email) if one.default)

    def calendar_for(self, email: str, calendar_id: str) -> Calendar:
        """A calendar that a person may at least see."""
        calendar = self.calendars.get(calendar_id)
        if calendar is None or calendar.role(email) is None:
            raise errors.not_found()
        return calendar

    def find(self, email: str, name: Name) -> tuple[Calendar, Item]:
        """An item that a person may see, wherever it is; an id from before a move is unknown."""
        for calendar in self.visible(email):
            item = calendar.items.get(name.key)
            if item and (name.immutable or name.moves == item.moves % 26):
                return calendar, item
        raise errors.not_found()

    def touch(self, calendar: Calendar, item: Item, day: str | None = None) -> None:
        """An item has changed, or one occurrence of it: number it, store it, tell who listens."""
        item.seq = self.next_tick()
        item.fields["lastModifiedDateTime"] = self.stamp()
        item.fields.setdefault("createdDateTime", item.fields["lastModifiedDateTime"])
        if day in item.overrides:
            item.overrides[day].seq = item.seq
        change = "updated" if item.key in calendar.items else "created"
        if change == "created":
            item.created_seq = item.seq
        calendar.items[item.key] = item
        calendar.gone.pop(item.key, None)
        self._tell(calendar, item, change, day)

    def _tell(self, calendar: Calendar, item: Item, change: str, day: str | None = None) -> None:
        for listener in self.listeners:
            listener(calendar, item, change, day)

    def remove(self, calendar: Calendar, item: Item, gone: Gone) -> None:
        """An item leaves a calendar; delta rounds will show that."""
        item.seq = gone.seq = self.next_tick()
        del calendar.items[item.key]
        calendar.gone[item.key] = gone
        self._tell(calendar, item, "deleted")

    def expire_delta(self, calendar_id: str | None = None) -> None:
        """Make all delta tokens given out so far useless, of one calendar or of all."""
        for calendar in self.calendars.values():
            if calendar_id in (None, calendar.id):
                calendar.epoch += 1

    def mail(self, mail: Mail, invitation: Fields) -> None:
        """Record a mail; one to somebody without an account here goes out."""
        self.mails.add(mail)
        if mail.to not in self.accounts:
            for postman in self.postmen:
                postman(mail, invitation)

    def owner(self, calendar: Calendar) -> Account:
        """Whose calendar it is."""
        return self.accounts[calendar.owner]

    def person(self, email: str, name: Any = None) -> Fields:
        """A person as Graph shows people: known ones with their name."""
        account = self.accounts.get(email)
        return account.address if account else {"name": name or email, "address": email}
