"""Series: read as a whole, written so that occurrences keep their records."""

from datetime import UTC, date, datetime, timedelta

from odoo.tests import tagged

from ..core.changes import diff, ordered, override
from ..core.values import AllDay, Meeting, Person, Recurrence, Timed
from .test_local_single import LocalCase

MONDAY = datetime(2030, 1, 7, 8, tzinfo=UTC)
HOUR = timedelta(hours=1)


def weekly(rule="RRULE:FREQ=WEEKLY;COUNT=5;BYDAY=MO", start=MONDAY, **recurrence):
    """Return a weekly series in Vienna."""
    return Meeting(
        span=Timed(start, start + HOUR, "Europe/Vienna"),
        title="Weekly",
        organizer=Person("anna@example.com"),
        recurrence=Recurrence((rule,), **recurrence),
    )


def slot(week):
    """Return the original start of an occurrence."""
    return MONDAY + timedelta(weeks=week)


class SeriesCase(LocalCase):
    """Helpers to compare a series with what is read of it."""

    def assert_reads(self, meeting):
        """The series here reads as `meeting`."""
        found = self.reading.meeting(self.records[1])
        self.assertEqual(found.recurrence, meeting.recurrence)
        self.assertEqual(diff(meeting, found).fields.keys() - {"reminders"}, set())

    def events(self):
        """Return the occurrences here by time."""
        return self.occurrences(self.records[1])


@tagged("post_install", "-at_install")
class TestSeriesRoundTrip(SeriesCase):
    """A pulled series is read back as it was."""

    def test_plain(self):
        """A series arrives with all its occurrences."""
        self.make(weekly())
        self.assertEqual(len(self.events()), 5)
        self.assert_reads(weekly())

    def test_wall_clock_over_daylight_saving(self):
        """Occurrences keep their wall clock over daylight saving (promise 17)."""
        meeting = weekly("RRULE:FREQ=MONTHLY;COUNT=6;BYMONTHDAY=7")
        self.make(meeting)
        starts = {event.start.strftime("%m %H") for event in self.events()}
        self.assertEqual(starts, {"01 08", "02 08", "03 08", "04 07", "05 07", "06 07"})
        self.assert_reads(meeting)

    def test_exceptions(self):
        """Cancelled, moved and renamed occurrences are kept by original start (promise 16)."""
        later = slot(2) + timedelta(days=1)
        moved = Timed(later, later + HOUR, "Europe/Vienna")
        meeting = weekly(
            excluded=frozenset({slot(1)}),
            overrides=ordered(
                [override(slot(2), {"span": moved}), override(slot(3), {"title": "X"})]
            ),
        )
        self.make(meeting)
        self.assertEqual(len(self.events()), 4)
        self.assert_reads(meeting)

    def test_all_day(self):
        """A whole-day series has dates, and exceptions by date."""
        meeting = Meeting(
            span=AllDay(date(2030, 1, 7), date(2030, 1, 8)),
            title="Watch",
            organizer=Person("anna@example.com"),
            recurrence=Recurrence(
                ("RRULE:FREQ=DAILY;COUNT=4",),
                excluded=frozenset({date(2030, 1, 8)}),
                overrides=(override(date(2030, 1, 9), {"title": "Y"}),),
            ),
        )
        self.make(meeting)
        self.assert_reads(meeting)

    def test_rule_odoo_cannot_say(self):
        """A rule Odoo has no fields for arrives with the right days and is not sent back."""
        for lines in (
            ("RRULE:FREQ=MONTHLY;COUNT=4;BYMONTHDAY=7,21",),
            ("RRULE:FREQ=MONTHLY;COUNT=4;BYDAY=MO,TU;BYSETPOS=-1",),
            ("RDATE:20300109T080000Z,20300207T080000Z",),
        ):
            with self.subTest(rule=lines[0]):
                self.records.clear()
                meeting = weekly(lines[0])
                self.make(meeting)
                found = self.reading.meeting(self.records[1])
                self.assertEqual(found.recurrence.excluded, frozenset())
                self.assertEqual(found.recurrence.overrides, ())

    def test_endless(self):
        """An endless series fills Odoo's horizon and stays endless."""
        meeting = weekly("RRULE:FREQ=WEEKLY;BYDAY=MO")
        self.make(meeting)
        self.assertEqual(len(self.events()), 720)
        self.assert_reads(meeting)

    def test_endless_ends_nowhere_when_one_is_deleted(self):
        """Deleting one of endlessly many occurrences cancels just that one."""
        meeting = weekly("RRULE:FREQ=WEEKLY;BYDAY=MO")
        self.make(meeting)
        self.events()[3].unlink()
        self.assert_reads(weekly("RRULE:FREQ=WEEKLY;BYDAY=MO", excluded=frozenset({slot(3)})))


@tagged("post_install", "-at_install")
class TestSeriesUpdate(SeriesCase):
    """Remote changes of a series keep the records of occurrences whose slot survives."""

    def _kept(self, target):
        before = self.events()
        self.become(target)
        self.assert_reads(target)
        return before & self.events()

    def test_rename_all(self):
        """A new title reaches all occurrences."""
        self.make(weekly())
        self.assertEqual(len(self._kept(weekly().with_changes({"title": "New"}))), 5)
        self.assertEqual(set(self.events().mapped("name")), {"New"})

    def test_shift_keeps_records(self):
        """A series moved by an hour keeps every record (promise 15, odoo#271529)."""
        self.make(weekly())
        self.assertEqual(len(self._kept(weekly(start=MONDAY + HOUR))), 5)

    def test_trim_archives_the_rest(self):
        """ "This and following" deleted remotely ends the series here (promise 14)."""
        self.make(weekly())
        until = "RRULE:FREQ=WEEKLY;UNTIL=20300120T225959Z;BYDAY=MO"
        self.become(weekly(until))
        self.assertEqual(len(self.events()), 2)

    def test_rule_change_keeps_common_slots(self):
        """A changed rule keeps the occurrences that are in both."""
        self.make(weekly())
        kept = self._kept(weekly("RRULE:FREQ=WEEKLY;INTERVAL=2;COUNT=3;BYDAY=MO"))
        self.assertEqual(len(kept), 3)

    def test_cancel_and_restore(self):
        """An occurrence cancelled and restored remotely is the same record again (promise 8)."""
        self.make(weekly())
        second = self.events()[1]
        self.become(weekly(excluded=frozenset({slot(1)})))
        self.assertFalse(second.active)
        self.assertEqual(len(self.events()), 4)
        self.become(weekly())
        self.assertTrue(second.active)

    def test_move_one_and_back(self):
        """One occurrence moved and moved back follows its series again."""
        self.make(weekly())
        later = Timed(slot(2) + 3 * HOUR, slot(2) + 4 * HOUR, "Europe/Vienna")
        target = weekly(overrides=(override(slot(2), {"span": later}),))
        self.become(target)
        self.assert_reads(target)
        third = self.events()[2]
        self.assertEqual(third.original_start, datetime(2030, 1, 21, 8))
        self.become(weekly())
        self.assertFalse(third.original_start)
        self.assertTrue(third.follow_recurrence)

    def test_move_past_the_neighbour(self):
        """An occurrence moved past its neighbour keeps its own slot (promise 49)."""
        self.make(weekly())
        late = slot(2) + timedelta(days=9)
        target = weekly(
            overrides=(override(slot(2), {"span": Timed(late, late + HOUR, "Europe/Vienna")}),)
        )
        self.become(target)
        self.assert_reads(target)

    def test_single_to_series_and_back(self):
        """A meeting made a series and single again stays the same record (promise 15)."""
        single = Meeting(span=weekly().span, title="Weekly", organizer=Person("anna@example.com"))
        event = self.make(single)
        self.become(weekly())
        self.assert_reads(weekly())
        self.assertEqual(event.recurrence_id, self.records[1])
        self.become(single)
        self.assertEqual(self.records[1], event)
        self.assertFalse(event.recurrence_id)


@tagged("post_install", "-at_install")
class TestSeriesMadeHere(SeriesCase):
    """Series made with Odoo's own form are read as what they are."""

    def _read(self, **values):
        event = self.event(
            start=MONDAY.replace(tzinfo=None),
            stop=(MONDAY + HOUR).replace(tzinfo=None),
            recurrency=True,
            interval=1,
            event_tz="Europe/Vienna",
            **values,
        )
        self.records[1] = event.recurrence_id
        return self.reading.meeting(event.recurrence_id)

    def test_rules(self):
        """Each kind of rule Odoo offers is read as the RFC 5545 line it means."""
        for values, rule in (
            (
                {"rrule_type": "daily", "end_type": "count", "count": 3},
                "RRULE:FREQ=DAILY;COUNT=3",
            ),
            (
                {"rrule_type": "weekly", "mon": True, "end_type": "forever"},
                "RRULE:FREQ=WEEKLY;BYDAY=MO",
            ),
            (
                {
                    "rrule_type": "monthly",
                    "month_by": "day",
                    "byday": "1",
                    "weekday": "MON",
                    "end_type": "count",
                    "count": 2,
                },
                "RRULE:FREQ=MONTHLY;COUNT=2;BYDAY=1MO",
            ),
            (
                {
                    "rrule_type": "weekly",
                    "mon": True,
                    "end_type": "end_date",
                    "until": "2030-01-21",
                },
                "RRULE:FREQ=WEEKLY;UNTIL=20300121T225959Z;BYDAY=MO",
            ),
        ):
            with self.subTest(rule=rule):
                found = self._read(**values).recurrence
                self.assertEqual(found, Recurrence((rule,)))

    def test_first_occurrence_deleted(self):
        """Deleting the first occurrence cancels it and moves nothing."""
        self._read(rrule_type="weekly", mon=True, end_type="count", count=4)
        self.events()[0].unlink()
        found = self.reading.meeting(self.records[1])
        self.assertEqual(found.recurrence.excluded, frozenset({slot(0)}))
        self.assertEqual(found.span.start, MONDAY)

    def test_following_deleted(self):
        """Deleting "this and following" shortens the rule instead of cancelling one by one."""
        self._read(rrule_type="weekly", mon=True, end_type="forever")
        self.events()[2].action_mass_deletion("future_events")
        found = self.reading.meeting(self.records[1])
        self.assertEqual(found.recurrence.excluded, frozenset())
        self.assertIn("UNTIL=203001", found.recurrence.rules[0])

    def test_one_renamed(self):
        """ "This event" with a new title is one override."""
        self._read(rrule_type="weekly", mon=True, end_type="count", count=4)
        self.events()[1].write({"recurrence_update": "self_only", "name": "Other"})
        found = self.reading.meeting(self.records[1])
        self.assertEqual(found.title, "Review")
        self.assertEqual(found.recurrence.overrides, (override(slot(1), {"title": "Other"}),))
