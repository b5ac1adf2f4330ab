"""The consent page and the page for mistakes of the application."""

from __future__ import annotations

from ..common.html import escape, hidden, page
from . import scopes
from .oauth import Client, OAuth

KEPT = (
    "client_id", "redirect_uri", "response_type", "scope", "state", "access_type", "prompt",
    "login_hint", "include_granted_scopes", "code_challenge", "code_challenge_method", "nonce",
)  # fmt: skip


def refusal(error: str, words: str) -> str:
    """A mistake that is shown and not sent back to the application."""
    body = f"""
    <main class="card narrow" data-testid="oauth-error" data-error="{escape(error)}">
      <p class="eyebrow">Google Calendar simulator</p>
      <h1>Access blocked: Authorization Error</h1>
      <p class="error"><strong>Error 400: {escape(error)}</strong></p>
      <p>{escape(words)}</p>
      <p class="muted">If you are the developer of this app, correct the request. Nothing was sent
      back to the app.</p>
    </main>"""
    return page("Authorization Error", body)


def consent(oauth: OAuth, client: Client, asked: dict[str, str]) -> str:
    """Choose an account, tick what to allow."""
    kept = hidden({name: asked[name] for name in KEPT if name in asked})
    body = f"""
    <main class="card narrow" data-testid="consent">
      <p class="eyebrow">Google Calendar simulator</p>
      <h1>Sign in and allow access</h1>
      <p><strong>{escape(client.id)}</strong> wants to access an account of the simulator.
      This is not Google; no password is needed.</p>
      <form method="post" action="/o/oauth2/v2/auth">{kept}
        <fieldset><legend>Account</legend>{_accounts(oauth, asked)}</fieldset>
        <fieldset><legend>Allow</legend>{_scopes(asked)}</fieldset>
        <p class="actions">
          <button name="decision" value="deny" class="plain" data-testid="deny">Deny</button>
          <button name="decision" value="allow" data-testid="allow">Allow</button>
        </p>
      </form>
    </main>"""
    return page("Sign in", body)


def _accounts(oauth: OAuth, asked: dict[str, str]) -> str:
    people = list(oauth.world.accounts.values())
    hint = asked.get("login_hint", "").lower()
    chosen = hint if hint in oauth.world.accounts else (people[0].email if people else "")
    return "".join(
        f"""<label class="choice"><input type="radio" name="account" value="{escape(one.email)}"
        {"checked" if one.email == chosen else ""} data-testid="account-{escape(one.email)}">
        <span><strong>{escape(one.name)}</strong><br>
        <span class="muted">{escape(one.email)}</span></span></label>"""
        for one in people
    )


def _scopes(asked: dict[str, str]) -> str:
    rows = []
    for scope in asked["scope"].split():
        if scope in scopes.IDENTITY:
            rows.append(f'<p class="muted">✓ {escape(scopes.KNOWN[scope])}</p>')
            continue
        rows.append(
            f"""<label class="choice"><input type="checkbox" name="granted" checked
            value="{escape(scope)}" data-testid="scope">
            <span>{escape(scopes.KNOWN[scope])}<br>
            <code class="muted">{escape(scope)}</code></span></label>"""
        )
    return "".join(rows)
