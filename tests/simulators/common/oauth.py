"""What every authorization endpoint does in HTTP."""

from __future__ import annotations

import base64
import binascii
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from .http import Request, Response


def back(uri: str, values: dict[str, str]) -> Response:
    """Send a person back to an application, with the answer in the query of its address."""
    parts = urlsplit(uri)
    query = [*parse_qsl(parts.query), *values.items()]
    return Response.redirect(urlunsplit(parts._replace(query=urlencode(query))))


def basic(request: Request) -> tuple[str, str] | None:
    """An application's id and secret from the header of HTTP Basic."""
    kind, _, text = request.headers.get("authorization", "").partition(" ")
    if kind.lower() != "basic":
        return None
    try:
        key, _, secret = base64.b64decode(text).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        return None
    return key, secret
