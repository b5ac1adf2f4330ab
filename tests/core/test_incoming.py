"""JSON from outside is made such that it can be kept (promise 19)."""

from __future__ import annotations

import json

import pytest

from odoo.addons.calendar_sync_base.core.dirty import identifier
from odoo.addons.calendar_sync_base.core.http import read_body, retry_after
from odoo.addons.calendar_sync_base.core.incoming import DEEPEST, parse


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        (rb'"a\u0000b"', "a\ufffdb"),
        (rb'"a\ud800b"', "a\ufffdb"),
        (rb'"\ud83d\ude00"', "\U0001f600"),
        (rb'"\\u0000"', "\\u0000"),
        (b"NaN", None),
        (b"[1e999, -Infinity, 1.5]", [None, None, 1.5]),
        (rb'{"a\u0000": {"\udc00": "\u0000"}}', {"a\ufffd": {"\ufffd": "\ufffd"}}),
        (b"\xef\xbb\xbf{}", {}),
    ],
)
def test_what_cannot_be_kept_is_replaced(said, kept):
    """PostgreSQL takes every text, and every number is one in JSON again."""
    assert parse(said) == kept
    json.dumps(parse(said), allow_nan=False).encode()


@pytest.mark.parametrize("deep", [DEEPEST + 1, 500, 5000, 200_000])
def test_too_deep(deep):
    """What is nested without end is no answer, however deep the caller already is."""
    for data in (b"[" * deep + b"]" * deep, b'{"a":' * deep + b"1" + b"}" * deep):
        with pytest.raises(ValueError, match="deep"):
            parse(data)
        assert read_body(200, data) is None
        assert read_body(400, data) == {}


def test_deep_enough():
    """What services really send is far from the limit."""
    deep = b"[" * DEEPEST + b"]" * DEEPEST
    assert json.dumps(parse(deep)).encode() == deep


@pytest.mark.parametrize("said", [b"", b"{", b"\xff\xfe", b"9" * 5000, b"nothing"])
def test_no_json(said):
    """What is no JSON says so in one way."""
    with pytest.raises(ValueError):  # noqa: PT011 - whatever the reason
        parse(said)


@pytest.mark.parametrize("value", [None, 1, [], {}, "", ".", ".."])
def test_what_names_nothing(value):
    """An id that would lead out of its folder names nothing: deleting it is not for the folder."""
    assert identifier(value) == ""


def test_what_names_something():
    """Any other id is taken as it is, also one that only looks odd."""
    for value in ("abc", "...", "../x", "a b"):
        assert identifier(value) == value


@pytest.mark.parametrize(
    "said", ["\u00b2", "-1", "1.5", "Sat, 28 Nov 99999999999999999999 09:00:00 GMT", "soon"]
)
def test_absurd_waiting(said):
    """A wait that means nothing is none that was asked for."""
    assert retry_after({"retry-after": said, "date": "Sat, 28 Nov 2026 09:00:00 GMT"}) is None
