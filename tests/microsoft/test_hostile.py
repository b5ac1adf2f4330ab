"""A Microsoft that is none: its answers lead nowhere, and only SyncErrors come of them."""

from __future__ import annotations

from random import Random

import pytest

from odoo.addons.calendar_sync_base.core.dirty import Unreadable
from odoo.addons.calendar_sync_base.core.errors import ServerTrouble, SyncError, Unreachable
from odoo.addons.calendar_sync_base.core.whole import Whole
from odoo.addons.calendar_sync_base.engine.ports import Tokens, Window
from odoo.addons.calendar_sync_base.engine.rest.transport import Patience
from odoo.addons.microsoft_calendar_sync.core.calendars import read_calendar
from odoo.addons.microsoft_calendar_sync.core.ids import precondition
from odoo.addons.microsoft_calendar_sync.core.series import read_event
from odoo.addons.microsoft_calendar_sync.engine.client import MicrosoftCalendar
from odoo.addons.microsoft_calendar_sync.engine.credentials import SCOPES, MicrosoftAuthorizer
from odoo.addons.microsoft_calendar_sync.engine.endpoints import Endpoints

from ..contracts.wire import Line, Signer, Waits, answer
from ..fuzz.mutation import HOSTILE
from .samples import VIEW, event, exception, series

HERE = Endpoints("https://graph.test", "https://login.test")
NEXT = "https://graph.test/v1.0/me/calendars?$skip="
SEED = 20261128


def client(*answers):
    """Return a client over a line with these answers."""
    return MicrosoftCalendar(Signer(), HERE, Line(*answers), Patience(Waits(), lambda: 0.5))


def _changes(one):
    return one.changes("calendar1", "", Window())


@pytest.mark.parametrize("list_of", [lambda one: one.calendars(), _changes])
@pytest.mark.parametrize("links", ["xxxx", "xyxy"])
def test_pages_in_a_circle(list_of, links):
    """Pages that name each other as the next end in an error, not in a worker that never ends."""
    pages = [{"value": [], "@odata.nextLink": NEXT + link} for link in links]
    with pytest.raises(ServerTrouble):
        list_of(client(*(answer(200, page) for page in pages)))


@pytest.mark.parametrize("name", ["@odata.nextLink", "@odata.deltaLink"])
@pytest.mark.parametrize(
    "link",
    [
        "https://evil.test/v1.0/me",
        "https://graph.test@evil.test/v1.0/me",
        "https://graph.test.evil.test/v1.0/me",
        "//evil.test/v1.0/me",
        "http://graph.test/v1.0/me",
        "https://graph.test:444/v1.0/me",
        "https://graph.test/beta/me",
        "https://[graph.test/v1.0/me",
    ],
)
def test_a_link_that_leads_elsewhere(name, link):
    """The token goes to Graph alone, wherever a next page or the next round is said to be."""
    one = client(answer(200, {"value": [], name: link}), *[answer(200, {"value": []})] * 3)
    with pytest.raises(Unreachable):
        _changes(one)
    assert one.requests == 1


def part(body):
    """Return the answer to a call that stands alone."""
    return answer(200, body, Content_Type="application/json")


def test_a_series_that_is_never_whole():
    """A series of which Graph does not tell the occurrences is set aside, not asked for ever."""
    item = series(id="a")
    del item["cancelledOccurrences"]
    found = client(
        part({"value": [item], "@odata.deltaLink": NEXT}), *[part(item)] * 4, part({"id": "c"})
    ).changes("calendar1", "", Window())
    assert [key for key, _why in found.rejected] == ["a"]


def test_series_of_each_other():
    """Occurrences that call each other their series are read once each."""
    here, there = (
        exception("2026-03-17", id=one, seriesMasterId=other) for one, other in ("ab", "ba")
    )
    pages = [part({"value": [here], "@odata.deltaLink": NEXT}), part(there), part(here)]
    found = client(*pages, *[part({"id": "calendar1"})] * 3).changes("calendar1", "", Window())
    assert len(found.events) + len(found.rejected) <= 2


@pytest.mark.parametrize("event_id", ["", ".", "..", None, 7])
def test_an_id_that_leads_elsewhere(event_id):
    """An event that would be asked for under another address is not taken in, nor a calendar."""
    with pytest.raises(Unreadable):
        read_event(Whole(event(id=event_id)), VIEW)
    with pytest.raises(Unreadable):
        read_event(Whole(event(id=event_id, isCancelled=True)), VIEW)
    assert read_calendar({"id": event_id}) is None


@pytest.mark.parametrize("etag", ['"1"\r\nX-Evil: 1', '"\u20ac"', '"\ud800"', '"\x00"'])
def test_an_etag_that_breaks_its_line(etag):
    """A precondition that would break a header is left out of it."""
    assert precondition(etag) == ""


class SignInLine(Line):
    """A sign-in that describes itself truly, and answers questions as it is told."""

    def send(self, request, **options):
        """Answer the next answer, or the description."""
        if "openid-configuration" not in request.url:
            return super().send(request, **options)
        origin = "https://login.microsoftonline.com/common"
        ends = {
            "authorization_endpoint": f"{origin}/oauth2/v2.0/authorize",
            "token_endpoint": f"{origin}/oauth2/v2.0/token",
            "issuer": f"{origin}/v2.0",
        }
        return answer(200, ends)


ASK = (
    lambda one: one.exchange("code-1", "https://a.test/back", "verifier-1"),
    lambda one: one.refresh("refresh-1"),
)


def outcome(ask, one):
    """Return the tokens that came of a question, or the refusal."""
    try:
        return ask(one)
    except SyncError as error:
        return error


def signing_in(status, said):
    """Return an application whose sign-in always says the same."""
    line = SignInLine(*[answer(status, said)] * 4)
    return MicrosoftAuthorizer("id", "secret-1", "common", HERE, line)


def test_any_answer_to_a_sign_in():
    """Whatever the sign-in answers, there are tokens that can be used, or a SyncError."""
    dice = Random(SEED)
    usual = {"access_token": "a", "expires_in": 3599, "scope": SCOPES[0], "token_type": "Bearer"}
    names = (*usual, "refresh_token", "error", "error_description", "error_codes", "id_token")
    for _round in range(300):
        said = usual | {name: dice.choice(HOSTILE) for name in dice.sample(names, 2)}
        status = dice.choice([200, 200, 200, 400, 401, 302])
        for ask in ASK:
            found = outcome(ask, signing_in(status, said))
            if isinstance(found, Tokens):
                f"{found.access_token}{found.refresh_token}".encode("ascii")
                assert found.access_token
            assert "secret-1" not in str(found)
