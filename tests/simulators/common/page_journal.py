"""The last requests as a page."""

from __future__ import annotations

import json
from typing import Any

from .html import escape
from .journal import Entry, Journal

SHOWN = 100
BAD_FROM = 400
LONGEST = 6000  # characters of a body


def bar(title: str, action: str) -> str:
    """The head of a log, with the button that empties it."""
    return f"""<div class="bar"><h1>{title}</h1>
      <form class="push" method="post" action="{action}">
      <button class="plain small" data-testid="clear">Clear</button></form></div>"""


def journal(log: Journal) -> str:
    """The last requests, newest first, with body and answer to unfold."""
    rows = "".join(_request(entry) for entry in reversed(log.entries()[-SHOWN:]))
    empty = '<p class="empty">Nothing was asked yet.</p>'
    table = f"""<div class="scroll"><table class="rows stack"><thead><tr><th>No.</th>
      <th>Account</th><th>Request</th><th>Status</th></tr></thead><tbody>{rows}</tbody></table></div>"""
    return f"""{bar("Requests", "/ui/clear-requests")}
      <section class="card" style="padding:.3rem" data-testid="requests">{table if rows else empty}
      </section>"""


def _request(entry: Entry) -> str:
    mark = "bad" if entry.status >= BAD_FROM or entry.status == 0 else "good"
    query = "&".join(f"{name}={','.join(values)}" for name, values in entry.query.items())
    path = entry.path + (f"?{query}" if query else "")
    inside = f' <span class="chip">in {entry.batch}</span>' if entry.batch else ""
    fault = f' <span class="chip">fault: {escape(entry.fault)}</span>' if entry.fault else ""
    method = escape(entry.method)
    return f"""<tr data-testid="request" data-status="{entry.status}" data-method="{method}">
      <td class="muted">{entry.number}</td><td class="muted">{escape(entry.account or "-")}</td>
      <td><strong>{method}</strong> <code>{escape(path)}</code>{inside}{fault}
      {_details(entry.body, entry.answer)}</td>
      <td class="status {mark}">{entry.status or "cut"}</td></tr>"""


def _details(body: Any, answer: Any) -> str:
    parts = [
        f"<pre>{escape(json.dumps(value, indent=1, ensure_ascii=False)[:LONGEST])}</pre>"
        for value in (body, answer)
        if value is not None
    ]
    return f"<details><summary>Body and answer</summary>{''.join(parts)}</details>" if parts else ""
