"""The pages for people, used as a browser does."""

from __future__ import annotations

import re
from html import unescape

import pytest
import requests

from .conftest import ANNA, BEN, at, meeting, series

DAY = "2026-03-10"


@pytest.fixture
def browser(sim):
    """Gets pages and posts forms as Anna, on the day of the meetings."""

    class Browser:
        def get(self, path="/", **query):
            query = {"account": ANNA, "date": DAY, **query}
            answer = requests.get(sim.url + path, params=query, timeout=10)
            assert answer.ok, answer.text
            return answer.text

        def post(self, path, status=200, **form):
            form = {"account": ANNA, "date": DAY, "send": "all", **form}
            answer = requests.post(sim.url + path, data=form, timeout=10)
            assert answer.status_code == status, answer.text
            return answer.text

    return Browser()


def events(text):
    """The events of a page: id, title, start."""
    found = re.findall(
        r'data-testid="event" data-event-id="([^"]*)".*?data-summary="([^"]*)" '
        r'data-start="([^"]*)"',
        text,
    )
    return [(key, unescape(title), start) for key, title, start in found]


@pytest.mark.parametrize("view", ["week", "agenda"])
def test_events_are_shown_with_stable_attributes(anna, browser, view):
    """Each event has its id, title and start as data attributes, whatever its title is."""
    event = anna.insert({"summary": '<b>"R&D"</b>'})
    text = browser.get(view=view)
    assert "Google Calendar simulator" in text and '<b>"R' not in text
    assert events(text)[0] == (event["id"], '<b>"R&D"</b>', "2026-03-10T10:00:00+01:00")


def test_a_series_is_shown_with_its_instances(anna, browser):
    """A daily series shows on every day of the week, in the calendar's colour."""
    anna.insert(series("RRULE:FREQ=DAILY;COUNT=3"))
    assert [start[:10] for _, _, start in events(browser.get())] == [
        "2026-03-10", "2026-03-11", "2026-03-12",
    ]  # fmt: skip


def test_a_meeting_is_made_in_the_form(anna, browser, mails):
    """The form makes a meeting with guests, repetition, place, link and mails."""
    browser.get("/ui/new")
    browser.post(
        "/ui/save", summary="Made here", start_date=DAY, start_time="14:00", end_date=DAY,
        end_time="15:00", guests=f"{BEN}\nx@elsewhere.net", location="Room", meet="on",
        repeat="RRULE:FREQ=WEEKLY", count="3", color="5", private="on",
    )  # fmt: skip
    event = anna.items()[0][0]
    assert event["recurrence"] == ["RRULE:FREQ=WEEKLY;COUNT=3"]
    assert event["start"]["dateTime"] == "2026-03-10T14:00:00+01:00"
    assert (event["location"], event["colorId"], event["visibility"]) == ("Room", "5", "private")
    assert event["hangoutLink"].startswith("https://meet.google.com/")
    assert mails() == [("invitation", BEN), ("invitation", "x@elsewhere.net")]


def test_an_all_day_meeting_includes_its_last_day(anna, browser):
    """The form's last day is inside; the API's end is the day after."""
    browser.post("/ui/save", summary="Fair", start_date=DAY, end_date="2026-03-11", all_day="on")
    assert anna.items()[0][0]["end"] == {"date": "2026-03-12"}
    assert len(events(browser.get())) == 2


def test_a_mistake_is_explained_and_nothing_is_lost(anna, browser):
    """A refused form comes back with the reason and with what was typed."""
    text = browser.post("/ui/save", status=400, summary="Backwards", start_date=DAY,
                        start_time="15:00", end_date=DAY, end_time="14:00")  # fmt: skip
    assert 'data-testid="problem"' in text and 'value="Backwards"' in text
    assert anna.items()[0] == []


def form_of(text):
    """The names and values of the edit form, as a browser would send them back."""
    form = text.split('data-testid="event-form"')[1].split("</form>")[0]
    values = dict(re.findall(r'<input[^>]*name="(\w+)"[^>]*value="([^"]*)"', form))
    values |= dict(re.findall(r'<textarea name="(\w+)"[^>]*>([^<]*)</textarea>', form, re.S))
    values |= dict(
        re.findall(r'<select name="(\w+)"[^>]*>(?:(?!</select>).)*?value="([^"]*)" selected', form)
    )
    return {name: unescape(value) for name, value in values.items() if name != "scope"}


def test_saving_without_a_change_changes_nothing(anna, browser):
    """Opening and saving a meeting leaves it as it is."""
    event = anna.insert({"location": "Room", "attendees": [{"email": BEN}]})
    text = browser.get("/ui/event", calendar=ANNA, id=event["id"])
    browser.post("/ui/save", **form_of(text))
    assert anna.get(event["id"])["etag"] == event["etag"]


@pytest.mark.parametrize(
    ("scope", "expected"),
    [
        ("one", ["Planning", "Renamed", "Planning"]),
        ("following", ["Planning", "Renamed", "Renamed"]),
        ("all", ["Renamed", "Renamed", "Renamed"]),
    ],
)
def test_a_series_is_edited_for_one_following_or_all(anna, browser, scope, expected):
    """The three choices change what they say."""
    master = anna.insert(series("RRULE:FREQ=DAILY;COUNT=3"))
    target = f"{master['id']}_20260311T090000Z"
    form = form_of(browser.get("/ui/event", calendar=ANNA, id=target))
    browser.post("/ui/save", **{**form, "summary": "Renamed", "scope": scope})
    assert [title for _, title, _ in events(browser.get())] == expected


def test_a_meeting_is_moved_answered_and_deleted(anna, ben, browser):
    """The small forms beside a meeting do what their buttons say."""
    event = ben.insert({"attendees": [{"email": ANNA}]})
    values = {"calendar": ANNA, "id": event["id"]}
    browser.post("/ui/answer", response="accepted", **values)
    assert ben.get(event["id"])["attendees"][0]["responseStatus"] == "accepted"
    own = anna.insert({"summary": "Own"})
    browser.post("/ui/later", minutes="60", calendar=ANNA, id=own["id"])
    assert anna.get(own["id"])["start"]["dateTime"] == "2026-03-10T11:00:00+01:00"
    browser.post("/ui/delete", calendar=ANNA, id=own["id"])
    assert anna.get(own["id"])["status"] == "cancelled"


def test_mails_are_listed_and_outsiders_answer_there(anna, browser):
    """The mail log shows invitations; an outsider's has buttons that answer it."""
    event = anna.insert({"attendees": [{"email": "x@elsewhere.net"}]}, sendUpdates="all")
    text = browser.get(view="mails")
    assert 'data-kind="invitation" data-to="x@elsewhere.net"' in text
    browser.post("/ui/answer", **{"as": "x@elsewhere.net"}, id=event["id"], response="declined")
    assert anna.get(event["id"])["attendees"][0]["responseStatus"] == "declined"
    assert "response: No" in browser.get(view="mails")
    browser.post("/ui/clear-mails", view="mails")
    assert 'data-testid="mail"' not in browser.get(view="mails")


def test_requests_are_listed(anna, browser):
    """The last requests are shown with account, status and content, without tokens."""
    anna.call("GET", "calendars/primary/events/nothing")
    anna.call("POST", "calendars/primary/events", meeting(start=at("2026-03-10T09:00:00")))
    text = browser.get(view="requests")
    assert 'data-status="404" data-method="GET"' in text and "Planning" in text
    assert anna.tokens["access_token"] not in text


def test_the_page_notices_changes(anna, browser):
    """What the page polls differs after a change."""
    before = browser.get("/ui/tick")
    anna.insert()
    assert browser.get("/ui/tick") != before
