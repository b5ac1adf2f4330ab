"""Guests: copies, responses, rights, and who is mailed."""

from __future__ import annotations

import pytest

from tests.simulators.google.control import ControlError

from .conftest import ANNA, BEN, CARLA, Client, at, reason, series

OUTSIDE = "someone@elsewhere.net"
GUESTS = {"attendees": [{"email": ANNA, "responseStatus": "accepted"}, {"email": BEN},
                        {"email": OUTSIDE}]}  # fmt: skip


def statuses(event):
    return {row["email"]: row["responseStatus"] for row in event["attendees"]}


def test_guests_get_a_copy_with_the_same_identity(anna, ben):
    """The copy has the id and iCalUID of the original, the organizer, and self on the guest."""
    event = anna.insert(GUESTS)
    copy = ben.get(event["id"])
    assert copy["iCalUID"] == event["iCalUID"]
    assert copy["organizer"] == {"email": ANNA}
    assert {"email": BEN, "responseStatus": "needsAction", "self": True} in copy["attendees"]
    assert copy["attendees"][0]["organizer"] is True


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"sendUpdates": "all"}, [BEN, OUTSIDE]),
        ({"sendUpdates": "externalOnly"}, [OUTSIDE]),
        ({"sendUpdates": "none"}, []),
        ({}, []),
        ({"sendNotifications": True}, [BEN, OUTSIDE]),
    ],
)
def test_who_is_invited_by_mail(anna, mails, query, expected):
    """Only sendUpdates decides who gets mail; without it nobody does."""
    anna.insert(GUESTS, **query)
    assert mails() == [("invitation", email) for email in expected]


def test_updates_are_mailed_for_shared_changes_only(anna, mails):
    """A change of the title mails the guests; reminders, colour and private data do not."""
    path = f"/{anna.insert(GUESTS)['id']}"
    anna.events("PATCH", path, {"summary": "New"}, sendUpdates="all")
    assert mails() == [("update", BEN), ("update", OUTSIDE)]
    private = {"colorId": "5", "extendedProperties": {"private": {"a": "b"}}}
    anna.events("PATCH", path, private, sendUpdates="all")
    assert mails() == []


def test_added_and_removed_guests_get_their_own_mails(anna, mails, ben):
    """A new guest is invited, a removed one told; the removed guest's copy is cancelled."""
    event = anna.insert(GUESTS)
    change = {"attendees": [{"email": ANNA}, {"email": OUTSIDE}, {"email": CARLA}]}
    anna.events("PATCH", f"/{event['id']}", change, sendUpdates="all")
    assert set(mails()) == {("cancellation", BEN), ("invitation", CARLA), ("update", OUTSIDE)}
    assert ben.get(event["id"])["status"] == "cancelled"


def test_changes_of_the_organizer_reach_the_copies(anna, ben):
    """Shared fields follow the organizer; what is private to a copy stays."""
    event = anna.insert(GUESTS)
    ben.events("PATCH", f"/{event['id']}", {"colorId": "3", "transparency": "transparent"})
    anna.events("PATCH", f"/{event['id']}", {"summary": "New", "colorId": "5"})
    copy = ben.get(event["id"])
    assert (copy["summary"], copy["colorId"], copy["transparency"]) == ("New", "3", "transparent")


def test_a_response_reaches_the_organizer_and_the_others(sim, anna, ben, mails):
    """An answer travels to every copy; the organizer is mailed when asked for."""
    carla = Client(sim, CARLA)
    event = anna.insert({"attendees": [*GUESTS["attendees"], {"email": CARLA}]})
    token = anna.items()[1]
    rows = [{**row, "responseStatus": "accepted"} if row["email"] == BEN else row
            for row in ben.get(event["id"])["attendees"]]  # fmt: skip
    ben.events("PATCH", f"/{event['id']}", {"attendees": rows}, sendUpdates="all")
    assert [statuses(item)[BEN] for item in anna.changes(token)] == ["accepted"]
    assert statuses(carla.get(event["id"]))[BEN] == "accepted"
    assert mails() == [("response", ANNA)]


def test_responses_of_big_meetings_stay(anna, ben, control):
    """With more than two hundred guests answers do not travel."""
    crowd = [{"email": f"guest{number}@elsewhere.net"} for number in range(200)]
    event = anna.insert({"attendees": [{"email": BEN}, *crowd]})
    control.answer(BEN, event["id"], "accepted")
    assert statuses(ben.get(event["id"]))[BEN] == "accepted"
    assert statuses(anna.get(event["id"]))[BEN] == "needsAction"


def test_with_attendees_omitted_only_the_own_response_changes(anna, ben):
    """A partial list marked as such removes nobody."""
    event = anna.insert(GUESTS)
    change = {"attendeesOmitted": True,
              "attendees": [{"email": BEN, "responseStatus": "declined"}]}  # fmt: skip
    ben.events("PATCH", f"/{event['id']}", change)
    assert statuses(anna.get(event["id"])) == {
        ANNA: "accepted", BEN: "declined", OUTSIDE: "needsAction",
    }  # fmt: skip


def test_a_guest_who_deletes_declines(anna, ben, mails):
    """Deleting one's copy is an answer to the organizer, not the end of the meeting."""
    event = anna.insert(GUESTS)
    ben.events("DELETE", f"/{event['id']}", sendUpdates="all")
    assert statuses(anna.get(event["id"]))[BEN] == "declined"
    assert anna.get(event["id"])["status"] == "confirmed"
    assert mails() == [("response", ANNA)]
    anna.events("PATCH", f"/{event['id']}", {"summary": "New"})
    assert ben.get(event["id"])["status"] == "cancelled"


@pytest.mark.parametrize(("send", "left"), [("all", "cancelled"), ("none", "confirmed")])
def test_a_silent_deletion_leaves_the_copies(anna, ben, send, left):
    """The organizer's deletion reaches the guests' copies only when it notifies."""
    event = anna.insert(GUESTS)
    anna.events("DELETE", f"/{event['id']}", sendUpdates=send)
    assert ben.get(event["id"])["status"] == left


def test_a_guests_change_of_shared_fields_stays_local(anna, ben):
    """A guest may rename the own copy; nobody else sees it, and the organizer overwrites it."""
    event = anna.insert(GUESTS)
    ben.events("PATCH", f"/{event['id']}", {"summary": "Mine"})
    assert anna.get(event["id"])["summary"] == "Planning"
    assert ben.get(event["id"])["summary"] == "Mine"
    anna.events("PATCH", f"/{event['id']}", {"location": "Room"})
    assert ben.get(event["id"])["summary"] == "Planning"


def test_guests_cannot_change_what_guests_can_do(anna, ben):
    """A PUT by a guest that leaves out a changed right counts as a reset and is refused."""
    event = anna.insert({**GUESTS, "guestsCanInviteOthers": False})
    body = ben.get(event["id"])
    del body["guestsCanInviteOthers"]
    answer = ben.call("PUT", f"calendars/primary/events/{event['id']}", body)
    assert reason(answer) == (403, "forbiddenForNonOrganizer")
    assert ben.call("PUT", f"calendars/primary/events/{event['id']}",
                    {**body, "guestsCanInviteOthers": False}).ok  # fmt: skip


def test_guests_can_modify_when_they_may(anna, ben):
    """With guestsCanModify a guest's change is everybody's."""
    event = anna.insert({**GUESTS, "guestsCanModify": True})
    ben.events("PATCH", f"/{event['id']}", {"summary": "Ours"})
    assert anna.get(event["id"])["summary"] == "Ours"


def test_guests_may_invite_others_unless_forbidden(sim, anna, ben, mails):
    """A guest's additional guest reaches the organizer and gets a copy."""
    event = anna.insert(GUESTS)
    rows = [*ben.get(event["id"])["attendees"], {"email": CARLA}]
    ben.events("PATCH", f"/{event['id']}", {"attendees": rows}, sendUpdates="all")
    assert CARLA in statuses(anna.get(event["id"]))
    assert ("invitation", CARLA) in mails()
    assert Client(sim, CARLA).get(event["id"])["summary"] == "Planning"


def test_hidden_guests_are_omitted(anna, ben):
    """With guestsCanSeeOtherGuests false a guest sees only itself, and is told so."""
    event = anna.insert({**GUESTS, "guestsCanSeeOtherGuests": False})
    copy = ben.get(event["id"])
    assert [row["email"] for row in copy["attendees"]] == [BEN]
    assert copy["attendeesOmitted"] is True
    assert len(anna.get(event["id"])["attendees"]) == 3


def test_max_attendees_gives_a_partial_list(anna):
    """More guests than asked for leaves only the own entry."""
    anna.insert(GUESTS)
    item = anna.events("GET", maxAttendees=2)["items"][0]
    assert [row["email"] for row in item["attendees"]] == [ANNA]
    assert item["attendeesOmitted"] is True
    assert "attendeesOmitted" not in anna.events("GET", maxAttendees=3)["items"][0]


def test_a_series_and_its_exceptions_reach_the_guests(anna, ben):
    """Guests get the master, changed instances and cancelled instances."""
    master = anna.insert({**series(), **GUESTS})
    anna.events("PATCH", f"/{master['id']}_20260317T090000Z", {"summary": "Special"})
    anna.events("DELETE", f"/{master['id']}_20260324T090000Z", sendUpdates="all")
    items = {item["id"][27:]: item for item in ben.items()[0]}
    assert items["20260317T090000Z"]["summary"] == "Special"
    assert items["20260324T090000Z"]["status"] == "cancelled"


def test_a_late_guest_gets_the_exceptions_too(sim, anna):
    """Whoever is invited to a series later sees its changed and cancelled instances."""
    master = anna.insert({**series(), **GUESTS})
    anna.events("DELETE", f"/{master['id']}_20260324T090000Z")
    rows = [*master["attendees"], {"email": CARLA}]
    anna.events("PATCH", f"/{master['id']}", {"attendees": rows})
    found = Client(sim, CARLA).events("GET", f"/{master['id']}/instances")["items"]
    assert len(found) == 4


def test_a_guest_of_one_instance_gets_only_that(sim, anna):
    """Somebody invited to one instance has the instance and not the series."""
    carla = Client(sim, CARLA)
    master = anna.insert({**series(), **GUESTS})
    target = f"{master['id']}_20260317T090000Z"
    rows = [*master["attendees"], {"email": CARLA}]
    anna.events("PATCH", f"/{target}", {"attendees": rows})
    assert [item["id"] for item in carla.items()[0]] == [target]
    missing = carla.call("GET", f"calendars/primary/events/{master['id']}")
    assert missing.status_code == 404


def test_an_answer_to_one_instance_stays_with_it(anna, ben, control):
    """Declining one instance changes that instance on both sides."""
    master = anna.insert({**series(), **GUESTS})
    target = f"{master['id']}_20260317T090000Z"
    control.answer(BEN, target, "declined")
    assert statuses(anna.get(target))[BEN] == "declined"
    assert statuses(anna.get(master["id"]))[BEN] == "needsAction"


def test_meetings_of_a_person_have_the_person_as_guest(sim, control, mails):
    """A meeting made in the page lists its maker as accepted, and mails the others."""
    event = control.add(ANNA, {"summary": "x", "start": at("2026-03-10T10:00:00"),
                               "end": at("2026-03-10T11:00:00"),
                               "attendees": [{"email": BEN}]})  # fmt: skip
    assert event["attendees"][0] == {"email": ANNA, "responseStatus": "accepted"}
    assert mails() == [("invitation", BEN)]


def test_a_revived_meeting_invites_again(anna, ben, mails):
    """Bringing a deleted meeting back gives the guests their copies again."""
    event = anna.insert(GUESTS)
    anna.events("DELETE", f"/{event['id']}", sendUpdates="all")
    mails()
    anna.events("PATCH", f"/{event['id']}", {"status": "confirmed"}, sendUpdates="all")
    assert ben.get(event["id"])["status"] == "confirmed"
    assert mails() == [("invitation", BEN), ("invitation", OUTSIDE)]


def test_an_outsider_answers_by_mail(anna, control):
    """Somebody without an account answers what was mailed, and cannot what was not."""
    event = anna.insert(GUESTS, sendUpdates="all")
    control.answer(OUTSIDE, event["id"], "accepted")
    assert statuses(anna.get(event["id"]))[OUTSIDE] == "accepted"
    silent = anna.insert(GUESTS)
    with pytest.raises(ControlError):
        control.answer(OUTSIDE, silent["id"], "accepted")


def test_an_outsider_invites_moves_and_cancels(anna, control):
    """A meeting of an outsider arrives, changes and is cancelled in the guest's calendar."""
    body = {"summary": "Visit", "start": at("2026-03-10T10:00:00"),
            "end": at("2026-03-10T11:00:00"), "attendees": [{"email": ANNA}]}  # fmt: skip
    event = control.add(OUTSIDE, body)
    assert anna.get(event["id"])["organizer"] == {"email": OUTSIDE}
    control.move(OUTSIDE, event["id"], at("2026-03-11T10:00:00"))
    assert anna.get(event["id"])["start"]["dateTime"].startswith("2026-03-11")
    control.delete(OUTSIDE, event["id"])
    assert anna.get(event["id"])["status"] == "cancelled"
