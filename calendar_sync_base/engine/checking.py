"""Looking at a consent page as a stranger, to learn whether a service would send people back.

https://www.rfc-editor.org/rfc/rfc6749#section-4.1.2.1 (never to an address that it does not know)
https://openid.net/specs/openid-connect-core-1_0.html#AuthRequest (`prompt=none`: back at once)
"""

from __future__ import annotations

from dataclasses import dataclass

import requests

from ..core.errors import Unreachable

TIMEOUTS = (5.0, 10.0)
"""Seconds to connect, and to wait for each piece of an answer, while an administrator waits."""

MADE_UP = "calendar-sync-check"
"""A code and a state that nobody has issued."""


@dataclass(frozen=True, slots=True)
class Visit:
    """What a page answered: its status, where it sends the browser, and its text."""

    status: int
    location: str
    text: str

    def leads_to(self, redirect_uri: str) -> bool:
        """Tell whether the browser is sent to an address, whatever is said there in the query."""
        return self.location.partition("?")[0] == redirect_uri


def visit(session: requests.Session, url: str, name: str) -> Visit:
    """Read a page without cookies and without following it; `name` is whose. Raises Unreachable."""
    try:
        answer = session.get(url, timeout=TIMEOUTS, allow_redirects=False, auth=unsigned)
    except requests.RequestException as error:
        # The exception's own text may hold the address with its query.
        raise Unreachable(f"{name}'s sign-in: {type(error).__name__}") from None
    location = answer.headers.get("Location", "") if answer.is_redirect else ""
    return Visit(answer.status_code, location, answer.text)


def unsigned(request: requests.PreparedRequest) -> requests.PreparedRequest:
    """Keep a .netrc of the machine from signing what bears its own secret, or none."""
    return request
