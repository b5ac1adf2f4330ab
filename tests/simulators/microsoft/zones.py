"""Time zones as Outlook names them: Windows names, and IANA names.

https://learn.microsoft.com/graph/api/resources/datetimetimezone
https://learn.microsoft.com/graph/api/outlookuser-supportedtimezones
Names are compared without regard to case; ``tzone://Microsoft/Custom`` and ``Customized Time
Zone`` are shown by old clients and stand for no zone that can be looked up.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from .zone_table import WINDOWS

CUSTOM = ("tzone://Microsoft/Custom", "Customized Time Zone")
UTC_NAMES = ("utc", "tzone://microsoft/utc", "etc/utc", "etc/gmt", "z")
_FOLDED = {name.casefold(): iana for name, iana in WINDOWS.items()}


@lru_cache(maxsize=1024)
def zone(name: str) -> tzinfo | None:
    """The zone of a Windows or IANA name; ``None`` when there is none."""
    if name.casefold() in UTC_NAMES:
        return UTC
    iana = _FOLDED.get(name.casefold(), name)
    if "/" not in iana:
        return None
    try:
        return ZoneInfo(iana)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def iana(name: str) -> str:
    """The IANA name of a zone; an unknown one is taken for UTC."""
    if name.casefold() in UTC_NAMES or zone(name) is None:
        return "UTC"
    return _FOLDED.get(name.casefold(), name)


@lru_cache(maxsize=1024)
def windows(name: str) -> str:
    """The Windows name of a zone: that of the table, else the first with the same clock."""
    if name.casefold() in UTC_NAMES or zone(name) is None:
        return "UTC"
    if name.casefold() in _FOLDED:
        return next(one for one in WINDOWS if one.casefold() == name.casefold())
    exact = next((key for key, value in WINDOWS.items() if value == name), None)
    return exact or _same_clock(name)


def _same_clock(name: str) -> str:
    wanted = _offsets(name)
    return next((key for key, value in WINDOWS.items() if _offsets(value) == wanted), "UTC")


@lru_cache(maxsize=1024)
def _offsets(name: str) -> tuple[timedelta | None, ...]:
    """The offsets of two years, week by week."""
    found = zone(name) or UTC
    first = datetime(2026, 1, 1, tzinfo=UTC)
    return tuple(
        (first + timedelta(weeks=week)).astimezone(found).utcoffset() for week in range(104)
    )
