"""Answers to invitations, and meetings that are cancelled."""

from __future__ import annotations

from typing import Any

import pytest

from tests.simulators.microsoft import MicrosoftSimulator
from tests.simulators.microsoft.control import Control

from .conftest import DORA, EMIL, Client, Look, at, guests, refused

Json = dict[str, Any]
OUTSIDE = "guest@elsewhere.example"


def copy(client: Client) -> Json:
    """The only event of somebody."""
    [found] = client.events()
    return found


def answer(client: Client, event_id: str, action: str, **body: Any) -> tuple[int, str]:
    """The status of an answer, with the code of a refusal."""
    found = client.call("POST", f"/me/events/{event_id}/{action}", body)
    return refused(found) if found.content else (found.status_code, "")


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


@pytest.mark.parametrize(
    ("action", "expected"),
    [
        ("accept", ("accepted", "busy")),
        ("tentativelyAccept", ("tentativelyAccepted", "tentative")),
    ],
)
def test_an_answer_reaches_the_organizer(
    dora: Client, emil: Client, invited: Json, action: str, expected: tuple[str, str]
) -> None:
    """The organizer sees it in the list; the copy shows it too."""
    assert answer(emil, copy(emil)["id"], action) == (202, "")
    assert status(dora, invited["id"]) == expected[0]
    theirs = copy(emil)
    assert (theirs["responseStatus"]["response"], theirs["showAs"]) == expected


def test_the_organizer_is_mailed_an_answer(
    sim: MicrosoftSimulator, emil: Client, invited: Json
) -> None:
    """One mail with the answer and the guest's words."""
    answer(emil, copy(emil)["id"], "accept", comment="Gladly")
    [mail] = sim.world.mails
    assert (mail.kind, mail.sender, mail.to) == ("response", EMIL, DORA)
    assert (mail.details["response"], mail.details["comment"]) == ("accepted", "Gladly")


def test_a_declined_meeting_leaves_the_calendar(
    dora: Client, emil: Client, invited: Json, mails: Look
) -> None:
    """The guest's copy is gone; the organizer keeps the guest on the list, declined."""
    assert answer(emil, copy(emil)["id"], "decline") == (202, "")
    assert emil.events() == [] and mails() == [("response", DORA)]
    assert status(dora, invited["id"]) == "declined"


def test_a_declined_meeting_can_stay(control: Control, emil: Client, invited: Json) -> None:
    """A switch for mailboxes that keep declined meetings."""
    control.settings(keep_declined=True)
    answer(emil, copy(emil)["id"], "decline")
    assert copy(emil)["responseStatus"]["response"] == "declined"


def test_an_answer_can_be_kept_to_oneself(
    dora: Client, emil: Client, invited: Json, mails: Look
) -> None:
    """Without a response the organizer does not learn of it."""
    assert answer(emil, copy(emil)["id"], "accept", sendResponse=False) == (202, "")
    assert copy(emil)["responseStatus"]["response"] == "accepted"
    assert status(dora, invited["id"]) == "none" and mails() == []


def test_names_of_parameters_begin_in_either_case(emil: Client, invited: Json) -> None:
    """The metadata has Comment and SendResponse, the documentation comment and sendResponse."""
    assert answer(emil, copy(emil)["id"], "accept", SendResponse=False, Comment="x")[0] == 202


@pytest.mark.parametrize(
    "body", [[1], {"sendResponse": "no"}, {"proposedNewTime": "later"}, {"reply": True}]
)
def test_malformed_answers_are_refused(emil: Client, invited: Json, body: Any) -> None:
    """Parameters that the action does not have, or of another type, answer nothing."""
    theirs = copy(emil)
    found = emil.call("POST", f"/me/events/{theirs['id']}/accept", body)
    assert found.status_code == 400
    assert copy(emil) == theirs


def test_one_does_not_answer_ones_own_meeting(dora: Client, invited: Json) -> None:
    """The organizer is there anyway."""
    assert answer(dora, invited["id"], "accept") == (400, "ErrorInvalidRequest")


def test_no_answer_where_none_is_wanted(dora: Client, emil: Client) -> None:
    """With responseRequested off an answer is refused, unless it is kept to oneself."""
    dora.create(attendees=guests(EMIL), responseRequested=False)
    theirs = copy(emil)["id"]
    assert answer(emil, theirs, "accept") == (400, "ErrorInvalidRequest")
    assert answer(emil, theirs, "accept", sendResponse=False) == (202, "")


def test_another_time_can_be_proposed(dora: Client, emil: Client, invited: Json) -> None:
    """The organizer sees the proposal beside the answer."""
    slot = {"start": at("2026-03-11T10:00:00"), "end": at("2026-03-11T11:00:00")}
    theirs = copy(emil)["id"]
    assert answer(emil, theirs, "tentativelyAccept", proposedNewTime=slot) == (202, "")
    row = dora.get(invited["id"])["attendees"][0]
    assert row["proposedNewTime"]["start"] == at("2026-03-11T09:00:00.0000000", "UTC")


@pytest.mark.parametrize(
    ("action", "allowed", "send"),
    [("accept", True, True), ("decline", False, True), ("tentativelyAccept", True, False)],
)
def test_a_proposal_has_to_be_possible(
    dora: Client, emil: Client, action: str, allowed: bool, send: bool
) -> None:
    """Not with yes, not when proposals are not allowed, not without a response."""
    dora.create(attendees=guests(EMIL), allowNewTimeProposals=allowed)
    slot = {"start": at("2026-03-11T10:00:00"), "end": at("2026-03-11T11:00:00")}
    body = {"proposedNewTime": slot, "sendResponse": send}
    assert answer(emil, copy(emil)["id"], action, **body) == (400, "ErrorInvalidRequest")


# --- cancelling ---------------------------------------------------------------------------------


def test_deleting_a_meeting_cancels_it(
    dora: Client, emil: Client, invited: Json, mails: Look
) -> None:
    """All guests are mailed; their copies stay, cancelled and free, until they delete them."""
    dora.delete(invited["id"])
    assert mails() == [("cancellation", EMIL)]
    theirs = copy(emil)
    assert theirs["isCancelled"] and theirs["showAs"] == "free"
    assert answer(emil, theirs["id"], "accept") == (400, "ErrorInvalidRequest")
    emil.delete(theirs["id"])
    assert emil.events() == [] and mails() == []


def test_cancelling_says_why(sim: MicrosoftSimulator, dora: Client, invited: Json) -> None:
    """POST cancel sends the organizer's words and takes the meeting out of the calendar."""
    assert answer(dora, invited["id"], "cancel", comment="Sorry") == (202, "")
    [mail] = sim.world.mails
    assert (mail.kind, mail.details["comment"]) == ("cancellation", "Sorry")
    assert dora.events() == []


def test_only_the_organizer_cancels(emil: Client, invited: Json) -> None:
    """In Graph's own words."""
    found = emil.call("POST", f"/me/events/{copy(emil)['id']}/cancel", {})
    assert refused(found) == (400, "ErrorInvalidRequest")
    words = "You need to be an organizer to cancel a meeting."
    assert words in found.json()["error"]["message"]


def test_a_copy_deleted_early_does_not_come_back(dora: Client, emil: Client, invited: Json) -> None:
    """A cancellation of what is not there any more changes nothing."""
    emil.delete(copy(emil)["id"])
    dora.delete(invited["id"])
    assert emil.events() == []


def test_an_update_brings_a_deleted_copy_back(dora: Client, emil: Client, invited: Json) -> None:
    """Who only deleted the copy is still invited, and sees the meeting after its next change."""
    emil.delete(copy(emil)["id"])
    dora.patch(invited["id"], subject="New")
    assert copy(emil)["subject"] == "New"


def test_somebody_without_a_mailbox_has_no_copy(sim: MicrosoftSimulator, dora: Client) -> None:
    """The mail is sent all the same."""
    sim.add_account("nora@example.net", mailbox=False)
    dora.create(attendees=guests("nora@example.net"))
    assert [mail.to for mail in sim.world.mails] == ["nora@example.net"]
    assert list(sim.calendar("nora@example.net")) == []
