"""Where Microsoft is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from odoo.addons.calendar_sync_base.engine.rest.addresses import addresses

LOGIN = "https://login.microsoftonline.com"
_NAMES = {
    "graph": ("CALENDAR_SYNC_MICROSOFT_GRAPH_URL", "https://graph.microsoft.com"),
    "login": ("CALENDAR_SYNC_MICROSOFT_LOGIN_URL", LOGIN),
}


@dataclass(frozen=True, slots=True)
class Endpoints:
    """The origins of one Microsoft: of Graph, and of the sign-in."""

    graph: str
    login: str

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] | None = None) -> Endpoints:
        """Return the endpoints the process's environment names.

        Raises NeedsAdministrator for an address that would send secrets in the clear.
        """
        return cls(**addresses(_NAMES, environment))
