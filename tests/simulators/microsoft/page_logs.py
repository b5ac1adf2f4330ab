"""The mails that Outlook would have sent; people elsewhere answer theirs here."""

from __future__ import annotations

from collections.abc import Container

from ..common.html import escape
from ..common.mails import Mail
from ..common.page_journal import bar
from . import errors, inbound, invitations, series
from .look import Look, hidden
from .model import Fields
from .series import Event
from .world import World

ANSWERS = {"accepted": "Accept", "tentative": "Tentative", "declined": "Decline"}
GIVEN = {"accepted": "accepted", "tentative": "tentative", "declined": "declined"}


def mails(world: World, look: Look, elsewhere: Container[str] = ()) -> str:
    """All mails, newest first; people without a page of their own answer invitations here."""
    found = list(enumerate(world.mails))
    rows = "".join(
        _mail(mail, "" if mail.to in elsewhere else _buttons(world, look, number, mail))
        for number, mail in reversed(found)
    )
    empty = '<p class="empty">No mail was sent.</p>'
    table = f"""<div class="scroll"><table class="rows stack"><thead><tr><th>Time</th><th>Mail</th>
      <th>To</th><th>Meeting</th><th>Why</th></tr></thead><tbody>{rows}</tbody></table></div>"""
    return f"""{bar("Mails", "/ui/clear-mails")}
      <section class="card" style="padding:.3rem" data-testid="mails">{table if rows else empty}
      </section>"""


def _mail(mail: Mail, buttons: str) -> str:
    answer = mail.details.get("response")
    kind = f"{mail.kind}: {GIVEN.get(str(answer), answer)}" if answer else mail.kind
    when = (mail.details.get("start") or {}).get("dateTime", "")[:16].replace("T", " ")
    words = mail.details.get("comment", "")
    quote = f'<br><span class="muted">&ldquo;{escape(words)}&rdquo;</span>' if words else ""
    return f"""<tr data-testid="mail" data-kind="{escape(mail.kind)}" data-to="{escape(mail.to)}"
      data-event-id="{escape(mail.event_id)}" data-response="{escape(answer or "")}">
      <td class="muted">{escape(mail.time[:19].replace("T", " "))}</td>
      <td><strong>{escape(kind)}</strong><br>
      <span class="muted">from {escape(mail.sender)}</span>{quote}</td>
      <td>{escape(mail.to)}{buttons}</td>
      <td>{escape(mail.summary or "(No title)")}<br><span class="muted">{escape(when)}</span></td>
      <td class="muted">{escape(mail.why)}</td></tr>"""


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
