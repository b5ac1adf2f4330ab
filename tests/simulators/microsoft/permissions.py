"""Which granted permission allows what.

https://learn.microsoft.com/graph/permissions-reference#calendars-permissions
"""

from __future__ import annotations

from collections.abc import Iterable

RESOURCE = "https://graph.microsoft.com/"
WIDER = {
    "Calendars.Read": ("Calendars.ReadWrite", "Calendars.Read.Shared"),
    "Calendars.Read.Shared": ("Calendars.ReadWrite.Shared",),
    "Calendars.ReadWrite": ("Calendars.ReadWrite.Shared",),
    "MailboxSettings.Read": ("MailboxSettings.ReadWrite",),
}


def allows(granted: Iterable[str], needed: str) -> bool:
    """Whether one of the granted permissions is the needed one, or includes it."""
    names = {name.removeprefix(RESOURCE).casefold() for name in granted}
    ways = WIDER.get(needed, ())
    return needed.casefold() in names or any(allows(names, way) for way in ways)
