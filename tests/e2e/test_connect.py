"""Going through Google's consent page, in every way it can end."""

from __future__ import annotations

from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
import requests

from tests.simulators.google.control import Control

from .world import TIMEOUT, Person, World

EVENTS = "https://www.googleapis.com/auth/calendar.events"


@pytest.fixture(scope="module")
def people(odoo) -> World:
    """Anna and Ben, nobody connected yet."""
    return World(odoo.url, odoo.database, Control(odoo.google.url))


def consent_url(person: Person, **more: str) -> str:
    """Return the address of the consent page, answered by itself for a person."""
    found = person.call("res.users", "calendar_sync_connect", [person.uid], "google")
    return found["url"] + "&" + urlencode({"sim_consent": person.email, **more})


def visit(person: Person, url: str) -> requests.Response:
    """Open an address in a person's browser."""
    return person.session.get(url, timeout=TIMEOUT)


def test_request_to_google(people: World) -> None:
    """The consent page is asked for offline access, with PKCE, a signed state and our way back."""
    query = parse_qs(urlsplit(consent_url(people.anna)).query)
    assert query["access_type"] == ["offline"]
    assert query["code_challenge_method"] == ["S256"]
    assert query["redirect_uri"] == [people.anna.url + "/google_account/authentication"]
    assert len(query["state"][0]) > 40


def test_declined(people: World) -> None:
    """Who declines reads that nothing was connected, and nothing was."""
    page = visit(people.anna, consent_url(people.anna, sim_consent="deny"))
    assert "permission was not given" in page.text
    assert people.anna.status()["status"] == "not_connected"


def test_unticked_box(people: World) -> None:
    """Who unticks a permission reads which box to leave ticked."""
    page = visit(people.anna, consent_url(people.anna, sim_scopes=EVENTS))
    assert "ticked" in page.text
    assert people.anna.status()["status"] != "in_sync"


def test_wrong_secret(people: World) -> None:
    """A wrong Client Secret sends the user to the administrator."""
    key = "google_calendar_client_secret"
    people.admin.call("ir.config_parameter", "set_param", key, "wrong")
    page = visit(people.anna, consent_url(people.anna))
    people.admin.call("ir.config_parameter", "set_param", key, "demo-client-secret")
    assert "Client Secret" in page.text


def test_google_unreachable(people: World) -> None:
    """When Google does not answer, that is what the page says."""
    people.google.fault(path="/token", reset=True, times=9)
    page = visit(people.anna, consent_url(people.anna))
    people.google.clear_faults()
    assert "cannot be reached" in page.text


def test_wrong_redirect_uri(people: World) -> None:
    """An address Google does not know ends on Google's own page, which names it."""
    url = consent_url(people.anna).replace(
        "google_account%2Fauthentication", "elsewhere%2Fauthentication"
    )
    assert "redirect_uri_mismatch" in visit(people.anna, url).text


def test_foreign_and_forged_states(people: World) -> None:
    """A state that is another user's, or nobody's, connects nothing."""
    url = consent_url(people.anna)
    answer = people.anna.session.get(url, timeout=TIMEOUT, allow_redirects=False)
    back = answer.headers["Location"]
    stranger = people.ben.session.get(back, timeout=TIMEOUT)
    assert stranger.status_code == 400
    forged = back.replace("state=", "state=x")
    assert visit(people.anna, forged).status_code == 400
    assert people.ben.status()["status"] == "not_connected"


def test_connected_and_state_used_up(people: World) -> None:
    """Consent connects and comes back to the calendar; the same way back works once only."""
    url = consent_url(people.anna)
    answer = people.anna.session.get(url, timeout=TIMEOUT, allow_redirects=False)
    back = answer.headers["Location"]
    assert visit(people.anna, back).url.startswith(people.anna.url + "/odoo/calendar")
    assert visit(people.anna, back).status_code == 400
    people.sync(2)
    status = people.anna.status()
    assert (status["status"], status["email"]) == ("in_sync", people.anna.email)


def test_other_account_than_before(people: World) -> None:
    """Reconnecting with another Google account is recognised and refused (promise 43)."""
    page = visit(people.anna, consent_url(people.anna, sim_consent=people.ben.email))
    assert "different account" in page.text
    assert people.anna.status()["email"] == people.anna.email


def test_no_secret_in_the_log(people: World, odoo) -> None:
    """No token and no secret is in the server's log (promise 32)."""
    log = odoo.log.read_text()
    assert "demo-client-secret" not in log
    for entry in people.google.journal():
        for name in ("access_token", "refresh_token"):
            token = (entry.get("answer") or {}).get(name) if entry["path"] == "/token" else None
            assert not token or token not in log
