"""A Google that is none: its answers lead nowhere, and nothing but a SyncError comes of them."""

from __future__ import annotations

from random import Random

import pytest

from odoo.addons.calendar_sync_base.core.dirty import Unreadable
from odoo.addons.calendar_sync_base.core.errors import ServerTrouble, SyncError
from odoo.addons.calendar_sync_base.core.whole import Whole
from odoo.addons.calendar_sync_base.engine.ports import Tokens, Window
from odoo.addons.calendar_sync_base.engine.rest.transport import Patience
from odoo.addons.google_calendar_sync.core.calendars import read_calendar
from odoo.addons.google_calendar_sync.core.ids import precondition
from odoo.addons.google_calendar_sync.core.series import read_event
from odoo.addons.google_calendar_sync.engine.client import GoogleCalendar
from odoo.addons.google_calendar_sync.engine.credentials import SCOPES, GoogleAuthorizer
from odoo.addons.google_calendar_sync.engine.endpoints import Endpoints

from ..contracts.wire import Line, Signer, Waits, answer
from ..fuzz.mutation import HOSTILE
from .samples import VIEW, event

HERE = Endpoints("https://g.test", "https://g.test/a", "https://g.test/t", "https://g.test/r")
SEED = 20261128


def client(*answers):
    """Return a client over a line with these answers."""
    return GoogleCalendar(Signer(), HERE, Line(*answers), Patience(Waits(), lambda: 0.5))


def _changes(one):
    return one.changes("anna@example.com", "", Window())


@pytest.mark.parametrize("list_of", [lambda one: one.calendars(), _changes])
@pytest.mark.parametrize("tokens", ["xxxx", "xyxy"])
def test_pages_in_a_circle(list_of, tokens):
    """Pages that name each other as the next end in an error, not in a worker that never ends."""
    one = client(*[answer(200, {"items": [], "nextPageToken": token}) for token in tokens])
    with pytest.raises(ServerTrouble):
        list_of(one)


@pytest.mark.parametrize("event_id", ["", ".", "..", None, 7])
def test_an_id_that_leads_elsewhere(event_id):
    """An event that would be asked for under another address is not taken in, nor a calendar."""
    with pytest.raises(Unreadable):
        read_event(Whole(event(id=event_id)), VIEW)
    with pytest.raises(Unreadable):
        read_event(Whole(event(id=event_id, status="cancelled")), VIEW)
    assert read_calendar({"id": event_id, "accessRole": "owner"}) is None


@pytest.mark.parametrize("etag", ['"1"\r\nX-Evil: 1', '"\u20ac"', '"\ud800"', '"\x00"'])
def test_an_etag_that_breaks_its_line(etag):
    """A precondition that would break a batch is left out of it."""
    assert precondition(etag) == ""


def authorizer(*answers):
    """Return the OAuth side over a line with these answers."""
    return GoogleAuthorizer("id", "secret-1", HERE, Line(*answers))


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


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_no_redirect_takes_a_secret_along(status):
    """Neither code nor refresh token nor client secret follow a redirect (trap 17)."""
    for ask in (*ASK, lambda one: one.revoke("refresh-1")):
        one = authorizer(*[answer(status, b"", Location="https://evil.test/")] * 3)
        assert "-1" not in str(outcome(ask, one))
        assert {request.url for request, _options in one.session.asked} <= {HERE.token, HERE.revoke}
        assert not any(options["allow_redirects"] for _request, options in one.session.asked)


def test_any_answer_to_a_refresh():
    """Whatever the sign-in answers, there are tokens that can be used, or a SyncError."""
    dice = Random(SEED)
    usual = {"access_token": "a", "expires_in": 3599, "scope": " ".join(SCOPES)}
    names = (*usual, "refresh_token", "error", "error_description", "id_token", "token_type")
    for _round in range(300):
        said = usual | {name: dice.choice(HOSTILE) for name in dice.sample(names, 2)}
        status = dice.choice([200, 200, 200, 400, 401, 302])
        for ask in ASK:
            found = outcome(ask, authorizer(*[answer(status, said)] * 8))
            if isinstance(found, Tokens):
                f"{found.access_token}{found.refresh_token}".encode("ascii")
                assert found.access_token
            assert "secret-1" not in str(found)
