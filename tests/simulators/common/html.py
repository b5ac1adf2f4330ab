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


def hidden(values: dict[str, str]) -> str:
    """Values that a form sends along."""
    return "".join(
        f'<input type="hidden" name="{name}" value="{escape(value)}">'
        for name, value in values.items()
    )


def option(key: str, text: str, chosen: str = "") -> str:
    """One choice of a list."""
    mark = " selected" if key == chosen else ""
    return f'<option value="{escape(key)}"{mark}>{escape(text)}</option>'


def scope_choice(scopes: dict[str, str]) -> str:
    """What of a series a change is for; one occurrence unless something else is chosen."""
    choices = "".join(
        f'<label class="choice"><input type="radio" name="scope" value="{key}" '
        f'{"checked" if key == "one" else ""} data-testid="scope-{key}"><span>{text}</span></label>'
        for key, text in scopes.items()
    )
    return f'<fieldset class="scopes"><legend>Change</legend>{choices}</fieldset>'
