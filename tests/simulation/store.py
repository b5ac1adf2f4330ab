"""The engine's `Store` over the small Odoo, by the rules of the addon's own (`local/`)."""

from __future__ import annotations

from collections.abc import Sequence

from odoo.addons.calendar_sync_base.core.actions import (
    Action,
    Conflict,
    CreateLocal,
    DeleteLocal,
    Key,
    Role,
    UpdateLocal,
)
from odoo.addons.calendar_sync_base.core.changes import apply
from odoo.addons.calendar_sync_base.core.errors import SyncError
from odoo.addons.calendar_sync_base.core.guard import check_listing
from odoo.addons.calendar_sync_base.core.identity import match
from odoo.addons.calendar_sync_base.core.intents import Intent, acknowledged
from odoo.addons.calendar_sync_base.core.likeness import pair
from odoo.addons.calendar_sync_base.core.observation import Base, Observation, RemoteEvent
from odoo.addons.calendar_sync_base.core.traits import Traits, traits_of, with_traits
from odoo.addons.calendar_sync_base.core.values import Meeting
from odoo.addons.calendar_sync_base.engine.memory import MemoryProvider
from odoo.addons.calendar_sync_base.engine.ports import Changes, Outcome
from odoo.addons.calendar_sync_base.engine.sync_pass import Achieved, LocalAction

from .odoo import Link, Odoo, Place, Record, holding
from .recorder import Recorder


class MemoryStore:
    """Implements `engine.sync_pass.Store` for one calendar; `turn` puts the plan into an order."""

    def __init__(
        self, odoo: Odoo, place: Place, provider: MemoryProvider, achieved: Achieved, turn: int = 0
    ):
        """Start on a calendar; `achieved` is what an attempt that was rolled back has written."""
        self.odoo = odoo
        self.place = place
        self.turn = turn
        self.observations: list[Observation] = []
        self.recorded: list[tuple[Observation, Sequence[Action], Outcome | None]] = []
        self._provider = provider
        self._recorder = Recorder(odoo, place)
        self._achieved = dict(achieved)
        self._written = {key: one.event for key, one in achieved.items()}
        self._failed: dict[Key, SyncError] = {}
        self._found: dict[Key, Record] = {}
        self._made: dict[Key, Record] = {}
        self._mine: list[Link] = []

    # -- observing ---------------------------------------------------------------------------------

    def observe(self, changes: Changes) -> list[Observation]:
        """Return what is to be compared: what changed there, what is pending here."""
        self._mine = [one for one in self.odoo.links.values() if one.place is self.place]
        expected = [one for one in self._mine if one.base and one.remote_id]
        if not self.place.approved:
            check_listing(changes.full, len(changes.events) + len(changes.rejected), len(expected))
        remote = {one.remote_id: self._named(one) for one in changes.events}
        linked = self._linked(remote)
        known = {one.remote_id for one in linked}
        new = [one for key, one in remote.items() if key not in known and one.meeting]
        self._recognise(new, changes.full)
        found = [
            self._of_link(one, remote[one.remote_id]) for one in linked if _differs(one, remote)
        ]
        found += [self._of_unlinked(one) for one in new]
        taken = {one.key for one in linked}
        missing = {one.key for one in expected} if changes.full else set()
        for link in self._mine:
            waits = link.dirty or link.failed or link.key in missing
            if waits and link.key not in taken:
                found.append(self._of_link(link, self._remote_of(link, changes.full)))
        self.observations = _turned(found, self.turn)
        return self.observations

    def again(self, key: Key, remote: RemoteEvent | None) -> Observation:
        """Return an observation anew, with the remote side as it turned out to be."""
        if isinstance(key, int):
            return self._of_link(self.odoo.links[key], remote)
        return self._of_unlinked(remote or RemoteEvent(str(key), read_only=True))

    def _named(self, event: RemoteEvent) -> RemoteEvent:
        return with_traits(event, self.place.email) if self.place.skips else event

    def _linked(self, remote: dict[str, RemoteEvent]) -> list[Link]:
        """Return the links of listed events; one whose answer got lost is found by our marker."""
        links = [one for one in self._mine if one.remote_id in remote]
        for link in links:
            gone = remote[link.remote_id].meeting is None
            if gone and link.base and not self._acknowledged(link, None):
                link.renew()
        links = [one for one in links if one.remote_id]
        by_uid = {one.uid: key for key, one in remote.items() if one.uid and one.meeting}
        by_uid |= {one.marker: key for key, one in remote.items() if one.marker}
        taken = {one.remote_id for one in links}
        for link in self._mine:
            found = by_uid.get(link.uid)
            if found and not link.remote_id and found not in taken:
                link.remote_id = found
                taken.add(found)
                links.append(link)
        return links

    def _recognise(self, events: list[RemoteEvent], full: bool) -> None:
        if not events:
            return
        free = {one.uid: one.key for one in self.odoo.records.values() if self._is_free(one)}
        linked = {
            one.uid: one.record.key
            for one in self.odoo.links.values()
            if one.record and self._is_free(one.record)
        }
        for found in match(events, {}, linked | free):
            if found.key is not None:
                self._found[found.event.remote_id] = self.odoo.records[int(found.key)]
        if full and not self.place.read:
            self._recognise_alike(events)

    def _recognise_alike(self, events: list[RemoteEvent]) -> None:
        own = [one for one in events if one.organizer_self and one.remote_id not in self._found]
        here = {
            one.key: one.meeting
            for one in self.odoo.records.values()
            if one.organizer == self.place.email and one.active and not self.odoo.links_of(one)
        }
        for remote_id, key in pair(own, here).items():
            self._found[remote_id] = self.odoo.records[int(key)]

    def _is_free(self, record: Record) -> bool:
        return not any(one.record is record and one.remote_id for one in self._mine)

    def _remote_of(self, link: Link, asked: bool) -> RemoteEvent | None:
        asked = asked or bool(self.place.skips or link.waiting or link.approved)
        if link.remote_id and (asked or link.base is None or link.failed):
            event = self._provider.get(self.place.email, link.remote_id)
            return event and self._named(event)
        if link.base is None:
            return None
        return RemoteEvent(
            link.remote_id,
            link.etag,
            link.uid,
            link.uid,
            link.base.remote,
            organizer_self=link.role == "organizer",
            read_only=link.read_only,
        )

    def _of_link(self, link: Link, remote: RemoteEvent | None) -> Observation:
        remote = self._written.pop(link.key, remote)
        base = self._agreement(link, remote)
        if link.base and not base:
            link.renew()
            remote = None
        return self._observation(
            link.record,
            remote,
            link,
            key=link.key,
            uid=link.uid,
            role=Role(link.role),
            remote_id=remote.remote_id if remote else link.remote_id or link.new_remote_id(),
            base=base,
            changed_locally=link.dirty,
            notify=link.notify,
            approved_mails=link.approved,
            parted=link.parted,
        )

    def _agreement(self, link: Link, remote: RemoteEvent | None) -> Base | None:
        achieved = self._achieved.get(link.key)
        if achieved and achieved.base and achieved.event.meeting:
            return achieved.base
        return self._acknowledged(link, remote and remote.meeting)

    def _acknowledged(self, link: Link, meeting: Meeting | None) -> Base | None:
        """Return the base of a link with what an earlier attempt has written since."""
        kept = self.odoo.intents.get(link.key, ())
        return acknowledged(link.base, [one for at, one in kept if at == link.stamp], meeting)

    def _of_unlinked(self, event: RemoteEvent) -> Observation:
        return self._observation(
            self._found.get(event.remote_id),
            event,
            None,
            key=event.remote_id,
            uid=event.uid or event.remote_id,
            role=Role.ORGANIZER if event.organizer_self else Role.GUEST,
            remote_id=event.remote_id,
        )

    def _observation(
        self, record: Record | None, remote: RemoteEvent | None, link: Link | None, **values: object
    ) -> Observation:
        local = record.shown() if record else None
        place = self.place
        organizer = remote.meeting.organizer if remote and remote.meeting else None
        traits: Traits = frozenset()
        if place.skips:
            traits = traits_of(local, place.email) | (remote.traits if remote else frozenset())
        links = self.odoo.links_of(record) if record else []
        others = [one for one in links if one.place is not place]
        return Observation(
            **values,
            own_email=place.email,
            local=local,
            remote=remote,
            organizer_connected=bool(
                organizer and organizer.email != place.email and organizer.email in self.odoo.places
            ),
            held_by_others=bool(others),
            answer_themselves=frozenset(one.place.email for one in others if one.answers),
            may_pull=place.may_pull,
            may_push=place.may_push,
            deletes_here=place.deletes_here,
            deletes_there=place.deletes_there,
            left_out=bool(place.skips & traits),
        )

    # -- deciding ----------------------------------------------------------------------------------

    def totals(self) -> tuple[int, int]:
        """Return how many meetings both sides agreed on, once for each side."""
        total = sum(one.base is not None for one in self._mine)
        return total, total

    def approved(self) -> str:
        """Return the digest of the deletions a person approved."""
        return self.place.approved

    def set_aside(self, key: Key, error: SyncError) -> None:
        """Leave one meeting as it is on both sides."""
        self._failed[key] = error

    # -- acting ------------------------------------------------------------------------------------

    def intend(self, intents: Sequence[Intent]) -> None:
        """Keep what is about to be written; what has no link yet is matched anew next time."""
        for one in intents:
            if isinstance(one.key, int):
                stamp = self.odoo.links[one.key].stamp
                self.odoo.intents.setdefault(one.key, []).append((stamp, one))

    def perform(self, actions: Sequence[LocalAction]) -> None:
        """Carry out local actions."""
        for action in actions:
            record = self._record_of(action.key)
            match action:
                case CreateLocal(meeting=meeting):
                    record = self._create(action.key, record, meeting)
                case UpdateLocal():
                    assert record
                    self._write(record, apply(action.changes, action.before))
                case DeleteLocal() if record:
                    record.active = False
            if record:
                self.odoo.passed_on(record, self.place)

    def _create(self, key: Key, record: Record | None, meeting: Meeting) -> Record:
        if record:
            record.active = True
            self._write(record, meeting)
            return record
        organizer = meeting.organizer.email if meeting.organizer else self.place.email
        link = self.odoo.links.get(key)
        made = self.odoo.add(meeting, organizer, link.uid if link else f"new{self.odoo.last_key}")
        self._made[key] = made
        return made

    def _write(self, record: Record, meeting: Meeting) -> None:
        record.meeting = holding(meeting)

    def _record_of(self, key: Key) -> Record | None:
        if isinstance(key, int):
            return self.odoo.links[key].record
        return self._found.get(key)

    # -- recording ---------------------------------------------------------------------------------

    def record(
        self, observation: Observation, actions: Sequence[Action], outcome: Outcome | None
    ) -> None:
        """Store the new base of one meeting after its actions, or why it is set aside."""
        self.recorded.append((observation, actions, outcome))
        key = observation.key
        record = self._made.get(key) or self._record_of(key)
        self._recorder.record(observation, actions, outcome, record, key in self._failed)

    def note(self, conflict: Conflict) -> None:
        """Keep the value that lost where people find it."""
        record = self._record_of(conflict.key)
        link = self.odoo.links.get(conflict.key) if isinstance(conflict.key, int) else None
        base = link and (link.base or link.last)
        about = record.meeting if record else base and base.remote
        self.odoo.notes.append((about or None, conflict))

    def advance(self, cursor: str) -> None:
        """Store how far the remote calendar has been read."""
        self.place.cursor, self.place.read = cursor, True
        self.place.held = self.place.approved = ""


def _differs(link: Link, remote: dict[str, RemoteEvent]) -> bool:
    """Tell whether an event is not what was last recorded, or its link is pending."""
    pending = link.dirty or link.failed or not link.etag
    return bool(pending or link.etag != remote[link.remote_id].etag)


def _turned(found: list[Observation], turn: int) -> list[Observation]:
    """Return observations in another order, always the same one for a `turn`."""
    start = turn % (len(found) or 1)
    turned = found[start:] + found[:start]
    return turned[::-1] if turn % 2 else turned
