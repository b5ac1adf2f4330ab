"""Change channels: open while they are wanted, and what is told through them."""

from datetime import UTC, datetime, timedelta
from unittest.mock import patch

from odoo import fields
from odoo.tests import tagged

from ..core.errors import Refused
from ..models.calendar_sync_channel import CalendarSyncAccount as Channels
from ..models.calendar_sync_notice import CHANGED, ENDED, ENDING
from .pass_case import PassCase


@tagged("post_install", "-at_install")
class TestChannels(PassCase):
    """The memory provider can post here, at an address that it never uses."""

    def setUp(self):
        super().setUp()
        self.address = "https://odoo.example.com/notify"
        self.service.now = datetime.now(UTC)
        self.startPatcher(patch.object(Channels, "_notify_address", lambda account: self.address))

    def token(self, calendar=None):
        """Return the secret that the service would post."""
        return (calendar or self.calendar).channel_token

    def due(self):
        """Return the accounts that a worker would look at now."""
        return self.env["calendar.sync.account"].search(self.account._due_domain())

    def tell(self, token, kind=CHANGED, provider="memory"):
        """Post through a channel."""
        self.env["calendar.sync.notice"]._receive(provider, [(token, kind)])

    def settled(self):
        """Let the channel be open and everything that followed from that be done."""
        self.sync()
        self.sync()
        self.assertFalse(self.due())

    def test_opened_by_a_pass(self):
        """A connected calendar has a channel after its first pass, with a secret of its own."""
        self.sync()
        self.assertEqual(list(self.service.channels), [self.calendar.channel_id])
        self.assertTrue(self.token().startswith(f"{self.calendar.id}."))
        self.assertGreater(len(self.token()), 40)

    def test_what_happened_meanwhile(self):
        """What changed before the channel was known here is fetched by one more pass, not more."""
        self.sync()
        self.assertEqual(self.due(), self.account)
        self.assertEqual(self.sync(), 1)
        self.assertFalse(self.due())

    def test_nothing_to_do(self):
        """A channel with time left costs no request."""
        self.settled()
        self.assertEqual(self.sync(), 1)

    def test_a_notice_wakes_its_account_once(self):
        """However often a change is told, its account is due for one pass [promise 28]."""
        self.settled()
        for _time in range(50):
            self.tell(self.token())
        self.assertEqual(self.due(), self.account)
        self.assertEqual(len(self.calendar.notice_ids), 1)
        self.sync()
        self.assertFalse(self.due())

    def test_told_while_it_is_listed(self):
        """What is told after a listing began makes another pass."""
        self.settled()
        reading = type(self.account)._read_all

        def read(accounts):
            found = reading(accounts)
            self.tell(self.token())
            return found

        with patch.object(type(self.account), "_read_all", read):
            self.sync()
        self.assertEqual(self.due(), self.account)

    def test_without_a_way_here(self):
        """A server that cannot be reached opens no channel, and polls."""
        self.address = ""
        self.sync()
        self.assertFalse(self.service.channels)
        self.assertEqual(self.sync(), 1)

    def test_only_what_is_wanted(self):
        """A calendar that nothing comes from has no channel; one that is left out loses it."""
        self.settled()
        self.calendar.direction = "push"
        self.sync()
        self.assertFalse(self.service.channels)
        self.assertFalse(self.token())

    def test_replaced_before_it_ends(self):
        """A channel that ends soon is followed by another, and the former is closed."""
        self.settled()
        former, token = self.calendar.channel_id, self.token()
        self.calendar.channel_expiry = fields.Datetime.now() + timedelta(hours=1)
        self.sync()
        self.assertEqual(list(self.service.channels), [self.calendar.channel_id])
        self.assertNotEqual(self.calendar.channel_id, former)
        self.assertNotEqual(self.token(), token)

    def test_the_service_says_that_it_ends(self):
        """A channel of which the service says that it ends is renewed; one that has ended, too."""
        for kind in (ENDING, ENDED):
            self.settled()
            former = self.calendar.channel_id
            self.tell(self.token(), kind)
            self.sync()
            self.assertNotEqual(self.calendar.channel_id, former)

    def test_refused(self):
        """A channel that is refused stops no pass, and is not asked for at each one."""
        self.service.fail(Refused("no"), on="open_channel", times=9)
        self.sync()
        self.assertTrue(self.account.last_sync)
        self.assertEqual(self.sync(), 1)
        self.calendar.channel_next_try = fields.Datetime.now() - timedelta(minutes=1)
        self.service.faults.clear()
        self.sync()
        self.assertTrue(self.service.channels)

    def test_closed_with_the_connection(self):
        """Who disconnects is told nothing any more."""
        self.settled()
        token = self.token()
        with patch.object(type(self.account), "_revoke", lambda account: True):
            self.account._disconnect()
        self.assertFalse(self.service.channels)
        self.tell(token)
        self.assertFalse(self.calendar.notice_ids)

    def test_forged(self):
        """Without the channel's own secret nothing is noted, whatever is posted."""
        self.settled()
        token = self.token()
        number = f"{self.calendar.id}."
        forged = ["", ".", number, token[:-1], f"{token}x", f"{number}{'A' * 43}", "9" * 400, "٣.x"]
        for one in [*forged, token.replace(number, "0."), token.replace(number, f"{2**31 - 1}.")]:
            self.tell(one)
        self.tell(token, provider="other")
        self.assertFalse(self.calendar.notice_ids)

    def test_a_closed_channel(self):
        """What is posted through a former channel, or said again later, is not believed."""
        self.settled()
        token = self.token()
        self.calendar._forget_channel()
        self.tell(token)
        self.assertFalse(self.calendar.notice_ids)

    def test_without_the_key(self):
        """A secret that cannot be opened is equal to nothing."""
        self.settled()
        token = self.token()
        self.calendar.channel_token = "sealed:of-another-key"
        self.tell(token)
        self.tell("sealed:of-another-key")
        self.assertFalse(self.calendar.notice_ids)
