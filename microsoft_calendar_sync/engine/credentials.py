"""The OAuth web flow with Microsoft.

https://learn.microsoft.com/entra/identity-platform/v2-oauth2-auth-code-flow

MSAL exchanges and refreshes; the way to the consent page is made by hand, because the base already
has a state and a PKCE challenge of its own. MSAL's token cache is never used: tokens are stored by
the base, sealed. No token, code or secret is part of any text here.
"""

from __future__ import annotations

import hashlib
from base64 import urlsafe_b64encode
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote, urlencode

import msal  # type: ignore[import-untyped]
import requests

from odoo.addons.calendar_sync_base.core.dirty import Json, mapping, text
from odoo.addons.calendar_sync_base.core.errors import (
    MissingScope,
    NeedsReconnect,
    Refused,
    ServerTrouble,
)
from odoo.addons.calendar_sync_base.core.http import read_body
from odoo.addons.calendar_sync_base.core.oauth import lifetime, usable_token
from odoo.addons.calendar_sync_base.engine.checking import MADE_UP, visit
from odoo.addons.calendar_sync_base.engine.checking import TIMEOUTS as CHECK_TIMEOUTS
from odoo.addons.calendar_sync_base.engine.ports import Confirmed, Tokens
from odoo.addons.calendar_sync_base.engine.rest.session import new_session

from ..core.signin import oauth_error, shown_error
from .endpoints import LOGIN, Endpoints
from .network import SignIn

GRAPH = "https://graph.microsoft.com/"
SCOPES = (f"{GRAPH}Calendars.ReadWrite",)
"""The least that a two-way synchronisation needs; whole, as MSAL compares them by the letter."""

IDENTITY = ("offline_access", "openid", "profile")
"""What MSAL adds by itself when it exchanges and refreshes."""

ABOUT_SECRET = {"wrong_secret", "expired_secret"}
_STATE = "checked by the caller"
REMOVING = (
    "Microsoft offers no way to withdraw the permission of one application. Please remove it at "
    "https://myapps.microsoft.com (work or school) or https://account.live.com/consent/Manage."
)


class _NoCache(msal.TokenCache):  # type: ignore[misc]
    """Keeps nothing: MSAL's own cache would hold every token, and log what it was got with."""

    def add(self, event: Json, now: float | None = None) -> None:
        """Forget it."""


@dataclass(frozen=True)
class MicrosoftAuthorizer:
    """The web flow for one application; `tenant` says whose accounts may connect."""

    client_id: str
    client_secret: str = field(repr=False)
    tenant: str = "common"
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

        The way back is a GET: with `form_post` the browser would leave Odoo's session cookie out.
        The one permission there is covers `making` calendars.
        """
        query = {
            "client_id": self.client_id,
            "response_type": "code",
            "redirect_uri": redirect_uri,
            "response_mode": "query",
            "scope": " ".join((*SCOPES, *IDENTITY)),
            "prompt": "select_account",
            "state": state,
            "nonce": hashlib.sha256(challenge.encode()).hexdigest(),
            "code_challenge": challenge,
            "code_challenge_method": "S256",
        }
        hint = {"login_hint": login_hint} if login_hint else {}
        return self._authorize(query | hint)

    def exchange(self, code: str, redirect_uri: str, verifier: str) -> Tokens:
        """Turn the code that came back into tokens; without a refresh token that is empty.

        Raises MissingScope when less was granted than is needed, and any other SyncError.
        """
        flow = {
            "state": _STATE,
            "redirect_uri": redirect_uri,
            "scope": [*SCOPES, *IDENTITY],
            "code_verifier": verifier,
            "nonce": _challenge(verifier),
        }
        brought = {"state": _STATE, "code": code}
        tokens = self._tokens(lambda app: app.acquire_token_by_auth_code_flow(flow, brought))
        check_scopes(tokens.scopes)
        return tokens

    def refresh(self, refresh_token: str) -> Tokens:
        """Return fresh tokens; the refresh token is the old one when none came.

        Raises SyncError.
        """
        if not refresh_token:
            raise NeedsReconnect("there is no refresh token")
        return self._tokens(
            lambda app: app.acquire_token_by_refresh_token(refresh_token, list(SCOPES)),
            refresh_token,
        )

    def revoke(self, token: str) -> None:
        """Say that the user has to withdraw the grant: Microsoft has no address for it.

        Raises Refused. https://learn.microsoft.com/entra/identity-platform/refresh-tokens#revocation
        """
        raise Refused("Microsoft cannot be asked to revoke one grant", advice=REMOVING)

    def check(self, redirect_uri: str) -> Confirmed:
        """Ask Microsoft whether it knows this application, its tenant, secret and redirect URI.

        Raises NeedsAdministrator and any other SyncError.
        """
        registered = self._is_registered(redirect_uri)
        return Confirmed(secret=self._is_secret(), redirect_uri=registered)

    def _is_registered(self, redirect_uri: str) -> bool:
        """Tell whether Microsoft sends people back to an address; raises what it says instead.

        https://learn.microsoft.com/entra/identity-platform/v2-oauth2-auth-code-flow#request-an-authorization-code
        """
        query = {
            "client_id": self.client_id,
            "response_type": "code",
            "redirect_uri": redirect_uri,
            "response_mode": "query",
            "scope": " ".join((*SCOPES, *IDENTITY)),
            "prompt": "none",
            "state": MADE_UP,
        }
        page = visit(self.session, self._authorize(query), "Microsoft")
        if page.leads_to(redirect_uri):
            return True
        shown = shown_error(page.text)
        if shown:
            raise shown
        return False

    def _is_secret(self) -> bool:
        """Tell whether the secret was accepted; raises NeedsAdministrator when it was not.

        The application signs in as itself, without any permission; what it gets is dropped. Where
        that is not possible (personal accounts have no tenant) nothing is known. MSAL is not asked:
        it warns in words that are for programmers when the tenant is `common`.
        https://learn.microsoft.com/entra/identity-platform/v2-oauth2-client-creds-grant-flow
        """
        form = {
            "grant_type": "client_credentials",
            "client_id": self.client_id,
            "client_secret": self.client_secret,
            "scope": f"{GRAPH}.default",
        }
        network = SignIn(self.endpoints.login, self.session, CHECK_TIMEOUTS)
        response = network.post(self._address("token"), data=form)
        said = read_body(response.status_code, response.content) or {}
        if text(said.get("access_token")):
            return True
        error = oauth_error(said)
        if error.reason in ABOUT_SECRET or error.retry:
            raise error
        return False

    def _authorize(self, query: dict[str, str]) -> str:
        return f"{self._address('authorize')}?{urlencode(query)}"

    def _address(self, endpoint: str) -> str:
        return f"{self.endpoints.login}/{quote(self.tenant, safe='')}/oauth2/v2.0/{endpoint}"

    def _tokens(self, ask: Callable[[Any], Any], refresh_token: str = "") -> Tokens:
        said = self._asked(ask)
        if not usable_token(said.get("access_token")):
            raise oauth_error(said)
        return Tokens(
            access_token=usable_token(said.get("access_token")),
            refresh_token=usable_token(said.get("refresh_token")) or refresh_token,
            expires=self.clock() + lifetime(said.get("expires_in")),
            scopes=frozenset(text(said.get("scope")).split()),
        )

    def _asked(self, ask: Callable[[Any], Any]) -> Json:
        """Return what the sign-in said to one question, put by an application made for it."""
        network = SignIn(self.endpoints.login, self.session)
        try:
            return mapping(ask(self._application(network)))
        except (ValueError, RuntimeError, LookupError, TypeError, AttributeError) as error:
            # MSAL's own complaints quote what was answered.
            name = type(error).__name__
            raise ServerTrouble(f"Microsoft's sign-in is not understood: {name}") from None

    def _application(self, network: SignIn) -> msal.ConfidentialClientApplication:
        return msal.ConfidentialClientApplication(
            self.client_id,
            client_credential=self.client_secret,
            authority=f"{LOGIN}/{self.tenant}",
            instance_discovery=False,
            azure_region=msal.ConfidentialClientApplication.DISABLE_MSAL_FORCE_REGION,
            token_cache=_NoCache(),
            http_client=network,
        )


def _challenge(verifier: str) -> str:
    """Return the PKCE challenge, which is also what the nonce of a consent is made from.

    https://www.rfc-editor.org/rfc/rfc7636#section-4.2
    https://openid.net/specs/openid-connect-core-1_0.html#NonceNotes (the page is told its hash)
    """
    return urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()


def check_scopes(granted: frozenset[str]) -> None:
    """Raise MissingScope when the calendar permission was not granted."""
    names = {one.removeprefix(GRAPH).casefold() for one in granted}
    wanted = SCOPES[0].removeprefix(GRAPH)
    if not {wanted.casefold(), f"{wanted}.Shared".casefold()} & names:
        raise MissingScope(f"not granted: {wanted}")
