"""The kinds of events: single ones, masters of series, and what belongs to a series.

https://learn.microsoft.com/graph/api/resources/event (`type`)
"""

from __future__ import annotations

from odoo.addons.calendar_sync_base.core.dirty import Json, identifier, text
from odoo.addons.calendar_sync_base.core.traits import Trait, Traits

SINGLE, OCCURRENCE, EXCEPTION, MASTER = (
    "singleInstance",
    "occurrence",
    "exception",
    "seriesMaster",
)


def kind_of(event: Json) -> str:
    """Return the kind of an event."""
    return text(event.get("type")) or SINGLE


def is_series(event: Json) -> bool:
    """Tell whether an event is the master of a series."""
    return kind_of(event) == MASTER or isinstance(event.get("recurrence"), dict)


def traits_of(event: Json, organizes: bool) -> Traits:
    """Return what only Outlook says about the nature of an event.

    An invitation that nobody answered is shown as tentative, too: only an organizer says it so.
    https://learn.microsoft.com/graph/api/resources/event (`showAs`)
    """
    shown = text(event.get("showAs")).casefold()
    said = {
        Trait.TENTATIVE: organizes and shown == "tentative",
        Trait.OUT_OF_OFFICE: shown == "oof",
    }
    return frozenset(trait for trait, has in said.items() if has)


def master_of(event: Json) -> str:
    """Return the id of the series an occurrence or exception belongs to, else empty."""
    return identifier(event.get("seriesMasterId"))


def is_removed(item: Json) -> bool:
    """Tell whether a delta round says that an event is no longer in it.

    It may have left the window only: https://learn.microsoft.com/graph/delta-query-overview
    """
    return "@removed" in item


def is_cancelled(event: Json) -> bool:
    """Tell whether an event, or an occurrence, does not take place any more."""
    return event.get("isCancelled") is True or is_removed(event)
