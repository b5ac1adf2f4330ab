"""One meeting is one event: chosen ids, and how events are recognised (promises 2, 3, 41, 46)."""

from __future__ import annotations

import re
from datetime import UTC

from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.calendar_sync_base.core.identity import (
    MARKER_NAME,
    Found,
    match,
    occurrence_uid,
    remote_id,
    series_uid_of,
)
from odoo.addons.calendar_sync_base.core.observation import RemoteEvent

DATABASE = "0f3c1a52-7a5e-11ee-b962-0242ac120002"


@given(st.text(), st.text(), st.text(), st.integers(0, 99))
def test_ids_are_ones_google_takes(database, uid, calendar, generation):
    """A chosen id has only a-v and 0-9 and a length that is allowed."""
    assert re.fullmatch(r"[a-v0-9]{52}", remote_id(database, uid, calendar, generation))


def test_ids_are_stable():
    """The same meeting on the same calendar gets the same id, in every version of this program."""
    assert remote_id(DATABASE, "uid", "calendar") == remote_id(DATABASE, "uid", "calendar", 0)
    assert remote_id("db", "uid", "calendar") == (
        "kh5gc61r85kst7sqgqf28e2fa3ppp2vtb31jntg804mdivuej5n0"
    )


@given(st.lists(st.tuples(st.text("a:1", max_size=3), st.text("a:1", max_size=3)), unique=True))
def test_ids_do_not_collide(pairs):
    """Different meetings, calendars, databases or generations have different ids."""
    ids = {remote_id(one, other, "c") for one, other in pairs}
    assert len(ids) == len(pairs)
    assert remote_id("d", "u", "c", 1) != remote_id("d", "u", "c", 0)
    assert remote_id("d", "u", "c1") != remote_id("d", "u", "c", 1)


def test_the_marker_fits():
    """Google drops property names of more than 44 characters silently."""
    assert len(MARKER_NAME) <= 44


def recognised(events, links=None, uids=None):
    """Return key and way of recognition of each event."""
    return [(one.key, one.found) for one in match(events, links or {}, uids or {})]


def test_link_then_marker_then_uid():
    """An event is known by its link, else by our marker, else by its iCalUID."""
    event = RemoteEvent("r1", uid="u1", marker="m1")
    assert recognised([event], {"r1": 1}, {"m1": 2, "u1": 3}) == [(1, Found.LINK)]
    assert recognised([event], {}, {"m1": 2, "u1": 3}) == [(2, Found.MARKER)]
    assert recognised([event], {}, {"u1": 3}) == [(3, Found.UID)]
    assert recognised([event]) == [(None, Found.NEW)]


def test_a_copied_event_is_another_meeting():
    """An event somebody duplicated, marker and all, does not take the original's place."""
    copy, original = RemoteEvent("r2", marker="m1"), RemoteEvent("r1", marker="m1")
    assert recognised([copy, original], {"r1": 1}, {"m1": 1}) == [
        (None, Found.NEW),
        (1, Found.LINK),
    ]
    assert recognised([copy, original], {}, {"m1": 1}) == [(1, Found.MARKER), (None, Found.NEW)]


def test_a_marker_goes_before_anothers_uid():
    """Our own mark is worth more than an iCalUID that came from outside."""
    imported, marked = RemoteEvent("r2", uid="u1"), RemoteEvent("r1", marker="u1")
    assert recognised([imported, marked], {}, {"u1": 1}) == [(None, Found.NEW), (1, Found.MARKER)]


def test_without_anything():
    """An event without uid or marker is new; nothing is no match for nothing."""
    assert recognised([RemoteEvent("r1")], {}, {"": 1}) == [(None, Found.NEW)]


@given(st.text(min_size=1), st.datetimes(timezones=st.just(UTC)) | st.dates())
def test_an_occurrence_names_its_series(uid, original):
    """By the uid of an occurrence its series is found; a uid of another kind names none."""
    assert series_uid_of(occurrence_uid(uid, original)) == uid
    assert series_uid_of("plain@example.com") == ""
