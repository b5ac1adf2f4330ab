"""Every screen of ours, looked at: on a desk and in a hand, in the dark, and from right to left.

With the environment variable CALENDAR_SYNC_LOOKS, a folder, pictures of all of them are kept there.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from . import viewer as viewers
from .own_words import left_in_english
from .screens import SCREENS, Screen, calendar
from .stage import Stage
from .viewer import Viewer

PERSIAN = "fa"
# Light and dark share the widths, of which each says something else; from right to left is both.
WIDTHS = {"light": (390,), "dark": (1400,), "persian": (390, 1400)}
DIRECTIONS = {"en_US": "ltr", "fa_IR": "rtl"}
FINDER = (Path(__file__).parent / "look.js").read_text(encoding="utf-8")
# Two frames later a page has taken its new width in; then dialogs that fade in have to be there.
SETTLED = """async () => {
    const frame = () => new Promise(requestAnimationFrame);
    await frame();
    await frame();
    const ends = (one) => one.effect.getComputedTiming().endTime < Infinity;
    await Promise.allSettled(document.getAnimations().filter(ends).map((one) => one.finished));
}"""
STYLES = """() => {
    const label = getComputedStyle(document.querySelector(".o_calendar_sync_label"));
    const box = document.querySelector(".o_calendar_sync_buttons").getBoundingClientRect();
    const body = getComputedStyle(document.body);
    return {
        scheme: body.colorScheme,
        left: label.marginLeft,
        right: label.marginRight,
        side: box.left + box.width / 2 < window.innerWidth / 2 ? "left" : "right",
    };
}"""


@pytest.fixture(scope="module")
def provider() -> str:
    """Both are there at once."""
    return "both"


@pytest.fixture(scope="module")
def odoo(odoo_factory):
    """A running Odoo that can be dark."""
    server = odoo_factory(**viewers.options())
    yield server
    server.stop()


@pytest.fixture(scope="module")
def stage(odoo) -> Stage:
    """People for whom every screen has something to show, and Persian to read it in."""
    found = Stage(odoo)
    found.load("fa_IR")
    return found


@pytest.fixture(scope="module", params=WIDTHS)
def viewer(chromium_browser, stage, request) -> Iterator[Viewer]:
    """Somebody who looks."""
    found = Viewer(chromium_browser, stage, request.param)
    yield found
    found.close()


def keep(page, name: str) -> None:
    """Keep a picture of the page, if somebody wants pictures."""
    folder = os.environ.get("CALENDAR_SYNC_LOOKS")
    if folder:
        page.screenshot(path=Path(folder, f"{name.replace(' ', '-')}.png"), animations="disabled")


@pytest.mark.parametrize("screen", SCREENS, ids=lambda screen: screen.name)
def test_a_screen(viewer: Viewer, screen: Screen) -> None:
    """Nothing sticks out, everything can be read, and it is said in the reader's language."""
    for width in WIDTHS[viewer.look]:
        page = viewer.open(screen, width)
        page.evaluate(SETTLED)
        keep(page, f"{screen.name} {viewer.look} {width}")
        found = page.evaluate(FINDER, screen.ours)
        assert found["ours"], width
        assert found["direction"] == DIRECTIONS[viewer.language], width
        assert found["out"] == [], width
        assert found["faint"] == [], width
        if viewer.language == "fa_IR":
            assert left_in_english(found["said"], PERSIAN) == [], width


def test_direction(viewer: Viewer) -> None:
    """Persian pages are mirrored, styles included; others are not. Dark pages are dark."""
    page = viewer.page("anna", 1400)
    calendar(page, viewer.stage)
    styles = page.evaluate(STYLES)
    persian = DIRECTIONS[viewer.language] == "rtl"
    here, there = ("right", "left") if persian else ("left", "right")
    assert styles[here] != "0px"
    assert styles[there] == "0px"
    assert styles["side"] == there
    assert (styles["scheme"] == "dark") is (viewer.scheme == "dark")
