"""Writes of series, and of what people answer."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from odoo.addons.calendar_sync_base.core.actions import Notify, Respond
from odoo.addons.calendar_sync_base.core.changes import override
from odoo.addons.calendar_sync_base.core.errors import (
    ChangedMeanwhile,
    Gone,
    NotExpressible,
    Refused,
)
from odoo.addons.calendar_sync_base.core.recurrence import slots
from odoo.addons.calendar_sync_base.core.values import (
    AllDay,
    Attendee,
    Recurrence,
    Response,
    Timed,
)

from ..contracts.harness import GUEST, OWN, STRANGER
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
    create,
    occurrence,
    path_of,
)


def invited(meeting=SERIES, people=INVITED):
    """Return a meeting with guests."""
    return replace(meeting, attendees=people)


def as_guest(simulator):
    """Return the guest at work, and the one event there is."""
    ben = Work(simulator, GUEST)
    [seen] = ben.list().events
    return ben, seen


class TestMaking:
    """A new series with exceptions (promises 13 and 16)."""

    def test_people_come_last(self, work):
        """Occurrences are put right before anybody hears of the series (promise 4)."""
        work.make(invited(WITH_EXCEPTIONS))
        writes = [one for one in work.calls() if one.method != "GET"]
        assert [one.method for one in writes] == ["POST", "PATCH", "DELETE", "PATCH"]
        assert not any((one.body or {}).get("attendees") for one in writes[:3])
        assert set(writes[3].body) == {"attendees"}
        assert work.mails() == [(GUEST, "invitation")]

    @pytest.mark.parametrize("more", [{}, {"title": "Special"}])
    def test_an_occurrence_with_people_of_its_own(self, work, more):
        """Who comes to one occurrence only is invited to that one."""
        extra = (Attendee(GUEST), Attendee(STRANGER))
        own = override(SECOND, {"attendees": extra, **more})
        series = replace(invited(), recurrence=replace(SERIES.recurrence, overrides=(own,)))
        made = work.make(series)
        assert made.meeting.recurrence.overrides == (own,)
        assert work.mails().count((GUEST, "invitation")) == 1
        assert (STRANGER, "invitation") in work.mails()

    @pytest.mark.parametrize("step", ["PATCH", "DELETE"])
    @pytest.mark.parametrize("apply", [True, False])
    def test_interrupted(self, simulator, step, apply):
        """Killed at any step, the next attempt completes the series and invites once."""
        work = Work(simulator, attempts=1)
        simulator.faults.add(method=step, status=503, apply=apply)
        (outcome,) = work.apply(create(invited(WITH_EXCEPTIONS)))
        assert outcome.error
        event = work.make(invited(WITH_EXCEPTIONS))
        assert event.meeting == invited(WITH_EXCEPTIONS)
        assert work.mails() == [(GUEST, "invitation")]
        assert len(work.list().events) == 1

    def test_interrupted_before_inviting(self, simulator):
        """A series whose guests were not invited yet gets them when it is found."""
        work = Work(simulator, attempts=1)
        simulator.faults.add(method="PATCH", status=503, skip=1)
        assert work.apply(create(invited(WITH_EXCEPTIONS)))[0].error
        assert work.mails() == []
        (outcome,) = work.apply(create(invited(WITH_EXCEPTIONS)))
        assert outcome.adopted
        assert outcome.event.meeting == invited(WITH_EXCEPTIONS)
        assert work.mails() == [(GUEST, "invitation")]

    def test_completing_takes_nothing_back(self, work):
        """What was cancelled in Outlook meanwhile stays so (promise 8)."""
        made = work.make(SERIES)
        work.person().delete(occurrence(made.remote_id, "2026-03-17"))
        (outcome,) = work.apply(create(WITH_EXCEPTIONS))
        assert outcome.event.meeting.recurrence.excluded == frozenset({SECOND, THIRD})
        assert outcome.event.meeting.recurrence.overrides == ()


class TestSeries:
    """Series, changed as a whole and in parts (promises 13 to 16)."""

    def test_exceptions_survive_the_master(self, work):
        """Exceptions stay when something else of their series changes."""
        made = work.make(WITH_EXCEPTIONS)
        changed = work.change(made, fields={"location": "Room 1"})
        assert changed.meeting == replace(WITH_EXCEPTIONS, location="Room 1")

    def test_a_moved_series_keeps_its_exceptions(self, work):
        """Outlook drops the exceptions of a series that moves; they are made again."""
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
        assert changed.meeting.span == later
        assert rule.excluded == frozenset({THIRD + HOUR})
        assert rule.overrides == (override(SECOND + HOUR, {"title": "Special"}),)

    def test_another_rule_keeps_exceptions(self, work):
        """Exceptions that the new rule still gives are there after it (promise 15)."""
        made = work.make(WITH_EXCEPTIONS)
        rules = ("RRULE:FREQ=WEEKLY;COUNT=8;BYDAY=TU,TH",)
        changed = work.change(made, rules=rules)
        assert changed.meeting.recurrence == replace(WITH_EXCEPTIONS.recurrence, rules=rules)

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
        """Occurrences are found side by side, written in turn, and the series read back once."""
        made = work.make(SERIES)
        work.microsoft.journal.clear()
        used = work.counting()
        work.change(
            made,
            cancelled=frozenset({FIRST, FOURTH}),
            overrides={SECOND: {"title": "x"}, THIRD: {"title": "y"}},
        )
        methods = [one.method for one in work.calls()]
        writes = ["PATCH", "PATCH", "DELETE", "DELETE"]
        assert methods == ["GET", *["GET"] * 4, *writes, "GET"]
        assert used() == 1 + 1 + 4 + 1

    def test_an_occurrence_of_something_newer_is_refused(self, work):
        """A series that changed since, in any part, is compared again before occurrences change."""
        made = work.make(SERIES)
        work.person().edit(occurrence(made.remote_id, "2026-03-31"), {"subject": "New"})
        action = work.changing(made, overrides={SECOND: {"title": "x"}})
        assert isinstance(work.apply(action)[0].error, ChangedMeanwhile)

    def test_onto_the_neighbours_day(self, work):
        """An occurrence that Outlook will not move is refused with the reason, the others stay."""
        made = work.make(SERIES)
        span = Timed(THIRD, THIRD + HOUR, "Europe/Berlin")
        (outcome,) = work.apply(work.changing(made, overrides={SECOND: {"span": span}}))
        assert isinstance(outcome.error, Refused)
        assert outcome.error.reason == "crossing"
        assert work.get(made).meeting == SERIES

    def test_an_occurrence_that_is_not_there(self, work, simulator):
        """An occurrence that shall change and is nowhere to be found is gone."""
        made = work.make(SERIES)
        simulator.faults.add(path="/instances$", status=200, body={"value": []}, times=None)
        changing = work.changing(made, overrides={SECOND: {"title": "x"}})
        assert isinstance(work.apply(changing)[0].error, Gone)
        cancelling = work.changing(made, cancelled=frozenset({SECOND}))
        assert work.apply(cancelling)[0].error is None

    def test_a_cancelled_occurrence_that_went_meanwhile(self, work, simulator):
        """What is to be cancelled and is gone in the last moment is done."""
        made = work.make(SERIES)
        simulator.faults.add(method="DELETE", status=404)
        (outcome,) = work.apply(work.changing(made, cancelled=frozenset({SECOND})))
        assert outcome.error is None

    @pytest.mark.parametrize(("times", "done"), [(1, True), (2, False)])
    def test_exchange_at_work(self, work, simulator, times, done):
        """A conflict that nobody made passes: the occurrence is written once more, not for ever."""
        made = work.make(SERIES)
        simulator.faults.add(method="PATCH", status=412, times=times)
        (outcome,) = work.apply(work.changing(made, overrides={SECOND: {"title": "x"}}))
        assert (outcome.error is None) is done
        assert done or isinstance(outcome.error, ChangedMeanwhile)

    def test_an_all_day_series(self, work):
        """Whole days repeat and are excepted by date."""
        days = AllDay(date(2026, 3, 10), date(2026, 3, 11))
        made = work.make(replace(SERIES, span=days))
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

    def test_over_the_change_of_clocks(self, work):
        """An occurrence behind a change of the clocks is found and keeps its time (promise 17)."""
        made = work.make(SERIES)
        fifth = slots(SERIES)[4]
        changed = work.change(made, overrides={fifth: {"title": "Summer"}})
        assert changed.meeting.recurrence.overrides == (override(fifth, {"title": "Summer"}),)


class TestRestoring:
    """Graph has no way to bring a deleted occurrence back."""

    def test_with_guests(self, work):
        """With guests it is refused before anybody is mailed, and nothing changes."""
        made = work.make(invited(WITH_EXCEPTIONS))
        before = work.mails()
        (outcome,) = work.apply(work.changing(made, restored=frozenset({THIRD})))
        assert isinstance(outcome.error, NotExpressible)
        assert outcome.error.reason == "restored"
        assert work.mails() == before
        assert work.get(made) == made

    def test_without_guests(self, work):
        """Without guests the rule is written anew; where that does not help, it is said so."""
        made = work.make(WITH_EXCEPTIONS)
        (outcome,) = work.apply(work.changing(made, restored=frozenset({THIRD})))
        assert isinstance(outcome.error, NotExpressible)
        assert work.get(made).meeting == WITH_EXCEPTIONS

    def test_along_with_another_rule(self, work):
        """A series that repeats otherwise begins anew, and its deleted occurrences are back."""
        made = work.make(WITH_EXCEPTIONS)
        rules = ("RRULE:FREQ=WEEKLY;COUNT=8;BYDAY=TU,TH",)
        changed = work.change(made, rules=rules, restored=frozenset({THIRD}))
        assert changed.meeting.recurrence == Recurrence(rules, overrides=(SPECIAL,))


class TestAnswers:
    """What guests answer (promise 36)."""

    @pytest.mark.parametrize(
        ("response", "action"),
        [(Response.ACCEPTED, "accept"), (Response.TENTATIVE, "tentativelyAccept")],
    )
    def test_an_answer_reaches_the_organizer(self, simulator, work, response, action):
        """An answer goes by its own request, tells the organizer, and changes nothing else."""
        work.make(invited(SINGLE, (Attendee(GUEST), Attendee(STRANGER))))
        ben, seen = as_guest(simulator)
        event = ben.do(ben.answering(seen, response))
        assert event.meeting.attendee(GUEST).response is response
        [posted] = [one for one in ben.calls() if one.path.endswith(f"/{action}")]
        assert posted.body["sendResponse"] is True
        [own] = work.list().events
        assert own.meeting.attendee(GUEST).response is response
        assert own.meeting.attendee(STRANGER).response is Response.NEEDS_ACTION

    def test_declining_may_take_the_meeting_away(self, simulator, work):
        """Who declines has it taken out of the calendar; the outcome says so."""
        work.make(invited(SINGLE))
        ben, seen = as_guest(simulator)
        event = ben.do(ben.answering(seen, Response.DECLINED))
        assert (event.remote_id, event.meeting) == (seen.remote_id, None)
        assert work.list().events[0].meeting.attendee(GUEST).response is Response.DECLINED

    @pytest.mark.parametrize("fault", [{"reset": True}, {"status": 503}])
    def test_declining_with_a_lost_answer(self, simulator, work, fault):
        """A refusal whose answer got lost is done, though the meeting is gone when repeated."""
        work.make(invited(SINGLE))
        ben, seen = as_guest(simulator)
        simulator.faults.add(path="/decline$", apply=True, **fault)
        event = ben.do(ben.answering(seen, Response.DECLINED))
        assert event.meeting is None
        assert work.list().events[0].meeting.attendee(GUEST).response is Response.DECLINED

    def test_declining_may_leave_it_there(self, simulator, work):
        """Where declined meetings stay, the outcome shows it."""
        work.settings(keep_declined=True)
        work.make(invited(SINGLE))
        ben, seen = as_guest(simulator)
        event = ben.do(ben.answering(seen, Response.DECLINED))
        assert event.meeting.attendee(GUEST).response is Response.DECLINED

    def test_an_answer_cannot_be_taken_back(self, simulator, work):
        """There is no request for "no answer after all": it is refused, and nothing is sent."""
        work.make(invited(SINGLE))
        ben, seen = as_guest(simulator)
        simulator.journal.clear()
        (outcome,) = ben.apply(ben.answering(seen, Response.NEEDS_ACTION))
        assert isinstance(outcome.error, NotExpressible)
        assert {one.method for one in ben.calls()} == {"GET"}

    def test_an_answer_for_one_occurrence(self, simulator, work):
        """One occurrence can be answered by itself; the series is read back whole (promise 16)."""
        work.settings(keep_declined=True)
        work.make(invited())
        ben, seen = as_guest(simulator)
        event = ben.do(ben.answering(seen, Response.DECLINED, SECOND))
        assert [one.original for one in event.meeting.recurrence.overrides] == [SECOND]
        [own] = work.list().events
        [changed] = own.meeting.recurrence.overrides
        [there] = [one for one in dict(changed.changes)["attendees"] if one.email == GUEST]
        assert there.response is Response.DECLINED

    def test_answers_for_the_series_and_for_one(self, simulator, work):
        """Two answers to one series take turns, and both arrive."""
        work.settings(keep_declined=True)
        work.make(invited())
        ben, seen = as_guest(simulator)
        outcomes = ben.apply(
            ben.answering(seen, Response.ACCEPTED), ben.answering(seen, Response.DECLINED, SECOND)
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
        work.settings(keep_declined=True)
        work.make(invited())
        ben, seen = as_guest(simulator)
        event = ben.do(ben.answering(seen, Response.TENTATIVE, SECOND))
        event = ben.do(ben.answering(event, Response.ACCEPTED))
        [once] = event.meeting.recurrence.overrides
        assert once.original == SECOND

    def test_an_answer_for_all_repeats_no_other(self, simulator, work):
        """Occurrences that are answered like their series get no answer of their own."""
        work.make(invited(WITH_EXCEPTIONS))
        ben, seen = as_guest(simulator)
        simulator.journal.clear()
        ben.do(ben.answering(seen, Response.ACCEPTED))
        assert [one.method for one in ben.calls()].count("POST") == 1

    def test_an_answer_for_all_that_one_already_has(self, simulator, work):
        """An occurrence that was answered before like its series is now is not answered again."""
        work.make(invited())
        ben, seen = as_guest(simulator)
        event = ben.do(ben.answering(seen, Response.TENTATIVE, SECOND))
        simulator.journal.clear()
        ben.do(ben.answering(event, Response.TENTATIVE))
        assert [one.method for one in ben.calls()].count("POST") == 1

    def test_a_meeting_that_was_moved(self, simulator, work):
        """Nobody accepts a time they have not seen."""
        made = work.make(invited(SINGLE))
        ben, seen = as_guest(simulator)
        later = Timed(FIRST + HOUR, FIRST + 2 * HOUR, "Europe/Berlin")
        work.change(made, Notify.ALL, fields={"span": later})
        (outcome,) = ben.apply(ben.answering(seen, Response.ACCEPTED))
        assert isinstance(outcome.error, ChangedMeanwhile)

    def test_nobody_answers_their_own_meeting(self, work):
        """The organizer has nothing to answer."""
        made = work.make(invited(SINGLE))
        answer = Respond(1, made.remote_id, made.etag, OWN, Response.ACCEPTED, made.meeting)
        (outcome,) = work.apply(answer)
        assert isinstance(outcome.error, Refused)
        assert work.mails() == [(GUEST, "invitation")]

    @pytest.mark.parametrize("rows", [[], [{"id": "of no time"}]])
    def test_an_occurrence_that_is_gone(self, simulator, work, rows):
        """Answering an occurrence that is called off, or not to be read, says that it is gone."""
        made = work.make(invited())
        ben, seen = as_guest(simulator)
        simulator.faults.add(path="/instances$", status=200, body={"value": rows})
        (outcome,) = ben.apply(ben.answering(seen, Response.ACCEPTED, SECOND))
        assert isinstance(outcome.error, Gone)
        assert made.meeting

    def test_an_answer_to_what_is_gone(self, simulator, work):
        """Answering a meeting that was called off says that it is gone."""
        made = work.make(invited(SINGLE))
        ben, seen = as_guest(simulator)
        work.do(work.deleting(made))
        assert isinstance(ben.apply(ben.answering(seen, Response.ACCEPTED))[0].error, Gone)

    def test_an_answer_on_a_list_cut_short(self, simulator, work):
        """With a hidden guest list the own answer can be given, and removes nobody (promise 48)."""
        rows = [{"type": "required", "emailAddress": {"address": one}} for one in (GUEST, STRANGER)]
        work.add(attendees=rows, hideAttendees=True)
        ben, seen = as_guest(simulator)
        assert not seen.meeting.attendees_complete
        ben.do(ben.answering(seen, Response.ACCEPTED))
        [event] = work.list().events
        assert event.meeting.attendee(GUEST).response is Response.ACCEPTED
        assert event.meeting.attendee(STRANGER)

    def test_a_refused_answer(self, simulator, work):
        """An answer that Graph refuses is told as such."""
        work.make(invited(SINGLE))
        ben, seen = as_guest(simulator)
        simulator.faults.add(path="/accept$", status=403)
        assert isinstance(ben.apply(ben.answering(seen, Response.ACCEPTED))[0].error, Refused)

    def test_a_series_that_is_refused_while_reading(self, simulator, work):
        """A series that cannot be read before it is written is not written."""
        made = work.make(SERIES)
        simulator.faults.add(path=path_of(made), status=403)
        (outcome,) = work.apply(work.changing(made, fields={"title": "x"}))
        assert isinstance(outcome.error, Refused)
        assert "PATCH" not in {one.method for one in work.calls()}
