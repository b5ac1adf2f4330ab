"""Listings: complete, exact, cheap, in whatever disorder Graph shows them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from odoo.addons.calendar_sync_base.core.changes import override
from odoo.addons.calendar_sync_base.core.errors import (
    AccountError,
    CursorExpired,
    NeedsAdministrator,
    ServerTrouble,
    Transient,
    Unreachable,
)
from odoo.addons.calendar_sync_base.core.values import AllDay, Response, Timed
from odoo.addons.calendar_sync_base.engine.ports import Window
from odoo.addons.microsoft_calendar_sync.engine.cursor import Bounds, Cursor, bounds_of

from ..contracts.harness import GUEST
from .work import (
    FIRST,
    FOURTH,
    HOUR,
    INVITED,
    SECOND,
    SERIES,
    SINGLE,
    THIRD,
    WITH_EXCEPTIONS,
    YEAR,
    Work,
    at,
    create,
    occurrence,
    path_of,
)

DAY = timedelta(days=1)
MESSY = [
    {"shuffle": True},
    {"split_series": True, "max_page_size": 3},
    {"missing_master": True},
    {"replays": True, "shuffle": True},
    {"spurious_removed": True, "shuffle": True},
    {"empty_pages": True},
    {"removed_outside_window": False},
]


def moved(window, days):
    """Return a window so many days later."""
    return Window(window.start + days * DAY, window.end + days * DAY)


class TestSeries:
    """A series is seen whole, whatever a round shows of it."""

    @pytest.mark.parametrize("mess", MESSY)
    def test_in_disorder(self, work, mess):
        """Order, repeats, page breaks and missing masters change nothing (promise 16)."""
        for number in range(5):
            work.make(WITH_EXCEPTIONS, uid=f"series-{number}")
            work.make(SINGLE, uid=f"single-{number}")
        work.settings(**mess)
        found = work.list()
        assert len(found.events) == 10
        assert sorted(one.marker for one in found.events) == sorted(
            [f"series-{number}" for number in range(5)]
            + [f"single-{number}" for number in range(5)]
        )
        series = [one.meeting for one in found.events if one.meeting.recurrence]
        assert series == [WITH_EXCEPTIONS] * 5

    @pytest.mark.parametrize("mess", MESSY)
    def test_a_change_in_disorder(self, work, mess):
        """What changed is told once and as it is, nothing else is called deleted (promise 6)."""
        kept = work.make(SERIES, uid="kept")
        gone = work.make(SERIES, uid="gone")
        single = work.make(SINGLE, uid="single")
        work.settings(**mess)
        cursor = work.list().cursor
        work.person().edit(occurrence(kept.remote_id, "2026-03-17"), {"subject": "Special"})
        work.person().delete(gone.remote_id)
        work.person().edit(single.remote_id, {"subject": "New"})
        found = {one.remote_id: one.meeting for one in work.list(cursor).events}
        assert found[kept.remote_id].recurrence.overrides == (
            override(SECOND, {"title": "Special"}),
        )
        assert found[gone.remote_id] is None
        assert found[single.remote_id].title == "New"
        assert set(found) <= {kept.remote_id, gone.remote_id, single.remote_id}

    def test_a_deleted_occurrence(self, work):
        """An occurrence that was deleted is found out, though no listing names it (trap 3)."""
        made = work.make(SERIES)
        cursor = work.list().cursor
        work.person().delete(occurrence(made.remote_id, "2026-03-24"))
        (event,) = work.list(cursor).events
        assert event.meeting.recurrence.excluded == frozenset({THIRD})

    def test_an_exception_outside_the_window(self, work):
        """Exceptions are told of the whole series, not only of the part in the window."""
        work.make(WITH_EXCEPTIONS)
        window = Window(YEAR.start, FOURTH)
        assert work.list(window=window).events[0].meeting == WITH_EXCEPTIONS
        late = Window(FOURTH - DAY, YEAR.end)
        assert work.list(window=late).events[0].meeting == WITH_EXCEPTIONS

    def test_a_series_far_from_the_window(self, work):
        """A series without an occurrence in the window is not listed (promise 49)."""
        work.make(SERIES)
        assert work.list(window=Window(datetime(2026, 9, 1, tzinfo=UTC), YEAR.end)).events == ()

    def test_a_moved_exception_of_whole_days(self, work):
        """Whole days repeat, move and go as dates (promise 18)."""
        days = AllDay(date(2026, 3, 10), date(2026, 3, 11))
        series = replace(SERIES, span=days)
        made = work.make(series)
        work.person().delete(occurrence(made.remote_id, "2026-03-17"))
        (event,) = work.list().events
        assert event.meeting.span == days
        assert event.meeting.recurrence.excluded == frozenset({date(2026, 3, 17)})

    def test_a_series_that_cannot_be_read(self, work, simulator):
        """A series that is refused is told with a reason; the others are there (promise 20)."""
        bad = work.make(SERIES, uid="bad")
        work.make(SERIES, uid="good")
        simulator.faults.add(path=path_of(bad), status=400, times=None)
        found = work.list()
        assert [one.marker for one in found.events] == ["good"]
        assert [key for key, _why in found.rejected] == [bad.remote_id]

    def test_trouble_while_reading_again(self, work, simulator):
        """A series that cannot be read for now ends the round: no cursor passes it (promise 22)."""
        made = work.make(SERIES)
        simulator.faults.add(path=path_of(made), status=503, times=None)
        with pytest.raises(Transient):
            work.list()

    def test_a_series_that_vanishes_meanwhile(self, work, simulator):
        """A series that is gone when it is read again is told as gone."""
        made = work.make(SERIES)
        cursor = work.list().cursor
        work.person().edit(made.remote_id, {"subject": "New"})
        simulator.faults.add(path=path_of(made), status=404, times=None)
        assert [(one.remote_id, one.meeting) for one in work.list(cursor).events] == [
            (made.remote_id, None)
        ]


class TestRemoved:
    """What Graph calls removed is looked at before it is believed (trap 3)."""

    def test_out_of_the_window(self, work):
        """An event that left the window is not deleted: it is told where it is now."""
        made = work.make()
        cursor = work.list().cursor
        there = {"start": at("09:00", "2029-03-10"), "end": at("10:00", "2029-03-10")}
        work.person().edit(made.remote_id, there)
        (event,) = work.list(cursor).events
        assert event.remote_id == made.remote_id
        assert event.meeting.span.start.year == 2029

    def test_outside_all_along(self, work):
        """A change outside the window is no deletion either."""
        late = SINGLE.with_changes({"span": Timed(FIRST + 900 * DAY, FIRST + 900 * DAY + HOUR)})
        made = work.make(late)
        cursor = work.list().cursor
        work.person().edit(made.remote_id, {"subject": "New"})
        (event,) = work.list(cursor).events
        assert event.meeting.title == "New"

    def test_many_deletions(self, work):
        """Deletions are looked at twenty at a time."""
        outcomes = work.apply(*(create(uid=f"uid-{number}") for number in range(60)))
        cursor = work.list().cursor
        for one in outcomes:
            work.person().delete(one.event.remote_id)
        found = work.list(cursor)
        assert [one.meeting for one in found.events] == [None] * 60
        # One page, and three batches.
        assert found.requests == 4

    def test_called_off(self, simulator):
        """A meeting that its organizer has called off is gone for its guests, too."""
        anna, ben = Work(simulator), Work(simulator, GUEST)
        made = anna.make(SINGLE.with_changes({"attendees": INVITED}))
        found = ben.list()
        (copy,) = found.events
        anna.do(anna.deleting(made))
        assert [(one.remote_id, one.meeting) for one in ben.list(found.cursor).events] == [
            (copy.remote_id, None)
        ]
        assert ben.list().events == ()
        assert ben.get(copy) is None

    def test_a_mailbox_that_is_gone(self, work, simulator):
        """A mailbox without a licence is nothing deleted, but the administrator's (promise 6)."""
        work.make()
        cursor = work.list().cursor
        simulator.world.accounts[work.email].mailbox = False
        with pytest.raises(NeedsAdministrator):
            work.list(cursor)
        with pytest.raises(AccountError):
            work.client.calendars()

    def test_an_occurrence(self, work, simulator):
        """An occurrence that is called removed has its series looked at; one that is gone, too."""
        made = work.make(SERIES)
        cursor = work.list().cursor
        there, gone = (occurrence(made.remote_id, day) for day in ("2026-03-17", "2026-03-18"))
        removed = [{"id": one, "@removed": {"reason": "deleted"}} for one in (there, gone)]
        link = f"{simulator.url}{Cursor.of(cursor).path}"
        simulator.faults.add(
            path="/delta$", status=200, body={"value": removed, "@odata.deltaLink": link}
        )
        found = {one.remote_id: one.meeting for one in work.list(cursor).events}
        assert found == {made.remote_id: made.meeting, gone: None}


class TestUnreadable:
    """What cannot be read is told, and stops nothing (promise 20)."""

    def test_an_event_without_a_start(self, work, simulator):
        """An event that makes no sense is named with a reason, the others are listed."""
        made = work.add()
        link = f"{simulator.url}{Cursor.of(work.list().cursor).path}"
        strange = {"id": "strange", "type": "singleInstance", "transactionId": None}
        fine = {**work.shown(made.id(immutable=True)), "transactionId": None}
        body = {"value": [strange, fine], "@odata.deltaLink": link}
        simulator.faults.add(path="/delta$", status=200, body=body)
        found = work.list()
        assert [one.meeting.title for one in found.events] == ["Planning"]
        [(key, why)] = found.rejected
        assert key == "strange"
        assert "start" in why


class TestCost:
    """How many requests a listing takes."""

    def test_nothing_new(self, work):
        """A quiet round is one request, whatever is in the calendar (promise 5)."""
        work.make(WITH_EXCEPTIONS)
        work.make(uid="single")
        cursor = work.list().cursor
        for _round in range(3):
            used = work.counting()
            found = work.list(cursor)
            assert (found.events, found.full, found.requests, used()) == ((), False, 1, 1)
            cursor = found.cursor

    def test_two_hundred_singles(self, work):
        """Single events are read from the listing itself, ours with their markers."""
        work.apply(*(create(uid=f"uid-{number}") for number in range(150)))
        for _number in range(30):
            work.add()
        used = work.counting()
        found = work.list()
        assert len(found.events) == 180
        assert sum(bool(one.marker) for one in found.events) == 150
        assert used() == found.requests == 1

    def test_a_long_uid(self, work):
        """A uid too long for a transaction is read from the marker itself."""
        uid = "long-" * 60 + "@odoo.example"
        work.make(uid=uid)
        found = work.list()
        assert found.events[0].marker == uid
        assert found.requests == 2

    def test_forty_series(self, work):
        """Series are read again twenty to a request."""
        for number in range(40):
            work.make(SERIES, uid=f"uid-{number}")
        pages = 40 * 7 // 200 + 1
        assert work.list().requests == pages + 2

    def test_pages(self, work):
        """Every page is followed, with the same wishes on each of them."""
        work.apply(*(create(uid=f"uid-{number}") for number in range(30)))
        work.settings(max_page_size=7)
        found = work.list()
        assert (len(found.events), found.requests) == (30, 5)
        asked = [one for one in work.calls() if one.path.endswith("/delta")]
        assert len({one.headers["prefer"] for one in asked}) == 1
        assert 'IdType="ImmutableId"' in asked[0].headers["prefer"]


class TestWindow:
    """The window moves on, the cursor's does not."""

    def test_a_window_that_moved_a_little(self, work):
        """Day by day the same cursor does, and no window is sent with it."""
        cursor = work.list().cursor
        found = work.list(cursor, moved(YEAR, 29))
        assert not found.full
        last = work.calls()[-1]
        assert set(last.query) == {"$deltatoken"}

    def test_a_window_that_moved_on(self, work):
        """After a month everything is listed anew, and the cursor is that of the new window."""
        cursor = work.list().cursor
        work.make(SINGLE.with_changes({"span": Timed(FIRST + 310 * DAY, FIRST + 311 * DAY)}))
        later = moved(YEAR, 31)
        found = work.list(cursor, later)
        assert found.full
        assert len(found.events) == 1
        assert Cursor.of(found.cursor).bounds == Bounds(later.start, later.end)
        assert not work.list(found.cursor, later).full

    def test_a_window_that_was_widened(self, work):
        """Who wants to see more of the past gets it at once."""
        cursor = work.list().cursor
        assert work.list(cursor, Window(YEAR.start - 60 * DAY, YEAR.end)).full
        assert not work.list(cursor, Window(YEAR.start + 60 * DAY, YEAR.end)).full

    def test_open_windows(self, work):
        """A window without ends is as wide as Graph lists, now included."""
        work.make()
        for window in (
            Window(),
            Window(None, YEAR.end),
            Window(YEAR.start, None),
            Window(datetime(2020, 1, 1, tzinfo=UTC), datetime(2040, 1, 1, tzinfo=UTC)),
        ):
            assert isinstance(work.list(window=window).cursor, str)
        assert len(work.list(window=Window()).events) == 1

    @pytest.mark.parametrize(
        ("start", "end"),
        [
            (None, None),
            (None, 400),
            (-400, None),
            (-30, 4000),
            (-4000, 4000),
            (None, 4000),
            (-4000, None),
        ],
    )
    def test_now_is_in_every_window(self, start, end):
        """However a window is cut to what Graph lists, what is coming next is in it."""
        now = datetime(2026, 3, 1, tzinfo=UTC)
        wanted = Window(
            None if start is None else now + start * DAY, None if end is None else now + end * DAY
        )
        bounds = bounds_of(wanted, now)
        assert bounds.start < now < bounds.end - 90 * DAY
        assert bounds.end - bounds.start <= timedelta(days=1825)
        assert wanted.start is None or bounds.start >= wanted.start
        assert wanted.end is None or bounds.end <= wanted.end


class TestCursor:
    """Cursors end, and lead nowhere else."""

    @pytest.mark.parametrize(
        "kind",
        [
            "410 SyncStateNotFound",
            "410 syncStateNotFound",
            "410 resyncRequired",
            "400 syncStateInvalid",
            "400 SyncStateNotFound",
        ],
    )
    def test_an_expired_cursor(self, work, kind):
        """However Graph says that a token is over, everything is listed once (promise 21)."""
        cursor = work.list().cursor
        work.settings(expired_delta=kind)
        work.calendar.epoch += 1
        with pytest.raises(CursorExpired):
            work.list(cursor)
        assert work.list().full

    @pytest.mark.parametrize(
        "cursor",
        [
            "no cursor",
            "1",
            "1 2026-01-01T00:00:00+00:00",
            "1 x y /v1.0/me/calendarView/delta",
            "0 2026-01-01T00:00:00+00:00 2027-01-01T00:00:00+00:00 /v1.0/me/x",
            "1 2026-01-01T00:00:00+00:00 2027-01-01T00:00:00+00:00 @evil.test/v1.0/x",
            "1 2026-01-01T00:00:00+00:00 2027-01-01T00:00:00+00:00 /elsewhere",
            "1 2026-01-01T00:00:00 2027-01-01T00:00:00 /v1.0/me/x",
        ],
    )
    def test_what_is_no_cursor(self, work, cursor):
        """A spoiled cursor is an expired one, and nobody is asked with it."""
        used = work.counting()
        with pytest.raises(CursorExpired):
            work.list(cursor)
        assert used() == 0

    def test_there_and_back(self):
        """A cursor keeps its window to the second and Graph's path to the letter."""
        path = "/v1.0/me/calendars/a%3D/calendarView/delta?$deltatoken=x%20y+z"
        cursor = Cursor(Bounds(YEAR.start, YEAR.end), path)
        assert Cursor.of(str(cursor)) == cursor

    @pytest.mark.parametrize(
        "link",
        [
            "https://evil.test/v1.0/me/calendarView/delta?$deltatoken=x",
            "//evil.test/v1.0/me/calendarView/delta",
            "/v1.0/me/calendarView/delta",
            "",
        ],
    )
    @pytest.mark.parametrize("name", ["@odata.nextLink", "@odata.deltaLink"])
    def test_a_link_to_elsewhere(self, work, simulator, link, name):
        """A link that leads to another host is not followed: the token would go there (trap 17)."""
        body = {"value": [], name: link}
        simulator.faults.add(path="/delta$", status=200, body=body)
        used = work.counting()
        with pytest.raises(Unreachable):
            work.list()
        assert used() == 1

    def test_a_link_with_another_port(self, work, simulator):
        """Another port is another service."""
        body = {"value": [], "@odata.nextLink": "http://127.0.0.1:9/v1.0/me/x"}
        simulator.faults.add(path="/delta$", status=200, body=body)
        with pytest.raises(Unreachable):
            work.list()

    def test_pages_in_a_circle(self, work, simulator):
        """Pages that lead back to themselves end."""
        link = f"{simulator.url}/v1.0/me/calendars/x/calendarView/delta?$skiptoken=1"
        body = {"value": [], "@odata.nextLink": link}
        simulator.faults.add(path="/delta$", status=200, body=body, times=None)
        with pytest.raises(ServerTrouble):
            work.list()

    def test_trouble_on_a_later_page(self, work, simulator):
        """A round that ends early has no cursor and shows nothing (promise 6)."""
        work.apply(*(create(uid=f"uid-{number}") for number in range(30)))
        work.settings(max_page_size=7)
        simulator.faults.add(path="/delta$", status=503, skip=2, times=None)
        with pytest.raises(Transient):
            work.list()

    @pytest.mark.parametrize("fault", [{"truncate": True}, {"reset": True}, {"status": 503}])
    def test_a_page_is_asked_for_again(self, work, simulator, fault):
        """A page whose answer got lost is asked for again."""
        work.make()
        simulator.faults.add(path="/delta$", **fault)
        assert len(work.list().events) == 1


class TestPeople:
    """Whose events they are."""

    def test_a_guests_own_answer(self, simulator):
        """A guest's own answer is read, though Graph tells it beside the list (promise 36)."""
        anna, ben = Work(simulator), Work(simulator, GUEST)
        anna.make(SINGLE.with_changes({"attendees": INVITED}))
        (copy,) = ben.list().events
        assert copy.meeting.attendee(GUEST).response is Response.NEEDS_ACTION
        ben.person().answer(copy.remote_id, "tentative")
        (copy,) = ben.list().events
        assert copy.meeting.attendee(GUEST).response is Response.TENTATIVE
        assert not copy.organizer_self

    def test_a_calendar_one_may_only_read(self, simulator):
        """Events of somebody's calendar that is only shown are never written (promise 34)."""
        work = Work(simulator)
        calendar = simulator.world.add_calendar("dora@example.net", "Team")
        simulator.world.share(calendar.id, work.email, "read")
        times = {"start": at("09:00"), "end": at("10:00")}
        simulator.person("dora@example.net").add({"subject": "Hers", **times}, calendar.id)
        (event,) = work.client.changes(calendar.id, "", YEAR).events
        assert event.read_only
        work.make()
        assert not work.list().events[0].read_only

    def test_calendars(self, simulator):
        """Calendars come with their owner, the account's own first, over all pages (promise 34)."""
        work = Work(simulator)
        for number in range(3):
            simulator.world.add_calendar(work.email, f"Own {number}")
        simulator.world.share(simulator.calendar(GUEST).id, work.email, "read")
        simulator.world.settings.update({"max_page_size": 100})
        found = work.client.calendars()
        assert [one.primary for one in found] == [True, False, False, False, False]
        assert found[0].remote_id == work.calendar_id
        assert [one.owner for one in found].count(work.email) == 4
        assert [str(one.access) for one in found if one.owner == GUEST] == ["read"]
