"""Who is mailed when a meeting changes. Outlook cannot be told to be quiet.

- A PATCH with attendees alone mails those that changed, any other PATCH all of them; a series
  with changed occurrences causes one mail for itself and one for each of them:
  https://learn.microsoft.com/graph/api/event-update
- Copies in the attendees' calendars come and change with the mails, whoever hosts them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ..common.mails import Mail
from . import inbound, invitations, model
from .model import Fields
from .series import Event
from .world import World

QUIET = {
    "categories", "isReminderOn", "reminderMinutesBeforeStart", "singleValueExtendedProperties",
}  # fmt: skip
METHODS = {"invitation": "request", "update": "request", "cancellation": "cancel",
           "response": "reply"}  # fmt: skip


@dataclass(frozen=True)
class Occasion:
    """In which world, by whom and by which call something is done, with ids in which form."""

    world: World
    actor: str
    why: str
    immutable: bool = False


def post(occasion: Occasion, kind: str, event: Event, to: str, comment: str = "",
         **details: object) -> None:  # fmt: skip
    """Send one mail: record it, and deliver it to a mailbox here or to the outside."""
    world, fields = occasion.world, event.fields
    sender = event.calendar.owner
    if comment:
        details["comment"] = comment
    mail = Mail(
        kind,
        sender,
        to,
        fields["subject"],
        event.id(),
        event.item.organizer,
        occasion.why,
        world.stamp(),
        {"start": fields["start"], "uid": event.uid, **details},
    )
    invitation = invitations.about(event, METHODS[kind], sender, to, comment)
    if "response" in details:
        invitation["response"] = details["response"]
    if "proposed" in details:
        invitation["proposed"] = details["proposed"]
    world.mail(mail, invitation)
    if to in world.accounts:
        inbound.deliver(world, invitation)


def addresses(rows: Iterable[Fields], but: str) -> list[str]:
    """The addresses of attendees, without the organizer's."""
    return [email for email in map(model.address, rows) if email != but]


def invite(occasion: Occasion, event: Event) -> None:
    """Invitations to all attendees of a new meeting."""
    for email in addresses(event.fields["attendees"], event.item.organizer):
        post(occasion, "invitation", event, email)


def cancel(occasion: Occasion, event: Event, comment: str = "") -> None:
    """Cancellations to all attendees."""
    for email in addresses(event.fields["attendees"], event.item.organizer):
        post(occasion, "cancellation", event, email, comment)


def abandon(occasion: Occasion, before: Event, kept: Iterable[str], staying: list[Fields]) -> None:
    """Cancellations to those who were invited to a lost exception alone.

    ``before`` is the series as it was, ``kept`` are the days that are still exceptions,
    ``staying`` the attendees of the series as it is now.
    """
    organizer = before.item.organizer
    there = {*addresses(staying, organizer)}
    for day in sorted(set(before.item.overrides) - set(kept)):
        one = Event(before.calendar, before.item, day)
        for email in addresses(one.fields["attendees"], organizer):
            if email not in there:
                post(occasion, "cancellation", one, email)


def update(occasion: Occasion, event: Event, before: list[Fields], sent: set[str],
           changed: set[str]) -> None:  # fmt: skip
    """Mails after a PATCH; ``sent`` are the names in the body, ``changed`` what is different."""
    loud = changed - QUIET
    if not loud and not (occasion.world.settings.patch_always_mails and sent - QUIET):
        return
    organizer, rows = event.item.organizer, event.fields["attendees"]
    old, new = addresses(before, organizer), addresses(rows, organizer)
    everyone = bool(sent - QUIET - {"attendees"})
    for email in old:
        if email not in new:
            _uninvite(occasion, event, email)
    for email in new:
        if email not in old:
            post(occasion, "invitation", event, email)
        elif everyone or _differs(before, rows, email):
            post(occasion, "update", event, email)
    if everyone and event.day is None:
        _exceptions(occasion, event)


def _exceptions(occasion: Occasion, event: Event) -> None:
    """One mail more for each occurrence that has been changed on its own."""
    for day in sorted(event.item.overrides):
        one = Event(event.calendar, event.item, day)
        for email in addresses(one.fields["attendees"], event.item.organizer):
            post(occasion, "update", one, email)


def _uninvite(occasion: Occasion, event: Event, email: str) -> None:
    post(occasion, "cancellation", event, email)


def _differs(before: list[Fields], after: list[Fields], email: str) -> bool:
    old, new = model.attendee(before, email), model.attendee(after, email)
    return bool(old and new and old["type"] != new["type"])
