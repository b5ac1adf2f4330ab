"""Single meetings: what is written here is read back the same, and tells nobody."""

from datetime import UTC, date, datetime
from types import SimpleNamespace

from odoo.tests import tagged

from ..core.actions import CreateLocal, DeleteLocal, UpdateLocal
from ..core.changes import diff
from ..core.values import (
    AllDay,
    Attendee,
    Conference,
    GuestRights,
    Meeting,
    Person,
    Privacy,
    Reminder,
    ReminderMethod,
    Reminders,
    Response,
    ShowAs,
    Timed,
)
from ..local.acting import Actor
from ..local.store import OdooStore
from .common import SyncCase

NINE = Timed(
    datetime(2030, 1, 7, 9, tzinfo=UTC), datetime(2030, 1, 7, 10, tzinfo=UTC), "Europe/Vienna"
)
FULL = Meeting(
    span=NINE,
    title="Quarterly review",
    description="<p>Agenda</p>",
    location="Room 1",
    organizer=Person("sync_anna@example.com"),
    attendees=(
        Attendee("anna@example.com", response=Response.ACCEPTED),
        Attendee("ben@example.com", response=Response.TENTATIVE),
        Attendee("guest@example.org", "Guest", Response.DECLINED),
    ),
    reminders=Reminders(
        use_default=False,
        overrides=frozenset(
            {Reminder(ReminderMethod.POPUP, 10), Reminder(ReminderMethod.EMAIL, 1440)}
        ),
    ),
    privacy=Privacy.PRIVATE,
    show_as=ShowAs.FREE,
    conference=Conference("https://example.com/call"),
    guest_rights=GuestRights(modify=True, invite=False, see_others=False),
)


class LocalCase(SyncCase):
    """The local side of a pass for Anna's calendar, no provider attached."""

    def setUp(self):
        super().setUp()
        self.store = OdooStore(self.calendar, SimpleNamespace())
        self.actor: Actor = self.store._actor
        self.records = {}
        self.actor._meeting_of = self.records.get
        self.reading = self.store._observer._reading

    def make(self, meeting):
        """Create a meeting as a pull does and return its record."""
        self.actor.perform([CreateLocal("new", meeting)])
        self.assertFalse(self.actor.failed)
        self.records[1] = self.actor.made.pop("new")
        return self.records[1]

    def become(self, target):
        """Change the meeting as a pull does and return how it reads then."""
        before = self.reading.meeting(self.records[1])
        self.actor.perform([UpdateLocal(1, before, diff(before, target))])
        self.assertFalse(self.actor.failed)
        self.records[1] = self.actor.made.pop(1, self.records[1])
        return self.reading.meeting(self.records[1])


@tagged("post_install", "-at_install")
class TestLocalSingle(LocalCase):
    """Single meetings."""

    def test_round_trip(self):
        """Every field of a pulled meeting is read back as it was written."""
        event = self.make(FULL)
        self.assertEqual(diff(FULL, self.reading.meeting(event)).fields, {})

    def test_all_day_round_trip(self):
        """Whole days stay the same dates, in no zone (promise 18)."""
        span = AllDay(date(2030, 1, 7), date(2030, 1, 9))
        event = self.make(FULL.with_changes({"span": span}))
        self.assertEqual(self.reading.meeting(event).span, span)
        self.assertEqual((event.start_date, event.stop_date), (date(2030, 1, 7), date(2030, 1, 8)))

    def test_timed_to_all_day_and_back(self):
        """A meeting made whole-day and timed again ends where it was (promise 49)."""
        self.make(FULL)
        span = AllDay(date(2030, 1, 7), date(2030, 1, 8))
        self.assertEqual(self.become(FULL.with_changes({"span": span})).span, span)
        self.assertEqual(self.become(FULL).span, NINE)

    def test_pull_tells_nobody(self):
        """A meeting that arrives, changes and goes mails nobody here (promises 1 and 4)."""
        mails = self.env["mail.mail"].sudo().search_count([])
        self.make(FULL)
        self.become(
            FULL.with_changes({"title": "New", "span": AllDay(date(2030, 2, 1), date(2030, 2, 2))})
        )
        self.actor.perform([DeleteLocal(1)])
        self.commit()
        self.assertEqual(self.env["mail.mail"].sudo().search_count([]), mails)

    def test_update_changes_only_what_changed(self):
        """An edit of the title leaves the guests' answers and every other field alone."""
        event = self.make(FULL)
        answers = event.attendee_ids
        self.become(FULL.with_changes({"title": "New"}))
        self.assertEqual(event.attendee_ids, answers)
        self.assertEqual(diff(FULL, self.reading.meeting(event)).fields, {"title": "New"})

    def test_attendees_change(self):
        """Guests are added, removed and answer, each without touching the others."""
        event = self.make(FULL)
        anna = event.attendee_ids.filtered(lambda one: one.email == "anna@example.com")
        wanted = (
            Attendee("anna@example.com", response=Response.ACCEPTED),
            Attendee("ben@example.com", response=Response.ACCEPTED),
            Attendee("new@example.org", response=Response.NEEDS_ACTION),
        )
        self.assertEqual(self.become(FULL.with_changes({"attendees": wanted})).attendees, wanted)
        self.assertIn(anna, event.attendee_ids)

    def test_time_change_resets_no_answer(self):
        """A remote change of time does not reset the organizer's answer (promise 36)."""
        event = self.make(FULL)
        later = Timed(datetime(2030, 1, 7, 11, tzinfo=UTC), datetime(2030, 1, 7, 12, tzinfo=UTC))
        after = self.become(FULL.with_changes({"span": later}))
        self.assertEqual(after.attendees, FULL.attendees)
        self.assertEqual(event.start, datetime(2030, 1, 7, 11))

    def test_deleted_remotely_is_archived(self):
        """What was deleted remotely leaves the calendar, and can be brought back."""
        event = self.make(FULL)
        self.actor.perform([DeleteLocal(1)])
        self.assertFalse(event.active)
        self.actor.perform([CreateLocal(1, FULL)])
        self.assertTrue(event.active)

    def test_unknown_organizer(self):
        """A meeting of somebody unknown here is shown and owned by nobody (promise 47)."""
        event = self.make(
            Meeting(
                span=NINE,
                organizer=Person("boss@example.net"),
                attendees=(Attendee("anna@example.com"),),
            )
        )
        self.assertFalse(event.user_id)
        self.assertEqual(event.partner_ids, self.anna.partner_id)

    def test_room_makes_no_contact(self):
        """Rooms and malformed addresses become no contact (promise 37)."""
        before = self.env["res.partner"].search_count([])
        self.make(
            Meeting(
                span=NINE,
                organizer=Person("anna@example.com"),
                attendees=(
                    Attendee("anna@example.com"),
                    Attendee("room@resource.example.com", resource=True),
                    Attendee("/o=ExchangeLabs/cn=x500"),
                ),
            )
        )
        self.assertEqual(self.env["res.partner"].search_count([]), before)

    def test_known_contact_is_matched(self):
        """A guest who is a contact already is that contact."""
        partner = self.env["res.partner"].create({"name": "G", "email": "Guest@Example.org"})
        event = self.make(FULL)
        self.assertIn(partner, event.partner_ids)

    def test_one_bad_event_stops_no_other(self):
        """Of three new meetings one cannot be written: the others arrive (promise 20)."""
        bad = Meeting(span=Timed(NINE.end, NINE.start), title="Backwards")
        meetings = {"a": FULL, "b": bad, "c": FULL}
        with self.assertLogs("odoo.addons.calendar_sync_base.local.acting"):
            self.actor.perform([CreateLocal(key, one) for key, one in meetings.items()])
        self.assertEqual(set(self.actor.made), {"a", "c"})
        self.assertEqual(set(self.actor.failed), {"b"})
