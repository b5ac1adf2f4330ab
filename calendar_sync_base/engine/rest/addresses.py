"""Where services are: their real addresses, or others that the server's environment names.

Never the database: whoever can write a parameter there must not be able to send tokens elsewhere.
"""

from __future__ import annotations

import ipaddress
import os
from collections.abc import Mapping
from urllib.parse import urlsplit

from ...core.errors import NeedsAdministrator

Names = Mapping[str, tuple[str, str]]
"""By what an address is for: the variable that may name it, and the real one."""


def addresses(names: Names, environment: Mapping[str, str] | None = None) -> dict[str, str]:
    """Return the addresses the process's environment names, by what they are for.

    Raises NeedsAdministrator for an address that would send secrets in the clear.
    """
    given = os.environ if environment is None else environment
    return {key: _checked(name, given.get(name) or usual) for key, (name, usual) in names.items()}


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
