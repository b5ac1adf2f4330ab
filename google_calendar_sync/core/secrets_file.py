"""The file that Google's console offers for download when a client is made.

https://developers.google.com/identity/protocols/oauth2/web-server#creatingcred
https://github.com/googleapis/google-api-python-client/blob/main/docs/client-secrets.md
"""

from __future__ import annotations

from dataclasses import dataclass, field

from odoo.addons.calendar_sync_base.core.dirty import Json, mapping, text
from odoo.addons.calendar_sync_base.core.incoming import parse

LARGEST = 64 * 1024
"""Bytes; the real ones have less than one thousand."""

ID_ENDING = ".apps.googleusercontent.com"


class Unusable(ValueError):
    """The file is not one to import.

    `reason` is one of too_big, no_json, not_google, desktop, service_account and no_secret.
    """

    def __init__(self, reason: str) -> None:
        """Keep the name of the reason; nothing of the file."""
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class WebClient:
    """A client of the type *web application*, as the console had it at the download."""

    client_id: str
    client_secret: str = field(repr=False)
    redirect_uris: frozenset[str]
    origins: frozenset[str]


def read(content: bytes) -> WebClient:
    """Return the client a file describes. Raises Unusable."""
    if len(content) > LARGEST:
        raise Unusable("too_big")
    said = _json(content)
    if "installed" in said:
        raise Unusable("desktop")
    if text(said.get("type")) == "service_account":
        raise Unusable("service_account")
    web = mapping(said.get("web"))
    client_id = text(web.get("client_id")).strip()
    if not client_id.endswith(ID_ENDING):
        raise Unusable("not_google")
    secret = text(web.get("client_secret")).strip()
    if not secret:
        raise Unusable("no_secret")
    lines = (_lines(web.get("redirect_uris")), _lines(web.get("javascript_origins")))
    return WebClient(client_id, secret, *lines)


def _json(content: bytes) -> Json:
    try:
        read_ = parse(content)
    except ValueError:
        raise Unusable("no_json") from None
    if not isinstance(read_, dict):
        raise Unusable("not_google")
    return read_


def _lines(value: object) -> frozenset[str]:
    return frozenset(text(one) for one in value) if isinstance(value, list) else frozenset()
