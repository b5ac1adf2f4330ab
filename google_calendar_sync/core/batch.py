"""Many calls in one request: multipart/mixed of HTTP requests, there and back.

https://developers.google.com/workspace/calendar/api/guides/batch
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from email.message import Message

from odoo.addons.calendar_sync_base.core.http import Answer, Call, read_body

BOUNDARY = "calendar_sync_batch"
SIZE = 50
"""Calls in one batch. Google allows more; larger ones only meet its rate limits sooner."""

_STATUS = re.compile(rb"HTTP/\d(?:\.\d)? (\d{3})")
_HEADER = re.compile(rb"([A-Za-z0-9-]+):[ \t]*([^\r\n]*)")
_BLANK = re.compile(rb"\r?\n\r?\n")
_ID = re.compile(r"response-call-(\d+)")


def encode(calls: Sequence[Call]) -> tuple[str, bytes]:
    """Return content type and body of a batch."""
    parts = b"".join(_encode(number, call) for number, call in enumerate(calls))
    return f"multipart/mixed; boundary={BOUNDARY}", parts + f"--{BOUNDARY}--\r\n".encode()


def _encode(number: int, call: Call) -> bytes:
    # JSON in ASCII never contains a line break, so never the boundary.
    body = json.dumps(call.body).encode() if call.body is not None else b""
    lines = [f"--{BOUNDARY}", "Content-Type: application/http", f"Content-ID: <call-{number}>", ""]
    lines.append(f"{call.method} {call.target} HTTP/1.1")
    if call.if_match:
        lines.append(f"If-Match: {call.if_match}")
    if body:
        lines += ["Content-Type: application/json", f"Content-Length: {len(body)}"]
    return "\r\n".join([*lines, "", ""]).encode() + body + b"\r\n"


def decode(content_type: str, body: bytes, count: int) -> list[Answer | None]:
    """Return the answers in the order of `count` calls; None for those that are not there.

    A body that was cut off, or is something else altogether, has fewer answers; it never raises.
    """
    answers: list[Answer | None] = [None] * count
    for chunk in _chunks(content_type, body):
        number, answer = _decode(chunk)
        if number is not None and number < count:
            answers[number] = answer
    return answers


def _chunks(content_type: str, body: bytes) -> list[bytes]:
    header = Message()
    header["Content-Type"] = re.sub(r"[\r\n]", " ", content_type)
    boundary = header.get_boundary()
    if not boundary:
        return []
    line = b"--" + re.escape(boundary.encode("utf-8", "replace")) + rb"(?:--)?[ \t]*"
    # What follows the last boundary is the end, or a part that was cut off.
    return re.split(rb"(?:\A|\r?\n)" + line + rb"(?:\r?\n|\Z)", body)[1:-1]


def _decode(chunk: bytes) -> tuple[int | None, Answer | None]:
    outer, *inner = _BLANK.split(chunk, maxsplit=1)
    named = _ID.search(_headers(outer).get("content-id", ""))
    number = int(named[1]) if named else None
    head, *rest = _BLANK.split(inner[0] if inner else b"", maxsplit=1)
    status = _STATUS.match(head)
    code = int(status[1]) if status else 0
    payload = read_body(code, rest[0] if rest else b"")
    return number, Answer(code, _headers(head), payload) if code and payload is not None else None


def _headers(head: bytes) -> dict[str, str]:
    return {name.decode().lower(): value.decode("latin-1") for name, value in _HEADER.findall(head)}
