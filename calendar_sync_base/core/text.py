"""Descriptions and links, as far as two ways of writing them mean the same.

Each side has its own HTML: sanitised, wrapped in paragraphs, with or without entities. Only where
the text itself differs is there anything to write.
"""

from __future__ import annotations

import re
import unicodedata
from html.parser import HTMLParser
from urllib.parse import urlsplit

_BLOCKS = frozenset(
    {"address", "article", "blockquote", "br", "dd", "div", "dl", "dt", "footer"}
    | {"h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "ol", "p", "pre", "section"}
    | {"table", "tr", "ul"}
)
_UNSEEN = frozenset({"script", "style", "head", "title", "template"})
_BLANKS = re.compile(r"[ \t\r\f\v\u00a0]+")
_LONGEST_LINK = 2000
# Comments and quoted values may hold some "<"; nobody opens so many tags without closing one.
_UNCLOSED = re.compile(r"(?:<[^<>]*){17,}(?![^<>])")


class _Reader(HTMLParser):
    """Collects what a person reads, and where the links lead."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.text: list[str] = []
        self.links: list[str] = []
        self._unseen = 0

    def parse_marked_section(self, i: int, report: bool = True) -> int:
        """Skip `<![…]>`, of which Word writes many and html.parser takes few: others raise."""
        return self.parse_bogus_comment(i, report)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._unseen += tag in _UNSEEN
        if tag in _BLOCKS:
            self.text.append("\n")
        self.links += [value for name, value in attrs if name in ("href", "src") and value]

    def handle_endtag(self, tag: str) -> None:
        self._unseen = max(0, self._unseen - (tag in _UNSEEN))
        if tag in _BLOCKS:
            self.text.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._unseen:
            # A line break in HTML source is a blank; those of plain text are handled by `plain`.
            self.text.append(data)


def plain(html: str) -> str:
    """Return the text a person reads in some HTML (or plain text), one line per block.

    Safe to show as text, not as HTML: it may contain `<`.
    """
    return _tidy("".join(_read(html).text))


def canonical(html: str) -> tuple[str, tuple[str, ...]]:
    """Return what two descriptions must have in common to be the same: text and link targets."""
    read = _read(html)
    shown = _tidy("".join(read.text))
    # An address that is also written out is made a link by one side only.
    return shown, tuple(sorted({one for one in read.links if one not in shown}))


def same_text(one: str, other: str) -> bool:
    """Tell whether two descriptions read the same, `<p>hello</p>` and `hello` for instance."""
    return one == other or canonical(one) == canonical(other)


def _read(html: str) -> _Reader:
    reader = _Reader()
    reader.feed(_closed(html))
    reader.close()
    return reader


def tame(html: str) -> str:
    """Return HTML in which what never becomes a tag is text.

    Odoo's sanitiser looks from each `<` for its `>`, the whole way and several times: 100 kB of
    them, one invitation, would keep it busy for minutes.
    """
    return _UNCLOSED.sub(lambda found: found[0].replace("<", "&lt;"), _closed(html))


def _closed(html: str) -> str:
    """Return HTML whose last tag is closed: html.parser looks for the end of each open one anew."""
    end = html.rfind(">") + 1
    return html[:end] + html[end:].replace("<", "&lt;")


def _tidy(text: str) -> str:
    composed = unicodedata.normalize("NFC", text)
    lines = (_BLANKS.sub(" ", line).strip() for line in composed.split("\n"))
    return "\n".join(line for line in lines if line)


def safe_link(url: str) -> str:
    """Return a web address that can be offered for a click, empty for anything else.

    Only http and https with a host: `javascript:` and the like come in conference links too.
    """
    address = url.strip()
    if not address or len(address) > _LONGEST_LINK or re.search(r"[\x00-\x20\x7f<>\"\\]", address):
        return ""
    try:
        parts = urlsplit(address)
        usable = parts.scheme.lower() in ("http", "https") and bool(parts.hostname)
    except ValueError:
        return ""
    return address if usable else ""
