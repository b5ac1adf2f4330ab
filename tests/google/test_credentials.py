"""Connecting an account: consent, exchange, refresh, revocation."""

from __future__ import annotations

import hashlib
import logging
from base64 import urlsafe_b64encode
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
import requests

from odoo.addons.calendar_sync_base.core.errors import (
    AccountError,
    MissingScope,
    NeedsAdministrator,
    NeedsReconnect,
    ServerTrouble,
    SyncError,
    Unreachable,
)
from odoo.addons.calendar_sync_base.engine.rest.addresses import is_safe
from odoo.addons.google_calendar_sync.engine import credentials
from odoo.addons.google_calendar_sync.engine.credentials import MAKING, SCOPES, check_scopes
from odoo.addons.google_calendar_sync.engine.endpoints import Endpoints

from ..contracts.harness import OWN
from .harness import authorizer

BACK = "http://localhost:8069/google_account/authentication"
VERIFIER = "v" * 43
CHALLENGE = urlsafe_b64encode(hashlib.sha256(VERIFIER.encode()).digest()).rstrip(b"=").decode()


def consent(google, **more):
    """Let the person consent; return what the browser brings back."""
    url = google.consent_url(BACK, "state-1", CHALLENGE, OWN)
    extra = "".join(f"&{name}={value}" for name, value in {"sim_consent": OWN, **more}.items())
    response = requests.get(url + extra, allow_redirects=False, timeout=5)
    assert response.status_code == 302, response.text
    brought = parse_qs(urlsplit(response.headers["Location"]).query)
    return {name: one[0] for name, one in brought.items()}


@pytest.fixture
def google(simulator):
    """Return the OAuth side for the demo's client."""
    return authorizer(simulator)


def test_the_way_to_google(google):
    """The consent page is asked for everything a lasting connection needs, safely (promise 32)."""
    query = parse_qs(urlsplit(google.consent_url(BACK, "state-1", CHALLENGE, "")).query)
    assert {name: one[0] for name, one in query.items()} == {
        "client_id": google.client_id,
        "redirect_uri": BACK,
        "response_type": "code",
        "scope": " ".join(SCOPES),
        "access_type": "offline",
        "prompt": "consent select_account",
        "include_granted_scopes": "true",
        "state": "state-1",
        "code_challenge": CHALLENGE,
        "code_challenge_method": "S256",
    }
    hinted = parse_qs(urlsplit(google.consent_url(BACK, "s", CHALLENGE, OWN)).query)
    assert hinted["login_hint"] == [OWN]


def test_making_calendars_is_asked_for_when_it_is_wanted(google):
    """The permission to make calendars is asked for beside the others, and only on request."""
    url = google.consent_url(BACK, "state-1", CHALLENGE, OWN, making=True)
    (asked,) = parse_qs(urlsplit(url).query)["scope"]
    assert asked.split() == [*SCOPES, MAKING]
    assert MAKING not in google.consent_url(BACK, "state-1", CHALLENGE, OWN)


def test_there_and_back(google):
    """A consent becomes tokens that work, with both scopes."""
    back = consent(google)
    assert back["state"] == "state-1"
    tokens = google.exchange(back["code"], BACK, VERIFIER)
    assert tokens.scopes == frozenset(SCOPES)
    assert tokens.refresh_token
    assert tokens.expires > datetime.now(UTC) + timedelta(minutes=50)
    fresh = google.refresh(tokens.refresh_token)
    assert fresh.access_token != tokens.access_token
    assert fresh.refresh_token == tokens.refresh_token
    assert fresh.scopes == tokens.scopes
    assert fresh.expires.tzinfo


@pytest.mark.parametrize(
    "spoiled", [{"code": "x"}, {"verifier": "w" * 43}, {"redirect_uri": BACK + "/"}]
)
def test_a_code_is_good_for_one_thing(google, spoiled):
    """A wrong code, verifier or address exchanges nothing."""
    back = consent(google)
    given = {"code": back["code"], "redirect_uri": BACK, "verifier": VERIFIER} | spoiled
    with pytest.raises(AccountError):
        google.exchange(**given)


def test_a_code_is_good_once(google):
    """A code cannot be exchanged a second time."""
    back = consent(google)
    google.exchange(back["code"], BACK, VERIFIER)
    with pytest.raises(NeedsReconnect):
        google.exchange(back["code"], BACK, VERIFIER)


def test_an_unticked_box(google):
    """Who unticks a box is told which permission is missing (promise 31)."""
    back = consent(google, sim_scopes=SCOPES[0])
    with pytest.raises(MissingScope) as raised:
        google.exchange(back["code"], BACK, VERIFIER)
    assert "calendarlist.readonly" in raised.value.detail


@pytest.mark.parametrize(
    ("granted", "enough"),
    [
        (SCOPES, True),
        (["https://www.googleapis.com/auth/calendar"], True),
        ([SCOPES[0], "https://www.googleapis.com/auth/calendar.readonly"], True),
        ([SCOPES[1]], False),
        ([], False),
    ],
)
def test_wider_scopes_are_enough(granted, enough):
    """A scope that contains the needed ones is as good, as an earlier set-up may have it."""
    if enough:
        check_scopes(frozenset(granted))
    else:
        with pytest.raises(MissingScope):
            check_scopes(frozenset(granted))


def test_declining(google):
    """Who declines comes back with Google's word for it."""
    assert consent(google, sim_consent="deny")["error"] == "access_denied"


def test_a_withdrawn_grant(google, simulator):
    """A grant that was withdrawn asks for a new one (promise 29)."""
    tokens = google.exchange(consent(google)["code"], BACK, VERIFIER)
    simulator.oauth.revoke_account(OWN)
    with pytest.raises(NeedsReconnect):
        google.refresh(tokens.refresh_token)


def test_nothing_to_refresh_with(google):
    """Without a refresh token the user connects again."""
    with pytest.raises(NeedsReconnect):
        google.refresh("")


def test_wrong_client_secret(google):
    """A wrong secret is the administrator's to mend, at both steps."""
    wrong = replace(google, client_secret="other")
    back = consent(google)
    with pytest.raises(NeedsAdministrator):
        wrong.exchange(back["code"], BACK, VERIFIER)
    tokens = google.exchange(consent(google)["code"], BACK, VERIFIER)
    with pytest.raises(NeedsAdministrator):
        wrong.refresh(tokens.refresh_token)


def exchanging(google):
    """Exchange a code nobody gave."""
    google.exchange("code-secret", BACK, "verifier-secret")


def refreshing(google):
    """Refresh with a token nobody gave."""
    google.refresh("refresh-secret")


@pytest.mark.parametrize("step", [exchanging, refreshing])
@pytest.mark.parametrize(
    ("fault", "leaf"),
    [
        ({"status": 503, "body": {"error": "temporarily_unavailable"}}, ServerTrouble),
        ({"status": 500, "body": "<html>"}, ServerTrouble),
        ({"reset": True}, Unreachable),
        ({"status": 400, "body": {"error": "deleted_client"}}, NeedsAdministrator),
        ({"status": 400, "body": {"error": "invalid_grant"}}, NeedsReconnect),
        ({"status": 200, "body": "<html>"}, SyncError),
    ],
)
def test_trouble_at_the_sign_in(google, simulator, monkeypatch, step, fault, leaf):
    """Every trouble of the sign-in is one of ours, and none names a token or a code."""
    monkeypatch.setattr("time.sleep", lambda _seconds: None)
    simulator.faults.add(path="/token$", times=None, **fault)
    with pytest.raises(leaf) as raised:
        step(google)
    assert isinstance(raised.value, SyncError)
    assert "secret" not in f"{raised.value!r} {raised.value.detail} {raised.value.message}"
    assert raised.value.__cause__ is None


def test_a_sign_in_that_hangs(google, simulator, monkeypatch):
    """A sign-in that does not answer is given up after our own time-out, not google-auth's."""
    monkeypatch.setattr(credentials, "TIMEOUTS", (0.2, 0.2))
    simulator.faults.add(path="/token$", latency=1.0, times=None)
    with pytest.raises(Unreachable):
        google.refresh("refresh-secret")
    with pytest.raises(Unreachable):
        google.exchange("code-secret", BACK, VERIFIER)


def test_revoking(google):
    """A grant can be withdrawn; twice is fine (promise 12)."""
    tokens = google.exchange(consent(google)["code"], BACK, VERIFIER)
    google.revoke(tokens.refresh_token)
    with pytest.raises(NeedsReconnect):
        google.refresh(tokens.refresh_token)
    google.revoke(tokens.refresh_token)


def test_revoking_when_google_is_down(google, simulator):
    """A withdrawal that did not arrive is told, so that it can be repeated."""
    simulator.faults.add(path="/revoke$", status=503)
    with pytest.raises(ServerTrouble):
        google.revoke("refresh-secret")


def test_secrets_are_shown_nowhere(google, caplog):
    """No secret, token or code is logged or printed (promise 32)."""
    with caplog.at_level(logging.DEBUG):
        tokens = google.exchange(consent(google)["code"], BACK, VERIFIER)
        google.refresh(tokens.refresh_token)
    shown = caplog.text + repr(google) + repr(tokens)
    for secret in (google.client_secret, tokens.access_token, tokens.refresh_token, VERIFIER):
        assert secret not in shown


class TestEndpoints:
    """Where Google is."""

    def test_google_itself(self):
        """Without anything said it is the real Google."""
        found = Endpoints.from_environment({})
        assert found.api == "https://www.googleapis.com"
        assert found.auth == "https://accounts.google.com/o/oauth2/v2/auth"
        assert found.token == "https://oauth2.googleapis.com/token"
        assert found.revoke == "https://oauth2.googleapis.com/revoke"

    def test_another_one(self):
        """The environment of the process may name another."""
        found = Endpoints.from_environment({"CALENDAR_SYNC_GOOGLE_API_URL": "http://127.0.0.1:9/"})
        assert found.api == "http://127.0.0.1:9"

    @pytest.mark.parametrize(
        ("url", "safe"),
        [
            ("https://google.test", True),
            ("http://127.0.0.1:8080", True),
            ("http://localhost:8080/x", True),
            ("http://[::1]:8080", True),
            ("http://127.9.9.9", True),
            ("http://google.test", False),
            ("http://127.0.0.1.evil.test", False),
            ("http://localhost.evil.test", False),
            ("http://127.0.0.1@evil.test", False),
            ("https://user:pass@google.test", False),
            ("ftp://127.0.0.1", False),
            ("file:///etc/passwd", False),
            ("//google.test", False),
            ("https://", False),
            ("http://[::1", False),
            ("", False),
        ],
    )
    def test_only_safe_addresses(self, url, safe):
        """Secrets go out encrypted, or stay on this machine."""
        assert is_safe(url) is safe

    def test_an_unsafe_one_is_said(self):
        """A wrong address in the environment is named with its variable."""
        with pytest.raises(NeedsAdministrator) as raised:
            Endpoints.from_environment({"CALENDAR_SYNC_GOOGLE_TOKEN_URL": "http://evil.test"})
        assert "CALENDAR_SYNC_GOOGLE_TOKEN_URL" in raised.value.message
