"""What was about to be written is kept, and known again when nobody recorded the write."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from unittest.mock import patch

from odoo.tests import tagged

from ..core.errors import Unreachable
from ..core.intents import Intent
from ..engine.memory import MemoryProvider
from ..engine.ports import Changes, Outcome
from ..engine.sync_pass import Written
from .pass_case import PassCase


def lost(provider, calendar_id, actions):
    """Carry out actions, and lose the answers."""
    APPLY(provider, calendar_id, actions)
    return [Outcome(one, error=Unreachable("connection lost")) for one in actions]


APPLY = MemoryProvider.apply


@tagged("post_install", "-at_install")
class TestIntents(PassCase):
    """A lost answer stands for a killed worker: the write is there, and nothing is recorded."""

    def setUp(self):
        super().setUp()
        self.intents = self.env["calendar.sync.intent"].sudo()
        self.meeting = self.event(location="Room 1")
        self.sync()
        self.link = self.meeting._sync_links().sudo()

    def lose(self, **values):
        """Edit the meeting and synchronise; the write is done, its answer is lost."""
        self.meeting.write(values)
        with patch.object(MemoryProvider, "apply", lost):
            self.sync()

    def again(self):
        """Synchronise at once, whenever it would be tried again."""
        self.commit()
        self.link.next_attempt = False
        self.sync()

    def test_an_edit_since_is_sent(self):
        """What was edited here after a write whose answer got lost is not overruled by it."""
        self.lose(location="Room 2")
        self.assertEqual(self.remote().location, "Room 2")
        self.meeting.location = "Room 3"
        self.again()
        self.assertEqual(self.remote().location, "Room 3")
        self.assertEqual(self.meeting.location, "Room 3")
        self.assertFalse(self.link.dirty_since)

    def test_edited_back_is_sent(self):
        """An edit taken back here after its write is taken back there."""
        self.lose(location="Room 2")
        self.meeting.location = "Room 1"
        self.again()
        self.assertEqual(self.remote().location, "Room 1")
        self.assertEqual(self.meeting.location, "Room 1")

    def test_deleted_since_is_deleted(self):
        """A meeting deleted here after a write whose answer got lost is gone on both sides."""
        self.service.now = datetime.now(UTC) + timedelta(minutes=5)
        self.lose(location="Room 2")
        uid = self.link.uid
        self.meeting.unlink()
        self.again()
        self.sync()
        self.assertFalse(self.service.meetings(self.here))
        events = self.env["calendar.event"].with_context(active_test=False)
        self.assertFalse(events.search([("name", "=", "Review")]))
        self.assertFalse(self.links.search([("uid", "=", uid)]))

    def test_a_listing_older_than_a_deletion(self):
        """A pass that begins again after it deleted there brings nothing back from its listing."""
        listed = self.provider.get(self.here, self.remote_id())
        self.meeting.unlink()
        self.commit()
        self.intents._keep([Intent(self.link.id, None)])
        achieved = {self.link.id: Written(None, replace(listed, meeting=None))}
        again = self.account._pass_over(self.calendar, self.provider, achieved)
        again.run(Changes((listed,), "next", full=False))
        events = self.env["calendar.event"].with_context(active_test=False)
        self.assertFalse(events.search([("name", "=", "Review")]))
        self.assertFalse(self.link.exists())

    def test_of_links_that_are_gone_nothing_is_kept(self):
        """What was to be written for a meeting that is gone for good is cleaned away."""
        self.meeting.unlink()
        self.sync()
        self.assertFalse(self.link.exists())
        self.assertTrue(self.intents.search([]))
        self.intents._gc_settled()
        self.assertFalse(self.intents.search([]))

    def test_a_restored_meeting_is_made_anew(self):
        """A meeting brought back after its deletion was sent is there again, on both sides."""
        self.lose(active=False)
        self.assertFalse(self.service.meetings(self.here))
        self.meeting.active = True
        self.again()
        self.assertTrue(self.meeting.active)
        self.assertEqual(self.remote().title, self.meeting.name)

    def test_an_agreement_ends_it(self):
        """What was recorded since counts no more: an edit back to it there is an edit."""
        self.meeting.location = "Room 2"
        self.sync()
        self.assertEqual(self.intents._kept(self.link), {})
        for place in ("Room 3", "Room 2"):
            self.change_there(location=place)
            self.sync()
        self.assertEqual(self.meeting.location, "Room 2")

    def test_what_is_settled_is_forgotten(self):
        """Only what both sides have agreed on since is cleaned away."""
        self.intents.search([]).unlink()
        self.lose(location="Room 2")
        self.agreed(-1)
        self.intents._gc_settled()
        self.assertEqual(self.intents.search([]).link_key, self.link.id)
        self.agreed(1)
        self.intents._gc_settled()
        self.assertFalse(self.intents.search([]))

    def agreed(self, minutes):
        """Have both sides agreed some minutes after the write was meant to be made."""
        self.env.flush_all()
        self.env.cr.execute(
            """UPDATE calendar_sync_link
               SET synced_at = intent.create_date + %s * interval '1 minute'
               FROM calendar_sync_intent intent WHERE intent.link_key = calendar_sync_link.id""",
            [minutes],
        )
        self.env.invalidate_all()

    def test_a_quiet_pass_asks_nothing(self):
        """Where there is nothing to compare, no intents are looked for."""
        with self.assertQueryCount(0):
            self.assertEqual(self.intents._kept(self.link.browse()), {})
