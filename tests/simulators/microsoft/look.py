"""The style of Outlook's pages, on top of what all simulators share."""

from __future__ import annotations

from pathlib import Path

from ..common import html
from ..common.html import escape
from .model import Account

STYLE = (Path(__file__).parent / "style.css").read_text(encoding="utf-8")
FACES = ("#0f6cbd", "#8764b8", "#038387", "#ca5010", "#c239b3", "#498205")


def page(title: str, body: str) -> str:
    """A complete document in blue."""
    return html.page(title, f"<style>{STYLE}</style>{body}")


def face(person: Account, number: int) -> str:
    """A person's initials in a circle."""
    initials = "".join(word[:1] for word in person.name.split()[:2]).upper()
    color = FACES[number % len(FACES)]
    return f'<span class="face" style="background:{color}">{escape(initials)}</span>'
