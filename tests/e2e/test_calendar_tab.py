"""The Calendar tab in a browser: a user in the own preferences, an administrator at the user's."""

from __future__ import annotations

import pytest

from tests.days import when

from .test_browser import MINUTE, log_in
from .world import Person, World, services

FRIENDS = "Friends of the opera"


@pytest.fixture(scope="module")
def service(odoo, provider):
    """The provider, where somebody shares a calendar for reading with the owner."""
    found = services(odoo.providers)[provider]
    owner, colleague = (f"{login}@{found.domain}" for login in found.logins)
    shared = found.control.add_calendar(colleague, FRIENDS)
    found.control.share(shared, owner, "reader" if provider == "google" else "read")
    return found


@pytest.fixture(scope="module")
def owner(odoo, service) -> Person:
    """The owner, not connected yet."""
    odoo.rpc("admin")  # Odoo learns its own address from its administrator's first log-in
    person = Person(odoo, service.logins[0])
    person.has(service)
    return person


def open_preferences(page, odoo) -> None:
    """Open the own preferences at their Calendar tab."""
    page.goto(f"{odoo.url}/odoo/calendar")
    page.locator(".o_user_menu button").click()
    page.locator("[data-menu=preferences]").click()
    page.locator(".modal .nav-link", has_text="Calendar").click()
    page.wait_for_selector(".o_calendar_sync_accounts")


def open_user(page, odoo, person: Person) -> None:
    """Open somebody's form at the Calendar tab."""
    page.goto(f"{odoo.url}/odoo/users/{person.uid}")
    page.locator(".o_form_view .nav-link", has_text="Calendar").click()
    page.wait_for_selector(".o_calendar_sync_account")


def card(page, person: Person, status: str = ""):
    """Return the card of somebody's account, in a status if one is named."""
    wanted = f'[data-status="{status}"]' if status else ""
    return page.locator(f'.o_calendar_sync_account[data-account="{person.there.email}"]{wanted}')


def row(page, person: Person, name: str):
    """Return the row of a calendar."""
    return card(page, person).locator(f'[data-calendar="{name}"]')


def consent(page, person: Person) -> None:
    """Choose the account and allow what is asked for."""
    page.get_by_test_id(f"account-{person.there.email}").click()
    page.get_by_test_id("allow").click()
    page.wait_for_url("**/odoo/**")


def calendar(person: Person, name: str, *fields: str):
    """Return the stored choices about a calendar."""
    domain = [("name", "=", name), ("user_id", "=", person.uid)]
    (found,) = person.call("calendar.sync.calendar", "search_read", domain, list(fields))
    return found


def stored(page, person: Person, name: str, **values) -> None:
    """Wait until a choice is stored."""
    for _attempt in range(50):
        found = calendar(person, name, *values)
        if all(found[field] == value for field, value in values.items()):
            return
        page.wait_for_timeout(100)
    assert {field: found[field] for field in values} == values


def settled(page, person: Person) -> tuple[str, str]:
    """Return policy and state of the account, its new policy once a pass has let go of it."""
    for _attempt in range(100):
        (account,) = person.call(
            "calendar.sync.account", "search_read", [], ["conflict_policy", "state"]
        )
        if account["conflict_policy"] != "newest":
            break
        page.wait_for_timeout(100)
    return account["conflict_policy"], account["state"]


def test_connect_and_choose(browser, odoo, service, owner) -> None:
    """A user connects from the preferences, sees the calendars, and chooses for each of them."""
    page = browser
    log_in(page, odoo, owner.login)
    open_preferences(page, odoo)
    page.locator(f'[data-action=connect][data-provider="{service.code}"]').click()
    consent(page, owner)
    owner.call("res.users", "calendar_sync_now", [owner.uid])

    open_preferences(page, odoo)
    card(page, owner, "in_sync").wait_for(timeout=MINUTE)
    friends = row(page, owner, FRIENDS)
    assert "Read only" in friends.inner_text()
    friends.locator("[name=enabled]").check()
    friends.get_by_text("Only to Odoo").wait_for()
    assert friends.locator("select").count() == 0
    stored(page, owner, FRIENDS, enabled=True, direction="pull")

    friends.locator("[data-action=options]").click()
    dialog = page.locator(".modal", has_text="What passes")
    dialog.locator("[name=skip_private] input").check()
    dialog.locator("[name=past_days] input").fill("30")
    dialog.locator(".o_form_button_save").click()
    friends.get_by_text("Left out: private").wait_for()
    assert "30 days back" in friends.inner_text()
    stored(page, owner, FRIENDS, skip_private=True, past_days=30)


def test_new_calendar_for_new_meetings(browser, odoo, service, owner) -> None:
    """A calendar is made at the provider on request, and new meetings go there."""
    page = browser
    log_in(page, odoo, owner.login)
    open_preferences(page, odoo)
    card(page, owner).locator("[name=push_calendar_id]").select_option("new")
    page.locator("#calendar_sync_name").fill("Made here")
    page.locator("[data-action=make]").click()
    if service.code == "google":
        consent(page, owner)
        open_preferences(page, odoo)
    row(page, owner, "Made here").wait_for(timeout=MINUTE)
    made = calendar(owner, "Made here", "remote_id", "enabled")
    assert made["enabled"]
    owner.create("On the new one", when("03-01", 9), when("03-01", 10))
    owner.call("res.users", "calendar_sync_now", [owner.uid])
    events = service.control.events(owner.there.email, made["remote_id"])
    titles = [one.get("summary") or one.get("subject") for one in events]
    assert titles == ["On the new one"]


def test_every_button(browser, odoo, service, owner) -> None:
    """Test connection explains the answer; stop, resume, switch and disconnect do what they say."""
    page = browser
    log_in(page, odoo, owner.login)
    open_preferences(page, odoo)
    card(page, owner).locator("[data-action=test]").click()
    page.locator(".o_notification", has_text="It works").wait_for(timeout=MINUTE)
    card(page, owner).locator("[data-action=stop]").click()
    card(page, owner, "stopped").locator("[data-action=resume]").click()
    card(page, owner, "in_sync").wait_for(timeout=MINUTE)
    card(page, owner).locator("[data-action=more]").click()
    page.locator(".dropdown-item[data-action=switch]").click()
    page.get_by_role("button", name="Choose another account").click()
    page.get_by_test_id(f"account-{owner.there.email}").wait_for()

    open_preferences(page, odoo)
    card(page, owner, "in_sync").locator("[data-action=more]").click()
    page.locator(".dropdown-item[data-action=disconnect]").click()
    page.get_by_role("button", name="Disconnect").click()
    card(page, owner, "not_connected").wait_for(timeout=MINUTE)


def test_administrator(browser, odoo, provider, service) -> None:
    """An administrator sees and changes the same for any user, and consents for nobody."""
    world = World(odoo, provider)
    person = world.colleague
    person.connect()
    world.sync()
    page = browser
    log_in(page, odoo)
    open_user(page, odoo, person)
    card(page, person, "in_sync").locator("[data-action=sync_now]").wait_for()
    assert page.locator("[data-action=connect], [data-action=connect_another]").count() == 0
    card(page, person).locator("[data-action=more]").click()
    page.locator(".dropdown-item[data-action=disconnect]").wait_for()
    assert page.locator(".dropdown-item[data-action=switch]").count() == 0
    page.keyboard.press("Escape")
    (first,) = person.call(
        "calendar.sync.calendar", "search_read", [("is_primary", "=", True)], ["name"]
    )
    choice = row(page, person, first["name"]).locator("select[name=direction]")
    choice.select_option("push")
    stored(page, person, first["name"], direction="push")
    choice.select_option("both")
    card(page, person).locator("[name=conflict_policy]").select_option("local")
    card(page, person).locator("[data-action=test]").click()
    page.locator(".o_notification", has_text="It works").wait_for(timeout=MINUTE)
    assert settled(page, person) == ("local", "active")
