"""Requests that the simulator itself makes: to notification addresses on this machine only."""

from __future__ import annotations

import http.client
import ipaddress
import ssl
from dataclasses import dataclass
from urllib.parse import urlsplit


@dataclass(frozen=True)
class Reply:
    """What came back; without a status nothing came back in time."""

    status: int | None
    body: str = ""
    content_type: str = ""

    @property
    def delivered(self) -> bool:
        """Whether the other side took it."""
        return self.status is not None and 200 <= self.status < 300


def is_loopback(host: str | None) -> bool:
    """Whether an address is this machine; nothing is ever posted elsewhere."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host or "").is_loopback
    except ValueError:
        return False


def post(address: str, body: bytes, headers: dict[str, str], timeout: float) -> Reply:
    """POST to an address on this machine; another one gets nothing and never answers."""
    parts = urlsplit(address)
    if not is_loopback(parts.hostname):
        return Reply(None)
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    connection = _connection(parts.scheme, parts.hostname or "", parts.port, timeout)
    try:
        connection.request("POST", target, body, headers)
        answer = connection.getresponse()
        text = answer.read().decode("utf-8", "replace")
        return Reply(answer.status, text, answer.headers.get("Content-Type", ""))
    except (OSError, http.client.HTTPException):
        return Reply(None)
    finally:
        connection.close()


def _connection(
    scheme: str, host: str, port: int | None, timeout: float
) -> http.client.HTTPConnection:
    if scheme != "https":
        return http.client.HTTPConnection(host, port, timeout=timeout)
    context = ssl._create_unverified_context()  # noqa: S323  # made for loopback
    return http.client.HTTPSConnection(host, port, timeout=timeout, context=context)
