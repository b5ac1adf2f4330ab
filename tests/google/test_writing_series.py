"""Writes to series and guests: each change exact, nobody mailed twice."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from odoo.addons.calendar_sync_base.core.actions import Notify, Respond
from odoo.addons.calendar_sync_base.core.changes import override
from odoo.addons.calendar_sync_base.core.errors import (
    Gone,
    Refused,
)
from odoo.addons.calendar_sync_base.core.values import (
    AllDay,
    Recurrence,
    Response,
)

from ..contracts.harness import GUEST, OWN
from .test_listing import instance
from .work import (
    FIRST,
    FOURTH,
    HOUR,
    INVITED,
    SECOND,
    SERIES,
    SINGLE,
    SPECIAL,
    THIRD,
    WITH_EXCEPTIONS,
    Work,
    made_copy,
)


class TestSeries:
    """Series, written whole (promises 13 to 16)."""

    def test_exceptions_survive_the_master(self, work):
        """Exceptions Google resets with their master are written again, quietly."""
        invited = replace(WITH_EXCEPTIONS, attendees=INVITED)
        made = work.make(invited)
        changed = work.change(made, Notify.ALL, fields={"location": "Room 1"})
        assert changed.meeting == replace(invited, location="Room 1")
        assert work.mails() == [(GUEST, "update")]

    def test_a_moved_series_keeps_its_exceptions(self, work):
        """Exceptions follow their series to another time of day."""
        made = work.make(WITH_EXCEPTIONS)
        later = replace(SINGLE.span, start=SINGLE.span.start + HOUR, end=SINGLE.span.end + HOUR)
        changed = work.change(
            made,
            fields={"span": later},
            cancelled=frozenset({THIRD + HOUR}),
            restored=frozenset({THIRD}),
            overrides={SECOND: {}, SECOND + HOUR: {"title": "Special"}},
        )
        rule = changed.meeting.recurrence
        assert rule.excluded == frozenset({THIRD + HOUR})
        assert rule.overrides == (override(SECOND + HOUR, {"title": "Special"}),)

    def test_an_occurrence_is_restored(self, work):
        """An occurrence cancelled in Google's page takes place again, with its own content."""
        made = work.make(SERIES)
        work.person().delete(instance(made_copy(work, made), SECOND))
        [seen] = work.list().events
        again = work.change(
            seen, restored=frozenset({SECOND}), overrides={SECOND: {"location": "Room 3"}}
        )
        assert again.meeting.recurrence == replace(
            SERIES.recurrence, overrides=(override(SECOND, {"location": "Room 3"}),)
        )

    def test_an_exdate_is_taken_back(self, work):
        """An occurrence taken out by a line of the master takes place again."""
        made = work.make(WITH_EXCEPTIONS)
        again = work.change(made, restored=frozenset({THIRD}))
        assert again.meeting.recurrence == replace(SERIES.recurrence, overrides=(SPECIAL,))

    def test_exceptions_beyond_the_new_end(self, work):
        """Exceptions behind the end of a shortened series are nobody's any more (promise 14)."""
        made = work.make(WITH_EXCEPTIONS)
        short = ("RRULE:FREQ=WEEKLY;COUNT=1;BYDAY=TU",)
        changed = work.change(made, rules=short)
        assert changed.meeting.recurrence == Recurrence(short)

    def test_an_exception_ends(self, work):
        """An occurrence can follow its series again."""
        made = work.make(WITH_EXCEPTIONS)
        changed = work.change(made, overrides={SECOND: {}})
        assert changed.meeting.recurrence.overrides == ()

    def test_several_occurrences_at_once(self, work):
        """Occurrences are written side by side, and the series read back once."""
        made = work.make(SERIES)
        work.google.journal.clear()
        work.change(
            made,
            cancelled=frozenset({FIRST, FOURTH}),
            overrides={SECOND: {"title": "x"}, THIRD: {"title": "y"}},
        )
        methods = [one.method for one in work.calls()]
        assert methods == ["GET", "GET", "PATCH", "PATCH", "DELETE", "DELETE", "GET"]

    def test_a_cancelled_occurrence_is_told_once(self, work):
        """Cancelling one occurrence tells each guest once (promise 4)."""
        made = work.make(replace(SERIES, attendees=INVITED))
        work.change(made, Notify.ALL, cancelled=frozenset({SECOND}))
        assert work.mails() == [(GUEST, "cancellation")]

    def test_an_occurrence_with_another_id(self, work, simulator):
        """An occurrence that is not found under its usual id is looked up by its original start."""
        made = work.make(SERIES)
        usual = f"/events/{instance(made_copy(work, made), SECOND)}$"
        simulator.faults.add(path=usual, status=404, reason="notFound")
        (outcome,) = work.apply(work.changing(made, overrides={SECOND: {"title": "x"}}))
        assert isinstance(outcome.error, Gone)
        assert any(one.path.endswith("/instances") for one in work.calls())

    def test_a_cancelled_occurrence_that_is_not_there(self, work, simulator):
        """What is to be cancelled and is nowhere to be found is done."""
        made = work.make(SERIES)
        simulator.faults.add(method="DELETE", status=404, reason="notFound")
        (outcome,) = work.apply(work.changing(made, cancelled=frozenset({SECOND})))
        assert outcome.error is None

    def test_an_all_day_series(self, work):
        """Whole days repeat and are excepted by date."""
        days = AllDay(date(2026, 3, 10), date(2026, 3, 11))
        meeting = replace(SERIES, span=days)
        made = work.make(meeting)
        second = date(2026, 3, 17)
        changed = work.change(
            made, cancelled=frozenset({date(2026, 3, 24)}), overrides={second: {"title": "x"}}
        )
        assert changed.meeting.recurrence.excluded == frozenset({date(2026, 3, 24)})
        assert changed.meeting.recurrence.overrides == (override(second, {"title": "x"}),)

    def test_a_series_of_whole_days_and_back(self, work):
        """A series can change from times to whole days and back (promise 49)."""
        until = Recurrence(("RRULE:FREQ=WEEKLY;UNTIL=20260401T215959Z;BYDAY=TU",))
        made = work.make(replace(SERIES, recurrence=until))
        days = work.change(made, fields={"span": AllDay(date(2026, 3, 10), date(2026, 3, 11))})
        assert days.meeting.recurrence.rules == ("RRULE:FREQ=WEEKLY;UNTIL=20260401;BYDAY=TU",)
        assert work.change(days, fields={"span": SINGLE.span}).meeting == made.meeting


class TestPeople:
    """Guests, answers, mails."""

    def test_an_answer_leaves_the_others_alone(self, simulator, work):
        """An answer reaches the organizer by itself and by mail, and changes no other row."""
        rows = [{"email": GUEST, "comment": "late"}, {"email": "carla@example.org"}]
        work.add(attendees=rows)
        ben, carla = Work(simulator, GUEST), Work(simulator, "carla@example.org")
        [seen] = ben.list().events
        carla.person().answer(seen.remote_id, "declined")
        [seen] = ben.list().events
        answer = Respond(1, seen.remote_id, seen.etag, GUEST, Response.ACCEPTED, seen.meeting)
        ben.do(answer)
        [event] = work.list().events
        assert event.meeting.attendee(GUEST).response is Response.ACCEPTED
        assert event.meeting.attendee(GUEST).opaque == '{"comment": "late"}'
        assert event.meeting.attendee("carla@example.org").response is Response.DECLINED
        assert (OWN, "response") in work.mails()

    def test_an_answer_for_one_occurrence(self, simulator, work):
        """One occurrence can be answered by itself; the series is read back whole (promise 16)."""
        work.add_series(attendees=[{"email": GUEST}])
        ben = Work(simulator, GUEST)
        [seen] = ben.list().events
        answer = Respond(
            1, seen.remote_id, seen.etag, GUEST, Response.DECLINED, seen.meeting, SECOND
        )
        event = ben.do(answer)
        assert event.meeting.recurrence.overrides[0].original == SECOND
        [own] = work.list().events
        [changed] = own.meeting.recurrence.overrides
        ben_there = [one for one in dict(changed.changes)["attendees"] if one.email == GUEST]
        assert ben_there[0].response is Response.DECLINED

    def test_answers_for_the_series_and_for_one(self, simulator, work):
        """Two answers to one series take turns, and both arrive."""
        work.add_series(attendees=[{"email": GUEST}])
        ben = Work(simulator, GUEST)
        [seen] = ben.list().events
        common = (seen.remote_id, seen.etag, GUEST)
        outcomes = ben.apply(
            Respond(1, *common, Response.ACCEPTED, seen.meeting),
            Respond(1, *common, Response.DECLINED, seen.meeting, SECOND),
        )
        assert [one.error for one in outcomes] == [None, None]
        last = outcomes[1].event.meeting
        assert last.attendee(GUEST).response is Response.ACCEPTED
        [once] = last.recurrence.overrides
        assert {one.response for one in dict(once.changes)["attendees"] if one.email == GUEST} == {
            Response.DECLINED
        }

    def test_an_answer_for_all_keeps_single_ones(self, simulator, work):
        """An answer for the series gives occurrences answered before their own answer back."""
        work.add_series(attendees=[{"email": GUEST}])
        ben = Work(simulator, GUEST)
        [seen] = ben.list().events
        common = (seen.remote_id, "", GUEST)
        event = ben.do(Respond(1, *common, Response.DECLINED, seen.meeting, SECOND))
        event = ben.do(Respond(1, *common, Response.ACCEPTED, event.meeting))
        [once] = event.meeting.recurrence.overrides
        assert once.original == SECOND

    def test_an_answer_for_all_repeats_no_other(self, simulator, work):
        """Occurrences that are answered like their series get no answer of their own."""
        master = work.add_series(attendees=[{"email": GUEST}])
        work.person().edit(instance(master, SECOND), {"summary": "Special"})
        ben = Work(simulator, GUEST)
        [seen] = ben.list().events
        simulator.journal.clear()
        ben.do(Respond(1, seen.remote_id, seen.etag, GUEST, Response.ACCEPTED, seen.meeting))
        assert [one.method for one in ben.calls()] == ["PATCH", "GET"]

    def test_an_answer_for_all_that_one_already_has(self, simulator, work):
        """An occurrence that was answered before like its series is now is not written again."""
        work.add_series(attendees=[{"email": GUEST}])
        ben = Work(simulator, GUEST)
        [seen] = ben.list().events
        common = (seen.remote_id, "", GUEST)
        event = ben.do(Respond(1, *common, Response.DECLINED, seen.meeting, SECOND))
        simulator.journal.clear()
        ben.do(Respond(1, *common, Response.DECLINED, event.meeting))
        assert [one.method for one in ben.calls()].count("PATCH") == 1

    def test_nobody_who_is_not_invited_answers(self, work):
        """Who is not on the list has nothing to answer."""
        made = work.make()
        answer = Respond(1, made.remote_id, made.etag, OWN, Response.ACCEPTED, made.meeting)
        assert isinstance(work.apply(answer)[0].error, Refused)

    def test_an_answer_on_a_list_cut_short(self, simulator, work):
        """With a hidden guest list the own answer can be given, and removes nobody (promise 48)."""
        rows = [{"email": GUEST}, {"email": "x@y.example"}]
        work.add(attendees=rows, guestsCanSeeOtherGuests=False)
        ben = Work(simulator, GUEST)
        [seen] = ben.list().events
        ben.do(Respond(1, seen.remote_id, seen.etag, GUEST, Response.ACCEPTED, seen.meeting))
        [event] = work.list().events
        assert event.meeting.attendee(GUEST).response is Response.ACCEPTED
        assert event.meeting.attendee("x@y.example")

    def test_who_is_mailed_is_always_said(self, work):
        """Every write says whom Google shall mail; it never depends on Google's default."""
        made = work.make(replace(WITH_EXCEPTIONS, attendees=INVITED))
        made = work.change(made, fields={"title": "x"}, cancelled=frozenset({FIRST}))
        work.do(work.deleting(made))
        writes = [one for one in work.calls() if one.method != "GET"]
        assert len(writes) > 3
        assert all(one.query["sendUpdates"] == ["none"] for one in writes)
        assert work.mails() == []

    def test_a_deletion_is_told(self, work):
        """A deletion that shall be told is told once, and takes the guests' copies away."""
        made = work.make(replace(SINGLE, attendees=INVITED))
        work.do(work.deleting(made, Notify.ALL))
        assert work.mails() == [(GUEST, "cancellation")]
