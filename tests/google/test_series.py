"""Masters and exceptions, put together."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from odoo.addons.calendar_sync_base.core.dirty import Unreadable
from odoo.addons.calendar_sync_base.core.values import AllDay, Attendee, Response, Timed
from odoo.addons.calendar_sync_base.core.whole import Whole
from odoo.addons.google_calendar_sync.core.ids import instance_id, precondition, whole_etag
from odoo.addons.google_calendar_sync.core.series import gather, instances, put_together

from .samples import VIEW, at, cancelled, event, exception, read, remote, series

SECOND = datetime(2026, 3, 17, 9, tzinfo=UTC)
FOURTH = datetime(2026, 3, 31, 8, tzinfo=UTC)


def changes(meeting):
    """Return the overrides of a meeting as plain dicts."""
    return {one.original: dict(one.changes) for one in meeting.recurrence.overrides}


def test_a_series_alone():
    """A master is one meeting with its rule."""
    rule = read(series()).recurrence
    assert rule.rules == ("RRULE:FREQ=WEEKLY;COUNT=5;BYDAY=TU",)
    assert (rule.excluded, rule.overrides) == (frozenset(), ())


def test_an_exception_is_what_differs():
    """An exception is told by the fields in which it differs, and no others (promise 16)."""
    moved = exception(
        "2026-03-17",
        summary="Special",
        start=at("2026-03-18T14:00:00+01:00"),
        end=at("2026-03-18T15:00:00+01:00"),
    )
    start = datetime(2026, 3, 18, 13, tzinfo=UTC)
    assert changes(read(series(), moved)) == {
        SECOND: {
            "span": Timed(start, start.replace(hour=14), "Europe/Vienna"),
            "title": "Special",
        }
    }


def test_an_exception_that_differs_in_nothing_is_none():
    """An exception that was changed back follows its series again."""
    assert read(series(), exception("2026-03-17")).recurrence.overrides == ()


def test_wall_clock_over_daylight_saving():
    """An occurrence after the clocks changed has the same time of day, so it differs in nothing."""
    assert read(series(), exception("2026-03-31", "+02:00")).recurrence.overrides == ()


def test_cancelled_and_exdate_are_the_same():
    """A cancelled exception and an EXDATE both take an occurrence out."""
    lines = ["RRULE:FREQ=WEEKLY;COUNT=5;BYDAY=TU", "EXDATE;TZID=Europe/Vienna:20260317T100000"]
    by_line = read(series() | {"recurrence": lines}, cancelled("2026-03-31", "+02:00"))
    both = read(series(), cancelled("2026-03-17"), cancelled("2026-03-31", "+02:00"))
    assert by_line.recurrence == both.recurrence
    assert both.recurrence.excluded == frozenset({SECOND, FOURTH})


def test_leftovers_say_nothing():
    """A cancelled exception where the series has no occurrence is a leftover of an earlier rule."""
    assert read(series(), cancelled("2026-03-18")).recurrence.excluded == frozenset()
    assert read(series(), cancelled("2026-05-26", "+02:00")).recurrence.excluded == frozenset()


def test_a_series_too_long_to_count_keeps_all():
    """Of an endless series every cancelled occurrence is kept, however far away."""
    shown = series() | {"recurrence": ["RRULE:FREQ=DAILY"]}
    far = cancelled("2031-03-11")
    assert len(read(shown, far).recurrence.excluded) == 1


def test_all_day_series():
    """Exceptions of whole days are known by dates, even where Google names a moment."""
    days = {"start": {"date": "2026-03-10"}, "end": {"date": "2026-03-11"}}
    gone = {**cancelled("2026-03-17"), "originalStartTime": {"date": "2026-03-17"}}
    renamed = exception(
        "2026-03-24",
        originalStartTime={"date": "2026-03-24"},
        summary="Special",
        start={"date": "2026-03-24"},
        end={"date": "2026-03-25"},
    )
    meeting = read(series(**days), gone, renamed)
    assert meeting.recurrence.excluded == frozenset({date(2026, 3, 17)})
    assert changes(meeting) == {date(2026, 3, 24): {"title": "Special"}}


def test_an_exception_may_change_its_kind():
    """One occurrence of a timed series may take the whole day."""
    whole = exception("2026-03-17", start={"date": "2026-03-17"}, end={"date": "2026-03-18"})
    days = AllDay(date(2026, 3, 17), date(2026, 3, 18))
    assert changes(read(series(), whole)) == {SECOND: {"span": days}}


def test_an_answer_for_one_occurrence():
    """Somebody may answer single occurrences (promise 16)."""
    rows = [{"email": "b@x.example"}, {"email": "c@x.example"}]
    answered = [{**rows[0], "responseStatus": "declined"}, rows[1]]
    meeting = read(series(attendees=rows), exception("2026-03-17", attendees=answered))
    ben, carla = changes(meeting)[SECOND]["attendees"]
    assert (ben.response, carla.response) == (Response.DECLINED, Response.NEEDS_ACTION)


def test_a_list_cut_short_in_an_exception_removes_nobody():
    """Guests whom an exception does not show are those of the series (promise 48)."""
    rows = [{"email": "b@x.example"}, {"email": "c@x.example"}]
    short = exception(
        "2026-03-17",
        attendees=[{"email": "b@x.example", "responseStatus": "accepted"}],
        attendeesOmitted=True,
    )
    found = changes(read(series(attendees=rows), short))[SECOND]["attendees"]
    assert found == (Attendee("b@x.example", response=Response.ACCEPTED), Attendee("c@x.example"))


@pytest.mark.parametrize(
    "line", ["RRULE:FREQ=NEVER", "RRULE:FREQ=WEEKLY;COUNT=2;UNTIL=20270101", "RRULE:", "EXDATE:x"]
)
def test_a_rule_nobody_understands_is_said(line):
    """A broken rule rejects the event with a reason (promise 19)."""
    with pytest.raises(Unreadable, match="recurrence rule"):
        remote(series() | {"recurrence": [line]})


@pytest.mark.parametrize("broken", [{"originalStartTime": None}, {"start": {}}])
def test_a_broken_exception_rejects_its_series(broken):
    """A series with an exception that cannot be read is not taken for one without it."""
    with pytest.raises(Unreadable):
        remote(series(), exception("2026-03-17", **broken))


def test_only_dates():
    """A series of dates without a rule is a series (promise 19)."""
    lines = ["RDATE;TZID=Europe/Vienna:20260312T100000,20260320T100000"]
    assert read(series() | {"recurrence": lines}).recurrence.rules == (
        "RDATE:20260312T090000Z,20260320T090000Z",
    )


def test_exceptions_without_a_rule_are_ignored():
    """What is left of a series that became a single meeting is not part of it (promise 15)."""
    assert remote(event(), exception("2026-03-17")) == remote(event())


def test_the_etag_tells_of_exceptions():
    """A changed exception changes the etag of the series, though Google's own stays (promise 5)."""
    one = remote(series(), exception("2026-03-17", summary="Special"))
    other = remote(series(), exception("2026-03-17", summary="Special", etag='"2"'))
    assert len({one.etag, other.etag, remote(series()).etag}) == 3
    assert precondition(one.etag) == precondition(other.etag) == '"100"'


def test_the_etag_does_not_depend_on_the_order():
    """The same exceptions in another order are the same."""
    first, second = exception("2026-03-17"), cancelled("2026-03-24")
    assert whole_etag(series(), [first, second]) == whole_etag(series(), [second, first])


@pytest.mark.parametrize("etag", ["", '"1"', 'W/"1"', "*"])
def test_a_plain_etag_is_sent_as_it_is(etag):
    """An etag of a single event goes back verbatim."""
    assert precondition(etag) == etag


def test_the_newest_part_dates_the_whole():
    """A series was changed when its last exception was."""
    late = exception("2026-03-17", updated="2026-03-05T08:00:00Z")
    assert remote(series(), late).updated == datetime(2026, 3, 5, 8, tzinfo=UTC)


def test_a_guest_of_one_occurrence():
    """Who is invited to one occurrence only has it as a meeting with an identity of its own."""
    found = remote(exception("2026-03-17", summary="Special"))
    assert found.meeting.recurrence is None
    assert found.uid == "event1@google.com#20260317T090000Z"


def test_gathering():
    """Listed items come in any order, and repeated; the last one counts."""
    renamed = series(summary="Renamed")
    gone = cancelled("2026-03-17")
    events, exceptions = gather([exception("2026-03-17"), series(), renamed, gone])
    assert events == {"event1": renamed}
    assert exceptions == {"event1": {"event1_20260317T090000Z": gone}}


def test_no_master_no_series():
    """Without its master a series cannot be put together."""
    assert put_together("event1", [exception("2026-03-17")]) is None
    assert put_together("event1", [series()]) == Whole(series())


def test_ids_of_occurrences():
    """Occurrences are named by their original start, in UTC or as a date."""
    assert instance_id("abc", SECOND) == "abc_20260317T090000Z"
    assert instance_id("abc", date(2026, 3, 17)) == "abc_20260317"


def test_known_ids_win():
    """Exceptions that were seen are addressed by the id they have."""
    odd = {**exception("2026-03-17"), "id": "odd"}
    assert instances(Whole(series(), (odd,)), VIEW) == {SECOND: "odd"}
