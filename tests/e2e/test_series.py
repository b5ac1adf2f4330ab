"""Series: this event, this and following, all events; made and changed on either side."""

from __future__ import annotations

from datetime import date
from typing import Any

from tests.days import day, when

from .remote import Seen
from .world import World

VIENNA = "Europe/Vienna"
FIRST, LAST = when("06-07", 9), when("06-07", 10)  # in Vienna; 7:00 in UTC


def weekly(world: World, name: str, count: int = 5, **values: Any) -> int:
    """Make a weekly series in Odoo from a Monday in June, 9:00 in Vienna; return its base."""
    return world.owner.create(
        name,
        when("06-07", 7),
        when("06-07", 8),
        recurrency=True,
        rrule_type="weekly",
        mon=True,
        interval=1,
        end_type="count",
        count=count,
        event_tz=VIENNA,
        **values,
    )


def weekly_there(world: World, title: str) -> Seen:
    """Make the same series at the provider."""
    return world.owner.there.add(title, FIRST, LAST, zone=VIENNA, weekly=5)


def slot(world: World, master: Seen, told: str) -> str:
    """Return the id of the occurrence of a day of such a series."""
    return world.owner.there.occurrence(master, when(told, 7))


def starts(world: World, *titles: str) -> list[str]:
    """Return the starts of the meetings in Odoo with these titles."""
    return sorted(one["start"] for title in titles for one in world.owner.events(title))


def master(world: World, title: str) -> Seen:
    """Return the only series at the provider with that title."""
    (found,) = [one for one in world.owner.there.events(title) if one.repeats]
    return found


def test_series_from_here(world: World):
    """A series made in Odoo is one series at the provider, in its own zone."""
    weekly(world, "From here")
    world.sync()
    found = master(world, "From here")
    assert (found.zone, found.count) == (world.service.vienna, 5)
    assert found.start == when("06-07", 7)
    assert world.owner.there.exceptions(found) == {}


def test_series_from_there(world: World):
    """A series made at the provider has all its occurrences in Odoo."""
    weekly_there(world, "From there")
    world.sync()
    assert starts(world, "From there") == [
        when(told, 7) for told in ("06-07", "06-14", "06-21", "06-28", "07-05")
    ]


def test_this_event_from_here(world: World):
    """Changing one occurrence in Odoo is one exception there, by its slot (promise 16)."""
    weekly(world, "One from here")
    world.sync()
    second = world.owner.events("One from here")[1]["id"]
    world.owner.write(
        second, recurrence_update="self_only", start=when("06-15", 12), stop=when("06-15", 13)
    )
    world.sync()
    moved = world.owner.there.exceptions(master(world, "One from here"))
    assert {one: there and there.start for one, there in moved.items()} == {
        day("06-14"): when("06-15", 12)
    }


def test_this_event_from_there(world: World):
    """One occurrence moved at the provider moves in Odoo, the others stay."""
    found = weekly_there(world, "One from there")
    world.sync()
    second = slot(world, found, "06-14")
    world.owner.there.move(second, when("06-14", 15), when("06-14", 16), zone=VIENNA)
    world.sync()
    assert starts(world, "One from there")[1] == when("06-14", 13)
    assert len(starts(world, "One from there")) == 5


def test_cancelled_occurrence_both_ways(world: World):
    """An occurrence deleted on either side goes on the other and stays away (promise 8)."""
    weekly(world, "Cancelled")
    world.sync()
    found = master(world, "Cancelled")
    world.owner.unlink(world.owner.events("Cancelled")[1]["id"])
    world.owner.there.delete(slot(world, found, "06-21"))
    world.sync(2)
    assert starts(world, "Cancelled") == [when(told, 7) for told in ("06-07", "06-28", "07-05")]
    gone = {day("06-14"): None, day("06-21"): None}
    assert world.owner.there.exceptions(found) == gone
    world.service.control.expire_sync_tokens()
    world.sync(2)
    assert len(starts(world, "Cancelled")) == 3
    assert world.owner.there.exceptions(found) == gone


def test_all_events_from_here(world: World):
    """ "All events" in Odoo changes the one series at the provider (promise 4)."""
    weekly(world, "All from here")
    world.sync()
    before = master(world, "All from here")
    third = world.owner.events("All from here")[2]["id"]
    world.owner.write(
        third, recurrence_update="all_events", start=when("06-21", 9), stop=when("06-21", 10)
    )
    world.sync()
    after = master(world, "All from here")
    assert (after.id, after.start) == (before.id, when("06-07", 9))
    assert {one[11:13] for one in starts(world, "All from here")} == {"09"}


def test_all_events_from_there(world: World):
    """A series renamed and moved at the provider is so in Odoo, same records (promise 15)."""
    found = weekly_there(world, "All from there")
    world.sync()
    before = [one["id"] for one in world.owner.events("All from there")]
    times = {"start": when("06-07", 11), "end": when("06-07", 12), "zone": VIENNA}
    world.owner.there.edit(found.id, "all", title="All moved", **times)
    world.sync()
    after = world.owner.events("All moved")
    assert [one["id"] for one in after] == before
    assert {one["start"][11:13] for one in after} == {"09"}


def test_this_and_following_from_here(world: World):
    """ "This and following" in Odoo ends the series there and begins another (promise 14)."""
    weekly(world, "Split here")
    world.sync()
    third = world.owner.events("Split here")[2]["id"]
    world.owner.write(third, recurrence_update="future_events", name="Split off here")
    world.sync(2)
    first, second = master(world, "Split here"), master(world, "Split off here")
    assert day("06-14") <= first.until < day("06-21")
    assert second.start == when("06-21", 7)
    assert len(starts(world, "Split here", "Split off here")) == 5


def test_this_and_following_from_there(world: World):
    """ "This and following" at the provider leaves each slot once in Odoo (promise 14)."""
    found = weekly_there(world, "Split there")
    world.sync()
    world.owner.there.edit(slot(world, found, "06-21"), "following", title="Split off there")
    world.sync(2)
    assert len(starts(world, "Split there")) == 2
    assert len(starts(world, "Split there", "Split off there")) == 5


def test_delete_following_and_all_from_here(world: World):
    """Deleting the following and then all events in Odoo does the same at the provider."""
    weekly(world, "Shrinking")
    world.sync()
    third = world.owner.events("Shrinking")[2]["id"]
    world.owner.call("calendar.event", "action_mass_deletion", [third], "future_events")
    world.sync()
    found = master(world, "Shrinking")
    assert day("06-14") <= found.until < day("06-21")
    assert world.owner.there.exceptions(found) == {}
    first = world.owner.events("Shrinking")[0]["id"]
    world.owner.call("calendar.event", "action_mass_deletion", [first], "all_events")
    world.sync(2)
    assert world.owner.there.events("Shrinking") == []


def test_delete_all_from_there(world: World):
    """A series deleted at the provider is gone in Odoo."""
    found = weekly_there(world, "Deleted there")
    world.sync()
    world.owner.there.delete(found.id, "all")
    world.sync()
    assert starts(world, "Deleted there") == []


def test_rename_keeps_moved_occurrence(world: World):
    """A series renamed in Odoo keeps the occurrence that was moved at the provider."""
    found = weekly_there(world, "Kept")
    world.sync()
    second = slot(world, found, "06-14")
    world.owner.there.move(second, when("06-15", 15), when("06-15", 16), zone=VIENNA)
    world.sync()
    first = world.owner.events("Kept")[0]["id"]
    world.owner.write(first, recurrence_update="all_events", name="Kept on")
    world.sync(2)
    assert when("06-15", 13) in starts(world, "Kept on")
    (moved,) = [one for one in world.owner.there.exceptions(found).values() if one]
    assert moved.start == when("06-15", 13)


def test_wall_clock_over_daylight_saving(world: World):
    """A series keeps its wall clock over daylight saving on both sides (promise 17)."""
    first = date.fromisoformat(day("10-04"))
    world.owner.create(
        "All year",
        f"{first} 07:00:00",
        f"{first} 08:00:00",
        recurrency=True,
        rrule_type="monthly",
        month_by="date",
        day=first.day,
        interval=1,
        end_type="count",
        count=3,
        event_tz=VIENNA,
    )
    world.sync()
    found = master(world, "All year")
    assert starts(world, "All year") == [
        f"{first.replace(month=month)} {hour}:00:00"
        for month, hour in ((10, "07"), (11, "08"), (12, "08"))
    ]
    assert world.owner.there.exceptions(found) == {}


def test_whole_day_series(world: World):
    """A whole-day series with an exception keeps its dates (promise 18)."""
    found = world.owner.there.add("Watch", day("06-07"), day("06-08"), daily=4)
    world.owner.there.delete(world.owner.there.occurrence(found, day("06-08")))
    world.sync()
    here = world.owner.events("Watch", ("start_date",))
    assert [one["start_date"] for one in here] == [
        day("06-07"),
        day("06-09"),
        day("06-10"),
    ]


def test_whole_day_series_from_here(world: World):
    """A whole-day series made in Odoo has whole days at the provider."""
    world.owner.create(
        "Shifts",
        when("06-07", 8),
        when("06-07", 18),
        allday=True,
        start_date=day("06-07"),
        stop_date=day("06-07"),
        recurrency=True,
        rrule_type="daily",
        interval=1,
        end_type="count",
        count=3,
    )
    world.sync(2)
    found = master(world, "Shifts")
    assert (found.start, found.end, found.count) == (day("06-07"), day("06-08"), 3)
    assert len(world.owner.events("Shifts")) == 3


def test_quiet_after_it_all(world: World):
    """After all that a pass writes nothing on either side (promise 5)."""
    world.sync(2)
    world.service.control.clear_journal()
    world.sync()
    assert world.service.writes() == []
