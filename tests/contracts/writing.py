"""The contract of writing single meetings."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from odoo.addons.calendar_sync_base.core.actions import (
    DeleteRemote,
)
from odoo.addons.calendar_sync_base.core.changes import MeetingChanges
from odoo.addons.calendar_sync_base.core.errors import (
    AccountError,
    ChangedMeanwhile,
    Gone,
    InvalidRule,
    Refused,
    SyncError,
    Transient,
)
from odoo.addons.calendar_sync_base.core.values import (
    AllDay,
    Privacy,
    Recurrence,
    ShowAs,
    Timed,
)

from .bench import (
    HOUR,
    NINE,
    SERIES,
    SINGLE,
    UID,
    ZONE,
    assert_same,
    create,
    update,
)


class Writing:
    """Creating, changing and deleting single meetings."""

    def test_create_shows_the_meeting(self, harness, bench):
        """What is created is what is read, by its outcome, by id and in the listing."""
        made = bench.do(create())
        assert_same(harness, made.meeting, SINGLE)
        assert_same(harness, bench.get(made.remote_id).meeting, SINGLE)
        assert [one.remote_id for one in bench.live()] == [made.remote_id]

    def test_create_is_marked(self, bench):
        """Our uid is on the event, so that it is known again without a link (promise 2)."""
        made = bench.do(create())
        assert bench.get(made.remote_id).marker == UID

    def test_create_twice_is_once(self, bench):
        """Creating again finds what is there, whatever became of the first answer (promise 2)."""
        first = bench.do(create())
        second = bench.try_one(create())
        assert second.adopted
        assert second.event.remote_id == first.remote_id
        assert len(bench.live()) == 1

    def test_a_lost_answer_is_found_again(self, harness, bench):
        """A create whose answer got lost has happened: trying again adopts it (promise 2)."""
        harness.lose_next_answer()
        assert isinstance(bench.try_one(create()).error, Transient)
        again = bench.try_one(create())
        assert again.error is None
        assert again.adopted
        assert len(bench.live()) == 1

    def test_adopting_tells_what_is_there(self, bench):
        """An adopted event comes as it stands, so that a difference can be compared."""
        bench.do(create())
        again = bench.try_one(create(replace(SINGLE, title="Renamed meanwhile")))
        assert again.event.meeting.title == SINGLE.title

    def test_a_failed_write_changes_nothing(self, harness, bench):
        """A passing error is told as one, and the write can be repeated (promise 9)."""
        harness.fail_next()
        assert isinstance(bench.try_one(create()).error, Transient)
        assert bench.live() == []
        assert bench.do(create()).meeting

    def test_created_again_after_a_deletion(self, bench):
        """A meeting that was deleted there can be made again, once."""
        made = bench.do(create())
        bench.do(DeleteRemote(1, made.remote_id, made.etag))
        again = bench.do(create())
        assert again.meeting is not None
        assert len(bench.live()) == 1

    def test_a_revived_meeting_keeps_its_id(self, harness, bench):
        """Where ids are chosen, a deleted event is brought back under its own."""
        if not harness.abilities.chooses_ids:
            pytest.skip("this service chooses the ids")
        made = bench.do(create())
        bench.do(DeleteRemote(1, made.remote_id, made.etag))
        assert bench.do(create()).remote_id == made.remote_id == create().remote_id

    def test_update_changes_only_what_it_says(self, harness, bench):
        """An update leaves every other field as it is (promise 10)."""
        made = bench.do(create())
        changed = bench.do(update(made, MeetingChanges({"title": "Sit-down"})))
        assert_same(harness, changed.meeting, replace(SINGLE, title="Sit-down"))
        assert changed.etag != made.etag
        assert changed.uid == made.uid

    @pytest.mark.parametrize(
        ("name", "value"),
        [
            ("span", Timed(NINE + HOUR, NINE + 3 * HOUR, ZONE)),
            ("span", AllDay(date(2026, 3, 16), date(2026, 3, 18))),
            ("description", ""),
            ("location", "Room 2"),
            ("privacy", Privacy.PRIVATE),
            ("show_as", ShowAs.FREE),
        ],
    )
    def test_every_field_can_be_changed(self, harness, bench, name, value):
        """Each field a service holds can be changed and read again."""
        if name not in harness.abilities.fields:
            pytest.skip(f"this service does not hold {name}")
        made = bench.do(create())
        bench.do(update(made, MeetingChanges({name: value})))
        assert getattr(bench.get(made.remote_id).meeting, name) == value

    def test_an_old_etag_is_refused(self, harness, bench):
        """What a person changed in between is not overwritten (promise 9)."""
        made = bench.do(create())
        harness.person().change(made.remote_id, MeetingChanges({"location": "Room 3"}))
        outcome = bench.try_one(update(made, MeetingChanges({"title": "Too late"})))
        assert isinstance(outcome.error, ChangedMeanwhile)
        kept = bench.get(made.remote_id).meeting
        assert (kept.title, kept.location) == (SINGLE.title, "Room 3")

    def test_update_of_a_deleted_event(self, harness, bench):
        """Changing what is gone says so."""
        made = bench.do(create())
        harness.person().delete(made.remote_id)
        outcome = bench.try_one(update(made, MeetingChanges({"title": "Too late"})))
        assert isinstance(outcome.error, Gone | ChangedMeanwhile)

    def test_delete(self, bench):
        """What is deleted is gone, and its outcome says so."""
        made = bench.do(create())
        gone = bench.do(DeleteRemote(1, made.remote_id, made.etag))
        assert gone.meeting is None
        assert bench.live() == []

    def test_delete_twice_is_fine(self, bench):
        """Deleting what is gone already is done already."""
        made = bench.do(create())
        bench.do(DeleteRemote(1, made.remote_id, made.etag))
        again = bench.try_one(DeleteRemote(1, made.remote_id, made.etag))
        assert again.error is None
        assert again.event.meeting is None

    def test_deleting_something_edited_is_refused(self, harness, bench):
        """A deletion does not throw away an edit it has not seen."""
        made = bench.do(create())
        harness.person().change(made.remote_id, MeetingChanges({"location": "Room 3"}))
        outcome = bench.try_one(DeleteRemote(1, made.remote_id, made.etag))
        assert isinstance(outcome.error, ChangedMeanwhile)
        assert bench.get(made.remote_id).meeting is not None

    def test_our_own_write_is_recognised(self, bench):
        """What a write returned is what the next listing shows of it: no echo (promise 5)."""
        cursor = bench.listing().cursor
        made = bench.do(create())
        (seen,) = bench.listing(cursor).events
        assert (seen.remote_id, seen.etag) == (made.remote_id, made.etag)
        assert seen.meeting == made.meeting

    def test_one_bad_event_does_not_stop_the_others(self, bench):
        """Outcomes come one each, in order; a refused one stands alone (promise 20)."""
        bad = replace(SERIES, recurrence=Recurrence(("RRULE:FREQ=NEVER",)))
        actions = [create(uid="a@odoo"), create(bad, uid="b@odoo"), create(uid="c@odoo")]
        outcomes = bench.provider.apply(bench.calendar, actions)
        assert [one.action for one in outcomes] == actions
        assert [one.error is None for one in outcomes] == [True, False, True]
        assert isinstance(outcomes[1].error, Refused | InvalidRule)
        assert len(bench.live()) == 2

    def test_nothing_to_do_costs_nothing(self, bench):
        """An empty batch is no request."""
        before = bench.provider.requests
        assert bench.provider.apply(bench.calendar, []) == []
        assert bench.provider.requests == before

    def test_a_read_only_calendar_is_not_written(self, harness, bench):
        """A calendar that may only be read refuses writes, one by one (promise 34)."""
        calendar = harness.read_only()
        (outcome,) = bench.provider.apply(calendar, [create()])
        assert isinstance(outcome.error, SyncError)
        assert not isinstance(outcome.error, AccountError)

    def test_a_revoked_grant_stops_the_account(self, harness, bench):
        """An account whose grant is gone says so, once for all (promise 29)."""
        harness.revoke()
        with pytest.raises(AccountError):
            bench.listing()
        with pytest.raises(AccountError):
            bench.provider.apply(bench.calendar, [create()])
