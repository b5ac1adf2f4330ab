"""Windows' names of time zones, and IANA's.

Graph takes and shows Windows names: https://learn.microsoft.com/graph/api/resources/datetimetimezone
The table is the one of Unicode CLDR that Babel brings.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from babel.core import get_global

from odoo.addons.calendar_sync_base.core.zones import zone

_UTC_NAMES = frozenset({"utc", "tzone://microsoft/utc", "etc/utc", "etc/gmt", "gmt", "z"})
_STEP = timedelta(hours=6)
_USUAL = "W. Europe Standard Time"
"""The first choice where four zones of Windows show the same clock."""

_YEARS_BEFORE, _YEARS_AFTER = 1, 3


@lru_cache(maxsize=1)
def _by_windows_name() -> dict[str, str]:
    table = get_global("windows_zone_mapping")
    return {str(name): str(iana) for name, iana in sorted(table.items())}


@lru_cache(maxsize=1)
def _folded() -> dict[str, str]:
    return {name.casefold(): name for name in _by_windows_name()}


@lru_cache(maxsize=1)
def _by_iana_name() -> dict[str, str]:
    return {iana: name for name, iana in _by_windows_name().items()}


@lru_cache(maxsize=1024)
def _known(name: str) -> bool:
    try:
        return bool(name and ZoneInfo(name))
    except (ValueError, KeyError, OSError):
        return False


@lru_cache(maxsize=1024)
def iana(name: str) -> str:
    """Return the IANA zone of a Windows or IANA name, empty when there is no such zone."""
    if name.casefold() in _UTC_NAMES:
        return "UTC"
    windows = _folded().get(name.casefold())
    named = _by_windows_name()[windows] if windows else name
    return next((one for one in (named, *_other_names(named)) if _known(one)), "")


def _other_names(name: str) -> tuple[str, ...]:
    """Return the newer names of a zone: CLDR keeps the oldest, some systems the newest."""
    table = get_global("zone_aliases")
    return tuple(str(alias) for alias, oldest in sorted(table.items()) if oldest == name)


@lru_cache(maxsize=4096)
def outlook(name: str, year: int) -> str:
    """Return the name under which Graph is told an IANA zone, around a year.

    Its Windows name; else that of a zone whose clocks show the same in the years around; else its
    own, of which Graph takes some.
    """
    if iana(name) in ("UTC", ""):
        return "UTC"
    oldest = str(get_global("zone_aliases").get(name, name))
    return _by_iana_name().get(name) or _by_iana_name().get(oldest) or _same_clock(name, year)


def _same_clock(name: str, year: int) -> str:
    """Return the Windows zone with the same clock, one of the same continent if there is any."""
    continent = name.partition("/")[0]
    every = sorted(
        _by_windows_name().items(),
        key=lambda pair: (pair[1].partition("/")[0] != continent, pair[0] != _USUAL),
    )
    return next((windows for windows, other in every if _same(name, other, year)), name)


def _same(one: str, other: str, year: int) -> bool:
    left, right = zone(one), zone(other)
    return _known(other) and all(
        moment.astimezone(left).utcoffset() == moment.astimezone(right).utcoffset()
        for moment in _moments(year)
    )


def _moments(year: int) -> Iterator[datetime]:
    moment = datetime(max(year - _YEARS_BEFORE, 1), 1, 2, tzinfo=UTC)
    end = datetime(min(year + _YEARS_AFTER, 9998), 1, 2, tzinfo=UTC)
    while moment < end:
        yield moment
        moment += _STEP
