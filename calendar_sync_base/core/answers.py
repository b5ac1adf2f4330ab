"""A guest's own answers: all that may pass between a copy of a meeting and the meeting itself."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from .changes import MeetingChanges, diff, ordered, override
from .occurrences import overridden
from .values import Attendee, Changes, Meeting, Original, Override, Response

Answer = tuple[Original | None, Response]
"""An occurrence (None: the whole) and what is answered to it."""


def own_answers(changes: MeetingChanges, before: Meeting, email: str) -> list[Answer]:
    """Return which answers of one person changes would alter in a meeting, the whole first."""
    found: list[Answer] = []
    whole = _answer(changes.fields, email)
    standing = _response(before.attendees, email)
    if whole is not None and whole is not standing:
        found.append((None, whole))
    for original, values in sorted(changes.overrides.items(), key=str):
        answer = _answer(values, email)
        known = _answer(overridden(before, original), email) or whole or standing
        if answer is not None and answer is not known:
            found.append((original, answer))
    return found


def pulled_answers(changes: MeetingChanges, before: Meeting, email: str) -> MeetingChanges:
    """Return only those of the changes to a meeting that are one person's own answers.

    Who throws an occurrence away declines it: some calendars do so with what is declined.
    """
    fields: Changes = {}
    overrides: dict[Original, Changes] = {}
    for missing in changes.cancelled:
        overrides |= answering(before, email, Response.DECLINED, missing).overrides
    for original, response in own_answers(changes, before, email):
        if original is None:
            fields = {"attendees": _answering(before.attendees, email, response)}
        else:
            overrides[original] = _overriding(before, original, email, response)
    return MeetingChanges(fields, overrides={key: one for key, one in overrides.items() if one})


def declined(meeting: Meeting, email: str) -> MeetingChanges:
    """Return the change by which one person declines; empty when not invited or done already."""
    return answering(meeting, email, Response.DECLINED)


def answering(
    meeting: Meeting, email: str, response: Response, original: Original | None = None
) -> MeetingChanges:
    """Return the change by which one person answers the whole or one occurrence; empty if done."""
    people = overridden(meeting, original).get("attendees") if original else None
    standing = _response(people if isinstance(people, tuple) else meeting.attendees, email)
    if standing in (None, response):
        return MeetingChanges()
    if original is None:
        return MeetingChanges({"attendees": _answering(meeting.attendees, email, response)})
    return MeetingChanges(overrides={original: _overriding(meeting, original, email, response)})


def only_answers(before: Meeting, after: Meeting) -> bool:
    """Tell whether two sightings differ in nothing but what people answered."""
    return diff(_unanswered(before), _unanswered(after)) == MeetingChanges()


def _unanswered(meeting: Meeting) -> Meeting:
    asked = meeting.with_changes({"attendees": _asked(meeting.attendees)})
    rule = meeting.recurrence
    if rule is None:
        return asked
    overrides = (_unanswered_slot(meeting, one.original) for one in rule.overrides)
    kept = ordered(one for one in overrides if one.changes)
    return replace(asked, recurrence=replace(rule, overrides=kept))


def _unanswered_slot(meeting: Meeting, original: Original) -> Override:
    changes = overridden(meeting, original)
    people = changes.get("attendees")
    if isinstance(people, tuple):
        changes["attendees"] = _asked(people)
        if changes["attendees"] == _asked(meeting.attendees):
            del changes["attendees"]
    return override(original, changes)


def _asked(attendees: Iterable[Attendee]) -> tuple[Attendee, ...]:
    return tuple(replace(one, response=Response.NEEDS_ACTION) for one in attendees)


def _overriding(meeting: Meeting, original: Original, email: str, response: Response) -> Changes:
    changes = overridden(meeting, original)
    own = changes.get("attendees", meeting.attendees)
    people = own if isinstance(own, tuple) else meeting.attendees
    return changes | {"attendees": _answering(people, email, response)}


def _answer(changes: Changes, email: str) -> Response | None:
    people = changes.get("attendees")
    return _response(people, email) if isinstance(people, tuple) else None


def _response(attendees: Iterable[Attendee], email: str) -> Response | None:
    return next((one.response for one in attendees if one.email == email), None)


def _answering(
    attendees: Iterable[Attendee], email: str, response: Response
) -> tuple[Attendee, ...]:
    return tuple(
        replace(one, response=response) if one.email == email else one for one in attendees
    )
