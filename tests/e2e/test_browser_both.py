"""Both providers beside each other, in one calendar in a browser."""

from __future__ import annotations

import pytest

from .remote import Account
from .test_browser import MINUTE, button, log_in
from .world import services


@pytest.fixture(scope="module")
def provider() -> str:
    """Both are there at once."""
    return "both"


def consent(page, service, account) -> None:
    """Click a provider's button, consent, and come back."""
    page.locator(button(service, "not_connected")).click()
    page.get_by_test_id(f"account-{account.email}").click()
    page.get_by_test_id("allow").click()
    page.wait_for_url("**/odoo/calendar**")
    page.wait_for_selector(button(service), timeout=MINUTE)


def test_two_buttons(browser, odoo) -> None:
    """Each provider has its button, connected one after the other, both in sync in the end."""
    found = services(odoo.providers)
    found["microsoft"].control.add_account("anna@example.net", name="Anna Demo")
    accounts = {
        "google": Account(found["google"], "anna@example.com"),
        "microsoft": Account(found["microsoft"], "anna@example.net"),
    }
    odoo.rpc("admin")  # Odoo learns its own address from its administrator's first log-in
    page = browser
    log_in(page, odoo, "anna")
    page.goto(f"{odoo.url}/odoo/calendar")
    for code, service in found.items():
        page.wait_for_selector(button(service, "not_connected"), timeout=MINUTE)
        consent(page, service, accounts[code])
    anna = odoo.rpc("anna")
    anna.call("res.users", "calendar_sync_now", [anna.uid])
    for service in found.values():
        page.wait_for_selector(button(service, "in_sync"), timeout=MINUTE)
    labels = page.locator(".o_calendar_sync_label").all_inner_texts()
    assert labels == ["Google", "Outlook"]
