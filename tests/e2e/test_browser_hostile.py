"""In the browser: what strangers write runs nowhere that somebody decides or is told something.

At Outlook, because there the names of guests are in what is asked; titles, places, descriptions,
guests, the names of calendars, the links of calls and the service's own words are all hostile.
"""

from __future__ import annotations

import pytest

from .hostile import MARKUP, RUN, SHORT, Canary, script_call
from .stage import moment
from .test_browser import MINUTE, button, choose, log_in
from .world import World

GUEST = "gustav@example.org"
BAD_GUEST = f'"><img src=x onerror="{RUN}">@example.org'
"""No address that anything is sent to, but one that Odoo keeps and shows."""

WORD = "onerror"
"""What of the markup has to be on a screen, as text, for the check to mean something."""


@pytest.fixture(scope="module")
def provider() -> str:
    """Google never asks about mails: its other views are walked through elsewhere."""
    return "microsoft"


@pytest.fixture(scope="module")
def odoo(odoo_factory, provider):
    """A running Odoo with a worker for its jobs: it finds out what a first pass would do."""
    server = odoo_factory(max_cron_threads="1")
    yield server
    server.stop()


@pytest.fixture(scope="module")
def world(odoo, provider) -> World:
    """Dora is not connected yet; both sides have meetings that mean no good."""
    found = World(odoo, provider)
    odoo.rpc("admin")  # Odoo learns its own address from its administrator's first log-in
    dora, control = found.owner, found.service.control
    control.add_calendar(dora.email, f"Friends {SHORT}")
    guests = found.partners(dora.email, GUEST, BAD_GUEST)
    times = moment(2, 9), moment(2, 10)
    dora.create(f"Here {SHORT}", *times, partner_ids=guests, location=SHORT)
    for title, call in (("Script", script_call()), ("Call", "https://call.example.org/room")):
        control.add(dora.email, badly(title, call, *times))
    return found


def badly(title: str, call: str, start: str, end: str) -> dict:
    """Return a meeting of Outlook's, in its words, with the markup wherever there is room."""
    zone = {"timeZone": "UTC"}
    return {
        "subject": f"{title} {SHORT}",
        "body": {"contentType": "html", "content": f"<p>{MARKUP}</p>"},
        "location": {"displayName": SHORT, "locationUri": call},
        "start": {"dateTime": start.replace(" ", "T"), **zone},
        "end": {"dateTime": end.replace(" ", "T"), **zone},
        "attendees": [{"emailAddress": {"address": GUEST, "name": SHORT}}],
    }


def open_calendar(page, world: World) -> None:
    """Open the calendar, with the provider's button."""
    page.goto(f"{world.odoo.url}/odoo/calendar")
    page.wait_for_selector(button(world.service))


def test_the_preview(browser, world: World) -> None:
    """What a first synchronisation would do names whom it would mail, and runs nothing."""
    page = browser
    canary = Canary(page)
    log_in(page, world.odoo, world.owner.login)
    page.goto(f"{world.odoo.url}/odoo/calendar")
    page.locator(button(world.service, "not_connected")).click()
    page.get_by_test_id(f"account-{world.owner.email}").click()
    page.get_by_test_id("allow").click()
    page.wait_for_url("**/odoo/calendar**")
    page.get_by_test_id("start-preview").wait_for(timeout=MINUTE)
    canary.is_silent("[data-row='mails']")
    assert GUEST in page.locator("[data-row='mails']").inner_text()
    page.get_by_role("button", name="Start", exact=True).click()
    page.wait_for_selector(button(world.service, "asks"), timeout=MINUTE)


def test_the_questions(browser, world: World) -> None:
    """The list of what waits for a yes shows titles and guests as text."""
    page = browser
    canary = Canary(page)
    log_in(page, world.odoo, world.owner.login)
    open_calendar(page, world)
    choose(page, world.service, "review_mails")
    canary.is_silent(".o_data_row:has-text('Here')")
    row = page.locator(".o_data_row", has_text="Here").inner_text()
    assert WORD in row
    assert GUEST in row
    event = world.owner.call("calendar.event", "search", [("name", "like", "Here %")])[0]
    page.goto(f"{world.odoo.url}/odoo/calendar.event/{event}")
    canary.is_silent(".o_calendar_sync_place")


def test_the_reset(browser, world: World) -> None:
    """What a reset would delete and whom it would mail is text, whatever people are called."""
    page = browser
    canary = Canary(page)
    log_in(page, world.odoo, world.owner.login)
    open_calendar(page, world)
    choose(page, world.service, "reset")
    page.get_by_label("Delete from both").check()
    page.wait_for_selector("[data-testid=reset-consequences]:has-text('it would mail')")
    canary.is_silent("[data-testid=reset-consequences]")


def test_the_link_of_a_call(browser, world: World) -> None:
    """A call's link is offered when it leads to a page, and dropped when it is a script."""
    page, owner = browser, world.owner
    canary = Canary(page)
    log_in(page, world.odoo, owner.login)
    found = {}
    for title in ("Script", "Call"):
        (event,) = owner.call("calendar.event", "search_read", [("name", "like", f"{title} %")],
                              ["videocall_location"])  # fmt: skip
        found[title] = event["videocall_location"]
        page.goto(f"{world.odoo.url}/odoo/calendar.event/{event['id']}")
        canary.is_silent(".o_calendar_sync_place")
    assert found == {"Script": False, "Call": "https://call.example.org/room"}


def test_status_and_logs(browser, world: World) -> None:
    """What the service says of a failure, and what calendars are called, is text everywhere."""
    page, service, owner = browser, world.service, world.owner
    refusal = {"error": {"code": f"Odd {SHORT}", "message": MARKUP}}
    service.control.fault(path="/delta", status=403, body=refusal, times=9)
    world.sync()
    service.control.clear_faults()
    account = owner.call("calendar.sync.account", "search", [])[0]
    canary = Canary(page)
    log_in(page, world.odoo, owner.login)
    page.goto(f"{world.odoo.url}/odoo/calendar.sync.account/{account}")
    canary.is_silent(".o_form_view [name=calendar_ids], .o_form_sheet")
    open_calendar(page, world)
    page.locator(button(service)).click()
    canary.is_silent(".o_calendar_sync_details")
    page.context.clear_cookies()
    log_in(page, world.odoo)
    for action, shown in (
        ("action_accounts", owner.email),
        ("action_calendars", "Friends"),
        ("action_runs", owner.email),
    ):
        page.goto(f"{world.odoo.url}/odoo/action-calendar_sync_base.{action}")
        canary.is_silent(f".o_data_row:has-text('{shown}')")
    failed = world.admin.call("calendar.sync.run", "search", [("error_detail", "like", WORD)])[0]
    page.goto(f"{world.odoo.url}/odoo/calendar.sync.run/{failed}")
    canary.is_silent(".o_field_widget[name=error_detail]")
    page.goto(f"{world.odoo.url}/odoo/action-base.ir_logging_all_act")
    canary.is_silent(".o_data_row")
