"""The server itself: batches, faults, journal, state, determinism."""

from __future__ import annotations

import json
import re
import threading
from datetime import UTC, datetime

import pytest
import requests
from google.oauth2.credentials import Credentials
from googleapiclient.discovery import build
from googleapiclient.errors import HttpError

from tests.simulators.common.clock import Clock
from tests.simulators.common.server import wait_until
from tests.simulators.google import GoogleSimulator
from tests.simulators.google.__main__ import main
from tests.simulators.google.conformance import check_journal
from tests.simulators.google.control import Control, ControlError

from .conftest import ANNA, BEN, Client, meeting, reason

LIST = "calendars/primary/events"


def batch(client, parts, **headers):
    """Post a batch; the answers as (content id, status, body)."""
    chunks = []
    for number, (method, path, body) in enumerate(parts):
        text = json.dumps(body) if body is not None else ""
        kind = "Content-Type: application/json\r\n" if text else ""
        chunks.append(
            f"--frame\r\nContent-Type: application/http\r\nContent-ID: <item{number}>\r\n\r\n"
            f"{method} {path} HTTP/1.1\r\n{kind}\r\n{text}\r\n"
        )
    answer = client.http.post(
        f"{client.sim.url}/batch/calendar/v3",
        data=("".join(chunks) + "--frame--").encode(),
        headers={"Content-Type": "multipart/mixed; boundary=frame", **headers},
        timeout=10,
    )
    if answer.status_code != 200:
        return answer
    frame = re.search(r"boundary=(\S+)", answer.headers["Content-Type"])[1]
    found = []
    for chunk in answer.text.split(f"--{frame}")[1:-1]:
        key = re.search(r"Content-ID: <(\S+)>", chunk)[1]
        status = int(re.search(r"HTTP/1.1 (\d+)", chunk)[1])
        body = chunk.split("\r\n\r\n", 2)[2].strip()
        found.append((key, status, json.loads(body) if body else None))
    return found


def test_a_batch_answers_every_part_in_order(anna):
    """Each part has its own status; ids come back with response- before them."""
    base = "/calendar/v3/calendars/primary/events"
    found = batch(anna, [
        ("POST", base, meeting(id="batch1")),
        ("POST", base, meeting(id="batch1")),
        ("GET", f"{base}/nothing", None),
        ("DELETE", f"{base}/batch1", None),
        ("POST", f"{base}/watch", {}),
    ])  # fmt: skip
    assert [(key, status) for key, status, _ in found] == [
        ("response-item0", 200), ("response-item1", 409), ("response-item2", 404),
        ("response-item3", 204), ("response-item4", 400),
    ]  # fmt: skip
    assert found[1][2]["error"]["errors"][0]["reason"] == "duplicate"


def test_a_batch_has_a_limit_and_every_call_counts(sim, anna, control):
    """More calls than allowed are refused as a whole; n calls cost n units."""
    colors = [("GET", "/calendar/v3/colors", None)] * 3
    batch(anna, colors)
    assert sim.api.quota.used[ANNA] == 3
    control.settings(batch_limit=2)
    assert batch(anna, colors).status_code == 400


def test_a_part_needs_a_path_and_may_have_its_own_token(sim, anna, ben):
    """Inner addresses are paths; an inner Authorization wins over the outer one."""
    found = batch(anna, [("GET", "http://127.0.0.1/calendar/v3/colors", None)])
    assert found[0][1] == 400
    path = "/calendar/v3/users/me/calendarList/primary"
    token = f"HTTP/1.1\r\nAuthorization: Bearer {ben.tokens['access_token']}\r\nX-Rest:"
    assert batch(anna, [("GET", f"{path} {token}", None)])[0][2]["id"] == BEN


def test_parts_may_be_executed_in_any_order(anna, control):
    """With the switch the order of execution is another than that of the answers."""
    control.settings(batch_shuffle=True)
    base = "/calendar/v3/calendars/primary/events"
    found = batch(anna, [("POST", base, meeting(summary=str(n))) for n in range(8)])
    assert [body["summary"] for _, _, body in found] == list("01234567")
    assert [item["summary"] for item in anna.items()[0]] != list("01234567")


def test_faults_hit_what_they_match(anna, ben, control):
    """A fault has a status, a reason and Retry-After, and hits only matching calls."""
    control.fault(method="GET", path="/events$", account=ANNA, status=429,
                  reason="rateLimitExceeded", retry_after=7, times=2)  # fmt: skip
    assert ben.call("GET", LIST).ok
    for _ in range(2):
        answer = anna.call("GET", LIST)
        assert reason(answer) == (429, "rateLimitExceeded")
        assert answer.headers["Retry-After"] == "7"
    assert anna.call("GET", LIST).ok
    assert control.faults()[0]["hits"] == 2


def test_apply_then_fail_really_applies(anna, control):
    """The write happened although the client sees 503; the repetition is a duplicate."""
    control.fault(method="POST", status=503, apply=True)
    body = meeting(id="once1")
    assert anna.call("POST", LIST, body).status_code == 503
    assert reason(anna.call("POST", LIST, body)) == (409, "duplicate")


def test_plain_faults_do_not_apply(anna, control):
    """Without apply the write did not happen."""
    control.fault(method="POST", status=503)
    assert anna.call("POST", LIST, meeting(id="once1")).status_code == 503
    assert anna.call("POST", LIST, meeting(id="once1")).ok


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        ({"reset": True}, requests.ConnectionError),
        ({"truncate": True}, requests.exceptions.ChunkedEncodingError),
        ({"hang": 0.2}, requests.ConnectionError),
    ],
)
def test_broken_connections(anna, control, fault, error):
    """Resets, hangs and half bodies reach the client as what they are; the next call works."""
    control.fault(path="/events$", **fault)
    with pytest.raises(error):
        anna.call("GET", LIST)
    assert anna.call("GET", LIST).ok


def test_faults_inside_a_batch_hit_single_parts(anna, control):
    """One part of a batch can fail while the others succeed."""
    control.fault(path="/colors$", status=403, reason="rateLimitExceeded")
    found = batch(anna, [("GET", "/calendar/v3/colors", None)] * 2)
    assert [status for _, status, _ in found] == [403, 200]


def test_a_batch_breaks_with_one_of_its_parts(anna, control):
    """A connection that breaks over one call of a batch takes all their answers with it."""
    control.fault(path="/colors$", reset=True, apply=True)
    with pytest.raises(requests.ConnectionError):
        batch(anna, [("GET", "/calendar/v3/colors", None)] * 2)
    assert len(batch(anna, [("GET", "/calendar/v3/colors", None)] * 2)) == 2


def test_a_call_performed_twice_has_the_second_answer(anna, control):
    """An insert that is repeated on its way is there once, and its client hears of a duplicate."""
    control.fault(method="POST", twice=True)
    assert reason(anna.call("POST", LIST, meeting(id="repeat1"))) == (409, "duplicate")
    assert [one["id"] for one in anna.items()[0]] == ["repeat1"]


def test_a_token_ends_between_two_pages(anna, control):
    """The first page arrives, and the token it came by is no longer good for the second."""
    for number in range(3):
        anna.insert({"summary": str(number)})
    control.settings(max_page_size=2)
    control.fault(method="GET", path="/events$", expire=True)
    first = anna.call("GET", LIST)
    assert first.ok
    second = anna.call("GET", LIST, pageToken=first.json()["nextPageToken"])
    assert reason(second) == (401, "authError")


def test_faults_by_chance_are_the_same_every_time(clock):
    """The same seed gives the same failures."""

    def run():
        with GoogleSimulator(seed=7) as sim:
            sim.add_defaults()
            sim.faults.add(path="/colors$", status=500, times=None, probability=0.5)
            client = Client(sim, ANNA)
            return [client.call("GET", "colors").status_code for _ in range(20)]

    first = run()
    assert first == run() and set(first) == {200, 500}


def test_runs_with_one_seed_are_equal():
    """Ids, tokens, etags and times depend on seed, clock and calls alone."""

    def run(seed):
        with GoogleSimulator(seed=seed, clock=Clock(datetime(2026, 1, 1, tzinfo=UTC))) as sim:
            sim.add_defaults()
            client = Client(sim, ANNA)
            return client.insert(), client.tokens

    assert run(1) == run(1)
    assert run(1)[0]["id"] != run(2)[0]["id"]


def test_the_journal_shows_calls_without_secrets(sim, anna, control):
    """Method, path, query, body, status and answer are kept; tokens and secrets are not."""
    anna.insert({"summary": "Journal"}, sendUpdates="none")
    batch(anna, [("GET", "/calendar/v3/colors", None)])
    insert, outer, inner = control.journal()
    assert (insert["method"], insert["status"], insert["account"]) == ("POST", 200, ANNA)
    assert insert["query"] == {"sendUpdates": ["none"]}
    assert insert["body"]["summary"] == insert["answer"]["summary"] == "Journal"
    assert insert["headers"]["authorization"] == f"Bearer <{ANNA}>"
    assert inner["batch"] == outer["number"]
    assert anna.tokens["access_token"] not in json.dumps(control.journal())
    control.clear_journal()
    assert control.journal() == []


def test_conformance_finds_deviations(sim, anna):
    """The check reports unknown parameters, fields and methods of a client."""
    anna.call("GET", LIST, sendUpdates="all", maxResults="x")
    anna.call("POST", LIST, {"summary": 5, "sumary": "x"})
    anna.call("GET", "calendars/primary/event")
    found = [str(violation) for violation in check_journal(sim.journal.dump(), answers=False)]
    assert len(found) == 5
    assert any("query.sendUpdates: unknown parameter" in text for text in found)
    assert any("body.sumary: unknown field" in text for text in found)


def test_quota_refuses_when_a_minute_is_used_up(anna, control, clock):
    """Beyond the units of a minute the answer is a refusal, until the minute is over."""
    control.settings(calls_per_minute=4)
    assert anna.call("GET", "colors").ok
    path = f"{LIST}/nothing"
    assert anna.call("PATCH", path, {}).status_code == 404
    assert reason(anna.call("GET", "colors")) == (403, "userRateLimitExceeded")
    clock.advance(61)
    assert anna.call("GET", "colors").ok


def test_gzip_wants_the_agent_to_say_so(anna):
    """Answers are compressed only when the user agent contains gzip, as at Google."""
    assert "Content-Encoding" not in anna.call("GET", "colors").headers
    answer = anna.call("GET", "colors", headers={"User-Agent": "tests (gzip)"})
    assert answer.headers["Content-Encoding"] == "gzip" and answer.json()["kind"]


def test_the_state_survives_a_restart(tmp_path, clock):
    """Events, tokens, sync tokens and mails are there again after a restart."""
    path = tmp_path / "state.json"
    with GoogleSimulator(clock=clock, state_file=path) as sim:
        sim.add_defaults()
        client = Client(sim, ANNA)
        client.insert({"attendees": [{"email": BEN}]}, sendUpdates="all")
        token = client.items()[1]
        sim.changed()
        assert wait_until(path.exists)
    with GoogleSimulator(clock=clock, state_file=path) as again:
        client.base = f"{again.url}/calendar/v3/"
        assert len(client.items()[0]) == 1 and client.changes(token) == []
        assert len(again.world.mails) == 1
        client.insert()
        assert len(client.changes(token)) == 1


def test_control_refuses_mistakes(control):
    """A wrong control call says what is wrong instead of doing nothing."""
    for wrong in (lambda: control.settings(pagesize=3), lambda: control.fault(stauts=500),
                  lambda: control.add("nobody@example.com", {}), lambda: control.call("GET", "x"),
                  lambda: control.settings(max_page_size="3")):  # fmt: skip
        with pytest.raises(ControlError):
            wrong()


def test_control_moves_the_clock_and_resets(control, anna):
    """Time is set and advanced, and everything can begin again."""
    control.set_clock(datetime(2027, 1, 1, tzinfo=UTC))
    control.advance(60)
    assert control.now() == datetime(2027, 1, 1, 0, 1, tzinfo=UTC)
    control.reset()
    assert control.state()["tick"] == 3
    assert control.state()["accounts"][0]["email"] == ANNA
    assert anna.call("GET", "colors").status_code == 401


def test_googles_own_client_works_here(sim):
    """The official Python client lists, inserts and reads the errors."""
    credentials = Credentials(sim.grant(ANNA)["access_token"])
    service = build("calendar", "v3", credentials=credentials, static_discovery=True,
                    client_options={"api_endpoint": sim.url + "/calendar/v3/"})  # fmt: skip
    made = service.events().insert(calendarId="primary", body=meeting()).execute()
    listed = service.events().list(calendarId="primary").execute()
    assert [item["id"] for item in listed["items"]] == [made["id"]]
    with pytest.raises(HttpError) as caught:
        service.events().get(calendarId="primary", eventId="nothing").execute()
    assert caught.value.status_code == 404
    assert check_journal(sim.journal.dump()) == []


def test_many_clients_at_once(sim):
    """Parallel writers lose nothing."""
    clients = [Client(sim, email) for email in (ANNA, BEN) * 4]

    def write(client):
        for _ in range(10):
            client.insert()

    threads = [threading.Thread(target=write, args=(client,)) for client in clients]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(clients[0].items()[0]) == len(clients[1].items()[0]) == 40


def test_the_command_line_explains_itself(capsys):
    """--help names the options."""
    with pytest.raises(SystemExit):
        main(["--help"])
    assert "--state" in capsys.readouterr().out


def test_the_control_client_needs_no_slash():
    """A trailing slash in the address does no harm."""
    assert Control("http://127.0.0.1:1/").url == "http://127.0.0.1:1"
