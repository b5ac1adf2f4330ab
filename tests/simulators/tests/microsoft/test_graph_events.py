"""Single events: create, read, change, delete; their ids and etags."""

from __future__ import annotations

import pytest

from tests.simulators.microsoft.control import Control

from .conftest import DORA, Client, meeting, refused


def test_what_is_created_can_be_read(dora: Client) -> None:
    """The answer to a creation is the event as it is read afterwards, with an etag."""
    answer = dora.call("POST", "/me/events", meeting(categories=["Red category"]))
    made = answer.json()
    assert answer.status_code == 201
    assert made == dora.get(made["id"])
    assert made["@odata.etag"] == f'W/"{made["changeKey"]}"' == answer.headers["ETag"]
    assert (made["type"], made["isOrganizer"]) == ("singleInstance", True)
    assert made["categories"] == ["Red category"]


def test_what_is_not_said_has_its_usual_value(dora: Client) -> None:
    """A bare event is busy, normal, with a reminder and without attendees."""
    made = dora.create()
    expected = {
        "showAs": "busy", "sensitivity": "normal", "importance": "normal", "isAllDay": False,
        "isReminderOn": True, "reminderMinutesBeforeStart": 15, "attendees": [],
        "responseRequested": True, "allowNewTimeProposals": True, "hideAttendees": False,
        "isOnlineMeeting": False, "onlineMeetingProvider": "unknown", "recurrence": None,
        "isCancelled": False, "isDraft": False, "seriesMasterId": None,
    }  # fmt: skip
    assert {name: made[name] for name in expected} == expected
    assert made["responseStatus"] == {"response": "organizer", "time": "0001-01-01T00:00:00Z"}


def test_a_patch_changes_only_what_it_names(dora: Client) -> None:
    """Omitted properties stay; etag and time of change move on."""
    made = dora.create(categories=["a"], showAs="oof")
    dora.sim.world.clock.advance(60)
    changed = dora.patch(made["id"], subject="New")
    assert (changed["subject"], changed["categories"], changed["showAs"]) == ("New", ["a"], "oof")
    assert changed["@odata.etag"] != made["@odata.etag"]
    assert changed["lastModifiedDateTime"] > made["lastModifiedDateTime"]
    assert changed["createdDateTime"] == made["createdDateTime"]


def test_null_restores_the_usual_value(dora: Client) -> None:
    """A property set to null is as if it had never been given."""
    made = dora.create(categories=["a"])
    changed = dora.patch(made["id"], categories=None, subject=None)
    assert (changed["categories"], changed["subject"]) == ([], "")


def test_deleted_is_gone(dora: Client) -> None:
    """A deleted event answers 404, also when it is deleted again."""
    made = dora.create()
    dora.delete(made["id"])
    assert refused(dora.call("GET", f"/me/events/{made['id']}")) == (404, "ErrorItemNotFound")
    assert refused(dora.call("DELETE", f"/me/events/{made['id']}")) == (404, "ErrorItemNotFound")
    assert dora.events() == []


def test_an_event_is_found_in_its_own_calendar_only(dora: Client) -> None:
    """A path that names another calendar does not lead to the event; the id alone does."""
    own = dora.ok("GET", "/me/calendar")["id"]
    other = dora.ok("POST", "/me/calendars", {"name": "Other"})["id"]
    made = dora.ok("POST", f"/me/calendars/{other}/events", meeting())
    assert dora.ok("GET", f"/me/calendars/{other}/events/{made['id']}")["id"] == made["id"]
    answer = dora.call("GET", f"/me/calendars/{own}/events/{made['id']}")
    assert refused(answer) == (404, "ErrorItemNotFound")
    assert dora.get(made["id"])["id"] == made["id"]
    assert dora.events() == []


# --- what identifies an event -------------------------------------------------------------------


def test_a_text_that_is_no_id_is_malformed(dora: Client) -> None:
    """400, not 404: the client has lost the id, not the event."""
    assert refused(dora.call("GET", "/me/events/nonsense")) == (400, "ErrorInvalidIdMalformed")


def test_ids_are_case_sensitive(dora: Client) -> None:
    """The same letters in other cases are another id."""
    made = dora.create()
    assert not dora.call("GET", f"/me/events/{made['id'].swapcase()}").ok


def test_the_usual_id_changes_when_an_event_is_moved(control: Control, dora: Client) -> None:
    """An id of before a move is unknown; the immutable one stays."""
    other = dora.ok("POST", "/me/calendars", {"name": "Other"})["id"]
    wish = {"Prefer": 'IdType="ImmutableId"'}
    made = dora.create()
    lasting = dora.get(made["id"], headers=wish)["id"]
    assert lasting != made["id"]
    moved = control.move_to(DORA, made["id"], other)
    assert moved["id"] != made["id"]
    assert refused(dora.call("GET", f"/me/events/{made['id']}")) == (404, "ErrorItemNotFound")
    assert dora.get(lasting)["id"] == moved["id"]
    assert dora.get(moved["id"], headers=wish)["id"] == lasting


def test_the_wish_for_immutable_ids_is_confirmed(dora: Client) -> None:
    """The header is applied to everything a call shows, and says so."""
    dora.create()
    usual = dora.events()[0]["id"]
    answer = dora.call("GET", "/me/events", headers={"Prefer": 'IdType="ImmutableId"'})
    assert answer.json()["value"][0]["id"] != usual
    assert "ImmutableId" in answer.headers["Preference-Applied"]


def test_a_transaction_makes_one_event(dora: Client) -> None:
    """The same creation posted twice is refused and names the event that there is."""
    made = dora.create(transactionId="once")
    assert made["transactionId"] == "once"
    answer = dora.call("POST", "/me/events", meeting(transactionId="once", subject="Other"))
    assert refused(answer) == (400, "ErrorDuplicateTransactionId")
    assert answer.json()["error"]["@event.existingEventId"] == made["id"]
    assert len(dora.events()) == 1


def test_the_existing_event_is_named_in_the_wanted_form(dora: Client) -> None:
    """Who works with immutable ids gets one in the refusal too."""
    dora.create(transactionId="once")
    wish = {"Prefer": 'IdType="ImmutableId"'}
    again = dora.call("POST", "/me/events", meeting(transactionId="once"), headers=wish)
    [found] = dora.ok("GET", "/me/events", headers=wish)["value"]
    assert again.json()["error"]["@event.existingEventId"] == found["id"]


def test_some_see_409_for_a_repeated_transaction(control: Control, dora: Client) -> None:
    """Both statuses have been seen; a client has to look at the code."""
    control.settings(duplicate_status=409)
    dora.create(transactionId="once")
    again = dora.call("POST", "/me/events", meeting(transactionId="once"))
    assert refused(again) == (409, "ErrorDuplicateTransactionId")


def test_a_transaction_is_not_changed_later(dora: Client) -> None:
    """transactionId is set when an event is made, and never again."""
    made = dora.create()
    assert dora.patch(made["id"], transactionId="late")["transactionId"] is None


# --- preconditions ------------------------------------------------------------------------------


@pytest.mark.parametrize("method", ["PATCH", "DELETE"])
def test_a_stale_etag_is_refused(dora: Client, method: str) -> None:
    """Who has not seen the latest state does not overwrite it."""
    made = dora.create()
    dora.patch(made["id"], subject="Meanwhile")
    body = {"subject": "Mine"} if method == "PATCH" else None
    stale = {"If-Match": made["@odata.etag"]}
    answer = dora.call(method, f"/me/events/{made['id']}", body, headers=stale)
    assert refused(answer) == (412, "ErrorIrresolvableConflict")
    assert dora.get(made["id"])["subject"] == "Meanwhile"


@pytest.mark.parametrize("match", ["current", "*"])
def test_the_present_etag_is_accepted(dora: Client, match: str) -> None:
    """The current version, or any, may be changed."""
    made = dora.create()
    wanted = made["@odata.etag"] if match == "current" else match
    assert dora.patch(made["id"], headers={"If-Match": wanted}, subject="x")["subject"] == "x"


def test_a_patch_without_effect_changes_nothing(dora: Client) -> None:
    """Writing what is there already leaves the etag alone."""
    made = dora.create()
    assert dora.patch(made["id"], subject="Planning")["@odata.etag"] == made["@odata.etag"]
