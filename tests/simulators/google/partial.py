"""Partial answers: ``fields=items(id,start/dateTime),nextPageToken``.

https://developers.google.com/workspace/calendar/api/guides/performance#partial-response
What is not named is not sent, page and sync tokens included.
"""

from __future__ import annotations

import re
from typing import Any

from . import errors

TOKEN = re.compile(r"[A-Za-z0-9_*-]+|[(),/]")
Mask = dict[str, Any]


def parse(text: str) -> Mask:
    """The selector as a tree; an empty branch is everything below."""
    words = TOKEN.findall(text)
    if "".join(words) != text.replace(" ", "") or not words:
        raise _bad(text)
    mask, rest = _list(words, text)
    if rest:
        raise _bad(text)
    return mask


def _bad(text: str) -> errors.ApiError:
    return errors.ApiError(
        400, "invalidParameter", f"Invalid field selection {text}", "global", "fields"
    )


def _list(words: list[str], text: str) -> tuple[Mask, list[str]]:
    mask: Mask = {}
    while True:
        name, below, words = _item(words, text)
        mask[name] = {**mask.get(name, {}), **below}
        if not words or words[0] != ",":
            return mask, words
        words = words[1:]


def _item(words: list[str], text: str) -> tuple[str, Mask, list[str]]:
    if not words or words[0] in "(),/":
        raise _bad(text)
    name, words = words[0], words[1:]
    if words[:1] == ["/"]:
        inner, below, words = _item(words[1:], text)
        return name, {inner: below}, words
    if words[:1] == ["("]:
        below, words = _list(words[1:], text)
        if words[:1] != [")"]:
            raise _bad(text)
        return name, below, words[1:]
    return name, {}, words


def cut(value: Any, mask: Mask) -> Any:
    """The part of an answer that a mask selects."""
    if not mask or "*" in mask:
        return value
    if isinstance(value, list):
        return [cut(item, mask) for item in value]
    if not isinstance(value, dict):
        return value
    return {name: cut(value[name], below) for name, below in mask.items() if name in value}
