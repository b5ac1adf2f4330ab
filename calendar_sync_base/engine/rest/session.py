"""Connections that read no more than there is any use for.

A few kilobytes of compressed answer can become gigabytes, and an answer need not end at all.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import requests
from requests.adapters import HTTPAdapter

LARGEST = 64 * 1024 * 1024
"""Bytes of one answer, unpacked; a page of 2500 events has a few millions."""


class TooLarge(requests.RequestException):
    """An answer does not end where every answer would."""


class _Bounded:
    """The body of an answer, which ends with an exception instead of going on and on."""

    def __init__(self, raw: Any, largest: int) -> None:
        self._raw, self._largest = raw, largest

    def __getattr__(self, name: str) -> Any:
        return getattr(self._raw, name)

    def stream(self, amount: int, decode_content: bool | None = None) -> Iterator[bytes]:
        """Read piece by piece, as `requests` does. Raises TooLarge."""
        left = self._largest
        for piece in self._raw.stream(amount, decode_content=decode_content):
            left -= len(piece)
            if left < 0:
                self._raw.close()
                raise TooLarge("the answer is too large")
            yield piece


class BoundedAdapter(HTTPAdapter):
    """Makes the connections of a session."""

    def __init__(self, largest: int = LARGEST) -> None:
        """Read at most so many bytes of each answer."""
        self._largest = largest
        super().__init__()

    def build_response(self, req: requests.PreparedRequest, resp: Any) -> requests.Response:
        """Return the answer, whose body is bounded. Raises TooLarge for one packed many times."""
        if "," in resp.headers.get("Content-Encoding", ""):
            resp.close()
            raise TooLarge("the answer is packed more than once")
        response = super().build_response(req, resp)
        response.raw = _Bounded(resp, self._largest)
        return response


def new_session(largest: int = LARGEST) -> requests.Session:
    """Return a session that keeps its connections and reads bounded answers."""
    session = requests.Session()
    for scheme in ("https://", "http://"):
        session.mount(scheme, BoundedAdapter(largest))
    return session
