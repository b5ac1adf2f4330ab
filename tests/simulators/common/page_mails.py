"""The mails that would have been sent, as a page."""

from __future__ import annotations

from collections.abc import Callable

from .html import escape
from .mails import Mail, MailLog
from .page_journal import bar


def mails(log: MailLog, answers: dict[str, str], buttons: Callable[[int, Mail], str]) -> str:
    """All mails, newest first; ``buttons`` are for those who may answer here.

    ``answers`` are the words for the responses that mails tell about.
    """
    rows = "".join(
        _mail(mail, answers, buttons(number, mail))
        for number, mail in reversed(list(enumerate(log)))
    )
    empty = '<p class="empty">No mail was sent.</p>'
    table = f"""<div class="scroll"><table class="rows stack"><thead><tr><th>Time</th><th>Mail</th>
      <th>To</th><th>Meeting</th><th>Why</th></tr></thead><tbody>{rows}</tbody></table></div>"""
    return f"""{bar("Mails", "/ui/clear-mails")}
      <section class="card" style="padding:.3rem" data-testid="mails">{table if rows else empty}
      </section>"""


def _mail(mail: Mail, answers: dict[str, str], buttons: str) -> str:
    answer = mail.details.get("response")
    kind = f"{mail.kind}: {answers.get(answer, answer)}" if answer else mail.kind
    start = mail.details.get("start") or {}
    when = (start.get("date") or start.get("dateTime") or "")[:16].replace("T", " ")
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
