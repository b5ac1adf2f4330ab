"""Listing several calendars: what fails is told by its calendar, and an old cursor starts anew."""

from __future__ import annotations

import pytest

from odoo.addons.calendar_sync_base.core.errors import CursorExpired, ServerTrouble
from odoo.addons.calendar_sync_base.engine.memory import EVERYTHING
from odoo.addons.calendar_sync_base.engine.observe import listing

TROUBLE, EXPIRED = ServerTrouble("503"), CursorExpired("410")


class Scripted:
    """A provider whose listings are given by calendar and cursor; errors are raised."""

    def __init__(self, **answers):
        self.answers = answers

    def changes(self, calendar_id, cursor, _window):
        """Return or raise what was given."""
        answer = self.answers[f"{calendar_id}_{cursor}"]
        if isinstance(answer, Exception):
            raise answer
        return answer


def test_a_calendar_that_cannot_be_listed_stops_no_other():
    """The trouble of one calendar is its result; the next one is listed."""
    wanted = [(1, "a", "c1", EVERYTHING), (2, "b", "c2", EVERYTHING)]
    found = listing(Scripted(a_c1=TROUBLE, b_c2="changes"), wanted)
    assert {key: (one.cursor, one.result) for key, one in found.items()} == {
        1: ("c1", TROUBLE),
        2: ("c2", "changes"),
    }


@pytest.mark.parametrize("whole", ["everything", TROUBLE, EXPIRED])
def test_an_expired_cursor_lists_everything_once(whole):
    """After an expired cursor everything is asked for, once, and that is the result."""
    found = listing(Scripted(a_c1=EXPIRED, a_=whole), [(1, "a", "c1", EVERYTHING)])
    assert found[1].result is whole
