"""Asking Microsoft whether a set-up is right, before anybody connects (promises 30 and 31)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from odoo.addons.calendar_sync_base.core.errors import NeedsAdministrator, Unreachable
from odoo.addons.calendar_sync_base.engine.checking import Visit
from odoo.addons.calendar_sync_base.engine.ports import Confirmed
from odoo.addons.microsoft_calendar_sync.core.signin import shown_error
from odoo.addons.microsoft_calendar_sync.engine import credentials

from ..simulators.microsoft.tokens import Client
from .harness import authorizer

BACK = "https://erp.example.com/microsoft_account/authentication"
APP, SECRET = "22222222-aaaa-4bbb-8ccc-333333333333", "secret~value"
HOME = "example.net"


@pytest.fixture
def microsoft(simulator):
    """Return the OAuth side of an application with one redirect URI, for everybody."""
    simulator.oauth.add_client(Client(APP, SECRET, [BACK], name="Odoo"))
    return replace(authorizer(simulator), client_id=APP, client_secret=SECRET)


def refused(microsoft, redirect_uri=BACK):
    """Return the reason for which a set-up is refused."""
    with pytest.raises(NeedsAdministrator) as caught:
        microsoft.check(redirect_uri)
    assert SECRET not in f"{caught.value!r} {caught.value.detail}"
    return caught.value.reason


@pytest.mark.parametrize("tenant", ["common", "organizations", HOME])
def test_right(microsoft, tenant):
    """A tenant, application, secret and redirect URI that Microsoft knows are confirmed."""
    found = replace(microsoft, tenant=tenant).check(BACK)
    assert found == Confirmed(secret=True, redirect_uri=True)


def test_personal_accounts_only(microsoft):
    """Where no tenant can answer for the secret, it is left open rather than guessed."""
    found = replace(microsoft, tenant="consumers").check(BACK)
    assert found == Confirmed(secret=False, redirect_uri=True)


def test_wrong(microsoft, simulator):
    """What is wrong is told apart, each with a sentence of its own."""
    assert refused(replace(microsoft, tenant="nowhere.example")) == "unknown_tenant"
    unknown = "99999999-aaaa-4bbb-8ccc-333333333333"
    assert refused(replace(microsoft, client_id=unknown)) == "unknown_client"
    assert refused(microsoft, BACK + "/") == "redirect_uri"
    assert refused(replace(microsoft, client_secret="other~value")) == "wrong_secret"
    simulator.oauth.expire_secret(APP)
    assert refused(microsoft) == "expired_secret"


def test_one_organization(microsoft, simulator):
    """An application of one organization is told to enter that organization's tenant."""
    application = simulator.oauth.clients[APP]
    application.audience, application.tenant = "AzureADMyOrg", HOME
    assert refused(microsoft) == "single_tenant"
    assert replace(microsoft, tenant=HOME).check(BACK).secret


def test_nothing_is_granted(microsoft, simulator):
    """Asking leaves no consent, code or token of anybody behind."""
    microsoft.check(BACK)
    kept = simulator.oauth.dump()
    assert not any(kept[name] for name in ("consents", "codes", "access", "refresh"))


def test_no_network(microsoft):
    """A Microsoft that cannot be reached is said so."""
    nowhere = replace(microsoft.endpoints, login="http://127.0.0.1:9")
    with pytest.raises(Unreachable):
        replace(microsoft, endpoints=nowhere).check(BACK)


def test_page_without_a_number(microsoft, monkeypatch):
    """A page that names nothing we know confirms nothing and refuses nothing."""
    for page in ("Sign in", "AADSTS12345678 something new", ""):
        monkeypatch.setattr(credentials, "visit", lambda *_args, said=page: Visit(200, "", said))
        assert microsoft.check(BACK) == Confirmed(secret=True, redirect_uri=False)


def test_number_on_a_page():
    """The number is found among what else the page of the sign-in holds."""
    page = '"sErrorCode":"50011","strServiceExceptionMessage":"AADSTS50011: The redirect URI ..."'
    assert shown_error(page).reason == "redirect_uri"
    assert shown_error("nothing") is None
