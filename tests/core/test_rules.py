"""Recurrence rules: what is the same is equal, what is nonsense is refused."""

from __future__ import annotations

import pytest
from hypothesis import given

from odoo.addons.calendar_sync_base.core.errors import InvalidRule
from odoo.addons.calendar_sync_base.core.recurrence import (
    excluded_line,
    expand,
    implicit,
    normalise,
    read_recurrence,
)
from odoo.addons.calendar_sync_base.core.values import AllDay

from . import strategies as some
from .build import MONDAY, date_span, timed, utc

SPAN = timed(MONDAY)


@pytest.mark.parametrize(
    ("given_line", "same_line"),
    [
        ("RRULE:FREQ=WEEKLY;BYDAY=MO", "BYDAY=MO;FREQ=weekly"),
        ("RRULE:FREQ=WEEKLY", "RRULE:FREQ=WEEKLY;BYDAY=MO"),
        ("RRULE:FREQ=WEEKLY;INTERVAL=1;WKST=MO", "RRULE:FREQ=WEEKLY;BYDAY=MO"),
        ("RRULE:FREQ=WEEKLY;WKST=SU", "RRULE:FREQ=WEEKLY"),
        ("RRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=MO;WKST=SU", "RRULE:FREQ=WEEKLY;INTERVAL=2"),
        ("RRULE:FREQ=WEEKLY;BYDAY=WE,MO,MO", "RRULE:FREQ=WEEKLY;BYDAY=MO,WE"),
        ("RRULE:FREQ=DAILY;BYDAY=MO,TU", "RRULE:FREQ=WEEKLY;BYDAY=MO,TU"),
        ("RRULE:FREQ=MONTHLY", "RRULE:FREQ=MONTHLY;BYMONTHDAY=2"),
        ("RRULE:FREQ=MONTHLY;BYDAY=TU;BYSETPOS=2", "RRULE:FREQ=MONTHLY;BYDAY=+2TU"),
        ("RRULE:FREQ=MONTHLY;BYDAY=FR;BYSETPOS=-1", "RRULE:FREQ=MONTHLY;BYDAY=-1FR"),
        ("RRULE:FREQ=YEARLY", "RRULE:FREQ=YEARLY;BYMONTHDAY=2;BYMONTH=3"),
        ("RRULE:FREQ=DAILY;X-RELATIVE=1", "RRULE;X-EVOLUTION-ENDDATE=20200120:FREQ=DAILY"),
        ("DTSTART:20260302T080000Z\nRRULE:FREQ=DAILY;COUNT=03", "RRULE:FREQ=DAILY;COUNT=3"),
        # Vienna is one hour ahead of UTC: 30 March ends at 22:00 UTC, in summer time already.
        ("RRULE:FREQ=DAILY;UNTIL=20260330", "RRULE:FREQ=DAILY;UNTIL=20260330T215959Z"),
        ("RRULE:FREQ=DAILY;UNTIL=20260330T070000Z", "RRULE:FREQ=DAILY;UNTIL=20260330"),
        ("RRULE:FREQ=DAILY;UNTIL=20260330T065959Z", "RRULE:FREQ=DAILY;UNTIL=20260329"),
        ("RRULE:FREQ=DAILY;UNTIL=20260330T090000", "RRULE:FREQ=DAILY;UNTIL=20260330"),
        (
            "RDATE:20260304T080000Z,20260303T080000Z",
            "RDATE;TZID=Europe/Vienna:20260303T090000,20260304T090000",
        ),
        ("RDATE;VALUE=PERIOD:20260303T080000Z/PT1H", "RDATE:20260303T080000Z"),
        ("EXDATE;VALUE=DATE:20260309", "EXDATE:20260309T080000Z"),
    ],
)
def test_equal_rules_compare_equal(given_line, same_line):
    """Two ways to write the same rule of the same start are one (promise 15)."""
    assert normalise((given_line,), SPAN) == normalise((same_line,), SPAN)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("RRULE:FREQ=WEEKLY;BYDAY=TU", "RRULE:FREQ=WEEKLY"),
        (
            "RRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=SU,MO;WKST=SU",
            "RRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=SU,MO",
        ),
        ("RRULE:FREQ=DAILY;COUNT=3", "RRULE:FREQ=DAILY;COUNT=4"),
        ("RRULE:FREQ=DAILY;UNTIL=20260330", "RRULE:FREQ=DAILY;UNTIL=20260331"),
        ("RRULE:FREQ=MONTHLY;BYDAY=2TU", "RRULE:FREQ=MONTHLY;BYDAY=TU"),
    ],
)
def test_different_rules_stay_different(one, other):
    """What makes other dates is never taken for the same."""
    assert normalise((one,), SPAN) != normalise((other,), SPAN)


def test_all_day_until_is_a_date():
    """A rule of whole days ends on a date, whatever time came with it (promise 18)."""
    for text in ("20260330", "20260330T000000Z", "20260330T235959"):
        lines = normalise((f"RRULE:FREQ=DAILY;UNTIL={text}",), date_span(2026, 3, 2))
        assert lines == ("RRULE:FREQ=DAILY;UNTIL=20260330",)


@pytest.mark.parametrize(
    "line",
    [
        "RRULE:",
        "RRULE:BYDAY=MO",
        "RRULE:FREQ=SOMETIMES",
        "RRULE:FREQ=DAILY;COUNT=0",
        "RRULE:FREQ=DAILY;COUNT=many",
        "RRULE:FREQ=DAILY;COUNT=²",
        "RRULE:FREQ=DAILY;INTERVAL=-1",
        "RRULE:FREQ=DAILY;COUNT=2;UNTIL=20260330",
        "RRULE:FREQ=DAILY;UNTIL=20260231",
        "RRULE:FREQ=DAILY;UNTIL=soon",
        "RRULE:FREQ=DAILY;BYSETPOS=2",
        "RRULE:FREQ=WEEKLY;BYDAY=2MO",
        "RRULE:FREQ=MONTHLY;BYDAY=XX",
        "RRULE:FREQ=MONTHLY;BYDAY=99MO",
        "RRULE:FREQ=MONTHLY;BYMONTHDAY=32",
        "RRULE:FREQ=YEARLY;BYMONTH=-1",
        "RRULE:FREQ=WEEKLY;WKST=1",
        "RRULE:FREQ=YEARLY;RSCALE=CHINESE",
        "RDATE:tomorrow",
    ],
)
def test_nonsense_is_refused(line):
    """A rule that means nothing sets its one meeting aside, with a reason (promise 19)."""
    with pytest.raises(InvalidRule) as caught:
        expand(SPAN, (line,))
    assert caught.value.message


def test_exdates_become_exclusions():
    """EXDATE lines are read as excluded slots, and written again."""
    lines = ("RRULE:FREQ=WEEKLY;COUNT=4", "EXDATE;TZID=Europe/Vienna:20260309T090000")
    recurrence = read_recurrence(lines, SPAN)
    assert recurrence.rules == ("RRULE:FREQ=WEEKLY;COUNT=4;BYDAY=MO",)
    assert recurrence.excluded == {utc(2026, 3, 9, 8)}
    assert excluded_line(recurrence.excluded) == ("EXDATE:20260309T080000Z",)
    assert excluded_line(()) == ()


def test_no_rule_is_no_series():
    """Lines that only exclude make no series."""
    assert read_recurrence(("EXDATE:20260309T080000Z",), SPAN) is None
    assert read_recurrence((), SPAN) is None


def test_implicit_leaves_out_what_the_start_says():
    """A weekly series moved to another weekday has the same rule as before."""
    monday = implicit(("RRULE:FREQ=WEEKLY;BYDAY=MO",), SPAN)
    tuesday = implicit(("RRULE:FREQ=WEEKLY;BYDAY=TU",), timed(utc(2026, 3, 3, 8)))
    assert monday == tuesday == ("RRULE:FREQ=WEEKLY",)
    assert implicit(("nonsense",), SPAN) == ("nonsense",)


@given(some.spans, some.rules())
def test_normalise_is_stable_and_keeps_the_dates(span, rule):
    """The canonical form is its own canonical form, and means the same as what it was made of."""
    lines = normalise((rule,), span)
    assert normalise(lines, span) == lines
    assert normalise(implicit(lines, span), span) == lines
    assert expand(span, lines, limit=30) == expand(span, (rule,), limit=30)


@given(some.all_day_spans(), some.rules())
def test_all_day_has_no_zone(span, rule):
    """Slots of whole days are dates."""
    assert isinstance(span, AllDay)
    assert all(type(one).__name__ == "date" for one in expand(span, (rule,), limit=10))


def test_a_time_in_a_series_of_whole_days_is_its_date():
    """A date that a service gives with a time of day names the same day of a whole-day series."""
    lines = ("RRULE:FREQ=DAILY;COUNT=3", "EXDATE:20260303T000000Z", "RDATE:20260309T120000Z")
    found = read_recurrence(lines, date_span(2026, 3, 2))
    assert found.excluded == {date_span(2026, 3, 3).start}
    assert "RDATE;VALUE=DATE:20260309" in found.rules


def test_excluded_slots_share_a_line_of_their_kind():
    """Instants stand on one line and dates on another, each in order, with commas between."""
    first, second = date_span(2026, 3, 2).start, date_span(2026, 3, 9).start
    assert excluded_line([second, utc(2026, 3, 9, 8), first, utc(2026, 3, 2, 8)]) == (
        "EXDATE:20260302T080000Z,20260309T080000Z",
        "EXDATE;VALUE=DATE:20260302,20260309",
    )
