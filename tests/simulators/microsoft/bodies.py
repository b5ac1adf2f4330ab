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
TAGS = re.compile(r"<[^>]*>")
DOCUMENT = re.compile(r"<html[\s>]", re.IGNORECASE)
PREVIEW = 255
HEAD = '<meta http-equiv="Content-Type" content="text/html; charset=utf-8">'


def show(body: Fields, kind: str, wrap: bool) -> Fields:
    """A body in the wanted form."""
    if kind == "text":
        return {"contentType": "text", "content": text(body["contentType"], body["content"])}
    content = body["content"]
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
    plain = re.sub(r"\s*\n\s*", " ", HIDDEN.sub("", content))
    return html.unescape(TAGS.sub("", BREAKS.sub("\r\n", plain))).strip()


def preview(body: Fields) -> str:
    """The beginning of the text."""
    return text(body["contentType"], body["content"])[:PREVIEW].strip()
