"""Each field of an event is read as what it means, whatever twenty years of clients have made."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.calendar_sync_base.core.calendars import Access
from odoo.addons.calendar_sync_base.core.dirty import Unreadable
from odoo.addons.calendar_sync_base.core.text import plain
from odoo.addons.calendar_sync_base.core.values import (
    FIELDS,
    AllDay,
    Conference,
    GuestRights,
    Meeting,
    Privacy,
    Reminder,
    ReminderMethod,
    Reminders,
    ShowAs,
    Timed,
)
from odoo.addons.microsoft_calendar_sync.core.body import Body, read_body
from odoo.addons.microsoft_calendar_sync.core.calendars import read_calendar, view_of
from odoo.addons.microsoft_calendar_sync.core.event import KEYS, READ, WRITE
from odoo.addons.microsoft_calendar_sync.core.ids import (
    PROPERTY_ID,
    marker,
    marker_of,
    occurrence_day,
    precondition,
    series_uid,
    transaction_id,
    whole_etag,
)

from .samples import BLOCK, JOIN, LINE, OWN, UID, all_day, document, event, read, remote, teams

NINE = datetime(2026, 3, 10, 9, tzinfo=UTC)
COMPOSED = {"description", "location", "conference"}


def test_an_ordinary_event():
    """A plain event is a plain meeting."""
    assert read(event()) == Meeting(
        Timed(NINE, NINE + timedelta(hours=1), "Europe/Berlin"),
        "Planning",
        reminders=popup(15),
    )


def popup(minutes):
    """Return the reminders of one window."""
    return Reminders(False, frozenset({Reminder(ReminderMethod.POPUP, minutes)}))


def test_every_field_is_read_and_written():
    """No field of a meeting is forgotten in either direction."""
    assert set(READ) == set(FIELDS)
    assert set(WRITE) | COMPOSED == set(FIELDS)
    assert not set(WRITE) & COMPOSED


def test_everything_that_is_read_is_asked_for():
    """What an ordinary event has is what `$select` names."""
    added = {"originalStart", "@odata.etag"}
    assert set(KEYS.split(",")) | {"@odata.etag"} == set(event()) | added


def test_as_the_engine_sees_it():
    """Id, version, uid, link and clock of an event are told."""
    seen = remote(event())
    assert (seen.remote_id, seen.etag, seen.uid) == ("event/1=", 'W/"abc=="', UID)
    assert seen.updated == datetime(2026, 3, 1, 10, 0, 0, 123456, tzinfo=UTC)
    assert seen.web_link.startswith("https://outlook.office365.com/")
    assert seen.organizer_self
    assert not seen.read_only


def test_a_meeting_that_was_called_off_is_gone():
    """An organizer's cancellation leaves a mark in the guest's calendar: no meeting any more."""
    assert remote(event(isCancelled=True)).meeting is None
    assert remote({"id": "x", "@removed": {"reason": "deleted"}}).meeting is None


@pytest.mark.parametrize(
    ("shown", "said"),
    [
        ("", ""),
        ("<p>hello</p>", "<p>hello</p>"),
        ("hello\r\n<b>you</b>", "hello\n<b>you</b>"),
        ("<div><br></div>", ""),
        ("&nbsp;", ""),
        ('<img src="https://x.example/a.png">', '<img src="https://x.example/a.png">'),
    ],
)
def test_a_description_is_what_is_inside_of_the_document(shown, said):
    """Outlook wraps what it is given into a document; an echo is equal, and nothing is nothing."""
    assert read(event(body=document(shown))).description == said
    assert read(event(body={"contentType": "html", "content": shown})).description == said


def test_a_body_of_plain_text_keeps_its_lines():
    """Text is not HTML: its lines stay lines and its signs stay signs."""
    body = {"contentType": "text", "content": 'a < b\r\nit\'s "c"'}
    assert read(event(body=body)).description == 'a &lt; b<br>it\'s "c"'


def test_a_document_without_an_end_is_read():
    """A body that was cut off has the text there is of it."""
    assert (
        read(event(body={"contentType": "HTML", "content": "<body bgcolor=a>x"})).description == "x"
    )


@pytest.mark.parametrize("inside", ["hello", "", "<p>a</p>\n<p>b</p>", f"<p>{LINE}</p>above"])
def test_the_block_of_teams_is_no_description(inside):
    """What Teams puts into a body is not what people wrote, and is kept for the way back."""
    found = read_body(teams(inside))
    assert found.description == inside
    assert JOIN in found.block
    assert found.block.count(LINE) == 2
    again = teams()
    again["body"] = document(found.written()["body"]["content"])
    assert read_body(again) == found


def test_a_block_is_taken_out_with_what_only_wraps_it():
    """No half of an element is left behind, neither in the description nor in the block."""
    row = f"<div><span>{LINE}</span></div>"
    shown = teams()
    shown["body"] = document(
        f'<div>hi</div>{row}<table><tr><td><a href="{JOIN}">x</a></td></tr></table>{row}<p>bye</p>'
    )
    found = read_body(shown)
    assert found.description == "<div>hi</div><p>bye</p>"
    assert found.block.startswith("<div><span>___")
    assert found.block.endswith("___</span></div>")


def test_an_element_that_is_never_closed_holds_no_block_back():
    """Elements that a mail program forgot to close are taken out with what is around them."""
    shown = teams()
    shown["body"] = document(f"<p>hi</p><div><p><b>{BLOCK}</div></p><p>bye</p>")
    assert read_body(shown) == Body("<p>hi</p></p><p>bye</p>", f"<div><p><b>{BLOCK}</div>")


def test_a_block_inside_of_the_text_leaves_the_text():
    """An element that also holds people's own words is not taken out."""
    shown = teams()
    shown["body"] = document(f"<div>hello{BLOCK}</div>")
    assert read_body(shown) == Body("<div>hello</div>", BLOCK)


def test_a_block_that_is_not_recognised_stays_in_the_text():
    """Without its lines a block cannot be told from people's words: nothing is cut out of them."""
    shown = teams()
    shown["body"] = document(f'join <a href="{JOIN}">here</a>')
    assert read_body(shown) == Body(f'join <a href="{JOIN}">here</a>')


def test_lines_of_an_ordinary_event_are_its_own():
    """Somebody may draw lines without meeting in Teams."""
    assert read(event(body=document(f"{LINE}a{LINE}"))).description == f"{LINE}a{LINE}"


def test_a_teams_link_is_the_call():
    """The link of an online meeting is its video call, wherever Graph shows it."""
    assert read(teams()).conference == Conference(JOIN)
    assert read(event(onlineMeetingUrl=JOIN)).conference == Conference(JOIN)


def test_a_call_still_being_made_is_a_wish():
    """Teams may take its time: until the link is there the call is only wished for."""
    pending = event(isOnlineMeeting=True, onlineMeetingProvider="teamsForBusiness")
    assert read(pending).conference == Conference(requested=True)


def test_a_link_in_the_place_is_a_call():
    """A call of another kind stands in the place, beside its name or in its stead."""
    link = "https://odoo.example.com/calendar/join_videocall/abc"
    found = read(event(location={"displayName": "Room 1", "locationUri": link}))
    assert (found.location, found.conference) == ("Room 1", Conference(link))
    found = read(event(location={"displayName": link, "locationUri": link}))
    assert (found.location, found.conference) == ("", Conference(link))


@pytest.mark.parametrize(
    "link",
    [
        "https://www.bingapis.com/api/v6/localbusinesses/YN873x",
        "room1@example.com",
        "javascript:alert(1)",
        "",
        None,
    ],
)
def test_what_is_no_call_in_the_place(link):
    """Places picked from a map and rooms have addresses of their own; they are no calls."""
    found = read(event(location={"displayName": "Café", "locationUri": link}))
    assert (found.location, found.conference) == ("Café", Conference())


@pytest.mark.parametrize(
    ("more", "found"),
    [
        ({"isReminderOn": True, "reminderMinutesBeforeStart": 30}, popup(30)),
        ({"isReminderOn": False, "reminderMinutesBeforeStart": 30}, Reminders(False)),
        ({"isReminderOn": True, "reminderMinutesBeforeStart": 0}, popup(0)),
        ({"isReminderOn": True, "reminderMinutesBeforeStart": -5}, popup(0)),
        ({"isReminderOn": True, "reminderMinutesBeforeStart": None}, Reminders(False)),
        ({"isReminderOn": None}, Reminders(False)),
    ],
)
def test_the_one_reminder(more, found):
    """Outlook has one reminder, or none."""
    assert read(event(**more)).reminders == found


@pytest.mark.parametrize(
    ("said", "privacy"),
    [
        ("normal", Privacy.DEFAULT),
        ("personal", Privacy.PRIVATE),
        ("private", Privacy.PRIVATE),
        ("confidential", Privacy.CONFIDENTIAL),
        ("new", Privacy.DEFAULT),
        (None, Privacy.DEFAULT),
    ],
)
def test_what_is_private_stays_private(said, privacy):
    """Whatever Outlook holds back is held back here as well."""
    assert read(event(sensitivity=said)).privacy is privacy


@pytest.mark.parametrize("said", ["busy", "tentative", "oof", "workingElsewhere", "unknown", None])
def test_all_but_free_takes_the_time(said):
    """Outlook has many words for busy."""
    assert read(event(showAs=said)).show_as is ShowAs.BUSY
    assert read(event(showAs="Free")).show_as is ShowAs.FREE


def test_guests_may_be_hidden_from_each_other():
    """Hidden attendees are guests who do not see the others."""
    assert read(event(hideAttendees=True)).guest_rights == GuestRights(see_others=False)
    assert read(event()).guest_rights == GuestRights()


def test_our_marker():
    """Our uid is found on an event whatever case Exchange gives the property's id."""
    shown = event(**marker("uid-1"))
    assert marker_of(shown) == "uid-1"
    shown["singleValueExtendedProperties"][0]["id"] = PROPERTY_ID.lower()
    assert remote(shown).marker == "uid-1"
    other = [{"id": "String {00000000-0000-0000-0000-000000000000} Name x", "value": "y"}]
    assert marker_of(event(singleValueExtendedProperties=other)) == ""


def test_the_transaction_tells_the_marker_too():
    """Where properties are not shown, the transaction of the event's making names our uid."""
    assert marker_of(event(transactionId=transaction_id("a:b@c", "calendar"))) == "a:b@c"
    assert marker_of(event(transactionId="localevent:7a1b")) == ""
    assert marker_of(event()) == ""


def test_a_transaction_is_always_the_same_and_its_own():
    """The same meeting, place and generation give the same transaction, and no others."""
    assert transaction_id("u", "c") == transaction_id("u", "c", 0)
    made = {transaction_id(*one) for one in [("u", "c"), ("u", "d"), ("v", "c"), ("uc", "")]}
    assert len(made | {transaction_id("u", "c", 1)}) == 5
    long = transaction_id("u" * 400, "c")
    assert len(long) < 255
    assert marker_of(event(transactionId=long)) == ""


def test_the_uid_of_an_occurrence_is_that_of_its_series():
    """Outlook puts the day of an occurrence into its uid; other people's uids are left alone."""
    assert series_uid(UID[:32] + "07EA0311" + UID[40:]) == UID
    assert occurrence_day(UID[:32] + "07EA0311" + UID[40:]) == date(2026, 3, 17)
    assert occurrence_day(UID) is None
    assert occurrence_day("an id of Google's") is None
    assert series_uid(UID) == UID
    for foreign in ("event1@google.com", "", "040000008200E00074C5B7101A82E008", UID[:45] + "xyz"):
        assert series_uid(foreign) == foreign


def test_the_uid_of_somebody_elses_occurrence():
    """An occurrence of a series that was made elsewhere names that series, and its day."""
    made = (b"vCal-Uid\x01\x00\x00\x00event1@google.com\x00").hex().upper()
    uid = UID[:32] + "07EA0311" + UID[40:72] + "1E000000" + made
    assert series_uid(uid) == "event1@google.com"
    assert remote(event(iCalUId=uid)).uid == "event1@google.com#20260317"
    assert remote(event(iCalUId=UID[:32] + "07EA0311" + UID[40:])).uid == f"{UID}#20260317"
    assert remote(event(iCalUId=UID)).uid == UID


def test_versions():
    """A version covers exceptions and cancellations, and the master's own is found in it."""
    master, one = {"@odata.etag": 'W/"a;b="'}, {"id": "1", "@odata.etag": 'W/"c"'}
    alone = whole_etag(master, [])
    assert alone == precondition(alone) == 'W/"a;b="'
    whole = whole_etag(master, [one])
    gone = whole_etag({**master, "cancelledOccurrences": ["OID.x.2026-03-17"]}, [one])
    assert len({alone, whole, gone}) == 3
    assert precondition(whole) == precondition(gone) == alone


CALENDAR = {
    "id": "calendar=",
    "name": "Calendar",
    "color": "auto",
    "hexColor": "",
    "isDefaultCalendar": True,
    "canShare": True,
    "canViewPrivateItems": True,
    "canEdit": True,
    "allowedOnlineMeetingProviders": ["teamsForBusiness"],
    "defaultOnlineMeetingProvider": "teamsForBusiness",
    "owner": {"name": "Anna", "address": "Anna@Example.com"},
}


def test_a_calendar_of_the_list():
    """A calendar has its id, name, access, and the mailbox it is in."""
    found = read_calendar(CALENDAR)
    assert (found.remote_id, found.name, found.primary) == ("calendar=", "Calendar", True)
    assert (found.access, found.owner) == (Access.OWN, OWN)
    assert read_calendar({}) is None


@pytest.mark.parametrize(
    ("more", "access"),
    [
        ({}, Access.OWN),
        ({"canShare": False}, Access.WRITE),
        ({"canEdit": False}, Access.READ),
        ({"canShare": False, "canViewPrivateItems": False}, Access.READ),
    ],
)
def test_what_may_be_done_with_a_calendar(more, access):
    """Who may not see private events must not write them back emptied."""
    assert read_calendar({**CALENDAR, **more}).access is access
    assert view_of({**CALENDAR, **more}, OWN).writable is (access is not Access.READ)


def test_the_colour_of_a_calendar():
    """A calendar has its own colour, or that of its preset."""
    assert read_calendar({**CALENDAR, "hexColor": "#aabbcc"}).color == "#aabbcc"
    assert read_calendar({**CALENDAR, "color": "lightRed"}).color == "#d13438"
    assert read_calendar(CALENDAR).color == ""


@pytest.mark.parametrize(
    ("allowed", "usual", "online"),
    [
        (["teamsForBusiness"], "teamsForBusiness", "teamsForBusiness"),
        (["skypeForConsumer"], "skypeForConsumer", "skypeForConsumer"),
        (["skypeForBusiness", "teamsForBusiness"], "skypeForBusiness", "teamsForBusiness"),
        ([], "unknown", ""),
        (["x"], "unknown", ""),
    ],
)
def test_who_makes_the_calls_of_a_mailbox(allowed, usual, online):
    """A personal mailbox has no Teams for business: it is not asked for one."""
    said = {"allowedOnlineMeetingProviders": allowed, "defaultOnlineMeetingProvider": usual}
    assert view_of({**CALENDAR, **said}, OWN).online == online


junk = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=5,
)
FIXED = ("start", "end", "id")


@given(st.sampled_from([key for key in event() if key not in FIXED]), junk)
def test_anything_in_any_place_is_read(key, value):
    """Whatever stands in a field, the event is read or told to be unreadable, and never crashes."""
    try:
        remote(event(**{key: value}))
    except Unreadable:
        assert key in ("recurrence", "seriesMasterId")


@given(st.text(alphabet="a<>/ bpdivr\"'_=\n", max_size=60))
def test_any_text_around_a_block_is_kept(inside):
    """Odd HTML beside Teams' block loses nothing that anybody could read."""
    found = read_body(teams(inside))
    assert plain(found.description + found.block) == plain(inside + BLOCK)


@pytest.mark.parametrize("end", [None, {}, {"dateTime": "soon", "timeZone": "UTC"}])
def test_whole_days_without_a_readable_end_are_one_day(end):
    """A meeting of whole days whose end cannot be read takes the day it starts on."""
    shown = all_day("2026-03-10", "2026-03-12") | {"end": end}
    assert read(shown).span == AllDay(date(2026, 3, 10), date(2026, 3, 11))
