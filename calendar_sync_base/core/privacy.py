"""What a "busy only" calendar lets through: when, and nothing else."""

from __future__ import annotations

from dataclasses import replace

from .observation import RemoteEvent
from .values import Meeting, Privacy, Recurrence

BUSY_TITLE = "Busy"


def busy_only(event: RemoteEvent) -> RemoteEvent:
    """Return an event without title, text, place, people or links."""
    return replace(event, meeting=event.meeting and _veil(event.meeting), web_link="")


def _veil(meeting: Meeting) -> Meeting:
    return Meeting(
        span=meeting.span,
        title=BUSY_TITLE,
        show_as=meeting.show_as,
        privacy=Privacy.PRIVATE,
        organizer=meeting.organizer,
        recurrence=meeting.recurrence and _veil_series(meeting.recurrence),
    )


def _veil_series(series: Recurrence) -> Recurrence:
    kept = (
        replace(one, changes=tuple(pair for pair in one.changes if pair[0] in ("span", "show_as")))
        for one in series.overrides
    )
    return replace(series, overrides=tuple(one for one in kept if one.changes))
