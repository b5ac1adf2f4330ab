"""Google and Outlook in one Odoo: one meeting is one record, whoever brings it."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from tests.days import when

from .world import Person, World

PAIRS = [("google", "microsoft"), ("microsoft", "google")]
EITHER = pytest.mark.parametrize("pair", PAIRS, ids=["from Google", "from Outlook"])
ORDER = pytest.mark.parametrize("guest_first", [False, True], ids=["host first", "guest first"])


@pytest.fixture(scope="module")
def provider() -> str:
    """Anna and Ben are at Google; Dora, at Microsoft, is asked for beside them."""
    return "google"


@pytest.fixture(scope="module")
def people(world: World) -> dict[str, Person]:
    """Anna at Google and Dora at Outlook, by provider, both connected."""
    dora = world.person("dora")
    dora.connect()
    world.sync(2)
    return {"google": world.owner, "microsoft": dora}


@dataclass
class Party:
    """A host and a guest at different providers."""

    world: World
    host: Person
    guest: Person

    def sync_one(self, person: Person) -> None:
        """Synchronise one person's calendars only."""
        self.world.flush()
        person.call("res.users", "calendar_sync_now", [person.uid])
        self.world.flush()

    def sync(self, guest_first: bool = False) -> None:
        """Synchronise both, in an order, until everything has gone round."""
        order = [self.guest, self.host] if guest_first else [self.host, self.guest]
        for person in order * 2:
            self.sync_one(person)

    def records(self, title: str) -> list[dict]:
        """Return all records of a meeting in Odoo."""
        fields = ("name", "start", "user_id", "partner_ids")
        return self.world.admin.events(title, fields)

    def assert_one_each(self, title: str) -> None:
        """One record in Odoo, one event on each calendar."""
        assert len(self.records(title)) == 1
        assert len(self.host.there.events(title)) == 1
        assert len(self.guest.there.events(title)) == 1


@pytest.fixture
def party(world: World, people, pair) -> Party:
    """The host's provider comes first in `pair`."""
    return Party(world, people[pair[0]], people[pair[1]])


@EITHER
@ORDER
def test_made_there(party: Party, pair, guest_first) -> None:
    """A meeting made at one provider with a guest at the other is one record."""
    title = f"There {pair[0]} {guest_first}"
    party.host.there.add(title, when("11-01", 9), when("11-01", 10), guests=[party.guest.email])
    party.sync(guest_first)
    party.assert_one_each(title)
    (found,) = party.records(title)
    assert found["user_id"][0] == party.host.uid
    assert len(found["partner_ids"]) == 2


@EITHER
@ORDER
def test_made_in_odoo(party: Party, pair, guest_first) -> None:
    """A meeting made in Odoo is on both calendars by one invitation, and one record."""
    title = f"Here {pair[0]} {guest_first}"
    guests = party.world.partners(party.host.email, party.guest.email)
    party.host.create(title, when("11-02", 9), when("11-02", 10), partner_ids=guests)
    party.sync(guest_first)
    party.sync(guest_first)
    party.assert_one_each(title)
    mails = [mail for service in party.world.services.values() for mail in service.mails(title)]
    assert mails == [(party.guest.email, "invitation")]


@EITHER
def test_answers_cross(party: Party, pair) -> None:
    """A guest's answer reaches Odoo and the host's calendar, given there or in Odoo."""
    title = f"Answered {pair[0]}"
    guests = party.world.partners(party.host.email, party.guest.email)
    party.host.create(title, when("11-03", 9), when("11-03", 10), partner_ids=guests)
    party.sync()
    theirs = party.guest.there
    theirs.answer(theirs.event(title).id, "declined")
    party.sync()
    assert party.world.answers(title)[party.guest.email] == "declined"
    assert party.host.there.event(title).guests[party.guest.email] == "declined"
    party.guest.answer(title, "do_accept")
    party.sync(guest_first=True)
    assert party.world.answers(title)[party.guest.email] == "accepted"
    assert party.host.there.event(title).guests[party.guest.email] == "accepted"


@EITHER
def test_moving_and_cancelling_cross(party: Party, pair) -> None:
    """A move and a cancellation reach the other calendar and the one record."""
    title = f"Moved {pair[0]}"
    guests = party.world.partners(party.host.email, party.guest.email)
    event = party.host.create(title, when("11-04", 9), when("11-04", 10), partner_ids=guests)
    party.sync()
    party.host.write(event, start=when("11-04", 14), stop=when("11-04", 15))
    party.sync()
    assert party.guest.there.event(title).start == when("11-04", 14)
    there = party.host.there
    there.move(there.event(title).id, when("11-05", 9), when("11-05", 10))
    party.sync(guest_first=True)
    (found,) = party.records(title)
    assert (found["id"], found["start"]) == (event, when("11-05", 9))
    assert party.guest.there.event(title).start == when("11-05", 9)
    there.delete(there.event(title).id)
    party.sync(guest_first=True)
    assert party.records(title) == []
    assert party.guest.there.events(title) == []


@EITHER
@ORDER
def test_series_cross(party: Party, pair, guest_first) -> None:
    """A series with a moved occurrence is one series for both."""
    title = f"Series {pair[0]} {guest_first}"
    there = party.host.there
    master = there.add(
        title, when("11-08", 9), when("11-08", 10), weekly=4, guests=[party.guest.email]
    )
    party.sync(guest_first)
    assert len(party.records(title)) == 4
    there.move(there.occurrence(master, when("11-15", 9)), when("11-16", 13), when("11-16", 14))
    party.sync(guest_first)
    times = [("11-08", 9), ("11-16", 13), ("11-22", 9), ("11-29", 9)]
    assert [one["start"] for one in party.records(title)] == [when(*one) for one in times]
    (theirs,) = party.guest.there.events(title)
    (moved,) = party.guest.there.exceptions(theirs).values()
    assert moved.start == when("11-16", 13)


@EITHER
@ORDER
def test_a_guest_of_one_occurrence(party: Party, pair, guest_first) -> None:
    """A guest of one occurrence has only that one, and Odoo the series (promises 3, 36)."""
    title = f"Once {pair[0]} {guest_first}"
    there = party.host.there
    master = there.add(title, when("11-08", 9), when("11-08", 10), weekly=4)
    party.sync()
    second = there.occurrence(master, when("11-15", 9))
    there.edit(second, guests=[party.guest.email])
    party.sync(guest_first)
    assert len(party.records(title)) == 4
    theirs = party.guest.there
    (only,) = [one for one in theirs.everything() if title in str(one)]
    theirs.answer(only["id"], "declined")
    party.sync(guest_first)
    party.sync(guest_first)
    assert party.world.answers(title)[party.guest.email] == "declined"
    party.guest.answer(title, "do_accept")
    party.sync(guest_first)
    (exception,) = there.exceptions(there.event(title)).values()
    assert exception.guests[party.guest.email] == "accepted"
    assert len(party.records(title)) == 4


@EITHER
def test_invited_to_one_occurrence_before_the_series_is_here(party: Party, pair) -> None:
    """The guest's calendar tells of an occurrence first: it becomes one of the series."""
    title = f"Early {pair[0]}"
    there = party.host.there
    master = there.add(title, when("11-08", 14), when("11-08", 15), weekly=4)
    second = there.occurrence(master, when("11-15", 14))
    there.edit(second, guests=[party.guest.email])
    party.sync_one(party.guest)
    assert len(party.records(title)) == 1
    party.sync()
    assert len(party.records(title)) == 4
    party.sync(guest_first=True)
    assert len(party.records(title)) == 4


def test_quiet_after_it_all(world: World, people) -> None:
    """After all that nobody writes anywhere and nobody is mailed (promise 5)."""
    world.sync(3)
    for service in world.services.values():
        service.begin()
    world.sync(2)
    for service in world.services.values():
        assert service.writes() == []
        assert service.mails() == []


def test_one_person_with_both(world: World, people) -> None:
    """Somebody connected to both sees each calendar here; new meetings go to the first one."""
    anna = Person(world.odoo, "anna")
    google = anna.has(world.services["google"])
    world.services["microsoft"].control.add_account("anna@example.net", name="Anna Demo")
    outlook = anna.has(world.services["microsoft"], "anna@example.net")
    anna.connect("microsoft")
    world.sync(2)
    assert {one["provider"]: one["status"] for one in status_of(anna)} == {
        "google": "in_sync",
        "microsoft": "in_sync",
    }
    google.add("In Google", when("12-01", 9), when("12-01", 10))
    outlook.add("In Outlook", when("12-02", 9), when("12-02", 10))
    anna.create("In Odoo", when("12-03", 9), when("12-03", 10))
    world.sync(2)
    assert len(anna.events("In Google")) == len(anna.events("In Outlook")) == 1
    assert len(google.events("In Odoo")) == 1
    assert outlook.events("In Odoo") == outlook.events("In Google") == []
    assert google.events("In Outlook") == []
    anna.write(anna.event("In Outlook")["id"], location="Vienna")
    world.sync(2)
    assert outlook.event("In Outlook").place == "Vienna"


def status_of(person: Person) -> list[dict]:
    """Return what all buttons of a person show."""
    return person.call("res.users", "calendar_sync_status", [person.uid])
