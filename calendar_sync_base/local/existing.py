"""Meetings here from before the connection, which no link notices until somebody touches them."""

from odoo import fields
from odoo.fields import Domain

from ..core import identity
from ..core.actions import Role
from ..core.likeness import pair
from ..core.observation import Observation
from .people import People
from .reading import Reading
from .values import naive


class Existing:
    """The meetings of an account's user that belong on its calendar for new meetings."""

    def __init__(self, account):
        self._account = account.sudo()
        self._env = self._account.env
        self._calendar = self._account._push_calendar()
        self._links = self._env["calendar.sync.link"]

    def observations(self):
        """Return what a pass would compare if all of them were linked.

        Links are not made, but meetings get their iCalUID: the caller rolls that back.
        """
        reading = Reading(People(self._env))
        return [self._observation(values, reading) for values in self._values()]

    def left(self):
        """Return how many of the user's meetings in the window belong on no calendar there."""
        return len(self._meetings()) - len(self._values())

    def link(self):
        """Have all of them sent; nobody made them just now, so nobody is told."""
        made = self._links.create(self._values())
        (made | self._loose()).write({"dirty_since": fields.Datetime.now(), "notify": False})

    def _observation(self, values, reading):
        meeting = self._meeting(values)
        return Observation(
            key=f"{meeting._name},{meeting.id}",
            uid=values["uid"],
            role=Role(values["role"]),
            remote_id=identity.remote_id("", values["uid"], self._calendar.remote_id),
            own_email=(self._account.email or "").lower(),
            local=reading.meeting(meeting),
            may_push=True,
        )

    def _meeting(self, values):
        if values.get("recurrence_id"):
            return self._env["calendar.recurrence"].browse(values["recurrence_id"])
        return self._env["calendar.event"].browse(values["event_id"])

    def _values(self):
        """Return the values of the links that are missing."""
        found = []
        for meetings in self._by_model():
            if meetings:
                found += self._links._missing_values(meetings, meetings._sync_links())
        own = self._account.calendar_ids.ids
        return [one for one in found if one["calendar_id"] in own]

    def _meetings(self):
        return [one for meetings in self._by_model() for one in meetings]

    def _by_model(self):
        """Return single meetings and series in the window that no calendar of the account has."""
        events = self._events()
        single = events.filtered(lambda one: not one.recurrence_id)
        return [self._unlinked(one) for one in (single, events.recurrence_id)]

    def _events(self):
        if not self._calendar:
            return self._env["calendar.event"]
        user = self._account.user_id
        mine = Domain("user_id", "=", user.id) | Domain("partner_ids", "in", user.partner_id.ids)
        window = self._calendar._window()
        if window.start:
            mine &= Domain("stop", ">=", naive(window.start))
        if window.end:
            mine &= Domain("start", "<=", naive(window.end))
        return self._env["calendar.event"].search(mine)

    def _unlinked(self, meetings):
        linked = meetings._sync_links().filtered(lambda one: one.account_id == self._account)
        return meetings - linked._meetings(meetings._name)

    def _loose(self):
        """Return links from before a reset whose event was not found there again."""
        loose = self._links.search(
            [
                ("calendar_id", "=", self._calendar.id),
                ("base", "=", False),
                ("dirty_since", "=", False),
            ]
        )
        return loose.filtered(lambda one: one._meeting() and one._meeting()._sync_event().active)


def alike(account, events, reading):
    """Return which remote events say what an unlinked meeting of the account's user says.

    A dict of events and recurrences by remote id. Only meetings that both sides' owner organizes.
    """
    own = [one for one in events if one.organizer_self and one.meeting and one.meeting.title]
    if not own:
        return {}
    found = account.env["calendar.event"].search(
        [
            ("user_id", "=", account.user_id.id),
            ("name", "in", sorted({one.meeting.title for one in own})),
        ]
    )
    meetings = [*found.filtered(lambda one: not one.recurrence_id), *found.recurrence_id]
    free = {f"{one._name},{one.id}": one for one in meetings if not one._sync_links()}
    here = {key: reading.meeting(one) for key, one in free.items()}
    pairs = pair(own, {key: one for key, one in here.items() if one})
    return {remote_id: free[key] for remote_id, key in pairs.items()}
