"""The mails that Google would have sent; outsiders answer theirs here."""

from __future__ import annotations

from collections.abc import Container

from ..common import page_mails
from ..common.html import hidden
from ..common.look import Look
from ..common.mails import Mail
from .world import World

ANSWERS = {"accepted": "Yes", "tentative": "Maybe", "declined": "No"}


def mails(world: World, look: Look, elsewhere: Container[str] = ()) -> str:
    """All mails; outsiders without a page of their own answer invitations here."""

    def buttons(_number: int, mail: Mail) -> str:
        return "" if mail.to in elsewhere else _reply(world, look, mail)

    return page_mails.mails(world.mails, ANSWERS, buttons)


def _reply(world: World, look: Look, mail: Mail) -> str:
    """Buttons for somebody without an account, as the mail itself has them."""
    mailbox = world.calendars.get(mail.to)
    if mail.kind != "invitation" or mailbox is None or not mailbox.external:
        return ""
    if mail.event_id not in mailbox.copies:
        return ""
    choices = "".join(
        f'<button class="plain small" name="response" value="{key}">{text}</button>'
        for key, text in ANSWERS.items()
    )
    kept = hidden({"as": mail.to, "id": mail.event_id, "view": look.view})
    return f"""<form method="post" action="/ui/answer" class="actions" style="margin:.3rem 0 0">
      {kept}{choices}</form>"""
