"""Requests to a service and their answers, as values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from urllib.parse import urlencode

from .dirty import Json
from .incoming import parse

Query = tuple[tuple[str, str], ...]
_EMPTY, _REFUSED = (202, 204), 300


@dataclass(frozen=True, slots=True)
class Call:
    """One request; `path` starts with a slash and has no host."""

    method: str
    path: str
    query: Query = ()
    body: Json | None = field(default=None, repr=False)
    if_match: str = ""

    @property
    def target(self) -> str:
        """Path and query."""
        return f"{self.path}?{urlencode(self.query)}" if self.query else self.path


@dataclass(frozen=True, slots=True)
class Answer:
    """One response; header names are lower case, a body that is no JSON object is empty."""

    status: int
    headers: Mapping[str, str] = field(default_factory=dict)
    body: Json = field(default_factory=dict, repr=False)


def read_body(status: int, body: bytes) -> Json | None:
    """Return the JSON object of an answer; None when it should have one and has not.

    Refusals may say anything: a proxy's page has a status, too.
    """
    refused = status >= _REFUSED
    if not body.strip():
        return {} if refused or status in _EMPTY else None
    try:
        read = parse(body)
    except ValueError:
        return {} if refused else None
    return read if isinstance(read, dict) else {}


def retry_after(headers: Mapping[str, str]) -> float | None:
    """Return the seconds to wait that an answer asks for, None when it does not.

    A date is understood relative to the answer's own clock:
    https://www.rfc-editor.org/rfc/rfc9110#section-10.2.3
    """
    value = headers.get("retry-after", "").strip()
    if value.isascii() and value.isdigit():
        return float(value)
    until, now = _moment(value), _moment(headers.get("date", ""))
    return max((until - now).total_seconds(), 0.0) if until and now else None


def _moment(value: str) -> datetime | None:
    try:
        read = parsedate_to_datetime(value)
    except (ValueError, TypeError, OverflowError):
        return None
    return read if read.tzinfo else read.replace(tzinfo=UTC)
