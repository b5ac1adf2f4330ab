"""What a pass over the small Odoo leaves: new agreements, or why a meeting is set aside."""

from __future__ import annotations

from collections.abc import Sequence

from odoo.addons.calendar_sync_base.core import alone
from odoo.addons.calendar_sync_base.core.actions import (
    UNCHANGED,
    Action,
    AskFirst,
    DeleteLocal,
    DeleteRemote,
    Part,
    Role,
    Skip,
    SkipReason,
)
from odoo.addons.calendar_sync_base.core.observation import Base, Observation, RemoteEvent
from odoo.addons.calendar_sync_base.engine.ports import Outcome

from .odoo import Link, Odoo, Place, Record


class Recorder:
    """Writes the links of one calendar."""

    def __init__(self, odoo: Odoo, place: Place):
        """Record for a calendar."""
        self.odoo = odoo
        self.place = place

    def record(
        self,
        observation: Observation,
        actions: Sequence[Action],
        outcome: Outcome | None,
        record: Record | None,
        failed: bool,
    ) -> None:
        """Record one meeting; `failed` tells that a local action did."""
        key = observation.key
        link = self.odoo.links.get(key) if isinstance(key, int) else None
        if failed or (outcome and outcome.error):
            link = link or self._new_link(observation)
            link.failed = True
            if not failed:
                self._fetched(link, observation)
        elif _is_gone(observation, actions):
            self._forget(observation, link, record)
            return
        elif link or not all(isinstance(one, Skip) for one in actions):
            link = link or self._new_link(observation)
            self._agree(link, observation, actions, outcome, record)
        if link and record and link.record is not record:
            link.record = record

    def _new_link(self, observation: Observation) -> Link:
        link = self.odoo.link(self.place, observation.uid, observation.role.value, None)
        link.remote_id = observation.remote_id
        return link

    def _forget(self, observation: Observation, link: Link | None, record: Record | None) -> None:
        """Drop the pair; a meeting only archived here keeps its place, under a fresh remote id."""
        if link is None:
            return
        if record is None or observation.role is Role.GUEST:
            del self.odoo.links[link.key]
            return
        _settle(link)
        link.renew()

    def _agree(
        self,
        link: Link,
        observation: Observation,
        actions: Sequence[Action],
        outcome: Outcome | None,
        record: Record | None,
    ) -> None:
        event = (outcome and outcome.event) or observation.remote
        kinds = {type(one) for one in actions}
        personal = link.notify and not observation.base
        _settle(link)
        link.etag = event.etag if event else ""
        if AskFirst in kinds:
            link.notify = personal
            self._wait(link, observation, actions)
        elif Part in kinds:
            link.parted, link.base = True, None
        elif not any(isinstance(one, Skip) and one.reason in UNCHANGED for one in actions):
            self._agreed(link, event, record)

    def _agreed(self, link: Link, event: RemoteEvent | None, record: Record | None) -> None:
        local = record.shown() if record else None
        if event is None or event.meeting is None or local is None:
            return
        if event.uid and record.uid != event.uid and not self._is_known(event.uid, record):
            record.uid = event.uid
        link.parted = False
        link.agreements += 1
        link.base = self.odoo.stored(Base(local, event.meeting))
        link.remote_id, link.read_only = event.remote_id, event.read_only

    def _is_known(self, uid: str, record: Record) -> bool:
        return any(one.uid == uid for one in self.odoo.records.values() if one is not record)

    def _wait(self, link: Link, observation: Observation, actions: Sequence[Action]) -> None:
        """Keep what was not written as a difference, until somebody agrees to the mails."""
        link.waiting = next(one.mails for one in actions if isinstance(one, AskFirst))
        self._fetched(link, observation)

    def _fetched(self, link: Link, seen: Observation) -> None:
        """Agree on what was fetched; what was not written stays a difference."""
        there = seen.remote and seen.remote.meeting
        if seen.base and there:
            link.base = self.odoo.stored(alone.fetched(seen, seen.base, there))


def _settle(link: Link) -> None:
    link.dirty, link.notify, link.failed = None, False, False
    link.waiting, link.approved = (), ""


def _is_gone(observation: Observation, actions: Sequence[Action]) -> bool:
    kinds = {type(one) for one in actions}
    gone = any(isinstance(one, Skip) and one.reason is SkipReason.BOTH_GONE for one in actions)
    remote = observation.remote and observation.remote.meeting
    left = observation.role is Role.GUEST and observation.base and not remote
    return bool(gone or left or {DeleteLocal, DeleteRemote} & kinds)
