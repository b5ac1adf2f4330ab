"""What kind of meeting it is, for those who do not want every kind in both calendars.

A meeting of an unwanted kind is left alone: it is not made on the other side, and where both have
it already, neither is changed or deleted, so that tidying up on one side takes nothing from the
other. A series is of the kind that the whole of it is.
"""

from __future__ import annotations

from dataclasses import replace
from enum import StrEnum
from typing import TYPE_CHECKING

from .values import Meeting, Privacy, Response

if TYPE_CHECKING:
    from .observation import RemoteEvent


class Trait(StrEnum):
    """Why a person may not want a meeting in the other calendar."""

    PRIVATE = "private"
    TENTATIVE = "tentative"
    OUT_OF_OFFICE = "out_of_office"


Traits = frozenset[Trait]
NONE: Traits = frozenset()


def traits_of(meeting: Meeting | None, own_email: str) -> Traits:
    """Return what a meeting is by what it says; `own_email` is whose answer counts, lower case."""
    if meeting is None:
        return NONE
    own = meeting.attendee(own_email)
    found = {
        Trait.PRIVATE: meeting.privacy in (Privacy.PRIVATE, Privacy.CONFIDENTIAL),
        Trait.TENTATIVE: own is not None and own.response is Response.TENTATIVE,
    }
    return frozenset(trait for trait, has in found.items() if has)


def with_traits(event: RemoteEvent, own_email: str) -> RemoteEvent:
    """Return an event that names all its traits: what its provider says and what it says itself."""
    return replace(event, traits=event.traits | traits_of(event.meeting, own_email))
