"""Where Google is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from odoo.addons.calendar_sync_base.engine.rest.addresses import addresses

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
        return cls(**addresses(_NAMES, environment))
