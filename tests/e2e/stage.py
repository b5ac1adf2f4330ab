"""A coming week of meetings in which every screen of ours has something to show.

Anna at Google is in step, with one meeting set aside and one edit not sent yet; Ben's permission
is withdrawn. Dora at Outlook is asked about a mail; Emil has consented and not chosen yet.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from .remote import Account
from .world import Person, World

FRIENDS = "Friends of the opera"
REFUSED, PENDING, ASKED = "Budget review", "Team lunch", "Contract renewal"
GUEST = "gustav@example.org"
WEEK = (
    ("Product stand-up", 0, 8),
    ("Interview: Nadia Haddad", 1, 9),
    (PENDING, 2, 11),
    ("Dentist", 3, 14),
    ("Sprint retrospective", 4, 13),
)
OTHER_WEEK = (
    ("Weekly planning", 0, 8),
    ("Visit: Lindqvist & Co.", 1, 13),
    ("Yoga", 3, 16),
    ("Invoices", 4, 9),
)


# What Emil has before he begins: in Odoo, at Outlook, or on both sides.
BEGINNING = (
    ("Roadmap", (0, 9), None),
    ("Offer to Lindqvist", (2, 14), None),
    ("All hands", (1, 10), (1, 10)),
    ("Piano lesson", None, (1, 17)),
    ("Parents' evening", None, (3, 18)),
    ("Tax adviser", None, (4, 8)),
)


class Stage(World):
    """The people, and what they have been doing."""

    def __init__(self, odoo) -> None:
        """Bring everybody to where they are."""
        super().__init__(odoo, "google")
        self.anna, self.ben = self.owner, self.colleague
        self.dora, self.emil = self.person("dora"), self.person("emil")
        everybody = (self.anna, self.ben, self.dora, self.emil, self.admin)
        self.people = {person.login: person for person in everybody}
        self._anna_and_ben()
        self._dora_and_emil()

    def _anna_and_ben(self) -> None:
        anna, ben = self.anna, self.ben
        control = self.services["google"].control
        control.share(control.add_calendar(ben.email, FRIENDS), anna.email, "reader")
        for title, day, hour in WEEK:
            anna.create(title, moment(day, hour), moment(day, hour + 1))
        for person in (anna, ben):
            person.connect(choice="all")
        self.sync(2)
        self._set_aside(anna, REFUSED)
        control.revoke(ben.email)
        self.sync()

    def _set_aside(self, person: Person, title: str) -> None:
        """Let the provider refuse a meeting."""
        service = person.there.service
        service.control.fault(**service.creating, **service.failures["refused"], times=1)
        person.create(title, moment(3, 9), moment(3, 10))
        self.sync()
        service.control.clear_faults()

    def _dora_and_emil(self) -> None:
        dora, emil = self.dora, self.emil
        guests = self.partners(dora.email, GUEST)
        for title, day, hour in OTHER_WEEK:
            dora.create(title, moment(day, hour), moment(day, hour + 1))
        dora.create(ASKED, moment(2, 13), moment(2, 14), partner_ids=guests)
        dora.connect(choice="all")
        guests = self.partners(emil.email, GUEST)
        emil.create("Contract talks", moment(3, 9), moment(3, 10), partner_ids=guests)
        for title, here, there in BEGINNING:
            if here:
                emil.create(title, moment(*here), moment(here[0], here[1] + 1))
            if there:
                emil.there.add(title, moment(*there), moment(there[0], there[1] + 1))
        consent(emil)
        self.sync(2)
        self.anna.write(self.anna.event(PENDING)["id"], location="Trattoria da Enzo")

    def load(self, language: str) -> None:
        """Install a language."""
        inactive = {"active_test": False}
        found = self.admin.call("res.lang", "search", [("code", "=", language)], context=inactive)
        values = {"lang_ids": [(6, 0, found)]}
        wizard = self.admin.call("base.language.install", "create", values)
        self.admin.call("base.language.install", "lang_install", wizard)

    def speak(self, language: str) -> None:
        """Let everybody read a language, also on the first page: a session learns it by asking."""
        users = self.admin.call("res.users", "search", [])
        self.admin.call("res.users", "write", users, {"lang": language})
        for person in self.people.values():
            person._json("/web/session/get_session_info", {})


def consent(person: Person) -> None:
    """Say yes at the provider, and leave how to begin for later."""
    account: Account = person.there
    control = account.service.control
    control.settings(auto_consent=account.email)
    person.visit(person.consent_url(account.service.code))
    control.settings(auto_consent="")


def moment(day: int, hour: int) -> str:
    """Return a time (UTC) on a day of the coming week, Monday being 0 and Sunday before it."""
    today = datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    found = today + timedelta(days=day - (today.weekday() + 1) % 7 + 8, hours=hour)
    return found.strftime("%Y-%m-%d %H:%M:%S")
