"""Bodies of writes: whole for what is new, only what changed for the rest."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from odoo.addons.calendar_sync_base.core.actions import Role
from odoo.addons.calendar_sync_base.core.changes import MeetingChanges, override
from odoo.addons.calendar_sync_base.core.errors import InvalidRule
from odoo.addons.calendar_sync_base.core.values import (
    AllDay,
    Attendee,
    Conference,
    GuestRights,
    Meeting,
    Person,
    Privacy,
    Recurrence,
    Reminder,
    ReminderMethod,
    Reminders,
    Response,
    ShowAs,
    Timed,
)
from odoo.addons.google_calendar_sync.core.patch import (
    changed_body,
    master_body,
    new_body,
    occurrence_body,
    recurrence_lines,
    response_body,
    restored_body,
)

NINE = datetime(2026, 3, 10, 8, tzinfo=UTC)
HOUR = timedelta(hours=1)
SPAN = Timed(NINE, NINE + HOUR, "Europe/Vienna")
SINGLE = Meeting(SPAN, "Planning")
SERIES = replace(SINGLE, recurrence=Recurrence(("RRULE:FREQ=WEEKLY;COUNT=5;BYDAY=TU",)))
SECOND = NINE + timedelta(days=7)


def new(meeting, role=Role.ORGANIZER):
    """Return the body of a new event."""
    return new_body(meeting, "uid-1", role, "seed")


def changed(before=SINGLE, **fields):
    """Return the body that changes fields."""
    return changed_body(before, fields, "seed")


def test_a_new_event_is_marked_and_has_no_nulls():
    """A new event says everything once, carries our uid, and names nothing as null."""
    assert new(SINGLE) == {
        "start": {"dateTime": "2026-03-10T09:00:00+01:00", "timeZone": "Europe/Vienna"},
        "end": {"dateTime": "2026-03-10T10:00:00+01:00", "timeZone": "Europe/Vienna"},
        "summary": "Planning",
        "description": "",
        "location": "",
        "attendees": [],
        "reminders": {"useDefault": True, "overrides": []},
        "visibility": "default",
        "transparency": "opaque",
        "guestsCanModify": False,
        "guestsCanInviteOthers": True,
        "guestsCanSeeOtherGuests": True,
        "extendedProperties": {"private": {"odooCalendarSyncUid": "uid-1"}},
    }


def test_a_copy_names_uid_and_organizer():
    """A private copy is known by its iCalUID and shows the real organizer."""
    body = new(replace(SINGLE, organizer=Person("boss@x.example", "Boss")), Role.COPY)
    assert body["iCalUID"] == "uid-1"
    assert body["organizer"] == {"email": "boss@x.example", "displayName": "Boss"}
    assert "organizer" not in new(SINGLE, Role.COPY)
    assert "iCalUID" not in new(SINGLE)


@pytest.mark.parametrize(
    ("name", "value", "body"),
    [
        ("title", "Moved", {"summary": "Moved"}),
        ("title", "", {"summary": ""}),
        ("description", "<p>x</p>", {"description": "<p>x</p>"}),
        ("location", "Room", {"location": "Room"}),
        ("privacy", Privacy.PRIVATE, {"visibility": "private"}),
        ("show_as", ShowAs.FREE, {"transparency": "transparent"}),
        ("attendees", (), {"attendees": []}),
        (
            "guest_rights",
            GuestRights(True, False, False),
            {
                "guestsCanModify": True,
                "guestsCanInviteOthers": False,
                "guestsCanSeeOtherGuests": False,
            },
        ),
        ("conference", Conference(), {"conferenceData": None}),
        ("reminders", Reminders(False), {"reminders": {"useDefault": False, "overrides": []}}),
        (
            "span",
            AllDay(date(2026, 3, 10), date(2026, 3, 12)),
            {
                "start": {"date": "2026-03-10", "dateTime": None, "timeZone": None},
                "end": {"date": "2026-03-12", "dateTime": None, "timeZone": None},
            },
        ),
        (
            "span",
            Timed(NINE, NINE + HOUR, "Nowhere/Land"),
            {
                "start": {
                    "date": None,
                    "dateTime": "2026-03-10T08:00:00+00:00",
                    "timeZone": "UTC",
                },
                "end": {"date": None, "dateTime": "2026-03-10T09:00:00+00:00", "timeZone": "UTC"},
            },
        ),
    ],
)
def test_only_what_changed(name, value, body):
    """A change of one field names that field and no other (promise 10)."""
    assert changed_body(SINGLE, {name: value}, "seed") == body


def test_too_many_reminders():
    """Of more reminders than Google takes, those nearest to the start stay; too early ones too."""
    many = [Reminder(ReminderMethod.POPUP, minutes) for minutes in (5, 10, 15, 30, 60)]
    many += [Reminder(ReminderMethod.EMAIL, 100_000)]
    assert [one["minutes"] for one in _overrides(many)] == [5, 10, 15, 30, 60]
    assert _overrides(many[-1:]) == [{"method": "email", "minutes": 40_320}]


def _overrides(reminders):
    return changed(reminders=Reminders(False, frozenset(reminders)))["reminders"]["overrides"]


def test_guests_are_carried_back():
    """What only Google says of a guest is written back with the list (promise 10)."""
    ben = Attendee("ben@x.example", "Ben", Response.ACCEPTED, True, opaque='{"comment": "late"}')
    before = replace(SINGLE, attendees=(ben,))
    wanted = (replace(ben, opaque=""), Attendee("new@x.example"))
    assert changed(before, attendees=wanted)["attendees"] == [
        {
            "email": "ben@x.example",
            "responseStatus": "accepted",
            "displayName": "Ben",
            "optional": True,
            "comment": "late",
        },
        {"email": "new@x.example", "responseStatus": "needsAction"},
    ]


@pytest.mark.parametrize("opaque", ["no json", "[1]", '{"strange": 1}', '"x"'])
def test_what_others_say_of_guests_stays_there(opaque):
    """Extras of another service's guest list are not sent to Google."""
    body = changed(attendees=(Attendee("a@x.example", opaque=opaque),))
    assert body["attendees"] == [{"email": "a@x.example", "responseStatus": "needsAction"}]


@pytest.mark.parametrize("email", ["", "no address", "a@b,c@d", "<a@b>", "a b@c"])
def test_guests_google_cannot_invite(email):
    """A guest without a usable address does not poison the event (promise 37)."""
    assert changed(attendees=(Attendee(email),)) == {"attendees": []}


def test_a_list_cut_short_is_never_written():
    """A guest list that is not whole is left out of every write (promise 48)."""
    short = replace(SINGLE, attendees_complete=False)
    assert changed(short, attendees=(), title="x") == {"summary": "x"}
    assert "attendees" not in new(short)


def test_a_meet_call_is_asked_for_once():
    """A wished-for call has an id made from the write, the same when it is repeated."""
    first, again = (changed(conference=Conference(requested=True)) for _ in range(2))
    assert first == again
    request = first["conferenceData"]["createRequest"]
    assert request["conferenceSolutionKey"] == {"type": "hangoutsMeet"}
    other = changed_body(SINGLE, {"conference": Conference(requested=True)}, "other")
    assert other["conferenceData"]["createRequest"]["requestId"] != request["requestId"]


@pytest.mark.parametrize(
    ("url", "kind", "name"),
    [
        ("https://odoo.example/calendar/join_videocall/abc", "addOn", "Odoo Discuss"),
        ("https://us02web.zoom.us/j/1", "addOn", "Zoom Meeting"),
        ("https://teams.microsoft.com/l/1", "addOn", "Microsoft Teams"),
        ("https://acme.webex.com/1", "addOn", "Webex"),
        ("https://notzoom.us.evil.example/", "addOn", "notzoom.us.evil.example"),
        ("https://meet.google.com/abc-defg-hij", "hangoutsMeet", "Google Meet"),
    ],
)
def test_any_other_call_is_a_conference_too(url, kind, name):
    """A link from Odoo gives people in Google a button to join, and nothing else changes."""
    body = changed(conference=Conference(url))
    data = {key: value for key, value in body["conferenceData"].items() if value is not None}
    assert list(body) == ["conferenceData"]
    assert data["conferenceSolution"] == {"key": {"type": kind}, "name": name}
    assert data["entryPoints"][0]["uri"] == url


@pytest.mark.parametrize("url", ["javascript:x", "room 5", "https://x.example/" + "a" * 1300])
def test_what_is_no_link_makes_no_call(url):
    """What cannot be clicked, or is too long for Google, is no conference."""
    assert changed(conference=Conference(url)) == {"conferenceData": None}


def test_the_longest_link_google_takes():
    """A link of exactly as many signs as Google takes is kept."""
    url = "https://odoo.example/".ljust(1300, "x")
    [point] = changed(conference=Conference(url))["conferenceData"]["entryPoints"]
    assert point["uri"] == url


class TestMaster:
    """What is written on the master of a series."""

    def test_one_occurrence_writes_no_master(self):
        """A change of occurrences only leaves the master alone (promise 4)."""
        for changes in (
            MeetingChanges(cancelled=frozenset({SECOND})),
            MeetingChanges(restored=frozenset({SECOND})),
            MeetingChanges(overrides={SECOND: {"title": "x"}}),
        ):
            assert master_body(SERIES, changes, Role.ORGANIZER, "seed") == {}

    def test_a_title_leaves_the_rule_alone(self):
        """A change of a field does not touch the lines."""
        changes = MeetingChanges({"title": "x"})
        assert master_body(SERIES, changes, Role.ORGANIZER, "") == {"summary": "x"}

    def test_lines_follow_the_time(self):
        """When the time changes its kind, UNTIL changes its form: Google refuses the other."""
        until = replace(
            SERIES, recurrence=Recurrence(("RRULE:FREQ=WEEKLY;UNTIL=20260401T215959Z;BYDAY=TU",))
        )
        days = MeetingChanges({"span": AllDay(date(2026, 3, 10), date(2026, 3, 11))})
        body = master_body(until, days, Role.ORGANIZER, "")
        assert body["recurrence"] == ["RRULE:FREQ=WEEKLY;UNTIL=20260401;BYDAY=TU"]

    def test_cancelled_go_along_as_exdate(self):
        """When the master is written anyway, cancelled occurrences need no write of their own."""
        changes = MeetingChanges({"title": "x"}, cancelled=frozenset({SECOND}))
        assert master_body(SERIES, changes, Role.ORGANIZER, "")["recurrence"] == [
            "RRULE:FREQ=WEEKLY;COUNT=5;BYDAY=TU",
            "EXDATE:20260317T080000Z",
        ]

    def test_a_series_becomes_single(self):
        """Without a rule the lines are taken away (promise 15)."""
        assert master_body(SERIES, MeetingChanges(rules=()), Role.ORGANIZER, "") == {
            "recurrence": None
        }

    def test_a_single_becomes_a_series(self):
        """A new series names its zone, which Google needs to repeat it (promise 15)."""
        rules = SERIES.recurrence.rules
        body = master_body(SINGLE, MeetingChanges(rules=rules), Role.ORGANIZER, "")
        assert body["recurrence"] == list(rules)
        assert body["start"]["timeZone"] == "Europe/Vienna"

    def test_a_copy_leaves_guests_rights_alone(self):
        """Only the organizer may name guests' rights: on a copy they are left out."""
        changes = MeetingChanges({"guest_rights": GuestRights(True), "title": "x"})
        assert master_body(SINGLE, changes, Role.COPY, "") == {"summary": "x"}

    def test_an_impossible_rule_is_refused(self):
        """A rule that means nothing is refused before anything is sent."""
        with pytest.raises(InvalidRule):
            master_body(SINGLE, MeetingChanges(rules=("RRULE:FREQ=NEVER",)), Role.ORGANIZER, "")


class TestOccurrence:
    """What is written on one occurrence."""

    @staticmethod
    def overridden(**changes):
        """Return the series with an override."""
        rule = replace(SERIES.recurrence, overrides=(override(SECOND, changes),))
        return replace(SERIES, recurrence=rule)

    def body(self, before, after):
        """Return what is written."""
        return occurrence_body(before, after, SECOND, "seed")

    def test_a_new_override(self):
        """A new exception names only what it changes."""
        assert self.body(SERIES, self.overridden(title="x")) == {"summary": "x"}

    def test_an_override_that_changes(self):
        """What an exception no longer changes goes back to the series' value."""
        before, after = self.overridden(title="x", location="y"), self.overridden(location="z")
        assert self.body(before, after) == {"summary": "Planning", "location": "z"}

    def test_an_override_that_ends(self):
        """An occurrence that follows its series again takes place at its slot again."""
        moved = self.overridden(span=Timed(SECOND + HOUR, SECOND + 2 * HOUR, "Europe/Vienna"))
        assert self.body(moved, SERIES)["start"]["dateTime"] == "2026-03-17T09:00:00+01:00"

    def test_nothing_to_write(self):
        """The same exception on both sides needs no write."""
        assert self.body(self.overridden(title="x"), self.overridden(title="x")) == {}

    def test_a_restored_occurrence_is_written_whole(self):
        """An occurrence that takes place again says everything, but makes no second call."""
        before = replace(SERIES, conference=Conference(requested=True))
        body = restored_body(before, self.overridden(title="x"), SECOND, "seed")
        assert (body["status"], body["summary"]) == ("confirmed", "x")
        assert body["start"]["dateTime"] == "2026-03-17T09:00:00+01:00"
        assert "conferenceData" not in body


def test_lines_of_a_series():
    """Lines are canonical, with excluded dates in the form of the start."""
    days = AllDay(date(2026, 3, 10), date(2026, 3, 11))
    rule = Recurrence(("RRULE:FREQ=WEEKLY",), frozenset({date(2026, 3, 17)}))
    assert recurrence_lines(replace(SINGLE, span=days, recurrence=rule)) == [
        "RRULE:FREQ=WEEKLY;BYDAY=TU",
        "EXDATE;VALUE=DATE:20260317",
    ]
    assert recurrence_lines(SINGLE) == []


def test_an_answer_names_only_oneself():
    """An answer is written without anybody else's row, so it can undo nobody's answer."""
    me = Attendee("me@x.example", opaque='{"additionalGuests": 1}')
    before = replace(SINGLE, attendees=(Attendee("b@x.example"), me))
    assert response_body(before, "me@x.example", Response.ACCEPTED) == {
        "attendees": [
            {"email": "me@x.example", "responseStatus": "accepted", "additionalGuests": 1}
        ],
        "attendeesOmitted": True,
    }
