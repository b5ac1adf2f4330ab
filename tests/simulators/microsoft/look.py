"""The style of Outlook's pages, on top of what all simulators share."""

from __future__ import annotations

from pathlib import Path

from ..common.html import page as _page

STYLE = (Path(__file__).parent / "style.css").read_text(encoding="utf-8")


def page(title: str, body: str, script: str = "") -> str:
    """A complete document in blue."""
    return _page(title, f"<style>{STYLE}</style>{body}", script)
