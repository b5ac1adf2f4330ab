"""Calendars at a provider, the same hands and eyes for every provider."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

Json = dict[str, Any]


@dataclass(frozen=True)
class Seen:
    """An event as it stands at the provider.

    Times are UTC as Odoo writes them, `2027-03-01 09:00:00`; whole days are dates, the end being
    the day after the last one. `guests` are answers by address (needsAction, accepted, declined,
    tentative). Of a series, `count` or `until` (a date) says where it ends.
    """

    id: str
    title: str
    start: str
    end: str
    zone: str
    place: str = ""
    text: str = ""
    private: bool = False
    free: bool = False
    guests: Mapping[str, str] = field(default_factory=dict)
    call: str = ""
    repeats: bool = False
    count: int | None = None
    until: str = ""


class Service(ABC):
    """A simulated provider and its words.

    `logins` are two users of Odoo with accounts there, `outsider` is somebody with an account there
    who is no user of Odoo. `failures` are faults by what they look like from outside.
    """

    code: ClassVar[str]
    label: ClassVar[str]
    logins: ClassVar[tuple[str, str]]
    domain: ClassVar[str]
    outsider: ClassVar[str]
    way_back: ClassVar[str]
    secret_key: ClassVar[str]
    declined: ClassVar[str]
    wrong_address: ClassVar[str]
    token_path: ClassVar[str]
    creating: ClassVar[Json]
    changing: ClassVar[Json]
    listing: ClassVar[Json]
    failures: ClassVar[Json]
    vienna: ClassVar[str]
    requests_for_hundred: ClassVar[int]

    def __init__(self, control: Any):
        """Work through a simulator's control interface."""
        self.control = control

    # -- what happened ----------------------------------------------------------------------------

    def begin(self) -> None:
        """Empty the logs and end all faults."""
        self.control.clear_faults()
        self.control.clear_mails()
        self.control.clear_journal()

    def requests(self) -> list[Json]:
        """Return the API requests since the journal was cleared; a batch is one."""
        entries = self.control.journal()
        return [one for one in entries if self.is_api(one) and not one.get("batch")]

    def writes(self) -> list[Json]:
        """Return the API requests that were not just reading."""
        return [one for one in self.control.journal() if self.is_write(one)]

    def mails(self, title: str = "") -> list[tuple[str, str]]:
        """Return who was mailed about a meeting, and why: invitation, update, cancellation."""
        found = [one for one in self.control.mails() if title in (one["summary"] or "")]
        return [(one["to"], one["kind"]) for one in found]

    @abstractmethod
    def is_api(self, entry: Json) -> bool:
        """Tell whether a journal entry is a request to the calendar API."""

    @abstractmethod
    def is_write(self, entry: Json) -> bool:
        """Tell whether a journal entry changes something in a calendar."""

    # -- words ------------------------------------------------------------------------------------

    @abstractmethod
    def body(self, values: Json) -> Json:
        """Return the provider's words for what `Account.add` takes."""

    @abstractmethod
    def seen(self, event: Json) -> Seen | None:
        """Return a single event or a series as it stands; nothing for others and deleted ones."""

    @abstractmethod
    def occurrence(self, master_id: str, start: str) -> str:
        """Return the id of the occurrence of a series that begins at a UTC time or on a date."""

    @abstractmethod
    def exceptions(self, events: list[Json], master_id: str) -> dict[str, Seen | None]:
        """Return the changed occurrences of a series by their usual day; none is a deleted one."""


class Account:
    """Somebody's account at a provider."""

    def __init__(self, service: Service, email: str):
        """Act as its owner in the provider's own calendar page."""
        self.service, self.email = service, email
        self._control = service.control

    def events(self, title: str = "", calendar_id: str | None = None) -> list[Seen]:
        """Return the events and series with a title like this, deleted ones left aside."""
        stored = self._control.events(self.email, calendar_id)
        found = [self.service.seen(one) for one in stored]
        return [one for one in found if one and title in one.title]

    def event(self, title: str) -> Seen:
        """Return the only event with a title like this."""
        (found,) = self.events(title)
        return found

    def raw(self, title: str) -> Json:
        """Return the only event with a title like this, in the provider's own words."""
        wanted = self.event(title).id
        return next(one for one in self._control.events(self.email) if one["id"] == wanted)

    def calendars(self) -> list[str]:
        """Return the names of the calendars that belong to this account."""
        found = self._control.state()["calendars"]
        return [one.get("summary", one.get("name")) for one in found if one["owner"] == self.email]

    def everything(self) -> list[Json]:
        """Return all that is stored, in the provider's own words."""
        return self._control.events(self.email)

    def exceptions(self, master: Seen) -> dict[str, Seen | None]:
        """Return the changed occurrences of a series by their usual day; none is a deleted one."""
        return self.service.exceptions(self._control.events(self.email), master.id)

    def add(self, title: str, start: str, end: str, calendar_id: str | None = None,
            **values: Any) -> Seen:  # fmt: skip
        """Make a meeting by hand.

        `start` and `end` are wall-clock times in `zone` (UTC by default), or dates. More: `place`,
        `text`, `guests` (addresses), `private`, `weekly` or `daily` (how often).
        """
        body = self.service.body({"title": title, "start": start, "end": end, **values})
        where = {"calendar_id": calendar_id} if calendar_id else {}
        return self._seen(self._control.add(self.email, body, **where))

    def edit(self, event_id: str, scope: str = "one", **values: Any) -> None:
        """Change a meeting by hand: an occurrence, those from it on (`following`), or `all`."""
        self._control.edit(self.email, event_id, self.service.body(values), scope=scope)

    def move(self, event_id: str, start: str, end: str, zone: str = "UTC",
             scope: str = "one") -> None:  # fmt: skip
        """Drag a meeting to another time."""
        body = self.service.body({"start": start, "end": end, "zone": zone})
        self._control.move(self.email, event_id, body["start"], body["end"], scope=scope)

    def answer(self, event_id: str, response: str) -> None:
        """Say accepted, declined or tentative."""
        self._control.answer(self.email, event_id, response)

    def delete(self, event_id: str, scope: str = "one") -> None:
        """Delete a meeting by hand."""
        self._control.delete(self.email, event_id, scope=scope)

    def occurrence(self, master: Seen, start: str) -> str:
        """Return the id of the occurrence that begins at a UTC time or on a date."""
        return self.service.occurrence(master.id, start)

    def _seen(self, event: Json) -> Seen:
        found = self.service.seen(event)
        assert found, event
        return found


def utc(text: str, zone: str) -> str:
    """Return a time of an API, with an offset or on the clock of a zone, as Odoo writes it."""
    text = text.replace("Z", "+00:00")
    moment = datetime.fromisoformat(text[:26] if "+" not in text[19:] else text)
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=ZoneInfo(zone or "UTC"))
    return moment.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S")
