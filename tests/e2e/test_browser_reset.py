"""In a browser: what a first synchronisation would do, resetting the account, taking it back."""

from __future__ import annotations

import pytest

from tests.days import when
from tests.simulators.common.server import wait_until

from .test_browser import MINUTE, button, choose, log_in
from .world import World

GUEST = "gustav@example.org"


@pytest.fixture(scope="module")
def odoo(odoo_factory, provider):
    """A running Odoo on a fresh database for one provider, with a worker for its jobs."""
    server = odoo_factory(max_cron_threads="1")
    yield server
    server.stop()


@pytest.fixture(scope="module")
def world(odoo, provider) -> World:
    """The owner has meetings on both sides and is not connected yet."""
    found = World(odoo, provider)
    odoo.rpc("admin")  # Odoo learns its own address from its administrator's first log-in
    owner = found.owner
    owner.create("Only here", when("02-01", 9), when("02-01", 10))
    owner.create("Same", when("02-02", 9), when("02-02", 10))
    guests = found.partners(owner.email, GUEST)
    owner.create("With guest", when("02-03", 9), when("02-03", 10), partner_ids=guests)
    owner.there.add("Only there", when("02-04", 9), when("02-04", 10))
    owner.there.add("Same", when("02-02", 9), when("02-02", 10))
    return found


def numbers(page, row: str) -> list[str]:
    """Return what a row of the preview says, here and there."""
    return page.locator(f"[data-row='{row}'] td").all_inner_texts()


def consent(page, world: World) -> None:
    """Connect in the calendar, and come back."""
    page.goto(f"{world.odoo.url}/odoo/calendar")
    page.locator(button(world.service, "not_connected")).click()
    page.get_by_test_id(f"account-{world.owner.email}").click()
    page.get_by_test_id("allow").click()
    page.wait_for_url("**/odoo/calendar**")


def titles(world: World) -> tuple[list[str], list[str]]:
    """Return the titles of the owner's meetings here and there."""
    found = world.owner.call("calendar.event", "search_read", [], ["name"])
    here = sorted(one["name"] for one in found)
    return here, sorted(one.title for one in world.owner.there.events())


def test_the_preview_comes_first(browser, world: World) -> None:
    """Back from consent the page shows what would happen; nothing happens before a choice."""
    page, service = browser, world.service
    before = titles(world)
    log_in(page, world.odoo, world.owner.login)
    service.begin()
    consent(page, world)
    page.get_by_test_id("start-preview").wait_for(timeout=MINUTE)
    page.wait_for_selector(button(service, "preview"))
    silent = service.code == "google"
    assert numbers(page, "created") == ["1", "2" if silent else "1"]
    assert numbers(page, "matched") == ["1", "1"]
    said = page.locator("[data-row='mails']").inner_text()
    assert ("Nobody is mailed" in said) is silent
    assert (GUEST in said) is not silent
    assert service.writes() == []
    assert titles(world) == before
    page.get_by_label("Synchronize only new events").check()
    page.wait_for_selector("[data-row='left']:has-text('3')")
    assert numbers(page, "left") == ["3", "2"]


def test_all_existing_events(browser, world: World) -> None:
    """With all events both sides have everything once; who would be mailed is asked first."""
    page, service = browser, world.service
    log_in(page, world.odoo, world.owner.login)
    page.goto(f"{world.odoo.url}/odoo/calendar")
    page.get_by_test_id("start-preview").wait_for(timeout=MINUTE)
    page.get_by_role("button", name="Start", exact=True).click()
    silent = service.code == "google"
    page.wait_for_selector(button(service, "in_sync" if silent else "asks"), timeout=MINUTE)
    world.sync(2)
    here, there = titles(world)
    assert here == ["Only here", "Only there", "Same", "With guest"]
    assert there == [one for one in here if silent or one != "With guest"]
    assert service.mails() == []


def test_reset_and_undo(browser, world: World) -> None:
    """Reset Account says what it does, does it, and is taken back from the account's page."""
    page, service = browser, world.service
    before = titles(world)
    log_in(page, world.odoo, world.owner.login)
    page.goto(f"{world.odoo.url}/odoo/calendar")
    page.wait_for_selector(button(service))
    choose(page, service, "reset")
    page.get_by_label(f"the current {service.label} Calendar account").wait_for()
    page.get_by_label("Delete from both").check()
    said = page.get_by_test_id("reset-consequences")
    page.wait_for_selector(f"text=Events deleted from {service.label}: {len(before[1])}")
    assert "Nobody is mailed." in said.inner_text()
    page.get_by_role("button", name="Confirm").click()
    page.wait_for_selector(button(service, "not_connected"), timeout=MINUTE)
    gone = [one for one in before[0] if one not in before[1]]
    assert titles(world) == (gone, [])

    account = world.owner.call("calendar.sync.account", "search", [])[0]
    page.goto(f"{world.odoo.url}/odoo/calendar.sync.account/{account}")
    page.get_by_role("button", name="Undo the reset").click()
    page.get_by_role("button", name="Ok").click()
    wait_until(lambda: titles(world)[0] == before[0], timeout=30, pause=0.5)
    assert titles(world)[0] == before[0]
    world.owner.connect()
    world.sync(3)
    # a worker may have the account, and nobody else has then sent anything
    wait_until(lambda: titles(world) == before, timeout=30, pause=0.5)
    assert titles(world) == before
    assert service.mails() == []
