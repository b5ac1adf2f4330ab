"""What Google's refusals mean: from status and reason to one leaf of the error tree.

https://developers.google.com/workspace/calendar/api/guides/errors
https://developers.google.com/identity/protocols/oauth2/web-server#exchange-errors
"""

from __future__ import annotations

from collections.abc import Mapping

from odoo.addons.calendar_sync_base.core.dirty import mapping, rows, text
from odoo.addons.calendar_sync_base.core.errors import (
    ChangedMeanwhile,
    CursorExpired,
    Duplicate,
    Gone,
    MissingScope,
    NeedsAdministrator,
    NeedsReconnect,
    QuotaExhausted,
    RateLimited,
    Refused,
    ServerTrouble,
    SyncError,
    Unreachable,
)
from odoo.addons.calendar_sync_base.core.http import Answer, retry_after

Leaf = type[SyncError]

BY_REASON: dict[tuple[int, str], Leaf] = {
    (403, "rateLimitExceeded"): RateLimited,
    (403, "userRateLimitExceeded"): RateLimited,
    (403, "quotaExceeded"): QuotaExhausted,
    (403, "dailyLimitExceeded"): QuotaExhausted,
    (403, "insufficientPermissions"): MissingScope,
    (403, "ACCESS_TOKEN_SCOPE_INSUFFICIENT"): MissingScope,
    (403, "accessNotConfigured"): NeedsAdministrator,
    (403, "SERVICE_DISABLED"): NeedsAdministrator,
    (409, "duplicate"): Duplicate,
    # Writing too fast to one calendar: the item is repeated by itself.
    (409, "conflict"): RateLimited,
    (410, "fullSyncRequired"): CursorExpired,
    (410, "updatedMinTooLongAgo"): CursorExpired,
}
BY_STATUS: dict[int, Leaf] = {
    401: NeedsReconnect,
    404: Gone,
    408: Unreachable,
    409: Duplicate,
    410: Gone,
    412: ChangedMeanwhile,
    429: RateLimited,
}
_TOKENS = ("syncToken", "pageToken")
_SERVER, _BAD_REQUEST, _OK, _REDIRECT = 500, 400, 200, 300
ADVICE = {
    "forbiddenForNonOrganizer": "Only the organizer of this event may change it.",
    "requiredAccessLevel": "You may not change events in this Google calendar.",
}
NOT_ENABLED = "The Google Calendar API is not enabled in the Google project of this server."


def error_of(answer: Answer) -> SyncError | None:
    """Return what an answer of the Calendar API means, None when it is a success."""
    if _OK <= answer.status < _REDIRECT:
        return None
    reasons = _reasons(answer)
    leaf = _leaf(answer, reasons)
    advice = next((ADVICE[one] for one in reasons if one in ADVICE), "")
    if leaf is NeedsAdministrator:
        advice = NOT_ENABLED
    return leaf(_detail(answer, reasons), advice=advice, retry_after=retry_after(answer.headers))


def _reasons(answer: Answer) -> list[str]:
    """Return the reasons an error names, the more precise ones first."""
    error = mapping(answer.body.get("error"))
    found = [text(one.get("reason")) for one in rows(error.get("details"))]
    found += [text(one.get("reason")) for one in rows(error.get("errors"))]
    return [one for one in found if one]


def _leaf(answer: Answer, reasons: list[str]) -> Leaf:
    status = answer.status
    for reason in reasons:
        if (status, reason) in BY_REASON:
            return BY_REASON[status, reason]
    if status == _BAD_REQUEST and _location(answer) in _TOKENS:
        return CursorExpired
    if status >= _SERVER:
        return ServerTrouble
    if status < _BAD_REQUEST:
        # A redirect is never followed: a portal or a proxy is in the way.
        return Unreachable
    return BY_STATUS.get(status, Refused)


def _location(answer: Answer) -> str:
    found = rows(mapping(answer.body.get("error")).get("errors"))
    return text(found[0].get("location")) if found else ""


def _detail(answer: Answer, reasons: list[str]) -> str:
    message = text(mapping(answer.body.get("error")).get("message"))
    return f"Google answered {answer.status} {' '.join(reasons)}: {message}"[:300]


OAUTH: dict[str, Leaf] = {
    "invalid_grant": NeedsReconnect,
    "access_denied": MissingScope,
    "interaction_required": NeedsReconnect,
    "login_required": NeedsReconnect,
    "invalid_client": NeedsAdministrator,
    "unauthorized_client": NeedsAdministrator,
    "deleted_client": NeedsAdministrator,
    "disabled_client": NeedsAdministrator,
    "redirect_uri_mismatch": NeedsAdministrator,
    "admin_policy_enforced": NeedsAdministrator,
    "org_internal": NeedsAdministrator,
    "invalid_scope": NeedsAdministrator,
    "invalid_request": NeedsAdministrator,
    "unsupported_grant_type": NeedsAdministrator,
    "rate_limit_exceeded": RateLimited,
    "slow_down": RateLimited,
    "server_error": ServerTrouble,
    "internal_failure": ServerTrouble,
    "temporarily_unavailable": ServerTrouble,
}
NOT_FOUND = "not found"
OAUTH_ADVICE = {
    "redirect_uri_mismatch": "The redirect address of this server is not registered in the "
    "Google project. An administrator has to add it there, spelled exactly the same.",
    "unknown_client": "Google does not know the Client ID. An administrator has to check it.",
    "wrong_secret": "Google does not accept the Client Secret. An administrator has to enter it "
    "again.",
    "deleted_client": "The Google client of this server was deleted. An administrator has to make "
    "a new one.",
    "admin_policy_enforced": "Your organization's Google administrator does not allow this "
    "application.",
    "org_internal": "This application is only for accounts of its own organization.",
    "access_denied": "The calendar permission was declined. Connect again to give it.",
}


def oauth_error(
    error: str,
    status: int = _BAD_REQUEST,
    headers: Mapping[str, str] | None = None,
    description: str = "",
) -> SyncError:
    """Return what an error of the OAuth endpoints, or at the redirect, means.

    `error` is the code Google names, which is all of it that is kept; of the description only
    whether an `invalid_client` was found at all. `reason` is a key of `OAUTH_ADVICE`.
    """
    leaf = OAUTH.get(error) or _oauth_leaf(status)
    code = error if error in OAUTH else "an unknown error"
    detail = f"Google's sign-in answered {status} {code}"
    reason = _oauth_reason(error, description)
    advice = OAUTH_ADVICE.get(reason, "")
    return leaf(detail, advice=advice, retry_after=retry_after(headers or {}), reason=reason)


def _oauth_reason(error: str, description: str) -> str:
    """Return which sentence is said; Google has one code for a wrong ID and a wrong secret."""
    if error == "invalid_client" and description:
        return "unknown_client" if NOT_FOUND in description else "wrong_secret"
    return error if error in OAUTH_ADVICE else ""


def _oauth_leaf(status: int) -> Leaf:
    if status >= _SERVER:
        return ServerTrouble
    return {408: Unreachable, 429: RateLimited}.get(status, NeedsAdministrator)
