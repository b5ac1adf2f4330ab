"""Markup that would run something, wherever a stranger may write, and a page that tells of it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from .remote import Json

RUN = "window.pwned=1"
SHORT = f'"><img src=x onerror="{RUN}"><svg onload="{RUN}"></svg><script>{RUN}</script>'
"""What there is room for in a title."""

MARKUP = (
    f'{SHORT}<a href="javascript:{RUN}" onclick="{RUN}">here</a>'
    f'<iframe srcdoc="&lt;script&gt;parent.{RUN}&lt;/script&gt;"></iframe>'
)
ARMED = """() => {
    const runs = ({ name, value }) =>
        value.includes("pwned") &&
        (/^on|^srcdoc$/.test(name) || /^\\s*(javascript|data|vbscript):/i.test(value));
    const armed = (one) =>
        [...one.attributes].some(runs) ||
        (one.matches("script") && one.textContent.includes("pwned"));
    return [...document.querySelectorAll("*")].filter(armed).map((one) => one.outerHTML);
}"""
"""What there is on a page that would run, or waits for a click to do so."""


def script_call() -> str:
    """Return what stands where the link of a video call belongs, and would run when clicked."""
    return f"javascript:{RUN}"


def invitation(title: str) -> Json:
    """Return a meeting of Google's, in its words, with the markup wherever there is room for it.

    It is today: a calendar opens at the present week.
    """
    today = datetime.now(UTC).date()
    return {
        "summary": f"{title} {MARKUP}",
        "description": f"<p>{MARKUP}</p>",
        "location": MARKUP,
        "start": {"dateTime": f"{today}T09:00:00Z"},
        "end": {"dateTime": f"{today}T10:00:00Z"},
        "attendees": [{"email": "mallory@example.org", "displayName": MARKUP}],
        "extendedProperties": {"private": {"note": MARKUP}},
    }


class Canary:
    """Sits in a page and sings when anything of that markup comes to life."""

    def __init__(self, page: Any) -> None:
        """Move in, and sing once, as proof."""
        self._page, self._alarms = page, []
        page.on("dialog", self._hear)
        page.set_content(MARKUP)
        page.wait_for_function(RUN.replace("=", " === "))
        assert len(page.evaluate(ARMED)) >= 5

    def _hear(self, dialog: Any) -> None:
        self._alarms.append(dialog.message)
        dialog.dismiss()

    def is_silent(self, selector: str) -> None:
        """Wait for something that shows a meeting, and check that nothing runs or could."""
        self._page.wait_for_selector(selector)
        assert self._page.evaluate(ARMED) == []
        assert self._page.evaluate("window.pwned") is None
        assert self._alarms == []
