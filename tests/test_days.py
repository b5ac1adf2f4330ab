"""The meetings of tests with an Odoo are to come, on each day of ten years."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests.days import AHEAD, MONDAY, TOLD, day, new_monday, when

TEN_YEARS = [date(2026, 11, 1) + timedelta(days=number) for number in range(3653)]


def test_to_come() -> None:
    """The year of the tests begins on a Monday that is a while ahead, and not too far."""
    for today in TEN_YEARS:
        monday = new_monday(today)
        assert monday.weekday() == TOLD.weekday() == 0, today
        assert AHEAD <= monday - today <= timedelta(days=425), today


def test_seasons() -> None:
    """It begins where it is told to begin, three days sooner or later."""
    for today in TEN_YEARS:
        monday = new_monday(today)
        assert abs(monday - TOLD.replace(year=monday.year)) <= timedelta(days=3), today


@pytest.mark.parametrize("told", ["01-04", "03-28", "06-07", "12-03"])
def test_weekdays(told: str) -> None:
    """A date is as far from that Monday as it is told."""
    there = date.fromisoformat(day(told))
    assert there - MONDAY == date.fromisoformat(f"2027-{told}") - TOLD
    assert when(told, 9) == f"{there} 09:00:00"
