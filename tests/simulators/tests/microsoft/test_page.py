"""The pages for people, used as a browser does."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from html import unescape
from typing import Any

import pytest
import requests

from tests.simulators.common.clock import Clock
from tests.simulators.microsoft import MicrosoftSimulator, ids
from tests.simulators.microsoft.control import Control

DORA, EMIL, OUTSIDE = "dora@example.net", "emil@example.net", "x@elsewhere.example"
DAY = "2026-03-10"
Json = dict[str, Any]


class Browser:
    """Gets pages and posts forms as Dora, on the day of the meetings."""

    def __init__(self, sim: MicrosoftSimulator) -> None:
        self.sim, self.control = sim, Control(sim.url)

    def get(self, path: str = "/", **query: str) -> str:
        query = {"account": DORA, "date": DAY, **query}
        answer = requests.get(self.sim.url + path, params=query, timeout=10)
        assert answer.ok, answer.text
        return answer.text

    def post(self, path: str, status: int = 200, **form: str) -> str:
        form = {"account": DORA, "date": DAY, **form}
        answer = requests.post(self.sim.url + path, data=form, timeout=10)
        assert answer.status_code == status, answer.text
        return answer.text

    def form(self, event_id: str, **query: str) -> dict[str, str]:
        """The names and values of the edit form, as a browser would send them back."""
        text = self.get("/ui/event", id=event_id, **query)
        form = text.split('data-testid="event-form"')[1].split("</form>")[0]
        values: dict[str, str] = {}
        for tag in re.findall(r"<input[^>]*>", form):
            facts = dict(re.findall(r'(\w+)="([^"]*)"', tag))
            off = facts["type"] in ("checkbox", "radio") and not re.search(r"\schecked", tag)
            if not off and " disabled" not in tag:
                values[facts["name"]] = facts.get("value", "on")
        values |= dict(re.findall(r'<textarea name="(\w+)"[^>]*>([^<]*)</textarea>', form, re.S))
        for name, inside in re.findall(r'<select name="(\w+)"[^>]*>(.*?)</select>', form, re.S):
            values[name] = re.search(r'value="([^"]*)" selected', inside)[1]
        return {unescape(name): unescape(value) for name, value in values.items()}

    def events(self, who: str = DORA) -> list[Json]:
        return self.control.events(who)

    def mails(self) -> list[tuple[str, str]]:
        """The mails since the last look, as pairs of kind and receiver."""
        found = [(mail["kind"], mail["to"]) for mail in self.control.mails()]
        self.control.clear_mails()
        return found


@pytest.fixture
def browser() -> Iterator[Browser]:
    clock = Clock(datetime(2026, 3, 2, 8, 0, tzinfo=UTC))
    with MicrosoftSimulator(clock=clock) as sim:
        sim.add_defaults()
        yield Browser(sim)


def at(text: str) -> Json:
    return {"dateTime": text, "timeZone": "Romance Standard Time"}


def meeting(*guests: str, **more: Any) -> Json:
    people = [{"emailAddress": {"address": email}, "type": "required"} for email in guests]
    return {"subject": "Planning", "start": at(f"{DAY}T10:00:00"), "end": at(f"{DAY}T11:00:00"),
            "attendees": people, **more}  # fmt: skip


def series(**more: Any) -> Json:
    limits = {"type": "numbered", "startDate": DAY, "numberOfOccurrences": 3}
    rule = {"pattern": {"type": "daily", "interval": 1}, "range": limits}
    return meeting(recurrence=rule, **more)


def occurrence(event_id: str, day: str) -> str:
    name = ids.read(event_id)
    return str(ids.Name(name.key, day, name.moves))


def shown(text: str) -> list[tuple[str, str, str]]:
    """The events of a page: id, title, start."""
    found = re.findall(
        r'data-testid="event" data-event-id="([^"]*)".*?data-summary="([^"]*)" '
        r'data-start="([^"]*)"',
        text,
    )
    return [(key, unescape(title), start) for key, title, start in found]


@pytest.mark.parametrize("view", ["week", "agenda"])
def test_events_are_shown_with_stable_attributes(browser, view):
    """Each event has its id, title and start as data attributes, whatever its title is."""
    event = browser.control.add(DORA, meeting(subject='<b>"R&D"</b>'))
    text = browser.get(view=view)
    assert "Outlook simulator" in text and '<b>"R' not in text
    assert shown(text) == [(event["id"], '<b>"R&D"</b>', "2026-03-10T10:00:00+01:00")]


@pytest.mark.parametrize(
    "more",
    [
        {"location": {"displayName": "<i>x</i>"}},
        {"body": {"contentType": "text", "content": "</textarea><i>x</i>"}},
        {"categories": ['"><i>x</i>']},
        {"attendees": [{"emailAddress": {"address": EMIL, "name": "<i>x</i>"}}]},
    ],
)
def test_nothing_in_an_event_is_taken_for_html(browser, more):
    """Text of people stays text, on every page that shows it."""
    event = browser.control.add(DORA, meeting(**more))
    pages = [browser.get("/ui/event", id=event["id"]), browser.get(), browser.get(view="agenda")]
    assert not [text for text in [*pages, browser.get(view="mails")] if "<i>x</i>" in text]


def test_a_series_is_shown_with_its_occurrences(browser):
    """A daily series shows on every day of the week that it has."""
    browser.control.add(DORA, series())
    assert [start[:10] for _, _, start in shown(browser.get())] == [
        "2026-03-10", "2026-03-11", "2026-03-12",
    ]  # fmt: skip


def test_a_meeting_is_made_in_the_form(browser):
    """The form makes a meeting with people, repetition, place, Teams link, category and mails."""
    text = browser.get("/ui/new")
    assert 'data-testid="subject"' in text
    browser.post(
        "/ui/save", subject="Made here", start_date=DAY, start_time="14:00", end_date=DAY,
        end_time="15:00", guests=f"{EMIL}\n{OUTSIDE}", optional="frida@example.com",
        location="Room", teams="on", repeat="weekly", count="3", importance="high",
        sensitivity="private", showAs="tentative", reminder="30", description="Bring ideas",
        **{"category:Red category": "on"},
    )  # fmt: skip
    (event,) = browser.events()
    pattern = event["recurrence"]["pattern"]
    assert (pattern["type"], pattern["interval"]) == ("weekly", 1)
    assert pattern["daysOfWeek"] == ["tuesday"]
    assert event["recurrence"]["range"]["numberOfOccurrences"] == 3
    assert event["start"]["dateTime"] == "2026-03-10T13:00:00.0000000"
    assert event["location"]["displayName"] == "Room" and event["categories"] == ["Red category"]
    assert (event["importance"], event["sensitivity"]) == ("high", "private")
    assert (event["showAs"], event["reminderMinutesBeforeStart"]) == ("tentative", 30)
    assert event["onlineMeeting"]["joinUrl"].startswith("https://teams.microsoft.com/")
    assert [row["type"] for row in event["attendees"]] == ["required", "required", "optional"]
    guests = [EMIL, OUTSIDE, "frida@example.com"]
    assert browser.mails() == [("invitation", email) for email in guests]


def test_an_all_day_meeting_includes_its_last_day(browser):
    """The form's last day is inside; the API's end is the day after."""
    browser.post("/ui/save", subject="Fair", start_date=DAY, end_date="2026-03-11", all_day="on")
    (event,) = browser.events()
    assert event["isAllDay"] and event["end"]["dateTime"][:10] == "2026-03-12"
    assert [start for _, _, start in shown(browser.get())] == [DAY, DAY]


def test_a_mistake_is_explained_and_nothing_is_lost(browser):
    """A refused form comes back with the reason and with what was typed."""
    text = browser.post(
        "/ui/save", status=400, subject="Backwards", start_date=DAY, start_time="15:00",
        end_date=DAY, end_time="14:00", guests=EMIL,
    )  # fmt: skip
    assert 'data-testid="problem"' in text and 'value="Backwards"' in text and EMIL in text
    assert browser.events() == []


ORDINARY = {"location": {"displayName": "Room"}, "categories": ["Blue category"]}
ALL_DAY = {"isAllDay": True, "start": at(f"{DAY}T00:00:00"), "end": at("2026-03-11T00:00:00")}
ONLINE = {"isOnlineMeeting": True, "body": {"contentType": "html", "content": "<p>Hi<br>you</p>"}}


@pytest.mark.parametrize("body", [meeting(EMIL, **ORDINARY), meeting(EMIL, **ALL_DAY),
                                  meeting(EMIL, **ONLINE), series()])  # fmt: skip
def test_saving_without_a_change_changes_nothing(browser, body):
    """Opening and saving a meeting leaves it as it is and mails nobody."""
    event = browser.control.add(DORA, body)
    browser.mails()
    browser.post("/ui/save", **browser.form(event["id"]))
    assert browser.events()[0]["changeKey"] == event["changeKey"]
    assert browser.mails() == []


def test_a_meeting_is_edited(browser):
    """Fields and people change as the form says; who joins is invited, who leaves is told."""
    event = browser.control.add(DORA, meeting(EMIL))
    browser.mails()
    form = browser.form(event["id"])
    browser.post("/ui/save", **{**form, "guests": OUTSIDE, "subject": "New", "start_time": "09:00"})
    (changed,) = browser.events()
    assert changed["id"] == event["id"] and changed["subject"] == "New"
    assert changed["start"]["dateTime"][11:16] == "08:00"
    assert sorted(browser.mails()) == [("cancellation", EMIL), ("invitation", OUTSIDE)]


def test_a_teams_meeting_keeps_its_link_when_its_text_changes(browser):
    """A person in Outlook writes above the Teams block and never loses it."""
    event = browser.control.add(DORA, meeting(**ONLINE))
    form = browser.form(event["id"])
    assert "Microsoft Teams" not in form["description"]
    browser.post("/ui/save", **{**form, "description": "Something else"})
    (changed,) = browser.events()
    assert changed["onlineMeeting"] == event["onlineMeeting"] and changed["isOnlineMeeting"]
    assert "Something else" in changed["body"]["content"]


@pytest.mark.parametrize(
    ("scope", "expected"),
    [
        ("one", ["Planning", "Renamed", "Planning"]),
        ("following", ["Planning", "Renamed", "Renamed"]),
        ("all", ["Renamed", "Renamed", "Renamed"]),
    ],
)
def test_a_series_is_edited_for_one_following_or_all(browser, scope, expected):
    """The three choices change what they say."""
    master = browser.control.add(DORA, series())
    form = browser.form(occurrence(master["id"], "2026-03-11"))
    assert form["scope"] == "one"
    browser.post("/ui/save", **{**form, "subject": "Renamed", "scope": scope})
    assert [title for _, title, _ in shown(browser.get())] == expected


def test_a_repetition_is_kept_changed_and_ended(browser):
    """As now keeps the rule, another choice replaces it, none makes a single event."""
    master = browser.control.add(DORA, series())
    form = browser.form(master["id"])
    assert "As now: every day, 3 times" in browser.get("/ui/event", id=master["id"])
    browser.post("/ui/save", **{**form, "count": "2"})
    assert len(shown(browser.get())) == 2
    browser.post("/ui/save", **{**form, "repeat": "weekdays", "until": "2026-03-13"})
    assert len(shown(browser.get())) == 4
    browser.post("/ui/save", **{**form, "repeat": ""})
    assert [event["type"] for event in browser.events()] == ["singleInstance"]


def test_one_occurrence_is_moved_and_another_deleted(browser):
    """The small forms beside an occurrence change this one alone."""
    master = browser.control.add(DORA, series())
    browser.post("/ui/later", id=occurrence(master["id"], "2026-03-11"), minutes="60", scope="one")
    browser.post("/ui/delete", id=occurrence(master["id"], "2026-03-12"), scope="one")
    assert [start[:16] for _, _, start in shown(browser.get())] == [
        "2026-03-10T10:00", "2026-03-11T11:00",
    ]  # fmt: skip


def test_an_invitation_is_answered_with_words(browser):
    """The bar above an invitation answers, with a message, or quietly."""
    browser.control.add(EMIL, meeting(DORA))
    copy = browser.events()[0]["id"]
    text = browser.get("/ui/event", id=copy)
    assert 'data-testid="answer-accepted"' in text and "You are not the organizer" in text
    browser.post("/ui/answer", id=copy, response="accepted", comment="Glad to")
    assert browser.events(EMIL)[0]["attendees"][0]["status"]["response"] == "accepted"
    assert "Glad to" in browser.get(view="mails")
    browser.post("/ui/answer", id=copy, response="tentative", quiet="on")
    assert browser.events(EMIL)[0]["attendees"][0]["status"]["response"] == "accepted"


def test_a_cancelled_meeting_is_shown_as_such_until_it_is_deleted(browser):
    """A guest sees the cancellation; deleting the rest answers nobody."""
    event = browser.control.add(EMIL, meeting(DORA))
    browser.post("/ui/delete", account=EMIL, id=event["id"], comment="Too busy")
    assert 'data-status="cancelled"' in browser.get()
    assert "Too busy" in browser.get(view="mails")
    browser.mails()
    copy = browser.events()[0]["id"]
    assert 'data-testid="answer-accepted"' not in browser.get("/ui/event", id=copy)
    browser.post("/ui/delete", id=copy)
    assert browser.events() == [] and browser.mails() == []


def test_a_meeting_goes_to_another_calendar(browser):
    """A person's other calendars are on the side and take meetings."""
    target = browser.control.add_calendar(DORA, "Projects")
    event = browser.control.add(DORA, meeting())
    assert f'data-calendar-id="{target}"' in browser.get()
    browser.post("/ui/move-to", id=event["id"], calendar=target)
    assert browser.events() == [] and len(browser.control.events(DORA, target)) == 1
    assert f'data-calendar-id="{target}" data-summary="Planning"' in browser.get()


def test_mails_are_listed_and_outsiders_answer_there(browser):
    """The mail log shows invitations; an outsider's has buttons that answer it."""
    browser.control.add(DORA, meeting(EMIL, OUTSIDE))
    text = browser.get(view="mails")
    assert f'data-kind="invitation" data-to="{OUTSIDE}"' in text
    assert text.count('data-testid="reply-declined"') == 1
    number = re.search(r'name="mail" value="(\d+)"', text)[1]
    browser.post("/ui/reply", view="mails", mail=number, response="declined")
    statuses = [row["status"]["response"] for row in browser.events()[0]["attendees"]]
    assert statuses == ["none", "declined"]
    browser.post("/ui/clear-mails", view="mails")
    assert 'data-testid="mail"' not in browser.get(view="mails")


def test_requests_are_listed(browser):
    """The last requests are shown with account, status and content, without tokens."""
    token = browser.control.grant(DORA)["access_token"]
    head = {"Authorization": f"Bearer {token}"}
    requests.get(f"{browser.sim.url}/v1.0/me/nothing", headers=head, timeout=10)
    requests.post(f"{browser.sim.url}/v1.0/me/events", json=meeting(), headers=head, timeout=10)
    text = browser.get(view="requests")
    assert 'data-status="201" data-method="POST"' in text and "Planning" in text
    assert 'data-method="GET"' in text and DORA in text and token not in text


def test_the_page_notices_changes(browser):
    """What the page polls differs after a change."""
    before = browser.get("/ui/tick")
    browser.control.add(DORA, meeting())
    assert browser.get("/ui/tick") != before


def test_people_without_calendars_and_lost_events_lead_somewhere(browser):
    """An event that is gone leads back to the calendar; a simulator without people says so."""
    text = browser.get("/ui/event", id="nothing")
    assert 'data-testid="week"' in text
    browser.control.reset(defaults=False)
    assert "There are no accounts yet." in browser.get()
