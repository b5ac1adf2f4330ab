"""Requests and responses as values, independent of the server that carries them."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from urllib.parse import parse_qsl


@dataclass(frozen=True)
class Request:
    """One HTTP request; header names are lower case, the query keeps repeated names."""

    method: str
    path: str
    query: tuple[tuple[str, str], ...] = ()
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""

    @cached_property
    def json(self) -> Any:
        """The body as JSON, ``None`` when empty; ValueError when it is not JSON."""
        return json.loads(self.body) if self.body.strip() else None

    @cached_property
    def form(self) -> dict[str, str]:
        """The body as a form, the last of repeated names."""
        return dict(parse_qsl(self.body.decode("utf-8", "replace"), keep_blank_values=True))

    @cached_property
    def form_lists(self) -> dict[str, list[str]]:
        """The body as a form with repeated names."""
        return grouped(parse_qsl(self.body.decode("utf-8", "replace"), keep_blank_values=True))

    def param(self, name: str, default: str | None = None) -> str | None:
        """The first value of a query parameter."""
        return next((value for key, value in self.query if key == name), default)

    @cached_property
    def params(self) -> dict[str, list[str]]:
        """All query parameters with all their values."""
        return grouped(self.query)


@dataclass(frozen=True)
class Transport:
    """What goes wrong on the wire: a wait, a cut connection, half a body."""

    latency: float = 0.0
    reset: bool = False
    truncate: bool = False

    @classmethod
    def of_all(cls, answers: Iterable[Response]) -> Transport:
        """What becomes of a batch: a connection that breaks in one part breaks for all."""
        found = [one.transport for one in answers]
        return cls(
            max((one.latency for one in found), default=0.0),
            any(one.reset for one in found),
            any(one.truncate for one in found),
        )


@dataclass
class Response:
    """One HTTP response; ``payload`` is kept for the journal when the body is JSON."""

    status: int = 200
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)
    payload: Any = None
    transport: Transport = Transport()

    @classmethod
    def of_json(
        cls, payload: Any, status: int = 200, headers: dict[str, str] | None = None
    ) -> Response:
        """A JSON answer."""
        body = json.dumps(payload, ensure_ascii=False).encode()
        kind = {"Content-Type": "application/json; charset=UTF-8"}
        return cls(status, body, kind | (headers or {}), payload)

    @classmethod
    def of_html(cls, text: str, status: int = 200) -> Response:
        """A page."""
        headers = {"Content-Type": "text/html; charset=utf-8", "Cache-Control": "no-store"}
        return cls(status, text.encode(), headers)

    @classmethod
    def redirect(cls, location: str, status: int = 302) -> Response:
        """A redirection."""
        return cls(status, b"", {"Location": location})


def grouped(pairs: Any) -> dict[str, list[str]]:
    """Names with all their values, in order."""
    result: dict[str, list[str]] = {}
    for name, value in pairs:
        result.setdefault(name, []).append(value)
    return result
