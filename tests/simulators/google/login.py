"""The HTTP of OAuth: consent page, token and revocation endpoints.

https://developers.google.com/identity/protocols/oauth2/web-server#creatingclient
Mistakes of the application are shown to the person and never redirected, as at Google.
"""

from __future__ import annotations

from ..common.http import Request, Response
from ..common.oauth import back, basic
from . import login_page, scopes
from .oauth import Client, OAuth, OAuthError, Wish

AUTH, TOKEN, REVOKE = "/o/oauth2/v2/auth", "/token", "/revoke"
PROMPTS = {"none", "consent", "select_account"}


class PageError(Exception):
    """A mistake that Google shows on a page of its own."""

    def __init__(self, error: str, words: str, status: int = 400) -> None:
        """The error's name, an explanation, the status."""
        super().__init__(error)
        self.error, self.words, self.status = error, words, status


class Login:
    """Answers the requests to the three endpoints."""

    def __init__(self, oauth: OAuth) -> None:
        """Work on one authorization server."""
        self.oauth = oauth
        self.world = oauth.world

    def handle(self, request: Request) -> Response | None:
        """An answer, or ``None`` for a path of somebody else."""
        if request.path == AUTH and request.method in ("GET", "POST"):
            return self._authorize(request)
        if request.path in (TOKEN, REVOKE):
            if request.method != "POST":
                return Response.of_json({"error": "method_not_allowed"}, 405)
            return self._token(request) if request.path == TOKEN else self._revoke(request)
        return None

    def _authorize(self, request: Request) -> Response:
        posted = request.method == "POST" and "decision" in request.form
        asked = request.form if request.method == "POST" else dict(request.query)
        try:
            client = self._check(asked)
        except PageError as error:
            return Response.of_html(login_page.refusal(error.error, error.words), error.status)
        if posted:
            chosen = request.form_lists.get("granted", [])
            return self._decide(client, asked, asked["decision"], asked.get("account", ""), chosen)
        return self._unattended(client, asked) or Response.of_html(
            login_page.consent(self.oauth, client, asked)
        )

    def _check(self, asked: dict[str, str]) -> Client:
        if not asked.get("client_id"):
            raise PageError("invalid_request", "Required parameter is missing: client_id")
        client = self.oauth.clients.get(asked["client_id"])
        if client is None or client.deleted:
            what = "deleted_client" if client else "invalid_client"
            raise PageError(what, "The OAuth client was not found.", 401)
        uri = asked.get("redirect_uri")
        if not uri:
            raise PageError("invalid_request", "Required parameter is missing: redirect_uri")
        if not client.accepts(uri):
            raise PageError(
                "redirect_uri_mismatch",
                "The redirect URI in the request does not match the ones authorized for the "
                f"OAuth client. redirect_uri: {uri}",
            )
        self._check_rest(asked)
        return client

    def _check_rest(self, asked: dict[str, str]) -> None:
        if not asked.get("response_type"):
            raise PageError("invalid_request", "Required parameter is missing: response_type")
        if asked["response_type"] != "code":
            raise PageError("unsupported_response_type", asked["response_type"])
        wanted = asked.get("scope", "").split()
        if not wanted:
            raise PageError("invalid_request", "Missing required parameter: scope")
        if unknown := [scope for scope in wanted if scope not in scopes.KNOWN]:
            raise PageError("invalid_scope", f"Some requested scopes were invalid: {unknown}")
        if set(asked.get("prompt", "").split()) - PROMPTS:
            raise PageError("invalid_request", f"Invalid prompt: {asked['prompt']}")
        if asked.get("access_type", "online") not in ("online", "offline"):
            raise PageError("invalid_request", f"Invalid access_type: {asked['access_type']}")
        if asked.get("code_challenge") and asked.get("code_challenge_method") != "S256":
            raise PageError("invalid_request", "Only code_challenge_method S256 is simulated.")

    def _unattended(self, client: Client, asked: dict[str, str]) -> Response | None:
        """Consent without a person: a switch or ``sim_consent`` in the query, for tests."""
        who = asked.get("sim_consent") or self.world.settings.auto_consent
        wanted = asked["scope"].split()
        if who == "deny":
            return self._decide(client, asked, "deny", "", [])
        if who in self.world.accounts:
            granted = asked.get("sim_scopes", asked["scope"]).split()
            return self._decide(client, asked, "allow", who, granted)
        if asked.get("prompt") == "none":
            hint = asked.get("login_hint", "")
            if set(wanted) <= set(self.oauth.consented(client.id, hint)):
                return self._decide(client, asked, "allow", hint, wanted)
            return self._back(asked, {"error": "interaction_required"})
        return None

    def _decide(
        self, client: Client, asked: dict[str, str], decision: str, email: str, granted: list[str]
    ) -> Response:
        wanted = asked["scope"].split()
        chosen = [scope for scope in wanted if scope in granted or scope in scopes.IDENTITY]
        if decision != "allow" or email not in self.world.accounts or not chosen:
            return self._back(asked, {"error": "access_denied"})
        if asked.get("include_granted_scopes") == "true":
            chosen += [
                scope for scope in self.oauth.consented(client.id, email) if scope not in chosen
            ]
        wish = Wish(
            email,
            tuple(chosen),
            asked["redirect_uri"],
            asked.get("code_challenge") or None,
            asked.get("access_type") == "offline",
            asked.get("prompt", ""),
            asked.get("nonce"),
        )
        code = self.oauth.issue_code(client, wish)
        return self._back(asked, {"code": code, "scope": " ".join(chosen), "authuser": "0"})

    def _back(self, asked: dict[str, str], values: dict[str, str]) -> Response:
        state = {"state": asked["state"]} if "state" in asked else {}
        return back(asked["redirect_uri"], state | values)

    def _token(self, request: Request) -> Response:
        headers = {"Cache-Control": "no-cache, no-store", "Pragma": "no-cache"}
        try:
            answer = self.oauth.token(request.form, basic(request))
            return Response.of_json(answer, headers=headers)
        except OAuthError as error:
            return Response.of_json(error.payload, error.status, headers)

    def _revoke(self, request: Request) -> Response:
        token = request.form.get("token") or request.param("token") or ""
        try:
            self.oauth.revoke(token)
        except OAuthError as error:
            return Response.of_json(error.payload, error.status)
        return Response.of_json({})
