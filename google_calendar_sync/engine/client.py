"""The provider: one Google account behind the port of the engine.

https://developers.google.com/workspace/calendar/api/v3/reference
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import requests

from odoo.addons.calendar_sync_base.core.actions import RemoteAction
from odoo.addons.calendar_sync_base.core.calendars import RemoteCalendar
from odoo.addons.calendar_sync_base.core.dirty import rows, text
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
from ..core.calendars import made_calendar, read_calendar
from ..core.event import View
from . import channels
from .answering import delete, respond
from .creating import create
from .dialect import GOOGLE
from .endpoints import Endpoints
from .listing import Listing
from .updating import update
from .writing import read

VERBS = Verbs(create, update, delete, respond)


class GoogleCalendar(RestCalendar):
    """One connected Google account."""

    silent = True

    def __init__(
        self,
        credential: Credential,
        endpoints: Endpoints | None = None,
        session: requests.Session | None = None,
        patience: Patience | None = None,
        book: Callable[[int], float] = at_once,
    ) -> None:
        """Sign with a credential; the other parts have their usual values.

        Raises NeedsAdministrator when the environment names an unsafe address.
        """
        known = endpoints or Endpoints.from_environment()
        super().__init__(GOOGLE, known.api, credential, session, patience, book)

    def calendars(self) -> list[RemoteCalendar]:
        """Return the account's calendars, the primary one first. Raises SyncError."""
        found: list[RemoteCalendar] = []
        page, trail = "", Trail("Google")
        while True:
            body = self._transport.call(calls.calendar_list(page)).body
            found += [one for one in map(read_calendar, rows(body.get("items"))) if one]
            page = trail.step(text(body.get("nextPageToken")))
            if not page:
                return sorted(found, key=lambda one: not one.primary)

    def create_calendar(self, name: str) -> RemoteCalendar:
        """Make a calendar of the account's own and return it. Raises SyncError.

        Asked for once only: Google makes another one of the same name each time. Without the
        permission of `credentials.MAKING` that is a MissingScope.
        """
        return made_calendar(self._transport.once(calls.insert_calendar(name)).body, name)

    def changes(self, calendar_id: str, cursor: str, window: Window) -> Changes:
        """Return what changed since `cursor` (empty: everything in the window), all pages.

        Raises CursorExpired when the cursor is no longer valid, and any other SyncError.
        """
        return Listing(self._transport, calendar_id).changes(cursor, window)

    def get(self, calendar_id: str, remote_id: str) -> RemoteEvent | None:
        """Return one event, a series whole; None when Google never heard of it.

        Raises SyncError.
        """
        return self._read(read(calendar_id, remote_id))

    def apply(self, calendar_id: str, actions: Sequence[RemoteAction]) -> list[Outcome]:
        """Carry out actions in batches, one outcome each, in their order. Raises AccountError.

        Actions on one event take turns, those on different events go side by side.
        """
        return self._apply(actions, VERBS, View(calendar_id))

    def open_channel(
        self, calendar_id: str, address: str, channel: Channel, former: Channel | None = None
    ) -> Channel:
        """Ask for change notifications at `address`; return the channel as granted.

        A `former` channel is stopped afterwards. Raises SyncError.
        """
        granted = channels.open_channel(self._transport, calendar_id, address, channel)
        if former:
            channels.close_channel(self._transport, former)
        return granted

    def close_channel(self, channel: Channel) -> None:
        """Stop a change channel; one that is already gone is fine. Raises SyncError."""
        channels.close_channel(self._transport, channel)
