"""A person in a browser, from the Apps menu to meetings that move both ways."""

from __future__ import annotations

import pytest

from tests.environment.databases import BARE
from tests.simulators.google.control import Control

MINUTE = 60_000
CLIENT_ID = "demo-client-id.apps.googleusercontent.com"
CLIENT_SECRET = "demo-client-secret"  # the simulator's, for everybody
BUTTON = '[data-testid="calendar-sync-google"]'


@pytest.fixture(scope="module")
def bare(odoo_factory, workbench):
    """An Odoo with none of our addons installed, and a worker for its jobs."""
    name = workbench.clone(BARE, "browser_bare")
    server = odoo_factory(database=name, max_cron_threads="1")
    server.rpc("admin").call("ir.module.module", "update_list")
    return server


def log_in(page, odoo, login: str = "admin") -> None:
    """Log in with the login as password."""
    page.goto(f"{odoo.url}/web/login")
    page.fill("input[name=login]", login)
    page.fill("input[name=password]", login)
    page.click("button[type=submit]")
    page.wait_for_url("**/odoo**")


def install_from_apps(page, odoo) -> None:
    """Find the addon in the Apps menu and activate it."""
    page.goto(f"{odoo.url}/odoo/apps")
    page.fill(".o_searchview_input", "Google Calendar Sync")
    page.press(".o_searchview_input", "Enter")
    card = page.locator(".o_kanban_record", has_text="Google Calendar Sync").first
    card.get_by_role("button", name="Activate").click()
    page.wait_for_url(lambda url: "apps" not in url, timeout=2 * MINUTE)
    page.wait_for_selector(".o_main_navbar", timeout=MINUTE)


def configure(page, odoo) -> None:
    """Enter the client credentials in General Settings > Integrations."""
    page.goto(f"{odoo.url}/odoo/settings")
    page.locator("[name=google_calendar_client_id] input").fill(CLIENT_ID)
    page.locator("[name=google_calendar_client_secret] input").fill(CLIENT_SECRET)
    page.get_by_role("button", name="Save", exact=True).first.click()
    page.get_by_test_id("google-configured").wait_for(timeout=MINUTE)


def connect(page, odoo) -> None:
    """Click Google in the calendar, consent as Anna, and come back."""
    page.goto(f"{odoo.url}/odoo/calendar")
    page.locator(f'{BUTTON}[data-status="not_connected"]').click()
    page.get_by_test_id("account-anna@example.com").check()
    page.get_by_test_id("allow").click()
    page.wait_for_url("**/odoo/calendar**")
    page.wait_for_selector(f'{BUTTON}[data-status="in_sync"]', timeout=MINUTE)


def create_meeting(page, title: str) -> None:
    """Make a meeting with the New button."""
    page.click(".o-calendar-button-new")
    page.locator("div[name=name] input, input#name_0").first.fill(title)
    page.click(".o_form_button_save")
    page.wait_for_selector(".o_form_saved, .o_form_button_create", timeout=MINUTE)


def day_of(page, title: str) -> str:
    """Return the day a meeting stands on in the open week or month."""
    column = page.locator(".fc-event", has_text=title).first.locator(
        "xpath=ancestor::*[@data-date][1]"
    )
    return column.get_attribute("data-date")


def walk(page, odoo) -> None:
    """See the meeting at Google, move it there, and see it move in the open calendar."""
    google = page.context.new_page()
    google.goto(odoo.google.url)
    google.get_by_test_id("account-anna@example.com").first.click()
    event = google.locator('[data-testid="event"][data-summary="Board meeting"]')
    for _attempt in range(60):
        if event.count():
            break
        google.wait_for_timeout(500)
        google.reload()
    before = event.first.get_attribute("data-start")

    page.goto(f"{odoo.url}/odoo/calendar")
    page.wait_for_selector(".fc-event:has-text('Board meeting')")
    event.first.click()
    google.get_by_test_id("later").click()
    google.wait_for_load_state()
    after = Control(odoo.google.url).events("anna@example.com")[-1]["start"]["dateTime"]
    assert after != before

    shown = page.locator(".fc-event", has_text="Board meeting").first.inner_text()
    page.locator(BUTTON).click()
    page.locator('[data-action="sync_now"]').click()
    page.wait_for_function(
        "was => { const texts = [...document.querySelectorAll('.fc-event')].map(e => e.innerText);"
        " return !texts.includes(was) && texts.some(text => text.includes('Board')); }",
        arg=shown,
        timeout=MINUTE,
    )


def test_from_apps_to_a_meeting_that_moves(browser, bare) -> None:
    """Install, configure, connect; a meeting made here is there, moved there it moves here."""
    page = browser
    log_in(page, bare)
    install_from_apps(page, bare)
    configure(page, bare)
    connect(page, bare)
    create_meeting(page, "Board meeting")
    walk(page, bare)
