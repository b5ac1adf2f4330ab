"""OAuth: consent, codes, tokens, and what is refused."""

from __future__ import annotations

import base64
import hashlib
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from google.auth.transport.requests import AuthorizedSession
from google.oauth2.credentials import Credentials

from tests.simulators.google import GoogleSimulator
from tests.simulators.google.scopes import PREFIX

from .conftest import ANNA, BEN, Client, reason

BACK = "http://localhost:8069/google_account/authentication"
EVENTS, LISTS = PREFIX + "calendar.events", PREFIX + "calendar.calendarlist.readonly"
CLIENT = "demo-client-id.apps.googleusercontent.com"
SECRET = "demo-client-secret"
VERIFIER = "v" * 64
CHALLENGE = base64.urlsafe_b64encode(hashlib.sha256(VERIFIER.encode()).digest()).decode()[:-1]


def authorize(sim: GoogleSimulator, **more: str) -> requests.Response:
    asked = {
        "client_id": CLIENT,
        "redirect_uri": BACK,
        "response_type": "code",
        "scope": f"{EVENTS} {LISTS}",
        "access_type": "offline",
        "state": "s t+1",
        **more,
    }
    asked = {name: value for name, value in asked.items() if value}
    return requests.get(
        f"{sim.url}/o/oauth2/v2/auth", params=asked, allow_redirects=False, timeout=10
    )


def back(answer: requests.Response) -> dict[str, str]:
    assert answer.status_code == 302, answer.text
    assert answer.headers["Location"].startswith(BACK)
    query = parse_qs(urlsplit(answer.headers["Location"]).query)
    return {name: values[0] for name, values in query.items()}


def exchange(sim: GoogleSimulator, code: str = "", **more: str) -> requests.Response:
    form = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": BACK,
        "client_id": CLIENT,
        "client_secret": SECRET,
        **more,
    }
    return requests.post(f"{sim.url}/token", data=form, timeout=10)


def refresh(sim: GoogleSimulator, token: str) -> requests.Response:
    return exchange(sim, grant_type="refresh_token", refresh_token=token)


def connect(sim: GoogleSimulator, email: str = ANNA, **more: str) -> dict[str, str]:
    code = back(authorize(sim, sim_consent=email, **more))["code"]
    answer = exchange(sim, code)
    assert answer.ok, answer.text
    return answer.json()


def test_consent_returns_code_and_state(sim):
    """The state comes back unchanged beside a code and the granted scopes."""
    answer = back(authorize(sim, sim_consent=ANNA))
    assert answer["state"] == "s t+1"
    assert answer["code"].startswith("4/")
    assert answer["scope"].split() == [EVENTS, LISTS]


def test_first_consent_brings_a_refresh_token_later_ones_do_not(sim):
    """A refresh token comes with the first consent and with prompt=consent only."""
    first = connect(sim)
    assert first["token_type"] == "Bearer" and first["expires_in"] == 3599
    assert "refresh_token" in first
    assert "refresh_token" not in connect(sim)
    assert "refresh_token" in connect(sim, prompt="consent")


def test_online_access_brings_no_refresh_token(sim):
    """Without access_type=offline there is no refresh token."""
    assert "refresh_token" not in connect(sim, access_type="online")


def test_refresh_keeps_the_refresh_token(sim):
    """Refreshing answers a new access token and no new refresh token."""
    first = connect(sim)
    answer = refresh(sim, first["refresh_token"]).json()
    assert answer["access_token"] != first["access_token"]
    assert "refresh_token" not in answer and answer["scope"] == f"{EVENTS} {LISTS}"


def test_a_code_works_once(sim):
    """The second exchange of a code is invalid_grant."""
    code = back(authorize(sim, sim_consent=ANNA))["code"]
    assert exchange(sim, code).ok
    again = exchange(sim, code)
    assert (again.status_code, again.json()["error"]) == (400, "invalid_grant")


def test_a_code_expires(sim, clock):
    """A code is good for ten minutes."""
    code = back(authorize(sim, sim_consent=ANNA))["code"]
    clock.advance(601)
    assert exchange(sim, code).json()["error"] == "invalid_grant"


@pytest.mark.parametrize(
    ("verifier", "error"), [(VERIFIER, None), ("wrong", "invalid_grant"), ("", "invalid_grant")]
)
def test_pkce_is_checked(sim, verifier, error):
    """A code with a challenge needs the verifier that belongs to it."""
    answer = authorize(
        sim, sim_consent=ANNA, code_challenge=CHALLENGE, code_challenge_method="S256"
    )
    more = {"code_verifier": verifier} if verifier else {}
    assert exchange(sim, back(answer)["code"], **more).json().get("error") == error


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"redirect_uri": "http://localhost:8069/other"}, "redirect_uri_mismatch"),
        ({"redirect_uri": BACK + "/"}, "redirect_uri_mismatch"),
        ({"client_id": "unknown"}, "invalid_client"),
        ({"response_type": "token"}, "unsupported_response_type"),
        ({"scope": PREFIX + "calendar.evnets"}, "invalid_scope"),
        ({"client_id": ""}, "invalid_request"),
        ({"prompt": "always"}, "invalid_request"),
    ],
)
def test_mistakes_of_the_application_are_shown_not_redirected(sim, change, error):
    """Google shows the application's mistakes on its own page and sends nobody back."""
    answer = authorize(sim, **change)
    assert answer.status_code in (400, 401)
    assert f'data-error="{error}"' in answer.text


def test_other_clients_need_their_exact_redirect_address(sim, control):
    """Only the demo's client accepts any loopback port."""
    control.add_client("other", "secret", ["https://erp.example.com/google_account/authentication"])
    assert authorize(sim, client_id="other").status_code == 400
    uri = "https://erp.example.com/google_account/authentication"
    assert authorize(sim, client_id="other", redirect_uri=uri).status_code == 200


def test_denying_comes_back_as_access_denied(sim):
    """A person who denies is sent back with the error and the state."""
    answer = back(authorize(sim, sim_consent="deny"))
    assert answer == {"error": "access_denied", "state": "s t+1"}


def test_a_person_chooses_the_account_and_unticks_a_scope(sim):
    """The page offers the accounts and the scopes; what was unticked is not granted."""
    shown = authorize(sim, login_hint=BEN).text
    assert 'data-testid="consent"' in shown and BEN in shown
    form = {
        "client_id": CLIENT,
        "redirect_uri": BACK,
        "response_type": "code",
        "scope": f"{EVENTS} {LISTS}",
        "access_type": "offline",
        "state": "x",
        "account": BEN,
        "granted": [LISTS],
        "decision": "allow",
    }
    answer = requests.post(
        f"{sim.url}/o/oauth2/v2/auth", data=form, allow_redirects=False, timeout=10
    )
    tokens = exchange(sim, back(answer)["code"]).json()
    assert tokens["scope"] == LISTS


def test_a_missing_scope_refuses_the_method(sim):
    """A token that may only list calendars cannot list events."""
    client = Client(sim, ANNA, [LISTS])
    assert client.call("GET", "users/me/calendarList").ok
    answer = client.call("GET", "calendars/primary/events")
    assert reason(answer) == (403, "insufficientPermissions")
    details = answer.json()["error"]["details"][0]
    assert details["reason"] == "ACCESS_TOKEN_SCOPE_INSUFFICIENT"


@pytest.mark.parametrize(
    ("change", "status", "error"),
    [
        ({"client_secret": "wrong"}, 401, "invalid_client"),
        ({"client_id": "unknown"}, 401, "invalid_client"),
        ({"grant_type": "password"}, 400, "unsupported_grant_type"),
        ({"redirect_uri": BACK + "?x"}, 400, "redirect_uri_mismatch"),
        ({"code": "invented"}, 400, "invalid_grant"),
        ({"code": ""}, 400, "invalid_request"),
    ],
)
def test_the_token_endpoint_refuses(sim, change, status, error):
    """Each mistake has its own error and status."""
    code = back(authorize(sim, sim_consent=ANNA))["code"]
    answer = exchange(sim, **{"code": code, **change})
    assert (answer.status_code, answer.json()["error"]) == (status, error)


def test_access_tokens_expire(sim, anna, clock):
    """After an hour the API answers 401 authError."""
    assert anna.call("GET", "colors").ok
    clock.advance(3600)
    assert reason(anna.call("GET", "colors")) == (401, "authError")


def test_revoking_ends_all_tokens(sim):
    """After a revocation neither the access nor the refresh token works, nor a second revoke."""
    tokens = connect(sim)
    form = {"token": tokens["access_token"]}
    assert requests.post(f"{sim.url}/revoke", data=form, timeout=10).status_code == 200
    assert refresh(sim, tokens["refresh_token"]).json()["error"] == "invalid_grant"
    assert requests.post(f"{sim.url}/revoke", data=form, timeout=10).status_code == 400


def test_testing_mode_ends_refresh_tokens_after_a_week(sim, clock, control):
    """Apps in Testing get refresh tokens for seven days, and are told so."""
    control.settings(testing_mode=True)
    tokens = connect(sim)
    assert tokens["refresh_token_expires_in"] == 7 * 24 * 3600
    clock.advance(7 * 24 * 3600)
    assert refresh(sim, tokens["refresh_token"]).json()["error"] == "invalid_grant"


def test_only_the_last_hundred_refresh_tokens_live(sim):
    """The oldest of more than a hundred refresh tokens ends silently."""
    tokens = [sim.grant(ANNA)["refresh_token"] for _ in range(101)]
    assert refresh(sim, tokens[0]).json()["error"] == "invalid_grant"
    assert refresh(sim, tokens[1]).ok


def test_broken_refresh_can_be_mended(sim, control):
    """The switch for invalid_grant hits one account and can be taken back."""
    anna, ben = connect(sim), connect(sim, BEN)
    control.break_refresh(ANNA)
    assert refresh(sim, anna["refresh_token"]).json()["error"] == "invalid_grant"
    assert refresh(sim, ben["refresh_token"]).ok
    control.break_refresh(ANNA, broken=False)
    assert refresh(sim, anna["refresh_token"]).ok


def test_openid_brings_an_id_token(sim):
    """The id token names the address of the account and echoes the nonce."""
    tokens = connect(sim, scope=f"openid email {EVENTS}", nonce="n1")
    middle = tokens["id_token"].split(".")[1]
    claims = base64.urlsafe_b64decode(middle + "=" * (-len(middle) % 4)).decode()
    assert ANNA in claims and '"nonce": "n1"' in claims


def test_prompt_none_needs_an_earlier_consent(sim):
    """Silent authorization works only for what was granted before."""
    assert back(authorize(sim, prompt="none"))["error"] == "interaction_required"
    connect(sim)
    assert "code" in back(authorize(sim, prompt="none", login_hint=ANNA))


def test_google_auth_refreshes_here(sim):
    """Google's own library refreshes against the simulator and uses the new token."""
    tokens = connect(sim)
    credentials = Credentials(
        "expired",
        refresh_token=tokens["refresh_token"],
        token_uri=f"{sim.url}/token",
        client_id=CLIENT,
        client_secret=SECRET,
        scopes=[EVENTS, LISTS],
    )
    session = AuthorizedSession(credentials)
    assert session.get(f"{sim.url}/calendar/v3/users/me/calendarList").status_code == 200
    assert set(credentials.granted_scopes) == {EVENTS, LISTS}
