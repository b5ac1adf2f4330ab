"""Applications, what their codes and tokens stand for, and the form of an id token.

https://learn.microsoft.com/entra/identity-platform/id-token-claims-reference
https://learn.microsoft.com/entra/identity-platform/refresh-tokens
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from . import ids
from .model import Account

AUDIENCES = ("AzureADandPersonalMicrosoftAccount", "AzureADMultipleOrgs", "AzureADMyOrg")
ANY_LOOPBACK = re.compile(
    r"http://(localhost|127\.0\.0\.1)(:\d+)?/microsoft_account/authentication"
)


@dataclass
class Client:
    """An application that was registered, with its one secret.

    ``audience`` is the manifest's signInAudience, ``tenant`` the domain of its home.
    """

    id: str
    secret: str
    redirect_uris: list[str] = field(default_factory=list)
    name: str = "Odoo"
    secret_expires: str | None = None
    audience: str = AUDIENCES[0]
    tenant: str = ""
    any_loopback: bool = False

    @property
    def secret_id(self) -> str:
        """What the portal shows beside the secret; often pasted in its place."""
        return ids.guid(hashlib.sha256(f"secret {self.id}".encode()).digest())

    def accepts(self, uri: str) -> bool:
        """Whether people may be sent back there: the text has to be equal."""
        if self.any_loopback and ANY_LOOPBACK.fullmatch(uri):
            return True
        return uri in self.redirect_uris


@dataclass(frozen=True)
class Grant:
    """What a good access token stands for; scopes are in their short form."""

    email: str
    scopes: frozenset[str]
    client_id: str


@dataclass
class Ticket:
    """A code, an access token or a refresh token, and what it stands for.

    ``asked`` are the scopes as the application wrote them. A ticket with a number in ``refused``
    has ended for that reason.
    """

    client: str
    email: str
    asked: list[str]
    issued: str
    expires: str
    redirect_uri: str = ""
    challenge: str | None = None
    nonce: str | None = None
    refused: int | None = None


@dataclass(frozen=True)
class Wish:
    """What an authorization asks for, once it has been granted."""

    email: str
    scopes: tuple[str, ...]
    redirect_uri: str
    challenge: str | None = None
    nonce: str | None = None


def id_token(client: Client, account: Account, tenant: str, now: datetime,
             nonce: str | None) -> str:  # fmt: skip
    """Who has signed in, as a JWT whose signature nobody checks."""
    seconds = int(now.timestamp())
    subject = hashlib.sha256(f"{client.id} {account.oid}".encode()).digest()
    claims = {
        "aud": client.id,
        "iss": f"https://login.microsoftonline.com/{tenant}/v2.0",
        "iat": seconds,
        "nbf": seconds,
        "exp": seconds + 3600,
        "email": account.email,
        "name": account.name,
        "oid": account.oid,
        "preferred_username": account.email,
        "sub": base64.urlsafe_b64encode(subject).decode().rstrip("="),
        "tid": tenant,
        "ver": "2.0",
    }
    if nonce:
        claims["nonce"] = nonce
    head = {"typ": "JWT", "alg": "RS256", "kid": "simulator"}
    return ".".join([encoded(head), encoded(claims), "simulator"])


def encoded(value: dict[str, Any]) -> str:
    """JSON as the parts of a JWT have it."""
    return base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")
