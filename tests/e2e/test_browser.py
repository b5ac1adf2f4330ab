"""A person in a browser, from the Apps menu to meetings that move both ways."""

from __future__ import annotations

import pytest

from tests.days import when
from tests.environment.databases import BARE, CLIENTS

from .remote import Account, Service
from .world import Person, services

MINUTE = 60_000
GUEST = "gustav@example.org"


@pytest.fixture(scope="module")
def bare(odoo_factory, workbench, provider):
    """An Odoo with none of our addons installed, and a worker for its jobs."""
    name = workbench.clone(BARE, f"browser_{provider}")
    server = odoo_factory(database=name, max_cron_threads="1")
    server.rpc("admin").call("ir.module.module", "update_list")
    yield server
    server.stop()


@pytest.fixture(scope="module")
def service(bare, provider) -> Service:
    """The provider that is walked through."""
    return services(bare.providers)[provider]


@pytest.fixture(scope="module")
def account(service) -> Account:
    """The account that the administrator connects."""
    return Account(service, f"{service.logins[0]}@{service.domain}")


def button(service: Service, status: str = "") -> str:
    """Return the selector of the provider's button, in a status if one is named."""
    found = f'[data-testid="calendar-sync-{service.code}"]'
    return found + (f'[data-status="{status}"]' if status else "")


def log_in(page, odoo, login: str = "admin") -> None:
    """Log in with the login as password."""
    page.goto(f"{odoo.url}/web/login")
    page.fill("input[name=login]", login)
    page.fill("input[name=password]", login)
    page.click("button[type=submit]")
    page.wait_for_url("**/odoo**")


def install_from_apps(page, odoo, service: Service) -> None:
    """Find the addon in the Apps menu and activate it."""
    name = f"{service.label} Calendar Sync"
    page.goto(f"{odoo.url}/odoo/apps")
    page.fill(".o_searchview_input", name)
    page.press(".o_searchview_input", "Enter")
    card = page.locator(".o_kanban_record", has_text=name).first
    card.get_by_role("button", name="Activate").click()
    page.wait_for_url(lambda url: "apps" not in url, timeout=2 * MINUTE)
    page.wait_for_selector(".o_main_navbar", timeout=MINUTE)


def configure(page, odoo, service: Service) -> None:
    """Enter the client credentials in General Settings > Integrations."""
    page.goto(f"{odoo.url}/odoo/settings")
    for name in ("client_id", "client_secret"):
        key = f"{service.code}_calendar_{name}"
        page.locator(f"[name={key}] input").fill(CLIENTS[key])
    page.get_by_role("button", name="Save", exact=True).first.click()
    page.get_by_test_id(f"{service.code}-configured").wait_for(timeout=MINUTE)


def connect(page, odoo, service: Service, account: Account) -> None:
    """Click the provider in the calendar, consent as the account's owner, and come back."""
    page.goto(f"{odoo.url}/odoo/calendar")
    page.locator(button(service, "not_connected")).click()
    page.get_by_test_id(f"account-{account.email}").click()
    page.get_by_test_id("allow").click()
    page.wait_for_url("**/odoo/calendar**")
    page.wait_for_selector(button(service, "in_sync"), timeout=MINUTE)


def create_meeting(page, title: str) -> None:
    """Make a meeting with the New button."""
    page.click(".o-calendar-button-new")
    page.locator("div[name=name] input, input#name_0").first.fill(title)
    page.click(".o_form_button_save")
    page.wait_for_selector(".o_form_saved, .o_form_button_create", timeout=MINUTE)


def walk(page, odoo, service: Service, account: Account) -> None:
    """See the meeting at the provider, move it there, and see it move in the open calendar."""
    there = page.context.new_page()
    there.goto(f"{odoo.providers[service.code]}/?account={account.email}")
    event = there.locator('[data-testid="event"]', has_text="Board meeting")
    for _attempt in range(60):
        if event.count():
            break
        there.wait_for_timeout(500)
        there.reload()
    before = account.event("Board meeting").start

    page.goto(f"{odoo.url}/odoo/calendar")
    page.wait_for_selector(".fc-event:has-text('Board meeting')")
    event.first.click()
    there.get_by_test_id("later").click()
    there.wait_for_load_state()
    assert account.event("Board meeting").start != before

    shown = page.locator(".fc-event", has_text="Board meeting").first.inner_text()
    choose(page, service, "sync_now")
    page.wait_for_function(
        "was => { const texts = [...document.querySelectorAll('.fc-event')].map(e => e.innerText);"
        " return !texts.includes(was) && texts.some(text => text.includes('Board')); }",
        arg=shown,
        timeout=MINUTE,
    )


def choose(page, service: Service, action: str) -> None:
    """Choose from the menu of the provider's button."""
    page.locator(button(service)).click()
    page.locator(f'[data-action="{action}"]').click()


def test_from_apps_to_a_meeting_that_moves(browser, bare, service, account) -> None:
    """Install, configure, connect; a meeting made here is there, moved there it moves here."""
    page = browser
    log_in(page, bare)
    install_from_apps(page, bare, service)
    configure(page, bare, service)
    connect(page, bare, service, account)
    create_meeting(page, "Board meeting")
    walk(page, bare, service, account)


def test_stop_and_resume(browser, bare, service) -> None:
    """The button's menu stops and resumes, and its colour and words follow."""
    page = browser
    log_in(page, bare)
    page.goto(f"{bare.url}/odoo/calendar")
    page.wait_for_selector(button(service, "in_sync"), timeout=MINUTE)
    choose(page, service, "stop")
    page.wait_for_selector(button(service, "stopped"), timeout=MINUTE)
    choose(page, service, "resume")
    page.wait_for_selector(button(service, "in_sync"), timeout=MINUTE)


def test_saying_yes_to_mails(browser, bare, service) -> None:
    """Where the provider cannot be silent, the button asks, and a click on the list answers."""
    if service.code == "google":
        pytest.skip("Google can be told to mail nobody")
    admin = Person(bare, "admin")
    partner = admin.call("res.partner", "create", {"name": "Gustav", "email": GUEST})
    admin.call("res.users", "calendar_sync_stop", [admin.uid], service.code)
    admin.create("Waits", when("05-03", 9), when("05-03", 10), partner_ids=[(4, partner)])
    admin.call("res.users", "calendar_sync_resume", [admin.uid], service.code)

    page = browser
    log_in(page, bare)
    page.goto(f"{bare.url}/odoo/calendar")
    page.wait_for_selector(button(service, "asks"), timeout=MINUTE)
    assert service.mails("Waits") == []
    choose(page, service, "review_mails")
    row = page.locator(".o_data_row", has_text="Waits")
    assert GUEST in row.inner_text()
    row.get_by_role("button", name="Send").click()
    page.goto(f"{bare.url}/odoo/calendar")
    page.wait_for_selector(button(service, "in_sync"), timeout=MINUTE)
    assert service.mails("Waits") == [(GUEST, "invitation")]
