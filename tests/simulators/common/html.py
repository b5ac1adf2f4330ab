"""Pages for people: one frame, one style sheet, no assets from elsewhere."""

from __future__ import annotations

from html import escape as _escape
from pathlib import Path

STYLE = (Path(__file__).parent / "style.css").read_text(encoding="utf-8")


def escape(text: object) -> str:
    """Text that is safe in HTML, in attributes too."""
    return _escape(str(text), quote=True)


def page(title: str, body: str, script: str = "") -> str:
    """A complete document."""
    code = f"<script>{script}</script>" if script else ""
    return f"""<!doctype html>
<html lang="en"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>{escape(title)}</title>
<link rel="icon" href="data:,">
<style>{STYLE}</style></head>
<body>{body}{code}</body></html>"""
