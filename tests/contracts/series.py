"""The contract of series."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from odoo.addons.calendar_sync_base.core.actions import (
    DeleteRemote,
)
from odoo.addons.calendar_sync_base.core.changes import MeetingChanges, override
from odoo.addons.calendar_sync_base.core.errors import NotExpressible
from odoo.addons.calendar_sync_base.core.recurrence import slots
from odoo.addons.calendar_sync_base.core.values import (
    AllDay,
    Recurrence,
    Timed,
)

from .bench import (
    HOUR,
    SERIES,
    ZONE,
    assert_same,
    create,
    update,
)


class Series:
    """A series is one meeting, whole, in both directions (promises 13 to 16)."""

    def test_a_series_is_read_whole(self, harness, bench):
        """A series is one event with its rule."""
        made = bench.do(create(SERIES))
        assert_same(harness, made.meeting, SERIES)
        assert len(bench.live()) == 1

    def test_an_all_day_series(self, harness, bench):
        """Whole days repeat as dates, without a zone (promise 18)."""
        days = AllDay(date(2026, 3, 16), date(2026, 3, 17))
        meeting = replace(SERIES, span=days)
        assert_same(harness, bench.do(create(meeting)).meeting, meeting)

    def test_cancelling_an_occurrence(self, harness, bench):
        """One occurrence can be cancelled; the others stay."""
        made = bench.do(create(SERIES))
        third = slots(SERIES)[2]
        changed = bench.do(update(made, MeetingChanges(cancelled=frozenset({third}))))
        assert changed.meeting.recurrence.excluded == frozenset({third})
        assert bench.get(made.remote_id).meeting == changed.meeting

    def test_restoring_an_occurrence(self, harness, bench):
        """A cancelled occurrence takes place again; a service that cannot do that says so."""
        made = bench.do(create(SERIES))
        third = slots(SERIES)[2]
        made = bench.do(update(made, MeetingChanges(cancelled=frozenset({third}))))
        outcome = bench.try_one(update(made, MeetingChanges(restored=frozenset({third}))))
        if harness.abilities.restores:
            assert outcome.error is None
            assert outcome.event.meeting.recurrence == SERIES.recurrence
        else:
            assert isinstance(outcome.error, NotExpressible)
            assert bench.get(made.remote_id).meeting == made.meeting

    def test_changing_an_occurrence(self, bench):
        """One occurrence can differ from its series."""
        made = bench.do(create(SERIES))
        second = slots(SERIES)[1]
        own = {"title": "Special", "span": Timed(second + HOUR, second + 2 * HOUR, ZONE)}
        changed = bench.do(update(made, MeetingChanges(overrides={second: own})))
        assert changed.meeting.recurrence.overrides == (override(second, own),)
        assert bench.get(made.remote_id).meeting == changed.meeting

    def test_a_person_changes_an_occurrence(self, harness, bench):
        """An occurrence changed there is listed as part of its series."""
        person = harness.person()
        made = person.create(SERIES)
        cursor = bench.listing().cursor
        second = slots(SERIES)[1]
        person.change(made, MeetingChanges(overrides={second: {"title": "Special"}}))
        (event,) = bench.listing(cursor).events
        assert event.remote_id == made
        assert event.meeting.recurrence.overrides == (override(second, {"title": "Special"}),)

    def test_a_person_cancels_an_occurrence(self, harness, bench):
        """An occurrence cancelled there is listed as part of its series."""
        person = harness.person()
        made = person.create(SERIES)
        cursor = bench.listing().cursor
        second = slots(SERIES)[1]
        person.change(made, MeetingChanges(cancelled=frozenset({second})))
        (event,) = bench.listing(cursor).events
        assert event.remote_id == made
        assert event.meeting.recurrence.excluded == frozenset({second})

    def test_exceptions_survive_an_edit_of_the_series(self, harness, bench):
        """Renaming a series leaves its moved and cancelled occurrences alone (promise 16)."""
        made = bench.do(create(SERIES))
        second, third = slots(SERIES)[1:3]
        own = {"location": "Garden"}
        exceptions = MeetingChanges(cancelled=frozenset({third}), overrides={second: own})
        made = bench.do(update(made, exceptions))
        changed = bench.do(update(made, MeetingChanges({"title": "Renamed"})))
        assert changed.meeting.title == "Renamed"
        assert changed.meeting.recurrence.excluded == frozenset({third})
        assert changed.meeting.recurrence.overrides == (override(second, own),)

    def test_changing_the_rule(self, harness, bench):
        """A series' rule can be changed."""
        made = bench.do(create(SERIES))
        rules = ("RRULE:FREQ=WEEKLY;COUNT=3;BYDAY=MO",)
        changed = bench.do(update(made, MeetingChanges(rules=rules)))
        assert_same(harness, changed.meeting, replace(SERIES, recurrence=Recurrence(rules)))

    def test_series_to_single_and_back(self, harness, bench):
        """A series can become a single meeting and a series again (promise 15)."""
        made = bench.do(create(SERIES))
        single = bench.do(update(made, MeetingChanges(rules=())))
        assert single.meeting.recurrence is None
        rules = SERIES.recurrence.rules
        series = bench.do(update(single, MeetingChanges(rules=rules)))
        assert_same(harness, series.meeting, SERIES)
        assert len(bench.live()) == 1

    def test_deleting_a_series(self, bench):
        """A deleted series is gone with all its occurrences."""
        made = bench.do(create(SERIES))
        bench.do(DeleteRemote(1, made.remote_id, made.etag))
        assert bench.live() == []
