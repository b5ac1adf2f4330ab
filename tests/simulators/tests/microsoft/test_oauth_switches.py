"""Every refusal of the sign-in can be had on purpose, for one person or for all."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
import requests

from tests.simulators.common.clock import Clock
from tests.simulators.microsoft import MicrosoftSimulator
from tests.simulators.microsoft.aadsts import KINDS
from tests.simulators.microsoft.control import Control, ControlError

from .test_oauth import CLIENT, DORA, EMIL, SECRET, SignIn, back, refused


class Whole(SignIn):
    """The sign-in of a whole simulator, which is told over HTTP what to do."""

    def __init__(self, sim: MicrosoftSimulator) -> None:
        self.world, self.oauth, self.server = sim.world, sim.oauth, sim


@pytest.fixture
def sim() -> Iterator[MicrosoftSimulator]:
    with MicrosoftSimulator(clock=Clock(datetime(2026, 3, 2, 8, 0, tzinfo=UTC))) as found:
        found.add_defaults()
        yield found


@pytest.fixture
def control(sim) -> Control:
    return Control(sim.url)


@pytest.fixture
def signin(sim) -> Whole:
    return Whole(sim)


@pytest.mark.parametrize("number", sorted(KINDS))
def test_every_number_can_be_had_from_the_token_endpoint(signin, control, number):
    """A switch refuses every request for a token, in the documented form, until it is off."""
    token = signin.connect()["refresh_token"]
    control.settings(token_error=number)
    status, error, seen = refused(signin.refresh(token))
    assert (status, error, seen) == (KINDS[number].status, KINDS[number].error, number)
    control.settings(token_error=0)
    assert signin.refresh(token).ok


@pytest.mark.parametrize("number", [50011, 50105, 53003, 700016, 90002])
def test_some_refusals_of_a_sign_in_are_shown(signin, control, number):
    """What concerns the person or the application itself stays on Microsoft's page."""
    control.settings(sign_in_error=number)
    answer = signin.authorize(login_hint=DORA)
    assert answer.status_code == 400 and f'data-number="{number}"' in answer.text


@pytest.mark.parametrize("number", [65001, 65004, 70011, 90033, 90094])
def test_other_refusals_of_a_sign_in_go_back(signin, control, number):
    """What the application can do something about comes back to it, with the state."""
    control.settings(sign_in_error=number)
    answer = back(signin.authorize(login_hint=DORA))
    assert answer["error"] == KINDS[number].error and answer["state"] == "s t+1"
    assert answer["error_description"].startswith(f"AADSTS{number}: ")


@pytest.mark.parametrize("setting", ["sign_in_error", "token_error"])
def test_an_unknown_number_is_a_mistake_of_the_test(control, setting):
    """A number without words here is refused when it is set."""
    with pytest.raises(ControlError, match="not an AADSTS number"):
        control.settings(**{setting: 123})


@pytest.mark.parametrize("number", [50057, 50076, 50132, 50173, 53003, 65001, 70043, 700082])
def test_one_person_is_refused_until_mended(signin, control, number):
    """The refusal hits one person's refreshing and signing in, nobody else's."""
    dora, emil = signin.connect(), signin.connect(EMIL)
    control.break_refresh(DORA, number=number)
    assert refused(signin.refresh(dora["refresh_token"]))[2] == number
    assert signin.refresh(emil["refresh_token"]).ok
    control.break_refresh(DORA, broken=False)
    assert signin.refresh(dora["refresh_token"]).ok


def test_a_person_takes_the_permissions_back(signin, control):
    """Refreshing says 65001 until the person consents again."""
    token = signin.connect()["refresh_token"]
    control.withdraw_consent(DORA)
    assert refused(signin.refresh(token))[1:] == ("invalid_grant", 65001)
    assert 'data-testid="consent"' in signin.authorize(login_hint=DORA).text
    signin.connect()
    assert signin.refresh(token).ok


def test_another_factor_is_wanted_until_the_next_sign_in(signin, control):
    """Refreshing says interaction_required; signing in again brings a good token."""
    token = signin.connect()["refresh_token"]
    control.demand_mfa(DORA)
    answer = signin.refresh(token)
    assert refused(answer)[1:] == ("interaction_required", 50076)
    assert answer.json()["suberror"] == "basic_action"
    assert signin.refresh(signin.connect()["refresh_token"]).ok


def test_a_secret_ends_when_it_is_told_to(signin, control):
    """7000222 from a moment on; a new application secret's end mends it."""
    token = signin.connect()["refresh_token"]
    control.expire_secret(CLIENT, control.now() + timedelta(days=1))
    assert signin.refresh(token).ok
    control.advance(2 * 24 * 3600)
    assert refused(signin.refresh(token)) == (401, "invalid_client", 7000222)
    control.expire_secret(CLIENT, control.now() + timedelta(days=700))
    assert signin.refresh(token).ok
    control.expire_secret(CLIENT)
    assert refused(signin.refresh(token)) == (401, "invalid_client", 7000222)


def test_an_application_is_deleted_and_made_again(signin, control):
    """700016 for all it had; when it is back, people have to consent again."""
    tokens = signin.connect()
    control.remove_client(CLIENT)
    assert refused(signin.refresh(tokens["refresh_token"]))[1:] == ("unauthorized_client", 700016)
    head = {"Authorization": f"Bearer {tokens['access_token']}"}
    answer = requests.get(f"{signin.server.url}/v1.0/me", headers=head, timeout=10)
    assert answer.status_code == 401
    assert 'data-number="700016"' in signin.authorize(login_hint=DORA).text
    control.add_client(CLIENT, SECRET, [], any_loopback=True)
    assert 'data-testid="consent"' in signin.authorize(login_hint=DORA).text


@pytest.mark.parametrize(("tenant", "number"), [("common", 50194), ("example.com", 700016)])
def test_a_single_tenant_application_is_for_its_tenant(signin, control, tenant, number):
    """Where /common is not for the application, its own tenant is."""
    control.remove_client(CLIENT)
    control.add_client(CLIENT, SECRET, [], any_loopback=True, audience="AzureADMyOrg",
                       tenant="example.net")  # fmt: skip
    assert f'data-number="{number}"' in signin.authorize(tenant=tenant).text
    picking = signin.authorize(tenant="example.net")
    assert 'data-testid="pick-account"' in picking.text
    outsider = signin.press(picking, account="frida@example.com", status=400)
    assert 'data-number="50020"' in outsider.text
    assert "code" in back(signin.authorize(tenant="example.net", sim_consent=DORA))


@pytest.mark.parametrize("prompt", ["select_account", "login"])
def test_a_person_can_be_made_to_choose(signin, prompt):
    """These prompts show the accounts, the one hinted at first; the one chosen goes on."""
    signin.connect()
    signin.connect(EMIL)
    picking = signin.authorize(login_hint=EMIL, prompt=prompt)
    assert 'data-testid="pick-account"' in picking.text
    accounts = re.findall(r'data-testid="account-([^"]*)"', picking.text)
    assert accounts[0] == EMIL and len(accounts) == 3
    assert "code" in back(signin.press(picking, account=DORA))
    assert 'data-testid="consent"' in signin.press(picking, account="frida@example.com").text


def test_people_sign_in_without_a_page(signin, control):
    """With auto_consent nobody is asked: an account allows at once, ``deny`` refuses at once."""
    control.settings(auto_consent=EMIL)
    assert signin.exchange(back(signin.authorize())["code"]).ok
    control.settings(auto_consent="deny")
    answer = back(signin.authorize())
    assert (answer["error"], answer["error_subcode"]) == ("access_denied", "cancel")
    control.settings(auto_consent="")
    assert 'data-testid="pick-account"' in signin.authorize().text
