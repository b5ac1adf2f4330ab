"""Delta rounds: what is told of changes, what is not, and how a round can end."""

from __future__ import annotations

from typing import Any

from tests.simulators.microsoft.control import Control

from .conftest import EMIL, WEEKS, Client, at, guests, meeting, series

THIN = {"@odata.type", "@odata.etag", "id", "seriesMasterId", "type", "start", "end"}
REMOVED = {"reason": "deleted"}
Json = dict[str, Any]


def types(items: list[Json]) -> list[str]:
    return ["removed" if "@removed" in one else one["type"] for one in items]


def far(**fields: Any) -> Json:
    """A meeting outside the window."""
    return meeting(
        **{"start": at("2027-03-10T10:00:00"), "end": at("2027-03-10T11:00:00"), **fields}
    )


# --- single events ------------------------------------------------------------------------------


def test_a_first_round_has_what_is_in_the_window(dora: Client) -> None:
    """Full items, with a link to go on with; what is outside is not told."""
    made = dora.create(categories=["c"])
    dora.create(far())
    items, link = dora.round()
    [item] = items
    shown = {name: value for name, value in item.items() if name != "@odata.type"}
    assert shown == {name: value for name, value in made.items() if name != "@odata.context"}
    assert "$deltatoken=" in link and link.startswith(dora.base)


def test_a_later_round_has_what_is_new(dora: Client) -> None:
    """Created, changed and deleted since; nothing when nothing is."""
    first, second, third = (dora.create(subject=text) for text in "ABC")
    link = dora.round()[1]
    assert dora.round(link)[0] == []
    dora.patch(first["id"], subject="A2")
    dora.delete(second["id"])
    fourth = dora.create(subject="D")
    items, later = dora.round(link)
    assert {one["id"]: one.get("subject") for one in items} == {
        first["id"]: "A2", second["id"]: None, fourth["id"]: "D",
    }  # fmt: skip
    assert third["id"] not in {one["id"] for one in items}
    assert dora.round(later)[0] == []


def test_what_was_removed_has_only_its_id(dora: Client) -> None:
    """An item with @removed says nothing else."""
    made = dora.create()
    link = dora.round()[1]
    dora.delete(made["id"])
    [item] = dora.round(link)[0]
    assert item == {
        "@odata.type": "#microsoft.graph.event", "id": made["id"], "@removed": REMOVED,
    }  # fmt: skip


def test_a_link_can_be_followed_again(dora: Client) -> None:
    """Who lost an answer asks once more and gets the same."""
    link = dora.round()[1]
    dora.create()
    assert types(dora.round(link)[0]) == types(dora.round(link)[0]) == ["singleInstance"]


def test_what_leaves_the_window_is_shown_as_removed(dora: Client) -> None:
    """The event exists nevertheless: a client has to look before it deletes."""
    made = dora.create()
    link = dora.round()[1]
    dora.patch(made["id"], start=far()["start"], end=far()["end"])
    items, link = dora.round(link)
    assert types(items) == ["removed"] and dora.get(made["id"])["subject"] == "Planning"


def test_what_never_was_in_the_window_is_shown_as_removed(control: Control, dora: Client) -> None:
    """Changes outside the window are told as removals; a switch keeps them quiet."""
    link = dora.round()[1]
    made = dora.create(far())
    items, link = dora.round(link)
    assert [(one["id"], types([one])) for one in items] == [(made["id"], ["removed"])]
    control.settings(removed_outside_window=False)
    dora.patch(made["id"], subject="x")
    assert dora.round(link)[0] == []


def test_what_enters_the_window_is_told(dora: Client) -> None:
    """Moved inside, an event is a full item."""
    made = dora.create(far())
    link = dora.round()[1]
    dora.patch(made["id"], start=meeting()["start"], end=meeting()["end"])
    assert types(dora.round(link)[0]) == ["singleInstance"]


def test_a_moved_event_is_removed_here_and_new_there(control: Control, dora: Client) -> None:
    """Each calendar has its own rounds."""
    other = dora.ok("POST", "/me/calendars", {"name": "Other"})["id"]
    path = f"/me/calendars/{other}/calendarView/delta"
    made = dora.create()
    here = dora.round()[1]
    there = dora.ok("GET", path, **WEEKS)["@odata.deltaLink"]
    moved = control.move_to("dora@example.net", made["id"], other)
    [gone] = dora.round(here)[0]
    assert (gone["id"], gone["@removed"]) == (made["id"], REMOVED)
    [came] = dora.round(there)[0]
    assert came["id"] == moved["id"] != made["id"]


def test_guests_are_told_of_the_organizers_changes(dora: Client, emil: Client) -> None:
    """A copy is new, changes and is cancelled; it is not removed by itself."""
    link = emil.round()[1]
    made = dora.create(attendees=guests(EMIL))
    items, link = emil.round(link)
    assert items[0]["responseStatus"]["response"] == "notResponded"
    dora.patch(made["id"], subject="New")
    items, link = emil.round(link)
    assert items[0]["subject"] == "New"
    dora.delete(made["id"])
    [item] = emil.round(link)[0]
    assert item["isCancelled"] and "@removed" not in item


def test_an_answer_is_told_to_the_organizer(dora: Client, emil: Client) -> None:
    """The organizer's item changes with each answer, etag included."""
    made = dora.create(attendees=guests(EMIL))
    link = dora.round()[1]
    emil.ok("POST", f"/me/events/{emil.events()[0]['id']}/accept", {})
    [item] = dora.round(link)[0]
    assert item["attendees"][0]["status"]["response"] == "accepted"
    assert item["@odata.etag"] != made["@odata.etag"]


# --- series -------------------------------------------------------------------------------------


def test_a_series_is_its_master_and_thin_occurrences(dora: Client) -> None:
    """The master is complete and begins with the first occurrence; occurrences are bare."""
    made = dora.create(series(count=3, subject="Weekly"))
    items = dora.round()[0]
    assert types(items) == ["seriesMaster", "occurrence", "occurrence", "occurrence"]
    assert items[0]["subject"] == "Weekly" and items[0]["recurrence"] == made["recurrence"]
    assert items[0]["start"] == items[1]["start"]
    for one in items[1:]:
        assert set(one) == THIN and one["seriesMasterId"] == made["id"]


def test_only_occurrences_of_the_window_are_told(dora: Client) -> None:
    """A series that began long ago has its master with the first occurrence all the same."""
    made = dora.create(series(count=100))
    window = {"startDateTime": "2026-05-01T00:00:00Z", "endDateTime": "2026-05-15T00:00:00Z"}
    page = dora.ok("GET", "/me/calendarView/delta", **window)
    assert types(page["value"]) == ["seriesMaster", "occurrence", "occurrence"]
    assert page["value"][0]["start"] == made["start"]


def test_an_exception_is_nearly_complete(dora: Client) -> None:
    """A changed occurrence comes with its properties, and the series with it."""
    made = dora.create(series(count=3))
    link = dora.round()[1]
    dora.patch(dora.occurrence(made["id"], "2026-03-17")["id"], subject="Special")
    items = dora.round(link)[0]
    assert types(items) == ["seriesMaster", "occurrence", "exception", "occurrence"]
    assert (items[2]["subject"], items[2]["seriesMasterId"]) == ("Special", made["id"])


def test_a_deleted_occurrence_is_not_mentioned(dora: Client) -> None:
    """The master comes again with the occurrences that are left, and no @removed."""
    made = dora.create(series(count=3))
    link = dora.round()[1]
    gone = dora.occurrence(made["id"], "2026-03-17")["id"]
    dora.delete(gone)
    items = dora.round(link)[0]
    assert types(items) == ["seriesMaster", "occurrence", "occurrence"]
    assert gone not in {one["id"] for one in items}
    assert "cancelledOccurrences" not in items[0]


def test_a_deleted_series_is_one_removal(dora: Client) -> None:
    """The occurrences of a removed master are not listed."""
    made = dora.create(series(count=3))
    link = dora.round()[1]
    dora.delete(made["id"])
    items = dora.round(link)[0]
    assert types(items) == ["removed"] and items[0]["id"] == made["id"]


def test_a_series_can_come_without_its_master(control: Control, dora: Client) -> None:
    """A client has to ask for the master then; it is there."""
    dora.create(series(count=3))
    control.settings(missing_master=True)
    items = dora.round()[0]
    assert types(items) == ["occurrence"] * 3
    assert dora.get(items[0]["seriesMasterId"])["type"] == "seriesMaster"


def test_a_series_outside_the_window_is_not_told(dora: Client) -> None:
    """No occurrence, no master."""
    dora.create(series(count=3, day="2027-03-09", start=at("2027-03-09T10:00:00"),
                       end=at("2027-03-09T11:00:00")))  # fmt: skip
    assert dora.round()[0] == []
