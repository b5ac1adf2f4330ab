"""Reading from providers: HTTP only, no database, safe to run in a thread."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ..core.errors import CursorExpired, SyncError
from .ports import CalendarProvider, Changes, Window


@dataclass(frozen=True, slots=True)
class Listing:
    """What listing one calendar gave; `cursor` is the one it was asked to continue from."""

    cursor: str
    result: Changes | SyncError


def listing(
    provider: CalendarProvider, wanted: Iterable[tuple[int, str, str, Window]]
) -> dict[int, Listing]:
    """List calendars, given as (our id, remote id, cursor, window); returned by our id."""
    return {
        key: Listing(cursor, _list(provider, remote_id, cursor, window))
        for key, remote_id, cursor, window in wanted
    }


def _list(
    provider: CalendarProvider, remote_id: str, cursor: str, window: Window
) -> Changes | SyncError:
    """List what changed; an expired cursor means to list everything once."""
    try:
        return provider.changes(remote_id, cursor, window)
    except CursorExpired:
        return _list_all(provider, remote_id, window)
    except SyncError as error:
        return error


def _list_all(provider: CalendarProvider, remote_id: str, window: Window) -> Changes | SyncError:
    try:
        return provider.changes(remote_id, "", window)
    except SyncError as error:
        return error
