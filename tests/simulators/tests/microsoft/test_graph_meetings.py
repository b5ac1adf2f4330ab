"""Meetings with other people: copies, mails that cannot be silenced."""

from __future__ import annotations

from typing import Any

import pytest

from tests.simulators.microsoft import MicrosoftSimulator
from tests.simulators.microsoft.control import Control

from .conftest import DORA, EMIL, FRIDA, Client, Look, at, guests, meeting, refused

Json = dict[str, Any]
OUTSIDE = "guest@elsewhere.example"


def copy(client: Client) -> Json:
    """The only event of somebody."""
    [found] = client.events()
    return found


def status(client: Client, event_id: str, email: str = EMIL) -> str:
    """What the organizer knows of a guest's answer."""
    rows = client.get(event_id)["attendees"]
    return next(
        row["status"]["response"] for row in rows if row["emailAddress"]["address"] == email
    )


@pytest.fixture
def invited(dora: Client, mails: Look) -> Json:
    """A meeting of Dora's with Emil."""
    made = dora.create(attendees=guests(EMIL))
    mails()
    return made


# --- invitations --------------------------------------------------------------------------------


def test_a_meeting_is_in_the_calendars_of_its_guests(dora: Client, emil: Client) -> None:
    """The guest has a copy at once, tentative and unanswered, with the same iCalUId."""
    made = dora.create(attendees=guests(EMIL), body={"contentType": "html", "content": "<b>x</b>"})
    theirs = copy(emil)
    assert theirs["iCalUId"] == made["iCalUId"] and theirs["id"] != made["id"]
    assert not theirs["isOrganizer"] and theirs["showAs"] == "tentative"
    assert theirs["organizer"]["emailAddress"] == {"name": "Dora Demo", "address": DORA}
    assert theirs["responseStatus"]["response"] == "notResponded"
    assert theirs["body"] == made["body"] and theirs["start"] == made["start"]
    assert made["attendees"][0]["status"]["response"] == "none"


def test_everybody_who_is_invited_is_mailed(dora: Client, mails: Look) -> None:
    """Known or not, required, optional or a room: an invitation each, and none to oneself."""
    rows = guests(EMIL, OUTSIDE) + guests(FRIDA, kind="optional") + guests(DORA)
    dora.create(attendees=rows)
    assert sorted(mails()) == [("invitation", EMIL), ("invitation", FRIDA), ("invitation", OUTSIDE)]


def test_a_mail_says_why_it_was_sent(sim: MicrosoftSimulator, dora: Client) -> None:
    """The log names kind, sender, receiver, event and the call that caused it."""
    made = dora.create(attendees=guests(EMIL))
    [mail] = sim.world.mails
    assert (mail.kind, mail.sender, mail.to) == ("invitation", DORA, EMIL)
    assert (mail.event_id, mail.summary, mail.why) == (made["id"], "Planning", "POST /me/events")


def test_nothing_keeps_outlook_quiet(dora: Client, mails: Look) -> None:
    """Neither responseRequested nor a query option suppresses the invitation."""
    body = meeting(attendees=guests(EMIL), responseRequested=False)
    dora.ok("POST", "/me/events", body, sendUpdates="none")
    assert mails() == [("invitation", EMIL)]


def test_a_past_meeting_is_mailed_too(dora: Client, mails: Look) -> None:
    """An export of old meetings mails people about things long gone."""
    dora.create(attendees=guests(EMIL), start=at("2020-03-10T10:00:00"),
                end=at("2020-03-10T11:00:00"))  # fmt: skip
    assert mails() == [("invitation", EMIL)]


def test_without_attendees_there_is_no_mail(dora: Client, mails: Look) -> None:
    """The only way to write without a mail is to write without attendees."""
    made = dora.create()
    dora.patch(made["id"], subject="x")
    dora.delete(made["id"])
    assert mails() == []


# --- changes ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "change",
    [
        {"subject": "New"},
        {"body": {"contentType": "text", "content": "New"}},
        {"location": {"displayName": "Room"}},
        {"start": at("2026-03-10T09:00:00")},
        {"importance": "high"},
    ],
)
def test_a_change_mails_all_and_reaches_the_copies(
    dora: Client, emil: Client, mails: Look, change: Json
) -> None:
    """An update each; the guests' copies change with it."""
    made = dora.create(attendees=guests(EMIL, OUTSIDE))
    mails()
    changed = dora.patch(made["id"], **change)
    assert sorted(mails()) == [("update", EMIL), ("update", OUTSIDE)]
    [name] = change
    assert copy(emil)[name] == changed[name]


@pytest.mark.parametrize(
    "change",
    [
        {"categories": ["c"]},
        {"isReminderOn": False},
        {"reminderMinutesBeforeStart": 5},
        {"subject": "Planning"},
    ],
)
def test_private_and_idle_changes_mail_nobody(
    dora: Client, invited: Json, mails: Look, change: Json
) -> None:
    """Categories and reminders are one's own; a change that changes nothing is none."""
    dora.patch(invited["id"], **change)
    assert mails() == []


def test_a_switch_for_mails_with_every_patch(
    control: Control, dora: Client, invited: Json, mails: Look
) -> None:
    """Some tenants mail for idle changes too."""
    control.settings(patch_always_mails=True)
    dora.patch(invited["id"], subject="Planning")
    assert mails() == [("update", EMIL)]


def test_attendees_alone_mail_those_who_changed(dora: Client, invited: Json, mails: Look) -> None:
    """Who joins is invited, who leaves is told; the others hear nothing."""
    dora.patch(invited["id"], attendees=guests(EMIL, FRIDA))
    assert mails() == [("invitation", FRIDA)]
    dora.patch(invited["id"], attendees=guests(FRIDA))
    assert mails() == [("cancellation", EMIL)]


def test_attendees_with_anything_else_mail_all(dora: Client, invited: Json, mails: Look) -> None:
    """A body that names more than the attendees is an update for everybody."""
    dora.patch(invited["id"], attendees=guests(EMIL, FRIDA), subject="Planning")
    assert sorted(mails()) == [("invitation", FRIDA), ("update", EMIL)]


def test_the_list_of_attendees_is_replaced(dora: Client, emil: Client, invited: Json) -> None:
    """A PATCH with half of the list uninvites the other half; answers of the rest stay."""
    dora.patch(invited["id"], attendees=guests(EMIL, FRIDA))
    emil.ok("POST", f"/me/events/{copy(emil)['id']}/accept", {})
    rows = dora.patch(invited["id"], attendees=guests(EMIL))["attendees"]
    assert [row["emailAddress"]["address"] for row in rows] == [EMIL]
    assert rows[0]["status"]["response"] == "accepted"


def test_who_is_uninvited_has_a_cancelled_copy(dora: Client, emil: Client, invited: Json) -> None:
    """For them the meeting is cancelled."""
    dora.patch(invited["id"], attendees=[])
    theirs = copy(emil)
    assert theirs["isCancelled"] and theirs["subject"] == "Canceled: Planning"


def test_a_moved_meeting_asks_again(dora: Client, emil: Client, invited: Json) -> None:
    """Another time makes all answers void; another subject does not."""
    emil.ok("POST", f"/me/events/{copy(emil)['id']}/accept", {})
    dora.patch(invited["id"], subject="New")
    assert copy(emil)["responseStatus"]["response"] == "accepted"
    assert status(dora, invited["id"]) == "accepted"
    times = {"start": at("2026-03-11T10:00:00"), "end": at("2026-03-11T11:00:00")}
    dora.patch(invited["id"], **times)
    assert copy(emil)["responseStatus"]["response"] == "notResponded"
    assert status(dora, invited["id"]) == "none"


def test_an_update_leaves_what_is_the_guests_own(dora: Client, emil: Client, invited: Json) -> None:
    """Categories and reminder of the copy stay."""
    mine = emil.patch(copy(emil)["id"], categories=["mine"], reminderMinutesBeforeStart=3)
    dora.patch(invited["id"], subject="New")
    theirs = copy(emil)
    assert (theirs["id"], theirs["subject"]) == (mine["id"], "New")
    assert (theirs["categories"], theirs["reminderMinutesBeforeStart"]) == (["mine"], 3)


# --- what guests may do -------------------------------------------------------------------------


@pytest.mark.parametrize(
    "change",
    [
        {"subject": "Mine"},
        {"start": at("2026-03-10T09:00:00")},
        {"attendees": []},
        {"location": {"displayName": "x"}},
        {"isCancelled": True, "hideAttendees": True},
    ],
)
def test_guests_do_not_change_the_meeting(
    dora: Client, emil: Client, invited: Json, mails: Look, change: Json
) -> None:
    """What is the organizer's is refused, and nobody is mailed."""
    before = copy(emil)
    found = emil.call("PATCH", f"/me/events/{before['id']}", change)
    assert refused(found) == (403, "ErrorAccessDenied")
    assert (copy(emil), dora.get(invited["id"])["subject"]) == (before, "Planning")
    assert mails() == []


def test_guests_change_what_is_their_own(emil: Client, invited: Json, mails: Look) -> None:
    """Categories, reminder and how it is shown stay in the own copy."""
    changed = emil.patch(copy(emil)["id"], categories=["c"], showAs="free", isReminderOn=False)
    assert (changed["categories"], changed["showAs"]) == (["c"], "free")
    assert mails() == []


def test_a_guests_change_can_stay_in_the_copy(
    control: Control, dora: Client, emil: Client, invited: Json
) -> None:
    """A switch: the copy differs from the meeting then, until the organizer's next change."""
    control.settings(guest_patch="local")
    emil.patch(copy(emil)["id"], subject="Mine")
    assert dora.get(invited["id"])["subject"] == "Planning"
    dora.patch(invited["id"], location={"displayName": "Room"})
    assert copy(emil)["subject"] == "Planning"


def test_a_guest_who_deletes_removes_the_copy_alone(
    dora: Client, emil: Client, invited: Json, mails: Look
) -> None:
    """The meeting goes on and nobody is told."""
    emil.delete(copy(emil)["id"])
    assert emil.events() == [] and mails() == []
    assert dora.get(invited["id"])["attendees"][0]["status"]["response"] == "none"


def test_hidden_attendees(dora: Client, emil: Client) -> None:
    """With hideAttendees guests see nobody but themselves; the organizer sees all."""
    made = dora.create(attendees=guests(EMIL, FRIDA), hideAttendees=True)
    assert len(made["attendees"]) == 2
    rows = copy(emil)["attendees"]
    assert [row["emailAddress"]["address"] for row in rows] == [EMIL]
