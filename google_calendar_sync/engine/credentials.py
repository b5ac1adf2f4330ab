"""The OAuth web flow with Google.

https://developers.google.com/identity/protocols/oauth2/web-server

`google-auth` does the refreshing. The way to the consent page and back is made by hand: the page is
an address, and the exchange one request. No token, code or secret is part of any text here.
"""

from __future__ import annotations

import base64
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import requests
from google.auth.exceptions import GoogleAuthError, RefreshError, TransportError
from google.auth.transport.requests import Request
from google.oauth2.credentials import Credentials

from odoo.addons.calendar_sync_base.core.dirty import Json, text
from odoo.addons.calendar_sync_base.core.errors import (
    MissingScope,
    NeedsReconnect,
    ServerTrouble,
    SyncError,
    Unreachable,
)
from odoo.addons.calendar_sync_base.core.http import read_body
from odoo.addons.calendar_sync_base.core.oauth import lifetime, usable_token
from odoo.addons.calendar_sync_base.engine.checking import MADE_UP, unsigned, visit
from odoo.addons.calendar_sync_base.engine.checking import TIMEOUTS as CHECK_TIMEOUTS
from odoo.addons.calendar_sync_base.engine.ports import Confirmed, Tokens
from odoo.addons.calendar_sync_base.engine.rest.session import new_session
from odoo.addons.calendar_sync_base.engine.rest.transport import TIMEOUTS

from ..core.errors import oauth_error
from .endpoints import Endpoints

SCOPES = (
    "https://www.googleapis.com/auth/calendar.events",
    "https://www.googleapis.com/auth/calendar.calendarlist.readonly",
)
"""The least that a two-way synchronisation needs."""

MAKING = "https://www.googleapis.com/auth/calendar.app.created"
"""What making a calendar needs; asked for when somebody wants one, and no sooner.

https://developers.google.com/identity/protocols/oauth2/web-server#incrementalAuth
"""

_INCLUDES = {
    SCOPES[0]: {"https://www.googleapis.com/auth/calendar"},
    SCOPES[1]: {
        "https://www.googleapis.com/auth/calendar",
        "https://www.googleapis.com/auth/calendar.readonly",
        "https://www.googleapis.com/auth/calendar.calendarlist",
    },
}
MISMATCH = "redirect_uri_mismatch"


class _Watched(Request):
    """google-auth's way to the network: with our time-outs, and the last answer kept for us."""

    status = 0
    said: Json

    def __call__(self, *args: Any, **named: Any) -> Any:
        self.status, self.said = 0, {}
        # A redirect would take the secret and the refresh token along.
        bound = {**named, "timeout": TIMEOUTS, "allow_redirects": False}
        response = super().__call__(*args, **bound)  # type: ignore[no-untyped-call]
        self.status = response.status
        said = read_body(self.status, response.data)
        if said is None:
            # google-auth takes for granted that a success is JSON.
            raise TransportError("no JSON")  # type: ignore[no-untyped-call]
        self.said = said
        return response


@dataclass(frozen=True)
class GoogleAuthorizer:
    """The web flow for one client of a Google project."""

    client_id: str
    client_secret: str = field(repr=False)
    endpoints: Endpoints = field(default_factory=Endpoints.from_environment)
    session: requests.Session = field(default_factory=new_session, repr=False)
    clock: Callable[[], datetime] = lambda: datetime.now(UTC)

    def consent_url(
        self,
        redirect_uri: str,
        state: str,
        challenge: str,
        login_hint: str,
        making: bool = False,
    ) -> str:
        """Return where the user's browser goes to consent; `challenge` is PKCE S256.

        Consent is asked for each time: only then does Google give a refresh token. `making` asks
        for the permission to make calendars as well.
        """
        scopes = (*SCOPES, MAKING) if making else SCOPES
        query = {
            "client_id": self.client_id,
            "redirect_uri": redirect_uri,
            "response_type": "code",
            "scope": " ".join(scopes),
            "access_type": "offline",
            "prompt": "consent select_account",
            "include_granted_scopes": "true",
            "state": state,
            "code_challenge": challenge,
            "code_challenge_method": "S256",
        }
        hint = {"login_hint": login_hint} if login_hint else {}
        return f"{self.endpoints.auth}?{urlencode(query | hint)}"

    def exchange(self, code: str, redirect_uri: str, verifier: str) -> Tokens:
        """Turn the code that came back into tokens; without a refresh token that is empty.

        Raises MissingScope when less was granted than is needed, and any other SyncError.
        """
        form = self._exchange_form(code, redirect_uri, verifier)
        tokens = self._tokens(self._post(self.endpoints.token, form))
        if not tokens.access_token:
            raise ServerTrouble("Google's sign-in gave no token")
        check_scopes(tokens.scopes)
        return tokens

    def _tokens(self, answer: Json) -> Tokens:
        return Tokens(
            access_token=usable_token(answer.get("access_token")),
            refresh_token=usable_token(answer.get("refresh_token")),
            expires=self.clock() + lifetime(answer.get("expires_in")),
            scopes=frozenset(text(answer.get("scope")).split()),
        )

    def refresh(self, refresh_token: str) -> Tokens:
        """Return fresh tokens; the refresh token is the old one when none came.

        Raises SyncError.
        """
        if not refresh_token:
            raise NeedsReconnect("there is no refresh token")
        request = _Watched(self.session)
        credentials = Credentials(  # type: ignore[no-untyped-call]
            token=None,
            refresh_token=refresh_token,
            token_uri=self.endpoints.token,
            client_id=self.client_id,
            client_secret=self.client_secret,
        )
        try:
            credentials.refresh(request)  # type: ignore[no-untyped-call]
        except RefreshError:
            # Its text may repeat what was sent.
            raise _refusal(request.said, request.status) from None
        except GoogleAuthError as error:
            raise Unreachable(f"Google's sign-in: {type(error).__name__}") from None
        except (ValueError, TypeError, OverflowError, AttributeError) as error:
            # What google-auth takes for granted; its text may hold a token.
            name = type(error).__name__
            raise ServerTrouble(f"Google's sign-in is not understood: {name}") from None
        tokens = self._tokens(request.said)
        if not tokens.access_token:
            raise ServerTrouble("Google's sign-in gave no token")
        return replace(tokens, refresh_token=tokens.refresh_token or refresh_token)

    def revoke(self, token: str) -> None:
        """Withdraw the grant; an already dead token is fine. Raises SyncError.

        https://developers.google.com/identity/protocols/oauth2/web-server#tokenrevoke
        """
        try:
            self._post(self.endpoints.revoke, {"token": token})
        except SyncError as error:
            if error.retry:
                raise

    def check(self, redirect_uri: str) -> Confirmed:
        """Ask Google whether it knows this client, its secret and a redirect URI.

        A code that was never issued is refused as `invalid_grant` only after the client has been
        accepted. Raises NeedsAdministrator and any other SyncError.
        https://www.rfc-editor.org/rfc/rfc6749#section-5.2
        https://developers.google.com/identity/protocols/oauth2/web-server#exchange-errors
        """
        form = self._exchange_form(MADE_UP, redirect_uri, MADE_UP)
        try:
            self._post(self.endpoints.token, form, CHECK_TIMEOUTS)
        except NeedsReconnect:
            return Confirmed(secret=True, redirect_uri=self._is_registered(redirect_uri))
        raise ServerTrouble("Google's sign-in accepted a code that it never issued")

    def _is_registered(self, redirect_uri: str) -> bool:
        """Tell whether Google sends people back to an address; raises NeedsAdministrator if not.

        https://developers.google.com/identity/openid-connect/openid-connect#authenticationuriparameters
        """
        query = {
            "client_id": self.client_id,
            "redirect_uri": redirect_uri,
            "response_type": "code",
            "scope": " ".join(SCOPES),
            "prompt": "none",
            "state": MADE_UP,
        }
        page = visit(self.session, f"{self.endpoints.auth}?{urlencode(query)}", "Google")
        if MISMATCH in page.text or MISMATCH in _packed(page.location):
            raise oauth_error(MISMATCH)
        return page.leads_to(redirect_uri)

    def _exchange_form(self, code: str, redirect_uri: str, verifier: str) -> dict[str, str]:
        return {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": redirect_uri,
            "client_id": self.client_id,
            "client_secret": self.client_secret,
            "code_verifier": verifier,
        }

    def _post(
        self, url: str, form: dict[str, str], timeouts: tuple[float, float] | None = None
    ) -> Json:
        try:
            response = self.session.post(
                url,
                data=form,
                timeout=timeouts or TIMEOUTS,
                allow_redirects=False,
                auth=unsigned,
            )
        except requests.RequestException as error:
            raise Unreachable(f"Google's sign-in: {type(error).__name__}") from None
        said = read_body(response.status_code, response.content) or {}
        if not response.ok or response.is_redirect:
            headers = {name.lower(): value for name, value in response.headers.items()}
            raise _refusal(said, response.status_code, headers)
        return said


def _refusal(said: Json, status: int, headers: dict[str, str] | None = None) -> SyncError:
    description = text(said.get("error_description"))
    return oauth_error(text(said.get("error")), status, headers, description)


def _packed(location: str) -> str:
    """Return what the address of Google's error page says is wrong, "" for other addresses.

    As seen: the page is redirected to, and `authError` is the error's name and text in base64.
    """
    try:
        [packed] = parse_qs(urlsplit(location).query).get("authError", [""])[:1]
        said = base64.urlsafe_b64decode(packed + "=" * (-len(packed) % 4))
    except ValueError:
        return ""
    return said.decode(errors="replace")


def check_scopes(granted: frozenset[str]) -> None:
    """Raise MissingScope when a box was unticked on the consent page."""
    missing = [one for one in SCOPES if one not in granted and not _INCLUDES[one] & granted]
    if missing:
        raise MissingScope("not granted: " + " ".join(one.rpartition("/")[2] for one in missing))
