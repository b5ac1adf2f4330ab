"""Many calls in one request: JSON there and back.

https://learn.microsoft.com/graph/json-batching
"""

from __future__ import annotations

import json
from collections.abc import Sequence

from odoo.addons.calendar_sync_base.core.dirty import Json, mapping, rows, text
from odoo.addons.calendar_sync_base.core.http import Answer, Call
from odoo.addons.calendar_sync_base.core.incoming import parse

from .calls import HEADERS, ROOT

SIZE = 20
"""Calls in one batch: Graph takes no more."""

_EMPTY, _REFUSED = (202, 204), 300


def encode(calls: Sequence[Call]) -> tuple[str, bytes]:
    """Return content type and body of a batch."""
    requests = [_encode(number, call) for number, call in enumerate(calls)]
    return "application/json", json.dumps({"requests": requests}).encode()


def _encode(number: int, call: Call) -> Json:
    # Headers of the batch are not those of its items.
    headers = dict(HEADERS)
    if call.if_match:
        headers["If-Match"] = call.if_match
    if call.body is not None:
        headers["Content-Type"] = "application/json"
    body = {"body": call.body} if call.body is not None else {}
    url = call.target.removeprefix(ROOT)
    return {"id": str(number), "method": call.method, "url": url, "headers": headers, **body}


def decode(content_type: str, body: bytes, count: int) -> list[Answer | None]:
    """Return the answers in the order of `count` calls; None for those that are not there.

    Graph answers in any order. A body that was cut off, or is something else altogether, has fewer
    answers; it never raises.
    """
    answers: list[Answer | None] = [None] * count
    for row in _responses(content_type, body):
        number = text(row.get("id"))
        if number.isascii() and number.isdigit() and int(number) < count:
            answers[int(number)] = _decode(row)
    return answers


def _responses(content_type: str, body: bytes) -> list[Json]:
    if "json" not in content_type.lower():
        return []
    try:
        read = parse(body)
    except ValueError:
        return []
    return rows(mapping(read).get("responses"))


def _decode(row: Json) -> Answer | None:
    status, body = row.get("status"), row.get("body")
    if not isinstance(status, int) or isinstance(status, bool):
        return None
    if status < _REFUSED and status not in _EMPTY and not isinstance(body, dict):
        return None
    said = mapping(row.get("headers")).items()
    headers = {name.lower(): value for name, value in said if isinstance(value, str)}
    return Answer(status, headers, mapping(body))
