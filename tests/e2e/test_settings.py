"""An administrator sets a provider up in a browser; nobody else can do any of it."""

from __future__ import annotations

import base64
import json

import pytest

from tests.environment.databases import CLIENTS

from .remote import Service
from .test_browser import log_in
from .world import OdooError, Person, services

MINUTE = 60_000
WIDTHS = (1400, 390)
SETTINGS, IMPORT = "res.config.settings", "calendar.sync.google.import"
WEB_ID = "456-web.apps.googleusercontent.com"


@pytest.fixture(scope="module")
def service(odoo, provider) -> Service:
    """The provider that is set up."""
    return services(odoo.providers)[provider]


@pytest.fixture
def admin(odoo) -> Person:
    """The administrator, to look behind the screens."""
    return Person(odoo, "admin")


@pytest.fixture
def page(browser, odoo):
    """The settings, opened by the administrator."""
    log_in(browser, odoo)
    open_settings(browser, odoo)
    return browser


def open_settings(page, odoo) -> None:
    """Open the general settings and wait for the providers' blocks."""
    page.goto(f"{odoo.url}/odoo/settings")
    page.locator("#calendar_sync_interval_setting").wait_for(timeout=MINUTE)


def enter(page, service: Service, **values: str) -> None:
    """Fill a provider's fields, named without its prefix."""
    for name, value in values.items():
        page.locator(f"[name={service.code}_calendar_{name}] input").fill(value)


def save(page) -> None:
    """Save, and wait until the page is there again."""
    with page.expect_navigation():
        page.get_by_role("button", name="Save", exact=True).first.click()
    page.locator("#calendar_sync_interval_setting").wait_for(timeout=MINUTE)


def ask(page, service: Service, state: str) -> str:
    """Test the configuration, wait for an answer of that state, close it, return its words."""
    page.get_by_test_id(f"{service.code}-test").click()
    said = page.get_by_test_id(f"setup-{state}")
    said.wait_for(timeout=MINUTE)
    words = said.inner_text()
    page.get_by_role("button", name="Close", exact=True).last.click()
    said.wait_for(state="detached")
    return words


def credentials(service: Service) -> dict[str, str]:
    """Return the right Client ID and Client Secret."""
    names = ("client_id", "client_secret")
    return {name: CLIENTS[f"{service.code}_calendar_{name}"] for name in names}


def test_configured_at_a_glance(page, service) -> None:
    """The badge follows what is entered, and the test says what the provider thinks of it."""
    page.get_by_test_id(f"{service.code}-configured").wait_for()
    assert service.label in ask(page, service, "fine")
    enter(page, service, client_secret="wrong")
    save(page)
    assert "Client Secret" in ask(page, service, "trouble")
    enter(page, service, client_id="")
    save(page)
    page.get_by_test_id(f"{service.code}-not-configured").wait_for()
    assert page.get_by_test_id(f"{service.code}-test").count() == 0
    enter(page, service, **credentials(service))
    save(page)
    assert service.label in ask(page, service, "fine")


def test_address(page, odoo, admin, service) -> None:
    """Working at another address than the registered one is said, and set right by a click."""
    warning = page.get_by_test_id("address-trouble")
    assert warning.count() == 0
    admin.call("ir.config_parameter", "set_param", "web.base.url", "https://erp.example.com")
    open_settings(page, odoo)
    assert "https://erp.example.com" in warning.inner_text()
    page.get_by_test_id(f"{service.code}-other-address").wait_for()
    assert "redirect" in ask(page, service, "trouble")
    page.get_by_test_id("use-address").click()
    warning.wait_for(state="detached", timeout=MINUTE)
    assert admin.call("ir.config_parameter", "get_param", "web.base.url") == odoo.url


def test_interval_and_window(page, odoo, admin) -> None:
    """How often is fetched and how much of new calendars is kept; too often is refused."""
    for name, value in (("interval", "30"), ("past_days", "90"), ("future_days", "0")):
        page.locator(f"[name=calendar_sync_{name}] input").fill(value)
    save(page)
    assert page.locator("[name=calendar_sync_future_days] input").input_value() == "0"
    workers = admin.call("ir.cron", "search_read", [("cron_name", "like", "Calendar Sync: sync")])
    assert {(one["interval_number"], one["interval_type"]) for one in workers} == {(30, "minutes")}
    assert admin.call("ir.config_parameter", "get_param", "calendar_sync_past_days") == "90"
    page.locator("[name=calendar_sync_interval] input").fill("2")
    page.get_by_role("button", name="Save", exact=True).first.click()
    page.get_by_role("dialog").get_by_text("at least 5 minutes").wait_for()


def test_import(page, odoo, service) -> None:
    """A desktop file is refused, a web file says which line is missing, and then works."""
    if service.code != "google":
        pytest.skip("Microsoft has no file to download")
    back = f"{odoo.url}/google_account/authentication"
    service.control.add_client(WEB_ID, "GOCSPX-e2e", [back])
    web = {"client_id": WEB_ID, "client_secret": "GOCSPX-e2e", "javascript_origins": [odoo.url]}
    page.get_by_test_id("google-import").click()
    choose(page, {"installed": web})
    assert "Web application" in page.get_by_test_id("import-refused").inner_text()
    assert page.get_by_test_id("import").count() == 0
    choose(page, {"web": web})
    assert back in page.get_by_test_id("import-missing").inner_text()
    choose(page, {"web": web | {"redirect_uris": [back]}})
    page.get_by_test_id("import-missing").wait_for(state="detached")
    with page.expect_navigation():
        page.get_by_test_id("import").click()
    page.locator(f"[name={service.code}_calendar_client_id] input").wait_for(timeout=MINUTE)
    shown = page.locator(f"[name={service.code}_calendar_client_id] input").input_value()
    assert shown == WEB_ID
    assert "GOCSPX-e2e" not in page.content()
    assert service.label in ask(page, service, "fine")


def choose(page, content: dict[str, object]) -> None:
    """Choose a file with this content, and wait for what is said about it."""
    file = {"name": "client_secret_456.json", "mimeType": "application/json"}
    chooser = page.locator(".o_calendar_sync_google_import input[type=file]")
    chooser.set_input_files([{**file, "buffer": json.dumps(content).encode()}])
    said = "import-refused" if "installed" in content else "import-usable"
    page.get_by_test_id(said).wait_for()


@pytest.mark.parametrize("width", WIDTHS)
def test_fits(page, width) -> None:
    """Nothing of the blocks is wider than the screen, on a desk or in a hand."""
    page.set_viewport_size({"width": width, "height": 900})
    for name in ("google_calendar_sync", "outlook_calendar_sync", "calendar_sync_interval"):
        box = page.locator(f"#{name}_setting")
        box.scroll_into_view_if_needed()
        assert box.evaluate("e => e.scrollWidth <= e.clientWidth + 1"), name
        seen = box.bounding_box()
        assert seen
        assert seen["x"] >= 0
        assert seen["x"] + seen["width"] <= width


@pytest.mark.parametrize("login", ["anna", "dora"])
def test_nobody_else(odoo, service, login) -> None:
    """An internal user can call none of it over RPC."""
    user = Person(odoo, login)
    file = base64.b64encode(b"{}").decode()
    for model, method, *arguments in (
        (SETTINGS, "action_calendar_sync_test", [], service.code),
        (SETTINGS, "action_calendar_sync_use_address", []),
        (SETTINGS, "onchange", [], {}, [], {"calendar_sync_address_trouble": {}}),
        (SETTINGS, "create", [{"calendar_sync_interval": 5, "calendar_sync_past_days": 1}]),
        ("calendar.sync.setup.check", "create", [{"state": "fine"}]),
        *([(IMPORT, "create", [{"secrets_file": file}])] if service.code == "google" else []),
    ):
        with pytest.raises(OdooError, match="not allowed"):
            user.call(model, method, *arguments)
