"""Mail between a simulated Google and a simulated Microsoft: mixed meetings as people know them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
import requests

from tests.simulators import bridge
from tests.simulators.common.clock import Clock
from tests.simulators.google import GoogleSimulator
from tests.simulators.google import control as google_control
from tests.simulators.google.conformance import check_journal
from tests.simulators.microsoft import MicrosoftSimulator, ids
from tests.simulators.microsoft import control as microsoft_control
from tests.simulators.tests.conftest import Client

ANNA, BEN = "anna@example.com", "ben@example.com"
DORA, EMIL = "dora@example.net", "emil@example.net"
NOW = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
Json = dict[str, Any]


class Both:
    """Two providers whose people write to each other; every act waits for the mail it causes."""

    def __init__(self) -> None:
        self.google = GoogleSimulator(clock=Clock(NOW)).start()
        self.microsoft = MicrosoftSimulator(clock=Clock(NOW)).start()
        self.google.add_defaults()
        self.microsoft.add_defaults()
        bridge.connect(self.google, self.microsoft)

    def settle(self) -> None:
        bridge.flush(self.google, self.microsoft)
        assert [one.outbox.lost for one in (self.google, self.microsoft)] == [[], []]

    def at_google(self, who: str, action: str, *args: Any, **more: Any) -> Any:
        with self.google.world.lock:
            done = getattr(self.google.person(who), action)(*args, **more)
        self.settle()
        return done

    def at_outlook(self, who: str, action: str, *args: Any, **more: Any) -> Any:
        done = getattr(self.microsoft.person(who), action)(*args, **more)
        self.settle()
        return done

    def google_events(self, who: str = ANNA) -> list[Json]:
        control = google_control.Control(self.google.url)
        return [one for one in control.events(who) if one["status"] != "cancelled"]

    def outlook_events(self, who: str = DORA) -> list[Json]:
        return microsoft_control.Control(self.microsoft.url).events(who)

    def stop(self) -> None:
        self.google.stop()
        self.microsoft.stop()


@pytest.fixture
def both() -> Iterator[Both]:
    found = Both()
    yield found
    found.stop()


def at(text: str) -> Json:
    return {"dateTime": text, "timeZone": "Europe/Paris"}


def meeting(*guests: str, **more: Any) -> Json:
    """A Google body."""
    people = [{"email": email} for email in guests]
    return {"summary": "Plan", "start": at("2026-03-10T10:00:00"), "end": at("2026-03-10T11:00:00"),
            "attendees": people, **more}  # fmt: skip


def appointment(*guests: str, **more: Any) -> Json:
    """A Graph body."""
    people = [{"emailAddress": {"address": email}, "type": "required"} for email in guests]
    return {"subject": "Plan", "start": at("2026-03-10T10:00:00"), "end": at("2026-03-10T11:00:00"),
            "attendees": people, **more}  # fmt: skip


DAILY = {
    "pattern": {"type": "daily", "interval": 1},
    "range": {"type": "numbered", "startDate": "2026-03-10", "numberOfOccurrences": 4},
}


def responses_at_google(event: Json) -> Json:
    return {row["email"]: row["responseStatus"] for row in event["attendees"]}


def responses_at_outlook(event: Json) -> Json:
    return {row["emailAddress"]["address"]: row["status"]["response"] for row in event["attendees"]}


def start(event: Json) -> str:
    return event["start"]["dateTime"][:16]


def occurrence(both: Both, master: str, day: str) -> str:
    name = ids.read(master)
    return str(ids.Name(name.key, day, name.moves))


def test_a_google_meeting_reaches_outlook_and_the_answer_comes_back(both):
    """The guest's copy has the organizer's iCalUID, and the organizer sees who accepted."""
    made = both.at_google(
        ANNA, "add", meeting(DORA, location="Room 1", description="See <b>us</b>")
    )
    copy = both.outlook_events()[0]
    assert copy["iCalUId"] == made.uid and copy["isOrganizer"] is False
    assert copy["organizer"]["emailAddress"]["address"] == ANNA
    assert (copy["subject"], copy["location"]["displayName"]) == ("Plan", "Room 1")
    assert start(copy) == "2026-03-10T09:00" and "<b>us</b>" in copy["body"]["content"]
    assert copy["responseStatus"]["response"] == "notResponded"
    both.at_outlook(DORA, "answer", copy["id"], "accepted")
    assert responses_at_google(both.google_events()[0])[DORA] == "accepted"


def test_an_outlook_meeting_reaches_google_and_the_answer_comes_back(both):
    """The guest's copy has an id of its own, the same iCalUID and a foreign organizer."""
    made = both.at_outlook(DORA, "add", appointment(ANNA, BEN))
    copies = both.google_events() + both.google_events(BEN)
    assert [one["iCalUID"] for one in copies] == [made.uid] * 2
    assert copies[0]["id"] != made.id()
    assert copies[0]["organizer"] == {"email": DORA, "displayName": "Dora Demo"}
    assert start(copies[0]) == "2026-03-10T10:00"
    both.at_google(ANNA, "answer", copies[0]["id"], "tentative")
    seen = responses_at_outlook(both.outlook_events()[0])
    assert seen == {ANNA: "tentativelyAccepted", BEN: "none"}
    assert both.google.world.mails.dump()[-1]["kind"] == "response"


def test_a_moved_google_meeting_asks_the_outlook_guest_again(both):
    """An update changes the guest's copy; a new time takes the answer back."""
    made = both.at_google(ANNA, "add", meeting(DORA))
    copy = both.outlook_events()[0]
    both.at_outlook(DORA, "answer", copy["id"], "accepted")
    both.at_google(ANNA, "edit", made.id, {"summary": "Plan B"})
    renamed = both.outlook_events()[0]
    assert (renamed["subject"], renamed["responseStatus"]["response"]) == ("Plan B", "accepted")
    both.at_google(ANNA, "move", made.id, at("2026-03-11T14:00:00"))
    (moved,) = both.outlook_events()
    assert moved["id"] == copy["id"] and start(moved) == "2026-03-11T13:00"
    assert moved["responseStatus"]["response"] == "notResponded"


def test_a_moved_outlook_meeting_asks_the_google_guest_again(both):
    """An update changes the guest's copy; a new time takes the answer back."""
    made = both.at_outlook(DORA, "add", appointment(ANNA))
    copy = both.google_events()[0]
    both.at_google(ANNA, "answer", copy["id"], "accepted")
    both.at_outlook(DORA, "edit", made.id(), {"subject": "Plan B"})
    renamed = both.google_events()[0]
    assert (renamed["summary"], responses_at_google(renamed)) == ("Plan B", {ANNA: "accepted"})
    both.at_outlook(DORA, "move", made.id(), at("2026-03-11T14:00:00"))
    (moved,) = both.google_events()
    assert moved["id"] == copy["id"] and start(moved) == "2026-03-11T14:00"
    assert responses_at_google(moved) == {ANNA: "needsAction"}


def test_a_cancelled_meeting_is_cancelled_for_the_other_side(both):
    """A deleted Google meeting is marked in Outlook; a deleted Outlook one leaves Google."""
    google = both.at_google(ANNA, "add", meeting(DORA))
    both.at_google(ANNA, "delete", google.id)
    (left,) = both.outlook_events()
    assert left["isCancelled"] is True and left["subject"] == "Canceled: Plan"
    outlook = both.at_outlook(EMIL, "add", appointment(ANNA))
    assert len(both.google_events()) == 1
    both.at_outlook(EMIL, "delete", outlook.id())
    assert both.google_events() == []


def test_a_removed_guest_is_told(both):
    """Who leaves the list receives the cancellation; who stays keeps the meeting."""
    google = both.at_google(ANNA, "add", meeting(DORA, EMIL))
    both.at_google(ANNA, "edit", google.id, {"attendees": [{"email": EMIL}]})
    assert [both.outlook_events(who)[0]["isCancelled"] for who in (DORA, EMIL)] == [True, False]
    outlook = both.at_outlook(EMIL, "add", appointment(ANNA, BEN))
    rest = appointment(BEN)["attendees"]
    both.at_outlook(EMIL, "edit", outlook.id(), {"attendees": rest})
    assert both.google_events(ANNA)[0]["id"] == google.id and len(both.google_events(ANNA)) == 1
    assert [one["iCalUID"] for one in both.google_events(BEN)] == [outlook.uid]


def test_the_link_of_an_online_meeting_crosses(both):
    """Google's guest finds the Teams link in the text, Outlook's guest the Meet link."""
    online = {"isOnlineMeeting": True, "body": {"contentType": "html", "content": "<p>Hi</p>"}}
    made = both.at_outlook(DORA, "add", appointment(ANNA, **online))
    assert made.fields["onlineMeeting"]["joinUrl"] in both.google_events()[0]["description"]
    request = {"createRequest": {"requestId": "one"}}
    google = both.at_google(BEN, "add", meeting(EMIL, conferenceData=request))
    assert google.fields["hangoutLink"] in both.outlook_events(EMIL)[0]["body"]["content"]


def test_days_stay_days(both):
    """An all-day meeting has the same dates on the other side."""
    both.at_google(
        ANNA, "add", meeting(DORA, start={"date": "2026-03-10"}, end={"date": "2026-03-12"})
    )
    (copy,) = both.outlook_events()
    assert copy["isAllDay"] and (start(copy), copy["end"]["dateTime"][:10]) == (
        "2026-03-10T00:00", "2026-03-12",
    )  # fmt: skip
    day = {"isAllDay": True, "start": at("2026-03-20T00:00:00"), "end": at("2026-03-21T00:00:00")}
    both.at_outlook(EMIL, "add", appointment(BEN, **day))
    (copy,) = both.google_events(BEN)
    assert (copy["start"], copy["end"]) == ({"date": "2026-03-20"}, {"date": "2026-03-21"})


def test_a_guest_at_google_changes_the_own_copy_only(both):
    """What a guest edits is not mailed; the next update of the organizer brings the truth."""
    made = both.at_outlook(DORA, "add", appointment(ANNA))
    (copy,) = both.google_events()
    both.at_google(ANNA, "edit", copy["id"], {"summary": "Mine"})
    assert both.outlook_events()[0]["subject"] == "Plan"
    both.at_outlook(DORA, "edit", made.id(), {"location": {"displayName": "Room 2"}})
    (copy,) = both.google_events()
    assert (copy["summary"], copy["location"]) == ("Plan", "Room 2")


def test_declining_at_google_by_deleting_is_an_answer(both):
    """A guest who deletes the meeting has declined; an update does not bring it back."""
    made = both.at_outlook(DORA, "add", appointment(ANNA, BEN))
    both.at_google(ANNA, "delete", both.google_events()[0]["id"])
    assert responses_at_outlook(both.outlook_events()[0])[ANNA] == "declined"
    both.at_outlook(DORA, "edit", made.id(), {"subject": "Plan B"})
    assert both.google_events(ANNA) == []
    assert both.google_events(BEN)[0]["summary"] == "Plan B"


def test_what_nobody_is_told_stays_where_it_is(both):
    """A Google change with sendUpdates=none mails nobody, so Outlook does not hear of it."""
    with both.google.world.lock:
        both.google.person(ANNA, "none").add(meeting(DORA))
    both.settle()
    assert both.outlook_events() == [] and len(both.google.world.mails) == 0


def test_mail_between_people_of_one_provider_does_not_cross(both):
    """Ben's copy comes from Google itself; nothing is sent to Microsoft for it."""
    both.at_google(ANNA, "add", meeting(BEN))
    assert len(both.google_events(BEN)) == 1 and both.outlook_events() == []
    assert len(both.google.world.mails) == 1


def test_the_people_of_the_other_side_answer_on_their_own_page(both):
    """The mail log has buttons for people who have no page, and none for those who have one."""
    both.at_google(ANNA, "add", meeting(DORA, "x@elsewhere.example"))
    both.at_outlook(EMIL, "add", appointment(BEN, "y@elsewhere.example"))
    for url in (both.google.url, both.microsoft.url):
        text = requests.get(url, params={"view": "mails"}, timeout=10).text
        rows = re.findall(r'data-to="([^"]*)".*?</tr>', text, re.S)
        forms = [row for row in text.split('data-testid="mail"')[1:] if 'name="response"' in row]
        assert len(rows) == 2 and len(forms) == 1 and "elsewhere.example" in forms[0]


def test_a_received_meeting_is_an_ordinary_event_of_googles_api(both):
    """It is listed, answered and conforms to the discovery document as any other event."""
    both.at_outlook(DORA, "add", appointment(ANNA, BEN, recurrence=DAILY))
    anna = Client(both.google, ANNA)
    (event,) = anna.items()[0]
    assert event["creator"]["email"] == event["organizer"]["email"] == DORA
    rows = [{**row, "responseStatus": "accepted"} if row["email"] == ANNA else row
            for row in event["attendees"]]  # fmt: skip
    anna.events("PATCH", f"/{event['id']}", {"attendees": rows}, sendUpdates="all")
    both.settle()
    assert responses_at_outlook(both.outlook_events()[0]) == {ANNA: "accepted", BEN: "none"}
    assert responses_at_google(both.google_events(BEN)[0])[ANNA] == "accepted"
    instances = anna.events("GET", f"/{event['id']}/instances")["items"]
    assert len(instances) == 4 and {one["iCalUID"] for one in instances} == {event["iCalUID"]}
    assert check_journal(both.google.journal.dump(), requests=False) == []
