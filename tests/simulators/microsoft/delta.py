"""Delta rounds of a calendar view: what has changed in a window since a token.

- https://learn.microsoft.com/graph/api/event-delta
- https://learn.microsoft.com/graph/delta-query-events
- https://learn.microsoft.com/graph/delta-query-overview (410 with Location)
- Series as a whole, and no word of a deleted occurrence:
  https://github.com/microsoftgraph/microsoft-graph-docs/pull/4501
  https://github.com/microsoftgraph/microsoft-graph-docs/issues/7632
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
import random
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from . import errors, render, series, times
from .ids import Name
from .model import Calendar, Fields, Gone, Item
from .query import OPTIONS, Query
from .series import Event
from .world import World

MAX_ROUNDS = 2000
WINDOW = ("startdatetime", "enddatetime")
Row = list[Any]  # kind, key, day


@dataclass(frozen=True)
class Token:
    """A state to continue from; ``round`` and ``offset`` when a round is not over."""

    calendar: str
    email: str
    first: str
    last: str
    tick: int
    epoch: int
    seed: int
    round: str = ""
    offset: int = 0

    def encode(self) -> str:
        """As opaque text with a checksum."""
        text = json.dumps(list(asdict(self).values()), separators=(",", ":")).encode()
        return base64.urlsafe_b64encode(_sum(text) + text).decode().rstrip("=")

    @property
    def window(self) -> tuple[datetime, datetime]:
        """The limits of the view."""
        return datetime.fromisoformat(self.first), datetime.fromisoformat(self.last)


def _sum(text: bytes) -> bytes:
    return hashlib.sha256(text).digest()[:6]


def _decode(text: str) -> Token | None:
    try:
        data = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
        return Token(*json.loads(data[6:])) if _sum(data[6:]) == data[:6] else None
    except (binascii.Error, ValueError, TypeError):
        return None


class Delta:
    """Answers the delta function of one world's calendars."""

    def __init__(self, world: World) -> None:
        """Work on one world."""
        self.world = world

    def answer(self, email: str, calendar: Calendar, query: Query) -> Fields:
        """One page of a round."""
        _check_options(query, self.world.settings.tolerant_delta_query)
        text = query.options.get("$skiptoken") or query.options.get("$deltatoken")
        if text is None:
            token = self._first(email, calendar, query)
            return self._page(calendar, self._begin(calendar, token, None), query)
        if any(name.lower() in WINDOW for name in query.params):
            raise errors.query("The window of a delta query is a part of its token.")
        token = self._known(email, calendar, query, text)
        if not token.round:
            token = self._begin(calendar, token, token.tick)
        return self._page(calendar, token, query)

    def _first(self, email: str, calendar: Calendar, query: Query) -> Token:
        params = {name.lower(): value for name, value in query.params.items()}
        first, last = times.window(*(params.get(name) for name in WINDOW))
        if (last - first).days > self.world.settings.max_view_days:
            raise too_long(self.world.settings.max_view_days)
        return Token(
            calendar.id, email, first.isoformat(), last.isoformat(), 0, calendar.epoch,
            self.world.seed,
        )  # fmt: skip

    def _known(self, email: str, calendar: Calendar, query: Query, text: str) -> Token:
        token = _decode(text)
        known = token and (token.calendar, token.email, token.epoch, token.seed)
        wanted = (calendar.id, email, calendar.epoch, self.world.seed)
        if token is None or known != wanted or token.tick > self.world.tick:
            raise self._expired(token, query)
        if token.round and token.round not in self.world.rounds:
            raise self._expired(token, query)
        return token

    def _expired(self, token: Token | None, query: Query) -> errors.GraphError:
        """The kind is a switch; with 410 comes the address to begin again."""
        status, _, code = self.world.settings.expired_delta.partition(" ")
        error = errors.named(code, int(status))
        if error.status == 410 and token:
            values = {"startDateTime": token.first, "endDateTime": token.last}
            error.headers["Location"] = f"{query.base_url}{query.path}?{urlencode(values)}"
        return error

    def _begin(self, calendar: Calendar, token: Token, since: int | None) -> Token:
        """A round is fixed when it begins; later changes are for the next one."""
        rows = self._rows(calendar, token, since)
        key = self.world.ids.token("round")[:20]
        self.world.rounds[key] = {"rows": rows, "tick": self.world.tick}
        for old in list(self.world.rounds)[:-MAX_ROUNDS]:
            del self.world.rounds[old]
        return Token(**{**asdict(token), "round": key, "offset": 0})

    def _rows(self, calendar: Calendar, token: Token, since: int | None) -> list[list[Row]]:
        """Groups of rows; a series is one group."""
        window, settings = token.window, self.world.settings
        changed = [item for item in calendar if since is None or item.seq > since]
        groups = [self._item_rows(calendar, item, window, since) for item in changed]
        if since is not None:
            groups += [
                [["gone", gone.key, None]]
                for gone in calendar.gone.values()
                if gone.seq > since and self._shown(gone, window)
            ]
        groups = [group for group in groups if group]
        if settings.replays:
            groups += _replays(calendar, groups, window)
        chance = random.Random(self.world.seed * 1000 + self.world.tick)
        if settings.shuffle:
            chance.shuffle(groups)
            for group in groups:
                chance.shuffle(group)
        if settings.split_series:
            groups = [[row] for group in groups for row in group]
        return groups

    def _shown(self, gone: Gone, window: tuple[datetime, datetime]) -> bool:
        if self.world.settings.removed_outside_window:
            return True
        ends = datetime.fromisoformat(gone.end) if gone.end else None
        return datetime.fromisoformat(gone.start) < window[1] and (not ends or ends >= window[0])

    def _item_rows(
        self, calendar: Calendar, item: Item, window: tuple[datetime, datetime], since: int | None
    ) -> list[Row]:
        settings = self.world.settings
        rows = item_rows(calendar, item, window)
        if not rows:
            # It left the window, or was never inside: both are shown as removed.
            outside = since is not None and settings.removed_outside_window
            return [["gone", item.key, None]] if outside else []
        if settings.missing_master and item.recurring:
            rows = rows[1:]
        if settings.spurious_removed and since is not None and item.created_seq <= since:
            rows = [["gone", item.key, None], *rows]
        return rows

    def _page(self, calendar: Calendar, token: Token, query: Query) -> Fields:
        """As many groups as fit, one at least; a group is not split."""
        this = self.world.rounds[token.round]
        settings = self.world.settings
        largest = min(settings.max_page_size, settings.max_delta_page_size)
        size = min(query.page_size(settings.delta_page_size), largest)
        if settings.empty_pages and token.offset == 0:
            return self._links(token, query, [], -1, this["tick"])
        groups, offset = this["rows"], max(token.offset, 0)
        start = 0 if token.offset < 0 else offset
        shown: list[Row] = []
        end = start
        while end < len(groups) and (not shown or len(shown) + len(groups[end]) <= size):
            shown += groups[end]
            end += 1
        rows = [self._show(calendar, row, query) for row in shown]
        following = end if end < len(groups) else None
        return self._links(token, query, rows, following, this["tick"])

    def _links(
        self, token: Token, query: Query, rows: list[Fields], offset: int | None, tick: int
    ) -> Fields:
        values = asdict(token)
        if offset is None:
            name, values = "$deltatoken", {**values, "tick": tick, "round": "", "offset": 0}
        else:
            name, values = "$skiptoken", {**values, "offset": offset}
        link = f"{query.base_url}{query.path}?{name}={Token(**values).encode()}"
        kind = "@odata.deltaLink" if offset is None else "@odata.nextLink"
        context = f"{query.base_url}/v1.0/$metadata#Collection(event)"
        return {"@odata.context": context, kind: link, "value": rows}

    def _show(self, calendar: Calendar, row: Row, query: Query) -> Fields:
        kind, key, day = row
        item = calendar.items.get(key)
        if kind == "gone" or item is None or (day and not _still(item, day)):
            return _removed(calendar, key, day, query)
        event = Event(calendar, item, day)
        if event.type == "occurrence":
            return render.thin(event, query.view)
        return {
            "@odata.type": "#microsoft.graph.event",
            **render.whole(event, query.view),
        }


def _still(item: Item, day: str) -> bool:
    return item.recurring and series.has_day(item, day)


def _removed(calendar: Calendar, key: str, day: str | None, query: Query) -> Fields:
    known = calendar.gone.get(key) or calendar.items.get(key)
    text = str(Name(key, day, known.moves if known else 0, query.view.immutable))
    return {
        "@odata.type": "#microsoft.graph.event",
        "id": text,
        "@removed": {"reason": "deleted"},
    }


def item_rows(calendar: Calendar, item: Item, window: tuple[datetime, datetime]) -> list[Row]:
    """A single event, or a master with all its occurrences of the window."""
    if not item.recurring:
        inside = Event(calendar, item).inside(*window)
        return [["event", item.key, None]] if inside else []
    found = series.occurrences(calendar, item, *window)
    rows: list[Row] = [["event", item.key, event.day] for event in found]
    return [["event", item.key, None], *rows] if rows else []


def _replays(
    calendar: Calendar, groups: list[list[Row]], window: tuple[datetime, datetime]
) -> list[list[Row]]:
    """The first group once more, and something that nobody has changed."""
    shown = {group[0][1] for group in groups}
    rest = [item_rows(calendar, item, window) for item in calendar if item.key not in shown]
    return [*groups[:1], *[group for group in rest if group][:1]]


def _check_options(query: Query, tolerant: bool) -> None:
    if set(query.options) & OPTIONS and not tolerant:
        raise errors.query(
            "The following parameters are not supported with change tracking over the "
            "'CalendarView' resource: '$orderby, $filter, $select, $expand, $search, $top'."
        )


def too_long(days: int) -> errors.GraphError:
    """400 for a view that spans too much (observed words)."""
    return errors.invalid_request(
        "The range between start and end dates is greater than the allowed range. Maximum "
        f"number of days: {days}."
    )
