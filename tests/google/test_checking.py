"""Asking Google whether a set-up is right, before anybody connects (promises 30 and 31)."""

from __future__ import annotations

import base64
from dataclasses import replace

import pytest
import requests

from odoo.addons.calendar_sync_base.core.errors import (
    NeedsAdministrator,
    ServerTrouble,
    Unreachable,
)
from odoo.addons.calendar_sync_base.engine.checking import TIMEOUTS, Visit
from odoo.addons.calendar_sync_base.engine.ports import Confirmed
from odoo.addons.google_calendar_sync.engine import credentials

from .harness import authorizer

BACK = "http://localhost:8069/google_account/authentication"
CLIENT, SECRET = "web-1.apps.googleusercontent.com", "GOCSPX-1"


@pytest.fixture
def google(simulator):
    """Return the OAuth side of a client with one redirect URI."""
    simulator.add_client(CLIENT, SECRET, [BACK])
    return replace(authorizer(simulator), client_id=CLIENT, client_secret=SECRET)


def refused(google, redirect_uri=BACK):
    """Return the reason for which a set-up is refused."""
    with pytest.raises(NeedsAdministrator) as caught:
        google.check(redirect_uri)
    assert SECRET not in f"{caught.value!r} {caught.value.detail}"
    return caught.value.reason


def test_right(google):
    """A client, secret and redirect URI that Google knows are confirmed."""
    assert google.check(BACK) == Confirmed(secret=True, redirect_uri=True)


def test_wrong(google, simulator):
    """What is wrong is told apart: the ID, the secret, the redirect URI, a deleted client."""
    assert refused(replace(google, client_id="other.apps.googleusercontent.com")) == (
        "unknown_client"
    )
    assert refused(replace(google, client_secret="GOCSPX-2")) == "wrong_secret"
    assert refused(google, BACK + "/") == "redirect_uri_mismatch"
    simulator.oauth.clients[CLIENT].deleted = True
    assert refused(google) == "deleted_client"


def test_nothing_is_granted(google, simulator):
    """Asking leaves no consent, code or token behind at Google."""
    google.check(BACK)
    kept = simulator.oauth.dump()
    assert not any(kept[name] for name in ("consents", "codes", "access", "refresh"))


def test_no_network(google):
    """A Google that cannot be reached is said so, and nobody waits for long."""
    nowhere = replace(google.endpoints, token="http://127.0.0.1:9/token")
    with pytest.raises(Unreachable):
        replace(google, endpoints=nowhere).check(BACK)
    assert TIMEOUTS[1] <= 10


def test_error_page_by_address(google, monkeypatch):
    """Google's error page names the mistake in its own address, packed."""
    packed = base64.urlsafe_b64encode(b"\n\x15redirect_uri_mismatch\x12\x02no").rstrip(b"=")
    page = f"https://accounts.google.com/signin/oauth/error?authError={packed.decode()}"
    monkeypatch.setattr(credentials, "visit", lambda *_args: Visit(302, page, ""))
    assert refused(google) == "redirect_uri_mismatch"


@pytest.mark.parametrize(
    "location", ["", "https://accounts.google.com/v3/signin", "//[?authError=é"]
)
def test_an_answer_nobody_expects(google, monkeypatch, location):
    """A page that says nothing about the redirect URI confirms nothing and refuses nothing."""
    monkeypatch.setattr(credentials, "visit", lambda *_args: Visit(302, location, "Sign in"))
    assert google.check(BACK) == Confirmed(secret=True, redirect_uri=False)


def test_somewhere_else_is_not_back(google):
    """Only the very address counts as being sent back, whatever its query says."""
    assert Visit(302, f"{BACK}?error=interaction_required", "").leads_to(BACK)
    for other in ("https://localhost:8069", "http://localhost:8070", "http://localhost:8069/x"):
        assert not Visit(302, f"{other}?next={BACK}", "").leads_to(BACK)


def test_a_visit_is_a_strangers(google, monkeypatch):
    """The page is read without following it, and without a password of the machine."""
    asked = {}

    def get(_session, _url, **options):
        asked.update(options)
        raise requests.ConnectionError(f"{CLIENT} in the address")

    monkeypatch.setattr(requests.Session, "get", get)
    with pytest.raises(Unreachable) as caught:
        google.check(BACK)
    assert CLIENT not in str(caught.value)
    request = requests.Request("GET", BACK).prepare()
    assert asked["auth"](request) is request
    assert asked["allow_redirects"] is False


def test_a_code_that_nobody_issued_is_accepted(google, simulator):
    """A sign-in that takes anything has confirmed nothing."""
    simulator.faults.add(path="/token$", status=200, body={"access_token": "x"})
    with pytest.raises(ServerTrouble):
        google.check(BACK)
