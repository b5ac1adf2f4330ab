"""Series that cross between a simulated Google and a simulated Microsoft."""

from __future__ import annotations

from tests.simulators.google import control as google_control
from tests.simulators.tests.conftest import Client

from .test_bridge import (
    ANNA,
    BEN,
    DAILY,
    DORA,
    EMIL,
    Both,
    appointment,
    at,
    both,
    meeting,
    occurrence,
    responses_at_google,
    responses_at_outlook,
    start,
)  # fmt: skip

__all__ = ["both"]


def test_an_added_guest_gets_the_whole_series_with_its_exceptions(both):
    """A Google series arrives in Outlook as one, with what was moved and what was cancelled."""
    made = both.at_google(ANNA, "add", meeting(recurrence=["RRULE:FREQ=DAILY;COUNT=4"]))
    both.at_google(ANNA, "move", f"{made.id}_20260311T090000Z", at("2026-03-11T16:00:00"))
    both.at_google(ANNA, "delete", f"{made.id}_20260312T090000Z")
    both.at_google(ANNA, "edit", made.id, {"attendees": [{"email": DORA}]})
    master, moved = both.outlook_events()
    assert master["type"] == "seriesMaster" and master["iCalUId"] == made.uid
    assert [one[-10:] for one in master["cancelledOccurrences"]] == ["2026-03-12"]
    assert (moved["type"], start(moved)) == ("exception", "2026-03-11T15:00")


def test_an_outlook_series_and_its_exceptions_reach_google(both):
    """Moving and cancelling one occurrence after the invitation change one instance each."""
    made = both.at_outlook(DORA, "add", appointment(ANNA, recurrence=DAILY))
    name = made.id()
    (master,) = both.google_events()
    assert master["recurrence"] == ["RRULE:FREQ=DAILY;COUNT=4"]
    both.at_outlook(DORA, "move", occurrence(both, name, "2026-03-11"), at("2026-03-11T16:00:00"))
    both.at_outlook(DORA, "delete", occurrence(both, name, "2026-03-12"))
    rows = google_control.Control(both.google.url).events(ANNA)
    seen = {one["id"].partition("_2026")[2]: one for one in rows if "recurringEventId" in one}
    assert start(seen["0311T090000Z"]) == "2026-03-11T16:00"
    assert seen["0312T090000Z"]["status"] == "cancelled"
    both.at_outlook(DORA, "edit", name, {"attendees": appointment(ANNA, BEN)["attendees"]})
    assert {one["status"] for one in google_control.Control(both.google.url).events(BEN)} == {
        "confirmed", "cancelled",
    }  # fmt: skip


def test_one_occurrence_is_answered_on_its_own(both):
    """An answer to one occurrence reaches the organizer for that one, in both directions."""
    google = both.at_google(ANNA, "add", meeting(DORA, recurrence=["RRULE:FREQ=DAILY;COUNT=3"]))
    (master,) = both.outlook_events()
    both.at_outlook(DORA, "answer", occurrence(both, master["id"], "2026-03-11"), "declined")
    (whole, one) = both.google_events()
    assert (whole["id"], responses_at_google(whole)[DORA]) == (google.id, "needsAction")
    assert one["id"].endswith("_20260311T090000Z") and responses_at_google(one)[DORA] == "declined"
    outlook = both.at_outlook(EMIL, "add", appointment(BEN, recurrence=DAILY))
    (copy,) = both.google_events(BEN)
    both.at_google(BEN, "answer", f"{copy['id']}_20260312T090000Z", "accepted")
    whole, one = both.outlook_events(EMIL)
    assert whole["id"] == outlook.id() and responses_at_outlook(whole) == {BEN: "none"}
    assert start(one) == "2026-03-12T09:00" and responses_at_outlook(one) == {BEN: "accepted"}


def test_a_series_that_moves_takes_its_instances_along(both):
    """After a new time for all, no instance is left where the series was."""
    made = both.at_outlook(DORA, "add", appointment(ANNA, recurrence=DAILY))
    both.at_outlook(
        DORA, "move", occurrence(both, made.id(), "2026-03-11"), at("2026-03-11T16:00:00")
    )
    both.at_outlook(DORA, "move", made.id(), at("2026-03-10T08:00:00"))
    (master,) = both.google_events()
    assert start(master) == "2026-03-10T08:00"


def test_a_google_series_that_is_split_leaves_no_occurrence_twice(both):
    """After an edit of this and all following, Outlook has two series that do not overlap."""
    made = both.at_google(ANNA, "add", meeting(DORA, recurrence=["RRULE:FREQ=DAILY;COUNT=4"]))
    day = f"{made.id}_20260312T090000Z"
    both.at_google(ANNA, "edit", day, {"summary": "Second half"}, "following")
    first, second = both.outlook_events()
    assert first["recurrence"]["range"]["endDate"] == "2026-03-11"
    assert (second["subject"], start(second)) == ("Second half", "2026-03-12T09:00")
    assert second["recurrence"]["range"]["numberOfOccurrences"] == 2


def test_an_outlook_series_that_is_split_leaves_no_instance_twice(both):
    """After an edit of this and all following, Google has two series that do not overlap."""
    made = both.at_outlook(DORA, "add", appointment(ANNA, recurrence=DAILY))
    day = occurrence(both, made.id(), "2026-03-12")
    both.at_outlook(DORA, "edit", day, {"subject": "Second half"}, "following")
    first, second = both.google_events()
    assert first["recurrence"] == ["RRULE:FREQ=DAILY;UNTIL=20260311T090000Z"]
    assert (second["summary"], start(second)) == ("Second half", "2026-03-12T10:00")
    assert second["recurrence"] == ["RRULE:FREQ=DAILY;COUNT=2"]


def test_an_occurrence_that_comes_back_is_back_on_the_other_side(both):
    """An all-day series that moves in Outlook has all its days again, at Google too."""
    day = {"isAllDay": True, "start": at("2026-03-10T00:00:00"), "end": at("2026-03-11T00:00:00")}
    made = both.at_outlook(DORA, "add", appointment(ANNA, recurrence=DAILY, **day))
    both.at_outlook(DORA, "delete", occurrence(both, made.id(), "2026-03-12"))
    assert len(instances(both)) == 3
    moved = {"start": at("2026-03-11T00:00:00"), "end": at("2026-03-12T00:00:00")}
    both.at_outlook(DORA, "edit", made.id(), moved)
    assert instances(both) == ["2026-03-11", "2026-03-12", "2026-03-13", "2026-03-14"]


def instances(both: Both) -> list[str]:
    """The days of the only series in Anna's calendar."""
    anna = Client(both.google, ANNA)
    (master,) = [one for one in anna.items()[0] if "recurrence" in one]
    found = anna.events("GET", f"/{master['id']}/instances")["items"]
    return [one["start"]["date"] for one in found]
