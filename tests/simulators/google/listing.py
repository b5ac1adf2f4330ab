"""events.list and events.instances: rounds of pages, sync tokens, filters.

https://developers.google.com/workspace/calendar/api/guides/sync
https://developers.google.com/workspace/calendar/api/v3/reference/events/list
"""

from __future__ import annotations

import random
from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime, timedelta

from . import errors, series, times, tokens
from .model import Calendar, Copy, Fields, original_start
from .params import Params
from .render import View, render, stub
from .world import World

FORBIDDEN_WITH_TOKEN = (
    "iCalUID", "orderBy", "privateExtendedProperty", "q", "sharedExtendedProperty",
    "timeMin", "timeMax", "updatedMin",
)  # fmt: skip
NO_TOKEN_AFTER = ("iCalUID", "orderBy", "privateExtendedProperty", "q", "sharedExtendedProperty")
USUAL_PAGE, UPDATED_MIN_DAYS = 250, 30
HORIZON = timedelta(days=366 * 2)
KEPT_ROUNDS = 500


@dataclass(frozen=True)
class Window:
    """The time asked for; an open side is ``None``."""

    start: datetime | None
    end: datetime | None

    @classmethod
    def of(cls, params: Params) -> Window:
        """From the query; an empty one is refused."""
        start, end = params["timeMin"], params["timeMax"]
        if start and end and end <= start:
            raise errors.empty_range("timeMax")
        return cls(start, end)

    def has(self, calendar: Calendar, copy: Copy) -> bool:
        """Whether a copy's own time lies in it, at least in part."""
        fields = copy.fields
        begin = times.instant(fields["start"], calendar.time_zone)
        finish = times.instant(fields["end"], calendar.time_zone)
        if self.end and begin >= self.end:
            return False
        return not (self.start and finish <= self.start and (begin, finish) != (self.start,) * 2)


@dataclass
class Round:
    """One list that is being paged through: what to show, and the state it was taken at."""

    key: str
    items: list[tuple[str, times.Point | None]]
    tick: int
    token_wanted: bool
    empty_page_due: bool
    bound: str


class Lists:
    """The rounds under way; page tokens point into them."""

    def __init__(self, world: World) -> None:
        """Start without rounds."""
        self.world = world
        self._rounds: OrderedDict[str, Round] = OrderedDict()
        self._count = 0

    def events(self, email: str, calendar: Calendar, params: Params) -> Fields:
        """One page of events.list."""
        view = self._view(email, calendar, params)
        turn, offset = self._turn(email, calendar, params)
        return self._page(calendar, params, view, turn, offset)

    def instances(self, email: str, calendar: Calendar, master: Copy, params: Params) -> Fields:
        """One page of events.instances."""
        if not master.recurring:
            raise errors.invalid("Not a recurring event.", "eventId")
        view = self._view(email, calendar, params)
        if token := params["pageToken"]:
            turn, offset = self._resume(token, f"i|{email}|{calendar.id}|{master.id}")
        else:
            window = Window.of(params)
            found = expand(calendar, master, window, bool(params["showDeleted"]))
            if wanted := params["originalStart"]:
                found = [copy for copy in found if _is_original(copy, wanted)]
            turn, offset = self._begin(f"i|{email}|{calendar.id}|{master.id}", found, "", False), 0
        return self._page(calendar, params, view, turn, offset)

    def _view(self, email: str, calendar: Calendar, params: Params) -> View:
        role = calendar.role(email) or ""
        return View(role, params["timeZone"] or calendar.time_zone, params["maxAttendees"])

    def _turn(self, email: str, calendar: Calendar, params: Params) -> tuple[Round, int]:
        bound = tokens.fingerprint(params.raw)
        key = f"e|{email}|{calendar.id}|{bound}|{params['syncToken'] or ''}"
        since = self._since(email, calendar, params, bound)
        if token := params["pageToken"]:
            return self._resume(token, key)
        if since is None:
            found = baseline(self.world, calendar, params)
        else:
            found = changes(self.world, calendar, params, since)
        wanted = not any(name in params for name in NO_TOKEN_AFTER)
        return self._begin(key, found, bound, wanted), 0

    def _since(
        self, email: str, calendar: Calendar, params: Params, bound: str
    ) -> tokens.SyncToken | None:
        text = params["syncToken"]
        if text is None:
            return None
        used = [name for name in FORBIDDEN_WITH_TOKEN if name in params]
        if used or params["showDeleted"] is False:
            name = used[0] if used else "showDeleted"
            words = "Sync token cannot be combined with other query restrictions."
            raise errors.invalid(words, name)
        return tokens.read_sync(self.world, text, email, calendar, bound)

    def _begin(self, key: str, found: list[Copy], bound: str, wanted: bool) -> Round:
        settings = self.world.settings
        if settings.shuffle:
            random.Random(f"{self.world.seed}|{self.world.tick}").shuffle(found)
        if settings.exceptions_first:
            found.sort(key=lambda copy: copy.master_id is None)
        items = [(copy.id, original_start(copy) if copy.virtual else None) for copy in found]
        return Round(key, items, self.world.tick, wanted, settings.empty_pages, bound)

    def _resume(self, token: str, key: str) -> tuple[Round, int]:
        number, _, offset = token.rpartition("-")
        turn = self._rounds.get(number)
        if turn is None or turn.key != key or not offset.isdigit():
            raise errors.invalid("Invalid page token value.", "pageToken")
        return turn, int(offset)

    def _page(
        self, calendar: Calendar, params: Params, view: View, turn: Round, offset: int
    ) -> Fields:
        limit = self.world.settings.max_page_size
        size = min(params.get("maxResults", USUAL_PAGE), limit, 2500)
        if turn.empty_page_due:
            turn.empty_page_due, size = False, 0
        rows = turn.items[offset : offset + size]
        answer = self._head(calendar, view)
        answer["items"] = [self._item(calendar, row, view) for row in rows]
        if offset + size < len(turn.items) or (size == 0):
            answer["nextPageToken"] = self._keep(turn, offset + size)
        elif turn.token_wanted:
            email = turn.key.split("|")[1]
            answer["nextSyncToken"] = tokens.make_sync(
                self.world, turn.tick, email, calendar, turn.bound
            )
        return answer

    def _keep(self, turn: Round, offset: int) -> str:
        number = next((key for key, value in self._rounds.items() if value is turn), None)
        if number is None:
            self._count += 1
            number = f"page{self.world.seed}x{self._count}"
            self._rounds[number] = turn
            if len(self._rounds) > KEPT_ROUNDS:
                self._rounds.popitem(last=False)
        return f"{number}-{offset}"

    def _head(self, calendar: Calendar, view: View) -> Fields:
        newest = calendar.latest or calendar.etag_seq
        return {
            "kind": "calendar#events",
            "etag": f'"p{newest}"',
            "summary": calendar.summary,
            "description": calendar.description,
            "updated": self.world.stamp(),
            "timeZone": view.zone,
            "accessRole": view.role,
            "defaultReminders": calendar.reminders if calendar.primary else [],
        }

    def _item(self, calendar: Calendar, row: tuple[str, times.Point | None], view: View) -> Fields:
        copy = series.locate(calendar, row[0])
        if copy.cancelled and not self.world.settings.full_tombstones:
            return stub(copy, view.zone)
        return render(calendar, copy, view)


def _is_original(copy: Copy, wanted: str) -> bool:
    point = original_start(copy)
    if times.is_date(wanted):
        return point.get("date") == wanted
    moment = times.moment(wanted)
    if moment is None or moment.tzinfo is None:
        raise errors.invalid("Invalid value for: originalStart", "originalStart")
    return "date" not in point and times.instant(point) == moment


def baseline(world: World, calendar: Calendar, params: Params) -> list[Copy]:
    """A full round, in the order of the last changes or as ``orderBy`` says."""
    window = Window.of(params)
    _check_updated_min(world, params)
    single = bool(params["singleEvents"])
    if params["orderBy"] == "startTime" and not single:
        raise errors.invalid("The requested ordering is not available for the particular query.",
                             "orderBy")  # fmt: skip
    found: list[Copy] = []
    for copy in calendar:
        if matches(copy, params):
            found += _shown(calendar, copy, params, window)
    if params["orderBy"] == "startTime":
        return sorted(found, key=lambda copy: times.instant(copy.fields["start"]))
    return sorted(found, key=lambda copy: (copy.seq, copy.id))


def _check_updated_min(world: World, params: Params) -> None:
    oldest = world.clock.now() - timedelta(days=UPDATED_MIN_DAYS)
    if params["updatedMin"] and params["updatedMin"] < oldest:
        raise errors.named("updatedMinTooLongAgo")


def _shown(calendar: Calendar, copy: Copy, params: Params, window: Window) -> list[Copy]:
    """What a full round shows for one stored copy."""
    single, deleted = bool(params["singleEvents"]), bool(params["showDeleted"])
    if params["updatedMin"]:
        deleted = True
    if single and copy.recurring:
        return expand(calendar, copy, window, deleted) if deleted or not copy.cancelled else []
    if copy.gone_with_master or (single and copy.master_id in calendar.copies):
        return []
    if copy.cancelled and not deleted and (single or not _of_live_series(calendar, copy)):
        return []
    if copy.recurring:
        return [copy] if _series_in(calendar, copy, window) else []
    return [copy] if window.has(calendar, copy) else []


def _of_live_series(calendar: Calendar, copy: Copy) -> bool:
    master = calendar.copies.get(copy.master_id or "")
    return master is not None and not master.cancelled


def _series_in(calendar: Calendar, master: Copy, window: Window) -> bool:
    if window.start is None and window.end is None:
        return True
    return next(_unmodified(calendar, master, window), None) is not None


def _unmodified(calendar: Calendar, master: Copy, window: Window):  # type: ignore[no-untyped-def]
    span = times.duration(master.fields["start"], master.fields["end"])
    margin = timedelta(days=1)
    after = _naive(window.start, -span - margin)
    before = _naive(window.end, margin)
    for original in series.originals(master, after, before):
        copy = series.instance(master, original)
        if window.has(calendar, copy):
            yield copy


def _naive(moment: datetime | None, by: timedelta) -> datetime | None:
    return (moment + by).replace(tzinfo=None) if moment else None


def expand(calendar: Calendar, master: Copy, window: Window, deleted: bool) -> list[Copy]:
    """The instances of a series: changed ones as they are, the others made up."""
    end = window.end
    if end is None:
        start = times.instant(master.fields["start"], calendar.time_zone)
        end = max(start, window.start or start) + HORIZON
    bounded = Window(window.start, end)
    stored = {copy.id: copy for copy in calendar.exceptions_of(master.id)}
    found = [copy for copy in _unmodified(calendar, master, bounded) if copy.id not in stored]
    found += [copy for copy in stored.values() if bounded.has(calendar, copy)]
    kept = [copy for copy in found if deleted or not copy.cancelled]
    return sorted(kept, key=lambda copy: times.instant(copy.fields["start"]))


def changes(
    world: World, calendar: Calendar, params: Params, since: tokens.SyncToken
) -> list[Copy]:
    """An incremental round: all that changed, deletions included, whatever its time."""
    found: list[Copy] = []
    for copy in calendar:
        if copy.seq <= since.tick or not _of_type(copy, params):
            continue
        if copy.gone_with_master and copy.master_id in calendar.copies:
            continue
        if params["singleEvents"] and copy.recurring:
            found += expand(calendar, copy, Window(None, None), True)
        else:
            found.append(copy)
    return sorted(found, key=lambda copy: (copy.seq, copy.id))


def _of_type(copy: Copy, params: Params) -> bool:
    wanted = params["eventTypes"]
    return not wanted or copy.fields.get("eventType", "default") in wanted


def matches(copy: Copy, params: Params) -> bool:
    """The filters that do not look at the time."""
    if not _of_type(copy, params):
        return False
    if params["iCalUID"] and copy.uid != params["iCalUID"]:
        return False
    if params["updatedMin"]:
        updated = times.moment(copy.fields["updated"])
        if updated and updated < params["updatedMin"]:
            return False
    return _has_properties(copy, params) and _has_words(copy, params["q"])


def _has_properties(copy: Copy, params: Params) -> bool:
    stored = copy.fields.get("extendedProperties", {})
    for kind in ("private", "shared"):
        for key, value in params[f"{kind}ExtendedProperty"] or ():
            if stored.get(kind, {}).get(key) != value:
                return False
    return True


def _has_words(copy: Copy, query: str | None) -> bool:
    if not query:
        return True
    texts = [copy.fields.get(name, "") for name in ("summary", "description", "location")]
    texts += [f"{row['email']} {row.get('displayName', '')}" for row in copy.attendees]
    everything = " ".join(texts).lower()
    return all(word in everything for word in query.lower().split())
