"""One request: signed, timed, repeated, and never led astray."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import UTC, datetime

import pytest
import requests

from odoo.addons.calendar_sync_base.core.errors import (
    AccountError,
    MissingScope,
    NeedsAdministrator,
    NeedsReconnect,
    RateLimited,
    ServerTrouble,
    SyncError,
    Unreachable,
)
from odoo.addons.calendar_sync_base.core.http import Call
from odoo.addons.calendar_sync_base.engine.ports import Channel
from odoo.addons.calendar_sync_base.engine.rest.transport import TIMEOUTS, Patience, Transport
from odoo.addons.google_calendar_sync.core.calls import calendar_list
from odoo.addons.google_calendar_sync.engine.client import GoogleCalendar
from odoo.addons.google_calendar_sync.engine.dialect import GOOGLE
from odoo.addons.google_calendar_sync.engine.endpoints import Endpoints

from ..contracts.harness import OWN
from ..contracts.wire import Line, Signer, answer
from .harness import Waits, authorizer, credential
from .work import create

HERE = Endpoints("https://google.test", "", "", "")


def transport(*answers, tokens=(), waits=None):
    """Return a transport over a line with these answers."""
    patience = Patience(waits or Waits(), lambda: 0.5)
    return Transport(GOOGLE, HERE.api, Signer(*tokens), Line(*answers), patience)


CALL = Call("GET", "/calendar/v3/x", (("a", "1"),))


def test_what_is_sent():
    """The token is in the header only; time-outs and gzip are asked for (promise 32)."""
    line = transport(answer())
    line.call(replace(CALL, body={"a": 1}, if_match='"1"'))
    [(request, options)] = line.session.asked
    assert request.url == "https://google.test/calendar/v3/x?a=1"
    assert request.headers["Authorization"] == "Bearer token-0"
    assert request.headers["If-Match"] == '"1"'
    assert "gzip" in request.headers["Accept-Encoding"]
    assert "gzip" in request.headers["User-Agent"]
    assert options["timeout"] == TIMEOUTS == (5.0, 30.0)
    assert not options["allow_redirects"]


def test_a_netrc_does_not_sign(tmp_path, monkeypatch):
    """A .netrc of the server's user is not taken for the account's token."""
    netrc = tmp_path / "netrc"
    netrc.write_text("machine google.test login x password y\n")
    monkeypatch.setenv("NETRC", str(netrc))
    line = transport(answer())
    line.call(CALL)
    assert line.session.asked[0][0].headers["Authorization"] == "Bearer token-0"


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_no_redirect_is_followed(status):
    """A redirect leads nowhere: the token is for Google alone (trap 17)."""
    line = transport(*[answer(status, b"", Location="https://evil.test/")] * 4)
    with pytest.raises(Unreachable):
        line.call(CALL)
    assert {request.url for request, _options in line.session.asked} == {
        "https://google.test/calendar/v3/x?a=1"
    }


@pytest.mark.parametrize(
    "trouble",
    [
        requests.ConnectionError("https://google.test/?secret=1"),
        requests.ReadTimeout(),
        requests.exceptions.ChunkedEncodingError(),
        requests.exceptions.ContentDecodingError(),
        requests.exceptions.SSLError(),
    ],
)
def test_no_answer_is_tried_again(trouble):
    """A line that breaks is tried again; the error does not repeat what was sent."""
    assert transport(trouble, answer(200, b'{"a": 1}')).call(CALL).body == {"a": 1}
    with pytest.raises(Unreachable) as raised:
        transport(*[trouble] * 4).call(CALL)
    assert "secret" not in str(raised.value)
    assert raised.value.__cause__ is None


@pytest.mark.parametrize("body", [b"<html>", b"", b"\xff\xfe"])
def test_a_page_instead_of_an_answer(body):
    """A portal's page in Google's place is trouble, not an empty calendar (promise 6)."""
    with pytest.raises(ServerTrouble):
        transport(*[answer(200, body)] * 4).call(CALL)


def test_waiting_grows():
    """Repeats are spaced further and further apart, and end (promise 23)."""
    waits = Waits()
    with pytest.raises(ServerTrouble):
        transport(*[answer(503)] * 4, waits=waits).call(CALL)
    assert waits.seconds == [1.5, 3.0, 6.0]


def test_google_says_how_long():
    """Retry-After is kept to; who is asked for minutes gives up and says how long."""
    waits = Waits()
    transport(answer(429, b"", Retry_After="7"), answer(), waits=waits).call(CALL)
    assert waits.seconds == [pytest.approx(7, rel=0.1)]
    with pytest.raises(RateLimited) as raised:
        transport(answer(429, b"", Retry_After="600"), waits=waits).call(CALL)
    assert raised.value.retry_after == 600
    assert len(waits.seconds) == 1


def test_a_refusal_is_not_repeated():
    """What will not pass by itself is not tried again."""
    line = transport(answer(400, b""))
    with pytest.raises(SyncError):
        line.call(CALL)
    assert line.sent == 1


def test_a_fresh_token_once():
    """A refused token is renewed once; the next refusal is the end."""
    line = transport(answer(401, b""), answer(), tokens=("old", "new"))
    line.call(CALL)
    assert [one[0].headers["Authorization"] for one in line.session.asked] == [
        "Bearer old",
        "Bearer new",
    ]
    with pytest.raises(NeedsReconnect):
        transport(*[answer(401, b"")] * 2, tokens=("old", "new")).call(CALL)


def test_no_attempt_at_all():
    """A transport that may not try says so."""
    line = transport()
    line.patience.attempts = 0
    with pytest.raises(Unreachable):
        line.call(CALL)


class TestOverHttp:
    """The same against the simulator."""

    def test_an_expired_token(self, work, simulator):
        """An access token that ends in the middle is renewed, alone and in a batch."""
        work.list()
        simulator.oauth.expire_access(OWN)
        used = work.counting()
        work.make()
        assert used() == 2
        simulator.oauth.expire_access(OWN)
        outcomes = work.apply(create(uid="a"), create(uid="b"))
        assert [one.error for one in outcomes] == [None, None]

    def test_parts_that_no_longer_know_the_token(self, work, simulator):
        """A batch of which single parts refuse the token is finished with a new one."""
        simulator.faults.add(method="POST", path="/events$", status=401, reason="authError")
        outcomes = work.apply(*(create(uid=str(number)) for number in range(5)))
        assert [one.error for one in outcomes] == [None] * 5
        assert [one.adopted for one in outcomes] == [False] * 5

    def test_a_withdrawn_grant(self, work, simulator):
        """A withdrawn grant asks the user to connect again (promise 29)."""
        simulator.oauth.revoke_account(OWN)
        with pytest.raises(NeedsReconnect):
            work.client.calendars()

    def test_a_missing_scope(self, simulator):
        """What the user did not allow is named as such."""
        grant = simulator.grant(OWN, ["https://www.googleapis.com/auth/calendar.events"])
        signer = Signer(grant["access_token"])
        client = GoogleCalendar(signer, Endpoints.from_environment(simulator.environment()))
        with pytest.raises(MissingScope):
            client.calendars()
        client.close()

    def test_a_switched_off_api(self, work, simulator):
        """A project without the Calendar API is the administrator's to mend."""
        simulator.faults.add(status=403, reason="accessNotConfigured", path="calendarList")
        with pytest.raises(NeedsAdministrator) as raised:
            work.client.calendars()
        assert isinstance(raised.value, AccountError)
        assert "not enabled" in raised.value.message

    def test_tokens_are_in_no_address(self, work, simulator):
        """No address that is asked for carries a token (promise 32)."""
        work.make()
        work.list()
        for entry in simulator.journal.entries():
            assert "token" not in " ".join(entry.query)

    def test_answers_are_compressed(self, work, simulator):
        """Answers come compressed, and connections are kept."""
        work.list()
        [call] = work.calls()
        assert "gzip" in call.headers["accept-encoding"]
        assert "gzip" in call.headers["user-agent"]

    def test_channels(self, work, simulator):
        """A channel is opened with our own id and secret, closed once, and closed again."""
        asked = Channel("channel-1", "", "secret", datetime(2026, 1, 30, tzinfo=UTC))
        granted = work.client.open_channel(OWN, "https://odoo.example/notify", asked)
        assert (granted.channel_id, granted.token) == ("channel-1", "secret")
        assert granted.resource_id
        assert granted.expires == datetime(2026, 1, 12, 9, tzinfo=UTC)
        work.client.close_channel(granted)
        work.client.close_channel(granted)

    def test_a_former_channel_is_stopped(self, work, simulator):
        """Google prolongs no channel: a new one takes over, and the former posts no more."""
        asked = Channel("channel-1", "", "secret", datetime(2026, 1, 30, tzinfo=UTC))
        former = work.client.open_channel(OWN, "https://odoo.example/notify", asked)
        fresh = replace(asked, channel_id="channel-2")
        work.client.open_channel(OWN, "https://odoo.example/notify", fresh, former)
        assert list(simulator.push.channels) == ["channel-2"]

    def test_any_weather(self, work, simulator):
        """Under random failures every meeting ends up there once, or is told to have failed."""
        dice = random.Random(5)
        for fault in ({"status": 503}, {"status": 429}, {"status": 503, "apply": True}):
            simulator.faults.add(
                path="/events", probability=0.1, times=None, reason="backendError", **fault
            )
        wanted = {f"uid-{number}" for number in range(80)}
        done: set[str] = set()
        for _pass in range(12):
            left = sorted(wanted - done)
            dice.shuffle(left)
            outcomes = work.apply(*(create(uid=uid) for uid in left))
            done |= {one.action.uid for one in outcomes if one.error is None}
        simulator.faults.clear()
        markers = [one.marker for one in work.list().events]
        assert sorted(markers) == sorted(wanted) == sorted(done)


def test_the_usual_parts(simulator, monkeypatch):
    """Without anything said, addresses come from the environment and connections are real."""
    for name, value in simulator.environment().items():
        monkeypatch.setenv(name, value)
    client = GoogleCalendar(credential(simulator))
    assert client.calendars()[0].remote_id == OWN
    assert client.requests == 1
    assert "secret" not in repr(authorizer(simulator))
    client.close()


def test_a_path_is_quoted():
    """Ids with odd characters stay inside their part of the path."""
    line = transport(answer())
    line.call(calendar_list(""))
    assert line.session.asked[0][0].path_url.startswith("/calendar/v3/users/me/calendarList?")
    odd = GoogleCalendar(Signer(), HERE, Line(*[answer(404, b"")] * 3), Patience(Waits()))
    assert odd.get("a/../b#c@x", "e?v/t") is None
    url = odd._transport.session.asked[0][0].path_url
    assert url.startswith("/calendar/v3/calendars/a%2F..%2Fb%23c%40x/events/e%3Fv%2Ft?")
