"""Series: this event, this and following, all events; made and changed on either side."""

from __future__ import annotations

from typing import Any

from .world import World, when

Json = dict[str, Any]
VIENNA = "Europe/Vienna"


def weekly(world: World, name: str, count: int = 5, **values: Any) -> int:
    """Make a weekly series in Odoo from Monday, 7 June 2027, 9:00 in Vienna; return its base."""
    return world.anna.create(
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


def weekly_there(world: World, title: str) -> Json:
    """Make the same series in Google."""
    return world.anna.add_there(
        title,
        {"dateTime": "2027-06-07T09:00:00", "timeZone": VIENNA},
        {"dateTime": "2027-06-07T10:00:00", "timeZone": VIENNA},
        recurrence=["RRULE:FREQ=WEEKLY;COUNT=5;BYDAY=MO"],
    )


def starts(world: World, *titles: str) -> list[str]:
    """Return the starts of the meetings in Odoo with these titles."""
    return sorted(one["start"] for title in titles for one in world.anna.events(title))


def masters(world: World, title: str) -> list[Json]:
    """Return the series in Google with that title."""
    return [one for one in world.anna.google_events(title) if one.get("recurrence")]


def exceptions(world: World, master: Json) -> list[Json]:
    """Return the exceptions of a series in Google, cancelled ones included."""
    return [
        one
        for one in world.google.events(world.anna.email)
        if one.get("recurringEventId") == master["id"]
    ]


def test_series_from_here(world: World):
    """A series made in Odoo is one series in Google, in its own zone."""
    weekly(world, "From here")
    world.sync()
    (master,) = masters(world, "From here")
    assert master["start"]["timeZone"] == VIENNA
    assert "COUNT=5" in master["recurrence"][0]
    assert exceptions(world, master) == []


def test_series_from_there(world: World):
    """A series made in Google has all its occurrences in Odoo."""
    weekly_there(world, "From there")
    world.sync()
    assert starts(world, "From there") == [
        f"2027-{day} 07:00:00" for day in ("06-07", "06-14", "06-21", "06-28", "07-05")
    ]


def test_this_event_from_here(world: World):
    """Changing one occurrence in Odoo is one exception in Google, by its slot (promise 16)."""
    weekly(world, "One from here")
    world.sync()
    second = world.anna.events("One from here")[1]["id"]
    world.anna.write(
        second, recurrence_update="self_only", start=when("06-15", 12), stop=when("06-15", 13)
    )
    world.sync()
    (master,) = masters(world, "One from here")
    (exception,) = exceptions(world, master)
    assert exception["originalStartTime"]["dateTime"].startswith("2027-06-14T")
    assert exception["start"]["dateTime"].startswith("2027-06-15T")


def test_this_event_from_there(world: World):
    """One occurrence moved in Google moves in Odoo, the others stay."""
    master = weekly_there(world, "One from there")
    world.sync()
    world.google.move(
        world.anna.email,
        f"{master['id']}_20270614T070000Z",
        {"dateTime": "2027-06-14T15:00:00", "timeZone": VIENNA},
        {"dateTime": "2027-06-14T16:00:00", "timeZone": VIENNA},
        scope="one",
    )
    world.sync()
    assert starts(world, "One from there")[1] == "2027-06-14 13:00:00"
    assert len(starts(world, "One from there")) == 5


def test_cancelled_occurrence_both_ways(world: World):
    """An occurrence deleted on either side goes on the other and stays away (promise 8)."""
    weekly(world, "Cancelled")
    world.sync()
    (master,) = masters(world, "Cancelled")
    world.anna.unlink(world.anna.events("Cancelled")[1]["id"])
    world.google.delete(world.anna.email, f"{master['id']}_20270621T070000Z", scope="one")
    world.sync(2)
    assert [one[5:10] for one in starts(world, "Cancelled")] == ["06-07", "06-28", "07-05"]
    gone = {one["originalStartTime"]["dateTime"][5:10] for one in exceptions(world, master)}
    assert gone == {"06-14", "06-21"}
    world.google.expire_sync_tokens()
    world.sync(2)
    assert len(starts(world, "Cancelled")) == 3


def test_all_events_from_here(world: World):
    """ "All events" in Odoo changes the one series in Google (promise 4)."""
    weekly(world, "All from here")
    world.sync()
    (before,) = masters(world, "All from here")
    third = world.anna.events("All from here")[2]["id"]
    world.anna.write(
        third, recurrence_update="all_events", start=when("06-21", 9), stop=when("06-21", 10)
    )
    world.sync()
    (after,) = masters(world, "All from here")
    assert after["id"] == before["id"]
    assert (
        after["start"]["dateTime"].startswith("2027-06-07T11:00")
        or "T09:00:00Z" in (after["start"]["dateTime"])
    )
    assert {one[11:13] for one in starts(world, "All from here")} == {"09"}


def test_all_events_from_there(world: World):
    """A series renamed and moved in Google is so in Odoo, on the same records (promise 15)."""
    master = weekly_there(world, "All from there")
    world.sync()
    before = [one["id"] for one in world.anna.events("All from there")]
    world.google.edit(
        world.anna.email,
        master["id"],
        {
            "summary": "All moved",
            "start": {"dateTime": "2027-06-07T11:00:00", "timeZone": VIENNA},
            "end": {"dateTime": "2027-06-07T12:00:00", "timeZone": VIENNA},
        },
        scope="all",
    )
    world.sync()
    after = world.anna.events("All moved")
    assert [one["id"] for one in after] == before
    assert {one["start"][11:13] for one in after} == {"09"}


def test_this_and_following_from_here(world: World):
    """ "This and following" in Odoo ends the series in Google and begins another (promise 14)."""
    weekly(world, "Split here")
    world.sync()
    third = world.anna.events("Split here")[2]["id"]
    world.anna.write(third, recurrence_update="future_events", name="Split off here")
    world.sync(2)
    (first,) = masters(world, "Split here")
    (second,) = masters(world, "Split off here")
    assert "UNTIL=202706" in first["recurrence"][0]
    assert second["start"]["dateTime"].startswith("2027-06-21")
    assert len(starts(world, "Split here", "Split off here")) == 5


def test_this_and_following_from_there(world: World):
    """ "This and following" in Google leaves each slot once in Odoo (promise 14)."""
    master = weekly_there(world, "Split there")
    world.sync()
    world.google.edit(
        world.anna.email,
        f"{master['id']}_20270621T070000Z",
        {"summary": "Split off there"},
        scope="following",
    )
    world.sync(2)
    assert len(starts(world, "Split there")) == 2
    assert len(starts(world, "Split there", "Split off there")) == 5


def test_delete_following_and_all_from_here(world: World):
    """Deleting the following and then all events in Odoo does the same in Google."""
    weekly(world, "Shrinking")
    world.sync()
    third = world.anna.events("Shrinking")[2]["id"]
    world.anna.call("calendar.event", "action_mass_deletion", [third], "future_events")
    world.sync()
    (master,) = masters(world, "Shrinking")
    assert "UNTIL" in master["recurrence"][0]
    assert exceptions(world, master) == []
    first = world.anna.events("Shrinking")[0]["id"]
    world.anna.call("calendar.event", "action_mass_deletion", [first], "all_events")
    world.sync(2)
    assert masters(world, "Shrinking") == []


def test_delete_all_from_there(world: World):
    """A series deleted in Google is gone in Odoo."""
    master = weekly_there(world, "Deleted there")
    world.sync()
    world.google.delete(world.anna.email, master["id"], scope="all")
    world.sync()
    assert starts(world, "Deleted there") == []


def test_rename_keeps_moved_occurrence(world: World):
    """A series renamed in Odoo keeps the occurrence that was moved in Google."""
    master = weekly_there(world, "Kept")
    world.sync()
    world.google.move(
        world.anna.email,
        f"{master['id']}_20270614T070000Z",
        {"dateTime": "2027-06-15T15:00:00", "timeZone": VIENNA},
        {"dateTime": "2027-06-15T16:00:00", "timeZone": VIENNA},
        scope="one",
    )
    world.sync()
    first = world.anna.events("Kept")[0]["id"]
    world.anna.write(first, recurrence_update="all_events", name="Kept on")
    world.sync(2)
    assert "2027-06-15 13:00:00" in starts(world, "Kept on")
    moved = [one for one in exceptions(world, master) if one["status"] != "cancelled"]
    assert [one["start"]["dateTime"][:10] for one in moved] == ["2027-06-15"]


def test_wall_clock_over_daylight_saving(world: World):
    """A series keeps its wall clock over daylight saving on both sides (promise 17)."""
    world.anna.create(
        "All year",
        when("10-04", 7),
        when("10-04", 8),
        recurrency=True,
        rrule_type="monthly",
        month_by="date",
        day=4,
        interval=1,
        end_type="count",
        count=3,
        event_tz=VIENNA,
    )
    world.sync()
    (master,) = masters(world, "All year")
    assert [one[5:13] for one in starts(world, "All year")] == ["10-04 07", "11-04 08", "12-04 08"]
    assert exceptions(world, master) == []


def test_whole_day_series(world: World):
    """A whole-day series with an exception keeps its dates (promise 18)."""
    master = world.anna.add_there(
        "Watch",
        {"date": "2027-06-07"},
        {"date": "2027-06-08"},
        recurrence=["RRULE:FREQ=DAILY;COUNT=4"],
    )
    world.google.delete(world.anna.email, f"{master['id']}_20270608", scope="one")
    world.sync()
    found = world.anna.events("Watch", ("start_date",))
    assert [one["start_date"] for one in found] == ["2027-06-07", "2027-06-09", "2027-06-10"]


def test_quiet_after_it_all(world: World):
    """After all that a pass writes nothing on either side (promise 5)."""
    world.sync(2)
    world.google.clear_journal()
    world.sync()
    assert world.writes() == []
