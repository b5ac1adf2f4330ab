"""Microsoft's own library, MSAL, signs in at the simulator."""

from __future__ import annotations

import warnings
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import msal
import pytest
import requests

from .test_oauth import BACK, CALENDARS, CLIENT, DORA, SECRET, clock, signin

__all__ = ["clock", "signin"]
ORIGIN = "https://login.microsoftonline.com"


class Rewriting:
    """The HTTP client of MSAL: the same paths at the simulator, and no other host."""

    def __init__(self, base: str) -> None:
        self.base, self.calls = base, []

    def address(self, url: str) -> str:
        assert url.startswith(ORIGIN + "/"), url
        self.calls.append(urlsplit(url).path)
        return self.base + url.removeprefix(ORIGIN)

    def get(self, url: str, **more: Any) -> requests.Response:
        return requests.get(self.address(url), timeout=10, **more)

    def post(self, url: str, **more: Any) -> requests.Response:
        return requests.post(self.address(url), timeout=10, **more)

    def close(self) -> None:
        """Nothing is kept open."""


@pytest.fixture
def http(signin) -> Rewriting:
    return Rewriting(signin.server.url)


def application(http: Rewriting, **more: Any) -> msal.ConfidentialClientApplication:
    values = {"client_credential": SECRET, "authority": f"{ORIGIN}/common", **more}
    return msal.ConfidentialClientApplication(CLIENT, http_client=http, **values)


def sign_in(signin, app: msal.ConfidentialClientApplication) -> dict[str, Any]:
    """The whole way: to the page, through it, back with a code, to tokens."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # MSAL would rather have form_post
        flow = app.initiate_auth_code_flow([CALENDARS], redirect_uri=BACK, login_hint=DORA)
    url = signin.server.url + flow["auth_uri"].removeprefix(ORIGIN)
    shown = requests.get(url, timeout=10, allow_redirects=False)
    answer = shown
    if shown.status_code == 200:
        answer = signin.press(shown, decision="allow")
    query = dict(parse_qsl(urlsplit(answer.headers["Location"]).query))
    return app.acquire_token_by_auth_code_flow(flow, query)


def test_msal_signs_in(signin, http):
    """Code flow with state, nonce and PKCE ends in tokens and in who signed in."""
    result = sign_in(signin, application(http))
    assert "error" not in result, result
    assert result["id_token_claims"]["preferred_username"] == DORA
    assert signin.oauth.grant(result["access_token"]).email == DORA


def test_msal_finds_the_token_in_its_cache(signin, http):
    """Asking again for the same scope makes no request: MSAL compares the words literally."""
    app = application(http)
    first = sign_in(signin, app)
    account = app.get_accounts()[0]
    assert account["username"] == DORA
    calls = len(http.calls)
    again = app.acquire_token_silent_with_error([CALENDARS], account)
    assert again["access_token"] == first["access_token"]
    assert len(http.calls) == calls


def test_msal_refreshes(signin, http):
    """A forced refresh brings another access token and keeps the newest refresh token."""
    app = application(http)
    first = sign_in(signin, app)
    account = app.get_accounts()[0]
    again = app.acquire_token_silent_with_error([CALENDARS], account, force_refresh=True)
    assert again["access_token"] != first["access_token"]
    other = application(http)
    token = first["refresh_token"]
    assert "access_token" in other.acquire_token_by_refresh_token(token, [CALENDARS])


def test_msal_reports_a_demanded_factor(signin, http):
    """A refused refresh comes as a dictionary with error, suberror and the number."""
    app = application(http)
    sign_in(signin, app)
    signin.oauth.demand_mfa(DORA)
    account = app.get_accounts()[0]
    result = app.acquire_token_silent_with_error([CALENDARS], account, force_refresh=True)
    assert result["error"] == "interaction_required"
    assert (result["suberror"], result["error_codes"]) == ("basic_action", [50076])


def test_msal_reports_a_wrong_secret(signin, http):
    """The answer to a wrong secret is invalid_client with AADSTS7000215."""
    result = sign_in(signin, application(http, client_credential="wrong"))
    assert result["error"] == "invalid_client" and "AADSTS7000215" in result["error_description"]


def test_msal_refuses_an_unknown_tenant(http):
    """An authority that does not exist is a ValueError when the application begins."""
    with pytest.raises(ValueError, match="tenant name or GUID"):
        application(http, authority=f"{ORIGIN}/nowhere.example").get_accounts()


def test_msal_works_without_discovery_of_instances(signin, http):
    """With instance_discovery=False only the tenant's document is read."""
    result = sign_in(signin, application(http, instance_discovery=False))
    assert "access_token" in result
    assert "/common/discovery/instance" not in http.calls
