"""Odoo's side: meetings, the links that are its outbox, and what an edit marks."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime

from odoo.addons.calendar_sync_base.core.actions import Conflict
from odoo.addons.calendar_sync_base.core.changes import override
from odoo.addons.calendar_sync_base.core.identity import remote_id
from odoo.addons.calendar_sync_base.core.intents import Intent
from odoo.addons.calendar_sync_base.core.observation import Base
from odoo.addons.calendar_sync_base.core.occurrences import slot_span
from odoo.addons.calendar_sync_base.core.snapshot import dump_base, load_base
from odoo.addons.calendar_sync_base.core.values import Changes, Meeting, Override, Response, Timed


@dataclass(slots=True)
class Record:
    """A meeting in Odoo; one that is not `active` was archived."""

    key: int
    uid: str
    organizer: str
    meeting: Meeting
    active: bool = True

    def shown(self) -> Meeting | None:
        """Return what the calendar shows, None once it is archived."""
        return self.meeting if self.active else None


@dataclass(slots=True)
class Link:
    """What is stored of a pair; without a record it is a tombstone.

    `last` tells what it was about when there is nothing else left of it.
    """

    key: int
    place: Place
    uid: str
    role: str
    record: Record | None = None
    remote_id: str = ""
    generation: int = 0
    etag: str = ""
    read_only: bool = False
    parted: bool = False
    base: Base | None = None
    last: Base | None = None
    dirty: datetime | None = None
    notify: bool = False
    waiting: tuple[tuple[str, str], ...] = ()
    approved: str = ""
    failed: bool = False
    agreements: int = 0

    @property
    def stamp(self) -> tuple[int, int]:
        """What tells the present agreement from earlier ones."""
        return self.generation, self.agreements

    @property
    def answers(self) -> bool:
        """Tell whether its account passes what its person answers, both ways."""
        own = self.role == "guest" and self.base and self.remote_id
        two_way = self.place.may_pull and self.place.may_push
        return bool(own and two_way and not (self.read_only or self.parted))

    def renew(self) -> None:
        """Forget the event there: made once more, it gets an id of its own."""
        self.last = self.base or self.last
        self.base, self.remote_id, self.etag = None, "", ""
        self.generation += 1

    def new_remote_id(self) -> str:
        """Return the id the meeting is to have there, always the same until it was used up."""
        return remote_id("db", self.uid, self.place.email, self.generation)


@dataclass(eq=False, slots=True)
class Place:
    """One connected account's calendar: how far it was read, and what a person decided."""

    email: str
    cursor: str = ""
    read: bool = False
    held: str = ""
    approved: str = ""
    may_pull: bool = True
    may_push: bool = True
    deletes_here: bool = True
    deletes_there: bool = True
    skips: frozenset[str] = frozenset()


@dataclass(slots=True)
class Odoo:
    """A small Odoo with some connected accounts; the world sets `clock`.

    With `as_json` every agreement is stored as the database stores it. `notes` are the values that
    lost: which meeting (by what it says), the field, the value. `intents` are what was about to be
    written, by link, with the agreement it was planned from; which no rollback undoes.
    """

    places: dict[str, Place]
    records: dict[int, Record] = field(default_factory=dict)
    links: dict[int, Link] = field(default_factory=dict)
    notes: list[tuple[Meeting | None, Conflict]] = field(default_factory=list)
    intents: dict[int, list[tuple[tuple[int, int], Intent]]] = field(default_factory=dict)
    last_key: int = 0
    clock: datetime = datetime.min
    as_json: bool = False

    # -- what a person does ------------------------------------------------------------------------

    def make(self, meeting: Meeting, organizer: str) -> Record:
        """Make a meeting as a person."""
        record = self.add(meeting, organizer, f"uid{self.last_key + 1}")
        self.edit(record, meeting)
        return record

    def edit(self, record: Record, meeting: Meeting, tells: bool = True) -> None:
        """Change a meeting as a person; a link that is missing is made."""
        record.meeting = holding(meeting)
        self._link_missing(record)
        self.mark(self.links_of(record), tells)

    def archive(self, record: Record, active: bool = False) -> None:
        """Archive a meeting as a person, or bring it back."""
        record.active = active
        if active:
            self._link_missing(record)
        self.mark(self.links_of(record), tells=True)

    def delete(self, record: Record) -> None:
        """Delete a meeting as a person: its links are tombstones."""
        links = self.links_of(record)
        del self.records[record.key]
        for one in links:
            one.record = None
        self.mark(links, tells=True)

    # -- what a pass does --------------------------------------------------------------------------

    def add(self, meeting: Meeting, organizer: str, uid: str) -> Record:
        """Put a meeting into the calendar without marking anything."""
        self.last_key += 1
        record = Record(self.last_key, uid, organizer, holding(meeting))
        self.records[record.key] = record
        return record

    def link(self, place: Place, uid: str, role: str, record: Record | None) -> Link:
        """Link a meeting to a calendar."""
        for one in self.links.values():
            assert (one.place, one.uid) != (place, uid), f"{uid} is on {place.email} already"
        self.last_key += 1
        made = Link(self.last_key, place, uid, role, record)
        self.links[made.key] = made
        return made

    def passed_on(self, record: Record, source: Place) -> None:
        """Mark the links of a meeting that a pass over `source` changed, but for its own."""
        self.mark([one for one in self.links_of(record) if one.place is not source], tells=False)

    def links_of(self, record: Record) -> list[Link]:
        """Return the links of a meeting."""
        return [one for one in self.links.values() if one.record is record]

    def mark(self, links: list[Link], tells: bool) -> None:
        """Note that links have something to compare."""
        for one in links:
            one.dirty = self.clock
            one.notify = one.notify or tells

    def _link_missing(self, record: Record) -> None:
        links = self.links_of(record)
        if any(one.role != "copy" for one in links) or not record.active:
            return
        here = {one.place.email for one in links}
        for email, role in self._belongs(record):
            if email not in here:
                self.link(self.places[email], record.uid, role, record)

    def _belongs(self, record: Record) -> list[tuple[str, str]]:
        if record.organizer in self.places:
            return [(record.organizer, "organizer")]
        going = (one for one in record.meeting.attendees if one.response != Response.DECLINED)
        return [(one.email, "copy") for one in going if one.email in self.places]

    def stored(self, base: Base) -> Base:
        """Return an agreement as it is read back from where it is stored."""
        loaded = load_base(dump_base(base)) if self.as_json else base
        assert loaded == base
        return loaded

    # -- a transaction -----------------------------------------------------------------------------

    def saved(self) -> Odoo:
        """Return a copy to come back to when a transaction is rolled back."""
        records = {key: replace(one) for key, one in self.records.items()}
        places = {key: replace(one) for key, one in self.places.items()}
        links = {
            key: replace(
                one,
                place=places[one.place.email],
                record=records[one.record.key] if one.record else None,
            )
            for key, one in self.links.items()
        }
        return replace(self, places=places, records=records, links=links, notes=[*self.notes])


def holding(meeting: Meeting) -> Meeting:
    """Return what Odoo holds of a meeting.

    A single one has no zone of its own, an occurrence no value that is its series' anyway.
    """
    span, series = meeting.span, meeting.recurrence
    if series is None and isinstance(span, Timed) and span.zone != "UTC":
        return replace(meeting, span=replace(span, zone="UTC"))
    if series is None or not series.overrides:
        return meeting
    own = (override(one.original, _otherwise(meeting, one)) for one in series.overrides)
    kept = tuple(one for one in own if one.changes)
    return replace(meeting, recurrence=replace(series, overrides=kept))


def _otherwise(series: Meeting, one: Override) -> Changes:
    usual = replace(series, span=slot_span(series.span, one.original))
    return {name: value for name, value in one.changes if value != getattr(usual, name)}
