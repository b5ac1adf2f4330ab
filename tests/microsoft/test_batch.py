"""Batches: many calls in one request, and their answers back in order."""

from __future__ import annotations

import json
import random

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from odoo.addons.calendar_sync_base.core.http import Answer, Call
from odoo.addons.microsoft_calendar_sync.core.batch import SIZE, decode, encode
from odoo.addons.microsoft_calendar_sync.core.calls import HEADERS

TYPE = "application/json; odata.metadata=minimal"


def answered(*rows):
    """Return the body of an answer."""
    return json.dumps({"responses": list(rows)}).encode()


def row(number, status=200, **more):
    """Return one response of an answer."""
    return {"id": str(number), "status": status, "headers": {}, "body": {"n": number}, **more}


def test_a_batch_as_graph_wants_it():
    """Each item has a path below the version, its own headers, and its JSON with its type."""
    calls = [
        Call("PATCH", "/v1.0/me/x", (("a", "b c"),), {"subject": "Größe"}, 'W/"1"'),
        Call("DELETE", "/v1.0/me/y"),
    ]
    content_type, body = encode(calls)
    assert content_type == "application/json"
    assert json.loads(body)["requests"] == [
        {
            "id": "0",
            "method": "PATCH",
            "url": "/me/x?a=b+c",
            "headers": {**HEADERS, "If-Match": 'W/"1"', "Content-Type": "application/json"},
            "body": {"subject": "Größe"},
        },
        {"id": "1", "method": "DELETE", "url": "/me/y", "headers": dict(HEADERS)},
    ]


def test_every_item_asks_for_what_every_request_asks_for():
    """Items do not inherit the batch's headers: ids would change their form, times their zone."""
    _type, body = encode([Call("GET", "/v1.0/me/x")])
    prefer = json.loads(body)["requests"][0]["headers"]["Prefer"]
    assert 'IdType="ImmutableId"' in prefer
    assert 'outlook.timezone="UTC"' in prefer
    assert 'outlook.body-content-type="html"' in prefer


def test_graph_takes_twenty():
    """A batch is never larger than Graph takes."""
    assert SIZE == 20


def test_answers_come_back_in_the_order_of_the_calls():
    """Graph answers in any order; answers are matched by their id."""
    body = answered(row(2, 202), row(0, 200), row(1, 201))
    assert [one.status for one in decode(TYPE, body, 3)] == [200, 201, 202]
    assert [one.body["n"] for one in decode(TYPE, body, 3)] == [0, 1, 2]


def test_each_answer_has_its_own_status_and_headers():
    """One item may be slowed down while the others pass; it says itself how long to wait."""
    slow = row(1, 429, headers={"Retry-After": "7"}, body={"error": {"code": "TooManyRequests"}})
    first, second = decode(TYPE, answered(row(0), slow), 2)
    assert first.status == 200
    assert (second.status, second.headers["retry-after"]) == (429, "7")
    assert second.body["error"]["code"] == "TooManyRequests"


@pytest.mark.parametrize("status", [202, 204])
def test_an_answer_without_a_body(status):
    """A deletion's answer is empty."""
    bare = {"id": "0", "status": status}
    assert decode(TYPE, answered(bare), 1) == [Answer(status)]


def test_a_success_that_lacks_its_body_is_no_answer():
    """A success without the event it promised is one whose outcome is not known."""
    assert decode(TYPE, answered(row(0, 200, body=None)), 1) == [None]


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<html>",
        b"[]",
        b'{"responses": 3}',
        b'{"responses": [3, {}, {"id": 0, "status": 200}, {"id": "x"}, {"id": "7"}]}',
        b'{"responses": [{"id": "0", "status": true, "body": {}}]}',
        '{"responses": [{"id": "²", "status": 200, "body": {}}]}'.encode(),
        b"\xff\xfe",
        b"[" * 100_000,
    ],
)
def test_what_is_no_answer_is_none(body):
    """A body that is something else has no answers, and nothing is raised."""
    assert decode(TYPE, body, 2) == [None, None]


def test_another_type_is_no_answer():
    """A page of a portal is not looked into."""
    assert decode("text/html", answered(row(0)), 1) == [None]


statuses = st.sampled_from([200, 201, 204, 400, 404, 412, 429, 500, 503])


@given(st.lists(statuses, max_size=SIZE), st.randoms(use_true_random=False))
def test_any_answers_in_any_order(codes, dice):
    """Whatever the order, each call gets its own answer."""
    rows = [row(number, code) for number, code in enumerate(codes)]
    dice.shuffle(rows)
    found = decode(TYPE, answered(*rows), len(codes))
    assert [one.status for one in found] == codes


@given(st.integers(0, 400))
@example(0)
def test_an_answer_that_was_cut_off_never_raises(length):
    """Half an answer is no answer to anything."""
    rows = [row(number) for number in range(5)]
    random.Random(length).shuffle(rows)
    whole = answered(*rows)
    assert decode(TYPE, whole[: min(length, len(whole) - 1)], 5) == [None] * 5
