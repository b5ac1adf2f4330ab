"""Guests: invited once, answering from either side, one meeting for all."""

from __future__ import annotations

from tests.days import when

from .remote import Account
from .world import World

STRANGER = "gustav@example.org"


def odoo_mails(world: World) -> int:
    """Return how many mails Odoo has made so far."""
    return world.admin.call("mail.mail", "search_count", [])


def told(world: World, title: str, email: str) -> list[str]:
    """Return why somebody was mailed about a meeting."""
    return [kind for to, kind in world.service.mails(title) if to == email]


def test_one_invitation_one_update_one_cancellation(world: World):
    """The provider tells a guest of each action of a person once, Odoo is silent (promise 4)."""
    guests = world.partners(world.owner.email, STRANGER)
    before = odoo_mails(world)
    event = world.owner.create("Told once", when("05-03", 9), when("05-03", 10), partner_ids=guests)
    world.sync()
    world.owner.write(event, start=when("05-03", 8))
    world.sync()
    world.owner.unlink(event)
    world.sync(2)
    kinds = ("invitation", "update", "cancellation")
    assert world.service.mails("Told once") == [(STRANGER, kind) for kind in kinds]
    assert odoo_mails(world) == before


def test_reminders_tell_nobody(world: World):
    """Changing a reminder mails nobody (promise 45)."""
    guests = world.partners(world.owner.email, STRANGER)
    event = world.owner.create("Reminded", when("05-04", 9), when("05-04", 10), partner_ids=guests)
    world.sync()
    world.service.control.clear_mails()
    alarm = world.owner.call("calendar.alarm", "search", [], limit=1)
    world.owner.write(event, alarm_ids=[(6, 0, alarm)])
    world.sync()
    assert world.service.mails("Reminded") == []


def test_archiving_cancels_and_unarchiving_invites_again(world: World):
    """An archived meeting is cancelled for its guests, an unarchived one invites them again."""
    guests = world.partners(world.owner.email, STRANGER)
    event = world.owner.create("Put away", when("05-04", 11), when("05-04", 12), partner_ids=guests)
    world.sync()
    world.owner.write(event, active=False)
    world.sync()
    assert world.owner.there.events("Put away") == []
    world.owner.write(event, active=True)
    world.sync(2)
    kinds = ("invitation", "cancellation", "invitation")
    assert world.service.mails("Put away") == [(STRANGER, kind) for kind in kinds]
    assert len(world.owner.there.events("Put away")) == 1


def test_two_users_one_meeting(world: World):
    """A meeting of two connected colleagues is one record (promise 3)."""
    guests = world.partners(world.owner.email, world.colleague.email)
    event = world.owner.create("Together", when("05-05", 9), when("05-05", 10), partner_ids=guests)
    world.sync(3)
    assert len(world.admin.events("Together")) == 1
    assert len(world.owner.there.events("Together")) == 1
    assert len(world.colleague.there.events("Together")) == 1
    world.owner.write(event, name="Together again")
    world.sync(2)
    assert len(world.colleague.there.events("Together again")) == 1


def test_invitation_from_there_is_one_record(world: World):
    """A remote meeting of two connected colleagues becomes one record with both invited."""
    both = [world.owner.email, world.colleague.email]
    world.owner.there.add("From there", when("05-06", 9), when("05-06", 10), guests=both)
    world.sync(3)
    (found,) = world.admin.events("From there", ("user_id", "partner_ids"))
    assert found["user_id"][0] == world.owner.uid
    assert len(found["partner_ids"]) == 2


def test_answers_go_both_ways(world: World):
    """An answer given there shows in Odoo, one given in Odoo shows there (promise 36)."""
    guests = world.partners(world.owner.email, world.colleague.email)
    world.owner.create("Answered", when("05-07", 9), when("05-07", 10), partner_ids=guests)
    world.sync(2)
    theirs = world.colleague.there
    theirs.answer(theirs.event("Answered").id, "tentative")
    world.sync(2)
    assert world.answers("Answered")[world.colleague.email] == "tentative"
    world.colleague.answer("Answered", "do_accept")
    world.sync(2)
    assert world.owner.there.event("Answered").guests[world.colleague.email] == "accepted"
    assert world.answers("Answered")[world.colleague.email] == "accepted"


def test_guests_are_added_and_removed(world: World):
    """Adding a contact invites that one once, removing one cancels for that one once."""
    guests = world.partners(world.owner.email, world.service.outsider)
    event = world.owner.create(
        "Changing guests", when("05-08", 9), when("05-08", 10), partner_ids=guests
    )
    world.sync()
    world.service.control.clear_mails()
    world.owner.write(event, partner_ids=[(4, world.partner(STRANGER))])
    world.sync()
    assert {STRANGER, world.service.outsider} <= set(
        world.owner.there.event("Changing guests").guests
    )
    assert told(world, "Changing guests", STRANGER) == ["invitation"]
    world.service.control.clear_mails()
    world.owner.write(event, partner_ids=[(3, world.partner(world.service.outsider))])
    world.sync()
    assert world.service.outsider not in world.owner.there.event("Changing guests").guests
    assert told(world, "Changing guests", world.service.outsider) == ["cancellation"]


def test_meeting_of_a_stranger(world: World):
    """A meeting whose organizer is unknown here is shown, owned by nobody (promise 47)."""
    outside = Account(world.service, world.service.outsider)
    outside.add("Stranger's", when("05-11", 9), when("05-11", 10), guests=[world.owner.email])
    world.sync()
    assert world.owner.event("Stranger's", "user_id")["user_id"] is False
    world.owner.answer("Stranger's", "do_accept")
    world.sync(2)
    assert outside.event("Stranger's").guests[world.owner.email] == "accepted"


def test_private_copy(world: World):
    """A colleague's meeting who is not connected is a copy that invites nobody (rule 4.3)."""
    guests = world.partners(world.owner.email, STRANGER)
    event = world.admin.create("Of the office", when("05-12", 9), when("05-12", 10),
                               partner_ids=guests)  # fmt: skip
    world.sync(2)
    assert len(world.owner.there.events("Of the office")) == 1
    world.admin.write(event, start=when("05-12", 14), stop=when("05-12", 15))
    world.sync(2)
    assert world.owner.there.event("Of the office").start == when("05-12", 14)
    world.admin.unlink(event)
    world.sync(2)
    assert world.owner.there.events("Of the office") == []
    assert world.service.mails("Of the office") == []
