"""The picture of a take-over, with accounts that nothing else has used; see `pictures`."""

from __future__ import annotations

import pytest

from tests.days import when
from tests.environment import theirs

from .pictures import BASE, GOOGLE, MODAL, save, take
from .test_browser import MINUTE, log_in
from .test_takeover import Before


@pytest.fixture(scope="module")
def provider() -> str:
    """The one whose take-over is shown."""
    return "google"


def test_take_over(browser, workbench, odoo_factory, provider) -> None:
    """What a take-over from Odoo's own addon would do, before it does it."""
    database = theirs.database(workbench, f"{provider}_calendar")
    world = Before(odoo_factory(database=database, **theirs.options()), provider)
    for person in (world.owner, world.colleague):
        world.connect_theirs(person)
    for day in range(1, 25):
        world.owner.create(f"Meeting {day}", when(f"03-{day:02}", 9), when(f"03-{day:02}", 10))
    world.owner.there.add("Weekly", when("04-01", 9), when("04-01", 10), weekly=8)
    world.sync_theirs()
    world.module_call(GOOGLE, "button_immediate_install")
    browser.set_default_timeout(2 * MINUTE)
    log_in(browser, world.odoo)
    browser.goto(f"{world.odoo.url}/odoo/settings")
    browser.get_by_test_id("google-takeover").get_by_role("button").first.click()
    browser.get_by_role("button", name="Take over", exact=True).wait_for()
    save(take(browser, MODAL), BASE, "takeover")
