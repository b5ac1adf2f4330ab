"""Batches: many calls in one request, and their answers back in order."""

from __future__ import annotations

import json
import random

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from odoo.addons.calendar_sync_base.core.http import Answer, Call
from odoo.addons.google_calendar_sync.core.batch import decode, encode

TYPE = "multipart/mixed; boundary=batch_x"


def part(number, status=200, body=None, head="", newline="\r\n"):
    """Return one part of an answer as Google writes it."""
    text = "" if body is None else json.dumps(body)
    lines = [
        "--batch_x",
        "Content-Type: application/http",
        f"Content-ID: <response-call-{number}>",
        "",
        f"HTTP/1.1 {status} Words",
        "Content-Type: application/json; charset=UTF-8",
        *([head] if head else []),
        "",
        text,
        "",
    ]
    return newline.join(lines).encode()


def whole(*parts):
    """Return the body of an answer."""
    return b"".join(parts) + b"--batch_x--\r\n"


def test_a_batch_as_google_wants_it():
    """Each part is a request with a path, its own precondition and its own JSON."""
    calls = [
        Call("PATCH", "/calendar/v3/x", (("a", "b c"),), {"summary": "Größe\n--"}, '"1"'),
        Call("DELETE", "/calendar/v3/y"),
    ]
    content_type, body = encode(calls)
    boundary = content_type.partition("boundary=")[2]
    first, second = body.decode("ascii").split(f"--{boundary}\r\n")[1:]
    assert first == (
        "Content-Type: application/http\r\nContent-ID: <call-0>\r\n\r\n"
        'PATCH /calendar/v3/x?a=b+c HTTP/1.1\r\nIf-Match: "1"\r\n'
        "Content-Type: application/json\r\nContent-Length: 34\r\n\r\n"
        '{"summary": "Gr\\u00f6\\u00dfe\\n--"}\r\n'
    )
    assert second.startswith("Content-Type: application/http\r\nContent-ID: <call-1>\r\n\r\nDELETE")
    assert body.endswith(f"--{boundary}--\r\n".encode())


@pytest.mark.parametrize("newline", ["\r\n", "\n"])
def test_answers_come_back_in_order(newline):
    """Answers are matched by their id, whatever their order or line ends."""
    parts = [part(n, 200 + n, {"n": n}, newline=newline) for n in (2, 0, 1)]
    assert [one.status for one in decode(TYPE, whole(*parts), 3)] == [200, 201, 202]
    assert [one.body for one in decode(TYPE, whole(*parts), 3)] == [{"n": 0}, {"n": 1}, {"n": 2}]


def test_an_answer_without_a_body():
    """A deletion's answer is empty."""
    [answer] = decode(TYPE, whole(part(0, 204)), 1)
    assert (answer.status, answer.body) == (204, {})


@pytest.mark.parametrize("status", [200, 201])
def test_a_success_without_its_body_is_missing(status):
    """An event that should be in an answer and is not was cut off, not made empty."""
    assert decode(TYPE, whole(part(0, status)), 1) == [None]


def test_headers_of_an_answer():
    """Each part has headers of its own."""
    [answer] = decode(TYPE, whole(part(0, 503, {}, "Retry-After: 3")), 1)
    assert answer.headers["retry-after"] == "3"


def test_a_quoted_boundary():
    """A boundary may be quoted, and contain what means something elsewhere."""
    body = part(0, 200, {}).replace(b"batch_x", b"b+(x)?") + b"--b+(x)?--"
    assert decode('multipart/mixed; boundary="b+(x)?"', body, 1)[0].status == 200


def test_a_part_that_is_missing():
    """A call without an answer is known as such, the others are not affected (promise 20)."""
    answers = decode(TYPE, whole(part(0, 204), part(2, 404)), 3)
    assert [one is None for one in answers] == [False, True, False]


def test_a_part_too_many():
    """An answer to what was not asked is ignored."""
    assert len(decode(TYPE, whole(part(0, 204), part(7, 204)), 1)) == 1


def test_the_boundary_inside_a_body():
    """What looks like a boundary inside a text is part of the text."""
    body = {"summary": "a --batch_x b"}
    assert decode(TYPE, whole(part(0, 200, body)), 1)[0].body == body


@pytest.mark.parametrize("content_type", ["", "text/html", "multipart/mixed", "multipart/mixed; x"])
def test_no_batch_at_all(content_type):
    """Something else than a batch answers nothing."""
    assert decode(content_type, whole(part(0)), 2) == [None, None]


def test_cut_off_anywhere():
    """Cut off anywhere, an answer is either whole or missing: never half, never an exception."""
    good = [part(n, 200, {"id": str(n), "text": "x" * 20}) for n in range(3)]
    body = whole(*good)
    expected = decode(TYPE, body, 3)
    for end in range(len(body)):
        for one, meant in zip(decode(TYPE, body[:end], 3), expected, strict=True):
            assert one in (None, meant)


@settings(deadline=None, database=None, derandomize=True, max_examples=200)
@given(st.text(max_size=60), st.binary(max_size=300), st.integers(0, 3))
@example(TYPE, b"--batch_x\r\nContent-ID: <response-call-0>\r\n\r\nHTTP/1.1 200 OK\r\n\r\n[1]", 1)
def test_anything_can_be_decoded(content_type, body, count):
    """No answer makes decoding fail."""
    answers = decode(content_type, body, count)
    assert len(answers) == count
    assert all(one is None or isinstance(one, Answer) for one in answers)


def test_damaged_answers():
    """A damaged answer never raises and never makes up an event."""
    body = whole(*(part(n, 200, {"id": str(n)}) for n in range(4)))
    dice = random.Random(7)
    for _attempt in range(2000):
        damaged = bytearray(body)
        for _byte in range(dice.randint(1, 6)):
            damaged[dice.randrange(len(damaged))] = dice.randrange(256)
        assert len(decode(TYPE, bytes(damaged), 4)) == 4
