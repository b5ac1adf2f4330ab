"""What a provider addon tells the base about itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from ..core.errors import SyncError
from ..core.quota import UNLIMITED, Quotas
from ..core.values import Span
from ..engine.credential import Credential
from ..engine.ports import Authorizer, CalendarProvider
from .predecessor import Predecessor

NOT_REVOKED = "not_revoked"
"""The reason whose sentence tells where users withdraw a permission that cannot be revoked here."""


@dataclass(frozen=True, slots=True)
class ProviderAddon:
    """One service, as registered by `calendar.sync.account._providers`.

    `prefix`, which ends in `_calendar`, begins the keys of its system parameters
    (`<prefix>_client_id`, `_client_secret`, `_sync_paused`), the names of its settings, and is its
    key in `check_synchronization_status`. `callback` is the path the service sends people back to,
    `notify_path` the one that it posts change notifications to.
    `authorizer` takes an environment, `calendar_provider` an account and what signs its requests.
    `check_rules` raises NotExpressible for a series that the service has no words for;
    `restores_occurrences` tells whether a deleted occurrence can be brought back, `silent` whether
    the service can be kept from mailing guests (see `CalendarProvider.silent`). `sentences`
    are translatable texts by the `reason` of an error; they are read instead of the more general
    one of its class. `come_back_error` reads the query of a failed way back from consent (RFC 6749
    section 4.1.2.1), None where nothing better than the general sentences is known.
    `redirect_trouble` and `secret_trouble` return the translatable sentence why the service will
    not accept a redirect URI, or what was entered as Client Secret. `predecessor` is the addon of
    Odoo's own that does the same, from which this one takes over. `quotas` are how many calls the
    service grants, unless the parameters `<prefix>_project_quota` and `_account_quota` say so.
    """

    code: str
    label: str
    prefix: str
    callback: str
    authorizer: Callable[[Any], Authorizer]
    calendar_provider: Callable[[Any, Credential], CalendarProvider]
    notify_path: str = ""
    check_rules: Callable[[Span, tuple[str, ...]], None] = lambda _span, _rules: None
    restores_occurrences: bool = True
    silent: bool = True
    sentences: Mapping[str, Any] = field(default_factory=dict)
    come_back_error: Callable[[Mapping[str, str]], SyncError | None] = lambda _query: None
    redirect_trouble: Callable[[str], Any] = lambda _redirect_uri: None
    secret_trouble: Callable[[str], Any] = lambda _secret: None
    predecessor: Predecessor | None = None
    quotas: Quotas = UNLIMITED

    @property
    def client_id_key(self) -> str:
        """Return the system parameter that holds the Client ID."""
        return f"{self.prefix}_client_id"

    @property
    def client_secret_key(self) -> str:
        """Return the system parameter that holds the Client Secret."""
        return f"{self.prefix}_client_secret"

    @property
    def paused_key(self) -> str:
        """Return the system parameter that pauses everybody's synchronisation."""
        return f"{self.prefix}_sync_paused"
