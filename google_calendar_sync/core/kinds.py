"""The kinds of events, and those that are only shown.

https://developers.google.com/workspace/calendar/api/guides/event-types
"""

from __future__ import annotations

from odoo.addons.calendar_sync_base.core.dirty import Json, flag, mapping, text
from odoo.addons.calendar_sync_base.core.traits import Trait, Traits

from .ids import marker_of

LISTED = ("default", "focusTime", "outOfOffice", "workingLocation", "birthday", "fromGmail")
_TITLES = {
    "focusTime": "Focus time",
    "outOfOffice": "Out of office",
    "workingLocation": "Working location",
    "birthday": "Birthday",
}
_PLACES = {"homeOffice": "Home", "officeLocation": "Office"}
BUSY = "Busy"


def kind_of(event: Json) -> str:
    """Return the kind of an event."""
    return text(event.get("eventType")) or "default"


def is_fixed(event: Json) -> bool:
    """Tell whether an event is of a kind, or a copy, that nobody but Google changes."""
    locked = flag(event.get("locked"), usual=False)
    # A private copy that we imported ourselves is ours to change.
    private = flag(event.get("privateCopy"), usual=False) and not marker_of(event)
    return locked or private or kind_of(event) != "default" or is_busy_block(event)


def traits_of(event: Json) -> Traits:
    """Return what only Google says about the nature of an event.

    https://developers.google.com/workspace/calendar/api/v3/reference/events#status
    """
    said = {
        Trait.TENTATIVE: event.get("status") == "tentative",
        Trait.OUT_OF_OFFICE: kind_of(event) == "outOfOffice",
    }
    return frozenset(trait for trait, has in said.items() if has)


def is_busy_block(event: Json) -> bool:
    """Tell whether an event shows only that the time is taken.

    https://developers.google.com/workspace/calendar/api/concepts/sharing
    """
    return not any(event.get(key) for key in ("summary", "organizer", "creator"))


def title_of(event: Json) -> str:
    """Return the title, or what an event without one is called by its kind."""
    if summary := text(event.get("summary")):
        return summary
    if is_busy_block(event):
        return BUSY
    if kind_of(event) == "workingLocation":
        return _place(mapping(event.get("workingLocationProperties")))
    return _TITLES.get(kind_of(event), "")


def _place(properties: Json) -> str:
    for key in ("customLocation", "officeLocation"):
        if label := text(mapping(properties.get(key)).get("label")):
            return label
    return _PLACES.get(text(properties.get("type")), _TITLES["workingLocation"])
