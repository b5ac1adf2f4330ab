"""Odoo's own addon first, then ours beside it, then ours instead of it: nothing is made twice.

One story for each provider; the tests are its chapters and run in their order.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest

from tests.days import day, when
from tests.environment import theirs

from .remote import Json
from .world import OdooError, Person, World

WORDS = {
    "google": {
        "id": "google_id",
        "token": "google_calendar_rtoken",
        "holder": ("res.users.settings", "user_id"),
    },
    "microsoft": {
        "id": "microsoft_id",
        "token": "microsoft_calendar_rtoken",
        "holder": ("res.users", "id"),
    },
}
OUTSIDER_MEETING = "Asked there"
SINGLES = ("Single", "Day", "Asked") * 2 + ("Still theirs",)
COUNTED = ("name", "start", "stop", "allday", "active")


class Before(World):
    """A world in which Odoo's own addon synchronises."""

    def __init__(self, odoo: Any, provider: str):
        """Let the one for Google look two years ahead, as the one for Outlook does."""
        super().__init__(odoo, provider)
        key = "google_calendar.sync.range_days"
        self.admin.call("ir.config_parameter", "set_param", key, "730")

    @property
    def module(self) -> str:
        """The name of Odoo's own addon."""
        return f"{self.service.code}_calendar"

    def route(self, person: Person, **values: Any) -> Json:
        """Call the route behind the other addon's button."""
        return person._json(f"/{self.module}/sync_data", {"model": "calendar.event", **values})

    def connect_theirs(self, person: Person) -> None:
        """Consent to the other addon."""
        self.service.control.settings(auto_consent=person.email)
        person.visit(self.route(person, fromurl=f"{self.odoo.url}/odoo/calendar")["url"])
        self.service.control.settings(auto_consent="")
        self.route(person)

    def sync_theirs(self, times: int = 2) -> None:
        """Let the other addon synchronise both people."""
        for _time in range(times):
            for person in (self.owner, self.colleague):
                self.flush()
                self.route(person)

    def module_call(self, name: str, method: str) -> None:
        """Install or uninstall an addon."""
        found = self.admin.call("ir.module.module", "search", [("name", "=", name)])
        self.admin.call("ir.module.module", method, found)

    def here(self, fields: tuple[str, ...] = COUNTED) -> Counter:
        """Return all meetings in Odoo, archived ones too."""
        context = {"active_test": False}
        found = self.admin.call("calendar.event", "search_read", [], list(fields), context=context)
        return Counter(tuple(one[name] for name in fields) for one in found)

    def there(self) -> Counter:
        """Return the events and series of both people at the provider."""
        people = (self.owner, self.colleague)
        return Counter((one.email, event) for one in people for event in ids(one))

    def titles(self) -> set[str]:
        """Return the titles of the meetings on the calendar in Odoo."""
        return {name for name, active in self.here(("name", "active")) if active}

    def twice(self) -> list[tuple]:
        """Return the meetings in Odoo of which there is more than one at the same time."""
        found = self.here(("name", "start"))
        return [one for one, count in found.items() if count > 1]

    def wizard(self) -> Json:
        """Open the take-over from the settings and return its numbers."""
        context = {"calendar_sync_provider": self.service.code}
        settings = self.admin.call("res.config.settings", "create", [{}])
        action = self.admin.call(
            "res.config.settings", "action_calendar_sync_takeover", settings, context=context
        )
        fields = [*NUMBERS, "takeover_id"]
        (found,) = self.admin.call(
            "calendar.sync.takeover.wizard", "read", action["res_id"], fields
        )
        return found

    def press(self, button: str) -> None:
        """Press a button of the take-over."""
        self.admin.call("calendar.sync.takeover.wizard", button, [self.wizard()["id"]])

    def pause(self, paused: bool) -> None:
        """Pause the provider's synchronisation, whichever addon does it."""
        key = f"{self.module}_sync_paused"
        self.admin.call("ir.config_parameter", "set_param", key, paused)

    def lose_token(self, person: Person) -> None:
        """Let the other addon have no token of somebody any more, as after a withdrawn consent."""
        token = WORDS[self.service.code]["token"]
        model, user = WORDS[self.service.code]["holder"]
        found = self.admin.call(model, "search", [(user, "=", person.uid)])
        self.admin.call(model, "write", found, {token: False})


NUMBERS = ("user_count", "event_count", "series_count", "pending_count", "reconnect_count")


def ids(person: Person) -> list[str]:
    """Return the ids of a person's events at the provider."""
    return [one.id for one in person.there.events()]


@pytest.fixture(scope="module")
def odoo(workbench, odoo_factory, provider):
    """A server with Odoo's own addon of one provider only."""
    name = theirs.database(workbench, f"{provider}_calendar")
    server = odoo_factory(database=name, **theirs.options())
    yield server
    server.stop()


@pytest.fixture(scope="module")
def world(odoo, provider) -> Iterator[Before]:
    """Two people whose calendars Odoo's own addon keeps in step, with all kinds of meetings."""
    found = Before(odoo, provider)
    for person in (found.owner, found.colleague):
        found.connect_theirs(person)
    owner, colleague = found.owner, found.colleague
    owner.create("Single here", when("03-01", 9), when("03-01", 10), location="Room 1")
    owner.create("Day here", when("03-02", 8), when("03-02", 18), allday=True)
    owner.create(
        "Asked here", when("03-03", 9), when("03-03", 10),
        partner_ids=found.partners(owner.email, colleague.email),
    )  # fmt: skip
    owner.there.add("Single there", when("03-04", 9), when("03-04", 10), text="Bring the list")
    owner.there.add("Day there", day("03-05"), day("03-06"))
    guests = [colleague.email, found.service.outsider]
    owner.there.add(OUTSIDER_MEETING, when("03-06", 9), when("03-06", 10), guests=guests)
    series = owner.there.add("Series there", when("03-08", 9), when("03-08", 10), weekly=5)
    late = owner.there.add("Late there", when("03-09", 9), when("03-09", 10), weekly=4)
    found.sync_theirs()
    owner.there.delete(owner.there.occurrence(late, when("03-09", 9)))
    moved = owner.there.occurrence(series, when("03-15", 9))
    owner.there.move(moved, when("03-16", 14), when("03-16", 15))
    owner.there.delete(owner.there.occurrence(series, when("03-29", 9)))
    if provider == "google":
        owner.create(
            "Series here", when("04-05", 9), when("04-05", 10), recurrency=True, interval=1,
            rrule_type="weekly", mon=True, count=4, end_type="count",
        )  # fmt: skip
    found.sync_theirs()
    return found


@pytest.fixture(scope="module")
def before(world) -> dict[str, Counter]:
    """What is on both sides when ours comes."""
    return {"here": world.here(), "there": world.there()}


def test_theirs_works(world, before) -> None:
    """The story begins with meetings on both sides, in step by Odoo's own addon."""
    titles = {"Single here", "Day here", "Asked here", "Single there", "Day there"}
    assert titles <= {name for name, *_rest in before["here"]}
    assert titles <= {one.title for one in world.owner.there.events()}
    word = WORDS[world.service.code]["id"]
    assert world.admin.call("calendar.event", "search_count", [(word, "!=", False)])


def test_ours_beside_theirs(world, before) -> None:
    """Installed beside it, ours leaves its users alone."""
    world.service.begin()
    world.module_call(f"{world.service.code}_calendar_sync", "button_immediate_install")
    assert world.service.requests() == []
    assert world.owner.call("res.users", "calendar_sync_status", [world.owner.uid]) == []
    with pytest.raises(OdooError, match="take over"):
        world.owner.consent_url(world.service.code)
    world.owner.create("Still theirs", when("04-01", 9), when("04-01", 10))
    assert len(world.owner.there.events("Still theirs")) == 1
    before |= {"here": world.here(), "there": world.there()}


def test_preview(world, before) -> None:
    """An administrator sees what would be taken over, before anything is."""
    world.service.begin()
    numbers = world.wizard()
    assert (numbers["user_count"], numbers["reconnect_count"]) == (2, 0)
    assert numbers["series_count"] == (3 if world.service.code == "google" else 2)
    assert numbers["event_count"] == len(SINGLES)
    assert not numbers["takeover_id"]
    assert world.here() == before["here"]


def test_take_over(world, before) -> None:
    """It moves ids and tokens without a request, and stops the other addon."""
    world.service.begin()
    world.press("action_take_over")
    assert world.service.requests() == []
    words = WORDS[world.service.code]
    assert not world.admin.call("calendar.event", "search_count", [(words["id"], "!=", False)])
    assert not world.admin.call("res.users", "search_count", [(words["token"], "!=", False)])
    crons = [
        ("cron_name", "ilike", "synchronization"),
        ("code", "ilike", f"_sync_all_{world.module}"),
    ]
    assert not world.admin.call("ir.cron", "search_count", crons)
    assert world.wizard()["takeover_id"]


def test_first_passes(world, before) -> None:
    """The first passes find every meeting on both sides: no copy, no write, no mail."""
    world.service.begin()
    world.sync(3)
    assert world.here() == before["here"]
    assert world.there() == before["there"]
    assert world.service.writes() == []
    assert world.service.mails() == []
    for person in (world.owner, world.colleague):
        assert person.status()["status"] == "in_sync"
        assert person.status()["email"] == person.email


def test_edit_here(world) -> None:
    """A later edit here arrives there once, and mails the guests once."""
    world.service.begin()
    world.owner.write(world.owner.event("Single here")["id"], location="Room 2")
    world.owner.write(world.owner.event("Asked here")["id"], location="Room 3")
    world.sync(2)
    assert world.owner.there.event("Single here").place == "Room 2"
    assert world.colleague.there.event("Asked here").place == "Room 3"
    assert len(world.service.writes()) == 2
    assert [kind for _to, kind in world.service.mails("Asked here")] == ["update"]
    assert world.service.mails("Single") == []


def test_edit_there(world) -> None:
    """A later edit there arrives here once."""
    world.service.begin()
    event = world.owner.there.event("Single there")
    world.owner.there.edit(event.id, place="Café")
    world.sync(2)
    assert world.owner.event("Single there", "location")["location"] == "Café"
    assert world.service.writes() == []


def test_series_go_on(world) -> None:
    """One occurrence, changed here or there, is that occurrence on the other side."""
    world.service.begin()
    master = world.owner.there.event("Series there")
    first = world.owner.events("Series there")[0]["id"]
    world.owner.write(first, name="Series there", location="Garden", recurrence_update="self_only")
    last = world.owner.there.occurrence(master, when("04-05", 9))
    world.owner.there.edit(last, place="Cellar")
    world.sync(2)
    changed = world.owner.there.exceptions(master)
    assert changed[day("03-08")].place == "Garden"
    assert changed[day("03-29")] is None
    here = world.owner.events("Series there", ("start", "location"))
    assert [(one["start"], one["location"]) for one in here] == [
        (when("03-08", 9), "Garden"),
        (when("03-16", 14), False),
        (when("03-22", 9), False),
        (when("04-05", 9), "Cellar"),
    ]


def test_deletions(world) -> None:
    """What is deleted after the take-over goes on the other side, and does not come back."""
    world.owner.unlink(world.owner.event("Single here")["id"])
    world.owner.there.delete(world.owner.there.event("Day there").id)
    world.sync(3)
    assert world.owner.there.events("Single here") == []
    assert world.owner.events("Day there") == []
    assert world.owner.events("Single here") == []


def test_theirs_is_closed(world) -> None:
    """Nobody can connect to the other addon any more: every meeting would be there twice."""
    url = world.route(world.owner, fromurl=f"{world.odoo.url}/odoo/calendar")["url"]
    world.service.control.settings(auto_consent=world.owner.email)
    page = world.owner.visit(url)
    world.service.control.settings(auto_consent="")
    assert "Nothing was connected" in page.text
    assert world.wizard()["takeover_id"]


def test_theirs_is_silent(world) -> None:
    """The other addon sends nothing any more, whatever happens to a meeting."""
    world.service.begin()
    made = world.owner.create("Not theirs", when("05-01", 9), when("05-01", 10))
    world.owner.write(made, location="Nowhere")
    world.owner.unlink(world.owner.event("Single there")["id"])
    assert world.service.requests() == []
    world.sync(2)
    assert len(world.owner.there.events("Not theirs")) == 1
    assert world.owner.there.events("Single there") == []


def test_give_back(world) -> None:
    """An administrator can undo it: the other addon goes on, and nothing is made twice."""
    titles, there = world.titles(), world.there()
    world.service.begin()
    world.press("action_undo")
    assert world.service.requests() == []
    assert world.owner.call("res.users", "calendar_sync_status", [world.owner.uid]) == []
    world.sync_theirs()
    assert (world.titles(), world.twice()) == (titles, [])
    assert world.there() == there
    assert world.service.mails() == []
    world.owner.write(world.owner.event("Not theirs")["id"], location="Theirs again")
    assert world.owner.there.event("Not theirs").place == "Theirs again"


def test_take_over_again(world) -> None:
    """Once more, with a token that is gone and an edit that was not sent: both are kept."""
    world.lose_token(world.colleague)
    paused = world.service.code == "google"  # the other one forgets what is edited in a pause
    world.pause(paused)
    world.owner.write(world.owner.event("Day here")["id"], location="Field")
    world.pause(False)
    assert world.wizard()["reconnect_count"] == 1
    assert world.wizard()["pending_count"] == int(paused)
    titles, there = world.titles(), world.there()
    world.service.begin()
    world.press("action_take_over")
    world.sync(3)
    assert (world.titles(), world.twice()) == (titles, [])
    assert world.there() == there
    assert world.owner.there.event("Day here").place == "Field"
    assert world.service.mails() == []
    assert world.owner.status()["status"] == "in_sync"


def test_connect_again(world) -> None:
    """Who has to connect again goes on with the meetings they have."""
    here, there = world.here(), world.there()
    world.service.begin()
    assert world.colleague.status()["status"] == "needs_reconnect"
    world.colleague.connect()
    world.sync(2)
    assert world.colleague.status()["status"] == "in_sync"
    assert (world.here(), world.there()) == (here, there)
    assert world.service.mails() == []
    assert world.service.writes() == []


def test_wrong_person(world) -> None:
    """Only an administrator sees or does any of it."""
    model = "calendar.sync.takeover.wizard"
    context = {"calendar_sync_provider": world.service.code}
    theirs_wizard = world.wizard()["id"]
    with pytest.raises(OdooError):
        world.owner.call(model, "create", [{"provider": world.service.code}])
    with pytest.raises(OdooError):
        world.owner.call(model, "action_undo", [theirs_wizard])
    with pytest.raises(OdooError):
        world.owner.call(
            "res.config.settings", "action_calendar_sync_takeover", [], context=context
        )
    with pytest.raises(OdooError):
        world.owner.call("calendar.sync.takeover", "search", [])


def test_uninstall_theirs(world) -> None:
    """Uninstalled, the other addon takes nothing of ours with it."""
    before, there = world.here(), world.there()
    links = world.admin.call("calendar.sync.link", "search_count", [])
    world.module_call(world.module, "button_immediate_uninstall")
    world.service.begin()
    assert world.admin.call("calendar.sync.link", "search_count", []) == links
    world.owner.write(world.owner.event("Not theirs")["id"], location="Here")
    world.sync(2)
    assert world.owner.there.event("Not theirs").place == "Here"
    assert (world.here(), world.there()) == (before, there)
