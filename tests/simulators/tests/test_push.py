"""Push channels: what is registered, posted, refused and stopped."""

from __future__ import annotations

import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from .conftest import reason

LIST = "calendars/primary/events"


class Receiver:
    """A web hook on loopback."""

    def __init__(self, status=200):
        self.headers = []
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                outer.headers.append(dict(self.headers))
                self.send_response(status)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *args):
                pass

        self.server = HTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}/hook"
        threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True).start()


@pytest.fixture
def receiver():
    hook = Receiver()
    yield hook
    hook.server.shutdown()
    hook.server.server_close()


def watch(client, hook, **more):
    body = {"id": "channel-1", "type": "web_hook", "token": "secret", **more}
    body.setdefault("address", hook)
    return client.call("POST", f"{LIST}/watch", body)


def test_a_channel_gets_a_sync_message_and_then_changes(anna, control, receiver):
    """The first message is number 1 with state sync; changes follow until the channel stops."""
    answer = watch(anna, receiver.url)
    channel = answer.json()
    assert answer.ok and channel["kind"] == "api#channel"
    control.flush()
    first = receiver.headers[0]
    assert first["X-Goog-Resource-State"] == "sync" and first["X-Goog-Message-Number"] == "1"
    assert first["X-Goog-Channel-Token"] == "secret"
    assert first["X-Goog-Channel-Expiration"] == "Mon, 09 Mar 2026 08:00:00 GMT"
    anna.insert()
    control.flush()
    assert receiver.headers[-1]["X-Goog-Resource-State"] == "exists"
    assert int(receiver.headers[-1]["X-Goog-Message-Number"]) > 1
    stop = {"id": "channel-1", "resourceId": channel["resourceId"]}
    assert anna.call("POST", "channels/stop", stop).status_code == 204
    anna.insert()
    control.flush()
    assert len(receiver.headers) == 2
    assert anna.call("POST", "channels/stop", stop).status_code == 404


def test_only_the_owner_stops_a_channel(anna, ben, receiver):
    """A channel is stopped by the account and application that made it, with its resource."""
    channel = watch(anna, receiver.url).json()
    stop = {"id": "channel-1", "resourceId": channel["resourceId"]}
    assert ben.call("POST", "channels/stop", stop).status_code == 404
    wrong = {"id": "channel-1", "resourceId": "x"}
    assert anna.call("POST", "channels/stop", wrong).status_code == 404


def test_channels_expire(anna, control, clock, receiver):
    """After its expiration a channel gets nothing more."""
    watch(anna, receiver.url, params={"ttl": "60"})
    control.flush()
    clock.advance(61)
    anna.insert()
    control.flush()
    assert len(receiver.headers) == 1


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"address": "http://erp.example.com/hook"}, "push.webhookUrlNotHttps"),
        ({"id": ""}, "required"),
        ({"id": "x" * 65}, "invalid"),
        ({"token": "x" * 257}, "invalid"),
        ({"type": "mail"}, "invalid"),
    ],
)
def test_wrong_channels_are_refused(anna, receiver, change, expected):
    """Channels need https (loopback excepted), an id and a token of bounded length."""
    answer = watch(anna, receiver.url, **change)
    assert reason(answer) == (400, expected)


def test_channel_ids_are_unique_and_failures_retried(sim, anna, control):
    """A used id is refused; a hook that answers 503 is tried again."""
    hook = Receiver(503)
    try:
        assert watch(anna, hook.url).ok
        assert reason(watch(anna, hook.url)) == (400, "channelIdNotUnique")
        control.flush()
        assert control.channels()["deliveries"][0]["attempts"] == 3
    finally:
        hook.server.shutdown()
        hook.server.server_close()
