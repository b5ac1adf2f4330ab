"""The style of Outlook's pages, on top of what all simulators share, and where a page is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from urllib.parse import urlencode

from ..common.html import escape
from ..common.html import page as _page
from .model import Account

STYLE = (Path(__file__).parent / "style.css").read_text(encoding="utf-8")
FACES = ("#0f6cbd", "#8764b8", "#038387", "#ca5010", "#c239b3", "#498205")


def page(title: str, body: str, script: str = "") -> str:
    """A complete document in blue."""
    return _page(title, f"<style>{STYLE}</style>{body}", script)


@dataclass(frozen=True)
class Look:
    """What a page shows: whose calendar, in which way, at which day."""

    account: Account | None
    view: str = "week"
    day: date = date.min

    @property
    def email(self) -> str:
        """Whose calendar it is."""
        return self.account.email if self.account else ""

    @property
    def values(self) -> dict[str, str]:
        """What leads back to this page, for addresses and forms."""
        return {"account": self.email, "view": self.view, "date": self.day.isoformat()}

    def link(self, path: str = "/", **change: object) -> str:
        """The address of the same page with a difference, or of another for the same person."""
        return f"{path}?" + urlencode({**self.values, **change})


def hidden(values: dict[str, str]) -> str:
    """Values that a form sends along."""
    return "".join(
        f'<input type="hidden" name="{name}" value="{escape(value)}">'
        for name, value in values.items()
    )


def face(person: Account, number: int) -> str:
    """A person's initials in a circle."""
    initials = "".join(word[:1] for word in person.name.split()[:2]).upper()
    color = FACES[number % len(FACES)]
    return f'<span class="face" style="background:{color}">{escape(initials)}</span>'


def option(key: str, text: str, chosen: str) -> str:
    """One choice of a list."""
    mark = " selected" if key == chosen else ""
    return f'<option value="{escape(key)}"{mark}>{escape(text)}</option>'
