"""Every screen of ours, looked at: on a desk and in a hand, in the dark, and from right to left.

With the environment variable CALENDAR_SYNC_LOOKS, a folder, pictures of all of them are kept there.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.environment import setup
from tests.environment.paths import ROOT, STAND_INS

from .own_words import left_in_english
from .screens import LIST, SCREENS, Screen, calendar
from .stage import Stage

PERSIAN = "fa"
# Light, dark, and light from right to left; the first two share the widths, of which each says
# something else.
LOOKS = {
    "light": ("en_US", "light", (390,)),
    "dark": ("en_US", "dark", (1400,)),
    "persian": ("fa_IR", "light", (390, 1400)),
}
HEIGHT = {390: 800, 1400: 900}
FINDER = (Path(__file__).parent / "look.js").read_text(encoding="utf-8")
# Two frames later a page has taken its new width in.
SETTLED = "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"
STAND_IN = "color_scheme_stand_in"


@pytest.fixture(scope="module")
def provider() -> str:
    """Both are there at once."""
    return "both"


@pytest.fixture(scope="module")
def odoo(odoo_factory):
    """A running Odoo that is dark when the browser's cookie asks for it, as Enterprise is."""
    folders = ",".join([*setup.ensure().odoo_addons, str(ROOT), str(STAND_INS)])
    server = odoo_factory(addons_path=folders, server_wide_modules=f"base,web,{STAND_IN}")
    yield server
    server.stop()


@pytest.fixture(scope="module")
def stage(odoo) -> Stage:
    """People for whom every screen has something to show, and Persian to read it in."""
    found = Stage(odoo)
    found.load("fa_IR")
    return found


class Viewer:
    """Opens screens as anybody, in one look."""

    def __init__(self, browser: Any, stage: Stage, look: str) -> None:
        """Let everybody read the look's language."""
        self.look, self.stage, self._browser = look, stage, browser
        self.language, self.scheme, self.widths = LOOKS[look]
        self._pages: dict[str, Any] = {}
        self._shown: dict[str, Screen] = {}
        stage.speak(self.language)

    def page(self, login: str, width: int) -> Any:
        """Return somebody's page, logged in, as wide as that."""
        if login not in self._pages:
            self._pages[login] = self._log_in(login)
        page = self._pages[login]
        page.set_viewport_size({"width": width, "height": HEIGHT[width]})
        return page

    def _log_in(self, login: str) -> Any:
        context = self._browser.new_context(locale="en-US", timezone_id="Europe/Paris")
        context.set_default_timeout(30_000)
        cookies = {
            "session_id": self.stage.people[login].session.cookies["session_id"],
            "color_scheme": self.scheme,
        }
        url = self.stage.odoo.url
        context.add_cookies([{"name": k, "value": v, "url": url} for k, v in cookies.items()])
        return context.new_page()

    def open(self, screen: Screen, width: int) -> Any:
        """Show a screen, keep its picture where somebody wants it, and return its page."""
        page = self.page(screen.login, width)
        if self._shown.get(screen.login) is not screen or screen.ours == LIST:
            screen.open(page, self.stage)
            self._shown[screen.login] = screen
        folder = os.environ.get("CALENDAR_SYNC_LOOKS")
        if folder:
            name = f"{screen.name.replace(' ', '-')}-{self.look}-{width}.png"
            page.screenshot(path=Path(folder, name), animations="disabled")
        return page

    def close(self) -> None:
        """Close all pages."""
        for page in self._pages.values():
            page.context.close()


@pytest.fixture(scope="module", params=LOOKS)
def viewer(chromium_browser, stage, request) -> Iterator[Viewer]:
    """Somebody who looks."""
    found = Viewer(chromium_browser, stage, request.param)
    yield found
    found.close()


@pytest.mark.parametrize("screen", SCREENS, ids=lambda screen: screen.name)
def test_a_screen(viewer: Viewer, screen: Screen) -> None:
    """Nothing sticks out, everything can be read, and it is said in the reader's language."""
    for width in viewer.widths:
        page = viewer.open(screen, width)
        page.evaluate(SETTLED)
        found = page.evaluate(FINDER, screen.ours)
        assert found["ours"], width
        assert found["out"] == [], width
        assert found["faint"] == [], width
        if viewer.language == "fa_IR":
            assert left_in_english(found["said"], PERSIAN) == [], width


def test_direction(viewer: Viewer) -> None:
    """Persian pages are mirrored, styles included; others are not."""
    page = viewer.page("anna", 1400)
    calendar(page, viewer.stage)
    styles = page.evaluate(
        """() => {
            const label = getComputedStyle(document.querySelector(".o_calendar_sync_label"));
            const box = document.querySelector(".o_calendar_sync_buttons").getBoundingClientRect();
            return {
                direction: getComputedStyle(document.body).direction,
                left: label.marginLeft,
                right: label.marginRight,
                side: box.left + box.width / 2 < window.innerWidth / 2 ? "left" : "right",
            };
        }"""
    )
    here, there = ("right", "left") if viewer.language == "fa_IR" else ("left", "right")
    assert styles["direction"] == ("rtl" if viewer.language == "fa_IR" else "ltr")
    assert styles[here] != "0px"
    assert styles[there] == "0px"
    assert styles["side"] == there
    dark = page.evaluate("getComputedStyle(document.body).colorScheme") == "dark"
    assert dark is (viewer.scheme == "dark")
