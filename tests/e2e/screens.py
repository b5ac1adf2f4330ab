"""Every screen of ours: who sees it, how it is reached in a browser, and what of it is ours."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from .stage import ASKED, PENDING, REFUSED, Stage

MINUTE = 60_000
MODAL, LIST, STATE = ".modal-content", ".o_content", ".o_calendar_sync_state"
BUTTONS = ".o_calendar_sync_buttons"
SETTINGS = ("google_calendar_sync", "outlook_calendar_sync", "calendar_sync_interval")
ROW = "tr.o_data_row, .o_kanban_record:not(.o_kanban_ghost)"
OWN_MENU = ".o_user_menu button:visible, .o_mobile_menu_toggle:visible"
OWN_PREFERENCES = "[data-menu=preferences]:visible, .o_user_menu_mobile :text('My Preferences')"
Opener = Callable[[Any, Stage], None]


@dataclass(frozen=True)
class Screen:
    """A screen by its name, the login of who opens it, how, and what of the page is ours."""

    name: str
    login: str
    open: Opener
    ours: str


def calendar(page: Any, stage: Stage) -> None:
    """Open the calendar, with the buttons."""
    page.goto(f"{stage.odoo.url}/odoo/calendar")
    page.wait_for_selector(f"{BUTTONS} button")
    page.wait_for_selector(".fc-view")


def banner(page: Any, stage: Stage) -> None:
    """Open the calendar of somebody who has to do something."""
    calendar(page, stage)
    page.wait_for_selector(".o_calendar_sync_banner")


def menu(page: Any, stage: Stage) -> None:
    """Open the menu of the provider's button."""
    calendar(page, stage)
    page.locator(f"{BUTTONS} button").first.click()
    page.wait_for_selector(".o_calendar_sync_details")


def preferences(page: Any, stage: Stage) -> None:
    """Open the Calendar tab of the own preferences."""
    calendar(page, stage)
    page.locator(OWN_MENU).first.click()
    page.locator(OWN_PREFERENCES).first.click()
    page.locator(".modal .nav-link[name=calendar]").click()
    page.wait_for_selector(".o_calendar_sync_account")


def options(page: Any, stage: Stage) -> None:
    """Open the choices about one calendar."""
    preferences(page, stage)
    page.locator("[data-action=options]").first.click()
    page.wait_for_selector(".modal [name=skip_private]")


def reset(page: Any, stage: Stage) -> None:
    """Open what a reset would do."""
    menu(page, stage)
    page.locator("[data-action=reset]").click()
    page.get_by_test_id("reset-consequences").wait_for()


def preview(page: Any, stage: Stage) -> None:
    """Open the calendar, where what a first synchronisation would do comes by itself."""
    page.goto(f"{stage.odoo.url}/odoo/calendar")
    page.get_by_test_id("start-preview").wait_for(timeout=MINUTE)


def settings(page: Any, stage: Stage) -> None:
    """Open the general settings at our blocks."""
    page.goto(f"{stage.odoo.url}/odoo/settings")
    page.locator("#calendar_sync_interval_setting").wait_for(timeout=MINUTE)
    page.locator("#google_calendar_sync_setting").scroll_into_view_if_needed()


def check(page: Any, stage: Stage) -> None:
    """Test a configuration."""
    settings(page, stage)
    page.get_by_test_id("google-test").click()
    page.wait_for_selector(".o_calendar_sync_setup_check", timeout=MINUTE)


def google_import(page: Any, stage: Stage) -> None:
    """Open the import of Google's file."""
    settings(page, stage)
    page.get_by_test_id("google-import").click()
    page.wait_for_selector(".o_calendar_sync_google_import")


def _event(title: str) -> Opener:
    def go(page: Any, stage: Stage) -> None:
        event = stage.admin.event(title)["id"]
        page.goto(f"{stage.odoo.url}/odoo/calendar.event/{event}")
        page.wait_for_selector(".o_calendar_sync_place")

    return go


def _action(name: str, wanted: str = ROW) -> Opener:
    def go(page: Any, stage: Stage) -> None:
        page.goto(f"{stage.odoo.url}/odoo/action-calendar_sync_base.{name}")
        page.wait_for_selector(wanted)

    return go


SCREENS = (
    Screen("calendar", "anna", calendar, BUTTONS),
    Screen("banner", "ben", banner, f"{BUTTONS}, .o_calendar_sync_banner"),
    Screen("menu", "anna", menu, ".o-dropdown--menu"),
    Screen("preferences", "anna", preferences, ".o_calendar_sync_accounts"),
    Screen("options", "anna", options, ".o_calendar_sync_options"),
    Screen("reset", "anna", reset, MODAL),
    Screen("preview", "emil", preview, MODAL),
    Screen("event set aside", "anna", _event(REFUSED), STATE),
    Screen("event pending", "anna", _event(PENDING), STATE),
    Screen("event asked", "dora", _event(ASKED), STATE),
    Screen("questions", "dora", _action("action_questions"), LIST),
    Screen("accounts", "admin", _action("action_accounts"), LIST),
    Screen("calendars", "admin", _action("action_calendars"), LIST),
    Screen("set aside", "admin", _action("action_problems"), LIST),
    Screen("history", "admin", _action("action_runs"), LIST),
    Screen(
        "statistics", "admin", _action("action_run_statistics", ".o_graph_renderer canvas"), LIST
    ),
    Screen("settings", "admin", settings, ", ".join(f"#{one}_setting" for one in SETTINGS)),
    Screen("test", "admin", check, MODAL),
    Screen("import", "admin", google_import, MODAL),
)
