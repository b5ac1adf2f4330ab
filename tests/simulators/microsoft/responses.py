"""Accept, tentatively accept, decline and cancel.

https://learn.microsoft.com/graph/api/event-accept
https://learn.microsoft.com/graph/api/event-decline
https://learn.microsoft.com/graph/api/event-tentativelyaccept
https://learn.microsoft.com/graph/api/event-cancel
"""

from __future__ import annotations

from typing import Any

from . import errors, invitations, mailing, times, writes
from .mailing import Occasion
from .model import Fields, Override
from .series import Event

ANSWERS = {
    "accept": "accepted", "decline": "declined", "tentativelyAccept": "tentativelyAccepted",
}  # fmt: skip


def respond(occasion: Occasion, event: Event, action: str, values: Fields) -> None:
    """Answer an invitation; the organizer is told unless that is not wanted."""
    writes.check_write(occasion, event.calendar)
    proposed = values.get("proposedNewTime")
    send = values.get("sendResponse") is not False
    _check(event, action, send, proposed)
    answer = ANSWERS[action]
    _note(occasion, event, answer)
    if send:
        details: dict[str, Any] = {"response": invitations.TO_NEUTRAL[answer]}
        if proposed:
            details["proposed"] = proposed
        comment = values.get("comment") or ""
        mailing.post(occasion, "response", event, event.item.organizer, comment, **details)
    if action == "decline" and not occasion.world.settings.keep_declined:
        writes.remove(occasion, event)


def _check(event: Event, action: str, send: bool, proposed: Any) -> None:
    if event.calendar.owns(event.item):
        raise errors.invalid_request(
            "You can't respond to this meeting because you're the meeting organizer."
        )
    if event.fields["isCancelled"]:
        raise errors.invalid_request("The meeting has been canceled.")
    if send and not event.fields["responseRequested"]:
        raise errors.invalid_request("The meeting organizer hasn't requested a response.")
    if proposed is None:
        return
    if action == "accept" or not send:
        raise errors.invalid_request("A new time can't be proposed without a response.")
    if not event.fields["allowNewTimeProposals"]:
        raise errors.invalid_request("New time proposals are not allowed for this meeting.")
    for key in ("start", "end"):
        times.point(proposed.get(key), key)


def _note(occasion: Occasion, event: Event, answer: str) -> None:
    """The own copy knows the answer, and when."""
    shown = {
        "accepted": event.fields.get("intended", "busy"),
        "tentativelyAccepted": "tentative",
        "declined": "free",
    }
    status = {"response": answer, "time": occasion.world.stamp()}
    own: Fields = {"responseStatus": status, "showAs": shown[answer]}
    item = event.item
    if event.day:
        override = item.overrides.setdefault(event.day, Override({}))
        override.fields = {**override.fields, **own}
    else:
        item.fields = {**item.fields, **own}
        for override in item.overrides.values():
            if not override.fields.get("isCancelled"):
                override.fields = {
                    name: value
                    for name, value in override.fields.items()
                    if name not in ("responseStatus", "showAs")
                }
    occasion.world.touch(event.calendar, item, event.day)


def cancel(occasion: Occasion, event: Event, values: Fields) -> None:
    """The organizer cancels with a message of their own; the event leaves the calendar."""
    writes.check_write(occasion, event.calendar)
    if not event.calendar.owns(event.item):
        raise errors.invalid_request("You need to be an organizer to cancel a meeting.")
    writes.delete(occasion, event, values.get("comment") or "")
