"""MSAL's way to the network: our time-outs, our errors, and one host only.

https://learn.microsoft.com/entra/msal/python/advanced/customize-http-client

MSAL takes for granted that the sign-in is at Microsoft's own address and over https. What it asks
for there is asked where the server's environment says; whatever else it might want to ask is
refused. It also keeps refusals for a minute, as if a repaired secret were still wrong: an
application is therefore used once, and only the addresses of the sign-in are kept here.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import Any

import requests

from odoo.addons.calendar_sync_base.core.errors import (
    NeedsAdministrator,
    ServerTrouble,
    Unreachable,
)
from odoo.addons.calendar_sync_base.core.http import read_body
from odoo.addons.calendar_sync_base.engine.checking import unsigned
from odoo.addons.calendar_sync_base.engine.rest.transport import TIMEOUTS

from ..core.signin import oauth_error
from .endpoints import LOGIN

_DAY = 24 * 3600.0
_REDIRECT, _SERVER = 300, 500
_PASSES = (408, 429)

_documents: dict[str, tuple[float, requests.Response]] = {}
"""The sign-in's description of itself, by its address, and until when it is good; no secrets."""


@dataclass
class SignIn:
    """What MSAL sends its requests with; `login` is the origin they go to."""

    login: str
    session: requests.Session = field(repr=False)
    timeouts: tuple[float, float] | None = None

    def get(self, url: str, params: Any = None, headers: Any = None, **_more: Any) -> Any:
        """Read a document of the sign-in, once a day. Raises SyncError."""
        address = self._address(url)
        until, known = _documents.get(address, (0.0, None))
        if known is not None and time.monotonic() < until:
            return known
        response = self._send("GET", address, params=params, headers=headers)
        if not response.ok:
            raise NeedsAdministrator("Microsoft knows no such tenant", reason="unknown_tenant")
        _documents[address] = time.monotonic() + _DAY, response
        return response

    def post(
        self, url: str, params: Any = None, data: Any = None, headers: Any = None, **_more: Any
    ) -> Any:
        """Ask for a token; a refusal is MSAL's to read. Raises SyncError for anything else."""
        return self._send("POST", self._address(url), params=params, data=data, headers=headers)

    def close(self) -> None:
        """Leave the connections to whoever owns the session."""

    def _address(self, url: str) -> str:
        if url.startswith(f"{self.login}/"):
            # The sign-in of a national cloud names itself.
            return url
        if not url.startswith(f"{LOGIN}/"):
            raise NeedsAdministrator("the sign-in names an address that is not Microsoft's")
        return self.login + url.removeprefix(LOGIN)

    def _send(self, method: str, address: str, **parts: Any) -> requests.Response:
        try:
            response = self.session.request(
                method,
                address,
                timeout=self.timeouts or TIMEOUTS,
                allow_redirects=False,
                auth=unsigned,
                **parts,
            )
        except requests.RequestException as error:
            # The exception's own text may hold the address with its query.
            raise Unreachable(f"Microsoft's sign-in: {type(error).__name__}") from None
        _check(response)
        return response


def _check(response: requests.Response) -> None:
    """Raise what is no answer of the sign-in: MSAL would log a broken one, token and all."""
    status = response.status_code
    said = read_body(status, response.content)
    if status >= _SERVER or status in _PASSES or (status >= _REDIRECT and not said):
        headers = {name.lower(): value for name, value in response.headers.items()}
        raise oauth_error(said or {}, status, headers)
    if not said:
        raise ServerTrouble("Microsoft's sign-in answered something else than it promised")
