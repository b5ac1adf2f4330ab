"""Single meetings, both ways."""

from __future__ import annotations

from .world import World, at, when


def test_created_here_is_there(world: World):
    """A meeting made in Odoo is on the organizer's Google calendar with all it says."""
    world.anna.create(
        "Planning",
        when("03-01", 9),
        when("03-01", 10),
        location="Room 1",
        privacy="private",
        show_as="free",
    )
    world.sync()
    found = world.anna.google_event("Planning")
    assert found["start"]["dateTime"].startswith("2027-03-01T")
    assert (found["location"], found["visibility"]) == ("Room 1", "private")
    assert found["transparency"] == "transparent"


def test_created_there_is_here(world: World):
    """A meeting made in Google is in Odoo's calendar of its owner."""
    world.anna.add_there("Dentist", at("03-02", 9), at("03-02", 10), location="Main Street 1")
    world.sync()
    found = world.anna.event("Dentist", "start", "location", "user_id", "partner_ids")
    assert (found["start"], found["location"]) == ("2027-03-02 09:00:00", "Main Street 1")
    assert found["user_id"][0] == world.anna.uid


def test_edits_go_both_ways(world: World):
    """An edit on either side arrives on the other."""
    event = world.anna.create("Edited", when("03-03", 9), when("03-03", 10))
    world.sync()
    world.anna.write(event, name="Edited here", start=when("03-03", 8))
    world.sync()
    there = world.anna.google_event("Edited here")
    assert "T08:00:00" in there["start"]["dateTime"] or there["start"]["timeZone"] != "UTC"
    world.google.move(world.anna.email, there["id"], at("03-04", 11), at("03-04", 12))
    world.sync()
    assert world.anna.event("Edited here")["start"] == "2027-03-04 11:00:00"


def test_edits_of_both_sides_merge(world: World):
    """Edits of different fields made at the same time both survive (promise 24)."""
    event = world.anna.create("Merged", when("03-05", 9), when("03-05", 10))
    world.sync()
    there = world.anna.google_event("Merged")
    world.google.edit(world.anna.email, there["id"], {"location": "There"})
    world.anna.write(event, privacy="private")
    world.sync()
    there = world.anna.google_event("Merged")
    assert (there["location"], there["visibility"]) == ("There", "private")
    here = world.anna.event("Merged", "location", "privacy")
    assert (here["location"], here["privacy"]) == ("There", "private")


def test_deletions_go_both_ways(world: World):
    """A deletion on either side arrives on the other and stays (promise 8)."""
    first = world.anna.create("Gone here", when("03-06", 9), when("03-06", 10))
    world.anna.create("Gone there", when("03-06", 11), when("03-06", 12))
    world.sync()
    world.anna.unlink(first)
    world.google.delete(world.anna.email, world.anna.google_event("Gone there")["id"])
    world.sync(2)
    assert world.anna.google_events("Gone") == []
    assert world.anna.events("Gone there") == []


def test_archive_and_unarchive(world: World):
    """Archiving takes a meeting off Google, unarchiving puts it back."""
    event = world.anna.create("Archived", when("03-07", 9), when("03-07", 10))
    world.sync()
    world.anna.write(event, active=False)
    world.sync()
    assert world.anna.google_events("Archived") == []
    world.anna.write(event, active=True)
    world.sync()
    assert len(world.anna.google_events("Archived")) == 1


def test_all_day(world: World):
    """Whole days are the same dates on both sides, in both directions (promise 18)."""
    days = {"start_date": "2027-03-08", "stop_date": "2027-03-09", "allday": True}
    world.anna.create("Fair", "2027-03-08 08:00:00", "2027-03-09 18:00:00", **days)
    world.anna.add_there("Holiday", {"date": "2027-03-10"}, {"date": "2027-03-12"})
    world.sync()
    fair = world.anna.google_event("Fair")
    assert (fair["start"]["date"], fair["end"]["date"]) == ("2027-03-08", "2027-03-10")
    holiday = world.anna.event("Holiday", "allday", "start_date", "stop_date")
    assert (holiday["start_date"], holiday["stop_date"]) == ("2027-03-10", "2027-03-11")


def test_description_keeps_its_markup(world: World):
    """A description keeps its paragraphs and lists, and survives an edit of the title untouched."""
    text = "<p>One</p><ul><li>Two</li></ul>"
    there = world.anna.add_there("Marked up", at("03-13", 9), at("03-13", 10), description=text)
    world.sync()
    event = world.anna.event("Marked up", "description")
    assert "<li>Two</li>" in event["description"]
    world.anna.write(event["id"], name="Marked up again")
    world.sync()
    assert world.anna.google_event("Marked up again")["description"] == text
    assert there["id"] == world.anna.google_event("Marked up again")["id"]


def test_script_in_a_description_is_harmless(world: World):
    """Markup that would run in Odoo is taken out."""
    text = "<p>Hi</p><script>alert(1)</script><img src=x onerror=alert(2)>"
    world.anna.add_there("Hostile", at("03-14", 9), at("03-14", 10), description=text)
    world.sync()
    kept = world.anna.event("Hostile", "description")["description"]
    assert "script" not in kept
    assert "onerror" not in kept


def test_reminders(world: World):
    """Reminders here are Google's, and the other way round."""
    alarms = world.anna.call(
        "calendar.alarm", "search", [("alarm_type", "=", "notification")], limit=1
    )
    minutes = world.anna.call("calendar.alarm", "read", alarms, ["duration_minutes"])
    world.anna.create("Reminded", when("03-15", 9), when("03-15", 10), alarm_ids=[(6, 0, alarms)])
    reminders = {"useDefault": False, "overrides": [{"method": "email", "minutes": 90}]}
    world.anna.add_there("Reminding", at("03-15", 11), at("03-15", 12), reminders=reminders)
    world.sync()
    there = world.anna.google_event("Reminded")["reminders"]
    assert there["overrides"] == [{"method": "popup", "minutes": minutes[0]["duration_minutes"]}]
    here = world.anna.event("Reminding", "alarm_ids")["alarm_ids"]
    (alarm,) = world.anna.call("calendar.alarm", "read", here, ["alarm_type", "duration_minutes"])
    assert (alarm["alarm_type"], alarm["duration_minutes"]) == ("email", 90)


def test_video_call(world: World):
    """A video call asked for in Odoo is made by Google, and its link comes back."""
    world.anna.create("Call", when("03-16", 9), when("03-16", 10), conference_requested=True)
    world.sync()
    link = world.anna.google_event("Call")["hangoutLink"]
    assert world.anna.event("Call", "videocall_location")["videocall_location"] == link


def test_what_only_google_knows_survives(world: World):
    """An edit in Odoo leaves colour, attachments and the like as they are (promise 10)."""
    there = world.anna.add_there(
        "Coloured",
        at("03-17", 9),
        at("03-17", 10),
        colorId="5",
        extendedProperties={"private": {"theirs": "1"}},
    )
    world.sync()
    world.anna.write(world.anna.event("Coloured")["id"], name="Coloured still")
    world.sync()
    after = world.anna.google_event("Coloured still")
    assert after["id"] == there["id"]
    assert after["colorId"] == "5"
    assert after["extendedProperties"]["private"]["theirs"] == "1"


def test_special_kinds_are_read_only(world: World):
    """Focus time and its like are shown in Odoo and never written to in Google."""
    world.google.add(
        world.anna.email,
        {
            "summary": "Deep work",
            "eventType": "focusTime",
            "focusTimeProperties": {"autoDeclineMode": "declineNone"},
            "start": at("03-18", 9),
            "end": at("03-18", 10),
        },
    )
    world.sync()
    event = world.anna.event("Deep work")
    world.google.clear_journal()
    world.anna.write(event["id"], name="Renamed work")
    world.sync()
    assert world.writes() == []
