"""Applications, consents, codes and tokens of the Microsoft identity platform.

https://learn.microsoft.com/entra/identity-platform/v2-oauth2-auth-code-flow
https://learn.microsoft.com/entra/identity-platform/refresh-tokens (a used one stays valid)
https://learn.microsoft.com/entra/identity-platform/scopes-oidc
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

from ..common.clock import Clock
from ..common.http import Request, Response
from . import scopes
from .aadsts import KINDS, Refusal, wanted
from .directory import PERSONAL, Directory, tenant_of
from .login import Login
from .settings import Settings
from .tokens import Client, Grant, Ticket, Wish, encoded, id_token
from .world import World

__all__ = ["DEFAULT_CLIENT", "Client", "Grant", "OAuth", "Wish"]

CODE_SECONDS = 600
DAY = 24 * 3600
DEFAULT_SCOPES = ("openid", "profile", "offline_access", "User.Read", "Calendars.ReadWrite")
DEFAULT_CLIENT = Client(
    "11111111-aaaa-4bbb-8ccc-222222222222", "demo-client-secret", name="Odoo", any_loopback=True
)


class OAuth:
    """The authorization server of one world."""

    def __init__(self, world: World, clock: Clock, settings: Settings) -> None:
        """Start without applications and tokens."""
        self.world, self.clock, self.settings = world, clock, settings
        self.directory = Directory(world)
        self._login = Login(self)
        self.reset()

    def reset(self) -> None:
        """Forget all."""
        self.clients: dict[str, Client] = {}
        self.codes: dict[str, Ticket] = {}
        self.access: dict[str, Ticket] = {}
        self.refresh: dict[str, Ticket] = {}
        self.consents: dict[str, list[str]] = {}
        self.barred: dict[str, int] = {}

    def handle(self, request: Request) -> Response | None:
        """The answer to a request of the sign-in, or ``None`` for a path of somebody else."""
        with self.world.lock:
            return self._login.handle(request)

    def add_client(self, client: Client) -> Client:
        """Register an application."""
        self.clients[client.id] = client
        return client

    def remove_client(self, client_id: str) -> None:
        """An application is deleted, and its consents and tokens with it: 700016 from now on."""
        self.clients.pop(client_id, None)
        self.consents = {
            key: names for key, names in self.consents.items() if not key.startswith(client_id)
        }
        for kind in ("codes", "access", "refresh"):
            rows = getattr(self, kind)
            setattr(self, kind, {k: row for k, row in rows.items() if row.client != client_id})

    def grant(self, access_token: str) -> Grant | None:
        """What an access token stands for while it is good."""
        ticket = self.access.get(access_token)
        if ticket is None or ticket.refused or self._over(ticket):
            return None
        names = frozenset(map(scopes.short, ticket.asked))
        return Grant(ticket.email, names, ticket.client)

    def issue(
        self, email: str, scopes: Iterable[str] = DEFAULT_SCOPES, client_id: str | None = None
    ) -> dict[str, Any]:
        """Tokens without a browser: what the token endpoint would have answered."""
        if email not in self.world.accounts:
            raise ValueError(f"no such account: {email}")
        client = self.clients[client_id or next(iter(self.clients))]
        code = self.issue_code(client, Wish(email, tuple(scopes), ""))
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "client_id": client.id,
            "client_secret": client.secret,
            "redirect_uri": "",
        }
        return self.token("common", form)

    def consented(self, client: str, email: str) -> list[str]:
        """The scopes that a person has granted, in their short form."""
        return self.consents.get(f"{client} {email}", [])

    def issue_code(self, client: Client, wish: Wish) -> str:
        """A code for one exchange, good for ten minutes."""
        names = {scopes.short(scope) for scope in wish.scopes} - {scopes.DEFAULT}
        known = self.consented(client.id, wish.email)
        self.consents[f"{client.id} {wish.email}"] = sorted({*known, *names})
        code = self.world.ids.token("code", "1.AXoA")
        self.codes[code] = self._ticket(
            client.id, wish.email, list(wish.scopes), CODE_SECONDS,
            redirect_uri=wish.redirect_uri, challenge=wish.challenge, nonce=wish.nonce,
        )  # fmt: skip
        return code

    def token(
        self, tenant: str, form: dict[str, str], basic: tuple[str, str] | None = None
    ) -> dict[str, Any]:
        """The token endpoint of a tenant."""
        tenant = self.directory.find(tenant)
        kind = form.get("grant_type") or ""
        if not kind:
            raise Refusal(900144, parameter="grant_type")
        if kind not in ("authorization_code", "refresh_token", "client_credentials"):
            raise Refusal(70003, kind=kind)
        client = self._client(tenant, form, basic)
        if number := self.settings.token_error:
            raise wanted(number, app=client.id, name=client.name, tenant=tenant)
        if unknown := scopes.unknown(form.get("scope", "").split()):
            raise Refusal(70011, scope=" ".join(unknown))
        if kind == "client_credentials":
            return self._own_token(tenant, form)
        if kind == "refresh_token":
            return self._refresh(client, tenant, form)
        return self._exchange(client, form)

    def _own_token(self, tenant: str, form: dict[str, str]) -> dict[str, Any]:
        """A token for the application itself; without permissions Graph knows nobody by it.

        https://learn.microsoft.com/entra/identity-platform/v2-oauth2-client-creds-grant-flow
        """
        if form.get("scope") != f"{scopes.GRAPH}{scopes.DEFAULT}":
            raise Refusal(1002012, scope=form.get("scope", ""))
        if tenant in ("consumers", PERSONAL):
            raise Refusal(50059)
        seconds = self.settings.access_token_seconds
        lives = {"expires_in": seconds, "ext_expires_in": seconds}
        token = self.world.ids.token("access", "eyJ0eXAi")
        return {"token_type": "Bearer", **lives, "access_token": token}

    def _client(self, tenant: str, form: dict[str, str], basic: tuple[str, str] | None) -> Client:
        key, secret = basic or (form.get("client_id", ""), form.get("client_secret", ""))
        if not key:
            raise Refusal(900144, parameter="client_id")
        client = self.clients.get(key)
        if client is None:
            raise Refusal(700016, app=key, tenant=tenant)
        self.directory.check_client(client, tenant)
        if not secret:
            raise Refusal(7000218)
        if secret != client.secret:
            raise Refusal(7000215, app=client.id)
        ends = client.secret_expires
        if ends and datetime.fromisoformat(ends) <= self._now():
            raise Refusal(7000222, app=client.id)
        return client

    def _exchange(self, client: Client, form: dict[str, str]) -> dict[str, Any]:
        if not form.get("code"):
            raise Refusal(900144, parameter="code")
        code = self.codes.get(form["code"])
        if code is None:
            raise Refusal(9002313)
        if code.client != client.id:
            raise Refusal(70000, parameter="code")
        if code.refused:
            raise Refusal(code.refused)
        if self._over(code):
            raise Refusal(70008)
        if form.get("redirect_uri") != code.redirect_uri:
            uri = form.get("redirect_uri", "")
            raise Refusal(500112, uri=uri, expected=code.redirect_uri)
        _check_verifier(code.challenge, form.get("code_verifier"))
        code.refused = 54005
        return self._answer(client, code, code.asked, form)

    def _refresh(self, client: Client, tenant: str, form: dict[str, str]) -> dict[str, Any]:
        text = form.get("refresh_token", "")
        if not text:
            raise Refusal(900144, parameter="refresh_token")
        ticket = self.refresh.get(text)
        if ticket is None or ticket.client != client.id:
            raise Refusal(9002313)
        self.directory.check_person(client, tenant, self.world.accounts[ticket.email])
        self._check_refresh(client, ticket)
        asked = form.get("scope", "").split() or ticket.asked
        names = {scopes.short(scope) for scope in asked} - {scopes.DEFAULT}
        if names - {*self.consented(client.id, ticket.email), *scopes.IDENTITY}:
            raise Refusal(65001, app=client.id, name=client.name)
        if self.settings.one_time_refresh_tokens:
            ticket.refused = 70000
        return self._answer(client, ticket, asked, form)

    def _check_refresh(self, client: Client, ticket: Ticket) -> None:
        days = self.settings.refresh_token_seconds // DAY
        values = {"issued": ticket.issued, "now": self._now().isoformat(), "days": days}
        if number := ticket.refused or self.barred.get(ticket.email):
            known = {"app": client.id, "name": client.name, "user": ticket.email}
            raise wanted(number, parameter="refresh_token", **known, **values)
        if self._over(ticket):
            raise Refusal(700082, **values)
        if not self.consented(client.id, ticket.email):
            raise Refusal(65001, app=client.id, name=client.name)

    def _answer(
        self, client: Client, ticket: Ticket, asked: list[str], form: dict[str, str]
    ) -> dict[str, Any]:
        account, seconds = self.world.accounts[ticket.email], self.settings.access_token_seconds
        resources = self._resources(client, ticket.email, asked)
        access = self.world.ids.token("access", "EwB4A8l6BAAU")
        self.access[access] = self._ticket(client.id, ticket.email, resources, seconds)
        answer: dict[str, Any] = {
            "token_type": "Bearer",
            "scope": " ".join(scope for scope in resources if scope != "offline_access"),
            "expires_in": seconds,
            "ext_expires_in": seconds,
            "access_token": access,
        }
        if "offline_access" in ticket.asked:
            answer["refresh_token"] = self._new_refresh(ticket)
        home = tenant_of(account)
        if "openid" in asked:
            answer["id_token"] = id_token(client, account, home, self._now(), ticket.nonce)
        if form.get("client_info") == "1":
            answer["client_info"] = encoded({"uid": account.oid, "utid": home})
        return answer

    def _resources(self, client: Client, email: str, asked: list[str]) -> list[str]:
        """The scopes in the form they were asked in; ``.default`` stands for all granted ones."""
        if scopes.DEFAULT not in map(scopes.short, asked):
            return list(asked)
        granted = [one for one in self.consented(client.id, email) if one in scopes.WORDS]
        rest = [scope for scope in asked if scope in scopes.IDENTITY]
        return [*(scopes.GRAPH + scope for scope in granted), *rest]

    def _new_refresh(self, ticket: Ticket) -> str:
        token = self.world.ids.token("refresh", "1.AXoAM.")
        seconds = self.settings.refresh_token_seconds
        self.refresh[token] = self._ticket(ticket.client, ticket.email, ticket.asked, seconds)
        return token

    def revoke(self, email: str, access: bool = False) -> None:
        """All sessions of a person are revoked (50173); access tokens live on unless wanted.

        https://learn.microsoft.com/graph/api/user-revokesigninsessions
        """
        self._refuse(email, 50173)
        if access:
            self.expire_access(email)

    def demand_mfa(self, email: str) -> None:
        """A further factor is wanted (50076) until the person has signed in again."""
        self._refuse(email, 50076)

    def _refuse(self, email: str, number: int) -> None:
        for ticket in self.refresh.values():
            if ticket.email == email:
                ticket.refused = number

    def bar(self, email: str, number: int | None = 53003) -> None:
        """Refuse a person until ``bar(email, None)``: conditional access, or any other number."""
        self.barred.pop(email, None)
        if number and number not in KINDS:
            raise ValueError(f"not an AADSTS number known here: {number}")
        if number:
            self.barred[email] = number

    def withdraw_consent(self, email: str, client_id: str | None = None) -> None:
        """A person removes an application: refreshing answers 65001."""
        for client in [client_id] if client_id else list(self.clients):
            self.consents.pop(f"{client} {email}", None)

    def expire_access(self, email: str | None = None) -> None:
        """End access tokens before their time; refresh tokens stay good."""
        self._expire(self.access, email)

    def expire_refresh(self, email: str | None = None) -> None:
        """End refresh tokens as if nobody had used them for ninety days (700082)."""
        self._expire(self.refresh, email)

    def _expire(self, tickets: dict[str, Ticket], email: str | None) -> None:
        for ticket in tickets.values():
            if email in (None, ticket.email):
                ticket.expires = self._in(-1)

    def expire_secret(self, client_id: str, moment: datetime | None = None) -> None:
        """An application's secret ends at a moment, or now (7000222)."""
        self.clients[client_id].secret_expires = (moment or self._now()).isoformat()

    def _ticket(
        self, client: str, email: str, asked: list[str], seconds: float, **more: Any
    ) -> Ticket:
        now = self._now().isoformat()
        return Ticket(client, email, list(asked), now, self._in(seconds), **more)

    def _now(self) -> datetime:
        return self.clock.now()

    def _in(self, seconds: float) -> str:
        return (self._now() + timedelta(seconds=seconds)).isoformat()

    def _over(self, ticket: Ticket) -> bool:
        return datetime.fromisoformat(ticket.expires) <= self._now()

    def dump(self) -> dict[str, Any]:
        """Plain values for JSON."""
        kinds = ("clients", "codes", "access", "refresh")
        rows: dict[str, Any] = {
            kind: {key: asdict(row) for key, row in getattr(self, kind).items()} for kind in kinds
        }
        return rows | {"consents": self.consents, "barred": self.barred}

    def load(self, data: dict[str, Any]) -> None:
        """Take back what ``dump`` gave."""
        self.clients = {key: Client(**row) for key, row in data["clients"].items()}
        for kind in ("codes", "access", "refresh"):
            setattr(self, kind, {key: Ticket(**row) for key, row in data[kind].items()})
        self.consents, self.barred = data["consents"], data["barred"]


def _check_verifier(challenge: str | None, verifier: str | None) -> None:
    """PKCE with S256: https://www.rfc-editor.org/rfc/rfc7636#section-4.6"""
    if challenge is None:
        return
    digest = hashlib.sha256((verifier or "").encode()).digest()
    if base64.urlsafe_b64encode(digest).decode().rstrip("=") != challenge:
        raise Refusal(501481)
