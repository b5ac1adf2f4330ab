"""The contract of `CalendarProvider`, written once and run over every provider.

A provider's test module subclasses `ProviderContract` and defines the fixture `harness`.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from odoo.addons.calendar_sync_base.core.actions import (
    CreateRemote,
    DeleteRemote,
    Notify,
    Respond,
    Role,
    UpdateRemote,
)
from odoo.addons.calendar_sync_base.core.changes import MeetingChanges, override
from odoo.addons.calendar_sync_base.core.errors import (
    AccountError,
    ChangedMeanwhile,
    CursorExpired,
    Gone,
    InvalidRule,
    Refused,
    SyncError,
    Transient,
)
from odoo.addons.calendar_sync_base.core.identity import remote_id
from odoo.addons.calendar_sync_base.core.recurrence import slots
from odoo.addons.calendar_sync_base.core.values import (
    FIELDS,
    AllDay,
    Attendee,
    Meeting,
    Privacy,
    Recurrence,
    Response,
    ShowAs,
    Timed,
)
from odoo.addons.calendar_sync_base.engine.ports import Access, Channel, Outcome, Window

from .harness import GUEST, OWN, STRANGER, Harness

UID = "5f8b6a1e-0000-4000-8000-000000000001@odoo.example"
DATABASE = "11111111-2222-3333-4444-555555555555"
NINE = datetime(2026, 3, 16, 8, tzinfo=UTC)
HOUR = timedelta(hours=1)
WINDOW = Window(datetime(2026, 1, 1, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC))
SINGLE = Meeting(Timed(NINE, NINE + HOUR, "Europe/Vienna"), "Stand-up", "About today", "Room 1")
SERIES = replace(SINGLE, recurrence=Recurrence(("RRULE:FREQ=WEEKLY;COUNT=6;BYDAY=MO",)))
INVITING = replace(SINGLE, attendees=(Attendee(GUEST, "Ben"),))


def create(meeting=SINGLE, uid=UID, *, role=Role.ORGANIZER, notify=Notify.NOBODY, generation=0):
    """Return the action that makes a meeting on OWN's primary calendar."""
    chosen = remote_id(DATABASE, uid, OWN, generation)
    return CreateRemote(1, meeting, uid, chosen, role, notify)


def update(event, changes, *, etag=None, notify=Notify.NOBODY):
    """Return the action that changes an event as it was seen."""
    seen = event.etag if etag is None else etag
    return UpdateRemote(1, event.remote_id, seen, event.meeting, changes, notify=notify)


class Bench:
    """One connection of one account to its primary calendar, with what the contract does a lot."""

    def __init__(self, harness: Harness, email: str = OWN):
        self.provider = harness.provider(email)
        self.calendar = self.provider.calendars()[0].remote_id

    def try_one(self, action) -> Outcome:
        (outcome,) = self.provider.apply(self.calendar, [action])
        assert outcome.action is action
        return outcome

    def do(self, action):
        outcome = self.try_one(action)
        assert outcome.error is None, outcome.error
        return outcome.event

    def listing(self, cursor=""):
        return self.provider.changes(self.calendar, cursor, WINDOW)

    def get(self, remote_id):
        return self.provider.get(self.calendar, remote_id)

    def live(self):
        """Return the meetings a full listing shows."""
        return [one for one in self.listing().events if one.meeting]


@pytest.fixture
def bench(harness):
    """Return OWN's connection."""
    return Bench(harness)


def assert_same(harness: Harness, seen: Meeting, meant: Meeting) -> None:
    """Compare what the service can hold of a meeting."""
    for name in FIELDS:
        if name in harness.abilities.fields:
            assert getattr(seen, name) == getattr(meant, name), name
    assert seen.recurrence == meant.recurrence


class Reading:
    """Calendars, listings, cursors."""

    def test_calendars_primary_first(self, harness):
        """The account's own calendar is the first, and it may be written."""
        first = harness.provider().calendars()[0]
        assert first.primary
        assert first.access is Access.OWN

    def test_empty_calendar_has_a_cursor(self, bench):
        """A listing without events still says where to go on."""
        listing = bench.listing()
        assert listing.events == ()
        assert listing.full
        assert listing.cursor

    def test_nothing_changed_is_one_request(self, bench):
        """A second look at an unchanged calendar is one request and brings nothing (promise 5)."""
        bench.do(create())
        cursor = bench.listing().cursor
        before = bench.provider.requests
        again = bench.listing(cursor)
        assert (again.events, again.full) == ((), False)
        assert bench.provider.requests - before == again.requests == 1

    def test_a_persons_new_meeting_is_listed(self, harness, bench):
        """What a person adds is in the next listing, whole."""
        cursor = bench.listing().cursor
        made = harness.person().create(SINGLE)
        (event,) = bench.listing(cursor).events
        assert event.remote_id == made
        assert event.organizer_self
        assert event.uid
        assert_same(harness, event.meeting, SINGLE)

    def test_a_persons_change_is_listed(self, harness, bench):
        """What a person changes is in the next listing, with another etag."""
        person = harness.person()
        made = person.create(SINGLE)
        before = bench.get(made)
        cursor = bench.listing().cursor
        person.change(made, MeetingChanges({"title": "Moved up"}))
        (event,) = bench.listing(cursor).events
        assert event.meeting.title == "Moved up"
        assert event.etag != before.etag

    def test_a_deletion_is_listed(self, harness, bench):
        """A deletion is told as one, never by mere absence (promise 6)."""
        person = harness.person()
        made = person.create(SINGLE)
        cursor = bench.listing().cursor
        person.delete(made)
        assert [(one.remote_id, one.meeting) for one in bench.listing(cursor).events] == [
            (made, None)
        ]

    def test_a_full_listing_shows_no_deleted(self, harness, bench):
        """A full listing shows what is there."""
        person = harness.person()
        person.delete(person.create(SINGLE))
        kept = person.create(SINGLE)
        assert [one.remote_id for one in bench.live()] == [kept]

    def test_a_full_listing_keeps_to_the_window(self, harness, bench):
        """A full listing leaves out what is long past; it is still there when asked for."""
        old = datetime(2024, 3, 4, 8, tzinfo=UTC)
        made = harness.person().create(replace(SINGLE, span=Timed(old, old + HOUR, "UTC")))
        assert bench.live() == []
        assert bench.get(made).meeting is not None

    def test_a_series_that_began_before_the_window_is_listed(self, harness, bench):
        """A series with occurrences in the window is there, from its very start (promise 49)."""
        start = datetime(2025, 11, 3, 8, tzinfo=UTC)
        weekly = Recurrence(("RRULE:FREQ=WEEKLY;COUNT=20;BYDAY=MO",))
        early = replace(SINGLE, span=Timed(start, start + HOUR, "Europe/Vienna"), recurrence=weekly)
        made = harness.person().create(early)
        (event,) = bench.live()
        assert event.remote_id == made
        assert event.meeting.span.start == start

    def test_an_expired_cursor_is_said(self, harness, bench):
        """A cursor that is no longer valid is an error of its own (promise 21)."""
        cursor = bench.listing().cursor
        harness.expire_cursors()
        with pytest.raises(CursorExpired):
            bench.listing(cursor)
        assert bench.listing().full

    def test_a_foreign_cursor_is_expired(self, bench):
        """What is no cursor at all is treated as an expired one."""
        with pytest.raises(CursorExpired):
            bench.listing("this is no cursor")

    def test_many_events_are_all_listed(self, bench):
        """A listing of several pages is complete."""
        actions = [create(uid=f"{number}@odoo.example") for number in range(60)]
        outcomes = bench.provider.apply(bench.calendar, actions)
        assert [one.error for one in outcomes if one.error] == []
        assert len(bench.live()) == 60

    def test_an_unknown_event_is_none(self, bench):
        """Asking for what never was is no error."""
        assert bench.get(remote_id(DATABASE, "never", OWN)) is None


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
            ("span", Timed(NINE + HOUR, NINE + 3 * HOUR, "Europe/Vienna")),
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

    def test_changing_an_occurrence(self, bench):
        """One occurrence can differ from its series."""
        made = bench.do(create(SERIES))
        second = slots(SERIES)[1]
        own = {"title": "Special", "span": Timed(second + HOUR, second + 2 * HOUR, "Europe/Vienna")}
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


class People:
    """Invitations, answers, and who is mailed."""

    def test_silence_mails_nobody(self, harness, bench):
        """Writes that shall mail nobody do not (promise 1)."""
        if not harness.abilities.silent:
            pytest.skip("this service cannot be silent")
        made = bench.do(create(INVITING))
        made = bench.do(update(made, MeetingChanges({"location": "Room 4"})))
        bench.do(DeleteRemote(1, made.remote_id, made.etag))
        assert harness.mails() == []

    def test_an_invitation_is_mailed_once(self, harness, bench):
        """A meeting that shall be told is told each guest once (promise 4)."""
        bench.do(create(INVITING, notify=Notify.ALL))
        bench.try_one(create(INVITING, notify=Notify.ALL))
        assert harness.mails() == [(GUEST, "invitation")]

    def test_a_series_is_mailed_once(self, harness, bench):
        """A series is one meeting, and one mail (promise 4)."""
        bench.do(create(replace(SERIES, attendees=INVITING.attendees), notify=Notify.ALL))
        assert harness.mails() == [(GUEST, "invitation")]

    def test_a_copy_mails_nobody(self, harness, bench):
        """A private copy of somebody else's meeting reaches nobody but its owner."""
        bench.do(create(INVITING, role=Role.COPY))
        assert harness.mails() == []
        assert Bench(harness, GUEST).live() == []

    def test_a_cancellation_is_mailed(self, harness, bench):
        """A deletion that shall be told is told."""
        made = bench.do(create(INVITING))
        before = len(harness.mails())
        bench.do(DeleteRemote(1, made.remote_id, made.etag, Notify.ALL, INVITING))
        assert harness.mails()[before:] == [(GUEST, "cancellation")]

    def test_a_guest_gets_the_meeting(self, harness, bench):
        """A guest's calendar shows the meeting, organized by somebody else."""
        made = bench.do(create(INVITING, notify=Notify.ALL))
        (copy,) = Bench(harness, GUEST).live()
        assert copy.uid == made.uid
        assert not copy.organizer_self
        assert copy.meeting.organizer.email == OWN
        if harness.abilities.same_id_for_guests:
            assert copy.remote_id == made.remote_id

    def test_a_guests_answer_reaches_the_organizer(self, harness, bench):
        """An answer given by us arrives at the organizer's event (promise 36)."""
        made = bench.do(create(INVITING, notify=Notify.ALL))
        guest = Bench(harness, GUEST)
        (copy,) = guest.live()
        guest.do(Respond(1, copy.remote_id, copy.etag, GUEST, Response.ACCEPTED, copy.meeting))
        assert bench.get(made.remote_id).meeting.attendee(GUEST).response is Response.ACCEPTED

    def test_an_answer_given_there_is_listed(self, harness, bench):
        """An answer a guest gave in their own calendar is in the organizer's listing."""
        bench.do(create(INVITING, notify=Notify.ALL))
        (copy,) = Bench(harness, GUEST).live()
        cursor = bench.listing().cursor
        harness.person(GUEST).answer(copy.remote_id, Response.TENTATIVE)
        (event,) = bench.listing(cursor).events
        assert event.meeting.attendee(GUEST).response is Response.TENTATIVE

    def test_an_answer_survives_an_edit(self, harness, bench):
        """Editing something else does not reset anybody's answer (promise 36)."""
        made = bench.do(create(INVITING, notify=Notify.ALL))
        (copy,) = Bench(harness, GUEST).live()
        harness.person(GUEST).answer(copy.remote_id, Response.ACCEPTED)
        seen = bench.get(made.remote_id)
        changed = bench.do(update(seen, MeetingChanges({"description": "Bring coffee"})))
        assert changed.meeting.attendee(GUEST).response is Response.ACCEPTED

    def test_a_guest_changes_nothing_but_the_answer(self, harness, bench):
        """A guest's connection cannot change what is the organizer's (promise 11)."""
        bench.do(create(INVITING, notify=Notify.ALL))
        guest = Bench(harness, GUEST)
        (copy,) = guest.live()
        outcome = guest.try_one(update(copy, MeetingChanges({"title": "Mine now"})))
        assert isinstance(outcome.error, Refused)

    def test_adding_and_removing_guests(self, bench):
        """The guest list can be changed; a stranger to the service is fine."""
        made = bench.do(create(INVITING))
        both = (Attendee(GUEST), Attendee(STRANGER, optional=True))
        changed = bench.do(update(made, MeetingChanges({"attendees": both})))
        assert changed.meeting.attendees == both
        alone = bench.do(update(changed, MeetingChanges({"attendees": ()})))
        assert alone.meeting.attendees == ()

    def test_ids_of_another_mailbox_are_unknown(self, harness, bench):
        """An id is only good with the account it belongs to (promise 46)."""
        made = harness.person(GUEST).create(SINGLE)
        assert bench.get(made) is None
        outcome = bench.try_one(DeleteRemote(1, made, ""))
        assert outcome.error is None or isinstance(outcome.error, Gone | Refused)
        assert Bench(harness, GUEST).get(made).meeting is not None


class Channels:
    """Change channels."""

    def test_open_and_close(self, bench):
        """A channel is granted for a while, can be closed, and closed again."""
        asked = Channel("channel-1", "", "secret", datetime(2026, 6, 1, tzinfo=UTC))
        granted = bench.provider.open_channel(
            bench.calendar, "https://odoo.example/calendar_sync/notify", asked
        )
        assert granted.resource_id or granted.channel_id != asked.channel_id
        assert granted.expires <= asked.expires
        bench.provider.close_channel(granted)
        bench.provider.close_channel(granted)


class ProviderContract(Reading, Writing, Series, People, Channels):
    """All of it; subclass this and define the fixture `harness`."""
