"""Google's event, read field by field."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from odoo.addons.calendar_sync_base.core.dirty import Unreadable
from odoo.addons.calendar_sync_base.core.values import (
    FIELDS,
    AllDay,
    Attendee,
    Conference,
    GuestRights,
    Person,
    Privacy,
    Reminder,
    ReminderMethod,
    Reminders,
    Response,
    ShowAs,
    Timed,
)
from odoo.addons.google_calendar_sync.core.event import KEYS, TABLE, View

from .samples import OWN, VIEW, at, event, read, remote

TEN = datetime(2026, 3, 10, 9, tzinfo=UTC)


def test_every_field_is_in_the_table():
    """No field that meetings are compared by is forgotten."""
    assert set(TABLE) == set(FIELDS)


def test_everything_that_is_read_is_asked_for():
    """The partial answer Google is asked for has every key of an event that is looked at."""
    asked = set(KEYS.split(","))
    assert set(event()) - {"kind"} <= asked


def test_an_ordinary_event():
    """Title, time, zone, link, clock, organizer and ids are read."""
    found = remote(event(location="Room 1", description="<b>Agenda</b>"))
    assert found.meeting.title == "Planning"
    assert found.meeting.span == Timed(TEN, TEN.replace(hour=10), "Europe/Vienna")
    assert (found.meeting.location, found.meeting.description) == ("Room 1", "<b>Agenda</b>")
    assert found.meeting.organizer == Person(OWN)
    assert (found.remote_id, found.etag, found.uid) == ("event1", '"100"', "event1@google.com")
    assert found.updated == datetime(2026, 3, 1, 10, 0, 0, 123000, UTC)
    assert found.web_link == "https://www.google.com/calendar/event?eid=x"
    assert (found.organizer_self, found.read_only, found.marker) == (True, False, "")


@pytest.mark.parametrize(
    ("start", "zone", "moment"),
    [
        (at("2026-03-10T10:00:00+01:00"), "Europe/Vienna", TEN),
        (at("2026-03-10T09:00:00Z", "Asia/Tokyo"), "Asia/Tokyo", TEN),
        (at("2026-03-10T10:00:00", "Europe/Vienna"), "Europe/Vienna", TEN),
        ({"dateTime": "2026-03-10T10:00:00+01:00"}, "Europe/Vienna", TEN),
        ({"dateTime": "2026-03-10T10:00:00"}, "Europe/Vienna", TEN),
        (at("2026-03-10T10:00:00+01:00", "Custom/Nowhere"), "Europe/Vienna", TEN),
        (at("2026-03-10T10:00:00+01:00", "W. Europe Standard Time"), "Europe/Vienna", TEN),
        (at("2026-03-10T10:00:00.999+01:00"), "Europe/Vienna", TEN),
    ],
)
def test_times(start, zone, moment):
    """An instant is right whatever form it has; an unknown zone is the calendar's (promise 49)."""
    span = read(event(start=start)).span
    assert (span.start, span.zone) == (moment, zone)


def test_without_any_zone_it_is_utc():
    """Where neither the event nor the calendar names a zone, the instant is all there is."""
    view = View(OWN, "Moon/Crater")
    assert read(event(start={"dateTime": "2026-03-10T10:00:00Z"}), view=view).span.zone == "UTC"


@pytest.mark.parametrize(
    "end",
    [None, {}, {"date": "nonsense"}, at("2026-03-09T10:00:00Z"), {"date": "2026-03-10"}, 7],
)
def test_a_broken_end_makes_it_short(end):
    """An end that is missing, unreadable or too early leaves a meeting without length."""
    assert read(event(end=end)).span == Timed(TEN, TEN, "Europe/Vienna")


def test_all_day_has_no_zone():
    """Whole days are dates with an exclusive end (promise 18)."""
    shown = event(start={"date": "2026-03-10"}, end={"date": "2026-03-12"})
    assert read(shown).span == AllDay(date(2026, 3, 10), date(2026, 3, 12))


@pytest.mark.parametrize("end", [None, {"date": "2026-03-10"}, {"date": "2026-03-01"}])
def test_all_day_takes_a_day_at_least(end):
    """An all-day event whose end is missing or too early takes one day."""
    shown = event(start={"date": "2026-03-10"}, end=end)
    assert read(shown).span == AllDay(date(2026, 3, 10), date(2026, 3, 11))


@pytest.mark.parametrize(
    "start",
    [
        None,
        {},
        [],
        "2026-03-10",
        {"date": ""},
        {"date": "2026-13-01"},
        {"dateTime": "soon"},
        {"dateTime": "0001-01-01T00:00:00+14:00"},
        {"date": 20260310},
    ],
)
def test_no_start_is_said(start):
    """An event without a readable start is rejected with a reason, not a crash (promise 19)."""
    with pytest.raises(Unreadable, match="no readable start"):
        read(event(start=start))


def test_attendees():
    """Guests come by address, in lower case, with answer, flags and what only Google knows."""
    rows = [
        {"email": "Zoe@Example.com", "displayName": "Zoe", "responseStatus": "accepted"},
        {"email": "ben@example.com", "optional": True, "comment": "late", "additionalGuests": 2},
        {"email": "room@resource.example", "resource": True, "responseStatus": "declined"},
    ]
    ben, room, zoe = read(event(attendees=rows)).attendees
    assert zoe == Attendee("zoe@example.com", "Zoe", Response.ACCEPTED)
    assert ben.optional
    assert ben.opaque == '{"additionalGuests": 2, "comment": "late"}'
    assert room.resource
    assert room.response is Response.DECLINED


@pytest.mark.parametrize(
    ("more", "complete"),
    [
        ({}, True),
        ({"attendeesOmitted": True}, False),
        ({"guestsCanSeeOtherGuests": False}, True),
        ({"guestsCanSeeOtherGuests": False, "organizer": {"email": "b@x.example"}}, False),
        ({"attendees": [{"displayName": "No address"}]}, False),
        ({"attendees": [{"email": "a@x.example"}, {"email": "A@x.example"}]}, True),
    ],
)
def test_a_list_cut_short_is_known_as_such(more, complete):
    """A guest list that does not show everybody is never written back (promise 48)."""
    assert read(event(**more)).attendees_complete is complete


@pytest.mark.parametrize("row", [{"email": ""}, {"email": None}, {}, {"email": 3}])
def test_guests_without_address_are_left_out(row):
    """A guest without an address crashes nothing (promise 37)."""
    assert read(event(attendees=[row, {"email": "b@x.example"}])).attendees == (
        Attendee("b@x.example"),
    )


@pytest.mark.parametrize(
    ("shown", "reminders"),
    [
        ({"useDefault": True}, Reminders()),
        (None, Reminders()),
        ({"useDefault": False}, Reminders(False)),
        (
            {"useDefault": False, "overrides": [{"method": "popup", "minutes": 10}]},
            Reminders(False, frozenset({Reminder(ReminderMethod.POPUP, 10)})),
        ),
        (
            {"overrides": [{"method": "email", "minutes": 0}, {"method": "sms", "minutes": 5}]},
            Reminders(False, frozenset({Reminder(ReminderMethod.EMAIL, 0)})),
        ),
        ({"overrides": [{"method": "popup", "minutes": "x"}, {}, None]}, Reminders(False)),
    ],
)
def test_reminders(shown, reminders):
    """Default reminders, own ones and none are three different things (promise 39)."""
    assert read(event(reminders=shown)).reminders == reminders


@pytest.mark.parametrize(
    ("more", "privacy", "show_as"),
    [
        ({}, Privacy.DEFAULT, ShowAs.BUSY),
        ({"visibility": "private", "transparency": "transparent"}, Privacy.PRIVATE, ShowAs.FREE),
        ({"visibility": "confidential"}, Privacy.CONFIDENTIAL, ShowAs.BUSY),
        ({"visibility": "public", "transparency": "opaque"}, Privacy.PUBLIC, ShowAs.BUSY),
        ({"visibility": "new", "transparency": 3}, Privacy.DEFAULT, ShowAs.BUSY),
    ],
)
def test_privacy_and_busy(more, privacy, show_as):
    """Private stays private and free stays free (promise 38)."""
    meeting = read(event(**more))
    assert (meeting.privacy, meeting.show_as) == (privacy, show_as)


def test_guest_rights():
    """What guests may do is read with Google's own usual values."""
    assert read(event()).guest_rights == GuestRights()
    more = {"guestsCanModify": True, "guestsCanInviteOthers": False}
    rights = read(event(guestsCanSeeOtherGuests=False, **more)).guest_rights
    assert rights == GuestRights(modify=True, invite=False, see_others=False)


@pytest.mark.parametrize(
    ("more", "conference"),
    [
        ({}, Conference()),
        (
            {"hangoutLink": "https://meet.google.com/a-b-c"},
            Conference("https://meet.google.com/a-b-c"),
        ),
        (
            {
                "conferenceData": {
                    "entryPoints": [
                        {"entryPointType": "phone", "uri": "tel:+1"},
                        {"entryPointType": "video", "uri": "https://zoom.us/j/1"},
                    ]
                }
            },
            Conference("https://zoom.us/j/1"),
        ),
        (
            {"conferenceData": {"createRequest": {"status": {"statusCode": "pending"}}}},
            Conference(requested=True),
        ),
        (
            {"conferenceData": {"createRequest": {"status": {"statusCode": "failure"}}}},
            Conference(),
        ),
        ({"hangoutLink": "javascript:alert(1)"}, Conference()),
        ({"conferenceData": {"entryPoints": [{"entryPointType": "video"}]}}, Conference()),
    ],
)
def test_video_calls(more, conference):
    """A video call is known by its link, whoever makes it; only web links are (promise 39)."""
    assert read(event(**more)).conference == conference


@pytest.mark.parametrize(
    ("said", "html"),
    [
        (None, ""),
        ("Line one\nline two", "Line one<br>line two"),
        ("Line one\r\nline two", "Line one<br>line two"),
        ("<p>Line one</p>\n<p>line two</p>", "<p>Line one</p>\n<p>line two</p>"),
        ("a<br>b\nc", "a<br>b\nc"),
        ("<b>bold</b>\nplain", "<b>bold</b><br>plain"),
    ],
)
def test_descriptions_are_html(said, html):
    """The lines of a plain description stay lines, HTML stays as it is (promise 52)."""
    assert read(event(description=said)).description == html


@pytest.mark.parametrize(
    ("more", "title"),
    [
        ({"eventType": "focusTime"}, "Focus time"),
        ({"eventType": "outOfOffice"}, "Out of office"),
        ({"eventType": "birthday"}, "Birthday"),
        ({"eventType": "workingLocation"}, "Working location"),
        (
            {
                "eventType": "workingLocation",
                "workingLocationProperties": {"type": "homeOffice", "homeOffice": {}},
            },
            "Home",
        ),
        (
            {
                "eventType": "workingLocation",
                "workingLocationProperties": {
                    "type": "officeLocation",
                    "officeLocation": {"label": "Tower 2"},
                },
            },
            "Tower 2",
        ),
        ({"eventType": "fromGmail"}, ""),
        ({"eventType": "somethingNew"}, ""),
    ],
)
def test_other_kinds_are_shown_and_never_written(more, title):
    """Focus time, absences, places, birthdays and bookings are read-only and have a title."""
    found = remote(event(summary=None, **more))
    assert found.read_only
    assert found.meeting.title == title


def test_a_busy_block():
    """A calendar that shows only busy times gives blocks that nobody writes to."""
    shown = {key: event()[key] for key in ("id", "etag", "start", "end")}
    found = remote({**shown, "visibility": "private"})
    assert (found.meeting.title, found.meeting.privacy) == ("Busy", Privacy.PRIVATE)
    assert found.read_only
    assert not found.organizer_self


def test_without_a_title_it_has_none():
    """An event of one's own without a title stays without, and can be changed."""
    found = remote(event(summary=None))
    assert (found.meeting.title, found.read_only) == ("", False)


@pytest.mark.parametrize(
    ("more", "read_only"),
    [
        ({"locked": True}, True),
        ({"privateCopy": True}, True),
        (
            {
                "privateCopy": True,
                "extendedProperties": {"private": {"odooCalendarSyncUid": "ours"}},
            },
            False,
        ),
        ({"locked": "yes"}, False),
    ],
)
def test_copies_nobody_may_change(more, read_only):
    """A locked copy is only read; a private copy is, unless it is the one we imported."""
    assert remote(event(**more)).read_only is read_only


def test_a_calendar_one_only_reads():
    """Nothing in a calendar that may only be read is ever written (promise 34)."""
    assert remote(event(), view=View(OWN, "UTC", writable=False)).read_only


@pytest.mark.parametrize(
    ("organizer", "own"),
    [
        ({"email": OWN}, True),
        ({"email": OWN.upper()}, True),
        ({"email": "alias@example.com", "self": True}, True),
        ({"email": "ben@example.com"}, False),
        (None, False),
        ("nobody", False),
    ],
)
def test_whose_meeting_it_is(organizer, own):
    """The organizer is told by the calendar's own address, as `self` is not always there."""
    assert remote(event(organizer=organizer)).organizer_self is own


def test_a_secondary_calendar_organizes_its_events():
    """On a secondary calendar the calendar itself is the organizer."""
    view = View("abc@group.calendar.google.com")
    found = remote(event(organizer={"email": view.calendar_id, "displayName": "Team"}), view=view)
    assert found.organizer_self
    assert found.meeting.organizer.name == "Team"


def test_our_marker():
    """The uid we stamped on an event is found again (promise 2)."""
    stamped = {"private": {"odooCalendarSyncUid": "uid-1", "other": "x"}, "shared": {}}
    assert remote(event(extendedProperties=stamped)).marker == "uid-1"


def test_a_deleted_event_may_be_bare():
    """Of a deleted event nothing but the id is promised."""
    found = remote({"id": "event1", "status": "cancelled"})
    assert (found.remote_id, found.meeting) == ("event1", None)


def test_tentative_is_not_touched():
    """A tentative event is a meeting like any other."""
    assert read(event(status="tentative")) == read(event())


def test_view_is_the_calendar():
    """The view is where an event was seen."""
    assert VIEW.organizes(event())
