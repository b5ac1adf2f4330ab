"""The refusals of Microsoft's sign-in, in its words.

https://learn.microsoft.com/entra/identity-platform/reference-error-codes
https://learn.microsoft.com/entra/identity-platform/v2-oauth2-auth-code-flow#error-response-1
Clients should look at ``error`` alone; numbers and words are for people.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from . import ids

GRAPH_APP = "00000003-0000-0000-c000-000000000000"
MFA = "basic_action"


@dataclass(frozen=True)
class Kind:
    """One number: the OAuth error it is, its text, and what else belongs to it."""

    error: str
    text: str
    status: int = 400
    suberror: str = ""


KINDS = {
    50011: Kind(
        "invalid_request",
        "The redirect URI '{uri}' specified in the request does not match the redirect URIs "
        "configured for the application '{app}'. Make sure the redirect URI sent in the request "
        "matches one added to your application in the Azure portal. Navigate to "
        "https://aka.ms/redirectUriMismatchError to learn more about how to troubleshoot this "
        "error.",
    ),
    50020: Kind(
        "invalid_request",
        "User account '{user}' from identity provider '{source}' does not exist in tenant "
        "'{tenant}' and cannot access the application '{app}'({name}) in that tenant. The account "
        "needs to be added as an external user in the tenant first. Sign out and sign in again "
        "with a different Azure Active Directory user account.",
    ),
    50058: Kind("login_required", "Session information is not sufficient for single-sign-on."),
    50059: Kind(
        "invalid_request",
        "No tenant-identifying information found in either the request or implied by any provided "
        "credentials.",
    ),
    50057: Kind("invalid_grant", "The user account is disabled."),
    50076: Kind(
        "interaction_required",
        "Due to a configuration change made by your administrator, or because you moved to a new "
        f"location, you must use multi-factor authentication to access '{GRAPH_APP}'.",
        suberror=MFA,
    ),
    50078: Kind(
        "interaction_required",
        "Presented multi-factor authentication has expired due to policies configured by your "
        "administrator, you must refresh your multi-factor authentication to access "
        f"'{GRAPH_APP}'.",
        suberror=MFA,
    ),
    50079: Kind(
        "interaction_required",
        "Due to a configuration change made by your administrator, or because you moved to a new "
        f"location, you must enroll in multi-factor authentication to access '{GRAPH_APP}'.",
        suberror=MFA,
    ),
    50105: Kind(
        "invalid_grant",
        "Your administrator has configured the application {name} ('{app}') to block users unless "
        "they are specifically granted ('assigned') access to the application. The signed in user "
        "'{user}' is blocked because they are not a direct member of a group with access, nor had "
        "access directly assigned by an administrator. Please contact your administrator to "
        "assign access to this application.",
    ),
    50132: Kind(
        "invalid_grant",
        "The session is not valid due to password expiration or recent password change.",
        suberror="bad_token",
    ),
    50133: Kind(
        "invalid_grant",
        "The session is not valid due to password expiration or recent password change.",
        suberror="bad_token",
    ),
    50173: Kind(
        "invalid_grant",
        "The provided grant has expired due to it being revoked, a fresh auth token is needed. "
        "The user might have changed or reset their password. The grant was issued on '{issued}' "
        "and the TokensValidFrom date (before which tokens are not valid) for this user is "
        "'{now}'.",
        suberror="bad_token",
    ),
    50194: Kind(
        "invalid_request",
        "Application '{app}'({name}) is not configured as a multi-tenant application. Usage of "
        "the /common endpoint is not supported for such apps created after '10/15/2018'. Use a "
        "tenant-specific endpoint or configure the application to be multi-tenant.",
    ),
    53003: Kind(
        "invalid_grant",
        "Access has been blocked by Conditional Access policies. The access policy does not allow "
        "token issuance.",
        suberror="message_only",
    ),
    54005: Kind(
        "invalid_grant",
        "OAuth2 Authorization code was already redeemed, please retry with a new valid code or "
        "use an existing refresh token.",
    ),
    65001: Kind(
        "invalid_grant",
        "The user or administrator has not consented to use the application with ID '{app}' named "
        "'{name}'. Send an interactive authorization request for this user and resource.",
        suberror="consent_required",
    ),
    65004: Kind("access_denied", "User declined to consent to access the app."),
    70000: Kind(
        "invalid_grant",
        "The provided value for the input parameter '{parameter}' is not valid.",
    ),
    70003: Kind("unsupported_grant_type", "The app requested an unsupported grant type '{kind}'."),
    70008: Kind(
        "invalid_grant",
        "The provided authorization code or refresh token has expired due to inactivity. Send a "
        "new interactive authorization request for this user and resource.",
    ),
    70011: Kind(
        "invalid_scope",
        "The provided request must include a 'scope' input parameter. The provided value for the "
        "input parameter 'scope' is not valid. The scope {scope} is not valid.",
    ),
    70043: Kind(
        "invalid_grant",
        "The refresh token has expired or is invalid due to sign-in frequency checks by "
        "conditional access. The token was issued on {issued} and the maximum allowed lifetime "
        "for this request is 3600.",
        suberror="token_expired",
    ),
    90002: Kind(
        "invalid_request",
        "Tenant '{tenant}' not found. Check to make sure you have the correct tenant ID and are "
        "signing into the correct cloud. Check with your subscription administrator, this may "
        "happen if there are no active subscriptions for the tenant.",
    ),
    90033: Kind(
        "temporarily_unavailable", "A transient error has occurred. Please try again.", 503
    ),
    90094: Kind(
        "access_denied",
        "An administrator of {tenant} has set a policy that prevents you from granting {name} the "
        "permissions it is requesting. Contact an administrator of {tenant} who can grant "
        "permissions to this application on your behalf.",
    ),
    500112: Kind(
        "invalid_client",
        "The reply address '{uri}' does not match the reply address '{expected}' provided when "
        "requesting Authorization code.",
    ),
    501481: Kind(
        "invalid_grant",
        "The Code_Verifier does not match the code_challenge supplied in the authorization "
        "request.",
    ),
    700016: Kind(
        "unauthorized_client",
        "Application with identifier '{app}' was not found in the directory '{tenant}'. This can "
        "happen if the application has not been installed by the administrator of the tenant or "
        "consented to by any user in the tenant. You may have sent your authentication request to "
        "the wrong tenant.",
    ),
    700082: Kind(
        "invalid_grant",
        "The refresh token has expired due to inactivity. The token was issued on {issued} and "
        "was inactive for {days}.00:00:00.",
    ),
    900144: Kind(
        "invalid_request",
        "The request body must contain the following parameter: '{parameter}'.",
    ),
    900561: Kind(
        "invalid_request",
        "The endpoint only accepts POST requests. Received a {kind} request.",
        405,
    ),
    1002012: Kind(
        "invalid_scope",
        "The provided value for scope {scope} is not valid. Client credential flows must have a "
        "scope value with /.default suffixed to the resource identifier (application ID URI).",
    ),
    7000215: Kind(
        "invalid_client",
        "Invalid client secret provided. Ensure the secret being sent in the request is the "
        "client secret value, not the client secret ID, for a secret added to app '{app}'.",
        401,
    ),
    7000218: Kind(
        "invalid_client",
        "The request body must contain the following parameter: 'client_assertion' or "
        "'client_secret'.",
        401,
    ),
    7000222: Kind(
        "invalid_client",
        "The provided client secret keys for app '{app}' are expired. Visit the Azure portal to "
        "create new keys for your app: https://aka.ms/NewClientSecret, or consider using "
        "certificate credentials for added security: https://aka.ms/certCreds.",
        401,
    ),
    9002313: Kind("invalid_grant", "Invalid request. Request is malformed or invalid."),
}


class Refusal(Exception):
    """Signing in, or a token, is refused."""

    def __init__(self, number: int, error: str = "", **values: object) -> None:
        """A refusal by its number; ``values`` go into its text."""
        kind = KINDS[number]
        self.number, self.status, self.suberror = number, kind.status, kind.suberror
        self.error = error or kind.error
        self.text = f"AADSTS{number}: {kind.text.format(**values)}"
        super().__init__(self.text)

    def payload(self, now: datetime, correlation: str = "") -> dict[str, Any]:
        """The body of an answer of the token endpoint."""
        stamp = f"{now:%Y-%m-%d %H:%M:%S}Z"
        trace = _guid(f"trace {self.text} {now.isoformat()}")
        correlation = correlation or _guid(f"correlation {trace}")
        tail = f"Trace ID: {trace} Correlation ID: {correlation} Timestamp: {stamp}"
        return {
            "error": self.error,
            "error_description": f"{self.text} {tail}",
            "error_codes": [self.number],
            "timestamp": stamp,
            "trace_id": trace,
            "correlation_id": correlation,
            "error_uri": f"https://login.microsoftonline.com/error?code={self.number}",
            **({"suberror": self.suberror} if self.suberror else {}),
        }


VALUES = ("app", "days", "expected", "issued", "kind", "name", "now", "parameter", "scope",
          "source", "tenant", "uri", "user")  # fmt: skip


def wanted(number: int, **values: object) -> Refusal:
    """A refusal that a test has asked for; what its text names and nobody knows is left out."""
    return Refusal(number, **(dict.fromkeys(VALUES, "") | values))


def _guid(text: str) -> str:
    return ids.guid(hashlib.sha256(text.encode()).digest())
