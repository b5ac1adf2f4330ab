"""Outlook mails the guests of whatever is written: what nobody asked for waits for a yes."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from tests.days import when

from .world import Person, World

GUSTAV, GERDA = "gustav@example.org", "gerda@example.org"


@pytest.fixture(scope="module")
def provider() -> str:
    """Google can be told to be quiet."""
    return "microsoft"


@pytest.fixture(scope="module")
def world(odoo, provider) -> World:
    """Dora with meetings from before she connected; Emil with none."""
    found = World(odoo, provider)
    dora = found.owner
    guests = {
        "Known to both": [dora.email, GUSTAV, GERDA],
        "Left as it is": [dora.email, GUSTAV],
        "Alone": [dora.email],
    }
    for title, emails in guests.items():
        dora.create(title, when("01-11", 9), when("01-11", 10), partner_ids=found.partners(*emails))
    dora.connect()
    found.colleague.connect()
    found.sync(2)
    return found


def questions(person: Person) -> dict[str, int]:
    """Return what waits for a person's yes: links by the title of their meeting."""
    action = person.call("res.users", "calendar_sync_questions", [person.uid], "microsoft")
    found = person.call(action["res_model"], "search_read", action["domain"], ["display_name"])
    return {one["display_name"]: one["id"] for one in found}


def question(person: Person, title: str) -> int:
    """Return the link of the only meeting with a title like this that waits."""
    (found,) = [key for name, key in questions(person).items() if title in name]
    return found


def test_connecting_mails_nobody(world: World):
    """The first connection invites nobody to what was there before (promise 1)."""
    assert world.service.mails() == []
    assert world.owner.there.events() == []
    assert world.owner.status()["status"] == "in_sync"


def test_what_was_there_before_waits(world: World):
    """A touch that its guests do not see sends an old meeting only if nobody is mailed."""
    alarm = world.owner.call("calendar.alarm", "search", [], limit=1)
    for title in ("Known to both", "Left as it is", "Alone"):
        world.owner.write(world.owner.event(title)["id"], alarm_ids=[(6, 0, alarm)])
    world.sync(2)
    assert world.service.mails() == []
    assert [one.title for one in world.owner.there.events()] == ["Alone"]
    status = world.owner.status()
    assert status["status"] == "asks"
    assert "2" in status["message"]
    assert "review_mails" in status["actions"]
    assert len(questions(world.owner)) == 2
    assert world.colleague.status()["status"] == "in_sync"


def test_the_question_names_everybody(world: World):
    """Who is asked reads whom it is about before saying yes."""
    link = question(world.owner, "Known to both")
    (found,) = world.owner.call("calendar.sync.link", "read", [link], ["mail_question"])
    assert {GUSTAV, GERDA} == set(found["mail_question"].split(" and "))


def test_yes_mails_exactly_those_once(world: World):
    """After the yes these guests are invited, once, and nobody else."""
    link = question(world.owner, "Known to both")
    world.owner.call("calendar.sync.link", "action_approve_mails", [link])
    world.sync(3)
    assert sorted(world.service.mails()) == [(GERDA, "invitation"), (GUSTAV, "invitation")]
    assert set(world.owner.there.event("Known to both").guests) == {GUSTAV, GERDA}
    assert len(questions(world.owner)) == 1


def test_no_leaves_it_as_it_is(world: World):
    """After a no nothing is sent and nobody is asked again."""
    link = question(world.owner, "Left as it is")
    world.owner.call("calendar.sync.link", "action_refuse_mails", [link])
    world.sync(2)
    assert world.service.mails() == []
    assert world.owner.there.events("Left as it is") == []
    assert world.owner.status()["status"] == "in_sync"


def test_a_persons_own_meeting_asks_nothing(world: World):
    """Who makes a meeting with guests wants them invited: no question, one mail."""
    guests = world.partners(world.owner.email, GUSTAV)
    world.owner.create("Asked by hand", when("01-12", 9), when("01-12", 10), partner_ids=guests)
    world.sync(2)
    assert world.service.mails() == [(GUSTAV, "invitation")]
    assert world.owner.status()["status"] == "in_sync"


def test_what_was_done_during_a_stop_waits(world: World):
    """What piled up while synchronisation was stopped mails nobody by itself afterwards."""
    dora = world.owner
    dora.call("res.users", "calendar_sync_stop", [dora.uid], "microsoft")
    guests = world.partners(dora.email, GUSTAV)
    dora.create("Made in between", when("01-12", 11), when("01-12", 12), partner_ids=guests)
    dora.call("res.users", "calendar_sync_resume", [dora.uid], "microsoft")
    world.sync(2)
    assert world.service.mails() == []
    assert dora.status()["status"] == "asks"
    link = question(dora, "Made in between")
    dora.call("calendar.sync.link", "action_approve_mails", [link])
    world.sync(2)
    assert world.service.mails() == [(GUSTAV, "invitation")]


def past_hour() -> tuple[str, str]:
    """Return an hour of last week, as Odoo writes times."""
    start = (datetime.now(UTC) - timedelta(days=7)).replace(minute=0, second=0, microsecond=0)
    return f"{start:%Y-%m-%d %H:%M:%S}", f"{start + timedelta(hours=1):%Y-%m-%d %H:%M:%S}"


def test_tidying_the_past_waits(world: World):
    """An edit of a meeting that is over mails nobody without a yes (promise 45)."""
    start, stop = past_hour()
    world.owner.there.add("Last week", start, stop, guests=[GUSTAV])
    world.sync()
    world.service.control.clear_mails()
    event = world.owner.event("Last week")
    world.owner.write(event["id"], name="Last week, with minutes")
    world.sync(2)
    assert world.service.mails() == []
    assert world.owner.status()["status"] == "asks"
    assert world.owner.there.events("minutes") == []
    link = question(world.owner, "Last week")
    world.owner.call("calendar.sync.link", "action_approve_mails", [link])
    world.sync(2)
    assert world.service.mails() == [(GUSTAV, "update")]
    assert len(world.owner.there.events("minutes")) == 1


def test_what_guests_do_not_see_mails_nobody(world: World):
    """A private reminder and an own colour mail nobody, and nobody is asked (promise 45)."""
    guests = world.partners(world.owner.email, GUSTAV)
    event = world.owner.create("Own notes", when("01-13", 9), when("01-13", 10), partner_ids=guests)
    world.sync()
    world.service.control.clear_mails()
    alarm = world.owner.call("calendar.alarm", "search", [], limit=1)
    world.owner.write(event, alarm_ids=[(6, 0, alarm)])
    world.sync(2)
    assert world.service.mails() == []


def test_adding_and_removing_a_guest_tells_only_that_one(world: World):
    """Outlook mails only those whose invitation changes, if only the guests are sent."""
    guests = world.partners(world.owner.email, GUSTAV)
    event = world.owner.create("Coming", when("01-14", 9), when("01-14", 10), partner_ids=guests)
    world.sync()
    world.service.control.clear_mails()
    world.owner.write(event, partner_ids=[(4, world.partner(GERDA))])
    world.sync(2)
    assert world.service.mails() == [(GERDA, "invitation")]
    world.service.control.clear_mails()
    world.owner.write(event, partner_ids=[(3, world.partner(GUSTAV))])
    world.sync(2)
    assert world.service.mails() == [(GUSTAV, "cancellation")]


def test_an_occurrence_moved_mails_once(world: World):
    """Moving and deleting single occurrences tells the guest of each once."""
    guests = world.partners(world.owner.email, GUSTAV)
    world.owner.create(
        "Jour fixe",
        when("01-18", 9),
        when("01-18", 10),
        partner_ids=guests,
        recurrency=True,
        rrule_type="daily",
        interval=1,
        end_type="count",
        count=4,
    )
    world.sync(2)
    assert world.service.mails() == [(GUSTAV, "invitation")]
    world.service.control.clear_mails()
    second, third = (one["id"] for one in world.owner.events("Jour fixe")[1:3])
    world.owner.write(
        second, recurrence_update="self_only", start=when("01-19", 12), stop=when("01-19", 13)
    )
    world.sync(2)
    assert world.service.mails() == [(GUSTAV, "update")]
    world.service.control.clear_mails()
    world.owner.unlink(third)
    world.sync(2)
    assert world.service.mails() == [(GUSTAV, "cancellation")]
    (master,) = world.owner.there.events("Jour fixe")
    assert len(world.owner.there.exceptions(master)) == 2


def test_resync_mails_nobody(world: World):
    """Comparing everything anew, and connecting again, mails nobody and asks nothing."""
    world.service.control.expire_sync_tokens()
    world.sync(2)
    world.owner.connect()
    world.sync(2)
    assert world.service.mails() == []
    assert world.owner.status()["status"] == "in_sync"
