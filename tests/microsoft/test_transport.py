"""Requests to Graph: signed, repeated, in batches, and never led astray; notifications."""

from __future__ import annotations

import json
import random
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from urllib.parse import quote

import pytest

from odoo.addons.calendar_sync_base.core.errors import (
    AccountError,
    NeedsAdministrator,
    NeedsReconnect,
    Refused,
    ServerTrouble,
    Transient,
    Unreachable,
)
from odoo.addons.calendar_sync_base.core.http import Call
from odoo.addons.calendar_sync_base.engine.ports import Channel
from odoo.addons.calendar_sync_base.engine.rest.transport import Patience, Transport
from odoo.addons.microsoft_calendar_sync.core.calls import HEADERS
from odoo.addons.microsoft_calendar_sync.engine.client import MicrosoftCalendar
from odoo.addons.microsoft_calendar_sync.engine.dialect import MICROSOFT
from odoo.addons.microsoft_calendar_sync.engine.endpoints import Endpoints

from ..contracts.harness import OWN
from ..contracts.wire import Line, Signer, answer
from .harness import Waits, authorizer, credential
from .work import SERIES, YEAR, Work, create

HERE = Endpoints("https://graph.test", "https://login.test")


def transport(*answers, tokens=(), waits=None):
    """Return a transport over a line with these answers."""
    patience = Patience(waits or Waits(), lambda: 0.5)
    return Transport(MICROSOFT, HERE.graph, Signer(*tokens), Line(*answers), patience)


def client(*answers, tokens=()):
    """Return a client over a line with these answers."""
    return MicrosoftCalendar(Signer(*tokens), HERE, Line(*answers), Patience(Waits(), lambda: 0.5))


def part(number, status=200, body=None, **headers):
    """Return the answer to one part of a batch."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return {"id": str(number), "status": status, "headers": named, "body": body or {}}


def batch(*parts):
    """Return the answer to a batch."""
    return answer(200, {"responses": list(parts)}, Content_Type="application/json")


CALL = Call("GET", "/v1.0/me/x", (("a", "1"),))


def test_what_is_sent():
    """The token is in the header only, and every request has the same wishes (promise 32)."""
    line = transport(answer())
    line.call(replace(CALL, body={"a": 1}, if_match='W/"1"'))
    [(request, options)] = line.session.asked
    assert request.url == "https://graph.test/v1.0/me/x?a=1"
    assert request.headers["Authorization"] == "Bearer token-0"
    assert request.headers["If-Match"] == 'W/"1"'
    assert request.headers["Prefer"] == HEADERS["Prefer"]
    assert not options["allow_redirects"]


def test_what_is_in_a_batch():
    """Each part has its own wishes and precondition; the token is in none of them."""
    line = transport(batch(part(1), part(0)))
    line.batch([CALL, replace(CALL, method="PATCH", body={"a": 1}, if_match='W/"1"')])
    [(request, _options)] = line.session.asked
    assert request.url == "https://graph.test/v1.0/$batch"
    first, second = json.loads(request.body)["requests"]
    assert (first["method"], first["url"]) == ("GET", "/me/x?a=1")
    assert first["headers"]["Prefer"] == second["headers"]["Prefer"] == HEADERS["Prefer"]
    assert second["headers"]["If-Match"] == 'W/"1"'
    assert second["headers"]["Content-Type"] == "application/json"
    assert b"token-0" not in request.body


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_no_redirect_is_followed(status):
    """A redirect leads nowhere: the token is for Graph alone (trap 17)."""
    line = transport(*[answer(status, b"", Location="https://evil.test/")] * 4)
    with pytest.raises(Unreachable):
        line.call(CALL)
    assert {request.url for request, _options in line.session.asked} == {
        "https://graph.test/v1.0/me/x?a=1"
    }


def test_a_page_of_somebody_else():
    """A portal's "not found" is nobody's deletion (promise 6)."""
    one = client(*[answer(404, b"<html>")] * 4)
    with pytest.raises(Transient):
        one.get("calendar", "event")
    assert one.requests == 4


def test_a_part_that_is_missing():
    """A batch with fewer answers than parts leaves the others unanswered, not done."""
    line = transport(batch(part(0)))
    done, lost = line.batch([CALL, CALL])
    assert done.status == 200
    assert isinstance(lost, Unreachable)


@pytest.mark.parametrize(
    "wrong",
    [
        answer(200, b"<html>", Content_Type="text/html"),
        answer(200, {"responses": "x"}, Content_Type="application/json"),
        answer(200, {"responses": [{"id": "7", "status": 200}]}, Content_Type="application/json"),
    ],
)
def test_a_batch_that_is_none(wrong):
    """What is no answer to a batch answers none of its parts."""
    assert all(isinstance(one, Unreachable) for one in transport(wrong).batch([CALL, CALL]))


def test_a_fresh_token_for_parts():
    """Parts that refuse the token are sent once more with a new one."""
    line = transport(batch(part(0), part(1, 401)), batch(part(0)), tokens=("old", "new"))
    assert [one.status for one in line.batch([CALL, CALL])] == [200, 200]
    assert [one[0].headers["Authorization"] for one in line.session.asked] == [
        "Bearer old",
        "Bearer new",
    ]


def test_a_claims_challenge():
    """When the organization wants the person to sign in again, the user is told so."""
    challenge = 'Bearer error="insufficient_claims", claims="eyJh"'
    refusals = [answer(401, b"", WWW_Authenticate=challenge)] * 2
    with pytest.raises(NeedsReconnect) as raised:
        transport(*refusals, tokens=("old", "new")).call(CALL)
    assert raised.value.reason == "claims"


class TestOverHttp:
    """The same against the simulator."""

    def test_an_expired_token(self, work, simulator):
        """An access token that ends in the middle is renewed, alone and in a batch."""
        work.list()
        simulator.oauth.expire_access(OWN)
        work.make()
        simulator.oauth.expire_access(OWN)
        outcomes = work.apply(create(uid="a"), create(uid="b"))
        assert [one.error for one in outcomes] == [None, None]

    def test_parts_that_no_longer_know_the_token(self, work, simulator):
        """A batch of which single parts refuse the token is finished with a new one."""
        simulator.faults.add(method="POST", path="/events$", status=401)
        outcomes = work.apply(*(create(uid=str(number)) for number in range(5)))
        assert [one.error for one in outcomes] == [None] * 5
        assert [one.adopted for one in outcomes] == [False] * 5

    def test_a_withdrawn_grant(self, work, simulator):
        """A withdrawn grant asks the user to connect again (promise 29)."""
        simulator.oauth.revoke(OWN, access=True)
        with pytest.raises(NeedsReconnect):
            work.client.calendars()

    def test_a_missing_scope(self, simulator):
        """A grant that may only read is refused at the first write, and told as such."""
        grant = simulator.grant(OWN, ["https://graph.microsoft.com/Calendars.Read"])
        signer = Signer(grant["access_token"])
        one = MicrosoftCalendar(signer, Endpoints.from_environment(simulator.environment()))
        (outcome,) = one.apply(one.calendars()[0].remote_id, [create()])
        assert isinstance(outcome.error, Refused | AccountError)
        one.close()

    def test_no_mailbox(self, work, simulator):
        """An account without a mailbox is the administrator's to mend, and says so."""
        simulator.world.accounts[OWN].mailbox = False
        with pytest.raises(NeedsAdministrator) as raised:
            work.client.calendars()
        assert raised.value.reason == "mailbox"

    def test_tokens_are_in_no_address(self, work, simulator):
        """No address that is asked for carries a token (promise 32)."""
        work.make()
        token = work.client._transport.credential.access_token()
        for entry in simulator.journal.entries():
            assert token not in f"{entry.path} {entry.query}"

    def test_calendars_over_pages(self, work, simulator):
        """A list of calendars that goes over pages is complete, and only Graph is asked for it."""
        body = {"value": [], "@odata.nextLink": "https://evil.test/v1.0/me/calendars?$skip=1"}
        simulator.faults.add(path="/calendars$", status=200, body=body)
        with pytest.raises(Unreachable):
            work.client.calendars()
        link = f"{simulator.url}/v1.0/me/calendars?$skip=0"
        simulator.faults.add(
            path="/calendars$", status=200, body={"value": [], "@odata.nextLink": link}
        )
        assert [one.remote_id for one in work.client.calendars()] == [work.calendar_id]

    def test_a_calendar_is_looked_at_once(self, work):
        """Whose calendar it is, is asked once for each connection."""
        work.make(SERIES)
        work.list()
        work.make(uid="other")
        looks = [one for one in work.calls() if one.path.endswith(quote(work.calendar_id))]
        assert len(looks) == 1

    def test_any_weather(self, work, simulator):
        """Under random failures every meeting ends up there once, or is told to have failed."""
        dice = random.Random(5)
        for fault in ({"status": 503}, {"status": 429}, {"status": 503, "apply": True}):
            simulator.faults.add(path="/events", probability=0.1, times=None, **fault)
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


class TestChannels:
    """Change notifications."""

    ASKED = Channel("channel-1", "", "secret", datetime(2026, 3, 1, tzinfo=UTC))

    def test_granted(self, work, simulator, listener):
        """A subscription knows the calendar, our secret, and an end that Graph grants."""
        granted = work.client.open_channel(work.calendar_id, listener.url, self.ASKED)
        assert (granted.channel_id, granted.token) == ("channel-1", "secret")
        assert granted.expires == simulator.world.clock.now() + timedelta(minutes=4200)
        [known] = simulator.push.known.values()
        assert (known.id, known.client_state) == (granted.resource_id, "secret")
        assert known.calendar == work.calendar_id
        assert known.lifecycle_url == listener.url
        assert known.immutable

    def test_a_change_is_told(self, work, simulator, listener):
        """A change of the calendar reaches the address, with our secret."""
        listener.told.clear()
        work.client.open_channel(work.calendar_id, listener.url, self.ASKED)
        work.add()
        simulator.push.flush()
        [told] = [row for one in listener.told for row in one["value"]]
        assert (told["clientState"], told["changeType"]) == ("secret", "created")

    def test_prolonged(self, work, simulator, listener):
        """A channel that is still there is prolonged: Graph has one for each calendar."""
        granted = work.client.open_channel(work.calendar_id, listener.url, self.ASKED)
        simulator.world.clock.advance(24 * 3600)
        fresh = replace(self.ASKED, channel_id="channel-2", token="other")
        longer = work.client.open_channel(work.calendar_id, listener.url, fresh, granted)
        assert (longer.resource_id, longer.token) == (granted.resource_id, "secret")
        assert longer.expires == granted.expires + timedelta(days=1)
        assert len(simulator.push.known) == 1

    def test_one_that_ended(self, work, simulator, listener):
        """A channel that has ended is opened anew."""
        granted = work.client.open_channel(work.calendar_id, listener.url, self.ASKED)
        simulator.push.known.clear()
        again = work.client.open_channel(work.calendar_id, listener.url, self.ASKED, granted)
        assert again.resource_id not in ("", granted.resource_id)

    def test_one_that_was_never_granted(self, work, simulator, listener):
        """A channel without Graph's name for it cannot be prolonged: a new one is asked for."""
        used = work.counting()
        granted = work.client.open_channel(
            work.calendar_id, listener.url, self.ASKED, replace(self.ASKED, channel_id="former")
        )
        assert (granted.channel_id, used()) == ("channel-1", 1)
        assert list(simulator.push.known) == [granted.resource_id]

    def test_an_end_that_is_none(self, work, simulator, listener):
        """Where Graph does not say until when, the channel ends when it was asked to."""
        said = {"id": "s1", "expirationDateTime": "soon"}
        simulator.faults.add(method="POST", path="/subscriptions$", status=201, body=said)
        granted = work.client.open_channel(work.calendar_id, listener.url, self.ASKED)
        assert granted.resource_id == "s1"
        assert granted.expires == simulator.world.clock.now() + timedelta(minutes=4200)

    def test_one_whose_answer_got_lost(self, work, simulator, listener):
        """A subscription that nobody here knows of does not stand in the way of a new one."""
        lost = work.client.open_channel(work.calendar_id, listener.url, self.ASKED)
        again = work.client.open_channel(work.calendar_id, listener.url, self.ASKED)
        assert list(simulator.push.known) == [again.resource_id]
        assert again.resource_id != lost.resource_id

    def test_of_other_calendars(self, work, simulator, listener):
        """Clearing the way touches no other calendar's subscription."""
        other = simulator.world.add_calendar(OWN, "Other").id
        kept = work.client.open_channel(other, listener.url, self.ASKED)
        work.client.open_channel(work.calendar_id, listener.url, self.ASKED)
        work.client.open_channel(work.calendar_id, listener.url, self.ASKED)
        assert kept.resource_id in simulator.push.known

    def test_a_deaf_address(self, work):
        """An address that does not answer Graph is refused, and told."""
        with pytest.raises(Refused):
            work.client.open_channel(work.calendar_id, "http://127.0.0.1:9/x", self.ASKED)

    def test_closing(self, work, simulator, listener):
        """A channel is closed once, and closed again; one never granted is closed."""
        granted = work.client.open_channel(work.calendar_id, listener.url, self.ASKED)
        work.client.close_channel(granted)
        assert not simulator.push.known
        work.client.close_channel(granted)
        used = work.counting()
        work.client.close_channel(self.ASKED)
        assert used() == 0

    def test_trouble(self, work, simulator, listener):
        """Trouble with a channel is no sign that it is gone."""
        granted = work.client.open_channel(work.calendar_id, listener.url, self.ASKED)
        simulator.faults.add(path="/subscriptions/", status=503, times=None)
        with pytest.raises(ServerTrouble):
            work.client.close_channel(granted)
        with pytest.raises(ServerTrouble):
            work.client.open_channel(work.calendar_id, listener.url, self.ASKED, granted)


def test_the_usual_parts(simulator, monkeypatch):
    """Without anything said, addresses come from the environment and connections are real."""
    for name, value in simulator.environment().items():
        monkeypatch.setenv(name, value)
    one = MicrosoftCalendar(credential(simulator))
    [calendar] = one.calendars()
    assert (calendar.owner, calendar.primary) == (OWN, True)
    assert one.requests == 1
    assert not one.silent
    assert "secret" not in repr(authorizer(simulator))
    work = Work(simulator)
    changes = one.changes(work.calendar_id, "", YEAR)
    assert changes.full
    one.close()


def test_a_path_is_quoted():
    """Ids with odd characters stay inside their part of the path."""
    gone = {"error": {"code": "ErrorItemNotFound", "message": "x"}}
    found = {"id": "x", "canEdit": True}
    odd = client(answer(200, found), answer(404, gone))
    assert odd.get("a/../b#c@x", "e?v/t") is None
    urls = [one[0].path_url for one in odd._transport.session.asked]
    assert urls[0] == "/v1.0/me/calendars/a%2F..%2Fb%23c%40x"
    assert "/events/e%3Fv%2Ft?" in urls[1]
