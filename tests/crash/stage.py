"""Where a scenario is played: people with Odoo and accounts, and what is seen of their meetings."""

from __future__ import annotations

import itertools
import json
from typing import Any

from tests.e2e.remote import Account, Seen, Service

from .life import Life
from .people import Person

_numbers = itertools.count(1)
FIELDS = (
    "name", "start", "stop", "allday", "location", "privacy", "show_as", "active", "recurrency",
)  # fmt: skip
LINK_FIELDS = ("role", "dirty_since", "error_code", "parted", "waiting_mails", "base", "remote_id")
Json = dict[str, Any]


class Stage:
    """An owner and a colleague with accounts at one provider, a neighbour at the other one."""

    def __init__(self, life: Life, services: dict[str, Service], code: str) -> None:
        """Make the people; nobody is connected yet."""
        number = next(_numbers)
        self.life, self.services, self.service = life, services, services[code]
        (other,) = [one for name, one in services.items() if name != code]
        domain = self.service.domain
        self.owner = Person(life, "Olga", f"olga{number}@{domain}")
        self.colleague = Person(life, "Curt", f"curt{number}@{domain}")
        self.neighbour = Person(life, "Nora", f"nora{number}@{other.domain}")
        self.owner.has(self.service)
        self.colleague.has(self.service)
        self.neighbour.has(other)

    @property
    def people(self) -> tuple[Person, ...]:
        """Everybody."""
        return (self.owner, self.colleague, self.neighbour)

    def connect(self, *people: Person) -> None:
        """Connect people, who begin with nothing."""
        for person in people:
            person.connect()
        self.sync(2)

    def accounts(self, env: Any) -> Any:
        """Return the connected accounts of the stage."""
        ids = [one for person in self.people for one in person.account_ids]
        return env["calendar.sync.account"].browse(ids).exists()

    def sync(self, times: int = 1) -> None:
        """Synchronise all accounts, mail between the providers delivered before and after."""
        self.flush()
        for _time in range(times):
            with self.life.env() as env:
                self.accounts(env)._sync_now("person")
            self.flush()

    def flush(self) -> None:
        """Have all mail between the providers delivered."""
        for service in self.services.values():
            service.control.flush()

    def begin(self) -> None:
        """Empty the logs of the providers."""
        for service in self.services.values():
            service.begin()

    # -- what is seen ------------------------------------------------------------------------------

    def look(self, token: str) -> Json:
        """Return both sides of the meetings with a token in their titles, and who was mailed."""
        with self.life.env() as env:
            here = self._here(env, token)
        there = {
            f"{person.email} at {code}": self._there(account, token)
            for person in self.people
            for code, account in person.accounts.items()
        }
        mails = [[code, *one] for code, at in self.services.items() for one in at.mails(token)]
        invited = sorted(one for one in mails if one[-1] == "invitation")
        seen = {**here, "there": there, "mails": sorted(mails), "invitations": invited}
        return self._named(seen, token)

    def _here(self, env: Any, token: str) -> Json:
        events = env["calendar.event"].with_context(active_test=False)
        found = events.search([("name", "ilike", token)], order="start, id")
        links = found._sync_links() | found.recurrence_id._sync_links()
        lost = [("account_id", "in", self.accounts(env).ids), ("event_id", "=", False)]
        texts = found.message_ids.mapped("body")
        letters = env["mail.mail"].search([("subject", "ilike", token)])
        return {
            "here": [_shown(one) for one in found],
            "links": sorted(_pair(one) for one in links),
            "tombstones": links.search_count([*lost, ("recurrence_id", "=", False)]),
            "conflicts": sum("Not kept" in (one or "") for one in texts),
            "mails of Odoo": len(letters),
            "accounts": [[one.state, one.error_code] for one in self.accounts(env)],
        }

    def _there(self, account: Account, token: str) -> list[Json]:
        calendars = [None, *self._more_calendars(account)]
        return [found for one in calendars for found in _events(account, token, one)]

    def _more_calendars(self, account: Account) -> list[str]:
        state = account.service.control.state()
        main = {account.email}
        return [
            one["id"]
            for one in state["calendars"]
            if one["owner"] == account.email and one["id"] not in main and not one.get("default")
        ]

    def _named(self, found: Json, token: str) -> Json:
        """Return what is seen without what differs from one performance to the next."""
        text = json.dumps(found, default=str)
        for person in self.people:
            text = text.replace(person.email.partition("@")[0], person.name.lower())
        return json.loads(text.replace(token, "*"))

    def traces(self) -> Json:
        """Return what a quiet pass leaves as it is."""
        with self.life.env() as env:
            accounts = self.accounts(env)
            runs = env["calendar.sync.run"].search_count([("account_id", "in", accounts.ids)])
            waiting = env["calendar.sync.link"].search_count(
                [("account_id", "in", accounts.ids), ("dirty_since", "!=", False)]
            )
        writes = [f"{one['method']} {one['path']}" for at in self.services.values()
                  for one in at.writes()]  # fmt: skip
        mails = [one for at in self.services.values() for one in at.mails()]
        return {"runs": runs, "waiting": waiting, "writes": writes, "mails": mails}


def _shown(event: Any) -> Json:
    values = {name: event[name] for name in FIELDS}
    guests = sorted([one.email, one.state] for one in event.attendee_ids)
    text = event.description and event.description.striptags()
    # Odoo lets a rule begin at the moment it is asked
    rule = (event.recurrence_id.rrule or "").rpartition("\n")[2]
    more = {"guests": guests, "text": text, "rule": rule, "owner": event.user_id.email}
    return values | more


def _pair(link: Any) -> list[str]:
    return [f"{name}: {_told(name, link[name])}" for name in LINK_FIELDS]


def _told(name: str, value: Any) -> Any:
    return value if name in ("role", "error_code") else bool(value)


def _events(account: Account, token: str, calendar_id: str | None) -> list[Json]:
    """Return the events of one calendar, series with their exceptions by day."""
    stored = account.service.control.events(account.email, calendar_id)
    found = [one for one in map(account.service.seen, stored) if one and token in one.title]
    return [
        {**_plain(one), "exceptions": _exceptions(account, stored, one)}
        for one in sorted(found, key=lambda one: (one.start, one.title))
    ]


def _exceptions(account: Account, stored: list[Json], master: Seen) -> Json:
    if not master.repeats:
        return {}
    found = account.service.exceptions(stored, master.id)
    return {day: one and _plain(one) for day, one in sorted(found.items())}


def _plain(event: Seen) -> Json:
    names = ("title", "start", "end", "zone", "place", "text", "private", "free", "guests",
             "repeats", "count", "until")  # fmt: skip
    return {name: getattr(event, name) for name in names}
