"""Subscriptions: validation, notifications, life cycle, renewal and expiry."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.simulators.common.http import Request, Response
from tests.simulators.common.server import HttpServer
from tests.simulators.microsoft import MicrosoftSimulator
from tests.simulators.microsoft.control import Control

from .conftest import DORA, EMIL, Client, guests, meeting, refused, series

Json = dict[str, Any]
LATER = "2026-03-05T08:00:00Z"


class Hook:
    """An address that takes notifications; ``reply`` decides how it answers the validation."""

    def __init__(self) -> None:
        self.told: list[Json] = []
        self.seen: list[Request] = []
        self.status = 202
        self.reply = lambda token: Response(200, token.encode(), {"Content-Type": "text/plain"})
        self.server = HttpServer(self.handle)

    @property
    def url(self) -> str:
        return f"{self.server.url}/hook"

    def handle(self, request: Request) -> Response:
        self.seen.append(request)
        token = request.param("validationToken")
        if token is not None:
            return self.reply(token)
        self.told += request.json["value"]
        return Response(self.status)


@pytest.fixture
def hook() -> Iterator[Hook]:
    found = Hook()
    found.server.start()
    yield found
    found.server.stop()


def wanted(hook: Hook, **more: Any) -> Json:
    """The body of a subscription."""
    return {
        "changeType": "created,updated,deleted",
        "notificationUrl": hook.url,
        "resource": "me/events",
        "expirationDateTime": LATER,
        "clientState": "secret",
        **more,
    }


def subscribe(client: Client, hook: Hook, headers: Json | None = None, **more: Any) -> Json:
    return client.ok("POST", "/subscriptions", wanted(hook, **more), headers=headers)


def code(client: Client, hook: Hook, **more: Any) -> tuple[int, str]:
    return refused(client.call("POST", "/subscriptions", wanted(hook, **more)))


# --- validation ---------------------------------------------------------------------------------


def test_an_address_has_to_prove_itself(dora: Client, hook: Hook) -> None:
    """Each address is asked with a token before the creation is answered."""
    made = subscribe(dora, hook, lifecycleNotificationUrl=f"{hook.url}?life=1")
    assert [(one.method, one.param("life")) for one in hook.seen] == [("POST", "1"), ("POST", None)]
    assert made["resource"] == "me/events" and made["changeType"] == "created,deleted,updated"
    assert dora.ok("GET", f"/subscriptions/{made['id']}")["id"] == made["id"]
    assert [one["id"] for one in dora.ok("GET", "/subscriptions")["value"]] == [made["id"]]


def test_the_world_goes_on_during_validation(dora: Client, emil: Client, hook: Hook) -> None:
    """The address may call Graph before it answers: the creation waits without a lock."""

    def slowly(token: str) -> Response:
        assert emil.ok("GET", "/me")["mail"] == EMIL
        return Response(200, token.encode(), {"Content-Type": "text/plain; charset=utf-8"})

    hook.reply = slowly
    assert subscribe(dora, hook)["id"]


@pytest.mark.parametrize(
    "reply",
    [
        Response(404),
        Response(202, b""),
        Response(200, b"something else", {"Content-Type": "text/plain"}),
    ],
)
def test_a_wrong_answer_is_no_proof(dora: Client, hook: Hook, reply: Response) -> None:
    """Neither another status nor another text is accepted; nothing is subscribed."""
    hook.reply = lambda token: reply
    assert code(dora, hook) == (400, "ValidationError")
    assert dora.ok("GET", "/subscriptions")["value"] == []


def test_the_token_is_plain_text(dora: Client, hook: Hook) -> None:
    """HTML is not accepted."""
    hook.reply = lambda token: Response(200, token.encode(), {"Content-Type": "text/html"})
    assert code(dora, hook) == (400, "ValidationError")


def test_the_token_is_decoded(dora: Client, hook: Hook) -> None:
    """An address that echoes the text as it was in the URL fails."""
    hook.reply = lambda token: Response(
        200, token.replace(" ", "%20").encode(), {"Content-Type": "text/plain"}
    )
    assert code(dora, hook) == (400, "ValidationError")


def test_a_silent_address_is_refused(control: Control, dora: Client, hook: Hook) -> None:
    """Validation does not wait for ever."""
    control.settings(validation_seconds=0.3)
    hook.server.stop()
    answer = dora.call("POST", "/subscriptions", wanted(hook))
    assert refused(answer) == (400, "ValidationError")
    assert "timed out" in answer.json()["error"]["message"]


@pytest.mark.parametrize(
    "more",
    [
        {"changeType": "moved"},
        {"changeType": None},
        {"resource": "me/messages"},
        {"resource": None},
        {"notificationUrl": "http://example.com/hook"},
        {"notificationUrl": None},
        {"expirationDateTime": "soon"},
        {"expirationDateTime": "2026-03-01T08:00:00Z"},
        {"expirationDateTime": "2026-03-12T08:00:00Z"},
        {"clientState": "x" * 129},
    ],
)
def test_what_cannot_be_subscribed_is_refused(dora: Client, hook: Hook, more: Json) -> None:
    """Unknown changes and resources, http addresses, impossible ends."""
    assert code(dora, hook, **more) == (400, "InvalidRequest")
    assert hook.seen == []


def test_the_same_twice_is_a_conflict(dora: Client, emil: Client, hook: Hook) -> None:
    """One subscription for a resource and its changes; other people have their own."""
    subscribe(dora, hook)
    assert code(dora, hook) == (409, "Conflict")
    assert subscribe(dora, hook, changeType="deleted")["id"]
    assert subscribe(emil, hook)["id"]


# --- notifications ------------------------------------------------------------------------------


def test_changes_are_notified(control: Control, dora: Client, hook: Hook) -> None:
    """Created, updated, deleted: what happened to which event, with the shared secret."""
    made = subscribe(dora, hook)
    event = dora.create()
    dora.patch(event["id"], subject="x")
    dora.delete(event["id"])
    control.flush()
    assert [one["changeType"] for one in hook.told] == ["created", "updated", "deleted"]
    first = hook.told[0]
    assert first["subscriptionId"] == made["id"] and first["clientState"] == "secret"
    assert first["resourceData"]["id"] == event["id"]
    assert first["resourceData"]["@odata.etag"] == event["@odata.etag"]
    assert first["resource"] == first["resourceData"]["@odata.id"]
    assert first["subscriptionExpirationDateTime"].startswith("2026-03-05T08:00:00")
    assert "subject" not in first["resourceData"]


def test_only_what_was_asked_for_is_notified(control: Control, dora: Client, hook: Hook) -> None:
    """A subscription for deletions hears of nothing else."""
    subscribe(dora, hook, changeType="deleted")
    dora.delete(dora.create()["id"])
    control.flush()
    assert [one["changeType"] for one in hook.told] == ["deleted"]


def test_a_guest_is_notified_of_the_organizers_acts(
    control: Control, dora: Client, emil: Client, hook: Hook
) -> None:
    """The guest's copy is the guest's event."""
    subscribe(emil, hook)
    event = dora.create(attendees=guests(EMIL))
    dora.delete(event["id"])
    control.flush()
    assert [one["changeType"] for one in hook.told] == ["created", "updated"]
    assert {one["resourceData"]["id"] for one in hook.told} == {emil.events()[0]["id"]}


def test_one_calendar_can_be_watched(control: Control, dora: Client, hook: Hook) -> None:
    """Changes elsewhere are not notified."""
    other = dora.ok("POST", "/me/calendars", {"name": "Other"})["id"]
    subscribe(dora, hook, resource=f"/me/calendars/{other}/events")
    dora.create()
    event = dora.ok("POST", f"/me/calendars/{other}/events", meeting())
    control.flush()
    assert [one["resourceData"]["id"] for one in hook.told] == [event["id"]]


def test_ids_have_the_form_of_the_subscription(control: Control, dora: Client, hook: Hook) -> None:
    """Who subscribed with immutable ids is told immutable ids."""
    wish = {"Prefer": 'IdType="ImmutableId"'}
    subscribe(dora, hook, headers=wish)
    event = dora.create()
    control.flush()
    assert hook.told[0]["resourceData"]["id"] == dora.get(event["id"], headers=wish)["id"]


def test_a_changed_occurrence_is_notified_by_its_own_id(
    control: Control, dora: Client, hook: Hook
) -> None:
    """The exception is what has changed."""
    made = dora.create(series())
    one = dora.occurrence(made["id"], "2026-03-17")
    subscribe(dora, hook)
    dora.patch(one["id"], subject="Special")
    control.flush()
    assert [told["resourceData"]["id"] for told in hook.told] == [one["id"]]


def test_a_refused_notification_is_tried_again(control: Control, dora: Client, hook: Hook) -> None:
    """The log shows the attempts and the last status."""
    subscribe(dora, hook)
    hook.status = 500
    dora.create()
    control.flush()
    [delivery] = control.channels()["deliveries"]
    assert (delivery["status"], delivery["attempts"], delivery["change"]) == (500, 3, "created")
    assert len(hook.told) == 3


def test_notifications_can_be_lost(control: Control, dora: Client, hook: Hook) -> None:
    """A switch: the client has to find the change by polling."""
    subscribe(dora, hook)
    control.settings(drop_notifications=True)
    dora.create()
    control.flush()
    assert hook.told == []


# --- life cycle ---------------------------------------------------------------------------------


def test_a_subscription_ends(control: Control, dora: Client, hook: Hook) -> None:
    """After its time it is gone and silent; renewing is 404 then."""
    made = subscribe(dora, hook)
    dora.sim.world.clock.set(dora.sim.world.clock.now().replace(day=6))
    fresh = Client(dora.sim, DORA)
    fresh.create()
    control.flush()
    assert hook.told == []
    answer = fresh.call("PATCH", f"/subscriptions/{made['id']}", {"expirationDateTime": LATER})
    assert refused(answer) == (404, "ResourceNotFound")
    assert subscribe(fresh, hook, expirationDateTime="2026-03-07T08:00:00Z")["id"]


def test_a_subscription_is_renewed(dora: Client, hook: Hook) -> None:
    """PATCH moves the end, at most as far as a new one could go."""
    made = subscribe(dora, hook)
    path = f"/subscriptions/{made['id']}"
    later = {"expirationDateTime": "2026-03-08T08:00:00Z"}
    assert dora.ok("PATCH", path, later)["expirationDateTime"].startswith("2026-03-08T08")
    far = {"expirationDateTime": "2026-04-08T08:00:00Z"}
    assert refused(dora.call("PATCH", path, far)) == (400, "InvalidRequest")


def test_a_short_life_is_made_longer(dora: Client, hook: Hook) -> None:
    """Less than 45 minutes become 45."""
    made = subscribe(dora, hook, expirationDateTime="2026-03-02T08:10:00Z")
    assert made["expirationDateTime"].startswith("2026-03-02T08:45:00")


def test_a_subscription_is_dropped(
    control: Control, dora: Client, emil: Client, hook: Hook
) -> None:
    """Nobody else can; afterwards it is silent."""
    path = f"/subscriptions/{subscribe(dora, hook)['id']}"
    assert refused(emil.call("DELETE", path)) == (404, "ResourceNotFound")
    assert dora.call("DELETE", path).status_code == 204
    dora.create()
    control.flush()
    assert hook.told == []


def test_a_subscription_can_ask_for_authorization(
    control: Control, dora: Client, hook: Hook
) -> None:
    """It is silent until it is renewed or authorized anew."""
    made = subscribe(dora, hook, lifecycleNotificationUrl=hook.url)
    assert control.lifecycle("reauthorizationRequired") == 1
    dora.create()
    control.flush()
    [told] = hook.told
    assert told["lifecycleEvent"] == "reauthorizationRequired"
    assert (told["subscriptionId"], told["clientState"]) == (made["id"], "secret")
    assert dora.call("POST", f"/subscriptions/{made['id']}/reauthorize").status_code == 204
    dora.create()
    control.flush()
    assert hook.told[-1]["changeType"] == "created"


def test_a_subscription_can_be_removed_by_the_service(
    control: Control, dora: Client, hook: Hook
) -> None:
    """It tells so and is gone."""
    made = subscribe(dora, hook, lifecycleNotificationUrl=hook.url)
    control.lifecycle("subscriptionRemoved", made["id"])
    control.flush()
    assert hook.told[-1]["lifecycleEvent"] == "subscriptionRemoved"
    assert dora.ok("GET", "/subscriptions")["value"] == []


def test_missed_notifications_are_announced(control: Control, dora: Client, hook: Hook) -> None:
    """The subscription lives on."""
    subscribe(dora, hook, lifecycleNotificationUrl=hook.url)
    control.lifecycle("missed")
    control.flush()
    assert hook.told[-1]["lifecycleEvent"] == "missed"
    assert len(dora.ok("GET", "/subscriptions")["value"]) == 1


def test_nothing_is_posted_beyond_this_machine(sim: MicrosoftSimulator, dora: Client) -> None:
    """An address elsewhere never answers, so it cannot be subscribed."""
    body = {
        "changeType": "created", "notificationUrl": "https://example.com/hook",
        "resource": "me/events", "expirationDateTime": LATER,
    }  # fmt: skip
    answer = dora.call("POST", "/subscriptions", body)
    assert refused(answer) == (400, "ValidationError")
    assert sim.push.dump() == []
