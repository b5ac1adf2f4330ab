"""The sign-in's pages: choose a person, allow, ask an administrator, and what went wrong."""

from __future__ import annotations

from typing import Any

from ..common.html import escape, hidden
from . import scopes
from .aadsts import Refusal
from .look import face, page
from .model import Account
from .tokens import Client
from .world import World

KEPT = (
    "client_id", "redirect_uri", "response_type", "response_mode", "scope", "state", "prompt",
    "login_hint", "domain_hint", "code_challenge", "code_challenge_method", "nonce",
)  # fmt: skip


def people(world: World, client: Client, asked: dict[str, str]) -> str:
    """Pick an account, the one hinted at first:

    https://learn.microsoft.com/entra/identity-platform/v2-oauth2-auth-code-flow (prompt)
    """
    hint = asked.get("login_hint", "").lower()
    found = sorted(enumerate(world.accounts.values()), key=lambda row: row[1].email != hint)
    rows = "".join(
        f"""<button class="pick" name="account" value="{escape(one.email)}"
        data-testid="account-{escape(one.email)}">{face(one, number)}
        <span><strong>{escape(one.name)}</strong>
        <span class="muted">{escape(one.email)}</span></span></button>"""
        for number, one in found
    )
    empty = '<p class="empty">There are no accounts yet.</p>'
    return _sign(
        "Sign in to your account",
        f"""<h1>Pick an account</h1>
        <p>to continue to <strong>{escape(client.name)}</strong>. No password is needed here.</p>
        <form method="post">{_hidden(asked)}{rows or empty}
        <p class="actions"><button name="decision" value="deny" class="plain" data-testid="deny"
        >Cancel</button></p></form>""",
        "pick-account",
    )


def consent(client: Client, person: Account, asked: dict[str, str]) -> str:
    """What the application wants:

    https://learn.microsoft.com/entra/identity-platform/application-consent-experience
    """
    rows = "".join(_want(scope) for scope in _wanted(asked))
    return _sign(
        "Permissions requested",
        f"""{_who(person)}<h1>Permissions requested</h1>
        <p><strong>{escape(client.name)}</strong> <span class="muted">unverified</span></p>
        <p>This application would like to:</p><ul class="wants">{rows}</ul>
        <p class="muted">Accepting these permissions means that you allow this app to use your data
        as specified in its terms of service and privacy statement. You can change these
        permissions at any time.</p>
        <form method="post">{_hidden(asked, person)}<p class="actions">
        <button name="decision" value="deny" class="plain" data-testid="deny">Cancel</button>
        <button name="decision" value="allow" data-testid="allow">Accept</button></p></form>""",
        "consent",
    )


def approval(client: Client, person: Account, asked: dict[str, str]) -> str:
    """People may not consent themselves:

    https://learn.microsoft.com/entra/identity/enterprise-apps/configure-user-consent
    """
    name = escape(client.name)
    return _sign(
        "Need admin approval",
        f"""{_who(person)}<h1>Need admin approval</h1>
        <p><strong>{name}</strong> <span class="muted">unverified</span></p>
        <p>{name} needs permission to access resources in your organization that only an admin can
        grant. Please ask an admin to grant permission to this app before you can use it.</p>
        <p class="muted">AADSTS90094</p>
        <form method="post">{_hidden(asked, person)}<p class="actions">
        <button name="decision" value="deny" class="plain" data-testid="deny">Return to the
        application without granting consent</button></p></form>""",
        "admin-approval",
    )


def refusal(refused: Refusal, payload: dict[str, Any], asked: dict[str, str]) -> str:
    """A mistake that is shown and not sent back to the application."""
    facts = {
        "Request Id": payload["trace_id"],
        "Correlation Id": payload["correlation_id"],
        "Timestamp": payload["timestamp"],
        "App id": asked.get("client_id", ""),
    }
    rows = "".join(f"<dt>{name}</dt><dd>{escape(text)}</dd>" for name, text in facts.items())
    return _sign(
        "Sign in to your account",
        f"""<h1>Sorry, but we&rsquo;re having trouble signing you in.</h1>
        <p class="code">{escape(refused.text)}</p><dl class="facts">{rows}</dl>""",
        "oauth-error",
        f'data-error="{escape(refused.error)}" data-number="{refused.number}"',
    )


def signed_out() -> str:
    """The end of a session."""
    return _sign("Sign out", "<h1>You signed out of your account</h1>", "signed-out")


def _sign(title: str, body: str, testid: str, more: str = "") -> str:
    return page(
        title,
        f"""<main class="card sign" data-testid="{testid}" {more}>
        <div class="signbrand"><i class="squares"></i>Outlook simulator
        <span class="tag">not Microsoft</span></div>{body}</main>""",
    )


def _who(person: Account) -> str:
    return f'<span class="who">{face(person, 0)}{escape(person.email)}</span>'


def _hidden(asked: dict[str, str], person: Account | None = None) -> str:
    values = {name: asked[name] for name in KEPT if name in asked}
    if person:
        values["account"] = person.email
    return hidden(values)


def _wanted(asked: dict[str, str]) -> list[str]:
    """The permissions to list; who signs in knows that."""
    names = [scopes.short(scope) for scope in asked["scope"].split()]
    return [name for name in dict.fromkeys(names) if name in scopes.KNOWN and name != "openid"]


def _want(scope: str) -> str:
    title, words = scopes.KNOWN[scope]
    return f"""<li data-testid="scope" data-scope="{escape(scope)}"><details>
      <summary>{escape(title)}</summary><p class="muted">{escape(words)}</p></details></li>"""
