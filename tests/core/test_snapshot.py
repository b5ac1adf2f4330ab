"""A base survives the database exactly, and what cannot be read is as good as none."""

from __future__ import annotations

import json
from dataclasses import asdict, replace

import pytest
from hypothesis import given

from odoo.addons.calendar_sync_base.core.observation import Base
from odoo.addons.calendar_sync_base.core.snapshot import (
    VERSION,
    dump_base,
    load_base,
)
from odoo.addons.calendar_sync_base.core.values import Conference, Person

from . import strategies as some
from .build import SINGLE, WEEKLY, guest


@given(some.meetings, some.meetings)
def test_round_trip(local, remote):
    """What is stored is what is read, to the last bit (promise 22)."""
    base = Base(local, remote)
    stored = json.loads(json.dumps(dump_base(base)))
    assert load_base(stored) == base
    assert asdict(load_base(stored)) == asdict(base)


def test_what_is_not_compared_is_kept_too():
    """Names, organizer and the provider's own words come back although nobody compares them."""
    known = guest(name="Ben", opaque='{"id": 1}', resource=True)
    meeting = replace(
        SINGLE,
        organizer=Person("anna@example.com", "Anna"),
        attendees=(known,),
        attendees_complete=False,
        conference=Conference(requested=True),
    )
    found = load_base(json.loads(json.dumps(dump_base(Base(meeting, meeting)))))
    assert asdict(found.local) == asdict(meeting)


@pytest.mark.parametrize(
    "data",
    [
        None,
        False,
        "text",
        [],
        {},
        {"version": VERSION + 1},
        {"version": VERSION},
        {"version": VERSION, "local": {}, "remote": {}},
        {"version": VERSION, "local": None, "remote": None},
    ],
)
def test_the_unreadable_is_none(data):
    """An unknown version or a damaged snapshot means: compare anew (promise 22)."""
    assert load_base(data) is None


def test_a_damaged_field_is_none():
    """One field that makes no sense spoils the snapshot, not the pass."""
    stored = dump_base(Base(WEEKLY, WEEKLY))
    for name, value in (("span", {"start": "x"}), ("privacy", "secret"), ("attendees", [["a"]])):
        broken = json.loads(json.dumps(stored))
        broken["local"][name] = value
        assert load_base(broken) is None
