"""Whether a service on the internet can post to an address."""

from __future__ import annotations

import ipaddress
from urllib.parse import urlsplit

_PRIVATE = (".local", ".localhost", ".internal", ".lan", ".test", ".invalid", ".home.arpa")
"""Names that never lead anywhere from outside.

https://www.rfc-editor.org/rfc/rfc6761, https://www.rfc-editor.org/rfc/rfc6762,
https://www.rfc-editor.org/rfc/rfc8375
"""


def is_public(url: str) -> bool:
    """Tell whether an address is https and has a name, or a number, of the public internet.

    Google and Microsoft post nowhere else:
    https://developers.google.com/workspace/calendar/api/guides/push#domain-verification
    """
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").rstrip(".")
    except ValueError:
        return False
    return parts.scheme == "https" and (_is_public_number(host) or _is_public_name(host))


def _is_public_number(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_global
    except ValueError:
        return False


def _is_public_name(host: str) -> bool:
    last = host.rpartition(".")[2]
    return "." in host and not host.endswith(_PRIVATE) and not last.isdigit()
