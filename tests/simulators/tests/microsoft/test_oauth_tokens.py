"""Tokens: what they look like, how long they last, and why they are refused."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
import requests

from tests.simulators.microsoft.directory import PERSONAL, id_of
from tests.simulators.microsoft.oauth import DEFAULT_CLIENT, Client, OAuth

from .test_oauth import (
    BACK,
    CALENDARS,
    CHALLENGE,
    CLIENT,
    DORA,
    EMIL,
    PAT,
    SCOPES,
    SECRET,
    VERIFIER,
    back,
    claims,
    clock,
    refused,
    signin,
)  # fmt: skip

__all__ = ["clock", "signin"]


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


@pytest.mark.parametrize(
    ("tenant", "change", "expected"),
    [
        ("common", {"client_secret": "wrong"}, (401, "invalid_client", 7000215)),
        ("common", {"scope": CALENDARS}, (400, "invalid_scope", 1002012)),
        ("consumers", {}, (400, "invalid_request", 50059)),
        ("nowhere.example", {}, (400, "invalid_request", 90002)),
        ("example.net", {}, None),
    ],
)
def test_an_application_signs_in_as_itself(signin, tenant, change, expected):
    """Client credentials bring a token of nobody, without a refresh token, or a refusal."""
    form = {
        "grant_type": "client_credentials",
        "client_id": CLIENT,
        "client_secret": SECRET,
        "scope": "https://graph.microsoft.com/.default",
    }
    answer = requests.post(signin.address("token", tenant), data=form | change, timeout=10)
    if expected:
        assert refused(answer) == expected
        return
    assert set(answer.json()) == {"token_type", "expires_in", "ext_expires_in", "access_token"}
    assert signin.oauth.grant(answer.json()["access_token"]) is None
