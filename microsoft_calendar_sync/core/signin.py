"""What refusals of Microsoft's sign-in mean.

https://learn.microsoft.com/entra/identity-platform/reference-error-codes
https://learn.microsoft.com/entra/identity-platform/v2-oauth2-auth-code-flow#error-response-1

`error` decides what is done; the AADSTS number, where it is known, says it more precisely.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from odoo.addons.calendar_sync_base.core.dirty import text
from odoo.addons.calendar_sync_base.core.errors import (
    MissingScope,
    NeedsAdministrator,
    NeedsReconnect,
    RateLimited,
    ServerTrouble,
    SyncError,
    Unreachable,
)
from odoo.addons.calendar_sync_base.core.http import retry_after

Leaf = type[SyncError]

BY_ERROR: dict[str, Leaf] = {
    "invalid_grant": NeedsReconnect,
    "interaction_required": NeedsReconnect,
    "login_required": NeedsReconnect,
    "consent_required": MissingScope,
    "access_denied": MissingScope,
    "invalid_client": NeedsAdministrator,
    "unauthorized_client": NeedsAdministrator,
    "invalid_resource": NeedsAdministrator,
    "invalid_scope": NeedsAdministrator,
    "invalid_request": NeedsAdministrator,
    "unsupported_grant_type": NeedsAdministrator,
    "unsupported_response_type": NeedsAdministrator,
    "slow_down": RateLimited,
    "server_error": ServerTrouble,
    "temporarily_unavailable": ServerTrouble,
}

BY_NUMBER: dict[int, tuple[Leaf, str]] = {
    50011: (NeedsAdministrator, "redirect_uri"),
    500112: (NeedsAdministrator, "redirect_uri"),
    50020: (NeedsReconnect, "other_tenant"),
    50194: (NeedsAdministrator, "single_tenant"),
    50076: (NeedsReconnect, "sign_in_twice"),
    50078: (NeedsReconnect, "sign_in_twice"),
    50079: (NeedsReconnect, "sign_in_twice"),
    50132: (NeedsReconnect, "revoked"),
    50133: (NeedsReconnect, "revoked"),
    50173: (NeedsReconnect, "revoked"),
    53003: (NeedsAdministrator, "conditional_access"),
    54005: (NeedsReconnect, "code_used"),
    65001: (MissingScope, "consent"),
    65004: (MissingScope, "declined"),
    70008: (NeedsReconnect, "unused_for_long"),
    700082: (NeedsReconnect, "unused_for_long"),
    70011: (NeedsAdministrator, "scope"),
    70043: (NeedsReconnect, "sign_in_often"),
    700016: (NeedsAdministrator, "unknown_client"),
    7000215: (NeedsAdministrator, "wrong_secret"),
    7000222: (NeedsAdministrator, "expired_secret"),
    90002: (NeedsAdministrator, "unknown_tenant"),
    90094: (NeedsAdministrator, "admin_consent"),
}

_NUMBER = re.compile(r"AADSTS(\d{4,8})\b")
_BAD_REQUEST, _SERVER = 400, 500


def oauth_error(
    said: str | Mapping[str, object],
    status: int = _BAD_REQUEST,
    headers: Mapping[str, str] | None = None,
    description: str = "",
) -> SyncError:
    """Return what an error of the OAuth endpoints, or at the redirect, means.

    `said` is its `error`, or all that was answered: `error`, `error_description`, `error_codes`. Of
    a description nothing is kept but the number in it. `reason` is a key of `sentences.SENTENCES`.
    """
    answer: Mapping[str, object] = {"error": said} if isinstance(said, str) else said
    number = _number_of(answer, description)
    error = text(answer.get("error"))
    leaf, reason = BY_NUMBER.get(number, (BY_ERROR.get(error) or _by_status(status), ""))
    code = error if error in BY_ERROR else "an unknown error"
    detail = f"Microsoft's sign-in answered {status} {code}" + (f" ({number})" if number else "")
    return leaf(detail, retry_after=retry_after(headers or {}), reason=reason)


def shown_error(page: str) -> SyncError | None:
    """Return what a page of the sign-in says is wrong, None when it names nothing that we know.

    Mistakes of the registration are shown to people and never sent back to the application:
    https://learn.microsoft.com/troubleshoot/entra/entra-id/app-integration/error-code-aadsts50011-redirect-uri-mismatch
    """
    numbers = (int(one) for one in _NUMBER.findall(page))
    known = next((one for one in numbers if one in BY_NUMBER), 0)
    return oauth_error("", description=f"AADSTS{known}") if known else None


def _number_of(answer: Mapping[str, object], description: str) -> int:
    """Return the first number we know, else the first there is, else 0."""
    listed = answer.get("error_codes")
    codes = listed if isinstance(listed, list) else []
    said = [one for one in codes if isinstance(one, int) and not isinstance(one, bool)]
    words = f"{text(answer.get('error_description'))} {description}"
    said += [int(one) for one in _NUMBER.findall(words)]
    return next((one for one in said if one in BY_NUMBER), said[0] if said else 0)


def _by_status(status: int) -> Leaf:
    if status >= _SERVER:
        return ServerTrouble
    return {408: Unreachable, 429: RateLimited}.get(status, NeedsAdministrator)
