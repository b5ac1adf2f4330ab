"""The simulator itself: faults, journal, state, people at work, conformance."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import requests

from tests.simulators.common.clock import Clock
from tests.simulators.common.server import wait_until
from tests.simulators.google.control import Control as GoogleControl
from tests.simulators.microsoft import MicrosoftSimulator
from tests.simulators.microsoft.conformance import check_journal
from tests.simulators.microsoft.control import Control, ControlError

from .conftest import DORA, EMIL, FRIDA, WEEKS, Client, Look, at, guests, meeting, refused, series

ROOT = Path(__file__).parents[4]
Json = dict[str, Any]


# --- faults -------------------------------------------------------------------------------------


def test_faults_hit_what_they_match(control: Control, dora: Client, emil: Client) -> None:
    """A fault has a status, a code and Retry-After, and hits only matching calls."""
    control.fault(method="GET", path="/events$", account=DORA, status=429,
                  reason="TooManyRequests", retry_after=7, times=2)  # fmt: skip
    assert emil.call("GET", "/me/events").ok
    for _ in range(2):
        answer = dora.call("GET", "/me/events")
        assert refused(answer) == (429, "TooManyRequests")
        assert answer.headers["Retry-After"] == "7"
    assert dora.call("GET", "/me/events").ok
    assert control.faults()[0]["hits"] == 2


@pytest.mark.parametrize(
    ("status", "code"),
    [
        (401, "InvalidAuthenticationToken"),
        (403, "ErrorAccessDenied"),
        (404, "ErrorItemNotFound"),
        (410, "SyncStateNotFound"),
        (412, "ErrorIrresolvableConflict"),
        (429, "TooManyRequests"),
        (500, "ErrorInternalServerError"),
        (503, "ServiceUnavailable"),
        (504, "UnknownError"),
        (507, "ErrorQuotaExceeded"),
    ],
)
def test_a_fault_without_a_code_has_the_usual_one(
    control: Control, dora: Client, status: int, code: str
) -> None:
    """The code that Graph has for a status, in Graph's shape."""
    control.fault(path="/me/events", status=status)
    assert refused(dora.call("GET", "/me/events")) == (status, code)


def test_a_fault_can_have_any_body_and_headers(control: Control, dora: Client) -> None:
    """A claims challenge, or a page of HTML from something in between."""
    challenge = 'Bearer error="insufficient_claims", claims="e30="'
    control.fault(status=401, reason="InvalidAuthenticationToken", path="/me/events",
                  headers={"WWW-Authenticate": challenge})  # fmt: skip
    assert dora.call("GET", "/me/events").headers["WWW-Authenticate"] == challenge
    control.fault(status=502, body="<html>Bad gateway</html>", path="/me/events")
    answer = dora.call("GET", "/me/events")
    assert (answer.status_code, answer.text) == (502, "<html>Bad gateway</html>")


@pytest.mark.parametrize("applied", [True, False])
def test_apply_then_fail_really_applies(control: Control, dora: Client, applied: bool) -> None:
    """With apply the write happened although the client sees 503; without it did not."""
    control.fault(method="POST", status=503, apply=applied)
    assert dora.call("POST", "/me/events", meeting(transactionId="1")).status_code == 503
    again = dora.call("POST", "/me/events", meeting(transactionId="1"))
    assert again.status_code == (400 if applied else 201)
    assert len(dora.events()) == 1


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        ({"reset": True}, requests.ConnectionError),
        ({"truncate": True}, requests.exceptions.ChunkedEncodingError),
        ({"hang": 0.2}, requests.ConnectionError),
    ],
)
def test_broken_connections(
    control: Control, dora: Client, fault: Json, error: type[Exception]
) -> None:
    """Resets, hangs and half bodies reach the client as what they are; the next call works."""
    control.fault(path="/events$", **fault)
    with pytest.raises(error):
        dora.call("GET", "/me/events")
    assert dora.call("GET", "/me/events").ok


def test_faults_are_cleared(control: Control, dora: Client) -> None:
    """A cleared fault hits nobody."""
    control.fault(path="/me/events", status=500, times=None)
    control.clear_faults()
    assert dora.call("GET", "/me/events").ok and control.faults() == []


# --- journal and mails --------------------------------------------------------------------------


def test_the_journal_shows_calls_without_secrets(control: Control, dora: Client) -> None:
    """Method, path, query, body, status and answer are kept; tokens are not."""
    dora.ok("POST", "/me/events", meeting(subject="Journal"))
    dora.events(__select="subject")
    created, listed = control.journal()
    assert (created["method"], created["status"], created["account"]) == ("POST", 201, DORA)
    assert created["body"]["subject"] == created["answer"]["subject"] == "Journal"
    assert listed["query"] == {"$select": ["subject"]}
    assert listed["headers"]["authorization"] == f"Bearer <{DORA}>"
    assert dora.tokens["access_token"] not in json.dumps(control.journal())
    control.clear_journal()
    assert control.journal() == []


def test_the_mails_are_listed_and_cleared(control: Control, dora: Client) -> None:
    """Tests of other processes read who was mailed."""
    dora.create(attendees=guests(EMIL))
    [mail] = control.mails()
    assert (mail["kind"], mail["to"], mail["summary"]) == ("invitation", EMIL, "Planning")
    control.clear_mails()
    assert control.mails() == []


def test_both_simulators_are_steered_alike() -> None:
    """Whoever drives the simulated Google drives this one with the same words."""
    ours, theirs = (
        {name for name in vars(one) if not name.startswith("_")} for one in (Control, GoogleControl)
    )
    assert theirs - ours == set()


# --- conformance --------------------------------------------------------------------------------


def test_conformance_finds_the_mistakes_of_a_client(sim: MicrosoftSimulator, dora: Client) -> None:
    """Unknown paths, options, properties, types and wishes, and what is read-only."""
    dora.call("GET", "/me/events", __top="5")
    dora.call("GET", "/me/calendarView/delta", **WEEKS, __select="subject")
    dora.call("GET", "/me/evnts")
    dora.call("POST", "/me/events", {"subject": 5, "summary": "x", "isOrganizer": True})
    dora.call("GET", "/me/calendarView", headers={"Prefer": "outlook.zone=1"})
    found = {(one.entry, one.where) for one in check_journal(sim.journal.dump(), answers=False)}
    assert found == {
        (2, "query.$select"), (3, "request"), (4, "body.subject"), (4, "body.summary"),
        (4, "body.isOrganizer"), (5, "query"), (5, "headers.prefer"),
    }  # fmt: skip


def test_conformance_finds_mistakes_in_answers() -> None:
    """An answer that the metadata does not have is found."""
    entry = {
        "number": 1, "method": "GET", "path": "/v1.0/me/events/x", "query": {}, "headers": {},
        "body": None, "status": 200, "answer": {"subject": "x", "title": "y", "showAs": "away"},
    }  # fmt: skip
    assert [one.where for one in check_journal([entry])] == ["answer.title", "answer.showAs"]
    wrong = {**entry, "status": 500, "answer": {"message": "x"}}
    assert [one.where for one in check_journal([wrong])] == ["answer"]


# --- state and start ----------------------------------------------------------------------------


def test_the_state_survives_a_restart(tmp_path: Path, clock: Clock) -> None:
    """Events, exceptions, tokens, delta links, mails and settings are there again."""
    path = tmp_path / "state.json"
    with MicrosoftSimulator(clock=clock, state_file=path) as sim:
        sim.add_defaults()
        client = Client(sim, DORA)
        made = client.create(series(attendees=guests(EMIL)))
        client.patch(client.occurrence(made["id"], "2026-03-17")["id"], subject="Special")
        client.delete(client.occurrence(made["id"], "2026-03-24")["id"])
        before, link = client.round()
        sim.world.settings.update({"page_size": 3})
        sim.changed()
        assert wait_until(path.exists)
    with MicrosoftSimulator(clock=clock, state_file=path) as again:
        client.sim, client.base = again, f"{again.url}/v1.0"
        link = link.replace(sim.url, again.url)
        after = client.round()[0]
        assert after == before and client.round(link)[0] == []
        assert len(again.world.mails) == 3 and again.world.settings.page_size == 3
        fresh = client.create()
        assert [one["id"] for one in client.round(link)[0]] == [fresh["id"]]
        assert len(Client(again, EMIL).events()) == 1


def test_it_starts_from_the_command_line(tmp_path: Path) -> None:
    """The demo's people are there, the state is kept, and it ends when told."""
    state = tmp_path / "state.json"
    command = [sys.executable, "-m", "tests.simulators.microsoft", "--port", "0",
               "--state", str(state)]  # fmt: skip
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout
        url = process.stdout.readline().split()[-1]
        emails = [one["email"] for one in Control(url).state()["accounts"]]
        assert emails == [DORA, EMIL, FRIDA]
        Control(url).add(DORA, meeting())
    finally:
        os.kill(process.pid, signal.SIGTERM)
        process.communicate(timeout=10)
    assert process.returncode == 0
    assert "Planning" in state.read_text(encoding="utf-8")


def test_the_addons_are_pointed_here(sim: MicrosoftSimulator) -> None:
    """Both origins are those of the simulator."""
    assert sim.environment() == {
        "CALENDAR_SYNC_MICROSOFT_GRAPH_URL": sim.url,
        "CALENDAR_SYNC_MICROSOFT_LOGIN_URL": sim.url,
    }


def test_control_refuses_mistakes(control: Control) -> None:
    """A wrong control call says what is wrong instead of doing nothing."""
    for wrong in (lambda: control.settings(pagesize=3), lambda: control.fault(stauts=500),
                  lambda: control.add("nobody@example.com", {}), lambda: control.call("GET", "x"),
                  lambda: control.settings(max_page_size="3"),
                  lambda: control.lifecycle("ended")):  # fmt: skip
        with pytest.raises(ControlError):
            wrong()


def test_control_moves_the_clock_and_resets(control: Control, dora: Client) -> None:
    """Time is set and advanced, and everything can begin again."""
    control.set_clock(datetime(2027, 1, 1, tzinfo=UTC))
    control.advance(60)
    assert control.now() == datetime(2027, 1, 1, 0, 1, tzinfo=UTC)
    control.reset()
    assert control.state()["tick"] == 3
    assert control.state()["accounts"][0]["email"] == DORA
    assert dora.call("GET", "/me/events").status_code == 401


# --- people in Outlook --------------------------------------------------------------------------


def test_a_person_makes_changes_and_deletes_a_meeting(
    control: Control, dora: Client, mails: Look
) -> None:
    """In their own zone, with mails for all who are invited."""
    body = {"subject": "Lunch", "start": {"dateTime": "2026-03-10T12:00:00"},
            "end": {"dateTime": "2026-03-10T13:00:00"}, "attendees": guests(EMIL)}  # fmt: skip
    made = control.add(DORA, body)
    assert made["start"]["dateTime"] == "2026-03-10T11:00:00.0000000"
    control.edit(DORA, made["id"], {"subject": "Long lunch"})
    control.move(DORA, made["id"], {"dateTime": "2026-03-11T12:00:00"})
    found = dora.get(made["id"])
    assert (found["subject"], found["end"]["dateTime"][:16]) == ("Long lunch", "2026-03-11T12:00")
    control.delete(DORA, made["id"], comment="Sorry")
    assert mails() == [("invitation", EMIL), ("update", EMIL), ("update", EMIL),
                       ("cancellation", EMIL)]  # fmt: skip


@pytest.mark.parametrize("response", ["accepted", "tentative", "declined"])
def test_a_person_answers(control: Control, dora: Client, response: str) -> None:
    """Yes, maybe and no reach the organizer."""
    made = dora.create(attendees=guests(EMIL))
    [theirs] = control.events(EMIL)
    control.answer(EMIL, theirs["id"], response)
    known = dora.get(made["id"])["attendees"][0]["status"]["response"]
    assert known == {"tentative": "tentativelyAccepted"}.get(response, response)


def test_a_person_moves_and_deletes_one_occurrence(control: Control, dora: Client) -> None:
    """An exception, and a day less."""
    made = control.add(DORA, series())
    one = dora.occurrence(made["id"], "2026-03-17")["id"]
    control.move(DORA, one, at("2026-03-18T10:00:00"))
    control.delete(DORA, dora.occurrence(made["id"], "2026-03-24")["id"])
    assert dora.days(made["id"]) == ["2026-03-10", "2026-03-18", "2026-03-31", "2026-04-07"]
    assert sorted(one["type"] for one in control.events(DORA)) == ["exception", "seriesMaster"]


def test_a_person_moves_and_deletes_the_rest_or_all(control: Control, dora: Client) -> None:
    """All occurrences move together; those from one on can go."""
    made = control.add(DORA, series())
    one = dora.occurrence(made["id"], "2026-03-17")["id"]
    control.move(DORA, one, at("2026-03-17T12:00:00"), scope="all")
    assert {row["start"]["dateTime"][11:13] for row in dora.view()} == {"11", "10"}
    late = dora.occurrence(made["id"], "2026-03-31")["id"]
    control.delete(DORA, late, scope="following")
    assert len(dora.view()) == 3
    control.delete(DORA, dora.occurrence(made["id"], "2026-03-24")["id"], scope="all")
    assert dora.view() == []


def test_a_person_cannot_do_what_outlook_does_not_let(control: Control, dora: Client) -> None:
    """A guest does not move the organizer's meeting."""
    dora.create(attendees=guests(EMIL))
    [theirs] = control.events(EMIL)
    with pytest.raises(ControlError, match="ErrorAccessDenied"):
        control.move(EMIL, theirs["id"], at("2026-03-11T10:00:00"))


def test_stored_events_show_everything(control: Control, dora: Client) -> None:
    """Whoever looks from outside sees extended properties and cancelled occurrences too."""
    made = dora.create(series())
    dora.delete(dora.occurrence(made["id"], "2026-03-17")["id"])
    [found] = control.events(DORA)
    assert found["cancelledOccurrences"] == [f"OID.{made['id']}.2026-03-17"]
    assert found["singleValueExtendedProperties"] == []
