"""Which events of a remote calendar that have no link yet are meetings that are here already.

By our own marker, by iCalUID, and, when a calendar is read for the first time, by likeness.
"""

from odoo.fields import Domain

from ..core.identity import match
from . import single_occurrences
from .existing import alike
from .joining import Joining


class Recognition:
    """Knows the new events of one remote calendar by their remote ids."""

    def __init__(self, calendar, people):
        self._calendar = calendar
        self._account = calendar.account_id
        self._links = calendar.env["calendar.sync.link"]
        self._people = people
        self._found = {}
        self._uids = {}
        self._free_uids = {}

    def meeting(self, remote_id):
        """Return the event or recurrence that an event is, None when it is new here."""
        return self._found.get(remote_id)

    def own_uid(self, remote_id):
        """Return an event's iCalUID if no other one on this calendar has it, else None."""
        return self._uids.get(remote_id)

    def free_uid(self, remote_id):
        """Return the iCalUID for a meeting made of an event, "" when another one has it."""
        return self._free_uids.get(remote_id, "")

    def recognise(self, events):
        """Look up which of these events are meetings that are here already."""
        markers = [one.marker for one in events if one.marker]
        uids = [one.uid for one in events if one.uid]
        records = {one.uid: one._meeting() for one in self._links.search([("uid", "in", markers)])}
        for model in ("calendar.event", "calendar.recurrence"):
            found = self._links.env[model].search([("ical_uid", "in", uids)])
            records |= {one.ical_uid: one for one in found}
        records |= single_occurrences.named(self._links.env, uids)
        self._uids = self._own_uids(events)
        self._name_singles(events, uids)
        keys = {uid: f"{one._name},{one.id}" for uid, one in records.items() if self._is_free(one)}
        by_key = {key: records[uid] for uid, key in keys.items()}
        joining = Joining(self._account, self._people)
        for found in match(events, {}, keys):
            if found.key is not None and joining.may_join(by_key[found.key], found.event):
                self._found[found.event.remote_id] = by_key[found.key]

    def recognise_alike(self, events, reading):
        """Look up which of the others are meetings that say the same."""
        unknown = [one for one in events if one.remote_id not in self._found]
        self._found |= alike(self._account, unknown, reading)

    def _name_singles(self, events, uids):
        """Decide which new event gets which iCalUID: one that no meeting has, archived or not."""
        known = set()
        for model in ("calendar.event", "calendar.recurrence"):
            all_of_them = self._links.env[model].with_context(active_test=False)
            found = all_of_them.search_fetch([("ical_uid", "in", uids)], ["ical_uid"])
            known |= set(found.mapped("ical_uid"))
        for one in events:
            if one.uid and not one.meeting.recurrence and one.uid not in known:
                self._free_uids[one.remote_id] = one.uid
                known.add(one.uid)

    def _own_uids(self, events):
        """Return the iCalUIDs of new events by remote id; only one on a calendar has each."""
        here = Domain("calendar_id", "=", self._calendar.id)
        links = self._links.search(here & Domain("uid", "in", [one.uid for one in events]))
        taken = set(links.mapped("uid"))
        first = {one.uid: one.remote_id for one in reversed(events) if one.uid not in taken}
        return {key: uid for uid, key in first.items()}

    def _is_free(self, meeting):
        """Tell whether a meeting is on this remote calendar by no other event."""
        here = meeting and meeting._sync_links().filtered(
            lambda one: one.calendar_id == self._calendar and one.remote_id
        )
        return bool(meeting) and not here
