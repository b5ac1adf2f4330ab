"""The mails that would have been sent."""

from __future__ import annotations

from collections.abc import Container
from typing import TYPE_CHECKING

from ..common.html import escape
from ..common.mails import Mail
from ..common.page_journal import bar
from .world import World

if TYPE_CHECKING:
    from .page import Look

ANSWERS = {"accepted": "Yes", "tentative": "Maybe", "declined": "No"}


def mails(world: World, look: Look, elsewhere: Container[str] = ()) -> str:
    """All mails, newest first; outsiders without a page of their own answer invitations here."""
    rows = "".join(
        _mail(look, mail, "" if mail.to in elsewhere else _reply(world, look, mail))
        for mail in reversed(list(world.mails))
    )
    empty = '<p class="empty">No mail was sent.</p>'
    table = f"""<div class="scroll"><table class="rows stack"><thead><tr><th>Time</th><th>Mail</th>
      <th>To</th><th>Meeting</th><th>Why</th></tr></thead><tbody>{rows}</tbody></table></div>"""
    return f"""{bar("Mails", "/ui/clear-mails")}
      <section class="card" style="padding:.3rem" data-testid="mails">{table if rows else empty}
      </section>"""


def _mail(look: Look, mail: Mail, buttons: str) -> str:
    answer = mail.details.get("response")
    kind = f"{mail.kind}: {ANSWERS.get(answer, answer)}" if answer else mail.kind
    start = mail.details.get("start") or {}
    when = (start.get("date") or start.get("dateTime") or "")[:16].replace("T", " ")
    return f"""<tr data-testid="mail" data-kind="{escape(mail.kind)}" data-to="{escape(mail.to)}"
      data-event-id="{escape(mail.event_id)}"><td class="muted">{escape(mail.time[:19])}</td>
      <td><strong>{escape(kind)}</strong><br>
      <span class="muted">from {escape(mail.sender)}</span></td>
      <td>{escape(mail.to)}{buttons}</td>
      <td>{escape(mail.summary or "(No title)")}<br><span class="muted">{escape(when)}</span></td>
      <td class="muted">{escape(mail.why)}</td></tr>"""


def _reply(world: World, look: Look, mail: Mail) -> str:
    """Buttons for somebody without an account, as the mail itself has them."""
    mailbox = world.calendars.get(mail.to)
    if mail.kind != "invitation" or mailbox is None or not mailbox.external:
        return ""
    if mail.event_id not in mailbox.copies:
        return ""
    buttons = "".join(
        f'<button class="plain small" name="response" value="{key}">{text}</button>'
        for key, text in ANSWERS.items()
    )
    return f"""<form method="post" action="/ui/answer" class="actions" style="margin:.3rem 0 0">
      <input type="hidden" name="as" value="{escape(mail.to)}">
      <input type="hidden" name="id" value="{escape(mail.event_id)}">
      <input type="hidden" name="view" value="{look.view}">{buttons}</form>"""
