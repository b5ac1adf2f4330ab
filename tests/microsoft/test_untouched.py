"""A whole event of somebody's, byte by byte, before and after an edit of one of its fields here."""

from __future__ import annotations

import json

import pytest

from odoo.addons.calendar_sync_base.core.values import Attendee, Privacy, ShowAs, Timed

from .work import HOUR, NINE, stored

TEXT = "<html><body><p>About <b>today</b></p></body></html>"
PROPERTY = "String {66f5a359-4659-4830-9070-00047ec6ac6e} Name Theirs"
THEIRS = {
    "body": {"contentType": "html", "content": TEXT},
    "location": {"displayName": "Room 1"},
    "categories": ["Red", "Größe"],
    "importance": "high",
    "showAs": "oof",
    "sensitivity": "personal",
    "responseRequested": False,
    "allowNewTimeProposals": False,
    "hideAttendees": False,
    "isReminderOn": True,
    "reminderMinutesBeforeStart": 45,
    "isOnlineMeeting": True,
    "onlineMeetingProvider": "teamsForBusiness",
    "singleValueExtendedProperties": [{"id": PROPERTY, "value": "1"}],
    "attendees": [
        {"emailAddress": {"address": "zoe@else.example", "name": "Zoë"}, "type": "optional"},
        {"emailAddress": {"address": "ben@example.com", "name": "Ben"}, "type": "required"},
        {"emailAddress": {"address": "room@else.example", "name": "Room"}, "type": "resource"},
    ],
}
EDITS = [
    ("title", "New", {"subject"}),
    ("location", "Room 2", {"location", "locations"}),
    ("span", Timed(NINE + HOUR, NINE + 3 * HOUR, "Europe/Berlin"), {"start", "end"}),
    ("show_as", ShowAs.FREE, {"showAs"}),
    ("privacy", Privacy.DEFAULT, {"sensitivity"}),
]


def texts(work, event):
    """Return an event as text for each of its keys, as Outlook holds them."""
    item = stored(work, event)
    fields = item.fields | {"singleValueExtendedProperties": item.properties}
    return {key: json.dumps(value, ensure_ascii=False) for key, value in fields.items()}


def differing(before, after):
    """Return the keys that are not the same, byte by byte."""
    return {key for key in {*before, *after} if before.get(key) != after.get(key)}


@pytest.fixture
def theirs(work):
    """Return somebody's event with all that an event can have, as it is seen here."""
    work.add(**THEIRS)
    [event] = work.list().events
    assert {*THEIRS, "onlineMeeting"} <= set(texts(work, event))
    return event


@pytest.mark.parametrize(("name", "value", "keys"), EDITS, ids=[one[0] for one in EDITS])
def test_an_edit_of_one_field(work, theirs, name, value, keys):
    """Guests, call, categories, reminder and all else stay to the byte (promise 10)."""
    before = texts(work, theirs)
    work.change(theirs, fields={name: value})
    assert differing(before, texts(work, theirs)) == keys


def test_an_edit_there_and_back(work, theirs):
    """What is edited here and edited back is the event it was, to the byte (promise 10)."""
    before = texts(work, theirs)
    changed = work.change(theirs, fields={"title": "New"})
    work.change(changed, fields={"title": theirs.meeting.title})
    assert differing(before, texts(work, theirs)) == set()


def test_one_guest_more(work, theirs):
    """The others stay guests as they are, rooms and answers too (promise 10, odoo#62406)."""
    before = texts(work, theirs)
    guests = (*theirs.meeting.attendees, Attendee("new@x.example"))
    work.change(theirs, fields={"attendees": guests})
    after = texts(work, theirs)
    assert differing(before, after) == {"attendees"}
    was, now = (
        {row["emailAddress"]["address"]: row for row in json.loads(rows["attendees"])}
        for rows in (before, after)
    )
    now.pop("new@x.example")
    assert now == was


def test_nothing_is_ever_replaced(work, theirs):
    """Graph is asked to change parts, never to take a whole event (promise 10)."""
    work.change(theirs, fields={"title": "New", "location": "Room 2"})
    assert "PUT" not in {one.method for one in work.calls()}
    (patch,) = [one for one in work.calls() if one.method == "PATCH"]
    assert set(patch.body) == {"subject", "location"}
