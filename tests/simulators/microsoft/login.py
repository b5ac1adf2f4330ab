"""The HTTP of the sign-in: authorize, token, logout and the discovery documents.

https://learn.microsoft.com/entra/identity-platform/v2-oauth2-auth-code-flow
https://learn.microsoft.com/entra/identity-platform/v2-protocols-oidc
Before the application and its redirect URI are known to be good, mistakes are shown to the person
and never redirected.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from ..common.http import Request, Response
from ..common.oauth import back, basic
from . import login_page, scopes
from .aadsts import Refusal, wanted
from .directory import PERSONAL, tenant_of
from .model import Account
from .tokens import Client, Wish

if TYPE_CHECKING:
    from .oauth import OAuth

ENDPOINT = re.compile(r"/([^/]+)/oauth2/v2\.0/(authorize|token|logout)")
CONFIGURATION = re.compile(r"/([^/]+)/v2\.0/\.well-known/openid-configuration")
KEYS = re.compile(r"/([^/]+)/discovery/v2\.0/keys")
INSTANCE = "/common/discovery/instance"
# Refusals of a person or of the application itself are shown; the others go back to it.
SHOWN = {50011, 50020, 50057, 50105, 50194, 53003, 700016, 90002}
PROMPTS = ("", "login", "none", "consent", "select_account")
NO_STORE = {"Cache-Control": "no-store, no-cache", "Pragma": "no-cache"}


class Login:
    """Answers the requests to one authorization server."""

    def __init__(self, oauth: OAuth) -> None:
        """Work on one authorization server."""
        self.oauth = oauth

    def handle(self, request: Request) -> Response | None:
        """An answer, or ``None`` for a path of somebody else."""
        if request.path == INSTANCE:
            return Response.of_json(self._instance(request))
        if KEYS.fullmatch(request.path):
            return Response.of_json({"keys": []})
        if match := CONFIGURATION.fullmatch(request.path):
            return self._configuration(match[1])
        match = ENDPOINT.fullmatch(request.path)
        if match is None:
            return None
        run = {"authorize": self._authorize, "token": self._token, "logout": self._logout}
        return run[match[2]](request, match[1])

    def _authorize(self, request: Request, tenant: str) -> Response:
        asked = request.form if request.method == "POST" else dict(request.query)
        try:
            tenant = self.oauth.directory.find(tenant)
            client = self._client(asked, tenant)
        except Refusal as refusal:
            return self._shown(refusal, asked)
        try:
            self._check(asked)
            return self._sign_in(client, tenant, asked, request.method == "POST")
        except Refusal as refusal:
            if refusal.number in SHOWN:
                return self._shown(refusal, asked)
            return self._back(asked, self._error(refusal))

    def _client(self, asked: dict[str, str], tenant: str) -> Client:
        if not asked.get("client_id"):
            raise Refusal(900144, parameter="client_id")
        client = self.oauth.clients.get(asked["client_id"])
        if client is None:
            raise Refusal(700016, app=asked["client_id"], tenant=tenant)
        self.oauth.directory.check_client(client, tenant)
        uri = asked.get("redirect_uri", "")
        if not client.accepts(uri):
            raise Refusal(50011, uri=uri, app=client.id)
        return client

    def _check(self, asked: dict[str, str]) -> None:
        if not asked.get("response_type"):
            raise Refusal(900144, parameter="response_type")
        if asked["response_type"] != "code":
            raise Refusal(70000, "unsupported_response_type", parameter="response_type")
        if asked.get("response_mode", "query") != "query":
            raise Refusal(70000, "invalid_request", parameter="response_mode")
        if not asked.get("scope", "").split():
            raise Refusal(900144, parameter="scope")
        if unknown := scopes.unknown(asked["scope"].split()):
            raise Refusal(70011, scope=" ".join(unknown))
        if asked.get("prompt", "") not in PROMPTS:
            raise Refusal(70000, "invalid_request", parameter="prompt")
        if asked.get("code_challenge") and asked.get("code_challenge_method") != "S256":
            raise Refusal(70000, "invalid_request", parameter="code_challenge_method")

    def _sign_in(
        self, client: Client, tenant: str, asked: dict[str, str], posted: bool
    ) -> Response:
        """One step: choose a person, then allow, then go back with a code."""
        unattended = asked.get("sim_consent") or self.oauth.settings.auto_consent
        if number := self.oauth.settings.sign_in_error:
            raise wanted(number, app=client.id, name=client.name, tenant=tenant)
        if unattended == "deny" or asked.get("decision") == "deny":
            number = 90094 if self.oauth.settings.admin_consent else 65004
            raise Refusal(number, name=client.name, tenant=tenant)
        person = self._person(asked, unattended, posted)
        if person is None:
            if asked.get("prompt") == "none":
                raise Refusal(50058)
            return Response.of_html(login_page.people(self.oauth.world, client, asked))
        self.oauth.directory.check_person(client, tenant, person)
        if number := self.oauth.barred.get(person.email):
            raise wanted(number, app=client.id, name=client.name, user=person.email)
        if self._consented(client, person, asked):
            return self._done(client, person, asked)
        allowed = asked.get("decision") == "allow" or bool(unattended)
        return self._ask(client, person, asked, allowed)

    def _person(self, asked: dict[str, str], unattended: str, posted: bool) -> Account | None:
        """Who signs in: the one chosen, or the one hinted at unless the choice is wanted."""
        people = self.oauth.world.accounts
        hint = asked.get("login_hint", "").lower()
        if asked.get("prompt") in ("select_account", "login"):
            hint = ""
        return people.get(unattended) or people.get(asked.get("account", "") if posted else hint)

    def _consented(self, client: Client, person: Account, asked: dict[str, str]) -> bool:
        if asked.get("prompt") == "consent":
            return False
        names = {scopes.short(scope) for scope in asked["scope"].split()}
        return names <= {*self.oauth.consented(client.id, person.email), scopes.DEFAULT}

    def _ask(
        self, client: Client, person: Account, asked: dict[str, str], allowed: bool
    ) -> Response:
        """The page for the consent, or back with a code when it has just been given."""
        if asked.get("prompt") == "none":
            raise Refusal(65001, "consent_required", app=client.id, name=client.name)
        if self.oauth.settings.admin_consent:
            return Response.of_html(login_page.approval(client, person, asked))
        if allowed:
            return self._done(client, person, asked)
        return Response.of_html(login_page.consent(client, person, asked))

    def _done(self, client: Client, person: Account, asked: dict[str, str]) -> Response:
        code = self.oauth.issue_code(client, _wish(person, asked))
        state = {"session_state": tenant_of(person)}
        return self._back(asked, {"code": code, **state})

    def _back(self, asked: dict[str, str], values: dict[str, str]) -> Response:
        state = {"state": asked["state"]} if "state" in asked else {}
        return back(asked["redirect_uri"], values | state)

    def _error(self, refusal: Refusal) -> dict[str, str]:
        payload = refusal.payload(self.oauth.clock.now())
        names = ("error", "error_description", "error_uri")
        subcode = {"error_subcode": "cancel"} if refusal.number == 65004 else {}
        return {name: payload[name] for name in names} | subcode

    def _shown(self, refusal: Refusal, asked: dict[str, str]) -> Response:
        payload = refusal.payload(self.oauth.clock.now())
        return Response.of_html(login_page.refusal(refusal, payload, asked), 400)

    def _token(self, request: Request, tenant: str) -> Response:
        correlation = request.headers.get("client-request-id", "")
        try:
            if request.method != "POST":
                raise Refusal(900561, kind=request.method)
            answer = self.oauth.token(tenant, request.form, basic(request))
            return Response.of_json(answer, headers=NO_STORE)
        except Refusal as refusal:
            payload = refusal.payload(self.oauth.clock.now(), correlation)
            return Response.of_json(payload, refusal.status, NO_STORE)

    def _logout(self, request: Request, tenant: str) -> Response:
        back = request.param("post_logout_redirect_uri") or ""
        if any(client.accepts(back) for client in self.oauth.clients.values()):
            return Response.redirect(back)
        return Response.of_html(login_page.signed_out())

    def _configuration(self, tenant: str) -> Response:
        try:
            found = self.oauth.directory.find(tenant)
        except Refusal as refusal:
            return Response.of_json(refusal.payload(self.oauth.clock.now()), refusal.status)
        return Response.of_json(_configuration(self.oauth.settings.login_origin, tenant, found))

    def _instance(self, request: Request) -> dict[str, Any]:
        """https://learn.microsoft.com/entra/msal/java/advanced/instance-discovery"""
        origin = self.oauth.settings.login_origin
        host = urlsplit(origin).netloc
        aliases = ["login.microsoftonline.com", "login.windows.net", "login.microsoft.com"]
        hosts = {"preferred_network": host, "preferred_cache": "login.windows.net"}
        endpoint = f"{origin}/common/v2.0/.well-known/openid-configuration"
        return {
            "tenant_discovery_endpoint": endpoint,
            "api-version": request.param("api-version", "1.1"),
            "metadata": [hosts | {"aliases": aliases}],
        }


def _wish(person: Account, asked: dict[str, str]) -> Wish:
    return Wish(
        person.email,
        tuple(asked["scope"].split()),
        asked["redirect_uri"],
        asked.get("code_challenge") or None,
        asked.get("nonce"),
    )


def _configuration(origin: str, tenant: str, found: str) -> dict[str, Any]:
    issuer = {"common": "{tenantid}", "organizations": "{tenantid}", "consumers": PERSONAL}
    base = f"{origin}/{tenant}/oauth2/v2.0"
    return {
        "issuer": f"{origin}/{issuer.get(found, found)}/v2.0",
        "authorization_endpoint": f"{base}/authorize",
        "token_endpoint": f"{base}/token",
        "end_session_endpoint": f"{base}/logout",
        "jwks_uri": f"{origin}/{tenant}/discovery/v2.0/keys",
        "token_endpoint_auth_methods_supported": ["client_secret_post", "client_secret_basic"],
        "response_modes_supported": ["query"],
        "response_types_supported": ["code"],
        "subject_types_supported": ["pairwise"],
        "id_token_signing_alg_values_supported": ["RS256"],
        "scopes_supported": ["openid", "profile", "email", "offline_access"],
    }
