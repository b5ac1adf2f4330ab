"""Single meetings, both ways."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

import pytest

from tests.days import day, when

from .world import World


def test_created_here_is_there(world: World):
    """A meeting made in Odoo is on the organizer's remote calendar with all it says."""
    world.owner.create(
        "Planning",
        when("03-01", 9),
        when("03-01", 10),
        location="Room 1",
        description="<p>Bring the plan</p>",
        privacy="private",
        show_as="free",
    )
    world.sync()
    found = world.owner.there.event("Planning")
    assert (found.start, found.end) == (when("03-01", 9), when("03-01", 10))
    assert (found.place, found.private, found.free) == ("Room 1", True, True)
    assert "Bring the plan" in found.text


def test_created_there_is_here(world: World):
    """A meeting made at the provider is in Odoo's calendar of its owner."""
    world.owner.there.add("Dentist", when("03-02", 9), when("03-02", 10), place="Main Street 1")
    world.sync()
    found = world.owner.event("Dentist", "start", "location", "user_id", "partner_ids")
    assert (found["start"], found["location"]) == (when("03-02", 9), "Main Street 1")
    assert found["user_id"][0] == world.owner.uid


def test_edits_go_both_ways(world: World):
    """An edit on either side arrives on the other."""
    event = world.owner.create("Edited", when("03-03", 9), when("03-03", 10))
    world.sync()
    world.owner.write(event, name="Edited here", start=when("03-03", 8))
    world.sync()
    there = world.owner.there.event("Edited here")
    assert there.start == when("03-03", 8)
    world.owner.there.move(there.id, when("03-04", 11), when("03-04", 12))
    world.sync()
    assert world.owner.event("Edited here")["start"] == when("03-04", 11)


def test_edits_of_both_sides_merge(world: World):
    """Edits of different fields made at the same time both survive (promise 24)."""
    event = world.owner.create("Merged", when("03-05", 9), when("03-05", 10))
    world.sync()
    world.owner.there.edit(world.owner.there.event("Merged").id, place="There")
    world.owner.write(event, privacy="private")
    world.sync()
    there = world.owner.there.event("Merged")
    assert (there.place, there.private) == ("There", True)
    here = world.owner.event("Merged", "location", "privacy")
    assert (here["location"], here["privacy"]) == ("There", "private")


@contextlib.contextmanager
def wrong_clock(world: World, minutes: int) -> Iterator[None]:
    """Let the provider's clock be wrong."""
    world.service.control.advance(60 * minutes)
    yield
    world.service.control.advance(-60 * minutes)


@pytest.mark.parametrize("minutes", [10, -10])
def test_a_wrong_clock(world: World, minutes: int):
    """A provider ten minutes ahead or behind: no edit is lost or made up (promise 24)."""
    owner, there = world.owner, world.owner.there
    with wrong_clock(world, minutes):
        event = owner.create(f"Clock {minutes}", when("03-20", 9), when("03-20", 10))
        world.sync()
        remote = there.event(f"Clock {minutes}").id
        there.edit(remote, place="There")
        owner.write(event, privacy="private")
        world.sync()
        here = owner.event(f"Clock {minutes}", "location", "privacy")
        assert (here["location"], here["privacy"]) == ("There", "private")
        assert there.event(f"Clock {minutes}").private
        there.edit(remote, title="Said there")
        owner.write(event, name="Said here")
        world.sync(2)
        kept = owner.call("calendar.event", "read", [event], ["name"])[0]["name"]
        assert [one.title for one in there.events("Said")] == [kept]
        (lost,) = {"Said there", "Said here"} - {kept}
        told = [("res_id", "=", event), ("body", "ilike", lost)]
        assert owner.call("mail.message", "search_count", told) == 1
        world.service.control.clear_journal()
        world.sync()
        assert world.service.writes() == []
    there.delete(remote)
    world.sync()


def test_deletions_go_both_ways(world: World):
    """A deletion on either side arrives on the other and stays (promise 8)."""
    first = world.owner.create("Gone here", when("03-06", 9), when("03-06", 10))
    world.owner.create("Gone there", when("03-06", 11), when("03-06", 12))
    world.sync()
    world.owner.unlink(first)
    world.owner.there.delete(world.owner.there.event("Gone there").id)
    world.sync(2)
    assert world.owner.there.events("Gone") == []
    assert world.owner.events("Gone there") == []


def test_a_deletion_is_counted(world: World):
    """A meeting deleted here is deleted there at the first try, and the history tells of it."""
    meeting = world.owner.create("Counted", when("03-06", 14), when("03-06", 15))
    world.sync()
    world.owner.unlink(meeting)
    world.sync()
    own = [("account_id.user_id", "=", world.owner.uid)]
    (run,) = world.admin.call("calendar.sync.run", "search_read", own, ["counts"], limit=1)
    assert run["counts"] == {"DeleteRemote": 1}


def test_archive_and_unarchive(world: World):
    """Archiving takes a meeting off the remote calendar, unarchiving puts it back."""
    event = world.owner.create("Archived", when("03-07", 9), when("03-07", 10))
    world.sync()
    world.owner.write(event, active=False)
    world.sync()
    assert world.owner.there.events("Archived") == []
    world.owner.write(event, active=True)
    world.sync(2)
    assert len(world.owner.there.events("Archived")) == 1
    assert len(world.owner.events("Archived")) == 1


def test_all_day(world: World):
    """Whole days are the same dates on both sides, in both directions (promise 18)."""
    days = {"start_date": day("03-08"), "stop_date": day("03-09"), "allday": True}
    world.owner.create("Fair", when("03-08", 8), when("03-09", 18), **days)
    world.owner.there.add("Holiday", day("03-10"), day("03-12"))
    world.sync()
    fair = world.owner.there.event("Fair")
    assert (fair.start, fair.end) == (day("03-08"), day("03-10"))
    holiday = world.owner.event("Holiday", "allday", "start_date", "stop_date")
    assert holiday["allday"]
    assert (holiday["start_date"], holiday["stop_date"]) == (day("03-10"), day("03-11"))


def test_zones(world: World):
    """A meeting made on the clock of another zone is at the same moment in Odoo (promise 17)."""
    there, zone = world.owner.there, "America/New_York"
    there.add("Abroad", when("02-11", 9), when("02-11", 10), zone=zone)
    there.add("Summer abroad", when("07-11", 9), when("07-11", 10), zone=zone)
    world.sync()
    assert world.owner.event("Abroad")["start"] == when("02-11", 14)
    assert world.owner.event("Summer abroad")["start"] == when("07-11", 13)


def test_description_keeps_its_markup(world: World):
    """A description keeps its paragraphs and lists, and survives an edit of the title untouched."""
    text = "<p>One</p><ul><li>Two</li></ul>"
    before = world.owner.there.add("Marked up", when("03-13", 9), when("03-13", 10), text=text)
    world.sync()
    event = world.owner.event("Marked up", "description")
    assert "<li>Two</li>" in event["description"]
    world.owner.write(event["id"], name="Marked up again")
    world.sync()
    after = world.owner.there.event("Marked up again")
    assert (after.id, after.text) == (before.id, before.text)


def test_script_in_a_description_is_harmless(world: World):
    """Markup that would run in Odoo is taken out."""
    text = "<p>Hi</p><script>alert(1)</script><img src=x onerror=alert(2)>"
    world.owner.there.add("Hostile", when("03-14", 9), when("03-14", 10), text=text)
    world.sync()
    kept = world.owner.event("Hostile", "description")["description"]
    assert "Hi" in kept
    assert "script" not in kept
    assert "onerror" not in kept


def test_video_call(world: World):
    """A video call asked for in Odoo is made by the provider, and its link comes back."""
    world.owner.create("Call", when("03-16", 9), when("03-16", 10), conference_requested=True)
    world.sync(2)
    link = world.owner.there.event("Call").call
    assert link
    assert world.owner.event("Call", "videocall_location")["videocall_location"] == link


def test_outside_the_listed_time(world: World):
    """A meeting long ago that is made or edited in Odoo is sent, and stays on both sides."""
    event = world.owner.create("Ancient", "2019-03-01 09:00:00", "2019-03-01 10:00:00")
    world.sync(2)
    world.owner.write(event, name="Ancient and edited")
    world.sync(2)
    assert len(world.owner.there.events("Ancient and edited")) == 1
    assert len(world.owner.events("Ancient and edited")) == 1
    world.service.control.expire_sync_tokens()
    world.sync(2)
    assert len(world.owner.there.events("Ancient and edited")) == 1
    assert len(world.owner.events("Ancient and edited")) == 1
