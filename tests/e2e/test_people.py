"""Guests: invited once, answering from either side, one meeting for all."""

from __future__ import annotations

from .world import World, at, when

OUTSIDER = "carla@example.org"


def partner(world: World, email: str) -> int:
    """Return the contact with that address, made when missing."""
    found = world.admin.call("res.partner", "search", [("email", "=", email)], limit=1)
    name = email.partition("@")[0].title()
    made = found or [world.admin.call("res.partner", "create", {"name": name, "email": email})]
    return made[0]


def mails(world: World, title: str) -> list[tuple[str, str]]:
    """Return who was mailed by Google about a meeting, and why."""
    return [
        (one["to"], one["kind"])
        for one in world.google.mails()
        if title in (one.get("summary") or one.get("title") or "")
    ]


def odoo_mails(world: World) -> int:
    """Return how many mails Odoo has made so far."""
    return world.admin.call("mail.mail", "search_count", [])


def test_one_invitation_one_update_one_cancellation(world: World):
    """Google tells a guest of each action of a person once, Odoo stays silent (promise 4)."""
    guests = [partner(world, world.anna.email), partner(world, OUTSIDER)]
    before = odoo_mails(world)
    event = world.anna.create(
        "Told once", when("05-03", 9), when("05-03", 10), partner_ids=[(6, 0, guests)]
    )
    world.sync()
    world.anna.write(event, start=when("05-03", 8))
    world.sync()
    world.anna.unlink(event)
    world.sync(2)
    told = mails(world, "Told once")
    assert [to for to, _kind in told] == [OUTSIDER] * 3
    assert len({kind for _to, kind in told}) == 3
    assert odoo_mails(world) == before


def test_what_guests_do_not_see_tells_nobody(world: World):
    """Changing a reminder or the own busy state mails nobody (promise 45)."""
    guests = [partner(world, world.anna.email), partner(world, OUTSIDER)]
    event = world.anna.create(
        "Quietly", when("05-04", 9), when("05-04", 10), partner_ids=[(6, 0, guests)]
    )
    world.sync()
    world.google.clear_mails()
    world.anna.write(event, show_as="free")
    world.sync()
    assert mails(world, "Quietly") == []
    assert world.anna.google_event("Quietly")["transparency"] == "transparent"


def test_two_users_one_meeting(world: World):
    """A meeting of two connected colleagues is one record (promise 3)."""
    guests = [partner(world, world.anna.email), partner(world, world.ben.email)]
    event = world.anna.create(
        "Together", when("05-05", 9), when("05-05", 10), partner_ids=[(6, 0, guests)]
    )
    world.sync(3)
    assert len(world.admin.call("calendar.event", "search", [("name", "=", "Together")])) == 1
    assert len(world.anna.google_events("Together")) == 1
    assert len(world.ben.google_events("Together")) == 1
    world.anna.write(event, name="Together again")
    world.sync(2)
    assert len(world.ben.google_events("Together again")) == 1


def test_invitation_from_there_is_one_record(world: World):
    """A Google meeting of two connected colleagues becomes one record with both invited."""
    world.anna.add_there(
        "From Google",
        at("05-06", 9),
        at("05-06", 10),
        attendees=[{"email": world.anna.email}, {"email": world.ben.email}],
    )
    world.sync(3)
    (found,) = world.admin.call(
        "calendar.event", "search_read", [("name", "=", "From Google")], ["user_id", "partner_ids"]
    )
    assert found["user_id"][0] == world.anna.uid
    assert len(found["partner_ids"]) == 2


def answers(world: World, title: str) -> dict[str, str]:
    """Return the answers in Odoo by address."""
    event = world.admin.call("calendar.event", "search", [("name", "=", title)])
    found = world.admin.call(
        "calendar.attendee", "search_read", [("event_id", "in", event)], ["email", "state"]
    )
    return {one["email"]: one["state"] for one in found}


def test_answers_go_both_ways(world: World):
    """An answer given in Google shows in Odoo, one given in Odoo shows in Google (promise 36)."""
    guests = [partner(world, world.anna.email), partner(world, world.ben.email)]
    world.anna.create("Answered", when("05-07", 9), when("05-07", 10), partner_ids=[(6, 0, guests)])
    world.sync(2)
    world.google.answer(world.ben.email, world.ben.google_event("Answered")["id"], "tentative")
    world.sync(2)
    assert answers(world, "Answered")[world.ben.email] == "tentative"
    mine = world.ben.call(
        "calendar.attendee",
        "search",
        [("event_id.name", "=", "Answered"), ("email", "=", world.ben.email)],
    )
    world.ben.call("calendar.attendee", "do_accept", mine)
    world.sync(2)
    there = {
        one["email"]: one["responseStatus"]
        for one in world.anna.google_event("Answered")["attendees"]
    }
    assert there[world.ben.email] == "accepted"


def test_guests_are_added_and_removed(world: World):
    """Adding a contact invites just that one, removing one cancels just for that one."""
    guests = [partner(world, world.anna.email), partner(world, OUTSIDER)]
    event = world.anna.create(
        "Changing guests", when("05-08", 9), when("05-08", 10), partner_ids=[(6, 0, guests)]
    )
    world.sync()
    world.google.clear_mails()
    world.anna.write(event, partner_ids=[(4, partner(world, "dora@example.net"))])
    world.sync()
    emails = {one["email"] for one in world.anna.google_event("Changing guests")["attendees"]}
    assert {OUTSIDER, "dora@example.net"} <= emails
    world.anna.write(event, partner_ids=[(3, partner(world, OUTSIDER))])
    world.sync()
    emails = {one["email"] for one in world.anna.google_event("Changing guests")["attendees"]}
    assert OUTSIDER not in emails


def test_short_guest_list_removes_nobody(world: World):
    """A guest list that Google cut short never removes guests (promise 48)."""
    world.google.add(
        OUTSIDER,
        {
            "summary": "Hidden guests",
            "start": at("05-10", 9),
            "end": at("05-10", 10),
            "guestsCanSeeOtherGuests": False,
            "attendees": [{"email": world.anna.email}, {"email": world.ben.email}],
        },
    )
    world.sync(2)
    mine = world.anna.call(
        "calendar.attendee",
        "search",
        [("event_id.name", "=", "Hidden guests"), ("email", "=", world.anna.email)],
    )
    world.anna.call("calendar.attendee", "do_accept", mine)
    world.sync(2)
    (there,) = [
        one for one in world.google.events(OUTSIDER) if one.get("summary") == "Hidden guests"
    ]
    answers_there = {one["email"]: one["responseStatus"] for one in there["attendees"]}
    assert answers_there[world.anna.email] == "accepted"
    assert world.ben.email in answers_there


def test_meeting_of_a_stranger(world: World):
    """A meeting whose organizer is unknown here is shown, owned by nobody (promise 47)."""
    world.google.add(
        OUTSIDER,
        {
            "summary": "Stranger's",
            "start": at("05-11", 9),
            "end": at("05-11", 10),
            "attendees": [{"email": world.anna.email}],
        },
    )
    world.sync()
    assert world.anna.event("Stranger's", "user_id")["user_id"] is False
