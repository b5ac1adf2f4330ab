"""Batches, and how much may be asked at a time."""

from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from tests.simulators.microsoft import MicrosoftSimulator
from tests.simulators.microsoft.control import Control

from .conftest import DORA, EMIL, Client, guests, meeting, refused

KIND = {"Content-Type": "application/json"}
Json = dict[str, Any]


def get(number: int, url: str = "/me/events", **more: Any) -> Json:
    return {"id": str(number), "method": "GET", "url": url, **more}


def post(number: int, **more: Any) -> Json:
    body = meeting(subject=str(number))
    part = {"id": str(number), "method": "POST", "url": "/me/events", "headers": KIND, "body": body}
    return {**part, **more}


def send(client: Client, *parts: Json) -> dict[str, Json]:
    """The answers by their ids."""
    rows = client.ok("POST", "/$batch", {"requests": list(parts)})["responses"]
    return {row["id"]: row for row in rows}


def code(row: Json) -> tuple[int, str]:
    return row["status"], row["body"]["error"]["code"]


def test_many_calls_in_one(dora: Client) -> None:
    """Each part is answered with its own status, headers and body."""
    made = dora.create()
    path = f"/me/events/{made['id']}"
    found = send(
        dora,
        get(1, path),
        post(2),
        {"id": "3", "method": "PATCH", "url": path, "headers": KIND, "body": {"subject": "x"}},
        {"id": "4", "method": "DELETE", "url": path},
        get(5, path),
    )
    assert {key: row["status"] for key, row in found.items()} == {
        "1": 200, "2": 201, "3": 200, "4": 204, "5": 404,
    }  # fmt: skip
    assert found["1"]["body"]["id"] == made["id"]
    assert found["1"]["headers"]["ETag"] == made["@odata.etag"]
    assert code(found["5"]) == (404, "ErrorItemNotFound")
    assert "body" not in found["4"]


def test_answers_come_in_any_order(dora: Client) -> None:
    """Only the id says which answer belongs to which call."""
    parts = [post(number) for number in range(20)]
    rows = dora.ok("POST", "/$batch", {"requests": parts})["responses"]
    assert [row["id"] for row in rows] != [part["id"] for part in parts]
    assert all(row["body"]["subject"] == row["id"] for row in rows)


def test_twenty_is_the_limit(dora: Client) -> None:
    """The twenty-first call makes the whole batch fail, and nothing is done."""
    parts = [post(number) for number in range(21)]
    answer = dora.call("POST", "/$batch", {"requests": parts})
    assert refused(answer) == (400, "MaximumValueExceeded")
    assert dora.events() == []


def test_a_part_has_headers_of_its_own(dora: Client) -> None:
    """Wishes and preconditions count for the part that names them."""
    made = dora.create()
    path, stale = f"/me/events/{made['id']}", {**KIND, "If-Match": 'W/"old"'}
    change = {"method": "PATCH", "url": path, "headers": stale, "body": {"subject": "x"}}
    wish = {"Prefer": 'outlook.timezone="Romance Standard Time"'}
    found = send(dora, get(1, path, headers=wish), get(2, path), {"id": "3", **change})
    assert found["1"]["body"]["start"]["timeZone"] == "Romance Standard Time"
    assert found["2"]["body"]["start"]["timeZone"] == "UTC"
    assert code(found["3"]) == (412, "ErrorIrresolvableConflict")


def test_wishes_of_the_batch_do_not_reach_its_parts(dora: Client) -> None:
    """A Prefer header of the batch itself is lost."""
    made = dora.create()
    wish = {"Prefer": 'IdType="ImmutableId"'}
    body = {"requests": [get(1, f"/me/events/{made['id']}")]}
    [row] = dora.ok("POST", "/$batch", body, headers=wish)["responses"]
    assert row["body"]["id"] == made["id"]


def test_a_part_waits_for_the_one_it_depends_on(dora: Client) -> None:
    """A chain is done in its order, and ends where one of it fails."""
    found = send(
        dora,
        post(1),
        get(2, "/me/events/nonsense", dependsOn=["1"]),
        post(3, dependsOn=["2"]),
        post(4, dependsOn=["3"]),
    )
    assert [found[key]["status"] for key in "1234"] == [201, 400, 424, 424]
    assert code(found["4"]) == (424, "FailedDependency")
    assert [one["subject"] for one in dora.events()] == ["1"]


@pytest.mark.parametrize(
    "parts",
    [
        [get(1, dependsOn=["2"]), get(2, dependsOn=["1"])],
        [get(1), get(2, dependsOn=["7"])],
        [get(1), get(1)],
        [get(1), get(2, dependsOn=["1"]), get(3)],
        [{"method": "GET", "url": "/me"}],
        [{"id": "1", "method": "FETCH", "url": "/me"}],
        [{"id": "1", "method": "GET", "url": "https://graph.microsoft.com/v1.0/me"}],
        [{"id": "1", "method": "POST", "url": "/me/events", "body": {}}],
        [get(1, headers=["Prefer"])],
        [],
    ],
)
def test_a_malformed_batch_is_refused_as_a_whole(dora: Client, parts: list[Json]) -> None:
    """Circles, strangers, mixtures, absolute addresses, bodies without a content type."""
    answer = dora.call("POST", "/$batch", {"requests": parts})
    assert refused(answer) == (400, "BadRequest")


def test_a_batch_needs_a_sign_in(sim: MicrosoftSimulator, dora: Client) -> None:
    """The token of the batch is the token of its parts."""
    sim.world.clock.advance(dora.tokens["expires_in"] + 1)
    answer = dora.call("POST", "/$batch", {"requests": [get(1)]})
    assert refused(answer) == (401, "InvalidAuthenticationToken")


def test_parts_of_a_batch_can_be_throttled(control: Control, dora: Client) -> None:
    """The batch is 200; each refused part is 429 with its own Retry-After."""
    control.settings(batch_throttle=2, retry_after=7)
    found = send(dora, *(post(number) for number in range(4)))
    assert sorted(row["status"] for row in found.values()) == [201, 201, 429, 429]
    late = next(row for row in found.values() if row["status"] == 429)
    assert code(late) == (429, "ApplicationThrottled") and late["headers"]["Retry-After"] == "7"
    assert len(dora.events()) == 2


def test_one_part_of_a_batch_can_fail(control: Control, dora: Client) -> None:
    """Faults hit parts as they hit calls of their own."""
    control.fault(method="POST", path="/me/events$", status=503, skip=1)
    found = send(dora, *(post(number) for number in range(3)))
    assert sorted(row["status"] for row in found.values()) == [201, 201, 503]


def test_parts_are_in_the_journal(control: Control, dora: Client) -> None:
    """Each part is an entry that names its batch."""
    control.clear_journal()
    send(dora, get(1), post(2))
    batch, *parts = control.journal()
    assert (batch["path"], batch["batch"]) == ("/v1.0/$batch", None)
    assert [(one["method"], one["batch"]) for one in parts] == [
        ("GET", batch["number"]), ("POST", batch["number"]),
    ]  # fmt: skip


# --- throttling ---------------------------------------------------------------------------------


def test_four_calls_of_a_mailbox_at_a_time(control: Control, sim: MicrosoftSimulator) -> None:
    """The fifth is refused with a time to wait; other mailboxes are not concerned."""
    control.settings(latency=0.5)
    clients = [Client(sim, DORA) for _ in range(6)]
    with ThreadPoolExecutor(7) as pool:
        asked = pool.map(lambda one: one.call("GET", "/me/events"), clients)
        other = pool.submit(Client(sim, EMIL).call, "GET", "/me/events").result()
        found = list(asked)
    assert sorted(one.status_code for one in found) == [200] * 4 + [429] * 2
    late = next(one for one in found if one.status_code == 429)
    assert refused(late) == (429, "ApplicationThrottled")
    assert late.json()["error"]["message"] == "Application is over its MailboxConcurrency limit."
    assert late.headers["Retry-After"] == "5"
    assert other.status_code == 200
    assert control.quota()["most_concurrent"][DORA] == 6


def test_a_refused_call_does_nothing(control: Control, sim: MicrosoftSimulator) -> None:
    """What was refused was not done."""
    control.settings(latency=0.3)
    clients = [Client(sim, DORA) for _ in range(8)]
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda one: one.call("POST", "/me/events", meeting()), clients))
    made = sum(one.status_code == 201 for one in found)
    assert made < 8 and len(clients[0].events()) == made


def test_so_many_calls_in_ten_minutes(
    control: Control, sim: MicrosoftSimulator, dora: Client
) -> None:
    """Beyond the limit of a mailbox there is a wait until the window has passed."""
    control.settings(requests_per_window=3)
    for _ in range(3):
        dora.events()
    answer = dora.call("GET", "/me/events")
    assert refused(answer) == (429, "TooManyRequests")
    wait = int(answer.headers["Retry-After"])
    assert 590 <= wait <= 600
    sim.world.clock.advance(wait + 1)
    assert dora.call("GET", "/me/events").ok


def test_clients_at_work_at_once(sim: MicrosoftSimulator, control: Control) -> None:
    """Several people who write to each other at the same time lose nothing."""
    control.settings(max_concurrent=0)
    people = [DORA, EMIL]

    def work(number: int) -> None:
        me, other = people[number % 2], people[1 - number % 2]
        client = Client(sim, me)
        for _ in range(5):
            made = client.create(attendees=guests(other))
            client.patch(made["id"], subject=f"by {number}")

    threads = [threading.Thread(target=work, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    for email in people:
        found = Client(sim, email).events(__top=100)
        assert len(found) == 30
        assert {one["subject"][:2] for one in found} == {"by"}
    assert len({one.seq for one in sim.calendar(DORA)}) == 30


def test_a_repeated_creation_at_once_makes_one_event(
    control: Control, sim: MicrosoftSimulator
) -> None:
    """Two workers with the same transactionId: one succeeds."""
    control.settings(max_concurrent=0)
    clients = [Client(sim, DORA) for _ in range(5)]
    body = meeting(transactionId="once")
    with ThreadPoolExecutor(5) as pool:
        found = list(pool.map(lambda one: one.call("POST", "/me/events", body), clients))
    assert sorted(one.status_code for one in found) == [201, 400, 400, 400, 400]


def test_slow_answers_do_not_stop_others(control: Control, sim: MicrosoftSimulator) -> None:
    """A call that takes long holds no lock of the world."""
    control.fault(path="/me/events", account=DORA, latency=1.0)
    slow, quick = Client(sim, DORA), Client(sim, EMIL)
    thread = threading.Thread(target=slow.call, args=("GET", "/me/events"))
    thread.start()
    time.sleep(0.1)
    began = time.monotonic()
    assert quick.call("GET", "/me/events").ok
    assert time.monotonic() - began < 0.8
    thread.join(5)
