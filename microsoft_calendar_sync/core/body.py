"""Descriptions: the inside of an HTML document, without the block by which Teams is joined.

https://learn.microsoft.com/graph/api/resources/itembody
A body that loses that block is no online meeting any more, so it goes back along with every
description: https://learn.microsoft.com/graph/api/event-update
"""

from __future__ import annotations

import html
import re
from collections import Counter
from dataclasses import dataclass

from odoo.addons.calendar_sync_base.core.dirty import Json, mapping, text
from odoo.addons.calendar_sync_base.core.text import canonical

_INSIDE = re.compile(r"<body\b[^>]*>(.*?)(?:</body\s*>|\Z)", re.I | re.S)
# No tag goes on behind the next "<": what never ends is not looked through again and again.
_TAG = re.compile(r"<(/?)([a-z][^\s/<>]*)((?:\"[^\"<]*\"|'[^'<]*'|[^'\"<>])*)>", re.I)
_LINE = re.compile(r"_{20,}")
_VOID = frozenset({"br", "hr", "img", "input", "meta", "link", "col", "area", "wbr", "base"})
_GAP = re.compile(r"(?:\s|&nbsp;|<br\s*/?>)+", re.I)
_TEAMS = ("teams.microsoft.com", "teams.live.com")
_NOTHING: tuple[str, tuple[str, ...]] = ("", ())


@dataclass(frozen=True, slots=True)
class Body:
    """What people wrote, and the block of Teams as it stands behind or between it."""

    description: str = ""
    block: str = ""

    def written(self) -> Json:
        """Return the body for a write."""
        return {"body": {"contentType": "html", "content": self.description + self.block}}


def read_body(event: Json) -> Body:
    """Return the body of an event taken apart; what shows nothing is empty."""
    said = mapping(event.get("body"))
    content = text(said.get("content")).replace("\r\n", "\n")
    if text(said.get("contentType")).casefold() == "text":
        return Body(html.escape(content.strip(), quote=False).replace("\n", "<br>"))
    description, block = _apart(_inside(content), join_link(event))
    return Body("" if canonical(description) == _NOTHING else description, block)


def join_link(event: Json) -> str:
    """Return the link by which an online meeting is joined, empty when there is none."""
    made = text(mapping(event.get("onlineMeeting")).get("joinUrl"))
    return made or text(event.get("onlineMeetingUrl"))


def lost_link(there: Body, description: str, shown: Json) -> str:
    """Return the link of an online meeting whose block was not recognised and would be overwritten.

    The meeting lives as long as the link is in its body.
    """
    link = join_link(shown)
    if not link or link not in html.unescape(there.description):
        return ""
    if link in html.unescape(description):
        return ""
    return f'<br><a href="{html.escape(link)}">{html.escape(link)}</a>'


def _inside(document: str) -> str:
    """Return what is inside of <body>: Outlook makes whole documents of what it is given."""
    found = _INSIDE.search(document)
    return (found[1] if found else document).strip()


def _apart(content: str, link: str) -> tuple[str, str]:
    """Return the description and the block of Teams: all between two lines around its link."""
    at = _link_at(content, link) if link else -1
    if at < 0:
        return content, ""
    before = [one.start() for one in _LINE.finditer(content, 0, at)]
    after = _LINE.search(content, at)
    if not before or not after:
        return content, ""
    start, end = _whole(content, before[-1], after.end())
    start = _without_gap(content, start)
    return (content[:start] + content[end:]).strip(), content[start:end]


def _link_at(content: str, link: str) -> int:
    """Return where the link stands, in whichever form; the service's host is in every one."""
    for form in (html.escape(link), link, *_TEAMS):
        at = content.find(form)
        if at >= 0:
            return at
    return -1


def _whole(content: str, start: int, end: int) -> tuple[int, int]:
    """Return a part of HTML widened until no element is half in it, with what only wraps it."""
    found = _elements(content)
    moved = True
    while moved:
        moved = False
        for first, last in found:
            torn = first < start < last < end or start < first < end < last
            if torn or _only_wraps(content, (first, last), (start, end)):
                start, end, moved = min(start, first), max(end, last), True
    return start, end


def _only_wraps(content: str, outer: tuple[int, int], inner: tuple[int, int]) -> bool:
    """Tell whether an element around a part has nothing else in it."""
    (first, last), (start, end) = outer, inner
    if not (first <= start and end <= last) or outer == inner:
        return False
    rest = content[first:start] + content[end:last]
    return not _GAP.sub("", _TAG.sub("", rest))


def _elements(content: str) -> list[tuple[int, int]]:
    """Return where each closed element begins and ends."""
    found: list[tuple[int, int]] = []
    opened: list[tuple[str, int]] = []
    waiting: Counter[str] = Counter()
    for tag in _TAG.finditer(content):
        name = tag[2].casefold()
        if not tag[1]:
            if name not in _VOID and not tag[3].endswith("/"):
                opened.append((name, tag.start()))
                waiting[name] += 1
        elif waiting[name]:
            while opened[-1][0] != name:
                waiting[opened.pop()[0]] -= 1
            waiting[name] -= 1
            found.append((opened.pop()[1], tag.end()))
    return found


def _without_gap(content: str, start: int) -> int:
    """Return where the empty lines in front of a place begin."""
    gaps = (one.start() for one in _GAP.finditer(content, 0, start) if one.end() == start)
    return next(gaps, start)
