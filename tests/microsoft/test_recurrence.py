"""Rules there and back: what Outlook can say means the same there, the rest is refused."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import islice

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from odoo.addons.calendar_sync_base.core.dirty import Unreadable
from odoo.addons.calendar_sync_base.core.errors import InvalidRule, NotExpressible
from odoo.addons.calendar_sync_base.core.recurrence import expand
from odoo.addons.calendar_sync_base.core.rules import WEEKDAYS
from odoo.addons.calendar_sync_base.core.values import AllDay, Timed
from odoo.addons.calendar_sync_base.core.zones import wall_of
from odoo.addons.microsoft_calendar_sync.core.pattern import DAYS, read_pattern
from odoo.addons.microsoft_calendar_sync.core.recurrence import (
    REFUSALS,
    anchored,
    check,
    write_recurrence,
)

from ..simulators.microsoft import recurrence as outlook
from .samples import pattern

HOUR = timedelta(hours=1)
MANY = 40
WEEKDAYS_LONG = list(DAYS[:5])


def timed(day="2026-03-10", hour=9, zone="Europe/Vienna"):
    """Return an hour on a day in UTC."""
    start = datetime.fromisoformat(f"{day}T{hour:02}:00:00").replace(tzinfo=UTC)
    return Timed(start, start + HOUR, zone)


def write(rule, span=None):
    """Return the recurrence for one RRULE, its start where Graph wants it."""
    first = anchored(span or timed(), [f"RRULE:{rule}"])
    return write_recurrence(first, [f"RRULE:{rule}"])


def refused(*lines, span=None):
    """Return the reason for which lines are refused."""
    with pytest.raises(NotExpressible) as caught:
        check(span or timed(), lines)
    return caught.value.reason


def outlook_days(recurrence, span):
    """Return the first days on which Outlook would put occurrences; it refuses what it dislikes."""
    zone = recurrence["range"].get("recurrenceTimeZone", "UTC")
    stored = outlook.check(recurrence, wall_of(span.start, span).date(), zone)
    return list(islice(outlook.dates(stored), MANY))


def our_days(lines, span):
    """Return the first days on which RFC 5545 puts occurrences."""
    return [wall_of(one, span).date() for one in expand(span, lines, limit=MANY)]


PATTERNS = [
    ("FREQ=DAILY", {"type": "daily", "interval": 1}),
    ("FREQ=DAILY;INTERVAL=3", {"type": "daily", "interval": 3}),
    (
        "FREQ=DAILY;BYDAY=MO,TU,WE,TH,FR",
        {
            "type": "weekly",
            "interval": 1,
            "daysOfWeek": WEEKDAYS_LONG,
            "firstDayOfWeek": "monday",
        },
    ),
    (
        "FREQ=WEEKLY",
        {"type": "weekly", "interval": 1, "daysOfWeek": ["tuesday"], "firstDayOfWeek": "monday"},
    ),
    (
        "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,SU;WKST=SU",
        {
            "type": "weekly",
            "interval": 2,
            "daysOfWeek": ["tuesday", "sunday"],
            "firstDayOfWeek": "sunday",
        },
    ),
    ("FREQ=MONTHLY", {"type": "absoluteMonthly", "interval": 1, "dayOfMonth": 10}),
    (
        "FREQ=MONTHLY;BYDAY=2TU",
        {"type": "relativeMonthly", "interval": 1, "daysOfWeek": ["tuesday"], "index": "second"},
    ),
    (
        "FREQ=MONTHLY;BYDAY=TU;BYSETPOS=2",
        {"type": "relativeMonthly", "interval": 1, "daysOfWeek": ["tuesday"], "index": "second"},
    ),
    (
        "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1",
        {"type": "relativeMonthly", "interval": 1, "daysOfWeek": WEEKDAYS_LONG, "index": "last"},
    ),
    (
        "FREQ=MONTHLY;BYDAY=SA,SU;BYSETPOS=1",
        {
            "type": "relativeMonthly",
            "interval": 1,
            "daysOfWeek": ["saturday", "sunday"],
            "index": "first",
        },
    ),
    (
        "FREQ=MONTHLY;BYMONTHDAY=-1",
        {"type": "relativeMonthly", "interval": 1, "daysOfWeek": list(DAYS), "index": "last"},
    ),
    (
        "FREQ=MONTHLY;BYMONTHDAY=30,-1;BYSETPOS=1",
        {"type": "absoluteMonthly", "interval": 1, "dayOfMonth": 30},
    ),
    (
        "FREQ=MONTHLY;BYMONTHDAY=29,-1;BYSETPOS=1",
        {"type": "absoluteMonthly", "interval": 1, "dayOfMonth": 29},
    ),
    ("FREQ=YEARLY", {"type": "absoluteYearly", "interval": 1, "dayOfMonth": 10, "month": 3}),
    (
        "FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=31",
        {"type": "absoluteYearly", "interval": 1, "dayOfMonth": 31, "month": 12},
    ),
    (
        "FREQ=YEARLY;INTERVAL=2;BYMONTH=5;BYDAY=-1MO",
        {
            "type": "relativeYearly",
            "interval": 2,
            "daysOfWeek": ["monday"],
            "index": "last",
            "month": 5,
        },
    ),
    (
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=-1",
        {
            "type": "relativeYearly",
            "interval": 1,
            "daysOfWeek": list(DAYS),
            "index": "last",
            "month": 2,
        },
    ),
]


@pytest.mark.parametrize(("rule", "wanted"), PATTERNS)
def test_each_kind_of_rule_has_its_pattern(rule, wanted):
    """A rule is sent as the pattern for it, with what belongs to its type and nothing else."""
    assert write(rule)["pattern"] == wanted


@pytest.mark.parametrize("rule", [rule for rule, _pattern in PATTERNS])
def test_a_rule_means_the_same_days_in_outlook(rule):
    """Outlook puts the occurrences where RFC 5545 does, and the rule is read back as it was."""
    span = anchored(timed(), [f"RRULE:{rule}"])
    sent = write(rule)
    assert outlook_days(sent, span) == our_days([f"RRULE:{rule}"], span)
    assert our_days(read_pattern(sent, span), span) == our_days([f"RRULE:{rule}"], span)


def test_the_week_begins_on_monday_unless_the_rule_says_otherwise():
    """RFC 5545's week begins on Monday, Graph's on Sunday: it is always said (trap 11)."""
    assert write("FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,SU")["pattern"]["firstDayOfWeek"] == "monday"
    said = pattern("weekly", interval=2, daysOfWeek=["tuesday", "sunday"])
    assert read_pattern(said, timed()) == ("RRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,SU;WKST=SU",)


def test_a_series_without_an_end():
    """A series that never ends says so, and begins on the day of its first occurrence."""
    assert write("FREQ=DAILY")["range"] == {
        "type": "noEnd",
        "startDate": "2026-03-10",
        "recurrenceTimeZone": "W. Europe Standard Time",
    }


def test_a_number_of_occurrences():
    """COUNT is a number of occurrences on both sides."""
    limits = write("FREQ=DAILY;COUNT=7")["range"]
    assert (limits["type"], limits["numberOfOccurrences"]) == ("numbered", 7)


@pytest.mark.parametrize(
    ("span", "until", "last"),
    [
        # After midnight in Vienna, but before the time of day of the series.
        (timed(), "20260320T235959Z", "2026-03-20"),
        (timed(), "20260320T225959Z", "2026-03-20"),
        (timed(), "20260320", "2026-03-20"),
        (timed(), "20260320T080000Z", "2026-03-19"),
        (timed(), "20260320T090000Z", "2026-03-20"),
        # Tokyo is nine hours ahead: 23:30 UTC is the next morning there.
        (timed(hour=23, zone="Asia/Tokyo"), "20260320T230000Z", "2026-03-21"),
        (timed(hour=2, zone="America/New_York"), "20260320T020000Z", "2026-03-19"),
        (AllDay(date(2026, 3, 10), date(2026, 3, 11)), "20260320", "2026-03-20"),
    ],
)
def test_the_last_day_is_that_of_the_series_zone(span, until, last):
    """UNTIL is an instant, endDate a day on the series' own calendar (trap 12)."""
    sent = write(f"FREQ=DAILY;UNTIL={until}", span)
    assert (sent["range"]["type"], sent["range"]["endDate"]) == ("endDate", last)
    lines = (f"RRULE:FREQ=DAILY;UNTIL={until}",)
    assert our_days(read_pattern(sent, span), span) == our_days(lines, span)


def test_whole_days_have_no_zone():
    """An all-day series says nothing of a zone."""
    assert (
        "recurrenceTimeZone"
        not in write("FREQ=DAILY", AllDay(date(2026, 3, 10), date(2026, 3, 11)))["range"]
    )


def test_a_series_starts_with_its_first_occurrence():
    """A start that the rule does not give is moved to the first one it gives, as Graph wants it."""
    thursday = anchored(timed("2026-03-10"), ["RRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=TH"])
    assert thursday == timed("2026-03-12")
    assert write("FREQ=WEEKLY;INTERVAL=2;BYDAY=TH")["range"]["startDate"] == "2026-03-12"


def test_the_clock_of_the_series_is_kept_when_the_first_occurrence_is_later():
    """A first occurrence after the change of the clocks is at the same time on the wall."""
    assert anchored(timed("2026-03-20"), ["RRULE:FREQ=MONTHLY;BYMONTHDAY=15"]) == timed(
        "2026-04-15", 8
    )


REFUSED = [
    ("rule_within_a_day", "FREQ=HOURLY"),
    ("rule_within_a_day", "FREQ=DAILY;BYHOUR=9,15"),
    ("rule_week_numbers", "FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO"),
    ("rule_day_of_year", "FREQ=YEARLY;BYYEARDAY=100"),
    ("rule_weekday_of_year", "FREQ=YEARLY;BYDAY=20MO"),
    ("rule_some_months", "FREQ=MONTHLY;BYMONTH=1,7;BYMONTHDAY=10"),
    ("rule_some_months", "FREQ=YEARLY;BYMONTH=1,7;BYMONTHDAY=10"),
    ("rule_some_months", "FREQ=YEARLY;BYMONTHDAY=10"),
    ("rule_some_months", "FREQ=WEEKLY;BYMONTH=1;BYDAY=MO"),
    ("rule_some_months", "FREQ=DAILY;BYMONTH=1"),
    ("rule_daily_on_some_days", "FREQ=DAILY;INTERVAL=2;BYDAY=MO,WE"),
    ("rule_several_dates", "FREQ=MONTHLY;BYMONTHDAY=1,15"),
    ("rule_from_the_end", "FREQ=MONTHLY;BYMONTHDAY=-2"),
    ("rule_missing_days", "FREQ=MONTHLY;BYMONTHDAY=29"),
    ("rule_missing_days", "FREQ=MONTHLY;BYMONTHDAY=30"),
    ("rule_missing_days", "FREQ=MONTHLY;BYMONTHDAY=31"),
    ("rule_leap_day", "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29"),
    ("rule_several_weekdays", "FREQ=MONTHLY;BYDAY=1MO,3MO"),
    ("rule_several_weekdays", "FREQ=MONTHLY;BYDAY=MO"),
    ("rule_fifth_week", "FREQ=MONTHLY;BYDAY=5MO"),
    ("rule_weekday_and_date", "FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13"),
    ("rule_weekday_and_date", "FREQ=YEARLY;BYMONTH=11;BYDAY=TU;BYMONTHDAY=2,3,4,5,6,7,8"),
    ("rule_position", "FREQ=MONTHLY;BYDAY=MO,TU;BYSETPOS=1"),
    ("rule_position", "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-2"),
    ("rule_position", "FREQ=MONTHLY;BYDAY=-2MO"),
    ("rule_weekday_and_date", "FREQ=WEEKLY;BYMONTHDAY=13"),
    ("rule_position", "FREQ=WEEKLY;BYDAY=MO,TU;BYSETPOS=1"),
    ("rule_position", "FREQ=MONTHLY;BYMONTHDAY=10;BYSETPOS=1"),
    ("rule_too_long", "FREQ=DAILY;COUNT=1000"),
    ("rule_no_occurrence", "FREQ=DAILY;UNTIL=20200101"),
]


@pytest.mark.parametrize(("reason", "rule"), REFUSED)
def test_what_outlook_has_no_words_for_is_refused_in_plain_ones(reason, rule):
    """Each inexpressible rule has a sentence of its own, and nothing near it is sent instead."""
    assert refused(f"RRULE:{rule}") == reason
    assert reason in REFUSALS


@pytest.mark.parametrize(
    ("reason", "lines"),
    [
        ("rule_several", ("RRULE:FREQ=DAILY;COUNT=3", "RRULE:FREQ=WEEKLY;COUNT=3")),
        ("rule_extra_dates", ("RRULE:FREQ=DAILY;COUNT=3", "RDATE:20260401T090000Z")),
        ("rule_extra_dates", ("RDATE:20260310T090000Z,20260401T090000Z",)),
        ("rule_excluding", ("RRULE:FREQ=DAILY;COUNT=3", "EXRULE:FREQ=WEEKLY")),
    ],
)
def test_more_than_one_rule_is_refused(reason, lines):
    """A pattern is one rule."""
    assert refused(*lines) == reason


def test_every_sentence_can_come_up():
    """There is no sentence without a rule that it is about."""
    rest = {"rule_several", "rule_extra_dates", "rule_excluding"}
    assert {reason for reason, _rule in REFUSED} | rest == set(REFUSALS)


def test_a_refused_rule_names_no_technical_word():
    """What people read has no word of RFC 5545 in it."""
    assert not [one for one in REFUSALS.values() if "BY" in one or "RRULE" in one or "FREQ" in one]


def test_nonsense_is_no_rule():
    """A rule that means nothing is told from one that Outlook cannot hold."""
    with pytest.raises(InvalidRule):
        check(timed(), ["RRULE:FREQ=SOMETIMES"])


def test_excluded_dates_are_no_part_of_a_pattern():
    """EXDATEs do not stand in the way: they become deletions of occurrences."""
    check(timed(), ["RRULE:FREQ=DAILY", "EXDATE:20260311T090000Z"])


@pytest.mark.parametrize(
    ("said", "start", "rule"),
    [
        (pattern("absoluteMonthly", dayOfMonth=31), "2026-01-31", "FREQ=MONTHLY;BYMONTHDAY=-1"),
        (
            pattern("absoluteMonthly", dayOfMonth=30),
            "2026-01-30",
            "FREQ=MONTHLY;BYMONTHDAY=-1,30;BYSETPOS=1",
        ),
        (
            pattern("absoluteMonthly", dayOfMonth=29),
            "2026-01-29",
            "FREQ=MONTHLY;BYMONTHDAY=-1,29;BYSETPOS=1",
        ),
        (
            pattern("absoluteYearly", dayOfMonth=29, month=2),
            "2026-02-28",
            "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=-1",
        ),
        (
            pattern("absoluteYearly", dayOfMonth=31, month=4),
            "2026-04-30",
            "FREQ=YEARLY;BYMONTH=4;BYMONTHDAY=-1",
        ),
        (
            pattern("relativeMonthly", daysOfWeek=list(DAYS), index="second"),
            "2026-03-02",
            "FREQ=MONTHLY;BYMONTHDAY=2",
        ),
        (
            pattern("relativeMonthly", daysOfWeek=["monday", "friday"], index="last"),
            "2026-03-30",
            "FREQ=MONTHLY;BYDAY=MO,FR;BYSETPOS=-1",
        ),
    ],
)
def test_what_outlook_means_is_what_is_read(said, start, rule):
    """Days that a month does not have are its last day in Outlook, and are read so."""
    span = timed(start)
    assert read_pattern(said, span) == (f"RRULE:{rule}",)
    said["range"]["startDate"] = start
    assert our_days((f"RRULE:{rule}",), span) == outlook_days(said, span)


@pytest.mark.parametrize(
    "said",
    [
        {},
        pattern("hourly"),
        pattern("weekly"),
        pattern("weekly", daysOfWeek=["someday"]),
        pattern("absoluteMonthly", dayOfMonth=0),
        pattern("absoluteYearly", dayOfMonth=3),
        pattern("relativeMonthly", daysOfWeek=["monday"], index="sixth"),
        pattern("daily", interval=True),
        pattern("daily", {"type": "endDate", "endDate": "soon"}),
        pattern("daily", {"type": "numbered"}),
    ],
)
def test_a_pattern_that_makes_no_sense_is_unreadable(said):
    """A recurrence that cannot be understood is told as such and never taken for another one."""
    with pytest.raises(Unreadable):
        read_pattern(said, timed())


starts = st.dates(date(2024, 1, 1), date(2028, 12, 31)).flatmap(
    lambda day: st.sampled_from(
        [
            timed(day.isoformat(), 9),
            timed(day.isoformat(), 23, "Asia/Tokyo"),
            timed(day.isoformat(), 1, "America/New_York"),
            AllDay(day, day + timedelta(days=1)),
        ]
    )
)
days = st.lists(st.sampled_from(WEEKDAYS), min_size=1, unique=True).map(",".join)
ordinals = st.builds("{}{}".format, st.sampled_from([1, 2, 3, 4, -1]), st.sampled_from(WEEKDAYS))
dates = st.sampled_from([1, 15, 28, -1])
groups = st.sampled_from(["MO,TU,WE,TH,FR", "SA,SU", "MO,TU,WE,TH,FR,SA,SU"])
expressible = st.one_of(
    st.just("FREQ=DAILY"),
    st.just("FREQ=WEEKLY"),
    st.builds("FREQ=WEEKLY;BYDAY={};WKST={}".format, days, st.sampled_from(WEEKDAYS)),
    st.builds("FREQ=MONTHLY;BYMONTHDAY={}".format, dates),
    st.builds("FREQ=MONTHLY;BYDAY={}".format, ordinals),
    st.builds(
        "FREQ=MONTHLY;BYDAY={};BYSETPOS={}".format, groups, st.sampled_from([1, 2, 3, 4, -1])
    ),
    st.builds("FREQ=MONTHLY;BYMONTHDAY=-1,{};BYSETPOS=1".format, st.sampled_from([29, 30])),
    st.builds("FREQ=YEARLY;BYMONTH={};BYMONTHDAY={}".format, st.integers(1, 12), dates),
    st.builds("FREQ=YEARLY;BYMONTH={};BYDAY={}".format, st.integers(1, 12), ordinals),
)
ends = st.one_of(
    st.just(""),
    st.builds(";COUNT={}".format, st.integers(1, 30)),
    st.builds(";UNTIL={:%Y%m%d}".format, st.dates(date(2029, 1, 1), date(2035, 12, 31))),
)
rules = st.builds("RRULE:{};INTERVAL={}{}".format, expressible, st.integers(1, 4), ends)


@settings(deadline=None, max_examples=300)
@given(starts, rules)
def test_any_rule_there_and_back_gives_the_same_occurrences(span, rule):
    """A rule that Outlook takes has the same days there, and the same again when it is read."""
    lines = (rule,)
    assume(expand(span, lines, limit=1))
    first = anchored(span, lines)
    sent = write_recurrence(first, lines)
    assert outlook_days(sent, first) == our_days(lines, span)
    assert expand(first, read_pattern(sent, first), limit=MANY) == expand(span, lines, limit=MANY)


@settings(deadline=None, max_examples=200)
@given(starts, rules)
def test_what_was_read_once_stays_as_it_is(span, rule):
    """Reading what was written of what was read changes nothing any more."""
    assume(expand(span, (rule,), limit=1))
    first = anchored(span, (rule,))
    once = read_pattern(write_recurrence(first, (rule,)), first)
    assert read_pattern(write_recurrence(first, once), first) == once
