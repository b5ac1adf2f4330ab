"""Bodies as HTML or text, whatever they were written as.

https://learn.microsoft.com/graph/api/resources/itembody
Prefer: outlook.body-content-type, https://learn.microsoft.com/graph/api/event-get#request-headers
"""

from __future__ import annotations

import html
import re
from functools import lru_cache

from .model import Fields

BREAKS = re.compile(r"<(br|/p|/div|/li|/tr|/h\d)\b[^>]*>", re.IGNORECASE)
HIDDEN = re.compile(r"<(head|style|script)\b.*?</\1>", re.IGNORECASE | re.DOTALL)
LINKS = re.compile(
    r"<a\b[^>]*?\bhref\s*=\s*([\"'])(.*?)\1[^>]*>(.*?)</a\s*>", re.IGNORECASE | re.DOTALL
)
BRACKETS = {0: "<", 1: ">"}
TAGS = re.compile(r"<[^>]*>")
UNSAFE = re.compile(
    r"<(script|iframe|object|embed|form)\b.*?(</\1\s*>|$)|</?(input|button|applet|base|link)\b[^>]*>",
    re.IGNORECASE | re.DOTALL,
)
ATTRIBUTES = re.compile(
    r"(?<=\s)on\w+\s*=\s*(\"[^\"]*\"|'[^']*'|[^\s>]+)(?=[^<>]*>)", re.IGNORECASE
)
SCRIPTED = re.compile(
    r"(\b(?:href|src)\s*=\s*[\"']?)\s*javascript:[^\"'>\s]*([\"']?)", re.IGNORECASE
)
DOCUMENT = re.compile(r"<html[\s>]", re.IGNORECASE)
PREVIEW = 255
HEAD = '<meta http-equiv="Content-Type" content="text/html; charset=utf-8">'


@lru_cache(maxsize=4096)
def clean(content: str) -> str:
    """HTML without what is unsafe: scripts, frames, forms, handlers of events.

    https://devblogs.microsoft.com/microsoft365dev/message-body-property-will-filter-unsafe-html-by-default/
    """
    plain = ATTRIBUTES.sub("", UNSAFE.sub("", content))
    return SCRIPTED.sub(r"\1#\2", plain)


def show(body: Fields, kind: str, wrap: bool, unsafe: bool = False) -> Fields:
    """A body in the wanted form."""
    if kind == "text":
        return {"contentType": "text", "content": text(body["contentType"], body["content"])}
    content = body["content"]
    if body["contentType"] == "html" and not unsafe:
        content = clean(content)
    if body["contentType"] == "text" and content:
        lines = html.escape(content, quote=False).replace("\r\n", "\n").replace("\n", "<br>\r\n")
        content = f'<div class="PlainText">{lines}</div>'
    if wrap and content and not DOCUMENT.search(content):
        content = (
            f"<html>\r\n<head>\r\n{HEAD}\r\n</head>\r\n<body>\r\n{content}\r\n</body>\r\n</html>"
        )
    return {"contentType": "html", "content": content}


@lru_cache(maxsize=4096)
def text(kind: str, content: str) -> str:
    """The text of a body."""
    if kind == "text":
        return content
    plain = LINKS.sub(_link, re.sub(r"\s*\n\s*", " ", HIDDEN.sub("", content)))
    found = html.unescape(TAGS.sub("", BREAKS.sub("\r\n", plain)))
    return re.sub(r" *\r\n *", "\r\n", found).translate(BRACKETS).strip()


def _link(match: re.Match[str]) -> str:
    """A link is its words with the address behind them; one that shows itself is itself."""
    words = TAGS.sub("", match[3])
    return words if words == match[2] else f"{words}\0{match[2]}\1"


def preview(body: Fields) -> str:
    """The beginning of the text."""
    return text(body["contentType"], body["content"])[:PREVIEW].strip()
