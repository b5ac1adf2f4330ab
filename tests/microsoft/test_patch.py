"""Bodies of writes: whole for what is new, only what changed for the rest."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from odoo.addons.calendar_sync_base.core.actions import Role
from odoo.addons.calendar_sync_base.core.changes import MeetingChanges, override
from odoo.addons.calendar_sync_base.core.errors import NotExpressible, Unreachable
from odoo.addons.calendar_sync_base.core.values import (
    AllDay,
    Attendee,
    Conference,
    GuestRights,
    Meeting,
    Privacy,
    Recurrence,
    Reminder,
    ReminderMethod,
    Reminders,
    Response,
    ShowAs,
    Timed,
)
from odoo.addons.microsoft_calendar_sync.core import calls
from odoo.addons.microsoft_calendar_sync.core.event import View
from odoo.addons.microsoft_calendar_sync.core.ids import PROPERTY_ID
from odoo.addons.microsoft_calendar_sync.core.patch import (
    changed_body,
    master_body,
    new_body,
    occurrence_body,
)

from .samples import BLOCK, JOIN, OWN, VIEW, document, event, guest, read, series, teams

NINE = datetime(2026, 3, 10, 9, tzinfo=UTC)
HOUR = timedelta(hours=1)
SPAN = Timed(NINE, NINE + HOUR, "Europe/Berlin")
SINGLE = Meeting(SPAN, "Planning")
RULES = ("RRULE:FREQ=WEEKLY;COUNT=5;BYDAY=TU",)
SERIES = replace(SINGLE, recurrence=Recurrence(RULES))
SECOND = NINE + timedelta(days=7)
POPUP, EMAIL = ReminderMethod.POPUP, ReminderMethod.EMAIL
LINK = "https://odoo.example.com/calendar/join_videocall/abc"
WISH = Conference(requested=True)


def new(meeting, role=Role.ORGANIZER, view=VIEW):
    """Return the body of a new event."""
    return new_body(meeting, "uid-1", role, "transaction", view)


def changed(shown=None, view=VIEW, role=Role.ORGANIZER, **fields):
    """Return the body that changes fields of an event."""
    there = event() if shown is None else shown
    return changed_body(read(there), fields, there, view, role)


def point(text):
    """Return a point as it is sent."""
    return {"dateTime": text, "timeZone": "W. Europe Standard Time"}


def test_a_new_event_is_marked_and_safe_to_send_twice():
    """A new event says everything once, carries our uid, and the transaction of its making."""
    assert new(SINGLE) == {
        "isAllDay": False,
        "start": point("2026-03-10T10:00:00"),
        "end": point("2026-03-10T11:00:00"),
        "subject": "Planning",
        "body": {"contentType": "html", "content": ""},
        "location": {"displayName": ""},
        "attendees": [],
        "sensitivity": "normal",
        "showAs": "busy",
        "hideAttendees": False,
        "singleValueExtendedProperties": [{"id": PROPERTY_ID, "value": "uid-1"}],
        "transactionId": "transaction",
    }


def test_a_copy_mails_nobody():
    """A private copy has no attendees, no rights for them, and asks for no call."""
    invited = replace(SINGLE, attendees=(Attendee("ben@example.com"),), conference=WISH)
    body = new(invited, Role.COPY)
    assert not {"attendees", "hideAttendees", "isOnlineMeeting"} & set(body)
    guests = (Attendee("ben@example.com"),)
    assert (
        changed(role=Role.COPY, attendees=guests, guest_rights=GuestRights(see_others=False)) == {}
    )


def test_a_new_series():
    """A series is sent with its pattern, on the wall clock of its zone."""
    body = new(SERIES)
    assert body["recurrence"]["pattern"]["daysOfWeek"] == ["tuesday"]
    assert body["recurrence"]["range"]["startDate"] == "2026-03-10"
    assert body["start"] == point("2026-03-10T10:00:00")


def test_a_new_series_starts_with_its_first_occurrence():
    """A start that the rule does not give would be moved by Outlook: it is moved before."""
    late = replace(SERIES, recurrence=Recurrence(("RRULE:FREQ=WEEKLY;BYDAY=TH",)))
    body = new(late)
    assert body["start"] == point("2026-03-12T10:00:00")
    assert body["recurrence"]["range"]["startDate"] == "2026-03-12"


def test_a_series_outlook_cannot_hold_is_refused_before_anything_is_sent():
    """What Graph has no words for is refused at once, with a reason."""
    hourly = replace(SERIES, recurrence=Recurrence(("RRULE:FREQ=HOURLY;COUNT=3",)))
    with pytest.raises(NotExpressible) as caught:
        new(hourly)
    assert caught.value.reason == "rule_within_a_day"


def test_only_what_changed_is_sent():
    """A change of the title sends the title."""
    assert changed(title="New") == {"subject": "New"}
    assert changed() == {}


@pytest.mark.parametrize(
    ("reminders", "body"),
    [
        (Reminders(), {"isReminderOn": True, "reminderMinutesBeforeStart": 15}),
        (Reminders(False), {"isReminderOn": False}),
        (
            Reminders(False, frozenset({Reminder(POPUP, 60), Reminder(POPUP, 10)})),
            {"isReminderOn": True, "reminderMinutesBeforeStart": 10},
        ),
        (
            Reminders(False, frozenset({Reminder(POPUP, 60), Reminder(EMAIL, 10)})),
            {"isReminderOn": True, "reminderMinutesBeforeStart": 60},
        ),
        (
            Reminders(False, frozenset({Reminder(EMAIL, 10)})),
            {"isReminderOn": True, "reminderMinutesBeforeStart": 10},
        ),
    ],
)
def test_the_nearest_reminder_is_the_one_there_can_be(reminders, body):
    """Of several reminders the nearest is kept, one in a window if there is any."""
    assert changed(reminders=reminders) == body


def test_what_outlook_says_more_precisely_is_kept():
    """Away is busy, and personal is private: neither is overwritten by the plainer word."""
    shown = event(showAs="oof", sensitivity="personal")
    assert changed(shown, show_as=ShowAs.BUSY, privacy=Privacy.PRIVATE) == {}
    assert changed(shown, show_as=ShowAs.FREE) == {"showAs": "free"}
    assert changed(shown, privacy=Privacy.CONFIDENTIAL) == {"sensitivity": "confidential"}
    assert changed(event(showAs="free"), show_as=ShowAs.BUSY) == {"showAs": "busy"}


def test_importance_and_categories_are_never_written():
    """What no meeting holds is in no body."""
    assert not {"importance", "categories", "responseRequested"} & set(new(SINGLE))


def test_a_list_that_was_cut_short_is_not_written():
    """Writing a list back that hides people would remove them (trap 8)."""
    hidden = event(hideAttendees=True, isOrganizer=False, attendees=[guest(OWN)])
    assert changed(hidden, attendees=()) == {}
    assert new(replace(SINGLE, attendees_complete=False)).keys() == new(SINGLE).keys() - {
        "attendees"
    }


def test_the_organizer_is_no_guest():
    """Odoo lists the organizer among the attendees, Outlook does not; one it lists is kept."""
    everybody = (Attendee(OWN), Attendee("ben@example.com"))
    for body in (new(replace(SINGLE, attendees=everybody)), changed(attendees=everybody)):
        addresses = [one["emailAddress"]["address"] for one in body["attendees"]]
        assert addresses == ["ben@example.com"]
    listed = event(attendees=[guest(OWN)])
    assert len(changed(listed, attendees=everybody)["attendees"]) == 2


def test_a_description_goes_back_with_the_block_of_teams():
    """A body without its block would end the online meeting."""
    assert changed(teams("hello"), description="<p>new</p>") == {
        "body": {"contentType": "html", "content": f"<p>new</p>{BLOCK}"}
    }
    assert changed(event(), description="<p>new</p>")["body"]["content"] == "<p>new</p>"


def test_a_link_that_was_not_recognised_is_not_lost():
    """When people's words held the link of the meeting, new words get it again."""
    shown = teams()
    shown["body"] = document(f'join <a href="{JOIN}">here</a>')
    content = changed(shown, description="new")["body"]["content"]
    assert content == f'new<br><a href="{JOIN}">{JOIN}</a>'
    assert changed(shown, description=JOIN)["body"]["content"] == JOIN


def test_a_call_is_asked_for():
    """A wish for a call asks the service that the mailbox has."""
    asked = {"isOnlineMeeting": True, "onlineMeetingProvider": "teamsForBusiness"}
    assert asked.items() <= new(replace(SINGLE, conference=WISH)).items()
    assert asked.items() <= changed(conference=WISH).items()
    personal = View("c", OWN, online="")
    assert "isOnlineMeeting" not in new(replace(SINGLE, conference=WISH), view=personal)


def test_a_call_that_is_there_is_not_asked_for_again():
    """Once made, a Teams call cannot be changed, nor is a second one wished for."""
    assert changed(teams(), conference=WISH) == {}
    assert changed(teams(), conference=Conference(JOIN)) == {}


def test_another_call_takes_the_place_of_teams():
    """Taking the block out ends the online meeting; the other link goes to the place."""
    body = changed(teams("hello"), conference=Conference(LINK))
    assert body["body"] == {"contentType": "html", "content": "hello"}
    assert body["location"].items() >= {"displayName": LINK, "locationUri": LINK}.items()


def test_a_call_that_is_taken_away():
    """Without a call there is neither a block nor a link."""
    assert changed(teams("hello"), conference=Conference())["body"]["content"] == "hello"
    shown = event(location={"displayName": "Room", "locationUri": LINK, "uniqueId": "r1"})
    body = changed(shown, conference=Conference())
    assert body == {"location": {"displayName": "Room", "locationUri": "", "uniqueId": "r1"}}


def test_a_foreign_call_stands_in_the_place():
    """A link of Odoo's goes along with the name of the place, and stays when that changes."""
    body = new(replace(SINGLE, location="Room", conference=Conference(LINK)))
    assert body["location"] == {"displayName": "Room", "locationUri": LINK}
    shown = event(location={"displayName": "Room", "locationUri": LINK})
    assert changed(shown, location="Hall") == {
        "location": {"displayName": "Hall", "locationUri": LINK}
    }
    assert changed(shown, location="") == {"location": {"displayName": LINK, "locationUri": LINK}}


def test_what_is_no_web_address_is_no_link():
    """A link that nobody should click on is not handed on."""
    body = new(replace(SINGLE, conference=Conference("javascript:alert(1)")))
    assert body["location"] == {"displayName": ""}


def test_a_new_place_does_not_keep_the_old_room():
    """A room's own address goes with its name and not with another one."""
    room = {"displayName": "Room", "locationEmailAddress": "room@example.com"}
    assert changed(event(location=room), location="Hall") == {"location": {"displayName": "Hall"}}
    same = changed(event(location=room), conference=Conference(LINK))["location"]
    assert same["locationEmailAddress"] == "room@example.com"


def test_moving_a_series_sends_its_pattern():
    """The range of a pattern begins on the day of the start: they go together."""
    before = read(series())
    later = Timed(NINE + timedelta(days=1), NINE + timedelta(days=1) + HOUR, "Europe/Berlin")
    rules = ("RRULE:FREQ=WEEKLY;COUNT=5;BYDAY=WE",)
    body = master_body(before, MeetingChanges({"span": later}, rules), series(), VIEW)
    assert body["start"] == point("2026-03-11T10:00:00")
    assert body["recurrence"]["range"]["startDate"] == "2026-03-11"
    assert body["recurrence"]["pattern"]["daysOfWeek"] == ["wednesday"]


def test_a_title_leaves_the_pattern_alone():
    """A pattern that is sent lets go of exceptions: it is not sent without need."""
    changes = MeetingChanges({"title": "New"}, cancelled=frozenset({SECOND}))
    assert master_body(read(series()), changes, series(), VIEW) == {"subject": "New"}
    only = MeetingChanges(cancelled=frozenset({SECOND}))
    assert master_body(read(series()), only, series(), VIEW) == {}


def test_a_series_that_ends():
    """A series that becomes a single meeting has no pattern any more."""
    body = master_body(read(series()), MeetingChanges(rules=()), series(), VIEW)
    assert body["recurrence"] is None


def test_a_meeting_that_becomes_a_series():
    """A single meeting gets a pattern and a start that fits it."""
    changes = MeetingChanges(rules=RULES)
    body = master_body(read(event()), changes, event(), VIEW)
    assert body["recurrence"]["pattern"]["type"] == "weekly"
    assert body["start"] == point("2026-03-10T10:00:00")


def test_an_occurrence_is_sent_with_what_differs():
    """Only the fields in which an occurrence changed are sent for it."""
    after = replace(
        SERIES, recurrence=replace(SERIES.recurrence, overrides=(override(SECOND, {"title": "x"}),))
    )
    assert occurrence_body(SERIES, after, SECOND, series(), VIEW) == {"subject": "x"}
    assert occurrence_body(after, SERIES, SECOND, series(), VIEW) == {"subject": "Planning"}
    assert occurrence_body(after, after, SECOND, series(), VIEW) == {}


def test_an_occurrence_keeps_the_call_of_its_series():
    """New words for one occurrence keep the block that its series has."""
    shown = {**series(), **{key: teams()[key] for key in ("onlineMeeting", "body")}}
    before = read(shown)
    changes = (override(SECOND, {"description": "x"}),)
    after = replace(before, recurrence=replace(before.recurrence, overrides=changes))
    assert occurrence_body(before, after, SECOND, shown, VIEW)["body"]["content"] == f"x{BLOCK}"


def test_an_occurrence_of_whole_days():
    """An occurrence may become a whole day."""
    day = AllDay(date(2026, 3, 17), date(2026, 3, 18))
    changes = (override(SECOND, {"span": day}),)
    after = replace(SERIES, recurrence=replace(SERIES.recurrence, overrides=changes))
    assert occurrence_body(SERIES, after, SECOND, series(), VIEW)["isAllDay"] is True


@pytest.mark.parametrize(
    ("response", "action"),
    [
        (Response.ACCEPTED, "accept"),
        (Response.DECLINED, "decline"),
        (Response.TENTATIVE, "tentativelyAccept"),
    ],
)
def test_each_answer_has_its_request(response, action):
    """A guest answers by the one request there is for it, and says no more."""
    call = calls.respond("c=", "e/1", response)
    assert call.path == f"/v1.0/me/calendars/c%3D/events/e%2F1/{action}"
    assert call.body == {"comment": "", "sendResponse": True}


def test_an_answer_cannot_be_taken_back():
    """Graph has no request for having no answer."""
    with pytest.raises(NotExpressible) as caught:
        calls.respond("c", "e", Response.NEEDS_ACTION)
    assert caught.value.reason == "answer_taken_back"


def test_a_precondition_is_the_masters_own_version():
    """A version that covers exceptions too is sent as the one Graph knows."""
    call = calls.patch_event("c", "e", {"subject": "x"}, 'W/"a=";0123456789abcdef')
    assert call.if_match == 'W/"a="'
    assert calls.delete_event("c", "e").if_match == ""


def test_links_are_followed_verbatim():
    """A page's address is the service's own affair, to the letter (3.1)."""
    link = "https://graph.microsoft.com/v1.0/me/calendarView/delta?$skiptoken=a%20b%2B"
    call = calls.follow(link, "https://graph.microsoft.com")
    assert call.target == "/v1.0/me/calendarView/delta?$skiptoken=a%20b%2B"


@pytest.mark.parametrize(
    "link",
    [
        "https://evil.example/v1.0/me",
        "http://graph.microsoft.com/v1.0/me",
        "https://graph.microsoft.com:444/v1.0/me",
        "https://graph.microsoft.com@evil.example/v1.0/me",
        "https://user@graph.microsoft.com/v1.0/me",
        "https://graph.microsoft.com/beta/me",
        "https://[/v1.0/me",
        "/v1.0/me",
        "",
    ],
)
def test_a_link_to_another_host_is_not_followed(link):
    """The token goes to Graph and nowhere else (trap 17)."""
    with pytest.raises(Unreachable):
        calls.follow(link, "https://graph.microsoft.com")


def test_a_uid_with_a_quote_is_searched_for():
    """A uid cannot break out of the filter it stands in."""
    query = dict(calls.find_marked("c", "o'neil").query)
    assert query["$filter"].endswith("ep/value eq 'o''neil')")
