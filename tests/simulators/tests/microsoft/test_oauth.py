"""The sign-in: consent, codes, tokens, and what is refused."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from html import unescape
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import requests

from tests.simulators.common.clock import Clock
from tests.simulators.common.server import HttpServer
from tests.simulators.microsoft.directory import PERSONAL, id_of
from tests.simulators.microsoft.oauth import DEFAULT_CLIENT, Client, OAuth
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

    def press(self, shown: requests.Response, **button: str) -> requests.Response:
        """Press a button of a page, as a browser would."""
        assert shown.status_code == 200, shown.text
        hidden = re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', shown.text)
        form = {name: unescape(value) for name, value in hidden} | button
        address = shown.url.partition("?")[0]
        return requests.post(address, data=form, allow_redirects=False, timeout=10)

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


def test_tokens_have_the_documented_form(signin):
    """The scopes come back as they were asked for, and the id token says who and for what."""
    tokens = signin.connect(nonce="n1")
    assert tokens["token_type"] == "Bearer" and tokens["expires_in"] == 4200
    assert tokens["scope"] == f"openid profile {CALENDARS}"
    found = claims(tokens)
    assert found["nonce"] == "n1" and found["aud"] == CLIENT and found["name"] == "Dora Demo"
    assert found["tid"] == id_of("example.net") and found["oid"]
    assert found["iss"] == f"https://login.microsoftonline.com/{found['tid']}/v2.0"
    grant = signin.oauth.grant(tokens["access_token"])
    assert (grant.email, grant.client_id) == (DORA, CLIENT)
    assert "Calendars.ReadWrite" in grant.scopes


def test_personal_accounts_share_a_tenant(signin):
    """A personal account's id token names the tenant of all personal accounts."""
    assert claims(signin.connect(PAT))["tid"] == PERSONAL


def test_without_offline_access_there_is_no_refresh_token(signin):
    """A refresh token comes with the scope offline_access only."""
    tokens = signin.connect(scope=f"openid {CALENDARS}")
    assert "refresh_token" not in tokens


def test_the_default_scope_stands_for_all_that_was_granted(signin):
    """Asking for .default brings the granted permissions of Graph with their resource."""
    first = signin.connect()
    scope = "https://graph.microsoft.com/.default"
    answer = signin.refresh(first["refresh_token"], scope=scope).json()
    assert answer["scope"] == CALENDARS


def test_refreshing_brings_a_new_refresh_token_and_the_old_one_stays(signin):
    """Each refresh brings another refresh token; one whose answer got lost still works."""
    first = signin.connect()
    second = signin.refresh(first["refresh_token"]).json()
    assert second["refresh_token"] != first["refresh_token"]
    assert second["access_token"] != first["access_token"]
    assert signin.refresh(first["refresh_token"]).ok
    assert signin.refresh(second["refresh_token"]).ok


def test_refresh_tokens_can_be_made_one_time(signin):
    """With the strict switch a used refresh token has ended."""
    signin.world.settings.update({"one_time_refresh_tokens": True})
    first = signin.connect()
    assert signin.refresh(first["refresh_token"]).ok
    assert refused(signin.refresh(first["refresh_token"])) == (400, "invalid_grant", 70000)


def test_a_code_works_once(signin):
    """The second exchange of a code is AADSTS54005."""
    code = signin.code()
    assert signin.exchange(code).ok
    assert refused(signin.exchange(code)) == (400, "invalid_grant", 54005)


def test_a_code_expires(signin, clock):
    """A code is good for ten minutes."""
    code = signin.code()
    clock.advance(601)
    assert refused(signin.exchange(code)) == (400, "invalid_grant", 70008)


@pytest.mark.parametrize(("verifier", "number"), [(VERIFIER, None), ("no", 501481), ("", 501481)])
def test_pkce_is_checked(signin, verifier, number):
    """A code with a challenge needs the verifier that belongs to it."""
    code = signin.code(code_challenge=CHALLENGE, code_challenge_method="S256")
    answer = signin.exchange(code, **({"code_verifier": verifier} if verifier else {}))
    assert answer.json().get("error_codes") == ([number] if number else None)


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"client_secret": "wrong"}, (401, "invalid_client", 7000215)),
        ({"client_secret": DEFAULT_CLIENT.secret_id}, (401, "invalid_client", 7000215)),
        ({"client_secret": ""}, (401, "invalid_client", 7000218)),
        ({"client_id": "unknown"}, (400, "unauthorized_client", 700016)),
        ({"client_id": ""}, (400, "invalid_request", 900144)),
        ({"tenant": "nowhere.example"}, (400, "invalid_request", 90002)),
        ({"grant_type": "password"}, (400, "unsupported_grant_type", 70003)),
        ({"grant_type": ""}, (400, "invalid_request", 900144)),
        ({"scope": "Calendars.Evrything"}, (400, "invalid_scope", 70011)),
        ({"redirect_uri": BACK + "?x"}, (400, "invalid_client", 500112)),
        ({"code": "invented"}, (400, "invalid_grant", 9002313)),
        ({"code": ""}, (400, "invalid_request", 900144)),
    ],
)
def test_the_token_endpoint_refuses(signin, change, expected):
    """Each mistake has its own status, error and number."""
    assert refused(signin.exchange(**{"code": signin.code(), **change})) == expected


def test_the_token_endpoint_wants_a_post(signin):
    """A GET is refused with 405."""
    answer = requests.get(signin.address("token"), timeout=10)
    assert refused(answer) == (405, "invalid_request", 900561)


def test_the_client_may_authenticate_in_the_header(signin):
    """HTTP basic is as good as the form, and a foreign correlation id comes back."""
    form = {"grant_type": "authorization_code", "code": "x", "client_id": CLIENT}
    number = "11111111-2222-4333-8444-555555555555"
    answer = requests.post(
        signin.address("token"), data=form, auth=(CLIENT, SECRET), timeout=10,
        headers={"client-request-id": number},
    )  # fmt: skip
    assert refused(answer) == (400, "invalid_grant", 9002313)
    assert answer.json()["correlation_id"] == number


def test_a_secret_expires(signin, clock):
    """An application whose secret has ended gets AADSTS7000222 until it has a new end."""
    tokens = signin.connect()
    client = Client("other", "s", [BACK], secret_expires="2026-03-03T00:00:00+00:00")
    signin.oauth.add_client(client)
    assert signin.exchange(client_id="other", client_secret="s", code="x").status_code == 400
    signin.oauth.expire_secret("other")
    answer = signin.exchange(client_id="other", client_secret="s", code="x")
    assert refused(answer) == (401, "invalid_client", 7000222)
    signin.oauth.expire_secret("other", clock.now() + timedelta(days=1))
    assert signin.exchange(client_id="other", client_secret="s", code="x").status_code == 400
    assert signin.refresh(tokens["refresh_token"]).ok


def revoked(oauth: OAuth) -> None:
    oauth.revoke(DORA)


def factor(oauth: OAuth) -> None:
    oauth.demand_mfa(DORA)


def barred(oauth: OAuth) -> None:
    oauth.bar(DORA)


def frequency(oauth: OAuth) -> None:
    oauth.bar(DORA, 70043)


def idle(oauth: OAuth) -> None:
    oauth.expire_refresh(DORA)


def withdrawn(oauth: OAuth) -> None:
    oauth.withdraw_consent(DORA)


@pytest.mark.parametrize(
    ("end", "expected", "suberror"),
    [
        (revoked, (400, "invalid_grant", 50173), "bad_token"),
        (factor, (400, "interaction_required", 50076), "basic_action"),
        (barred, (400, "invalid_grant", 53003), "message_only"),
        (frequency, (400, "invalid_grant", 70043), "token_expired"),
        (idle, (400, "invalid_grant", 700082), None),
        (withdrawn, (400, "invalid_grant", 65001), "consent_required"),
    ],
)
def test_a_refresh_token_ends_for_a_reason(signin, end, expected, suberror):
    """Each reason has its number, hits one person only, and leaves the access token alone."""
    dora, emil = signin.connect(), signin.connect(EMIL)
    end(signin.oauth)
    answer = signin.refresh(dora["refresh_token"])
    assert refused(answer) == expected and answer.json().get("suberror") == suberror
    assert signin.refresh(emil["refresh_token"]).ok
    assert signin.oauth.grant(dora["access_token"])


@pytest.mark.parametrize("end", [revoked, factor, idle, withdrawn])
def test_signing_in_again_mends_it(signin, end):
    """What wants a person is over when the person has signed in again."""
    signin.connect()
    end(signin.oauth)
    assert signin.refresh(signin.connect()["refresh_token"]).ok


def test_a_barred_person_cannot_sign_in_either(signin):
    """Conditional access stops the page too, until it is lifted."""
    signin.oauth.bar(DORA)
    assert 'data-number="53003"' in signin.authorize(login_hint=DORA).text
    signin.oauth.bar(DORA, None)
    assert signin.connect()


def test_refresh_tokens_roll_for_ninety_days(signin, clock):
    """A refresh token unused for ninety days has ended; using it in time brings another."""
    first = signin.connect()
    clock.advance(80 * 24 * 3600)
    second = signin.refresh(first["refresh_token"]).json()
    clock.advance(20 * 24 * 3600)
    assert refused(signin.refresh(first["refresh_token"])) == (400, "invalid_grant", 700082)
    assert signin.refresh(second["refresh_token"]).ok


def test_access_tokens_expire(signin, clock):
    """After its time, or when a test says so, an access token stands for nothing."""
    tokens = signin.connect()
    clock.advance(tokens["expires_in"])
    assert signin.oauth.grant(tokens["access_token"]) is None
    fresh = signin.refresh(tokens["refresh_token"]).json()
    signin.oauth.expire_access(DORA)
    assert signin.oauth.grant(fresh["access_token"]) is None


def test_a_wider_scope_needs_a_consent(signin):
    """Refreshing for a permission that was not granted is AADSTS65001."""
    tokens = signin.connect()
    answer = signin.refresh(tokens["refresh_token"], scope=f"{SCOPES} MailboxSettings.Read")
    assert refused(answer) == (400, "invalid_grant", 65001)


@pytest.mark.parametrize(
    ("audience", "tenant", "number"),
    [
        ("AzureADMyOrg", "common", 50194),
        ("AzureADMyOrg", "example.net", None),
        ("AzureADMultipleOrgs", "consumers", 700016),
        ("AzureADMultipleOrgs", "organizations", None),
    ],
)
def test_an_application_is_for_its_audience(signin, audience, tenant, number):
    """A single-tenant application does not work at /common, one for organizations not at home."""
    signin.oauth.add_client(Client("own", "s", [BACK], audience=audience, tenant="example.net"))
    answer = signin.authorize(tenant, client_id="own", sim_consent=DORA)
    if number:
        assert f'data-number="{number}"' in answer.text
    else:
        assert "code" in back(answer)


def test_a_tenant_is_known_by_id_and_domain(signin):
    """Discovery answers for both, with the endpoints of Microsoft, and 400 for an unknown one."""
    for tenant in (id_of("example.net"), "example.net", "common"):
        address = f"{signin.server.url}/{tenant}/v2.0/.well-known/openid-configuration"
        found = requests.get(address, timeout=10).json()
        base = f"https://login.microsoftonline.com/{tenant}/oauth2/v2.0"
        assert found["token_endpoint"] == f"{base}/token"
        assert found["authorization_endpoint"] == f"{base}/authorize"
    address = f"{signin.server.url}/nowhere/v2.0/.well-known/openid-configuration"
    assert refused(requests.get(address, timeout=10)) == (400, "invalid_request", 90002)


def test_logging_out_goes_back_to_a_registered_address_only(signin):
    """Logout shows a page, or redirects to an address of a registered application."""
    query = {"post_logout_redirect_uri": BACK}
    answer = requests.get(signin.address("logout"), query, allow_redirects=False, timeout=10)
    assert answer.headers["Location"] == BACK
    other = requests.get(
        signin.address("logout"), {"post_logout_redirect_uri": "http://evil.example"}, timeout=10
    )
    assert "You signed out" in other.text


def test_the_state_survives_as_json(signin):
    """Applications, consents and tokens come back from what was written down."""
    tokens = signin.connect()
    text = json.dumps(signin.oauth.dump())
    signin.oauth.reset()
    assert signin.oauth.grant(tokens["access_token"]) is None
    signin.oauth.load(json.loads(text))
    assert signin.refresh(tokens["refresh_token"]).ok
