"""The pictures of the guides, taken anew by `make pictures`: real pages, nothing painted."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

import pytest
from PIL import Image

from tests.environment.paths import ROOT

from . import viewer as viewers
from .screens import SCREENS, SETTINGS
from .stage import Stage
from .test_looks import SETTLED
from .viewer import Viewer

COLORS = 256
GAP = 24
NEXT = "\u203a"
NAMED = {screen.name: screen for screen in SCREENS}
BASE, GOOGLE, OUTLOOK = "calendar_sync_base", "google_calendar_sync", "microsoft_calendar_sync"
MODAL = ".modal-content"


@pytest.fixture(scope="module")
def provider() -> str:
    """Both are there at once."""
    return "both"


@pytest.fixture(scope="module")
def stage(odoo_factory) -> Iterator[Stage]:
    """People for whom every screen has something to show."""
    server = odoo_factory(**viewers.options())
    found = Stage(server)
    found.load("fa_IR")
    yield found
    server.stop()


@pytest.fixture
def light(chromium_browser, stage) -> Iterator[Viewer]:
    """Somebody who looks in the light."""
    found = Viewer(chromium_browser, stage, "light")
    yield found
    found.close()


def save(picture: Image.Image, addon: str, name: str) -> None:
    """Store a picture small: few colors are enough for pages."""
    path = ROOT / addon / "static" / "description" / f"{name}.png"
    picture.convert("RGB").quantize(COLORS).save(path, optimize=True)


def take(page: Any, selector: str = "", height: int = 0) -> Image.Image:
    """Return the page, or the one part of it that a selector names, cut at a height."""
    page.mouse.move(0, 0)
    page.evaluate(SETTLED)
    shot = page.locator(selector).last if selector else page
    picture = Image.open(io.BytesIO(shot.screenshot(animations="disabled")))
    return picture.crop((0, 0, picture.width, height)) if height else picture


def beside(*pictures: Image.Image) -> Image.Image:
    """Return pictures side by side."""
    width = sum(one.width for one in pictures) + GAP * (len(pictures) + 1)
    height = max(one.height for one in pictures) + 2 * GAP
    sheet = Image.new("RGB", (width, height), "#e9ecef")
    left = GAP
    for one in pictures:
        sheet.paste(one, (left, GAP))
        left += one.width + GAP
    return sheet


def around(page: Any, *selectors: str) -> Image.Image:
    """Return the part of the page that holds all of these."""
    boxes = [page.locator(selector).bounding_box() for selector in selectors]
    left, top = (min(box[side] for box in boxes) - GAP for side in "xy")
    right = max(box["x"] + box["width"] for box in boxes) + GAP
    bottom = max(box["y"] + box["height"] for box in boxes) + GAP
    return take(page).crop((left, top, right, bottom))


def test_dialogs(light: Viewer) -> None:
    """What is asked and told in dialogs."""
    for name in ("preferences", "preview"):
        save(take(light.open(NAMED[name], 1100, 1000), MODAL), BASE, name)
    page = light.open(NAMED["reset"], 1100, 1000)
    page.get_by_label("Delete from both").check()
    page.get_by_text("Events deleted from Google: 5").wait_for()
    save(take(page, MODAL), BASE, "reset")


def test_pages(light: Viewer) -> None:
    """Everybody's accounts, a meeting's state, and the questions."""
    save(take(light.open(NAMED["accounts"], 1400), height=460), BASE, "health")
    save(take(light.open(NAMED["event asked"], 1400), height=620), BASE, "event")
    save(take(light.open(NAMED["questions"], 1100, 600), height=260), OUTLOOK, "questions")


def test_settings(light: Viewer) -> None:
    """Where both providers are set up."""
    page = light.open(NAMED["settings"], 1400, 1300)
    page.locator("#calendar_sync_interval_setting").scroll_into_view_if_needed()
    save(around(page, *(f"#{one}_setting" for one in SETTINGS)), GOOGLE, "settings")


@pytest.mark.parametrize(
    ("login", "code", "addon"), [("anna", "google", GOOGLE), ("dora", "microsoft", OUTLOOK)]
)
def test_both_sides(light: Viewer, login: str, code: str, addon: str) -> None:
    """A calendar in Odoo with the menu of its button, and the same one at the provider."""
    page = light.page(login, 1280, 800)
    page.goto(f"{light.stage.odoo.url}/odoo/calendar")
    page.locator(".o_calendar_button_next").click()
    page.locator(".fc-event").first.wait_for()
    page.locator(f"[data-testid=calendar-sync-{code}]").click()
    page.wait_for_selector(".o_calendar_sync_details")
    save(take(page), addon, "calendar")
    there = page.context.new_page()
    there.set_viewport_size({"width": 1280, "height": 800})
    email = light.stage.people[login].email
    there.goto(f"{light.stage.odoo.providers[code]}/?account={email}")
    there.get_by_text(NEXT, exact=True).click()
    there.get_by_test_id("event").first.wait_for()
    save(take(there), addon, "simulator")


@pytest.mark.parametrize(
    ("login", "code", "addon", "account"),
    [
        ("ben", "google", GOOGLE, "ben@example.com"),
        ("anna", "microsoft", OUTLOOK, "frida@example.com"),
    ],
)
def test_consent(light: Viewer, login: str, code: str, addon: str, account: str) -> None:
    """What the provider asks when somebody connects."""
    page = light.page(login, 900, 760)
    page.goto(light.stage.people[login].consent_url(code))
    page.get_by_test_id(f"account-{account}").click()
    page.get_by_test_id("allow").wait_for()
    save(take(page), addon, "consent")


def test_on_telephones(chromium_browser, stage) -> None:
    """The same in a hand, in the dark, and from right to left."""
    shots = []
    for look, name in (("light", "menu"), ("dark", "accounts"), ("persian", "reset")):
        viewer = Viewer(chromium_browser, stage, look)
        shots.append(take(viewer.open(NAMED[name], 390, 760)))
        viewer.close()
    save(beside(*shots), BASE, "telephones")
