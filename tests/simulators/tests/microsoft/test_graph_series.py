"""Series: occurrences, exceptions, what is cancelled, and changes of the whole."""

from __future__ import annotations

from typing import Any

import pytest

from tests.simulators.microsoft.control import Control

from .conftest import DORA, EMIL, PROPERTY, Client, Look, at, guests, refused, series

DAYS = ["2026-03-10", "2026-03-17", "2026-03-24", "2026-03-31", "2026-04-07"]
EXCEPTIONS = "exceptionOccurrences($select=subject,originalStart,start)"
CROSSING = (400, "ErrorOccurrenceCrossingBoundary")
Json = dict[str, Any]


@pytest.fixture
def master(dora: Client) -> Json:
    """Five Tuesdays."""
    return dora.create(series())


def whole(client: Client, event_id: str) -> Json:
    """A series with its exceptions and what is cancelled."""
    return client.get(event_id, __select="subject,cancelledOccurrences", __expand=EXCEPTIONS)


def test_a_list_has_masters_and_a_view_has_occurrences(dora: Client, master: Json) -> None:
    """The series is one entry of the list, and five of the view."""
    assert [one["type"] for one in dora.events()] == ["seriesMaster"]
    shown = dora.view()
    assert [one["type"] for one in shown] == ["occurrence"] * 5
    assert {one["seriesMasterId"] for one in shown} == {master["id"]}
    assert dora.days(master["id"]) == DAYS


def test_an_occurrence_is_an_event(dora: Client, master: Json) -> None:
    """It has an id, its own iCalUId, and remembers where the series puts it."""
    one = dora.occurrence(master["id"], DAYS[1])
    found = dora.get(one["id"])
    assert (found["type"], found["subject"]) == ("occurrence", "Planning")
    assert found["originalStart"] == "2026-03-17T09:00:00Z"
    assert found["recurrence"] is None and found["iCalUId"] != master["iCalUId"]
    assert len({event["iCalUId"] for event in dora.view()}) == 5


def test_a_changed_occurrence_is_an_exception(dora: Client, master: Json) -> None:
    """What it does not change it has from its series, now and later."""
    one = dora.occurrence(master["id"], DAYS[1])
    changed = dora.patch(one["id"], subject="Special")
    assert (changed["type"], changed["id"]) == ("exception", one["id"])
    dora.patch(master["id"], subject="Weekly", categories=["c"])
    found = dora.get(one["id"])
    assert (found["subject"], found["categories"]) == ("Special", ["c"])
    assert dora.occurrence(master["id"], DAYS[2])["subject"] == "Weekly"


def test_an_occurrence_has_no_rule(dora: Client, master: Json) -> None:
    """A rule for one occurrence is refused."""
    one = dora.occurrence(master["id"], DAYS[1])
    body = {"recurrence": master["recurrence"]}
    answer = dora.call("PATCH", f"/me/events/{one['id']}", body)
    assert refused(answer) == (400, "ErrorPropertyValidationFailure")


def test_an_occurrence_can_be_moved_between_its_neighbours(dora: Client, master: Json) -> None:
    """It keeps its id and its original start."""
    one = dora.occurrence(master["id"], DAYS[1])
    start, end = at("2026-03-19T15:00:00"), at("2026-03-19T16:00:00")
    moved = dora.patch(one["id"], start=start, end=end)
    assert moved["start"]["dateTime"] == "2026-03-19T14:00:00.0000000"
    assert moved["originalStart"] == "2026-03-17T09:00:00Z"
    assert dora.days(master["id"]) == [DAYS[0], "2026-03-19", *DAYS[2:]]


@pytest.mark.parametrize("day", ["2026-03-10", "2026-03-24", "2026-03-25", "2026-03-02"])
def test_an_occurrence_does_not_pass_its_neighbours(dora: Client, master: Json, day: str) -> None:
    """Neither to the day of a neighbour nor beyond it."""
    one = dora.occurrence(master["id"], DAYS[1])
    body = {"start": at(f"{day}T15:00:00"), "end": at(f"{day}T16:00:00")}
    assert refused(dora.call("PATCH", f"/me/events/{one['id']}", body)) == CROSSING
    assert dora.days(master["id"]) == DAYS


def test_the_last_occurrence_may_go_far(dora: Client, master: Json) -> None:
    """Only where there is a neighbour there is a boundary."""
    one = dora.occurrence(master["id"], DAYS[4])
    times = {"start": at("2026-05-20T10:00:00"), "end": at("2026-05-20T11:00:00")}
    assert dora.patch(one["id"], **times)["type"] == "exception"


def test_an_occurrence_does_not_last_into_its_neighbour(dora: Client, master: Json) -> None:
    """A long occurrence would overlap the next one."""
    one = dora.occurrence(master["id"], DAYS[1])
    body = {"end": at("2026-03-24T09:00:00")}
    assert refused(dora.call("PATCH", f"/me/events/{one['id']}", body)) == CROSSING


def test_a_deleted_occurrence_is_named_by_its_master_alone(dora: Client, master: Json) -> None:
    """cancelledOccurrences comes when it is selected of a single master, and only then."""
    one = dora.occurrence(master["id"], DAYS[2])
    dora.delete(one["id"])
    assert dora.days(master["id"]) == [*DAYS[:2], *DAYS[3:]]
    assert refused(dora.call("GET", f"/me/events/{one['id']}")) == (404, "ErrorItemNotFound")
    assert whole(dora, master["id"])["cancelledOccurrences"] == [f"OID.{master['id']}.{DAYS[2]}"]
    assert "cancelledOccurrences" not in dora.get(master["id"])
    for listed in dora.events(__select="id,cancelledOccurrences"):
        assert "cancelledOccurrences" not in listed


def test_exceptions_come_when_they_are_expanded(dora: Client, master: Json) -> None:
    """exceptionOccurrences of a single master has the changed ones, trimmed as asked."""
    dora.patch(dora.occurrence(master["id"], DAYS[1])["id"], subject="Special")
    dora.delete(dora.occurrence(master["id"], DAYS[2])["id"])
    [found] = whole(dora, master["id"])["exceptionOccurrences"]
    assert (found["subject"], found["originalStart"]) == ("Special", "2026-03-17T09:00:00Z")
    assert "body" not in found
    assert "exceptionOccurrences" not in dora.get(master["id"])


def test_ids_inside_a_series_follow_the_wish(dora: Client, master: Json) -> None:
    """Exceptions, masters and cancelled occurrences are all named in the form asked for."""
    dora.patch(dora.occurrence(master["id"], DAYS[1])["id"], subject="Special")
    dora.delete(dora.occurrence(master["id"], DAYS[2])["id"])
    wish = {"Prefer": 'IdType="ImmutableId"'}
    query = {"__select": "id,cancelledOccurrences", "__expand": EXCEPTIONS}
    found = dora.ok("GET", f"/me/events/{master['id']}", headers=wish, **query)
    lasting = found["id"]
    assert lasting != master["id"]
    assert found["cancelledOccurrences"] == [f"OID.{lasting}.{DAYS[2]}"]
    exception = found["exceptionOccurrences"][0]["id"]
    assert dora.get(exception, headers=wish)["seriesMasterId"] == lasting


def test_a_deleted_exception_is_cancelled(dora: Client, master: Json) -> None:
    """What was changed and then deleted is no exception any more."""
    one = dora.occurrence(master["id"], DAYS[1])
    dora.patch(one["id"], subject="Special")
    dora.delete(one["id"])
    found = whole(dora, master["id"])
    assert found["exceptionOccurrences"] == [] and len(found["cancelledOccurrences"]) == 1


def test_the_series_goes_with_its_last_occurrence(dora: Client, master: Json) -> None:
    """A series without occurrences does not exist."""
    for day in DAYS:
        dora.delete(dora.occurrence(master["id"], day)["id"])
    assert refused(dora.call("GET", f"/me/events/{master['id']}")) == (404, "ErrorItemNotFound")


def test_the_occurrences_go_with_their_master(dora: Client, master: Json) -> None:
    """A deleted master takes all occurrences and exceptions along."""
    one = dora.occurrence(master["id"], DAYS[1])
    dora.patch(one["id"], subject="Special")
    dora.delete(master["id"])
    assert dora.view() == []
    assert refused(dora.call("GET", f"/me/events/{one['id']}")) == (404, "ErrorItemNotFound")


def test_an_exception_changes_the_version_of_its_master(dora: Client, master: Json) -> None:
    """The series is one item: its etag moves with any of its occurrences."""
    dora.patch(dora.occurrence(master["id"], DAYS[1])["id"], subject="Special")
    assert dora.get(master["id"])["@odata.etag"] != master["@odata.etag"]


def test_a_series_that_moves_loses_its_exceptions(dora: Client, master: Json) -> None:
    """Outlook warns of it: other times for the series, and all occurrences are as the rule says."""
    dora.patch(dora.occurrence(master["id"], DAYS[1])["id"], subject="Special")
    dora.delete(dora.occurrence(master["id"], DAYS[2])["id"])
    dora.patch(master["id"], start=at("2026-03-10T14:00:00"), end=at("2026-03-10T15:00:00"))
    found = whole(dora, master["id"])
    assert (found["exceptionOccurrences"], found["cancelledOccurrences"]) == ([], [])
    assert dora.days(master["id"]) == DAYS


def test_a_series_that_ends_sooner_keeps_the_exceptions_that_are_left(
    dora: Client, master: Json
) -> None:
    """A new end alone touches no occurrence before it."""
    dora.patch(dora.occurrence(master["id"], DAYS[1])["id"], subject="Special")
    dora.patch(dora.occurrence(master["id"], DAYS[4])["id"], subject="Too late")
    limits = {"type": "endDate", "startDate": DAYS[0], "endDate": DAYS[3]}
    rule = {"pattern": master["recurrence"]["pattern"], "range": limits}
    dora.patch(master["id"], recurrence=rule)
    assert [one["subject"] for one in whole(dora, master["id"])["exceptionOccurrences"]] == [
        "Special"
    ]
    assert dora.days(master["id"]) == DAYS[:4]


def test_exceptions_can_be_lost_with_any_new_rule(
    control: Control, dora: Client, master: Json
) -> None:
    """A switch: some clients see all exceptions go when only the end changes."""
    control.settings(keep_exceptions=False)
    dora.patch(dora.occurrence(master["id"], DAYS[1])["id"], subject="Special")
    limits = {"type": "endDate", "startDate": DAYS[0], "endDate": DAYS[3]}
    rule = {"pattern": master["recurrence"]["pattern"], "range": limits}
    dora.patch(master["id"], recurrence=rule)
    assert whole(dora, master["id"])["exceptionOccurrences"] == []


def test_a_moved_series_takes_its_range_along(dora: Client, master: Json) -> None:
    """A new start without a rule moves the beginning of the range."""
    later = {"start": at("2026-03-17T10:00:00"), "end": at("2026-03-17T11:00:00")}
    changed = dora.patch(master["id"], **later)
    assert changed["recurrence"]["range"]["startDate"] == "2026-03-17"
    assert dora.days(master["id"])[0] == "2026-03-17"


def test_extended_properties_of_a_series_are_its_own(dora: Client) -> None:
    """The property of a master is found once, not on each occurrence."""
    made = dora.create(series(singleValueExtendedProperties=[{"id": PROPERTY, "value": "1"}]))
    search = f"singleValueExtendedProperties/any(ep: ep/id eq '{PROPERTY}' and ep/value eq '1')"
    assert [one["id"] for one in dora.events(__filter=search)] == [made["id"]]


# --- series with guests -------------------------------------------------------------------------


def test_one_occurrence_mails_for_itself(dora: Client, emil: Client, mails: Look) -> None:
    """A change of an occurrence is a mail, and an exception in the guest's calendar too."""
    made = dora.create(series(attendees=guests(EMIL)))
    mails()
    dora.patch(dora.occurrence(made["id"], DAYS[1])["id"], subject="Special")
    assert mails() == [("update", EMIL)]
    [copy] = emil.events()
    assert [one["subject"] for one in whole(emil, copy["id"])["exceptionOccurrences"]] == [
        "Special"
    ]


def test_a_series_with_exceptions_mails_for_each(dora: Client, mails: Look) -> None:
    """A change of the whole is one mail, and one more for every changed occurrence."""
    made = dora.create(series(attendees=guests(EMIL)))
    for day in DAYS[1:3]:
        dora.patch(dora.occurrence(made["id"], day)["id"], subject=f"Special {day}")
    mails()
    dora.patch(made["id"], location={"displayName": "Room"})
    assert mails() == [("update", EMIL)] * 3


def test_a_deleted_occurrence_is_a_cancelled_one_at_the_guest(
    dora: Client, emil: Client, mails: Look
) -> None:
    """The guest is mailed; the occurrence stays, cancelled, until the guest deletes it."""
    made = dora.create(series(attendees=guests(EMIL)))
    mails()
    dora.delete(dora.occurrence(made["id"], DAYS[1])["id"])
    assert mails() == [("cancellation", EMIL)]
    [copy] = emil.events()
    one = emil.occurrence(copy["id"], DAYS[1])
    assert one["isCancelled"] and one["subject"] == "Canceled: Planning"
    assert not emil.get(copy["id"])["isCancelled"]
    emil.delete(one["id"])
    assert mails() == []
    assert emil.days(copy["id"]) == [DAYS[0], *DAYS[2:]]


def test_a_moved_series_is_moved_at_the_guest(dora: Client, emil: Client) -> None:
    """The guest's copy has no exceptions either after the organizer's have gone."""
    made = dora.create(series(attendees=guests(EMIL)))
    dora.patch(dora.occurrence(made["id"], DAYS[1])["id"], start=at("2026-03-18T10:00:00"),
               end=at("2026-03-18T11:00:00"))  # fmt: skip
    dora.delete(dora.occurrence(made["id"], DAYS[2])["id"])
    dora.patch(made["id"], start=at("2026-03-10T14:00:00"), end=at("2026-03-10T15:00:00"))
    [copy] = emil.events()
    found = whole(emil, copy["id"])
    assert (found["exceptionOccurrences"], found["cancelledOccurrences"]) == ([], [])
    assert emil.days(copy["id"]) == DAYS
    assert {one["start"]["dateTime"][11:16] for one in emil.view()} == {"13:00", "12:00"}


def test_what_a_guest_deleted_stays_deleted(dora: Client, emil: Client) -> None:
    """An update that moves nothing does not bring back what the guest has removed."""
    made = dora.create(series(attendees=guests(EMIL)))
    [copy] = emil.events()
    emil.delete(emil.occurrence(copy["id"], DAYS[3])["id"])
    dora.patch(made["id"], subject="New")
    assert emil.days(copy["id"]) == [*DAYS[:3], DAYS[4]]
    assert dora.days(made["id"]) == DAYS


def test_somebody_can_be_invited_to_one_occurrence(dora: Client, emil: Client) -> None:
    """They have a single event with the day in its iCalUId, and nothing of the series."""
    made = dora.create(series())
    one = dora.occurrence(made["id"], DAYS[1])
    dora.patch(one["id"], attendees=guests(EMIL))
    [alone] = emil.events()
    assert (alone["type"], alone["isOrganizer"]) == ("singleInstance", False)
    assert alone["iCalUId"] == dora.get(one["id"])["iCalUId"] != made["iCalUId"]


def test_an_answer_to_one_occurrence_is_for_it_alone(dora: Client, emil: Client) -> None:
    """The organizer sees it on that occurrence."""
    made = dora.create(series(attendees=guests(EMIL)))
    [copy] = emil.events()
    one = emil.occurrence(copy["id"], DAYS[1])
    emil.ok("POST", f"/me/events/{one['id']}/accept", {})
    theirs = dora.occurrence(made["id"], DAYS[1])
    assert theirs["attendees"][0]["status"]["response"] == "accepted"
    assert dora.get(made["id"])["attendees"][0]["status"]["response"] == "none"


def test_an_exception_of_the_guest_ends_with_that_of_the_organizer(
    dora: Client, emil: Client
) -> None:
    """Put back to where it was, an occurrence is where it was at the guest too."""
    made = dora.create(series(attendees=guests(EMIL)))
    one = dora.occurrence(made["id"], DAYS[1])
    for hour in ("15", "10"):
        times = {"start": at(f"{DAYS[1]}T{hour}:00:00"), "end": at(f"{DAYS[1]}T{hour}:30:00")}
        dora.patch(one["id"], **times)
    [copy] = emil.events()
    found = emil.occurrence(copy["id"], DAYS[1])
    assert found["start"] == dora.get(one["id"])["start"]
    assert found["end"] == dora.get(one["id"])["end"]


def test_the_acts_of_a_person_on_a_series(control: Control, dora: Client) -> None:
    """In Outlook somebody changes one, those from it on, or all."""
    made = control.add(DORA, series())
    one = dora.occurrence(made["id"], DAYS[1])
    control.edit(DORA, one["id"], {"subject": "One"})
    control.edit(DORA, dora.occurrence(made["id"], DAYS[3])["id"], {"subject": "Rest"},
                 scope="following")  # fmt: skip
    control.delete(DORA, dora.occurrence(made["id"], DAYS[2])["id"])
    found = [(event["start"]["dateTime"][:10], event["subject"]) for event in dora.view()]
    assert found == [
        (DAYS[0], "Planning"), (DAYS[1], "One"), (DAYS[3], "Rest"), (DAYS[4], "Rest"),
    ]  # fmt: skip
