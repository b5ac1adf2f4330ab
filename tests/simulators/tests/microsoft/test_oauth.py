"""The sign-in: consent, codes, tokens, and what is refused."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from html import unescape
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import requests

from tests.simulators.common.clock import Clock
from tests.simulators.common.server import HttpServer
from tests.simulators.microsoft.oauth import DEFAULT_CLIENT, OAuth
from tests.simulators.microsoft.world import World

BACK = "http://localhost:8069/microsoft_account/authentication"
CALENDARS = "https://graph.microsoft.com/Calendars.ReadWrite"
SCOPES = f"openid profile offline_access {CALENDARS}"
CLIENT, SECRET = DEFAULT_CLIENT.id, DEFAULT_CLIENT.secret
DORA, EMIL, PAT = "dora@example.net", "emil@example.net", "pat@outlook.com"
VERIFIER = "v" * 64
CHALLENGE = base64.urlsafe_b64encode(hashlib.sha256(VERIFIER.encode()).digest()).decode()[:-1]


class SignIn:
    """An authorization server with three people and the demo's application."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.oauth = OAuth(world, world.clock, world.settings)
        self.oauth.add_client(DEFAULT_CLIENT)
        world.add_account(DORA, "Dora Demo")
        world.add_account(EMIL, "Emil Demo")
        world.add_account(PAT, "Pat Private", personal=True)
        self.server = HttpServer(self.oauth.handle)

    def address(self, path: str, tenant: str = "common") -> str:
        return f"{self.server.url}/{tenant}/oauth2/v2.0/{path}"

    def authorize(self, tenant: str = "common", **more: str) -> requests.Response:
        asked = {
            "client_id": CLIENT,
            "redirect_uri": BACK,
            "response_type": "code",
            "response_mode": "query",
            "scope": SCOPES,
            "state": "s t+1",
            **more,
        }
        asked = {name: value for name, value in asked.items() if value}
        address = self.address("authorize", tenant)
        return requests.get(address, params=asked, allow_redirects=False, timeout=10)

    def press(
        self, shown: requests.Response, status: int | None = None, **button: str
    ) -> requests.Response:
        """Press a button of a page, as a browser would."""
        assert shown.status_code == 200, shown.text
        hidden = re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', shown.text)
        form = {name: unescape(value) for name, value in hidden} | button
        address = shown.url.partition("?")[0]
        answer = requests.post(address, data=form, allow_redirects=False, timeout=10)
        assert status in (None, answer.status_code), answer.text
        return answer

    def code(self, email: str = DORA, **more: str) -> str:
        return back(self.authorize(sim_consent=email, **more))["code"]

    def exchange(self, code: str = "", tenant: str = "common", **more: str) -> requests.Response:
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": BACK,
            "client_id": CLIENT,
            "client_secret": SECRET,
            "scope": SCOPES,
            **more,
        }
        return requests.post(self.address("token", tenant), data=form, timeout=10)

    def refresh(self, token: str, **more: str) -> requests.Response:
        return self.exchange(grant_type="refresh_token", refresh_token=token, **more)

    def connect(self, email: str = DORA, **more: str) -> dict[str, Any]:
        answer = self.exchange(self.code(email, **more))
        assert answer.ok, answer.text
        return answer.json()


@pytest.fixture
def clock() -> Clock:
    return Clock(datetime(2026, 3, 2, 8, 0, tzinfo=UTC))


@pytest.fixture
def signin(clock: Clock) -> Iterator[SignIn]:
    found = SignIn(World(clock))
    found.server.start()
    yield found
    found.server.stop()


def back(answer: requests.Response) -> dict[str, str]:
    assert answer.status_code == 302, answer.text
    assert answer.headers["Location"].startswith(BACK)
    query = parse_qs(urlsplit(answer.headers["Location"]).query)
    return {name: values[0] for name, values in query.items()}


def refused(answer: requests.Response) -> tuple[int, str, int]:
    """Status, error and number; the rest of the body has to have the documented form."""
    body = answer.json()
    number = body["error_codes"][0]
    text = body["error_description"]
    assert re.fullmatch(
        rf"AADSTS{number}: .+ Trace ID: {body['trace_id']} Correlation ID: "
        rf"{body['correlation_id']} Timestamp: \d{{4}}-\d\d-\d\d \d\d:\d\d:\d\dZ",
        text,
    ), text
    assert body["timestamp"] in text and str(number) in body["error_uri"]
    return answer.status_code, body["error"], number


def claims(tokens: dict[str, Any]) -> dict[str, Any]:
    middle = tokens["id_token"].split(".")[1]
    return json.loads(base64.urlsafe_b64decode(middle + "=" * (-len(middle) % 4)))


def test_a_person_picks_an_account_and_accepts(signin):
    """Two pages lead back with a code and the unchanged state: the account, the permissions."""
    picking = signin.authorize()
    assert 'data-testid="pick-account"' in picking.text and PAT in picking.text
    asking = signin.press(picking, account=EMIL)
    assert 'data-testid="consent"' in asking.text
    assert "Have full access to your calendars" in asking.text
    assert "Maintain access to data you have given it access to" in asking.text
    answer = back(signin.press(asking, decision="allow"))
    assert answer["state"] == "s t+1"
    tokens = signin.exchange(answer["code"]).json()
    assert claims(tokens)["preferred_username"] == EMIL


def test_a_hint_skips_the_choice_and_a_consent_lasts(signin):
    """A known login_hint goes to the permissions at once, and an earlier consent goes back."""
    assert 'data-testid="consent"' in signin.authorize(login_hint=DORA).text
    signin.connect()
    assert "code" in back(signin.authorize(login_hint=DORA))
    assert 'data-testid="consent"' in signin.authorize(login_hint=DORA, prompt="consent").text
    picking = signin.authorize(login_hint=DORA, prompt="select_account")
    assert 'data-testid="pick-account"' in picking.text
    more = signin.authorize(login_hint=DORA, scope=f"{SCOPES} MailboxSettings.Read")
    assert "Read your mailbox settings" in more.text


def test_cancelling_comes_back_as_access_denied(signin):
    """A person who cancels is sent back with AADSTS65004 and the state."""
    answer = back(signin.press(signin.authorize(login_hint=DORA), decision="deny"))
    assert (answer["error"], answer["error_subcode"]) == ("access_denied", "cancel")
    assert answer["error_description"].startswith("AADSTS65004: ")
    assert answer["state"] == "s t+1"


def test_an_administrator_may_have_to_approve(signin):
    """Where people may not consent, a page says so and the way back is AADSTS90094."""
    signin.world.settings.update({"admin_consent": True})
    shown = signin.authorize(login_hint=DORA)
    assert "Need admin approval" in shown.text
    answer = back(signin.press(shown, decision="deny"))
    assert answer["error"] == "access_denied" and "AADSTS90094" in answer["error_description"]


@pytest.mark.parametrize(
    ("change", "number"),
    [
        ({"redirect_uri": "http://localhost:8069/other"}, 50011),
        ({"redirect_uri": BACK + "/"}, 50011),
        ({"client_id": "unknown"}, 700016),
        ({"client_id": ""}, 900144),
        ({"tenant": "nowhere.example"}, 90002),
        ({"tenant": "example.net", "sim_consent": PAT}, 50020),
        ({"tenant": "consumers", "sim_consent": DORA}, 50020),
    ],
)
def test_some_mistakes_are_shown_not_redirected(signin, change, number):
    """As long as the redirect URI is not known to be good, nobody is sent there."""
    answer = signin.authorize(**change)
    assert answer.status_code == 400
    assert f'data-number="{number}"' in answer.text and f"AADSTS{number}: " in answer.text


def test_a_wrong_redirect_uri_is_named_on_the_page(signin):
    """The page of AADSTS50011 shows the URI as it was sent, escaped."""
    shown = signin.authorize(redirect_uri="http://localhost:8069/<b>x</b>").text
    assert "http://localhost:8069/&lt;b&gt;x&lt;/b&gt;" in shown and "<b>x" not in shown


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"response_type": "token"}, "unsupported_response_type"),
        ({"scope": "Calendars.Evrything"}, "invalid_scope"),
        ({"prompt": "always"}, "invalid_request"),
        ({"prompt": "none"}, "login_required"),
        ({"prompt": "none", "login_hint": DORA}, "consent_required"),
        ({"sim_consent": "deny"}, "access_denied"),
    ],
)
def test_other_mistakes_go_back_to_the_application(signin, change, error):
    """With a good redirect URI the application learns what is wrong."""
    answer = back(signin.authorize(**change))
    assert answer["error"] == error and answer["error_description"].startswith("AADSTS")


def test_silent_authorization_needs_an_earlier_consent(signin):
    """After a consent prompt=none brings a code without any page."""
    signin.connect()
    assert "code" in back(signin.authorize(prompt="none", login_hint=DORA))
