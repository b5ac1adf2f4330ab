"""The state of the simulated Google: who exists, which calendars, and in which order it changed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ..common import world
from ..common.mails import Mail
from . import errors, times
from .model import ROLES, Account, Calendar, Copy
from .settings import Settings


class World(world.World):
    """Everything that is not HTTP."""

    switches = Settings
    settings: Settings
    listeners: list[Callable[[Calendar, Copy], None]]
    postmen: list[Callable[[Mail, Copy], None]]
    accounts: dict[str, Account]
    calendars: dict[str, Calendar]

    def reset(self) -> None:
        """Forget everything except who listens, the clock, the mail log and the settings object."""
        super().reset()
        self.sync_epochs: dict[str, int] = {}

    def add_account(
        self, email: str, name: str = "", locale: str = "en", time_zone: str = "Europe/Paris"
    ) -> Account:
        """A person with a primary calendar of the same id."""
        email = email.lower()
        if times.zone(time_zone) is None:
            raise ValueError(f"unknown time zone: {time_zone}")
        account = Account(email, name or email.partition("@")[0].title(), locale, time_zone)
        self.accounts[email] = account
        calendar = Calendar(email, email, email, time_zone)
        self._enter(account, calendar)
        return account

    def add_calendar(
        self, owner: str, summary: str, time_zone: str | None = None, calendar_id: str | None = None
    ) -> Calendar:
        """A secondary calendar."""
        account = self.accounts[owner]
        key = calendar_id or f"{self.ids.base32('calendar', 32)}@group.calendar.google.com"
        calendar = Calendar(key, owner, summary, time_zone or account.time_zone)
        self._enter(account, calendar)
        return calendar

    def _enter(self, account: Account, calendar: Calendar) -> None:
        calendar.etag_seq = self.next_tick()
        self.calendars[calendar.id] = calendar
        account.entries[calendar.id] = {"selected": True}

    def outsider(self, email: str) -> Calendar:
        """The mailbox of somebody without an account, who is invited and invites by mail."""
        if email not in self.calendars:
            self.calendars[email] = Calendar(email, email, email, "UTC", external=True)
        return self.calendars[email]

    def share(self, calendar_id: str, email: str, role: str | None) -> None:
        """Give a person access, change it, or take it away; it ends all sync tokens in use."""
        calendar = self.calendars[calendar_id]
        if role is not None and role not in ROLES:
            raise ValueError(f"unknown role: {role}")
        calendar.acl_version += 1
        calendar.etag_seq = self.next_tick()
        account = self.accounts[email]
        if role is None:
            calendar.acl.pop(email, None)
            account.entries.pop(calendar_id, None)
        else:
            calendar.acl[email] = role
            account.entries.setdefault(calendar_id, {"selected": True})

    def touch(self, calendar: Calendar, copy: Copy, updated: bool = True) -> None:
        """A copy has changed: number it, stamp it, store it, and tell who listens."""
        copy.seq = calendar.latest = self.next_tick()
        if updated or "updated" not in copy.fields:
            copy.fields["updated"] = self.stamp()
        copy.fields.setdefault("created", copy.fields["updated"])
        master = calendar.copies.get(copy.master_id or "")
        unknown = copy.id not in calendar.copies
        arrives, copy.was_cancelled = unknown or copy.was_cancelled, copy.cancelled
        if unknown and master is not None and master.cancelled and copy.cancelled:
            copy.gone_with_master = True
        calendar.store(copy)
        for listener in self.listeners:
            listener(calendar, copy)
        if copy.id in calendar.exceptions:
            self._carry(calendar, copy, arrives)

    def _carry(self, calendar: Calendar, master: Copy, arrives: bool) -> None:
        """The end of a series ends its exceptions, its return brings them back.

        Only the master of an ended series shows up in lists. A series that becomes a single event
        cancels its exceptions one by one. A series that comes (back) where some of its
        instances are already gives these their meaning.
        """
        for exception in calendar.exceptions_of(master.id):
            if master.cancelled:
                exception.gone_with_master = True
            elif exception.gone_with_master or arrives:
                exception.gone_with_master = False
                self.touch(calendar, exception)
            elif not master.recurring and not exception.cancelled:
                exception.fields = {**exception.fields, "status": "cancelled"}
                self.touch(calendar, exception)

    def stamp(self) -> str:
        """The present moment as ``updated`` has it."""
        return times.rfc3339(self.clock.now())

    def calendar_for(self, email: str, calendar_id: str) -> Calendar:
        """A calendar that a person may at least see; ``primary`` is the person's own."""
        key = email if calendar_id == "primary" else calendar_id
        calendar = self.calendars.get(key) or self.calendars.get(key.lower())
        if calendar is None or calendar.role(email) is None:
            raise errors.not_found()
        return calendar

    def writable(self, email: str, calendar_id: str) -> Calendar:
        """A calendar that a person may change."""
        calendar = self.calendar_for(email, calendar_id)
        if ROLES.index(calendar.role(email) or "") < ROLES.index("writerWithoutPrivateAccess"):
            raise errors.writer_needed()
        return calendar

    def expire_sync_tokens(self, calendar_id: str | None = None) -> None:
        """Make all sync tokens given out so far useless, of one calendar or of all."""
        for key in [calendar_id] if calendar_id else list(self.calendars):
            self.sync_epochs[key] = self.sync_epochs.get(key, 0) + 1

    def mail(self, kind: str, sender: str, to: str, copy: Copy, why: str, **details: Any) -> None:
        """Record a mail about an event; one to somebody who is not here goes out."""
        mail = Mail(
            kind,
            sender,
            to,
            copy.fields.get("summary", ""),
            copy.id,
            copy.organizer,
            why,
            self.stamp(),
            {"start": copy.fields.get("start"), **details},
        )
        self.mails.add(mail)
        mailbox = self.calendars.get(to)
        if mailbox is None or mailbox.external:
            for postman in self.postmen:
                postman(mail, copy)
