"""Stand-ins for a credential, a connection and the waiting between two requests."""

from __future__ import annotations

import json
from dataclasses import dataclass, field

import requests

from odoo.addons.calendar_sync_base.core.errors import NeedsReconnect


class Signer:
    """A credential that counts."""

    def __init__(self, *tokens):
        self.tokens = list(tokens or ("token-0",))

    def access_token(self):
        """Return the current token."""
        return self.tokens[0]

    def renew(self):
        """Go on to the next token."""
        self.tokens.pop(0)
        if not self.tokens:
            raise NeedsReconnect("no more tokens")
        return self.tokens[0]


class Line(requests.Session):
    """A connection that answers what it is told to, and notes what it is asked."""

    def __init__(self, *answers):
        super().__init__()
        self.answers = list(answers)
        self.asked = []

    def send(self, request, **options):
        """Answer the next answer."""
        self.asked.append((request, options))
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer


def answer(status=200, body=b"{}", **headers):
    """Return a response as requests has it."""
    response = requests.Response()
    response.status_code = status
    response._content = body if isinstance(body, bytes) else json.dumps(body).encode()
    response.headers.update({name.replace("_", "-"): value for name, value in headers.items()})
    return response


@dataclass
class Waits:
    """Stands in for sleeping: notes how long it would have been."""

    seconds: list[float] = field(default_factory=list)

    def __call__(self, seconds: float) -> None:
        """Note a wait."""
        self.seconds.append(seconds)
