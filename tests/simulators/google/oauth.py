"""Clients, consents, codes and tokens of OAuth 2.

https://developers.google.com/identity/protocols/oauth2/web-server
https://developers.google.com/identity/protocols/oauth2/native-app (PKCE)
https://developers.google.com/identity/protocols/oauth2#expiration (ends of refresh tokens)
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from typing import Any

from .world import World

CODE_SECONDS = 600
TESTING_SECONDS = 7 * 24 * 3600
MAX_REFRESH_TOKENS = 100
ANY_LOOPBACK = re.compile(r"http://(localhost|127\.0\.0\.1)(:\d+)?/google_account/authentication")


class OAuthError(Exception):
    """A refusal of the token endpoint."""

    def __init__(self, error: str, description: str = "", status: int = 400) -> None:
        """The answer's ``error`` and ``error_description``."""
        super().__init__(error)
        self.status = status
        self.payload = {"error": error}
        if description:
            self.payload["error_description"] = description


@dataclass
class Client:
    """An application that was registered."""

    id: str
    secret: str
    redirect_uris: list[str] = field(default_factory=list)
    any_loopback: bool = False
    deleted: bool = False

    def accepts(self, uri: str) -> bool:
        """Whether people may be sent back there: the text has to be equal."""
        if self.any_loopback and ANY_LOOPBACK.fullmatch(uri):
            return True
        return uri in self.redirect_uris


@dataclass
class Grant:
    """A code, an access token or a refresh token, and what it stands for."""

    client: str
    email: str
    scopes: list[str]
    issued: str
    expires: str | None = None
    redirect_uri: str = ""
    challenge: str | None = None
    offline: bool = False
    nonce: str | None = None
    refresh: str | None = None
    revoked: bool = False


@dataclass(frozen=True)
class Wish:
    """What an authorization asks for, once it has been granted."""

    email: str
    scopes: tuple[str, ...]
    redirect_uri: str
    challenge: str | None = None
    offline: bool = False
    prompt: str = ""
    nonce: str | None = None


class OAuth:
    """The authorization server without its HTTP."""

    def __init__(self, world: World) -> None:
        """Start without clients and tokens."""
        self.world = world
        self.reset()

    def reset(self) -> None:
        """Forget all."""
        self.clients: dict[str, Client] = {}
        self.codes: dict[str, Grant] = {}
        self.access: dict[str, Grant] = {}
        self.refresh: dict[str, Grant] = {}
        self.consents: dict[str, list[str]] = {}
        self.broken: set[str] = set()

    def add_client(self, client: Client) -> Client:
        """Register an application."""
        self.clients[client.id] = client
        return client

    def consented(self, client: str, email: str) -> list[str]:
        """The scopes that a person has granted before."""
        return self.consents.get(f"{client} {email}", [])

    def issue_code(self, client: Client, wish: Wish) -> str:
        """A code for one exchange; notes whether a refresh token will come with it."""
        first = not self.consented(client.id, wish.email)
        known = self.consented(client.id, wish.email)
        self.consents[f"{client.id} {wish.email}"] = sorted({*known, *wish.scopes})
        code = self.world.ids.token("code", "4/0A")
        self.codes[code] = Grant(
            client.id,
            wish.email,
            list(wish.scopes),
            self._now().isoformat(),
            self._in(CODE_SECONDS),
            wish.redirect_uri,
            wish.challenge,
            wish.offline and (first or "consent" in wish.prompt.split()),
            wish.nonce,
        )
        return code

    def token(self, form: dict[str, str], basic: tuple[str, str] | None = None) -> dict[str, Any]:
        """The token endpoint."""
        kind = form.get("grant_type")
        if not kind:
            raise OAuthError("invalid_request", "Missing required parameter: grant_type")
        if kind not in ("authorization_code", "refresh_token"):
            raise OAuthError("unsupported_grant_type", f"Invalid grant_type: {kind}")
        client = self._client(form, basic)
        if kind == "refresh_token":
            return self._refresh(client, form)
        return self._exchange(client, form)

    def _client(self, form: dict[str, str], basic: tuple[str, str] | None) -> Client:
        key, secret = basic or (form.get("client_id", ""), form.get("client_secret", ""))
        if not key:
            raise OAuthError("invalid_request", "Could not determine client ID from request.")
        client = self.clients.get(key)
        if client is None:
            raise OAuthError("invalid_client", "The OAuth client was not found.", 401)
        if client.deleted:
            raise OAuthError("deleted_client", "The OAuth client was deleted.", 401)
        if client.secret != secret:
            raise OAuthError("invalid_client", "Unauthorized", 401)
        return client

    def _exchange(self, client: Client, form: dict[str, str]) -> dict[str, Any]:
        if not form.get("code"):
            raise OAuthError("invalid_request", "Missing required parameter: code")
        grant = self.codes.pop(form["code"], None)
        if grant is None or self._over(grant) or grant.client != client.id:
            raise OAuthError("invalid_grant", "Malformed auth code.")
        if form.get("redirect_uri") != grant.redirect_uri:
            raise OAuthError("redirect_uri_mismatch", "Bad Request")
        _check_verifier(grant.challenge, form.get("code_verifier"))
        refresh = self._new_refresh(client, grant) if grant.offline else None
        answer = self._new_access(grant, refresh)
        if refresh:
            answer["refresh_token"] = refresh
        if "openid" in grant.scopes:
            answer["id_token"] = self._id_token(grant)
        return answer

    def _refresh(self, client: Client, form: dict[str, str]) -> dict[str, Any]:
        grant = self.refresh.get(form.get("refresh_token", ""))
        if not form.get("refresh_token"):
            raise OAuthError("invalid_request", "Missing required parameter: refresh_token")
        if grant is None or grant.client != client.id:
            raise OAuthError("invalid_grant", "Bad Request")
        if grant.revoked or self._over(grant) or grant.email in self.broken:
            raise OAuthError("invalid_grant", "Token has been expired or revoked.")
        wanted = form.get("scope", "").split()
        if set(wanted) - set(grant.scopes):
            raise OAuthError("invalid_scope", "Some requested scopes were invalid.")
        return self._new_access(grant, form["refresh_token"])

    def _new_access(self, grant: Grant, refresh: str | None) -> dict[str, Any]:
        seconds = self.world.settings.access_token_seconds
        token = self.world.ids.token("access", "ya29.")
        now = self._now().isoformat()
        self.access[token] = Grant(
            grant.client, grant.email, list(grant.scopes), now, self._in(seconds), refresh=refresh
        )
        answer: dict[str, Any] = {
            "access_token": token,
            "expires_in": seconds,
            "scope": " ".join(grant.scopes),
            "token_type": "Bearer",
        }
        ends = self.refresh[refresh].expires if refresh else None
        if ends:
            left = datetime.fromisoformat(ends) - self._now()
            answer["refresh_token_expires_in"] = int(left.total_seconds())
        return answer

    def _new_refresh(self, client: Client, grant: Grant) -> str:
        ends = self._in(TESTING_SECONDS) if self.world.settings.testing_mode else None
        token = self.world.ids.token("refresh", "1//0")
        now = self._now().isoformat()
        self.refresh[token] = Grant(client.id, grant.email, list(grant.scopes), now, ends)
        live = [
            key
            for key, other in self.refresh.items()
            if (other.client, other.email) == (client.id, grant.email) and not other.revoked
        ]
        for key in live[:-MAX_REFRESH_TOKENS]:
            self.refresh[key].revoked = True
        return token

    def _id_token(self, grant: Grant) -> str:
        account = self.world.accounts[grant.email]
        now = int(self._now().timestamp())
        claims = {
            "iss": "https://accounts.google.com",
            "aud": grant.client,
            "sub": str(int(hashlib.sha256(grant.email.encode()).hexdigest()[:16], 16)),
            "email": grant.email,
            "email_verified": True,
            "name": account.name,
            "iat": now,
            "exp": now + 3600,
        }
        if grant.nonce:
            claims["nonce"] = grant.nonce
        return ".".join([_b64({"alg": "RS256", "kid": "simulator"}), _b64(claims), "simulator"])

    def authenticate(self, token: str) -> Grant | None:
        """The grant of an access token that is still good."""
        grant = self.access.get(token)
        if grant is None or grant.revoked or self._over(grant):
            return None
        return grant

    def revoke(self, token: str) -> None:
        """End a token: with either kind the whole grant ends, consent included."""
        grant = self.refresh.get(token) or self.access.get(token)
        if grant is None or grant.revoked:
            raise OAuthError("invalid_token", "Token expired or revoked")
        self.revoke_account(grant.email, grant.client)

    def revoke_account(self, email: str, client: str | None = None) -> None:
        """A person removes the application's access."""
        for grant in [*self.access.values(), *self.refresh.values()]:
            if grant.email == email and client in (None, grant.client):
                grant.revoked = True
        for key in list(self.consents):
            if key.endswith(f" {email}") and (client is None or key.startswith(f"{client} ")):
                del self.consents[key]

    def expire_access(self, email: str | None = None) -> None:
        """End access tokens before their time; refresh tokens stay good."""
        for grant in self.access.values():
            if email in (None, grant.email):
                grant.expires = self._in(-1)

    def _now(self) -> datetime:
        return self.world.clock.now()

    def _in(self, seconds: float) -> str:
        return (self._now() + timedelta(seconds=seconds)).isoformat()

    def _over(self, grant: Grant) -> bool:
        return grant.expires is not None and datetime.fromisoformat(grant.expires) <= self._now()

    def dump(self) -> dict[str, Any]:
        """Plain values for JSON."""
        kinds = ("clients", "codes", "access", "refresh")
        rows: dict[str, Any] = {
            kind: {key: asdict(row) for key, row in getattr(self, kind).items()} for kind in kinds
        }
        return rows | {"consents": self.consents}

    def load(self, data: dict[str, Any]) -> None:
        """Take back what ``dump`` gave."""
        self.clients = {key: Client(**row) for key, row in data["clients"].items()}
        for kind in ("codes", "access", "refresh"):
            setattr(self, kind, {key: Grant(**row) for key, row in data[kind].items()})
        self.consents = data["consents"]


def _b64(value: dict[str, Any]) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")


def _check_verifier(challenge: str | None, verifier: str | None) -> None:
    """PKCE with S256: https://www.rfc-editor.org/rfc/rfc7636#section-4.6"""
    if challenge is None:
        return
    if not verifier:
        raise OAuthError("invalid_grant", "Missing code verifier.")
    digest = hashlib.sha256(verifier.encode()).digest()
    if base64.urlsafe_b64encode(digest).decode().rstrip("=") != challenge:
        raise OAuthError("invalid_grant", "Invalid code verifier.")
