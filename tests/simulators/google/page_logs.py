"""The mails that would have been sent, and the last requests."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from ..common.html import escape
from ..common.journal import Entry, Journal
from ..common.mails import Mail
from .world import World

if TYPE_CHECKING:
    from .page import Look

SHOWN = 100
BAD_FROM = 400
ANSWERS = {"accepted": "Yes", "tentative": "Maybe", "declined": "No"}


def mails(world: World, look: Look) -> str:
    """All mails, newest first; outsiders can answer their invitations here."""
    rows = "".join(_mail(world, look, mail) for mail in reversed(list(world.mails)))
    empty = '<p class="empty">No mail was sent.</p>'
    table = f"""<div class="scroll"><table class="rows stack"><thead><tr><th>Time</th><th>Mail</th>
      <th>To</th><th>Meeting</th><th>Why</th></tr></thead><tbody>{rows}</tbody></table></div>"""
    return f"""{_bar("Mails", "/ui/clear-mails", look.link())}
      <section class="card" style="padding:.3rem" data-testid="mails">{table if rows else empty}
      </section>"""


def _bar(title: str, action: str, back: str) -> str:
    return f"""<div class="bar"><h1>{title}</h1>
      <form class="push" method="post" action="{action}">
      <button class="plain small" data-testid="clear">Clear</button></form></div>"""


def _mail(world: World, look: Look, mail: Mail) -> str:
    answer = mail.details.get("response")
    kind = f"{mail.kind}: {ANSWERS.get(answer, answer)}" if answer else mail.kind
    start = mail.details.get("start") or {}
    when = (start.get("date") or start.get("dateTime") or "")[:16].replace("T", " ")
    return f"""<tr data-testid="mail" data-kind="{escape(mail.kind)}" data-to="{escape(mail.to)}"
      data-event-id="{escape(mail.event_id)}"><td class="muted">{escape(mail.time[:19])}</td>
      <td><strong>{escape(kind)}</strong><br>
      <span class="muted">from {escape(mail.sender)}</span></td>
      <td>{escape(mail.to)}{_reply(world, look, mail)}</td>
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


def journal(log: Journal) -> str:
    """The last requests, newest first, with body and answer to unfold."""
    rows = "".join(_request(entry) for entry in reversed(log.entries()[-SHOWN:]))
    empty = '<p class="empty">Nothing was asked yet.</p>'
    table = f"""<div class="scroll"><table class="rows stack"><thead><tr><th>No.</th>
      <th>Account</th><th>Request</th><th>Status</th></tr></thead><tbody>{rows}</tbody></table></div>"""
    return f"""{_bar("Requests", "/ui/clear-requests", "/")}
      <section class="card" style="padding:.3rem" data-testid="requests">{table if rows else empty}
      </section>"""


def _request(entry: Entry) -> str:
    mark = "bad" if entry.status >= BAD_FROM or entry.status == 0 else "good"
    query = "&".join(f"{name}={','.join(values)}" for name, values in entry.query.items())
    path = entry.path + (f"?{query}" if query else "")
    inside = f' <span class="chip">in {entry.batch}</span>' if entry.batch else ""
    fault = f' <span class="chip">fault: {escape(entry.fault)}</span>' if entry.fault else ""
    return f"""<tr data-testid="request" data-status="{entry.status}" data-method="{entry.method}">
      <td class="muted">{entry.number}</td><td class="muted">{escape(entry.account or "-")}</td>
      <td><strong>{entry.method}</strong> <code>{escape(path)}</code>{inside}{fault}
      {_details(entry.body, entry.answer)}</td>
      <td class="status {mark}">{entry.status or "cut"}</td></tr>"""


def _details(body: Any, answer: Any) -> str:
    parts = [
        f"<pre>{escape(json.dumps(value, indent=1, ensure_ascii=False)[:6000])}</pre>"
        for value in (body, answer)
        if value is not None
    ]
    return f"<details><summary>Body and answer</summary>{''.join(parts)}</details>" if parts else ""
