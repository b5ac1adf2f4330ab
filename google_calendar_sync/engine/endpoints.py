"""Where Google is: its real addresses, or others that the server's environment names.

Never the database: whoever can write a parameter there must not be able to send tokens elsewhere.
"""

from __future__ import annotations

import ipaddress
import os
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from odoo.addons.calendar_sync_base.core.errors import NeedsAdministrator

_NAMES = {
    "api": ("CALENDAR_SYNC_GOOGLE_API_URL", "https://www.googleapis.com"),
    "auth": ("CALENDAR_SYNC_GOOGLE_AUTH_URL", "https://accounts.google.com/o/oauth2/v2/auth"),
    "token": ("CALENDAR_SYNC_GOOGLE_TOKEN_URL", "https://oauth2.googleapis.com/token"),
    "revoke": ("CALENDAR_SYNC_GOOGLE_REVOKE_URL", "https://oauth2.googleapis.com/revoke"),
}


@dataclass(frozen=True, slots=True)
class Endpoints:
    """The addresses of one Google; `api` is an origin, the others are whole."""

    api: str
    auth: str
    token: str
    revoke: str

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] | None = None) -> Endpoints:
        """Return the endpoints the process's environment names.

        Raises NeedsAdministrator for an address that would send secrets in the clear.
        """
        given = os.environ if environment is None else environment
        return cls(
            **{
                key: _checked(name, given.get(name) or usual)
                for key, (name, usual) in _NAMES.items()
            }
        )


def _checked(name: str, url: str) -> str:
    address = url.strip().rstrip("/")
    if not is_safe(address):
        words = f"{name} must be an https address (http only for this same machine)."
        raise NeedsAdministrator(f"{name} is not a safe address", advice=words)
    return address


def is_safe(url: str) -> bool:
    """Tell whether secrets may be sent to an address: https, or http to a loopback address."""
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
    except ValueError:
        return False
    if parts.username or parts.password or not host:
        return False
    return parts.scheme == "https" or (parts.scheme == "http" and _is_loopback(host))


def _is_loopback(host: str) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
