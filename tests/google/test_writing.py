"""Writes: few, exact, repeatable, quiet."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from odoo.addons.calendar_sync_base.core.actions import Notify, Role
from odoo.addons.calendar_sync_base.core.changes import override
from odoo.addons.calendar_sync_base.core.errors import (
    ChangedMeanwhile,
    Duplicate,
    Gone,
    NeedsReconnect,
    QuotaExhausted,
    RateLimited,
    Refused,
    ServerTrouble,
    Unreachable,
)
from odoo.addons.calendar_sync_base.core.values import (
    AllDay,
    Attendee,
    Conference,
    Person,
    ShowAs,
    Timed,
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
    create,
    made_copy,
)


class TestCost:
    """How many requests writes take."""

    def test_a_hundred_new_meetings(self, work):
        """A hundred new meetings are two requests."""
        used = work.counting()
        outcomes = work.apply(*(create(uid=f"uid-{number}") for number in range(100)))
        assert [one.error for one in outcomes if one.error] == []
        assert used() == 2
        assert len(work.list().events) == 100

    def test_a_hundred_changes_and_deletions(self, work):
        """A hundred changes are two requests, and so are a hundred deletions."""
        outcomes = work.apply(*(create(uid=f"uid-{number}") for number in range(100)))
        used = work.counting()
        changed = work.apply(
            *(work.changing(one.event, fields={"title": "New"}) for one in outcomes)
        )
        assert used() == 2
        gone = work.apply(*(work.deleting(one.event) for one in changed))
        assert used() == 4
        assert [one.error for one in (*changed, *gone) if one.error] == []
        assert work.list().events == ()

    def test_one_meeting_is_one_request(self, work):
        """One new meeting, one change, one deletion: one request each."""
        used = work.counting()
        event = work.make()
        event = work.change(event, fields={"title": "New"})
        work.do(work.deleting(event))
        assert used() == 3

    def test_a_plain_series_is_one_request(self, work):
        """A series without exceptions, or only with cancelled ones, is one write."""
        used = work.counting()
        gone = replace(SERIES, recurrence=replace(SERIES.recurrence, excluded=frozenset({THIRD})))
        assert work.make(gone).meeting == gone
        assert used() == 1

    def test_fifty_series_with_exceptions(self, work):
        """Fifty new series with exceptions take one request for each step, not for each series."""
        used = work.counting()
        outcomes = work.apply(*(create(WITH_EXCEPTIONS, f"uid-{number}") for number in range(50)))
        assert [one.event.meeting for one in outcomes] == [WITH_EXCEPTIONS] * 50
        assert used() == 3


class TestOnce:
    """Creating again finds what is there (promise 2)."""

    @pytest.mark.parametrize(
        ("fault", "count"),
        [({"reset": True}, 1), ({"truncate": True}, 1), ({"status": 503}, 1), ({"status": 503}, 3)],
    )
    def test_a_lost_answer(self, work, simulator, fault, count):
        """An answer that got lost is asked for again, and the event adopted, not made twice."""
        simulator.faults.add(method="POST", path="/events$", apply=True, **fault)
        outcomes = work.apply(*(create(uid=f"uid-{number}") for number in range(count)))
        assert [one.error for one in outcomes] == [None] * count
        assert [one.adopted for one in outcomes].count(True) == 1
        assert len(work.list().events) == count

    def test_a_lost_batch(self, work, simulator):
        """A whole batch whose answer got lost is found again."""
        simulator.faults.add(method="POST", path="/batch", apply=True, reset=True)
        outcomes = work.apply(create(uid="a"), create(SERIES, uid="b"))
        assert [(one.error, one.adopted) for one in outcomes] == [(None, True)] * 2
        assert len(work.list().events) == 2

    def test_an_interrupted_series(self, work):
        """A series of which only the master was made is completed when it is found."""
        work.make(SERIES)
        (outcome,) = work.apply(create(WITH_EXCEPTIONS))
        assert outcome.adopted
        assert outcome.event.meeting.recurrence.overrides == (SPECIAL,)

    def test_completing_takes_nothing_back(self, work):
        """What was cancelled at Google meanwhile stays so (promise 8)."""
        made = work.make(SERIES)
        work.person().delete(instance(made_copy(work, made), SECOND))
        (outcome,) = work.apply(create(WITH_EXCEPTIONS))
        assert outcome.event.meeting.recurrence.excluded == frozenset({SECOND})
        assert outcome.event.meeting.recurrence.overrides == ()

    def test_a_deleted_event_is_revived(self, work):
        """The id of a deleted event stays taken: the event comes back under it, as wanted now."""
        made = work.make(WITH_EXCEPTIONS)
        work.do(work.deleting(made))
        again = replace(SERIES, title="Again", recurrence=replace(
            SERIES.recurrence, overrides=(override(FOURTH, {"title": "Special"}),)
        ))  # fmt: skip
        event = work.make(again)
        assert (event.remote_id, event.meeting) == (made.remote_id, again)
        assert event.marker == "uid-1"

    def test_a_foreign_event_is_not_adopted(self, work):
        """An event of somebody else under our id is left alone."""
        action = create()
        work.add(id=action.remote_id, summary="Not ours")
        (outcome,) = work.apply(action)
        assert isinstance(outcome.error, Duplicate)
        assert work.list().events[0].meeting.title == "Not ours"

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
            (403, "rateLimitExceeded"),
            (403, "userRateLimitExceeded"),
            (429, "rateLimitExceeded"),
            (409, "conflict"),
            (500, "backendError"),
            (503, "backendError"),
        ],
    )
    def test_a_passing_refusal_is_repeated_alone(self, work, simulator, status, reason):
        """An item Google refuses for now is sent again by itself, after a wait (promise 23)."""
        simulator.faults.add(method="POST", path="/events$", status=status, reason=reason, skip=1)
        used = work.counting()
        outcomes = work.apply(*(create(uid=f"uid-{number}") for number in range(3)))
        assert [one.error for one in outcomes] == [None] * 3
        assert used() == 2
        assert len(work.waits.seconds) == 1
        assert [one.method for one in work.calls()] == ["POST"] * 4

    def test_a_lasting_refusal_is_told(self, work, simulator):
        """An item that is refused again and again ends with its error; the others are done."""
        simulator.faults.add(
            method="POST", path="/events$", status=429, reason="rateLimitExceeded", skip=1, times=9
        )
        good, *bad = work.apply(*(create(uid=f"uid-{number}") for number in range(2)))
        assert good.error is None
        assert isinstance(bad[0].error, RateLimited)
        assert 1 < len(work.waits.seconds) < 5
        assert work.waits.seconds == sorted(work.waits.seconds)

    def test_poison(self, work):
        """An event Google will not have stands alone among a hundred others."""
        bad = replace(SINGLE, span=Timed(FIRST + HOUR, FIRST, "UTC"))
        actions = [create(uid=f"uid-{number}") for number in range(100)]
        actions[30] = create(bad, uid="bad")
        outcomes = work.apply(*actions)
        assert [at for at, one in enumerate(outcomes) if one.error] == [30]
        assert isinstance(outcomes[30].error, Refused)
        assert [one.action for one in outcomes] == actions

    def test_a_spent_quota_ends_the_writes(self, work, simulator):
        """After quotaExceeded nothing more is written in this pass; all of it is kept."""
        simulator.faults.add(method="POST", path="/events$", status=403, reason="quotaExceeded")
        used = work.counting()
        outcomes = work.apply(*(create(uid=f"uid-{number}") for number in range(120)))
        assert used() == 1
        assert isinstance(outcomes[0].error, QuotaExhausted)
        assert [one.error for one in outcomes[1:50]] == [None] * 49
        assert all(isinstance(one.error, QuotaExhausted) for one in outcomes[50:])
        assert work.waits.seconds == []

    def test_an_unreachable_google(self, work, simulator):
        """When no batch gets through, the rest is not tried one by one."""
        simulator.faults.add(method="POST", path="/batch", reset=True, times=None)
        used = work.counting()
        outcomes = work.apply(*(create(uid=f"uid-{number}") for number in range(200)))
        assert all(isinstance(one.error, Unreachable) for one in outcomes)
        assert used() == 4

    def test_a_batch_that_is_refused(self, work, simulator):
        """A batch refused as a whole is an error of each of its meetings."""
        simulator.world.settings.batch_limit = 1
        outcomes = work.apply(create(uid="a"), create(uid="b"))
        assert all(isinstance(one.error, Refused) for one in outcomes)

    def test_a_batch_in_any_order(self, work, simulator):
        """No order of execution inside a batch is relied on."""
        simulator.world.settings.batch_shuffle = True
        actions = [create(WITH_EXCEPTIONS, f"uid-{number}") for number in range(30)]
        assert [one.event.meeting for one in work.apply(*actions)] == [WITH_EXCEPTIONS] * 30

    def test_a_dead_grant_stops_everything(self, work, simulator):
        """A withdrawn grant is one error of the account, not one of each meeting (promise 29)."""
        simulator.oauth.revoke_account(OWN)
        with pytest.raises(NeedsReconnect):
            work.apply(*(create(uid=f"uid-{number}") for number in range(60)))


class TestChanges:
    """Changing what is there."""

    def test_only_what_changed_is_sent(self, work):
        """A change leaves what no meeting holds as it is, to the byte (promise 10)."""
        copy = work.add(
            colorId="5",
            status="tentative",
            source={"title": "x", "url": "https://x.example"},
            extendedProperties={"private": {"a": "1"}, "shared": {"b": "2"}},
        )
        before = dict(copy.fields)
        [event] = work.list().events
        work.change(event, fields={"location": "Room 1"})
        after = work.calendar.copies[copy.id].fields
        changed = {key for key in {*before, *after} if before.get(key) != after.get(key)}
        assert changed == {"location"}

    def test_a_change_of_something_newer_is_refused(self, work):
        """What changed since it was seen is not overwritten."""
        made = work.make()
        work.person().edit(made.remote_id, {"location": "Room 2"})
        for action in (work.changing(made, fields={"title": "x"}), work.deleting(made)):
            assert isinstance(work.apply(action)[0].error, ChangedMeanwhile)

    def test_an_occurrence_of_something_newer_is_refused(self, work):
        """A series that changed since, in any part, is compared again before occurrences change."""
        made = work.make(SERIES)
        work.person().edit(instance(made_copy(work, made), FOURTH), {"summary": "New"})
        action = work.changing(made, overrides={SECOND: {"title": "x"}})
        assert isinstance(work.apply(action)[0].error, ChangedMeanwhile)

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

    def test_a_guest_writes_what_is_its_own(self, simulator, work):
        """A guest may change reminders and busy times of the own copy, and nothing else."""
        work.make(replace(SINGLE, attendees=INVITED), notify=Notify.ALL)
        ben = Work(simulator, GUEST)
        [copy] = ben.list().events
        assert ben.change(copy, fields={"show_as": ShowAs.FREE}).meeting.show_as is ShowAs.FREE
        (refused,) = ben.apply(ben.changing(copy, fields={"title": "Mine"}))
        assert isinstance(refused.error, Refused)
        assert "organizer" in refused.error.message

    def test_a_guest_with_the_right_to_change(self, simulator, work):
        """Guests whom the organizer allows it may change the meeting."""
        work.add(attendees=[{"email": GUEST}], guestsCanModify=True)
        ben = Work(simulator, GUEST)
        [copy] = ben.list().events
        ben.change(copy, fields={"title": "Better"})
        assert work.list().events[0].meeting.title == "Better"

    def test_something_deleted_meanwhile(self, work):
        """Changing what was deleted, master or occurrence, says so."""
        single, series = work.make(), work.make(SERIES, "uid-2")
        for event in (single, series):
            work.person().delete(event.remote_id)
        master = work.changing(series, overrides={SECOND: {"title": "x"}})
        outcomes = work.apply(work.changing(single, fields={"title": "x"}), master)
        assert all(isinstance(one.error, ChangedMeanwhile | Gone) for one in outcomes)


class TestCopies:
    """Private copies of what somebody else organizes."""

    BOSS = replace(
        WITH_EXCEPTIONS,
        organizer=Person("boss@elsewhere.example", "Boss"),
        attendees=(Attendee(OWN), Attendee(GUEST)),
    )

    def test_a_copy_is_whole_and_silent(self, simulator, work):
        """A copy shows organizer, guests and exceptions, reaches nobody, and mails nobody."""
        event = work.make(self.BOSS, role=Role.COPY, notify=Notify.ALL)
        assert event.meeting == self.BOSS
        assert event.meeting.organizer == self.BOSS.organizer
        assert (event.uid, event.marker, event.organizer_self) == ("uid-1", "uid-1", False)
        assert work.mails() == []
        assert Work(simulator, GUEST).list().events == ()

    def test_a_copy_made_twice_is_one(self, work):
        """Importing again finds the copy by its iCalUID."""
        first = work.make(self.BOSS, role=Role.COPY)
        again = work.make(self.BOSS, role=Role.COPY)
        assert again.remote_id == first.remote_id
        assert again.meeting == self.BOSS
        assert len(work.list().events) == 1

    def test_a_copy_is_changed_silently(self, work):
        """A copy follows its meeting, whatever was asked, without a mail."""
        event = work.make(self.BOSS, role=Role.COPY)
        changed = work.change(event, Notify.ALL, Role.COPY, fields={"title": "New"})
        assert changed.meeting == replace(self.BOSS, title="New")
        work.do(work.deleting(changed))
        assert work.mails() == []


class TestCalls:
    """Video calls (promise 39)."""

    def test_a_wish_becomes_a_link(self, work):
        """A wished-for call is made by Google, and only once."""
        wished = replace(SINGLE, conference=Conference(requested=True))
        event = work.make(wished)
        assert event.meeting.conference.url.startswith("https://meet.google.com/")
        assert work.apply(create(wished))[0].event == event

    @pytest.mark.parametrize(
        "url", ["https://odoo.example/calendar/join_videocall/x", "https://zoom.us/j/1"]
    )
    def test_a_link_of_odoo_is_kept(self, work, url):
        """A link from Odoo is there, and stays when something else changes on either side."""
        event = work.make(replace(SINGLE, conference=Conference(url), description="<p>Text</p>"))
        assert event.meeting.conference == Conference(url)
        assert event.meeting.description == "<p>Text</p>"
        work.person().edit(event.remote_id, {"description": "Other"})
        event = work.change(work.get(event), fields={"title": "New"})
        assert event.meeting.conference == Conference(url)

    def test_from_one_call_to_another(self, work):
        """A call can be exchanged and taken away; nothing of the old one is left."""
        event = work.make(replace(SINGLE, conference=Conference(requested=True)))
        for call in (
            Conference("https://zoom.us/j/1"),
            Conference("https://odoo.example/calendar/join_videocall/x"),
            Conference(),
        ):
            event = work.change(event, fields={"conference": call})
            assert event.meeting.conference == call
            assert work.list().events == (event,)
        event = work.change(event, fields={"conference": Conference(requested=True)})
        assert event.meeting.conference.url.startswith("https://meet.google.com/")

    def test_a_call_google_will_not_have(self, work, simulator):
        """Where a call is not possible, the meeting is made without it."""
        simulator.faults.add(
            method="POST",
            path="/events$",
            status=400,
            reason="invalid",
            message="Invalid conference type value.",
        )
        event = work.make(replace(SINGLE, conference=Conference(requested=True)))
        assert event.meeting == SINGLE


class TestTurns:
    """What happens when several actions are about one event."""

    def test_actions_on_one_event_take_turns(self, work):
        """Actions on one event are carried out one after the other, in their order."""
        made = work.make()
        first = work.changing(made, fields={"title": "One"})
        second = replace(work.changing(made, fields={"location": "Room"}), etag="")
        outcomes = work.apply(first, second)
        assert [one.error for one in outcomes] == [None, None]
        assert outcomes[1].event.meeting == replace(SINGLE, title="One", location="Room")

    def test_an_error_does_not_stop_the_next(self, work):
        """After one action failed the next about the same event is still tried."""
        made = work.make()
        stale = replace(work.changing(made, fields={"title": "x"}), etag='"1"')
        outcomes = work.apply(stale, work.deleting(made))
        assert isinstance(outcomes[0].error, ChangedMeanwhile)
        assert outcomes[1].error is None


def test_server_trouble_on_a_single_write(work, simulator):
    """A single write that fails for good tells why."""
    simulator.faults.add(method="POST", status=500, times=None)
    (outcome,) = work.apply(create())
    assert isinstance(outcome.error, ServerTrouble)
    assert len(work.waits.seconds) == 3
