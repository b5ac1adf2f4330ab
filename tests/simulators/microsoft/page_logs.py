"""The mails that Outlook would have sent; people elsewhere answer theirs here."""

from __future__ import annotations

from collections.abc import Container

from ..common import page_mails
from ..common.html import hidden
from ..common.look import Look
from ..common.mails import Mail
from . import errors, inbound, invitations, series
from .model import Fields
from .series import Event
from .world import World

ANSWERS = {"accepted": "Accept", "tentative": "Tentative", "declined": "Decline"}


def mails(world: World, look: Look, elsewhere: Container[str] = ()) -> str:
    """All mails; people without a page of their own answer invitations here."""

    def buttons(number: int, mail: Mail) -> str:
        return "" if mail.to in elsewhere else _buttons(world, look, number, mail)

    return page_mails.mails(world.mails, {}, buttons)


def _buttons(world: World, look: Look, number: int, mail: Mail) -> str:
    """For somebody without an account here, as the mail itself has them."""
    if mail.kind not in ("invitation", "update") or mail.to in world.accounts:
        return ""
    if _meeting(world, mail) is None:
        return ""
    buttons = "".join(
        f'<button class="plain small" name="response" value="{key}" data-testid="reply-{key}">'
        f"{text}</button>"
        for key, text in ANSWERS.items()
    )
    return f"""<form method="post" action="/ui/reply" class="actions" style="margin:.3rem 0 0">
      {hidden({**look.values, "mail": str(number)})}{buttons}</form>"""


def _meeting(world: World, mail: Mail) -> Event | None:
    """The organizer's meeting that a mail is about, if it still is there."""
    if mail.calendar_id not in world.accounts:
        return None
    try:
        return series.locate(world, mail.calendar_id, mail.event_id)
    except errors.GraphError:
        return None


def reply(world: World, number: int, response: str) -> None:
    """Somebody elsewhere answers an invitation; 400 when the meeting is no more."""
    found = list(world.mails)
    mail = found[number] if number < len(found) else None
    event = _meeting(world, mail) if mail else None
    if mail is None or event is None or response not in ANSWERS:
        raise errors.invalid_request("The meeting isn't there any more.")
    answer: Fields = invitations.about(event, "reply", mail.to, mail.calendar_id)
    inbound.deliver(world, {**answer, "response": response})
