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


def test_an_event_is_replaced_only_to_revive_it(work):
    """Of all writes only that of a deleted event's id is a whole event (promise 10)."""
    made = work.make()
    work.change(made, fields={"title": "New"})
    assert {one.method for one in work.calls()} <= {"GET", "POST", "PATCH"}
    work.do(DeleteRemote(1, made.remote_id, ""))
    work.do(create(replace(made.meeting, title="Again")))
    assert [one.method for one in work.calls()].count("PUT") == 1
