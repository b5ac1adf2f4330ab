"""A whole event of somebody's, byte by byte, before and after an edit of one of its fields here."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from odoo.addons.calendar_sync_base.core.actions import DeleteRemote
from odoo.addons.calendar_sync_base.core.values import (
    Attendee,
    GuestRights,
    Privacy,
    Reminder,
    ReminderMethod,
    Reminders,
    ShowAs,
    Timed,
)

from .work import HOUR, NINE, create, made_copy

MEET = {
    "conferenceId": "abc-defg-hij",
    "conferenceSolution": {"key": {"type": "hangoutsMeet"}, "name": "Google Meet"},
    "entryPoints": [
        {"entryPointType": "video", "uri": "https://meet.google.com/abc-defg-hij", "label": "Meet"},
        {"entryPointType": "phone", "uri": "tel:+43-1-234", "pin": "99", "regionCode": "AT"},
    ],
    "notes": "Dial in early",
}
PLAN = {"fileUrl": "https://drive.google.com/open?id=1", "title": "Plan", "mimeType": "text/plain"}
GUESTS = [
    {"email": "zoe@else.example", "displayName": "Zoë", "responseStatus": "accepted"}
    | {"comment": "late"},
    {"email": "anna@example.com", "responseStatus": "accepted"},
    {"email": "ben@example.com", "responseStatus": "tentative", "optional": True}
    | {"additionalGuests": 2},
    {"email": "room@resource.example", "responseStatus": "accepted", "resource": True},
]
THEIRS = {
    "summary": "Planning",
    "description": "<p>About <b>today</b> &amp; tomorrow</p>",
    "location": "Room 1",
    "colorId": "5",
    "status": "tentative",
    "transparency": "transparent",
    "visibility": "private",
    "anyoneCanAddSelf": True,
    "guestsCanModify": True,
    "source": {"title": "Ticket", "url": "https://x.example/1"},
    "attachments": [PLAN],
    "extendedProperties": {"private": {"theirs": "1"}, "shared": {"team": "é"}},
    "reminders": {"useDefault": False, "overrides": [{"method": "email", "minutes": 90}]},
    "conferenceData": MEET,
    "attendees": GUESTS,
}
EDITS = [
    ("title", "New", {"summary"}),
    ("description", "<p>New</p>", {"description"}),
    ("location", "Room 2", {"location"}),
    ("span", Timed(NINE + HOUR, NINE + 3 * HOUR, "Europe/Vienna"), {"start", "end"}),
    ("show_as", ShowAs.BUSY, {"transparency"}),
    ("privacy", Privacy.DEFAULT, {"visibility"}),
    ("guest_rights", GuestRights(modify=False), {"guestsCanModify"}),
    ("reminders", Reminders(False, frozenset({Reminder(ReminderMethod.POPUP, 5)})), {"reminders"}),
]


def stored(work, remote_id):
    """Return an event as text for each of its keys, in the order Google holds them."""
    fields = work.calendar.copies[remote_id].fields
    return {key: json.dumps(value, ensure_ascii=False) for key, value in fields.items()}


def differing(before, after):
    """Return the keys that are not the same, byte by byte."""
    return {key for key in {*before, *after} if before.get(key) != after.get(key)}


@pytest.mark.parametrize(("name", "value", "keys"), EDITS, ids=[one[0] for one in EDITS])
def test_an_edit_of_one_field(work, name, value, keys):
    """Guests, call, attachments, colour and all else stay to the byte (promise 10, suite#10804)."""
    copy = work.add(**THEIRS)
    [event] = work.list().events
    before = stored(work, copy.id)
    assert set(THEIRS) <= set(before)
    work.change(event, fields={name: value})
    assert differing(before, stored(work, copy.id)) - {"sequence"} == keys


def test_an_edit_there_and_back(work):
    """What is edited here and edited back is the event it was, to the byte (promise 10)."""
    copy = work.add(**THEIRS)
    before = stored(work, copy.id)
    for name, value, _keys in EDITS[:3]:
        [event] = work.list().events
        changed = work.change(event, fields={name: value})
        work.change(changed, fields={name: getattr(event.meeting, name)})
    assert differing(before, stored(work, copy.id)) == set()


def test_one_guest_more(work):
    """The others stay guests with all that Google said of them (promise 10, odoo#62406)."""
    copy = work.add(**THEIRS)
    [event] = work.list().events
    before = stored(work, copy.id)
    guests = (*event.meeting.attendees, Attendee("new@x.example"))
    work.change(event, fields={"attendees": guests})
    assert differing(before, stored(work, copy.id)) == {"attendees"}
    was, now = (
        {row["email"]: row for row in rows}
        for rows in (json.loads(before["attendees"]), made_copy(work, event).fields["attendees"])
    )
    assert now.pop("new@x.example")["responseStatus"] == "needsAction"
    assert now == was


def test_an_occurrence(work):
    """An edit of one occurrence leaves its series and what else it has (promise 10)."""
    copy = work.add_series(**THEIRS)
    [event] = work.list().events
    before = stored(work, copy.id)
    work.change(event, overrides={NINE: {"title": "Special"}})
    assert differing(before, stored(work, copy.id)) == set()
    [exception] = work.calendar.exceptions_of(copy.id)
    now = stored(work, exception.fields["id"])
    assert {key for key in THEIRS if before[key] != now.get(key)} == {"summary"}


def deleted_and_wanted(work, body, **changes):
    """Return an event of ours that a person made more of and deleted, and what is wanted now."""
    made = work.make()
    work.person().edit(made.remote_id, body)
    event = work.get(made)
    before = stored(work, made.remote_id)
    work.person().delete(made.remote_id)
    return before, create(replace(event.meeting, **changes))


def test_a_deleted_event_comes_back(work):
    """Deleted and wanted again, an event has all it had to the byte (promise 10)."""
    before, wanted = deleted_and_wanted(work, THEIRS)
    revived = work.do(wanted)
    assert differing(before, stored(work, revived.remote_id)) - {"sequence"} == {"status"}
    assert made_copy(work, revived).fields["status"] == "confirmed"


def test_a_deleted_event_comes_back_otherwise(work):
    """What is wanted otherwise is, and the rest of it is to the byte what it was (promise 10)."""
    guests = (Attendee("ben@example.com", optional=True), Attendee("new@x.example"))
    before, wanted = deleted_and_wanted(work, THEIRS, title="Again", attendees=guests)
    revived = work.do(wanted)
    after = stored(work, revived.remote_id)
    assert differing(before, after) - {"sequence", "status"} == {"summary", "attendees"}
    people = {row["email"]: row for row in made_copy(work, revived).fields["attendees"]}
    assert people.keys() == {"ben@example.com", "new@x.example", "room@resource.example"}
    assert people["ben@example.com"]["additionalGuests"] == 2


def test_nothing_left_of_a_deleted_event(work, simulator):
    """Of a deleted event only the id is promised: it comes back as it is wanted (promise 10)."""
    before, wanted = deleted_and_wanted(work, THEIRS, title="Again")
    simulator.faults.add(
        method="GET",
        path=f"/events/{wanted.remote_id}$",
        status=200,
        body={"id": wanted.remote_id, "status": "cancelled"},
    )
    revived = work.do(wanted)
    assert revived.meeting.title == "Again"
    assert revived.marker == wanted.uid
    kept = {"colorId", "attachments", "source", "anyoneCanAddSelf", "extendedProperties"}
    assert not kept & differing(before, stored(work, revived.remote_id))


def test_no_event_is_ever_replaced(work):
    """No write is of a whole event, not even that of a deleted one's id (promise 10)."""
    made = work.make()
    work.change(made, fields={"title": "New"})
    work.do(DeleteRemote(1, made.remote_id, ""))
    work.do(create(replace(made.meeting, title="Again")))
    assert {one.method for one in work.calls()} <= {"GET", "POST", "PATCH", "DELETE"}
