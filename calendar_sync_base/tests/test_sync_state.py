"""On the event: where it is, what is pending, why it is not; and who is told how much of it."""

from odoo import fields
from odoo.fields import Command
from odoo.tests import Form, new_test_user

from ..core.errors import NeedsReconnect, Refused
from .pass_case import PassCase


class StateCase(PassCase):
    """Reads the field as a user does."""

    def state(self, event, user=None):
        """Return what a user reads on the form."""
        self.env.invalidate_all()
        return event.with_user(user or self.anna).sync_state

    def place(self, event, user=None):
        """Return the only place a user reads."""
        [place] = self.state(event, user)["places"]
        return place

    def invite(self, *users, **values):
        """Create a meeting of Anna's with some guests."""
        partners = (self.anna | self.env["res.users"].union(*users)).partner_id
        return self.event(partner_ids=[Command.set(partners.ids)], **values)


class TestSyncState(StateCase):
    """Where it is (promise 40)."""

    def test_in_sync(self):
        """A synchronized meeting says on which account, and as of when."""
        event = self.event()
        self.sync()
        place = self.place(event)
        self.assertEqual((place["provider"], place["who"]), ("Memory", "anna@example.com"))
        self.assertEqual((place["status"], place["pending"]), ("in_sync", []))
        self.assertEqual(place["when"], fields.Datetime.to_string(self.account.last_sync))

    def test_remote_link(self):
        """The link leads to the event there."""
        event = self.event()
        self.sync()
        self.links.search([]).web_link = "https://calendar.example/e1"
        self.assertEqual(self.place(event)["web_link"], "https://calendar.example/e1")

    def test_pending(self):
        """What has not been sent yet is told by name."""
        event = self.event()
        self.commit()
        self.assertEqual(self.place(event)["pending"], ["The whole meeting"])
        self.sync()
        event.write({"name": "Other", "location": "Room"})
        self.commit()
        place = self.place(event)
        self.assertEqual((place["status"], place["pending"]), ("pending", ["Location", "Title"]))
        self.sync()
        self.assertEqual(self.place(event)["pending"], [])

    def test_set_aside(self):
        """A meeting that is set aside says why, and what to do."""
        self.service.fail(Refused("no"))
        event = self.event()
        self.sync()
        place = self.place(event)
        self.assertEqual(place["status"], "problem")
        self.assertIn("does not accept this event", place["text"])

    def test_account_waits(self):
        """While the account is stopped or disconnected from its permission, the event says so."""
        event = self.event()
        self.sync()
        self.account._become_stopped()
        self.assertEqual(self.place(event)["status"], "waiting")
        self.assertIn("You stopped", self.place(event)["text"])
        self.account._fail(NeedsReconnect("invalid_grant"), None)
        self.assertIn("Connect the account again", self.place(event)["text"])

    def test_one_way(self):
        """A calendar that is only read says that changes stay here."""
        event = self.event()
        self.sync()
        self.calendar.direction = "pull"
        self.assertIn("stay here", self.place(event)["text"])

    def test_series(self):
        """Each meeting of a series says where the series is."""
        series = self.weekly()
        self.sync()
        for event in self.occurrences(series):
            self.assertEqual(self.place(event)["status"], "in_sync")

    def test_new(self):
        """The form of a new meeting opens and says nothing."""
        with Form(self.env["calendar.event"].with_user(self.anna)) as form:
            form.name = "New"
            self.assertFalse(form.sync_state)

    def test_several_places(self):
        """A guest reads that it is on the organizer's calendar, and not at which address."""
        event = self.invite(self.ben)
        self.sync()
        state = self.state(event, self.ben)
        [place] = state["places"]
        self.assertEqual(place, {"provider": "Memory", "who": "Anna", "status": "in_sync"})
        self.assertNotIn("@", str(place))
        self.assertIn("not connected", state["reason"])

    def test_not_invited(self):
        """Who is not invited is told nothing, of a public meeting neither (promise 38)."""
        event = self.invite(self.ben)
        self.sync()
        self.assertFalse(self.state(event, self.carl))

    def test_private(self):
        """A private meeting of others stays masked, for managers as well (promise 38)."""
        manager = new_test_user(
            self.env,
            "sync_state_manager",
            groups="base.group_user,calendar_sync_base.group_calendar_sync_manager",
        )
        event = self.event(privacy="private")
        self.sync()
        self.assertTrue(self.state(event))
        self.assertFalse(self.state(event, self.carl))
        self.assertFalse(self.state(event, manager))

    def test_manager(self):
        """A manager reads the state of a meeting that is not private, without the way to it."""
        manager = new_test_user(
            self.env,
            "sync_state_manager",
            groups="base.group_user,calendar_sync_base.group_calendar_sync_manager",
        )
        event = self.event()
        self.sync()
        self.links.search([]).web_link = "https://calendar.example/e1"
        place = self.place(event, manager)
        self.assertEqual((place["who"], place["web_link"]), ("Anna", False))


class TestReasons(StateCase):
    """Why a meeting is on none of one's own calendars (promises 11, 40)."""

    def reason(self, event, user=None):
        """Return the reason a user reads."""
        return self.state(event, user)["reason"]

    def test_not_connected(self):
        """Who has connected nothing is told so."""
        event = self.event(self.ben)
        self.commit()
        self.assertIn("not connected a calendar", self.reason(event, self.ben))

    def test_nothing_to_connect(self):
        """Where nothing can be connected, nothing is said."""
        self.patch(type(self.account), "_is_configured", lambda *args: False)
        event = self.event(self.ben)
        self.commit()
        self.assertFalse(self.state(event, self.ben))

    def test_before_connecting(self):
        """A meeting from before the connection waits for its next change."""
        event = self.event(self.ben)
        self.commit()
        self._connect(self.ben)
        self.assertIn("Its next change sends it", self.reason(event, self.ben))

    def test_declined(self):
        """Who declined is told that this is why."""
        event = self.invite(self.ben)
        self.sync()
        self._connect(self.ben)
        event.attendee_ids.filtered(lambda one: one.partner_id == self.ben.partner_id).do_decline()
        self.assertIn("declined", self.reason(event, self.ben))

    def test_invitation_under_way(self):
        """A guest whose organizer is connected waits for the invitation."""
        event = self.invite(self.ben)
        self.sync()
        self._connect(self.ben)
        self.assertIn("invitation of Anna", self.reason(event, self.ben))

    def test_no_calendar_to_write_to(self):
        """Who lets nothing out is told so."""
        self.calendar.direction = "pull"
        event = self.event()
        self.commit()
        self.assertIn("takes meetings from here", self.reason(event))

    def test_archived(self):
        """An archived meeting is not synchronized."""
        event = self.event(self.ben)
        self.commit()
        self._connect(self.ben)
        event.with_context(active_test=False).active = False
        self.links.search([]).unlink()
        self.assertIn("Archived", self.reason(event, self.ben))
