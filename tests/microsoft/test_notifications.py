"""What Graph posts, and what others post to the same address."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.microsoft_calendar_sync.core.notifications import Notification, Told, read

CHANGE = {"subscriptionId": "s", "clientState": "7.secret", "changeType": "updated"}


def posted(*rows):
    return json.dumps({"value": rows}).encode()


def test_a_change():
    """A change is told of the calendar whose token it carries, several times once."""
    assert read(posted(CHANGE, {**CHANGE, "changeType": "deleted"})) == {
        Notification("7.secret", Told.CHANGED)
    }


@pytest.mark.parametrize(
    ("event", "told"),
    [
        ("reauthorizationRequired", Told.ENDING),
        ("subscriptionRemoved", Told.ENDED),
        ("missed", Told.CHANGED),
        ("somethingNew", Told.CHANGED),
    ],
)
def test_lifecycle(event, told):
    """What Graph says of the subscription itself is kept apart from changes."""
    assert read(posted({**CHANGE, "lifecycleEvent": event})) == {Notification("7.secret", told)}


def test_several_subscriptions_in_one_post():
    """One post may be about several calendars."""
    found = read(posted(CHANGE, {**CHANGE, "clientState": "8.other"}))
    assert {one.token for one in found} == {"7.secret", "8.other"}


@pytest.mark.parametrize(
    "body", [b"", b"{", b"[]", b"{}", b'{"value": {}}', b"\xff", b"[" * 100_000]
)
def test_nothing_that_graph_posts(body):
    """Whatever else is posted is refused, and nothing comes of it."""
    assert read(body) is None


json_like = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@given(st.lists(json_like | st.dictionaries(st.sampled_from(sorted(CHANGE)), json_like)))
def test_anything_in_the_list(rows):
    """A post of any shape is read without a stumble, and gives texts as tokens."""
    found = read(json.dumps({"value": rows}).encode())
    assert all(isinstance(one.token, str) for one in found)
