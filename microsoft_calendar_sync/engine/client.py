"""The provider: one Microsoft account behind the port of the engine.

https://learn.microsoft.com/graph/api/resources/calendar
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime

import requests

from odoo.addons.calendar_sync_base.core.actions import RemoteAction
from odoo.addons.calendar_sync_base.core.calendars import RemoteCalendar
from odoo.addons.calendar_sync_base.core.dirty import rows
from odoo.addons.calendar_sync_base.core.errors import (
    AccountError,
    Gone,
    ServerTrouble,
    SyncError,
)
from odoo.addons.calendar_sync_base.core.observation import RemoteEvent
from odoo.addons.calendar_sync_base.engine.credential import Credential
from odoo.addons.calendar_sync_base.engine.ports import (
    Changes,
    Channel,
    Outcome,
    Window,
)
from odoo.addons.calendar_sync_base.engine.rest.client import RestCalendar, Verbs
from odoo.addons.calendar_sync_base.engine.rest.trail import Trail
from odoo.addons.calendar_sync_base.engine.rest.transport import Patience, at_once

from ..core import calls
from ..core.calendars import owner_of, read_calendar, view_of
from ..core.event import View
from . import channels
from .answering import delete, respond
from .creating import create
from .cursor import bounds_of
from .dialect import MICROSOFT
from .endpoints import Endpoints
from .listing import Listing
from .updating import update
from .writing import read


def _now() -> datetime:
    return datetime.now(UTC)


VERBS = Verbs(create, update, delete, respond)


class MicrosoftCalendar(RestCalendar):
    """One connected Microsoft account."""

    silent = False

    def __init__(
        self,
        credential: Credential,
        endpoints: Endpoints | None = None,
        session: requests.Session | None = None,
        patience: Patience | None = None,
        clock: Callable[[], datetime] = _now,
        book: Callable[[int], float] = at_once,
    ) -> None:
        """Sign with a credential; the other parts have their usual values.

        Raises NeedsAdministrator when the environment names an unsafe address.
        """
        known = endpoints or Endpoints.from_environment()
        super().__init__(MICROSOFT, known.graph, credential, session, patience, book)
        self._clock = clock
        self._views: dict[str, View] = {}

    def calendars(self) -> list[RemoteCalendar]:
        """Return the account's calendars, the primary one first. Raises SyncError."""
        found: list[RemoteCalendar] = []
        call, trail = calls.calendar_list(), Trail("Graph")
        while True:
            body = self._transport.call(call).body
            found += [one for one in map(read_calendar, rows(body.get("value"))) if one]
            link = trail.step(calls.next_link(body))
            if not link:
                return sorted(found, key=lambda one: not one.primary)
            call = calls.follow(link, self._transport.api)

    def create_calendar(self, name: str) -> RemoteCalendar:
        """Make a calendar of the account's own and return it; asked for once only.

        Raises Duplicate when there is one of that name, and any other SyncError.
        """
        made = read_calendar(self._transport.once(calls.insert_calendar(name)).body)
        if made is None:
            raise ServerTrouble("Graph made a calendar without an id")
        return made

    def changes(self, calendar_id: str, cursor: str, window: Window) -> Changes:
        """Return what changed since `cursor` (empty: everything in the window), all pages.

        Everything is listed, too, when the window has moved far beyond the cursor's. Raises
        CursorExpired when the cursor is no longer valid, and any other SyncError.
        """
        listing = Listing(self._transport, calendar_id, lambda: self._view(calendar_id))
        return listing.changes(cursor, bounds_of(window, self._clock()))

    def get(self, calendar_id: str, remote_id: str) -> RemoteEvent | None:
        """Return one event, a series whole; None when Microsoft never heard of it, or no longer.

        Raises SyncError.
        """
        try:
            return self._read(read(remote_id, self._view(calendar_id)))
        except Gone:
            return None

    def apply(self, calendar_id: str, actions: Sequence[RemoteAction]) -> list[Outcome]:
        """Carry out actions in batches, one outcome each, in their order. Raises AccountError.

        Actions on one event take turns, those on different events go side by side.
        """
        if not actions:
            return []
        try:
            view = self._view(calendar_id)
        except AccountError:
            raise
        except SyncError as error:
            return [Outcome(one, error=error) for one in actions]
        return self._apply(actions, VERBS, view)

    def _view(self, calendar_id: str) -> View:
        """Return how events of a calendar are read and written, asked for once.

        Answers to invitations are those of the mailbox that the calendar is in.
        """
        if calendar_id not in self._views:
            entry = self._transport.call(calls.get_calendar(calendar_id)).body
            self._views[calendar_id] = view_of(entry, owner_of(entry))
        return self._views[calendar_id]

    def open_channel(
        self, calendar_id: str, address: str, channel: Channel, former: Channel | None = None
    ) -> Channel:
        """Ask for change notifications at `address`; return the channel as granted.

        A `former` channel that is still there is prolonged and returned. Raises SyncError.
        """
        now = self._clock()
        if former and (longer := channels.prolong(self._transport, former, channel.expires, now)):
            return longer
        return channels.open_channel(self._transport, calendar_id, address, channel, now)

    def close_channel(self, channel: Channel) -> None:
        """Stop a change channel; one that is already gone is fine. Raises SyncError."""
        channels.close_channel(self._transport, channel)
