"""Waiting is bounded, grows, and honours what the provider asks for (promise 23)."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.calendar_sync_base.core.backoff import (
    LONGEST,
    LONGEST_ASKED,
    delay,
    delay_of_meeting,
)

attempts = st.integers(-3, 10_000)
jitters = st.floats(0, 1, exclude_max=True)


@given(attempts, jitters)
def test_bounded(attempt, jitter):
    """No wait is shorter than a second or longer than a quarter of an hour."""
    assert 1 <= delay(attempt, None, jitter) <= LONGEST


def test_the_published_formula():
    """min(2 s · 2ⁿ, 15 min) · (½ … 1)."""
    assert [delay(n, None, 0.5) for n in range(4)] == [1.5, 3, 6, 12]
    assert delay(9, None, 0) == LONGEST / 2


@given(attempts, st.floats(0.001, 1e9), jitters)
def test_retry_after_is_honoured(attempt, asked, jitter):
    """We never come back before the provider wants us to, nor wait longer than a day and a bit."""
    waited = delay(attempt, asked, jitter)
    assert min(asked, LONGEST_ASKED) <= waited <= LONGEST_ASKED * 1.1


@given(jitters)
def test_a_senseless_retry_after(jitter):
    """Zero or a negative time is as good as none."""
    for asked in (0, -5):
        assert delay(2, asked, jitter) == delay(2, None, jitter)


@given(attempts, jitters)
def test_a_meeting_is_tried_again_within_a_day(attempt, jitter):
    """A meeting that was set aside is tried again, from minutes to once a day (promise 20)."""
    assert 2 * 60 <= delay_of_meeting(attempt, jitter) <= 24 * 60 * 60


def test_jitter_spreads():
    """Accounts that failed together do not come back together."""
    assert len({delay(3, None, step / 10) for step in range(10)}) == 10
    assert len({delay(3, 60, step / 10) for step in range(10)}) == 10
