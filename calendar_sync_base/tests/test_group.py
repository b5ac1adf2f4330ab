"""The calendar of a group or a room: it belongs to a contact, not to a user."""

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..core.values import Meeting
from .oauth_case import OAuthCase
from .pass_case import PassCase

MANAGERS = "base.group_user,calendar_sync_base.group_calendar_sync_manager"


@tagged("post_install", "-at_install")
class TestGroupMeetings(PassCase):
    """Whose meetings they are."""

    def setUp(self):
        super().setUp()
        self.room = self.env["res.partner"].create({"name": "Blue Room"})
        self.service.add_account("room@example.com")
        self.group = self.env["calendar.sync.account"].create(
            {
                "user_id": self.carl.id,
                "contact_id": self.room.id,
                "provider": "memory",
                "email": "room@example.com",
                "state": "active",
            }
        )
        self.env["calendar.sync.calendar"].create(
            {
                "account_id": self.group.id,
                "remote_id": "room@example.com",
                "name": "Blue Room",
                "is_primary": True,
                "enabled": True,
            }
        )

    def booked(self):
        """Return the titles on the room's calendar."""
        return [one.title for one in self.service.meetings("room@example.com").values()]

    def guests(self, *partners):
        """Return the command that invites contacts."""
        return [Command.set([one.id for one in partners])]

    def test_belongs_to_the_contact(self):
        """What is pulled is the room's: nobody organizes it, and no user's calendar has it."""
        self.service.create("room@example.com", Meeting(span=self.at(9), title="Inspection"))
        self.sync(self.group)
        event = self.env["calendar.event"].search([("name", "=", "Inspection")])
        self.assertEqual(event.partner_ids, self.room)
        self.assertFalse(event.user_id)

    def test_edited_here(self):
        """A meeting of the room's that is moved here is moved there."""
        self.service.create("room@example.com", Meeting(span=self.at(9), title="Inspection"))
        self.sync(self.group)
        self.env["calendar.event"].search([("name", "=", "Inspection")]).name = "Inspection II"
        self.sync(self.group)
        self.assertEqual(self.booked(), ["Inspection II"])

    def test_inviting_books(self):
        """Whoever invites the room has the meeting on its calendar, once, without a mail."""
        event = self.event(partner_ids=self.guests(self.anna.partner_id, self.room))
        other = self.event(self.ben, name="Ben's", partner_ids=self.guests(self.room))
        self.sync()
        self.sync(self.group)
        self.assertEqual(sorted(self.booked()), ["Ben's", "Review"])
        self.assertEqual(self.service.mails, [])
        self.assertTrue(event.active and other.active)
        before = self.writes()
        self.sync(self.group)
        self.assertEqual(self.writes(), before)

    def test_inviting_later_books(self):
        """A room that is invited to a meeting that is synchronized already is booked, too."""
        event = self.event()
        self.sync()
        event.partner_ids = self.guests(self.anna.partner_id, self.room)
        self.sync()
        self.sync(self.group)
        self.assertEqual(self.booked(), ["Review"])

    def test_no_longer_invited(self):
        """A room that is taken off the list is free again, and the meeting goes on."""
        event = self.event(self.ben, partner_ids=self.guests(self.ben.partner_id, self.room))
        self.sync(self.group)
        event.partner_ids = self.guests(self.ben.partner_id)
        self.sync(self.group)
        self.assertEqual((self.booked(), event.active), ([], True))
        event.partner_ids = self.guests(self.ben.partner_id, self.room)
        self.sync(self.group)
        self.assertEqual(self.booked(), ["Review"])

    def test_changed_mind(self):
        """A room that is called off and invited again before the next pass stays booked."""
        event = self.event(self.ben, partner_ids=self.guests(self.ben.partner_id, self.room))
        self.sync(self.group)
        for guests in ((self.ben.partner_id,), (self.ben.partner_id, self.room)):
            event.partner_ids = self.guests(*guests)
            self.commit()
        self.sync(self.group)
        self.assertEqual(self.booked(), ["Review"])

    def test_called_off(self):
        """A meeting that is deleted frees the room."""
        event = self.event(self.ben, partner_ids=self.guests(self.ben.partner_id, self.room))
        self.sync(self.group)
        event.unlink()
        self.sync(self.group)
        self.assertEqual(self.booked(), [])

    def test_its_manager_keeps_the_own_calendar(self):
        """The manager who answers for it gets none of its meetings, and it none of theirs."""
        self.event(self.carl, name="Carl's own")
        self.service.create("room@example.com", Meeting(span=self.at(9), title="Inspection"))
        self.sync(self.group)
        self.assertEqual(self.booked(), ["Inspection"])
        mine = [("partner_ids", "in", self.carl.partner_id.ids)]
        names = self.env["calendar.event"].search(mine).mapped("name")
        self.assertEqual(names, ["Carl's own"])
        self.assertFalse(self.carl.with_user(self.carl)._calendar_sync_accounts())


class TestGroupConnect(OAuthCase):
    """Who connects it."""

    def setUp(self):
        super().setUp()
        self.manager = self._user("sync_manager", groups=MANAGERS)
        self.room = self.env["res.partner"].create({"name": "Blue Room"})

    def wizard(self, user, contact=None):
        """Return the wizard filled in by a user."""
        wizards = self.env["calendar.sync.group.connect"].with_user(user)
        return wizards.create({"contact_id": (contact or self.room).id, "provider": "fake"})

    def test_connect(self):
        """A manager is sent to the provider for an account of the contact."""
        answer = self.wizard(self.manager).action_connect()
        self.assertIn("https://provider.example", answer["url"])
        account = self.accounts.search([("contact_id", "=", self.room.id)])
        self.assertEqual((account.user_id, account.state), (self.manager, "disconnected"))

    def test_nothing_is_chosen_by_itself(self):
        """No calendar of the account is synchronized until the manager picks the group's."""
        self.wizard(self.manager).action_connect()
        account = self.accounts.search([("contact_id", "=", self.room.id)])
        tokens = self.authorizer.tokens("access-1")
        account._connect(tokens, account._provider().calendar_provider(account, None).calendars())
        self.assertEqual(
            (account.state, account.calendar_ids.filtered("enabled").ids), ("preview", [])
        )

    def test_beside_the_own(self):
        """The manager's own account at the same address stays apart."""
        own = self.connected(self.manager)
        group = self.connected(self.manager, contact_id=self.room.id)
        self.assertNotEqual(own, group)
        self.assertEqual(self.manager._calendar_sync_account("fake"), own)
        overview = self.manager.with_user(self.manager).calendar_sync_overview()
        self.assertEqual([one["id"] for one in overview["accounts"]], own.ids)

    def test_taken_over(self):
        """Another manager takes the account over by connecting it again; a user cannot."""
        group = self.connected(self.manager, contact_id=self.room.id)
        other = self._user("sync_manager_2", groups=MANAGERS)
        group.with_user(other).action_connect()
        self.assertEqual(group.user_id, other)
        with mute_logger("odoo.addons.base.models.ir_rule"), self.assertRaises(AccessError):
            group.with_user(self.ben).action_connect()

    def test_users_do_not(self):
        """Users and portal users connect nothing but their own."""
        portal = self._user("sync_portal", groups="base.group_portal")
        for user in (self.ben, portal, self.env.ref("base.public_user")):
            with self.assertRaises(AccessError):
                self.wizard(user)

    def test_users_are_no_groups(self):
        """Nobody connects an account in the name of a colleague."""
        with self.assertRaises(UserError):
            self.wizard(self.manager, self.ben.partner_id).action_connect()
