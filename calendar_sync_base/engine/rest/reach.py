"""Where services post change notifications to: this server's own address, or one that is given."""

from __future__ import annotations

import os
from collections.abc import Mapping

from ...core.errors import NeedsAdministrator
from ...core.reach import is_public
from .addresses import is_safe

VARIABLE = "CALENDAR_SYNC_NOTIFY_URL"
"""Names the address in the process's environment, where it is not `web.base.url`: behind a tunnel,
or another host name for machines. Plain http only for this same machine.
"""


def notify_base(base_url: str, environment: Mapping[str, str] | None = None) -> str:
    """Return the address that notification paths are added to; "" when none can be reached.

    Raises NeedsAdministrator for a given address to which secrets would be sent in the clear.
    """
    given = (os.environ if environment is None else environment).get(VARIABLE, "").strip()
    if given and not is_safe(given):
        words = f"{VARIABLE} must be an https address (http only for this same machine)."
        raise NeedsAdministrator(f"{VARIABLE} is not a safe address", advice=words)
    found = given or (base_url if is_public(base_url) else "")
    return found.rstrip("/")
