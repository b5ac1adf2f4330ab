"""Connecting an account: consent, exchange, refresh, and what cannot be revoked."""

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
    RateLimited,
    ServerTrouble,
    SyncError,
    Unreachable,
)
from odoo.addons.microsoft_calendar_sync.engine import network
from odoo.addons.microsoft_calendar_sync.engine.credentials import (
    GRAPH,
    IDENTITY,
    SCOPES,
    check_scopes,
)
from odoo.addons.microsoft_calendar_sync.engine.endpoints import Endpoints
from odoo.addons.microsoft_calendar_sync.engine.network import SignIn

from ..contracts.harness import OWN
from ..simulators.microsoft.oauth import DEFAULT_CLIENT
from .harness import authorizer

BACK = "http://localhost:8069/microsoft_account/authentication"
VERIFIER = "v" * 43
CHALLENGE = urlsafe_b64encode(hashlib.sha256(VERIFIER.encode()).digest()).rstrip(b"=").decode()


def consent(microsoft, **more):
    """Let the person consent; return what the browser brings back."""
    url = microsoft.consent_url(BACK, "state-1", CHALLENGE, OWN)
    extra = "".join(f"&{name}={value}" for name, value in {"sim_consent": OWN, **more}.items())
    response = requests.get(url + extra, allow_redirects=False, timeout=5)
    assert response.status_code == 302, response.text
    brought = parse_qs(urlsplit(response.headers["Location"]).query)
    return {name: one[0] for name, one in brought.items()}


def connected(microsoft):
    """Return the tokens of a fresh consent."""
    return microsoft.exchange(consent(microsoft)["code"], BACK, VERIFIER)


@pytest.fixture
def microsoft(simulator):
    """Return the OAuth side for the demo's application."""
    return authorizer(simulator)


def token_requests(simulator):
    """Return how often the token endpoint was asked."""
    return sum(one.path.endswith("/token") for one in simulator.journal.entries())


def test_the_way_to_microsoft(microsoft):
    """The consent page is asked for everything a lasting connection needs, safely (promise 32)."""
    url = urlsplit(microsoft.consent_url(BACK, "state-1", CHALLENGE, ""))
    assert url.path == "/common/oauth2/v2.0/authorize"
    assert {name: one[0] for name, one in parse_qs(url.query).items()} == {
        "client_id": microsoft.client_id,
        "redirect_uri": BACK,
        "response_type": "code",
        "response_mode": "query",
        "scope": " ".join((*SCOPES, *IDENTITY)),
        "prompt": "select_account",
        "state": "state-1",
        "nonce": hashlib.sha256(CHALLENGE.encode()).hexdigest(),
        "code_challenge": CHALLENGE,
        "code_challenge_method": "S256",
    }
    hinted = parse_qs(urlsplit(microsoft.consent_url(BACK, "s", CHALLENGE, OWN)).query)
    assert hinted["login_hint"] == [OWN]


def test_a_tenant_of_its_own(microsoft):
    """An application for one organization sends people to that organization's page."""
    url = replace(microsoft, tenant="contoso.example/x").consent_url(BACK, "s", CHALLENGE, "")
    assert urlsplit(url).path == "/contoso.example%2Fx/oauth2/v2.0/authorize"


def test_there_and_back(microsoft):
    """A consent becomes tokens that work and last."""
    back = consent(microsoft)
    assert back["state"] == "state-1"
    tokens = microsoft.exchange(back["code"], BACK, VERIFIER)
    assert SCOPES[0] in tokens.scopes
    assert tokens.refresh_token
    assert tokens.expires > datetime.now(UTC) + timedelta(minutes=50)
    fresh = microsoft.refresh(tokens.refresh_token)
    assert fresh.access_token != tokens.access_token
    assert fresh.scopes == tokens.scopes
    assert fresh.expires.tzinfo


def test_a_new_refresh_token_is_handed_over(microsoft, simulator):
    """Microsoft gives another refresh token each time: it is the one to store from then on."""
    simulator.world.settings.update({"one_time_refresh_tokens": True})
    first = connected(microsoft)
    second = microsoft.refresh(first.refresh_token)
    assert second.refresh_token not in ("", first.refresh_token)
    assert microsoft.refresh(second.refresh_token).access_token


def test_an_old_refresh_token_still_works(microsoft):
    """A new token whose storing failed locks nobody out: the old one lives on."""
    first = connected(microsoft)
    microsoft.refresh(first.refresh_token)
    assert microsoft.refresh(first.refresh_token).access_token


@pytest.mark.parametrize(
    "spoiled", [{"code": "x"}, {"verifier": "w" * 43}, {"redirect_uri": BACK + "/"}]
)
def test_a_code_is_good_for_one_thing(microsoft, spoiled):
    """A wrong code, verifier or address exchanges nothing."""
    given = {"code": consent(microsoft)["code"], "redirect_uri": BACK, "verifier": VERIFIER}
    with pytest.raises(AccountError):
        microsoft.exchange(**(given | spoiled))


def test_a_code_is_good_once(microsoft):
    """A code cannot be exchanged a second time (AADSTS54005)."""
    code = consent(microsoft)["code"]
    microsoft.exchange(code, BACK, VERIFIER)
    with pytest.raises(NeedsReconnect):
        microsoft.exchange(code, BACK, VERIFIER)


@pytest.mark.parametrize(
    ("granted", "enough"),
    [
        (SCOPES, True),
        (["Calendars.ReadWrite"], True),
        (["calendars.readwrite", "openid"], True),
        ([f"{GRAPH}Calendars.ReadWrite.Shared"], True),
        ([f"{GRAPH}Calendars.Read", f"{GRAPH}User.Read"], False),
        ([], False),
    ],
)
def test_enough_is_granted(granted, enough):
    """Without the calendar permission there is no connection, and its name is told."""
    if enough:
        check_scopes(frozenset(granted))
    else:
        with pytest.raises(MissingScope) as raised:
            check_scopes(frozenset(granted))
        assert "Calendars.ReadWrite" in raised.value.detail


def test_declining(microsoft):
    """Who declines comes back with Microsoft's word for it."""
    assert consent(microsoft, sim_consent="deny")["error"] == "access_denied"


@pytest.mark.parametrize(
    ("number", "error", "leaf"),
    [
        (65001, "invalid_grant", MissingScope),
        (700082, "invalid_grant", NeedsReconnect),
        (70008, "invalid_grant", NeedsReconnect),
        (70043, "invalid_grant", NeedsReconnect),
        (50173, "invalid_grant", NeedsReconnect),
        (50132, "invalid_grant", NeedsReconnect),
        (50133, "invalid_grant", NeedsReconnect),
        (50076, "interaction_required", NeedsReconnect),
        (50078, "invalid_grant", NeedsReconnect),
        (50079, "interaction_required", NeedsReconnect),
        (50020, "invalid_grant", NeedsReconnect),
        (53003, "invalid_grant", NeedsAdministrator),
        (700016, "unauthorized_client", NeedsAdministrator),
        (7000215, "invalid_client", NeedsAdministrator),
        (7000222, "invalid_client", NeedsAdministrator),
        (90002, "invalid_request", NeedsAdministrator),
        (70011, "invalid_scope", NeedsAdministrator),
        (999999, "invalid_grant", NeedsReconnect),
    ],
)
def test_a_refused_refresh(microsoft, simulator, number, error, leaf):
    """Every reason for which a grant ends says whose move it is (promise 29)."""
    tokens = connected(microsoft)
    body = {
        "error": error,
        "error_description": f"AADSTS{number}: Something. Trace ID: 1 Timestamp: 2026-01-05",
        "error_codes": [number],
    }
    simulator.faults.add(path="/token$", status=400, body=body)
    with pytest.raises(leaf) as raised:
        microsoft.refresh(tokens.refresh_token)
    assert str(number) in raised.value.detail
    assert microsoft.refresh(tokens.refresh_token).access_token


@pytest.mark.parametrize(("number", "leaf"), [(53003, NeedsAdministrator), (50076, NeedsReconnect)])
def test_a_barred_person(microsoft, simulator, number, leaf):
    """Who is barred is told so in Microsoft's own words, until it is over."""
    tokens = connected(microsoft)
    simulator.oauth.bar(OWN, number)
    with pytest.raises(leaf):
        microsoft.refresh(tokens.refresh_token)


@pytest.mark.parametrize("access", [True, False])
def test_a_withdrawn_grant(microsoft, simulator, access):
    """A sign-in that was revoked asks for a new one (AADSTS50173)."""
    tokens = connected(microsoft)
    simulator.oauth.revoke(OWN, access=access)
    with pytest.raises(NeedsReconnect):
        microsoft.refresh(tokens.refresh_token)


def test_a_repaired_grant_works_at_once(microsoft, simulator):
    """A refusal is not remembered: MSAL alone would repeat it for a minute."""
    tokens = connected(microsoft)
    simulator.oauth.bar(OWN, 50076)
    with pytest.raises(NeedsReconnect):
        microsoft.refresh(tokens.refresh_token)
    simulator.oauth.bar(OWN, None)
    assert microsoft.refresh(tokens.refresh_token).access_token


def test_nothing_to_refresh_with(microsoft):
    """Without a refresh token the user connects again."""
    with pytest.raises(NeedsReconnect):
        microsoft.refresh("")


def test_wrong_client_secret(microsoft):
    """A wrong secret is the administrator's to mend, at both steps (AADSTS7000215)."""
    wrong = replace(microsoft, client_secret="other")
    with pytest.raises(NeedsAdministrator):
        wrong.exchange(consent(microsoft)["code"], BACK, VERIFIER)
    tokens = connected(microsoft)
    with pytest.raises(NeedsAdministrator):
        wrong.refresh(tokens.refresh_token)


def test_an_expired_client_secret(microsoft, simulator):
    """A secret that has run out is the administrator's to mend (AADSTS7000222)."""
    tokens = connected(microsoft)
    simulator.oauth.expire_secret(DEFAULT_CLIENT.id, datetime(2020, 1, 1, tzinfo=UTC))
    try:
        with pytest.raises(NeedsAdministrator):
            microsoft.refresh(tokens.refresh_token)
    finally:
        simulator.oauth.clients[DEFAULT_CLIENT.id].secret_expires = None


def test_an_unknown_application(microsoft):
    """An application that Microsoft does not know is the administrator's to mend."""
    tokens = connected(microsoft)
    with pytest.raises(NeedsAdministrator):
        replace(microsoft, client_id="33333333-aaaa-4bbb-8ccc-222222222222").refresh(
            tokens.refresh_token
        )


def test_an_unknown_tenant(microsoft):
    """A tenant that does not exist is the administrator's to mend (AADSTS90002)."""
    with pytest.raises(NeedsAdministrator) as raised:
        replace(microsoft, tenant="nowhere.example").refresh("refresh-secret")
    assert raised.value.reason == "unknown_tenant"


def exchanging(microsoft):
    """Exchange a code nobody gave."""
    microsoft.exchange("code-secret", BACK, "verifier-secret")


def refreshing(microsoft):
    """Refresh with a token nobody gave."""
    microsoft.refresh("refresh-secret")


TROUBLE = [
    ({"status": 503, "body": {"error": "temporarily_unavailable"}}, ServerTrouble),
    ({"status": 500, "body": "<html>"}, ServerTrouble),
    ({"status": 429, "body": "", "retry_after": 30}, RateLimited),
    ({"reset": True}, Unreachable),
    ({"status": 400, "body": {"error": "invalid_grant"}}, NeedsReconnect),
    ({"status": 401, "body": {"error": "invalid_client"}}, NeedsAdministrator),
    ({"status": 400, "body": "<html>"}, SyncError),
    ({"status": 302, "body": "", "headers": {"Location": "https://evil.test/"}}, SyncError),
    ({"status": 200, "body": "<html>token-secret"}, ServerTrouble),
    ({"status": 200, "body": {"error": "token-secret"}}, SyncError),
    ({"status": 200, "body": {"token_type": "Bearer"}}, SyncError),
    ({"status": 200, "body": ["access_token"]}, SyncError),
]


@pytest.mark.parametrize("step", [exchanging, refreshing])
@pytest.mark.parametrize(("fault", "leaf"), TROUBLE)
def test_trouble_at_the_sign_in(microsoft, simulator, caplog, step, fault, leaf):
    """Every trouble of the sign-in is one of ours, and none names a token or a code."""
    simulator.faults.add(path="/token$", times=None, **fault)
    with caplog.at_level(logging.DEBUG), pytest.raises(leaf) as raised:
        step(microsoft)
    assert isinstance(raised.value, SyncError)
    shown = f"{raised.value!r} {raised.value.detail} {raised.value.message}"
    assert "secret" not in shown
    assert "token-secret" not in caplog.text
    assert raised.value.__cause__ is None


@pytest.mark.parametrize(("fault", "leaf"), [TROUBLE[0], TROUBLE[1], TROUBLE[2], TROUBLE[3]])
def test_trouble_before_the_sign_in(microsoft, simulator, monkeypatch, fault, leaf):
    """The description of the sign-in may be missing for a while; that is no administrator's."""
    monkeypatch.setattr(network, "_documents", {})
    simulator.faults.add(path="openid-configuration$", times=None, **fault)
    with pytest.raises(leaf):
        microsoft.refresh("refresh-secret")


def test_the_sign_in_is_described_once(microsoft, simulator, monkeypatch):
    """Signing in often asks for the description of the sign-in once a day."""
    monkeypatch.setattr(network, "_documents", {})
    tokens = connected(microsoft)
    microsoft.refresh(tokens.refresh_token)
    authorizer(simulator).refresh(tokens.refresh_token)
    paths = [one.path for one in simulator.journal.entries()]
    assert sum(one.endswith("openid-configuration") for one in paths) == 1
    assert token_requests(simulator) == 3


def test_another_host_is_refused(simulator, monkeypatch):
    """Wherever the description of the sign-in points to, secrets go to the sign-in alone."""
    monkeypatch.setattr(network, "_documents", {})
    simulator.world.settings.update({"login_origin": "https://evil.test"})
    with pytest.raises(NeedsAdministrator):
        authorizer(simulator).refresh("refresh-secret")
    assert token_requests(simulator) == 0


class Recorder(requests.Session):
    """Notes which addresses are asked, and answers nothing."""

    def __init__(self):
        super().__init__()
        self.asked = []

    def request(self, method, url, **_more):
        """Note an address."""
        self.asked.append(url)
        raise requests.ConnectionError


@pytest.mark.parametrize("host", ["login.microsoftonline.com", "login.microsoftonline.us"])
def test_a_national_cloud(host):
    """The sign-in that the environment names is asked, whichever of its names MSAL knows."""
    session = Recorder()
    with pytest.raises(Unreachable):
        SignIn("https://login.microsoftonline.us", session).post(f"https://{host}/x/token")
    assert session.asked == ["https://login.microsoftonline.us/x/token"]


@pytest.mark.parametrize(
    "url",
    [
        "https://login.microsoftonline.com.evil.test/x",
        "https://login.microsoftonline.com@evil.test/x",
        "http://login.microsoftonline.com/x",
        "https://login.windows.net/x",
    ],
)
def test_only_the_sign_in_is_asked(microsoft, url):
    """An address that only looks like the sign-in's is not asked."""
    way = SignIn(microsoft.endpoints.login, microsoft.session)
    with pytest.raises(NeedsAdministrator):
        way.post(url, data={"refresh_token": "secret"})


def test_an_answer_to_somebody_elses_sign_in(microsoft, simulator):
    """Tokens that were made for another sign-in (their nonce says so) are not taken."""
    body = {"access_token": "token-secret", "id_token": "e30.e30.e30", "scope": SCOPES[0]}
    simulator.faults.add(path="/token$", status=200, body=body)
    with pytest.raises(ServerTrouble) as raised:
        microsoft.exchange("code", BACK, VERIFIER)
    assert "secret" not in str(raised.value)


def test_a_netrc_does_not_sign(microsoft, simulator, tmp_path, monkeypatch):
    """A .netrc of the server's user does not get between MSAL and the sign-in."""
    netrc = tmp_path / "netrc"
    netrc.write_text("machine 127.0.0.1 login x password y\n")
    monkeypatch.setenv("NETRC", str(netrc))
    assert connected(microsoft).access_token
    asked = [one for one in simulator.journal.entries() if one.path.endswith("/token")]
    assert not any("authorization" in one.headers for one in asked)


def test_a_sign_in_that_hangs(microsoft, simulator, monkeypatch):
    """A sign-in that does not answer is given up after our own time-out; MSAL has none."""
    monkeypatch.setattr(network, "TIMEOUTS", (0.2, 0.2))
    simulator.faults.add(path="/token$", latency=1.0, times=None)
    with pytest.raises(Unreachable):
        microsoft.refresh("refresh-secret")
    with pytest.raises(Unreachable):
        microsoft.exchange("code-secret", BACK, VERIFIER)


def test_revoking(microsoft):
    """Who disconnects is told where to withdraw the permission: there is no address for it."""
    with pytest.raises(SyncError) as raised:
        microsoft.revoke("refresh-secret")
    assert "https://account.live.com/consent/Manage" in raised.value.message
    assert not raised.value.retry


def test_secrets_are_shown_nowhere(microsoft, caplog):
    """No secret, token or code is logged or printed (promise 32)."""
    with caplog.at_level(logging.DEBUG):
        tokens = connected(microsoft)
        microsoft.refresh(tokens.refresh_token)
    shown = caplog.text + repr(microsoft) + repr(tokens)
    for secret in (microsoft.client_secret, tokens.access_token, tokens.refresh_token, VERIFIER):
        assert secret not in shown


class TestEndpoints:
    """Where Microsoft is."""

    def test_microsoft_itself(self):
        """Without anything said it is the real Microsoft."""
        found = Endpoints.from_environment({})
        assert found == Endpoints(
            "https://graph.microsoft.com", "https://login.microsoftonline.com"
        )

    def test_another_one(self):
        """The environment of the process may name another."""
        named = {"CALENDAR_SYNC_MICROSOFT_GRAPH_URL": "http://127.0.0.1:9/"}
        assert Endpoints.from_environment(named).graph == "http://127.0.0.1:9"

    @pytest.mark.parametrize("name", ["GRAPH", "LOGIN"])
    def test_an_unsafe_one_is_said(self, name):
        """A wrong address in the environment is named with its variable."""
        variable = f"CALENDAR_SYNC_MICROSOFT_{name}_URL"
        with pytest.raises(NeedsAdministrator) as raised:
            Endpoints.from_environment({variable: "http://evil.test"})
        assert variable in raised.value.message
