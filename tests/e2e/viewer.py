"""Somebody who looks at Odoo's pages: in a language, in the light or in the dark, as anybody."""

from __future__ import annotations

from typing import Any

from tests.environment import setup
from tests.environment.paths import ROOT, STAND_INS

from .screens import LIST, MINUTE, Screen
from .stage import Stage

# The light, the dark, and the light from right to left.
LOOKS = {"light": ("en_US", "light"), "dark": ("en_US", "dark"), "persian": ("fa_IR", "light")}
HEIGHT = {390: 800, 1400: 900}
STAND_IN = "color_scheme_stand_in"


def options() -> dict[str, str]:
    """Return the options of a server that is dark when a cookie asks for it, as Enterprise is."""
    folders = ",".join([*setup.ensure().odoo_addons, str(ROOT), str(STAND_INS)])
    return {"addons_path": folders, "server_wide_modules": f"base,web,{STAND_IN}"}


class Viewer:
    """Opens screens in one look."""

    def __init__(self, browser: Any, stage: Stage, look: str) -> None:
        """Let everybody read the look's language."""
        self.look, self.stage, self._browser = look, stage, browser
        self.language, self.scheme = LOOKS[look]
        self._pages: dict[str, Any] = {}
        self._shown: dict[str, Screen] = {}
        stage.speak(self.language)

    def page(self, login: str, width: int, height: int = 0) -> Any:
        """Return somebody's page, logged in, as wide as that."""
        if login not in self._pages:
            self._pages[login] = self._log_in(login)
        page = self._pages[login]
        page.set_viewport_size({"width": width, "height": height or HEIGHT[width]})
        return page

    def _log_in(self, login: str) -> Any:
        context = self._browser.new_context(locale="en-US", timezone_id="Europe/Paris")
        context.set_default_timeout(MINUTE)
        cookies = {
            "session_id": self.stage.people[login].session.cookies["session_id"],
            "color_scheme": self.scheme,
        }
        url = self.stage.odoo.url
        context.add_cookies([{"name": k, "value": v, "url": url} for k, v in cookies.items()])
        return context.new_page()

    def open(self, screen: Screen, width: int, height: int = 0) -> Any:
        """Show a screen and return its page; a list has other views on other widths."""
        page = self.page(screen.login, width, height)
        if self._shown.get(screen.login) is not screen or screen.ours == LIST:
            screen.open(page, self.stage)
            self._shown[screen.login] = screen
        return page

    def close(self) -> None:
        """Close all pages."""
        for page in self._pages.values():
            page.context.close()
