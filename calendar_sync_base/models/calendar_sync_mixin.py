"""Capture: what changed in this transaction, noted and turned into dirty links at its end.

Events and recurrences only report that they changed; when the transaction is about to commit, the
links of all that was reported are marked in one go. A rollback forgets the reports, so nothing that
was rolled back is ever sent. No request leaves the process here.
"""

import uuid
from contextlib import contextmanager
from weakref import WeakKeyDictionary

from odoo import api, fields, models

PENDING = "calendar_sync.pending"

_sources = WeakKeyDictionary()
"""The remote calendar each cursor's changes come from, while they do."""


@contextmanager
def changes_from(calendar):
    """While this lasts, what changes in the transaction comes from a remote calendar.

    Nobody's guests are told of it, that calendar least of all, and it goes on no further calendar:
    its provider delivers it.
    """
    _sources[calendar.env.cr] = calendar
    try:
        yield
    finally:
        del _sources[calendar.env.cr]


def comes_from(env):
    """Return the remote calendar this transaction's changes come from, None for a person's."""
    return _sources.get(env.cr)


class CalendarSyncMixin(models.AbstractModel):
    """What a meeting has, single (`calendar.event`) or series (`calendar.recurrence`)."""

    _name = "calendar.sync.mixin"
    _description = "Synchronized Meeting"

    ical_uid = fields.Char(
        "iCalUID", copy=False, readonly=True, help="RFC 5545 UID: the same on every calendar."
    )

    def _sync_report(self, seen=True):
        """Note that these meetings changed; their links are marked before the commit.

        :param seen: whether it is something the guests see, and may have to hear of
        """
        if not self:
            return
        pending = self._sync_pending()
        pending[False].setdefault(self._name, set()).update(self.ids)
        if seen:
            pending[True].setdefault(self._name, set()).update(self.ids)

    @api.model
    def _sync_pending(self):
        """Return this transaction's reports and see to it that they are used.

        Ids by model: all of them under False, those of which guests see a change under True.
        """
        precommit = self.env.cr.precommit
        if PENDING not in precommit.data:
            precommit.data[PENDING] = {False: {}, True: {}}
            precommit.add(self._sync_flush)
        return precommit.data[PENDING]

    @api.model
    def _sync_flush(self):
        """Mark the links of what was reported so far; every savepoint does so too."""
        source = comes_from(self.env)
        reported = self.env.cr.precommit.data.pop(PENDING, {False: {}, True: {}})
        events, series = self._sync_reported(reported[False])
        events, series = events._sync_concerned(), series.exists()
        events_seen, series_seen = self._sync_reported(reported[True])
        seen = {
            one for some in meetings_of(events & events_seen, series & series_seen) for one in some
        }
        links = self.env["calendar.sync.link"].sudo()
        for meetings in meetings_of(events, series):
            links._mark(meetings, source, seen)

    @api.model
    def _sync_reported(self, reported):
        """Return the events and the series of a report (ids by model), there or not."""
        models = ("calendar.event", "calendar.recurrence")
        return [self.env[model].sudo().browse(reported.get(model, ())) for model in models]

    def _sync_is_occurrence(self):
        """Tell whether this is no meeting of its own, but one occurrence of a series."""
        return False

    def _sync_ensure_uid(self):
        """Give each meeting its iCalUID, once and for ever."""
        for meeting in self.filtered(lambda one: not one.ical_uid):
            meeting._sync_identify(uuid.uuid4().hex)

    def _sync_identify(self, uid):
        """Write the iCalUID of this meeting, False for none.

        Past all that Odoo does when a meeting is written: to nobody is it a change.
        """
        models.Model.write(self, {"ical_uid": uid})

    def _sync_links(self):
        """Return the links of these meetings."""
        inverse = {"calendar.event": "event_id", "calendar.recurrence": "recurrence_id"}
        return self.env["calendar.sync.link"].sudo().search([(inverse[self._name], "in", self.ids)])

    def _sync_hand_over(self, other):
        """Give the identity and the links of this meeting to what it has become."""
        if not self.ical_uid:
            return
        links = self._sync_links()
        other._sync_identify(self.ical_uid)
        self._sync_identify(False)
        series = other._name == "calendar.recurrence"
        links.write(
            {
                "event_id": False if series else other.id,
                "recurrence_id": other.id if series else False,
            }
        )
        other._sync_report()


def meetings_of(events, series):
    """Return the meetings that events and series are: single events, and series."""
    return events.filtered(lambda one: not one.recurrence_id), series | events.recurrence_id
