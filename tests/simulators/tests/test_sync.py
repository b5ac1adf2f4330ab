"""Lists: pages, sync tokens, filters, deletions."""

from __future__ import annotations

import pytest

from .conftest import ANNA, BEN, at, meeting, reason, series

LIST = "calendars/primary/events"


def fill(client, count=5):
    return [client.insert({"summary": f"Event {number}"})["id"] for number in range(count)]


def test_pages_follow_each_other_and_the_last_has_the_token(anna):
    """Only the last page has nextSyncToken, the others nextPageToken."""
    ids = fill(anna)
    first = anna.events("GET", maxResults=2)
    assert len(first["items"]) == 2 and "nextSyncToken" not in first
    second = anna.events("GET", maxResults=2, pageToken=first["nextPageToken"])
    last = anna.events("GET", maxResults=2, pageToken=second["nextPageToken"])
    assert "nextPageToken" not in last and last["nextSyncToken"]
    pages = (first, second, last)
    assert [item["id"] for page in pages for item in page["items"]] == ids


def test_a_page_can_be_empty_and_not_the_last(anna, control):
    """With the switch, a round begins with a page without items that has a next page."""
    ids = fill(anna)
    control.settings(empty_pages=True, max_page_size=2)
    first = anna.events("GET")
    assert first["items"] == [] and first["nextPageToken"]
    assert [item["id"] for item in anna.items()[0]] == ids


def test_a_foreign_page_token_is_refused(anna, ben):
    """A page token belongs to one round of one person."""
    fill(anna)
    token = anna.events("GET", maxResults=2)["nextPageToken"]
    assert reason(anna.call("GET", LIST, pageToken="x")) == (400, "invalid")
    assert reason(ben.call("GET", LIST, pageToken=token)) == (400, "invalid")
    assert reason(anna.call("GET", LIST, pageToken=token, singleEvents=True)) == (400, "invalid")


def test_incremental_rounds_bring_changes_and_deletions(anna):
    """After a round only what changed comes, deletions as stubs with nothing but an id."""
    ids = fill(anna, 3)
    token = anna.items()[1]
    assert anna.changes(token) == []
    anna.events("PATCH", f"/{ids[0]}", {"summary": "Changed"})
    anna.events("DELETE", f"/{ids[1]}")
    changed, gone = anna.changes(token)
    assert (changed["id"], changed["summary"]) == (ids[0], "Changed")
    assert set(gone) == {"kind", "etag", "id", "status"}
    assert (gone["id"], gone["status"]) == (ids[1], "cancelled")


def test_a_paged_incremental_round_repeats_the_sync_token(anna):
    """The page token of an incremental round works with the same sync token only."""
    token = anna.items()[1]
    fill(anna, 3)
    page = anna.events("GET", syncToken=token, maxResults=2)
    assert anna.events("GET", syncToken=token, maxResults=2, pageToken=page["nextPageToken"])
    alone = anna.call("GET", LIST, pageToken=page["nextPageToken"])
    assert reason(alone) == (400, "invalid")


@pytest.mark.parametrize(
    "query",
    [
        {"timeMin": "2026-01-01T00:00:00Z"},
        {"timeMax": "2026-01-01T00:00:00Z"},
        {"updatedMin": "2026-03-01T00:00:00Z"},
        {"q": "x"},
        {"iCalUID": "x@google.com"},
        {"orderBy": "updated"},
        {"privateExtendedProperty": "a=b"},
        {"sharedExtendedProperty": "a=b"},
        {"showDeleted": False},
        {"singleEvents": True},
        {"eventTypes": "default"},
    ],
)
def test_a_sync_token_excludes_other_restrictions(anna, query):
    """Filters beside a sync token, or other parameters than at the beginning, are 400."""
    token = anna.items()[1]
    assert reason(anna.call("GET", LIST, syncToken=token, **query)) == (400, "invalid")


def test_the_same_event_types_go_with_the_token(anna):
    """A filter by type has to be repeated on every round, and then works."""
    token = anna.items(eventTypes="default")[1]
    anna.insert()
    assert len(anna.changes(token, eventTypes="default")) == 1
    anna.insert({"eventType": "focusTime", "focusTimeProperties": {}})
    assert len(anna.changes(token, eventTypes="default")) == 1


@pytest.mark.parametrize("how", ["expired", "foreign", "nonsense", "acl"])
def test_a_dead_sync_token_wants_a_full_sync(sim, anna, ben, control, how):
    """Expired, foreign and malformed tokens, and those from before a change of access, are 410."""
    token = anna.items()[1]
    if how == "expired":
        control.expire_sync_tokens(ANNA)
    elif how == "foreign":
        token = ben.items()[1]
    elif how == "nonsense":
        token = "abc"
    else:
        control.share(ANNA, BEN, "reader")
    assert reason(anna.call("GET", LIST, syncToken=token)) == (410, "fullSyncRequired")


def test_a_window_bounds_the_first_round_only(anna):
    """timeMin filters the full round; the token that follows brings changes of any time."""
    anna.insert({"start": at("2026-01-05T10:00:00"), "end": at("2026-01-05T11:00:00")})
    late = anna.insert()
    items, token = anna.items(timeMin="2026-02-01T00:00:00Z")
    assert [item["id"] for item in items] == [late["id"]]
    early = anna.insert({"start": at("2026-01-06T10:00:00"), "end": at("2026-01-06T11:00:00")})
    assert [item["id"] for item in anna.changes(token)] == [early["id"]]


def test_window_bounds_are_exclusive(anna):
    """timeMin excludes events that end then, timeMax those that begin then."""
    anna.insert()
    assert anna.items(timeMin="2026-03-10T10:00:00Z")[0] == []
    assert len(anna.items(timeMin="2026-03-10T09:59:00Z")[0]) == 1
    assert anna.items(timeMax="2026-03-10T09:00:00Z")[0] == []
    assert len(anna.items(timeMax="2026-03-10T09:01:00Z")[0]) == 1
    empty = anna.call("GET", LIST, timeMin="2026-03-10T09:00:00Z", timeMax="2026-03-10T09:00:00Z")
    assert reason(empty) == (400, "timeRangeEmpty")


def test_full_rounds_show_masters_exceptions_and_cancelled_instances(anna):
    """Without singleEvents: masters, changed instances, and the bare stubs of cancelled ones."""
    master = anna.insert(series())
    anna.events("PATCH", f"/{master['id']}_20260317T090000Z", {"summary": "Special"})
    anna.events("DELETE", f"/{master['id']}_20260324T090000Z")
    items = {item["id"]: item for item in anna.items()[0]}
    assert set(items) == {
        master["id"],
        f"{master['id']}_20260317T090000Z",
        f"{master['id']}_20260324T090000Z",
    }
    stub = items[f"{master['id']}_20260324T090000Z"]
    assert set(stub) == {
        "kind", "etag", "id", "status", "recurringEventId", "originalStartTime",
    }  # fmt: skip


def test_exceptions_can_come_before_their_master(anna, control):
    """The order of a round promises nothing; a switch shows the worst case."""
    master = anna.insert(series())
    anna.events("PATCH", f"/{master['id']}_20260317T090000Z", {"summary": "Special"})
    anna.events("PATCH", f"/{master['id']}_20260317T090000Z", {"summary": "Special 2"})
    control.settings(exceptions_first=True)
    assert [bool(item.get("recurringEventId")) for item in anna.items()[0]] == [True, False]


def test_a_deleted_series_is_one_deletion(anna):
    """The end of a series comes as its cancelled master alone."""
    master = anna.insert(series())
    anna.events("PATCH", f"/{master['id']}_20260317T090000Z", {"summary": "Special"})
    token = anna.items()[1]
    anna.events("DELETE", f"/{master['id']}")
    assert [item["id"] for item in anna.changes(token)] == [master["id"]]
    assert anna.items()[0] == []
    assert anna.get(f"{master['id']}_20260317T090000Z")["status"] == "cancelled"
    assert anna.get(f"{master['id']}_20260324T090000Z")["status"] == "cancelled"
    anna.events("PATCH", f"/{master['id']}", {"status": "confirmed"})
    assert len(anna.items()[0]) == 2


def test_show_deleted_brings_the_tombstones(anna):
    """A full round with showDeleted has all deleted events."""
    ids = fill(anna, 2)
    anna.events("DELETE", f"/{ids[0]}")
    assert [item["id"] for item in anna.items()[0]] == ids[1:]
    assert {item["id"] for item in anna.items(showDeleted=True)[0]} == set(ids)


def test_single_events_are_expanded_in_order(anna):
    """singleEvents with orderBy=startTime gives instances and no masters; alone it is 400."""
    master = anna.insert(series())
    anna.insert({"start": at("2026-03-12T10:00:00"), "end": at("2026-03-12T11:00:00")})
    items = anna.items(singleEvents=True, orderBy="startTime")[0]
    starts = [item["start"]["dateTime"][:10] for item in items]
    assert starts == [
        "2026-03-10", "2026-03-12", "2026-03-17", "2026-03-24", "2026-03-31", "2026-04-07",
    ]  # fmt: skip
    assert all(item["id"] != master["id"] for item in items)
    assert reason(anna.call("GET", LIST, orderBy="startTime")) == (400, "invalid")


def test_a_series_is_listed_when_one_instance_is_in_the_window(anna):
    """A master counts as inside when any instance is."""
    master = anna.insert(series())
    inside = anna.items(timeMin="2026-04-01T00:00:00Z")[0]
    assert [item["id"] for item in inside] == [master["id"]]
    assert anna.items(timeMin="2026-04-08T00:00:00Z")[0] == []


def test_filters_find_by_uid_property_words_and_time_of_change(anna, clock):
    """iCalUID, privateExtendedProperty, q and updatedMin each narrow the list."""
    first = anna.insert({"extendedProperties": {"private": {"uuid": "u1"}}, "location": "Lyon"})
    clock.advance(60)
    second = anna.insert()

    def found(**query):
        return [item["id"] for item in anna.items(**query)[0]]

    assert found(iCalUID=second["iCalUID"]) == [second["id"]]
    assert found(privateExtendedProperty="uuid=u1") == [first["id"]]
    assert found(q="lyon planning") == [first["id"]]
    assert found(updatedMin="2026-03-02T08:00:30Z") == [second["id"]]
    old = anna.call("GET", LIST, updatedMin="2026-01-01T00:00:00Z")
    assert reason(old) == (410, "updatedMinTooLongAgo")


def test_filtered_rounds_give_no_sync_token(anna):
    """A round that was restricted by content cannot be continued."""
    anna.insert()
    assert "nextSyncToken" not in anna.events("GET", q="x")


def test_nothing_is_lost_when_something_changes_between_pages(anna):
    """What changes while a round is paged comes in the next incremental round."""
    ids = fill(anna)
    page = anna.events("GET", maxResults=3)
    anna.events("PATCH", f"/{ids[4]}", {"summary": "Late"})
    last = anna.events("GET", maxResults=3, pageToken=page["nextPageToken"])
    assert last["items"][1]["summary"] == "Late"
    assert [item["id"] for item in anna.changes(last["nextSyncToken"])] == [ids[4]]


def test_calendar_list_has_sync_tokens_too(sim, anna):
    """A new calendar comes with the next incremental round of the list."""
    page = anna.call("GET", "users/me/calendarList").json()
    token = page["nextSyncToken"]
    assert anna.call("GET", "users/me/calendarList", syncToken=token).json()["items"] == []
    team = sim.world.add_calendar(ANNA, "Team")
    rows = anna.call("GET", "users/me/calendarList", syncToken=token).json()["items"]
    assert [row["id"] for row in rows] == [team.id]


def test_the_head_of_a_list_names_zone_and_role(anna):
    """The list tells the calendar's zone, role and default reminders."""
    anna.call("POST", LIST, meeting())
    page = anna.events("GET")
    assert (page["timeZone"], page["accessRole"]) == ("Europe/Paris", "owner")
    assert page["defaultReminders"] == [{"method": "popup", "minutes": 30}]


def test_a_partial_answer_has_only_the_named_fields(anna):
    """fields= selects; a token that is not named is not sent."""
    anna.insert()
    page = anna.events("GET", fields="items(id,start/dateTime)")
    assert set(page) == {"items"} and set(page["items"][0]) == {"id", "start"}
    assert set(page["items"][0]["start"]) == {"dateTime"}
    assert "nextSyncToken" in anna.events("GET", fields="nextPageToken,nextSyncToken")
    assert reason(anna.call("GET", LIST, fields="items(id")) == (400, "invalidParameter")
