"""What a pass compares: remote changes and pending links, each with its two sides and its base."""

from collections import defaultdict
from dataclasses import replace
from datetime import UTC, datetime

from odoo.fields import Domain

from ..core import snapshot
from ..core.actions import Role
from ..core.errors import Refused
from ..core.guard import check_listing
from ..core.intents import acknowledged, told
from ..core.observation import Observation, RemoteEvent
from ..core.preview import Start
from ..core.privacy import busy_only
from ..core.traits import Trait, traits_of, with_traits
from .outdated import written_since
from .recognising import Recognition
from .values import naive

BATCH = 500
"""At most this many pending links are taken in one pass; the rest follows at once."""

EARLIEST, LATEST = datetime(1, 1, 1, tzinfo=UTC), datetime(9999, 1, 1, tzinfo=UTC)


class Observer:
    """Observes one remote calendar."""

    def __init__(self, calendar, provider, reading, people, achieved=None):
        # what an attempt that was rolled back has written remotely; see `SyncPass.achieved`
        self._achieved = dict(achieved or {})
        self._written = {key: one.event for key, one in self._achieved.items()}
        self._calendar = calendar.sudo()
        self._account = self._calendar.account_id
        self._links = self._calendar.env["calendar.sync.link"]
        self._provider = provider
        self._reading = reading
        self._people = people
        self._filters = self._calendar._filters()
        self._own_email = (self._account.email or "").lower()
        self._known = Recognition(self._calendar, people)
        self._together = []
        self._intents = {}
        self.unreadable = []

    def observe(self, changes):
        """Return the observations of a pass; see `engine.sync_pass.Store`."""
        self._refuse_empty(changes)
        remote = {one.remote_id: one for one in self._taken(changes.events)}
        linked = self._linked(remote)
        changed = self._changed(linked, remote)
        pending = self._pending(changes, set(linked.ids))
        self._together = (changed | pending).ids
        self._intents = self._kept_of(changed | pending)
        # before they are observed: what was deleted by an attempt before is forgotten by its link
        known = set(linked.mapped("remote_id"))
        seen = self._of_listed(changed, remote)
        new = [one for key, one in remote.items() if key not in known and one.meeting]
        self._known.recognise(new)
        if changes.full and not self._calendar.last_pull:
            self._known.recognise_alike(new, self._reading)
        seen += map(self._of_unlinked, new)
        for link in pending:
            seen.append(self._readable(link, lambda one: self._remote_of(one, changes.full)))
        return [one for one in seen if one]

    def _of_listed(self, links, remote):
        """Observe linked events that were listed; what is outdated meanwhile is read again."""
        outdated = written_since(links, self._account.running_since)
        found = [self._readable(one, self._remote_now) for one in outdated]
        rest = links - outdated
        return found + [self._readable(one, lambda link: remote[link.remote_id]) for one in rest]

    def of_key(self, key, remote):
        """Return the observation behind a key with its remote side as given.

        An event that has no link yet and is gone meanwhile is nothing to write to.
        """
        if isinstance(key, int):
            return self._of_link(self._link(key), remote)
        return self._of_unlinked(remote or RemoteEvent(key, read_only=True))

    def meeting_of(self, key):
        """Return the event or recurrence behind a key, None when there is none here."""
        if isinstance(key, int):
            return self._link(key)._meeting() or None
        return self._known.meeting(key)

    def _link(self, key):
        """Return a link that is read together with all others of the pass."""
        return self._links.browse(key).with_prefetch(self._together)

    def uid_of(self, key):
        """Return the iCalUID for a listed event that is new here, "" when another one has it."""
        return self._known.free_uid(key)

    def _refuse_empty(self, changes):
        """Refuse a calendar that came back empty until a person has looked at it.

        Then each meeting is asked for by its id, as far as one pass can.
        """
        listed = len(changes.events) + len(changes.rejected)
        known = self._links.search_count(self._expected(BASED))
        if known > BATCH or not self._calendar.approved_deletions:
            check_listing(changes.full, listed, known)

    def _taken(self, events):
        """Return events as they are taken in: with their traits, veiled if only busy times are.

        What was made here is known here, and keeps what it says.
        """
        named = [with_traits(one, self._own_email) for one in events]
        if self._calendar.privacy_mode != "busy":
            return named
        ours = self._made_here(one for one in named if one.marker)
        return [one if one.remote_id in ours else busy_only(one) for one in named]

    def _made_here(self, marked):
        """Return the remote ids of the meetings that were made here, their duplicates left out."""
        ids_of = defaultdict(list)
        for one in marked:
            ids_of[one.marker].append(one.remote_id)
        here = Domain("calendar_id", "=", self._calendar.id) & Domain("role", "!=", "guest")
        links = self._links.search(here & Domain("uid", "in", list(ids_of)))
        return {one.remote_id or ids_of[one.uid][0] for one in links}

    def _linked(self, remote):
        """Return the links of listed events; one whose answer got lost is found by our marker."""
        here = Domain("calendar_id", "=", self._calendar.id)
        links = self._links.search(here & Domain("remote_id", "in", list(remote)))
        links = self._but_deleted(links, remote)
        links |= self._taken_over(here, links, remote)
        markers = {one.marker: one.remote_id for one in remote.values() if one.marker}
        # so is a meeting that was edited here before the invitation to it was ever listed
        uids = {one.uid: one.remote_id for one in remote.values() if one.uid and one.meeting}
        markers = uids | markers
        # and an invitation that went and came again under another id, as one that was declined does
        there = [key for key, one in remote.items() if one.meeting]
        again = Domain("role", "=", "guest") & Domain("remote_id", "not in", there)
        astray = Domain("remote_id", "=", False) | again
        for link in self._links.search(here & Domain("uid", "in", list(markers)) & astray):
            if markers[link.uid] not in links.mapped("remote_id"):
                link.remote_id = markers[link.uid]
                links |= link
        return links

    def _but_deleted(self, links, remote):
        """Return links without those whose event an earlier attempt has deleted.

        Should such a meeting be wanted again, it is another event there, which may be listed, too.
        """
        gone = links.filtered(lambda one: remote[one.remote_id].meeting is None)
        self._intents = self._kept_of(gone)
        done = gone.filtered(lambda one: one.base and not self._acknowledged(one, None))
        done._renew()
        return links - done

    def _kept_of(self, links):
        return self._links.env["calendar.sync.intent"]._kept(links)

    def _taken_over(self, here, found, remote):
        """Return taken over links whose id is another mailbox's: their events by iCalUID."""
        known = set(found.mapped("remote_id"))
        ids = {one.uid: key for key, one in remote.items() if one.meeting and key not in known}
        links = self._links.search(here & UNCOMPARED & Domain("uid", "in", list(ids))) - found
        for link in links:
            link.remote_id = ids[link.uid]
        return links

    @staticmethod
    def _changed(links, remote):
        """Return the links whose remote side is not what was last recorded, or that are pending."""
        return links.filtered(
            lambda one: (
                one.dirty_since
                or one.error_code
                or not one.etag
                or one.etag != remote[one.remote_id].etag
            )
        )

    def _pending(self, changes, taken):
        """Return what waits here, and after a full listing what it did not show."""
        missing = self._expected(BASED | UNCOMPARED) if changes.full else Domain.FALSE
        here = Domain("calendar_id", "=", self._calendar.id)
        wanted = here & (self._links._waiting_domain() | missing)
        found = self._links.search(wanted, limit=BATCH + len(taken))
        return found.filtered(lambda one: one.id not in taken)[:BATCH]

    def _expected(self, links):
        """Return those of some links a full listing has to show; of the others it says nothing."""
        window = self._calendar._window()
        start, end = naive(window.start or EARLIEST), naive(window.end or LATEST)
        single = Domain("event_id", "!=", False)
        outside = single & (
            Domain("event_id.stop", "<", start) | Domain("event_id.start", ">", end)
        )
        here = Domain("calendar_id", "=", self._calendar.id)
        return here & links & ~outside

    def _remote_of(self, link, asked):
        """Return the remote side of a link that was not listed: as agreed, or as it is now.

        What somebody was asked about was listed as it is, but never agreed on.
        """
        base = snapshot.load_base(link.base)
        asked = asked or bool(link.waiting_mails or link.approved_mails)
        # what was agreed on does not say of what kind the event is by now
        asked = asked or bool(self._filters)
        if link.remote_id and (asked or base is None or link.error_code):
            return self._remote_now(link)
        if base is None:
            return None
        return RemoteEvent(
            remote_id=link.remote_id,
            etag=link.etag or "",
            uid=link.uid,
            marker=link.uid,
            meeting=base.remote,
            organizer_self=link.role == "organizer",
            read_only=link.read_only,
            web_link=link.web_link or "",
        )

    def _remote_now(self, link):
        event = self._provider.get(self._calendar.remote_id, link.remote_id)
        return event and self._taken([event])[0]

    def _readable(self, link, remote_of):
        """Observe a link; one whose meeting cannot be read here stops no other."""
        try:
            return self._of_link(link, remote_of(link))
        except Refused as error:
            self.unreadable.append((link, error))
            return None

    def _agreement(self, link, remote):
        """Return the base of a link and its remote side, earlier attempts' writes included."""
        remote = self._written.pop(link.id, remote)
        achieved = self._achieved.get(link.id)
        if achieved and achieved.base and achieved.event.meeting:
            return achieved.base, remote
        return self._acknowledged(link, remote and remote.meeting), remote

    def _acknowledged(self, link, meeting):
        """Return the base of a link with what an earlier attempt has written since."""
        base = snapshot.load_base(link.base)
        return acknowledged(base, self._intents.get(link.id, ()), meeting)

    def _of_link(self, link, remote):
        meeting = self.meeting_of(link.id)
        base, remote = self._agreement(link, remote)
        if link.base and not base:
            link._renew()
            remote = None
        taken_over = base is None and bool(link.taken_over and link.remote_id)
        if taken_over and remote and remote.meeting:
            link.role = "organizer" if remote.organizer_self else "guest"
        local = self._reading.meeting(meeting)
        return self._observation(
            key=link.id,
            uid=link.uid,
            role=Role(link.role),
            remote_id=remote.remote_id if remote else link.remote_id or link._new_remote_id(),
            base=base,
            local=local,
            remote=remote,
            changed_locally=link.dirty_since.replace(tzinfo=UTC) if link.dirty_since else None,
            notify=link.notify,
            told=self._is_told(link, base, local),
            approved_mails=link.approved_mails or "",
            parted=link.parted,
            follows=bool(link.followed_id),
            taken_over=taken_over,
            awaited=not base and self._is_awaited(link),
        )

    def _is_awaited(self, link):
        """Tell whether the event of an organizer's link is there, made by somebody else than us."""
        unknown = not (link.generation or self._intents.get(link.id))
        return unknown and bool(self._links_of_others(link.id)._brought())

    def _is_told(self, link, agreed, local):
        """Tell whether guests have heard of what an attempt before has left to write."""
        kept = self._intents.get(link.id)
        return bool(kept) and told(snapshot.load_base(link.base), agreed, kept, local)

    def _of_unlinked(self, event):
        """Observe an event that is new here: alone, or a meeting that somebody else brought.

        While the remote calendar is only brought in, nothing goes the other way.
        """
        found = self._observation(
            key=event.remote_id,
            uid=self._known.own_uid(event.remote_id) or event.remote_id,
            role=Role.ORGANIZER if event.organizer_self else Role.GUEST,
            remote_id=event.remote_id,
            local=self._reading.meeting(self._known.meeting(event.remote_id)),
            remote=event,
        )
        brings_in = self._account.start_choice == Start.IMPORT.value
        return replace(found, may_push=False) if brings_in else found

    def _observation(self, remote, **values):
        organizer = remote and remote.meeting and remote.meeting.organizer
        others = self._links_of_others(values["key"])
        shared = bool(others)
        told_elsewhere = shared and self._calendar.privacy_mode == "busy"
        told_elsewhere = told_elsewhere or self._is_occurrence(values["key"])
        return Observation(
            **values,
            remote=remote,
            own_email=self._own_email,
            organizer_connected=told_elsewhere
            or (bool(organizer) and self._is_connected(organizer)),
            held_by_others=shared,
            answer_themselves=frozenset(
                one.account_id.email.lower() for one in others._answering()
            ),
            may_pull=self._calendar._may_pull(),
            may_push=self._calendar._may_push(),
            deletes_here=self._calendar.deletes_here,
            deletes_there=self._calendar.deletes_there,
            left_out=bool(self._filters & self._traits(values["local"], remote)),
        )

    def _traits(self, local, remote):
        """Return what a meeting is on either side; hidden here for its busy times, it is private
        only if it is so there."""
        here = traits_of(local, self._own_email)
        if self._calendar.privacy_mode == "busy" and remote:
            here -= {Trait.PRIVATE}
        return here | (remote.traits if remote else frozenset())

    def _is_occurrence(self, key):
        """Tell whether an event is one occurrence of a series, which tells all but the answer."""
        meeting = self.meeting_of(key)
        return bool(meeting) and meeting._sync_is_occurrence()

    def _links_of_others(self, key):
        """Return the places of a meeting on other calendars here that ever had it."""
        meeting = self.meeting_of(key)
        links = meeting.sudo().sync_link_ids if meeting else self._links
        others = links.filtered(lambda one: one.calendar_id != self._calendar)
        return others.filtered(lambda one: one.remote_id or one.generation)

    def _is_connected(self, organizer):
        return organizer.email != self._own_email and self._people.is_connected(organizer.email)


BASED = Domain("base", "!=", False) & Domain("remote_id", "!=", False)
"""Links of meetings that both sides have agreed on."""

UNCOMPARED = (
    Domain("taken_over", "=", True) & Domain("base", "=", False) & Domain("remote_id", "!=", False)
)
"""Links of meetings that another addon kept in step, and that were not compared since."""
