"""Going through the provider's consent page, in every way it can end."""

from __future__ import annotations

from urllib.parse import parse_qs, quote, urlencode, urlsplit

import pytest
import requests

from .world import Person, World


@pytest.fixture(scope="module")
def people(odoo, provider) -> World:
    """Two colleagues, nobody connected yet."""
    return World(odoo, provider)


def consent_url(person: Person, **more: str) -> str:
    """Return the address of the consent page, answered by itself for a person."""
    url = person.consent_url(person.there.service.code)
    return url + "&" + urlencode({"sim_consent": person.email, **more})


def way_back(person: Person) -> str:
    """Consent, and return the address the browser is sent back to, not yet opened."""
    answer: requests.Response = person.visit(consent_url(person), allow_redirects=False)
    return answer.headers["Location"]


def test_request_to_the_provider(people: World) -> None:
    """The consent page is asked with PKCE, a signed state and our way back."""
    query = parse_qs(urlsplit(consent_url(people.owner)).query)
    assert query["code_challenge_method"] == ["S256"]
    assert query["redirect_uri"] == [people.owner.url + people.service.way_back]
    assert len(query["state"][0]) > 40


def test_declined(people: World) -> None:
    """Who declines reads that nothing was connected, and nothing was."""
    page = people.owner.visit(consent_url(people.owner, sim_consent="deny"))
    assert people.service.declined in page.text
    assert people.owner.status()["status"] == "not_connected"


def test_wrong_secret(people: World) -> None:
    """A wrong Client Secret sends the user to the administrator."""
    key = people.service.secret_key
    people.admin.call("ir.config_parameter", "set_param", key, "wrong")
    page = people.owner.visit(consent_url(people.owner))
    people.admin.call("ir.config_parameter", "set_param", key, "demo-client-secret")
    assert "Client Secret" in page.text


def test_provider_unreachable(people: World) -> None:
    """When the provider does not answer, that is what the page says."""
    people.service.control.fault(path=people.service.token_path, reset=True, times=9)
    page = people.owner.visit(consent_url(people.owner))
    people.service.control.clear_faults()
    assert "cannot be reached" in page.text


def test_wrong_redirect_uri(people: World) -> None:
    """An address the provider does not know ends on its own page, which names the mistake."""
    ours = quote(people.service.way_back.lstrip("/"), safe="")
    url = consent_url(people.owner).replace(ours, "elsewhere%2Fauthentication")
    assert people.service.wrong_address in people.owner.visit(url).text


def test_foreign_and_forged_states(people: World) -> None:
    """A state that is another user's, or nobody's, connects nothing."""
    back = way_back(people.owner)
    assert people.colleague.visit(back).status_code == 400
    forged = back.replace("state=", "state=x")
    assert people.owner.visit(forged).status_code == 400
    assert people.colleague.status()["status"] == "not_connected"


def test_connected_and_state_used_up(people: World) -> None:
    """Consent connects and comes back to the calendar; the same way back works once only."""
    back = way_back(people.owner)
    assert urlsplit(back).path == people.service.way_back
    page = people.owner.visit(back)
    assert page.url.startswith(people.owner.url + "/odoo/calendar")
    assert people.owner.visit(back).status_code == 400
    people.sync(2)
    status = people.owner.status()
    assert (status["status"], status["email"]) == ("in_sync", people.owner.email)
    assert status["label"] == people.service.label


def test_other_account_than_before(people: World) -> None:
    """Reconnecting with another remote account is recognised and refused (promise 43)."""
    page = people.owner.visit(consent_url(people.owner, sim_consent=people.colleague.email))
    assert "different account" in page.text
    assert people.owner.status()["email"] == people.owner.email


def test_no_secret_in_the_log(people: World, odoo, provider, request) -> None:
    """No token and no secret is in the server's log (promise 32)."""
    oauth = request.getfixturevalue(provider).oauth
    log = odoo.log.read_text()
    assert oauth.access
    assert oauth.refresh
    for secret in ("demo-client-secret", *oauth.access, *oauth.refresh):
        assert secret not in log
