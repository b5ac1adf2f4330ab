"""Attendees and organizers: who is invited, what they said, and when a list is whole."""

from __future__ import annotations

import pytest

from odoo.addons.calendar_sync_base.core.values import Attendee, Person, Response
from odoo.addons.microsoft_calendar_sync.core.event import View
from odoo.addons.microsoft_calendar_sync.core.people import (
    read_attendees,
    read_organizer,
    write_attendees,
)

from .samples import OWN, VIEW, event, guest, person, read


def people(*rows, **more):
    """Return the attendees of an event."""
    return read_attendees(event(attendees=list(rows), **more), OWN)


@pytest.mark.parametrize(
    ("said", "response"),
    [
        ("none", Response.NEEDS_ACTION),
        ("notResponded", Response.NEEDS_ACTION),
        ("organizer", Response.ACCEPTED),
        ("accepted", Response.ACCEPTED),
        ("tentativelyAccepted", Response.TENTATIVE),
        ("declined", Response.DECLINED),
        ("somethingNew", Response.NEEDS_ACTION),
    ],
)
def test_each_answer_is_understood(said, response):
    """Every answer of Outlook's is one of ours; one that is not known is none yet."""
    assert people(guest("ben@example.com", said))[0].response is response


def test_attendees_are_ordered_by_address_in_lower_case():
    """Addresses are compared in lower case; the first of two equal ones counts."""
    rows = [
        guest("Carl@Example.com"),
        guest("ben@example.com"),
        guest("CARL@example.com", "declined"),
    ]
    found = people(*rows)
    assert [one.email for one in found] == ["ben@example.com", "carl@example.com"]
    assert found[1].response is Response.NEEDS_ACTION


def test_kinds_of_attendees():
    """Optional people and rooms are told apart, there and back."""
    rows = [guest("a@x.example", kind="optional"), guest("r@x.example", kind="resource")]
    found = people(*rows)
    assert [(one.optional, one.resource) for one in found] == [(True, False), (False, True)]
    assert [row["type"] for row in write_attendees(found)] == ["optional", "resource"]


@pytest.mark.parametrize("organizes", [False, None])
def test_a_guest_finds_the_own_answer_in_the_response_status(organizes):
    """A guest's copy lists everybody as unanswered; the own answer stands beside the list."""
    own = {"isOrganizer": organizes, "responseStatus": {"response": "accepted"}}
    found = people(guest(OWN), guest("ben@example.com"), **own)
    assert {one.email: one.response for one in found} == {
        OWN: Response.ACCEPTED,
        "ben@example.com": Response.NEEDS_ACTION,
    }


def test_an_organizer_on_the_list_is_read_from_the_list():
    """Who organizes and is listed as well has answered as the list says."""
    found = people(guest(OWN, "declined"), responseStatus={"response": "organizer"})
    assert found[0].response is Response.DECLINED


def test_answers_are_never_written():
    """What is written is who is invited and how: their answers are not ours to set."""
    one = Attendee("ben@example.com", "Ben", Response.ACCEPTED)
    assert write_attendees([one]) == [
        {"emailAddress": {"address": "ben@example.com", "name": "Ben"}, "type": "required"}
    ]


def test_who_has_no_usable_address_is_left_out():
    """One impossible address would have the whole event refused."""
    assert write_attendees([Attendee("nobody"), Attendee("a b@x.example"), Attendee("")]) == []


def test_a_hidden_list_is_not_complete_for_a_guest():
    """With hideAttendees a guest sees only themselves: that list is never written back (trap 8)."""
    hidden = {"hideAttendees": True, "attendees": [guest(OWN)]}
    assert not read(event(isOrganizer=False, **hidden)).attendees_complete
    assert read(event(isOrganizer=True, **hidden)).attendees_complete
    assert not read(event(**hidden)).guest_rights.see_others


def test_a_list_with_somebody_unnamed_is_not_complete():
    """A row without an e-mail address cannot be written back, so the list is not."""
    rows = [
        guest("ben@example.com"),
        guest("/o=ExchangeLabs/cn=Recipients/cn=x"),
        {"type": "required"},
    ]
    found = read(event(attendees=rows))
    assert [one.email for one in found.attendees] == ["ben@example.com"]
    assert not found.attendees_complete


def test_the_organizer():
    """The organizer is a person; an event may name nobody."""
    assert read_organizer(event(organizer=person("Boss@X.example", "B"))) == Person(
        "boss@x.example"
    )
    assert read_organizer(event(organizer=None)) is None
    assert read_organizer(event(organizer={"emailAddress": {}})) is None


@pytest.mark.parametrize(
    ("more", "organizes"),
    [
        ({"isOrganizer": True}, True),
        ({"isOrganizer": False}, False),
        ({"isOrganizer": None}, True),
        ({"isOrganizer": None, "organizer": person("ben@example.com")}, False),
        ({"isOrganizer": None, "organizer": None}, True),
    ],
)
def test_who_organizes(more, organizes):
    """Graph says whether the calendar's owner organizes; where it does not, the address does."""
    assert View("c", OWN).organizes(event(**more)) is organizes
    assert VIEW.email == OWN
