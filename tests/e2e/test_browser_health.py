"""In the browser: a manager looks after all accounts, and users learn what is theirs to do."""

from __future__ import annotations

import pytest

from tests.days import when

from .hostile import MARKUP, Canary, invitation
from .remote import Service
from .stage import moment
from .test_browser import MINUTE, button, log_in
from .world import Person, World

BANNER = "[data-testid=calendar-sync-banner]"
MENU = "Synchronization"


@pytest.fixture(scope="module")
def provider() -> str:
    """What is walked through here is the same with each provider."""
    return "google"


@pytest.fixture(scope="module")
def manager(world: World) -> Person:
    """A manager of the synchronization, who administers nothing else."""
    data = "calendar_sync_base", "group_calendar_sync_manager"
    groups = [("module", "=", data[0]), ("name", "=", data[1])]
    (found,) = world.admin.call("ir.model.data", "search_read", groups, ["res_id"])
    login = {"login": "mona", "password": "mona", "name": "Mona", "email": "mona@example.com"}
    world.admin.call("res.users", "create", {**login, "group_ids": [(4, found["res_id"])]})
    return Person(world.odoo, "mona")


@pytest.fixture(scope="module")
def troubled(world: World) -> World:
    """One meeting of the owner's is set aside; the colleague's permission is withdrawn."""
    world.owner.create("All is well", when("08-02", 9), when("08-02", 10))
    world.sync()
    refused = world.service.failures["refused"]
    world.service.control.fault(**world.service.creating, **refused, times=1)
    world.owner.create("Refused", when("08-02", 11), when("08-02", 12))
    world.sync()
    world.service.control.clear_faults()
    world.service.control.revoke(world.colleague.email)
    world.sync()
    return world


def tile(page, name: str):
    """Return one of the figures above the list of accounts."""
    return page.get_by_test_id(f"health-{name}")


def open_menu(page, odoo, entry: str) -> None:
    """Go to Calendar > Configuration > Synchronization and choose an entry."""
    page.goto(f"{odoo.url}/odoo/calendar")
    page.get_by_role("button", name="Configuration").click()
    page.get_by_role("menuitem", name=entry, exact=True).click()


def open_event(page, world: World, title: str) -> None:
    """Open the form of the owner's meeting."""
    page.goto(f"{world.odoo.url}/odoo/calendar.event/{world.owner.event(title)['id']}")
    page.wait_for_selector(".o_calendar_event_form_view")


def test_manager_finds_what_is_wrong(browser, troubled, manager) -> None:
    """The figures lead to the account that waits, with the reason and what to do."""
    page = browser
    log_in(page, troubled.odoo, manager.login)
    open_menu(page, troubled.odoo, "Accounts")
    page.wait_for_selector(".o_data_row")
    assert page.locator(".o_data_row").count() == 2
    assert tile(page, "problems").inner_text().split()[0] == "1"
    assert tile(page, "attention").inner_text().split()[0] == "1"
    tile(page, "attention").click()
    page.wait_for_selector(".o_facet_value:has-text('Needs attention')")
    row = page.locator(".o_data_row")
    page.wait_for_function("document.querySelectorAll('.o_data_row').length === 1")
    assert troubled.colleague.email in row.inner_text()
    assert "presses Reconnect" in row.inner_text()


def test_manager_opens_and_retries(browser, troubled, manager) -> None:
    """A meeting set aside is opened from the list, and tried again; then the list is empty."""
    page = browser
    log_in(page, troubled.odoo, manager.login)
    open_menu(page, troubled.odoo, "Set Aside")
    row = page.locator(".o_data_row", has_text="Refused")
    row.get_by_role("button", name="Open").click()
    page.wait_for_selector(".o_calendar_event_form_view")
    assert page.locator("[data-status=problem]").count() == 1
    open_menu(page, troubled.odoo, "Set Aside")
    row.get_by_role("button", name="Try again").click()
    troubled.sync()
    open_menu(page, troubled.odoo, "Set Aside")
    page.get_by_text("No meeting is set aside").wait_for()


def test_chart(browser, troubled, manager) -> None:
    """Runs are drawn, and so is the lag, by one click."""
    page = browser
    log_in(page, troubled.odoo, manager.login)
    open_menu(page, troubled.odoo, "Statistics")
    page.wait_for_selector(".o_graph_renderer canvas")
    page.click(".o_searchview_dropdown_toggler")
    page.get_by_text("Longest lag by day").click()
    page.wait_for_selector(".o_graph_renderer canvas")
    page.get_by_role("button", name="Measures").click()
    chosen = page.locator(".o_menu_item.selected", has_text="Lag")
    chosen.wait_for()


def test_user_reads_where_a_meeting_is(browser, troubled) -> None:
    """On the form: the account, the way there, and what has not been sent yet."""
    page, owner = browser, troubled.owner
    log_in(page, troubled.odoo, owner.login)
    open_event(page, troubled, "All is well")
    place = page.locator(".o_calendar_sync_place")
    assert owner.email in place.inner_text()
    assert place.get_attribute("data-status") == "in_sync"
    assert page.get_by_test_id("sync-open-remote").get_attribute("href").startswith("http")
    owner.write(owner.event("All is well")["id"], location="Room 7")
    open_event(page, troubled, "All is well")
    page.wait_for_selector(".o_calendar_sync_place[data-status=pending]")
    assert "Location" in place.inner_text()
    troubled.sync()


def test_others_are_not_told(browser, troubled) -> None:
    """A colleague who is not invited sees neither account nor menu."""
    page = browser
    log_in(page, troubled.odoo, troubled.colleague.login)
    open_event(page, troubled, "All is well")
    assert page.locator(".o_calendar_sync_place").count() == 0
    assert troubled.owner.email not in page.locator(".o_form_sheet").inner_text()
    page.goto(f"{troubled.odoo.url}/odoo/calendar")
    page.wait_for_selector(button(troubled.service))
    assert page.get_by_text(MENU, exact=True).count() == 0


def test_banner_until_it_is_repaired(browser, troubled) -> None:
    """One banner and one activity; connecting again from the banner ends both."""
    page, odoo, service = browser, troubled.odoo, troubled.service
    log_in(page, odoo, troubled.colleague.login)
    page.goto(f"{odoo.url}/odoo/calendar")
    page.wait_for_selector(BANNER)
    assert activities(troubled.colleague) == 1
    page.locator(BANNER).get_by_role("button", name="Reconnect").click()
    consent(page, service, troubled.colleague)
    page.wait_for_selector(button(service))
    page.wait_for_selector(BANNER, state="detached", timeout=MINUTE)
    assert activities(troubled.colleague) == 0


def test_own_accounts_from_the_activity(browser, troubled) -> None:
    """The list that the activity leads to is one's own account, without everybody's figures."""
    page, odoo = browser, troubled.odoo
    log_in(page, odoo, troubled.colleague.login)
    page.goto(f"{odoo.url}/odoo/action-calendar_sync_base.action_accounts")
    page.wait_for_selector(".o_data_row")
    assert page.locator(".o_data_row").count() == 1
    assert page.get_by_test_id("calendar-sync-health").count() == 0
    assert page.locator(".o_error_dialog").count() == 0


def test_hostile_markup_never_runs(browser, troubled) -> None:
    """What strangers write is text in every view, for guests without an account, too."""
    page, odoo, owner = browser, troubled.odoo, troubled.owner
    canary = Canary(page)
    event, token = invite_badly(troubled)
    log_in(page, odoo, owner.login)
    page.goto(f"{odoo.url}/odoo/calendar")
    page.locator(".fc-event", has_text="Rather late").first.click()
    canary.is_silent(".o_cw_popover_fields_secondary")
    page.goto(f"{odoo.url}/odoo/calendar.event/{event}")
    canary.is_silent(".o-mail-Message:has-text('Changed here and in the remote calendar')")
    assert MARKUP in page.locator("[name=name] input, [name=name] textarea").input_value()
    page.goto(f"{odoo.url}/odoo/calendar?view_type=list")
    canary.is_silent(".o_data_row:has-text('Rather late')")
    page.goto(f"{odoo.url}/odoo/action-calendar_sync_base.action_problems")
    canary.is_silent(".o_data_row:has-text('Refused')")
    page.context.clear_cookies()
    page.goto(f"{odoo.url}/calendar/meeting/view?token={token}&id={event}")
    canary.is_silent(".o_event_table")


def invite_badly(world: World) -> tuple[int, str]:
    """Have hostile meetings come in, collide, and be set aside.

    Returns one that both sides changed, and its stranger's token.
    """
    owner, control, service = world.owner, world.service.control, world.service
    there = control.add(owner.email, invitation("Late"))
    world.sync()
    (event,) = owner.call("calendar.event", "search", [("name", "like", "Late %")])
    owner.write(event, name=f"Later {MARKUP}")
    control.edit(owner.email, there["id"], {"summary": f"Rather late {MARKUP}"})
    world.sync()
    control.fault(**service.creating, **service.failures["refused"], times=1)
    owner.create(f"Refused {MARKUP}", moment(2, 9), moment(2, 10), location=MARKUP)
    world.sync()
    control.clear_faults()
    stranger = [("event_id", "=", event), ("email", "=", "mallory@example.org")]
    (found,) = world.admin.call("calendar.attendee", "search_read", stranger, ["access_token"])
    return event, found["access_token"]


def activities(person: Person) -> int:
    """Return how many activities somebody has about accounts."""
    domain = [("res_model", "=", "calendar.sync.account"), ("user_id", "=", person.uid)]
    return person.call("mail.activity", "search_count", domain)


def consent(page, service: Service, person: Person) -> None:
    """Say yes on the provider's pages."""
    page.get_by_test_id(f"account-{person.accounts[service.code].email}").click()
    page.get_by_test_id("allow").click()
    page.wait_for_url("**/odoo/calendar**")
