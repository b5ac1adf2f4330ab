"""Two colleagues, their Odoo and their calendars at a provider, and hands to work on both sides."""

from __future__ import annotations

import time
from typing import Any

import requests

from tests.environment.databases import PEOPLE
from tests.simulators.google.control import Control as GoogleControl
from tests.simulators.microsoft.control import Control as MicrosoftControl

from .google_side import Google
from .outlook_side import Outlook
from .remote import Account, Json, Service

TIMEOUT = 60
BUSY = "is synchronizing at the moment"
ADDRESSES = {email.partition("@")[0]: email for email, _name in PEOPLE}


class OdooError(Exception):
    """Odoo answered a call with an error; the text is its message."""


def services(providers: dict[str, str]) -> dict[str, Service]:
    """Return the simulated providers by name, from their addresses."""
    return {
        "google": Google(GoogleControl(providers["google"])),
        "microsoft": Outlook(MicrosoftControl(providers["microsoft"])),
    }


class Person:
    """A user of Odoo with a browser session of their own, and accounts at providers."""

    def __init__(self, odoo: Any, login: str):
        """Log in with the login as password."""
        self.url, self.login = odoo.url, login
        self.email = ADDRESSES.get(login, f"{login}@example.com")
        self.session = requests.Session()
        self.accounts: dict[str, Account] = {}
        credentials = {"db": odoo.database, "login": login, "password": login}
        self.uid: int = self._json("/web/session/authenticate", credentials)["uid"]

    def call(self, model: str, method: str, *args: Any, **kwargs: Any) -> Any:
        """Call a model's method as the web client does."""
        values = {"model": model, "method": method, "args": list(args), "kwargs": kwargs}
        return self._json(f"/web/dataset/call_kw/{model}/{method}", values)

    def _json(self, path: str, params: Json) -> Any:
        body = {"jsonrpc": "2.0", "method": "call", "params": params}
        answer = self.session.post(self.url + path, json=body, timeout=TIMEOUT).json()
        if "error" in answer:
            raise OdooError(answer["error"]["data"].get("message", answer["error"]))
        return answer.get("result")

    # -- providers ---------------------------------------------------------------------------------

    def has(self, service: Service, email: str = "") -> Account:
        """Remember an account at a provider, with the own address by default."""
        self.accounts[service.code] = Account(service, email or self.email)
        return self.accounts[service.code]

    @property
    def there(self) -> Account:
        """The account at the only provider."""
        (account,) = self.accounts.values()
        return account

    def consent_url(self, provider: str) -> str:
        """Return the address of the consent page that the button opens."""
        found = self.call("res.users", "calendar_sync_connect", [self.uid], provider)
        return str(found["url"])

    def visit(self, url: str, **options: Any) -> requests.Response:
        """Open an address in the own browser."""
        return self.session.get(url, timeout=TIMEOUT, **options)

    def connect(self, provider: str = "", choice: str = "import") -> requests.Response:
        """Go through the consent page and come back; return the last page.

        Who was never synchronised answers at once how to begin: `all`, `import`, `new`.
        """
        account = self.accounts[provider] if provider else self.there
        control = account.service.control
        control.settings(auto_consent=account.email)
        try:
            page = self.visit(self.consent_url(account.service.code))
            self._start(account.service.code, choice)
            return page
        finally:
            control.settings(auto_consent="")

    def _start(self, code: str, choice: str) -> None:
        """Answer how to begin; again a little later while a worker is just looking."""
        end = time.monotonic() + TIMEOUT
        while True:
            try:
                self.call("res.users", "calendar_sync_start", [self.uid], code, choice)
            except OdooError as error:
                if BUSY not in str(error) or time.monotonic() > end:
                    raise
            else:
                return

    def status(self, provider: str = "") -> Json:
        """Return what the provider's button shows."""
        code = provider or self.there.service.code
        found = self.call("res.users", "calendar_sync_status", [self.uid])
        return next(one for one in found if one["provider"] == code)

    # -- Odoo --------------------------------------------------------------------------------------

    def create(self, name: str, start: str, stop: str, **values: Any) -> int:
        """Make a meeting in Odoo (UTC times) and return its id."""
        values = {"name": name, "start": start, "stop": stop, **values}
        return self.call("calendar.event", "create", [values])[0]

    def write(self, event_id: int, **values: Any) -> None:
        """Change a meeting in Odoo."""
        self.call("calendar.event", "write", [event_id], values)

    def unlink(self, *event_ids: int) -> None:
        """Delete meetings in Odoo."""
        self.call("calendar.event", "unlink", list(event_ids))

    def events(self, title: str, fields: tuple[str, ...] = ("name", "start", "stop")) -> list[Json]:
        """Return the meetings in Odoo with that title, by start."""
        domain = [("name", "=", title)]
        return self.call("calendar.event", "search_read", domain, fields, order="start")

    def event(self, title: str, *fields: str) -> Json:
        """Return the only meeting in Odoo of that title."""
        (found,) = self.events(title, fields or ("name", "start", "stop"))
        return found

    def answer(self, title: str, method: str) -> None:
        """Answer an invitation in Odoo: do_accept, do_decline or do_tentative."""
        domain = [("event_id.name", "=", title), ("email", "=", self.email)]
        mine = self.call("calendar.attendee", "search", domain)
        self.call("calendar.attendee", method, mine)


class World:
    """Odoo, its administrator, and two colleagues with accounts at one provider.

    The `owner` makes most meetings, the `colleague` is invited to some; `others` are users of Odoo
    by login, made as they are asked for.
    """

    def __init__(self, odoo: Any, provider: str):
        """Log everybody in; nobody is connected yet."""
        self.odoo = odoo
        self.services = services(odoo.providers)
        self.service = self.services[provider]
        self.owner, self.colleague = (self.person(login) for login in self.service.logins)
        self.admin = Person(odoo, "admin")

    def person(self, login: str) -> Person:
        """Log somebody in and give them the account of the provider whose logins have theirs."""
        person = Person(self.odoo, login)
        for service in self.services.values():
            if login in service.logins:
                person.has(service)
        return person

    def sync(self, times: int = 1) -> None:
        """Synchronise all accounts at once, those that wait for their user left aside.

        Invitations between the providers have arrived before and after each time.
        """
        self.flush()
        for _time in range(times):
            going = [("state", "in", ("active", "preview"))]
            accounts = self.admin.call("calendar.sync.account", "search", going)
            self.admin.call("calendar.sync.account", "action_sync_now", accounts)
            self.flush()

    def flush(self) -> None:
        """Wait until all mail between the providers is delivered."""
        for service in self.services.values():
            service.control.flush()

    def partner(self, email: str) -> int:
        """Return the contact with an address, made when missing."""
        found = self.admin.call("res.partner", "search", [("email", "=", email)], limit=1)
        name = email.partition("@")[0].title()
        made = found or [self.admin.call("res.partner", "create", {"name": name, "email": email})]
        return made[0]

    def partners(self, *emails: str) -> list[tuple]:
        """Return the command that makes these the guests of a meeting."""
        return [(6, 0, [self.partner(email) for email in emails])]

    def answers(self, title: str) -> dict[str, str]:
        """Return the answers in Odoo by address."""
        domain = [("event_id.name", "=", title)]
        found = self.admin.call("calendar.attendee", "search_read", domain, ["email", "state"])
        return {one["email"]: one["state"] for one in found}
