"""People with Odoo and accounts at providers, working in this process as in their browsers."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from odoo.addons.calendar_sync_base.core.errors import SyncError
from odoo.addons.calendar_sync_base.engine.ports import Tokens

from tests.e2e.remote import Account, Service

from .life import Life

LIFETIME = timedelta(hours=1)


class Person:
    """A user of Odoo, with at most one account at each provider."""

    def __init__(self, life: Life, name: str, email: str) -> None:
        """Make the user."""
        self.life, self.name, self.email = life, name, email
        self.accounts: dict[str, Account] = {}
        self.account_ids: list[int] = []
        values = {"login": email, "name": name, "email": email, "tz": "Europe/Vienna"}
        with life.env() as env:
            users = env["res.users"].with_context(no_reset_password=True)
            user = users.create({**values, "group_ids": [(4, env.ref("base.group_user").id)]})
            self.uid, self.partner_id = user.id, user.partner_id.id

    @property
    def there(self) -> Account:
        """The first account."""
        return next(iter(self.accounts.values()))

    def has(self, service: Service, email: str = "") -> Account:
        """Have an account at a provider, made there."""
        address = email or self.email
        service.control.add_account(address, name=self.name)
        self.accounts[service.code] = Account(service, address)
        return self.accounts[service.code]

    def connect(
        self, code: str = "", choice: str = "import", scopes: list[str] | None = None
    ) -> None:
        """Be back from the consent page, and say how to begin unless `choice` is empty."""
        account = self.accounts[code] if code else self.there
        granted = account.service.control.grant(account.email, scopes)
        with self.life.env() as env:
            known = env["calendar.sync.account"].search(
                [("user_id", "=", self.uid), ("provider", "=", account.service.code)]
            )
            mine = known or known.create({"user_id": self.uid, "provider": account.service.code})
            come_back(mine, granted)
            if choice and mine.state == "preview":
                mine.action_start(choice)
            if mine.id not in self.account_ids:
                self.account_ids.append(mine.id)

    # -- Odoo --------------------------------------------------------------------------------------

    def do(self, act: Callable[[Any], Any]) -> Any:
        """Do something as this user, in a transaction of its own."""
        with self.life.env(self.uid) as env:
            return act(env)

    def create(self, name: str, start: str, stop: str, **values: Any) -> int:
        """Make a meeting (UTC times) and return its id."""
        values = {"name": name, "start": start, "stop": stop, **values}
        return self.do(lambda env: env["calendar.event"].create(values).id)

    def write(self, event_id: int, **values: Any) -> None:
        """Change a meeting."""
        self.do(lambda env: env["calendar.event"].browse(event_id).write(values))

    def unlink(self, *event_ids: int) -> None:
        """Delete meetings."""
        self.do(lambda env: env["calendar.event"].browse(event_ids).unlink())

    def events(self, title: str) -> list[int]:
        """Return the ids of the meetings with a title like this, by start."""
        domain = [("name", "ilike", title)]
        return self.do(lambda env: env["calendar.event"].search(domain, order="start").ids)

    def event(self, title: str) -> int:
        """Return the id of the only meeting with a title like this."""
        (found,) = self.events(title)
        return found

    def answer(self, title: str, method: str) -> None:
        """Answer an invitation: do_accept, do_decline or do_tentative."""
        domain = [("event_id.name", "ilike", title), ("email", "=", self.email)]
        self.do(lambda env: getattr(env["calendar.attendee"].search(domain), method)())

    def partner(self, email: str) -> int:
        """Return the contact with an address, made when missing."""

        def find(env: Any) -> int:
            found = env["res.partner"].search([("email", "=", email)], limit=1)
            return (found or found.create({"name": email.partition("@")[0], "email": email})).id

        with self.life.env() as env:
            return find(env)

    def guests(self, *emails: str) -> list[tuple[int, int, list[int]]]:
        """Return the command that makes this person and these the guests of a meeting."""
        return [(6, 0, [self.partner_id, *map(self.partner, emails)])]


def come_back(account: Any, granted: dict[str, Any]) -> None:
    """Do what the page does that people come back to with their consent."""
    try:
        tokens = tokens_of(granted)
        calendars = account._open_provider(_signing(account, tokens)).calendars()
    except SyncError as error:
        raise AssertionError(error.detail) from error
    account._connect(tokens, calendars)


def tokens_of(granted: dict[str, Any]) -> Tokens:
    """Return the tokens in a token endpoint's answer."""
    return Tokens(
        granted["access_token"],
        granted["refresh_token"],
        datetime.now(UTC) + LIFETIME,
        frozenset(granted["scope"].split()),
    )


def _signing(account: Any, tokens: Tokens) -> Any:
    from odoo.addons.calendar_sync_base.engine.credential import AccountCredential

    return AccountCredential(account._provider().authorizer(account.env), tokens)
