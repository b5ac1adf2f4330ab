"""Writes: few, exact, repeatable."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from odoo.addons.calendar_sync_base.core.actions import CreateRemote
from odoo.addons.calendar_sync_base.core.errors import (
    ChangedMeanwhile,
    Duplicate,
    Gone,
    NeedsReconnect,
    NotExpressible,
    QuotaExhausted,
    RateLimited,
    Refused,
    ServerTrouble,
    Unreachable,
)
from odoo.addons.calendar_sync_base.core.identity import remote_id
from odoo.addons.calendar_sync_base.core.values import (
    AllDay,
    Recurrence,
    ShowAs,
    Timed,
)

from ..contracts.harness import GUEST, OWN
from .work import (
    FIRST,
    HOUR,
    INVITED,
    SERIES,
    SINGLE,
    WITH_EXCEPTIONS,
    Work,
    create,
    stored,
)


def hundred(**more):
    """Return the actions that make a hundred meetings."""
    return [create(uid=f"uid-{number}", **more) for number in range(100)]


class TestCost:
    """How many requests writes take."""

    def test_a_hundred_new_meetings(self, work):
        """A hundred new meetings are at most eight requests, as the journal counts them."""
        used = work.counting()
        outcomes = work.apply(*hundred())
        assert [one.error for one in outcomes if one.error] == []
        asked = work.requests()
        assert used() == len(asked) == 6
        assert [one.path for one in asked[1:]] == ["/v1.0/$batch"] * 5
        assert [one.method for one in work.calls()].count("POST") == 100
        assert len(work.list().events) == 100

    def test_a_hundred_changes_and_deletions(self, work):
        """A hundred changes are read and written twenty at a time, a hundred deletions written."""
        outcomes = work.apply(*hundred())
        used = work.counting()
        changed = work.apply(
            *(work.changing(one.event, fields={"title": "New"}) for one in outcomes)
        )
        assert used() == 10
        gone = work.apply(*(work.deleting(one.event) for one in changed))
        assert used() == 15
        assert [one.error for one in (*changed, *gone) if one.error] == []
        assert work.list().events == ()

    def test_one_meeting_is_one_request(self, work):
        """One new meeting is one request, one deletion another, one change a read and a write."""
        work.make(uid="first")
        used = work.counting()
        event = work.make()
        assert used() == 1
        event = work.change(event, fields={"title": "New"})
        assert used() == 3
        work.do(work.deleting(event))
        assert used() == 4

    def test_twenty_series_with_exceptions(self, work):
        """Twenty new series with exceptions take one request for each step, not for each series."""
        work.make(uid="first")
        used = work.counting()
        outcomes = work.apply(*(create(WITH_EXCEPTIONS, f"uid-{number}") for number in range(20)))
        assert [one.event.meeting for one in outcomes] == [WITH_EXCEPTIONS] * 20
        # Made, two occurrences found (forty calls), two written, and the series read back.
        assert used() == 1 + 2 + 2 + 1

    def test_never_more_than_four_at_once(self, work, simulator):
        """Graph works on four requests of a mailbox at a time; we ask for one (promise 23)."""
        work.apply(*hundred(meeting=SERIES))
        work.list()
        assert simulator.throttle.most[OWN] <= 4
        assert simulator.throttle.refused[OWN] == 0


class TestOnce:
    """Creating again finds what is there (promise 2)."""

    @pytest.mark.parametrize("status", [400, 409])
    @pytest.mark.parametrize(
        ("fault", "count"),
        [({"reset": True}, 1), ({"truncate": True}, 1), ({"status": 503}, 1), ({"status": 503}, 3)],
    )
    def test_a_lost_answer(self, work, simulator, status, fault, count):
        """An answer that got lost is asked for again, and the event adopted, not made twice."""
        work.settings(duplicate_status=status)
        simulator.faults.add(method="POST", path="/events$", apply=True, **fault)
        outcomes = work.apply(*(create(uid=f"uid-{number}") for number in range(count)))
        assert [one.error for one in outcomes] == [None] * count
        # A whole batch is lost with the connection of one of its parts.
        assert [one.adopted for one in outcomes].count(True) >= 1
        assert len(work.list().events) == count

    def test_a_lost_batch(self, work, simulator):
        """A whole batch whose answer got lost is found again."""
        simulator.faults.add(method="POST", path="batch", apply=True, reset=True)
        outcomes = work.apply(create(uid="a"), create(SERIES, uid="b"))
        assert [(one.error, one.adopted) for one in outcomes] == [(None, True)] * 2
        assert len(work.list().events) == 2

    def test_a_lost_invitation(self, work, simulator):
        """An answer that got lost does not invite anybody twice (promise 4)."""
        simulator.faults.add(method="POST", path="/events$", apply=True, reset=True)
        work.make(replace(SINGLE, attendees=INVITED))
        assert work.mails() == [(GUEST, "invitation")]

    def test_found_by_the_marker(self, work, simulator):
        """Where Graph does not say which event there is, it is found by our marker."""
        made = work.make()
        body = {"error": {"code": "ErrorDuplicateTransactionId", "message": "x"}}
        simulator.faults.add(method="POST", path="/events$", status=409, body=body)
        (outcome,) = work.apply(create())
        assert (outcome.adopted, outcome.event.remote_id) == (True, made.remote_id)

    @pytest.mark.parametrize("people", [(), INVITED])
    def test_one_that_a_person_has_made_single_since(self, work, people):
        """A series that somebody ended meanwhile is adopted as it is; no exception comes back."""
        made = work.make(replace(WITH_EXCEPTIONS, attendees=people))
        work.person().edit(made.remote_id, {"recurrence": None, "attendees": []})
        (outcome,) = work.apply(create(replace(WITH_EXCEPTIONS, attendees=people)))
        assert (outcome.error, outcome.adopted) == (None, True)
        assert outcome.event.meeting.recurrence is None

    def test_a_copied_event_is_not_taken_for_ours(self, work, simulator):
        """An event that somebody copied, marker and all, is not the one that was made."""
        made = work.make()
        copied = work.add(subject="Copied")
        copied.item.properties = dict(stored(work, made).properties)
        body = {"error": {"code": "ErrorDuplicateTransactionId", "message": "x"}}
        simulator.faults.add(method="POST", path="/events$", status=400, body=body)
        (outcome,) = work.apply(create())
        assert outcome.event.remote_id == made.remote_id

    @pytest.mark.parametrize("says", [True, False])
    def test_a_transaction_that_is_used_up(self, work, simulator, says):
        """Where the transaction of a deleted event stays taken, the next one is used (trap 4)."""
        made = work.make()
        work.do(work.deleting(made))
        named = {"@event.existingEventId": made.remote_id} if says else {}
        body = {"error": {"code": "ErrorDuplicateTransactionId", "message": "x", **named}}
        simulator.faults.add(method="POST", path="/events$", status=400, body=body)
        (outcome,) = work.apply(create())
        assert (outcome.error, outcome.adopted) == (None, False)
        first, second = (
            one.body["transactionId"] for one in work.calls()[-4:] if one.method == "POST"
        )
        assert first != second
        assert len(work.list().events) == 1

    def test_all_transactions_used_up(self, work, simulator):
        """A meeting that cannot be made under any transaction is told, and not tried for ever."""
        body = {"error": {"code": "ErrorDuplicateTransactionId", "message": "x"}}
        simulator.faults.add(method="POST", path="/events$", status=400, body=body, times=None)
        (outcome,) = work.apply(create())
        assert isinstance(outcome.error, Duplicate)
        assert len(work.calls()) < 30

    def test_another_generation_is_another_event(self, work):
        """A meeting whose event was deleted is made anew when the base gives it another id."""
        made = work.make()
        later = CreateRemote(1, SINGLE, "uid-1", remote_id("db", "uid-1", "calendar", 1))
        assert work.do(later).remote_id != made.remote_id

    def test_a_deletion_twice(self, work):
        """Deleting what is gone is done."""
        made = work.make()
        assert not work.apply(work.deleting(made))[0].adopted
        assert work.apply(work.deleting(made))[0].adopted


class TestAlone:
    """One item's trouble is its own (promise 20)."""

    @pytest.mark.parametrize(
        ("status", "reason"),
        [
            (429, "ApplicationThrottled"),
            (429, "TooManyRequests"),
            (500, "ErrorInternalServerError"),
            (503, "serviceNotAvailable"),
            (504, "UnknownError"),
        ],
    )
    def test_a_passing_refusal_is_repeated_alone(self, work, simulator, status, reason):
        """An item Graph refuses for now is sent again by itself, after a wait (promise 23)."""
        simulator.faults.add(method="POST", path="/events$", status=status, reason=reason, skip=1)
        outcomes = work.apply(*(create(uid=f"uid-{number}") for number in range(3)))
        assert [one.error for one in outcomes] == [None] * 3
        assert len(work.waits.seconds) == 1
        assert [one.method for one in work.calls()].count("POST") == 4

    def test_a_throttled_part_says_how_long(self, work):
        """The longest wait that parts of a batch ask for is kept to, then they are all sent."""
        work.settings(batch_throttle=15, retry_after=7)
        outcomes = work.apply(*(create(uid=f"uid-{number}") for number in range(20)))
        assert [one.error for one in outcomes] == [None] * 20
        assert work.waits.seconds == [pytest.approx(7, rel=0.1)]
        assert len(work.list().events) == 20

    def test_a_lasting_refusal_is_told(self, work, simulator):
        """An item that is refused again and again ends with its error; the others are done."""
        simulator.faults.add(method="POST", path="/events$", status=429, skip=1, times=9)
        good, *bad = work.apply(*(create(uid=f"uid-{number}") for number in range(2)))
        assert good.error is None
        assert isinstance(bad[0].error, RateLimited)
        assert 1 < len(work.waits.seconds) < 5

    def test_a_wait_that_is_too_long(self, work, simulator):
        """Who is asked to wait for minutes gives up for this pass, and says how long."""
        simulator.faults.add(method="POST", path="/events$", status=429, retry_after=600)
        outcomes = work.apply(create(uid="a"), create(uid="b"))
        assert [one.error is None for one in outcomes].count(True) == 1
        (refused,) = (one.error for one in outcomes if one.error)
        assert refused.retry_after == 600
        assert work.waits.seconds == []

    def test_poison(self, work):
        """An event Graph will not have stands alone among a hundred others."""
        bad = replace(SINGLE, span=Timed(FIRST + HOUR, FIRST, "UTC"))
        actions = hundred()
        actions[30] = create(bad, uid="bad")
        outcomes = work.apply(*actions)
        assert [at for at, one in enumerate(outcomes) if one.error] == [30]
        assert isinstance(outcomes[30].error, Refused)
        assert [one.action for one in outcomes] == actions

    def test_a_rule_outlook_has_no_words_for(self, work):
        """A rule that Graph cannot say is refused with its reason, and nothing is sent for it."""
        rules = ("RRULE:FREQ=MONTHLY;BYMONTHDAY=31",)
        bad = replace(SINGLE, recurrence=Recurrence(rules))
        good, refused = work.apply(create(uid="good"), create(bad, uid="bad"))
        assert good.error is None
        assert isinstance(refused.error, NotExpressible)
        assert refused.error.reason
        made = work.make(SERIES, uid="series")
        (refused,) = work.apply(work.changing(made, rules=rules))
        assert isinstance(refused.error, NotExpressible)
        assert work.get(made) == made

    def test_a_full_mailbox(self, work, simulator):
        """When the mailbox is full nothing more is written in this pass; all of it is kept."""
        simulator.faults.add(method="POST", path="/events$", status=507)
        outcomes = work.apply(*hundred())
        assert isinstance(outcomes[0].error, QuotaExhausted)
        assert [one.error for one in outcomes[1:20]] == [None] * 19
        assert all(isinstance(one.error, QuotaExhausted) for one in outcomes[20:])

    def test_an_unreachable_graph(self, work, simulator):
        """When no batch gets through, the rest is not tried one by one."""
        work.make(uid="first")
        simulator.faults.add(method="POST", path="batch", reset=True, times=None)
        used = work.counting()
        outcomes = work.apply(*hundred())
        assert all(isinstance(one.error, Unreachable) for one in outcomes)
        assert used() == 4

    def test_a_calendar_that_cannot_be_looked_at(self, work, simulator):
        """A calendar that is not there is an error of each meeting, not of the account."""
        outcomes = work.client.apply("AQMkADnowhere=", [create(uid="a"), create(uid="b")])
        assert all(isinstance(one.error, Gone) for one in outcomes)
        simulator.faults.add(method="GET", path=r"/calendars/[^/]+$", status=503, times=None)
        assert isinstance(work.apply(create())[0].error, ServerTrouble)

    def test_answers_in_any_order(self, work):
        """The parts of a batch are answered in any order, and each keeps its own."""
        titles = [f"Meeting {number}" for number in range(40)]
        outcomes = work.apply(*(create(replace(SINGLE, title=one), uid=one) for one in titles))
        assert [one.event.meeting.title for one in outcomes] == titles

    def test_a_dead_grant_stops_everything(self, work, simulator):
        """A withdrawn grant is one error of the account, not one of each meeting (promise 29)."""
        simulator.oauth.revoke(OWN, access=True)
        with pytest.raises(NeedsReconnect):
            work.apply(*hundred())


class TestChanges:
    """Changing what is there."""

    def test_only_what_changed_is_sent(self, work):
        """A change leaves what no meeting holds as it is, to the byte (promise 10)."""
        made = work.add(
            categories=["Red"], importance="high", showAs="oof", sensitivity="personal",
            responseRequested=False, body={"contentType": "html", "content": "<b>x</b>"},
        )  # fmt: skip
        before = dict(made.fields)
        [event] = work.list().events
        work.change(event, fields={"title": "New"})
        after = stored(work, event).fields
        changed = {key for key in {*before, *after} if before.get(key) != after.get(key)}
        assert changed == {"subject"}
        (patch,) = [one for one in work.calls() if one.method == "PATCH"]
        assert patch.body == {"subject": "New"}
        assert patch.headers["if-match"] == event.etag

    def test_a_change_of_something_newer_is_refused(self, work):
        """What changed since it was seen is not overwritten."""
        made = work.make()
        work.person().edit(made.remote_id, {"location": {"displayName": "Room 2"}})
        for action in (work.changing(made, fields={"title": "x"}), work.deleting(made)):
            assert isinstance(work.apply(action)[0].error, ChangedMeanwhile)

    def test_a_change_between_reading_and_writing(self, work, simulator):
        """What changes in the last moment is not overwritten either (promise 9)."""
        made = work.make()
        simulator.faults.add(method="PATCH", status=412)
        (outcome,) = work.apply(work.changing(made, fields={"title": "x"}))
        assert isinstance(outcome.error, ChangedMeanwhile)

    def test_another_version_that_says_the_same(self, work):
        """An event that Exchange has only worked on is no conflict."""
        made = work.make()
        work.person().edit(made.remote_id, {"categories": ["Red"]})
        changed = work.change(made, fields={"title": "New"})
        assert changed.meeting.title == "New"

    def test_kinds_of_time(self, work):
        """A meeting can become whole days and timed again (promise 49)."""
        made = work.make()
        days = AllDay(date(2026, 3, 10), date(2026, 3, 12))
        whole = work.change(made, fields={"span": days})
        assert whole.meeting.span == days
        assert work.change(whole, fields={"span": SINGLE.span}).meeting == SINGLE

    def test_the_answer_to_a_change_is_the_event(self, work):
        """An outcome shows the event as it is then, etag and all."""
        made = work.make()
        changed = work.change(made, fields={"title": "New"})
        assert work.get(made) == changed
        assert made.etag != changed.etag

    @pytest.mark.parametrize("meeting", [SINGLE, SERIES, WITH_EXCEPTIONS])
    def test_the_answer_to_a_creation_is_the_event(self, work, meeting):
        """What a creation returns is what the next listing shows: no echo (promise 5)."""
        made = work.make(meeting)
        assert work.list().events == (made,)
        assert work.get(made) == made

    def test_a_guest_writes_what_is_its_own(self, simulator, work):
        """A guest may change reminders and busy times of the own copy, and nothing else."""
        work.make(replace(SINGLE, attendees=INVITED))
        ben = Work(simulator, GUEST)
        [copy] = ben.list().events
        assert ben.change(copy, fields={"show_as": ShowAs.FREE}).meeting.show_as is ShowAs.FREE
        [copy] = ben.list().events
        (refused,) = ben.apply(ben.changing(copy, fields={"title": "Mine"}))
        assert isinstance(refused.error, Refused)
        assert [one.method for one in ben.calls()].count("PATCH") == 1

    def test_something_deleted_meanwhile(self, work):
        """Changing what was deleted says so."""
        single, series = work.make(), work.make(SERIES, "uid-2")
        for event in (single, series):
            work.person().delete(event.remote_id)
        outcomes = work.apply(
            *(work.changing(one, fields={"title": "x"}) for one in (single, series))
        )
        assert all(isinstance(one.error, Gone) for one in outcomes)

    def test_actions_on_one_event_take_turns(self, work):
        """Actions on one event are carried out one after the other, in their order."""
        made = work.make()
        first = work.changing(made, fields={"title": "One"})
        second = replace(work.changing(made, fields={"location": "Room"}), etag="")
        outcomes = work.apply(first, second)
        assert [one.error for one in outcomes] == [None, None]
        assert outcomes[1].event.meeting == replace(SINGLE, title="One", location="Room")


def test_server_trouble_on_a_single_write(work, simulator):
    """A single write that fails for good tells why."""
    work.make(uid="first")
    simulator.faults.add(method="POST", status=500, times=None)
    (outcome,) = work.apply(create())
    assert isinstance(outcome.error, ServerTrouble)
    assert len(work.waits.seconds) == 3
