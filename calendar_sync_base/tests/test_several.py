"""Several accounts of a user, switching between them, and questions to the provider."""

import json
from datetime import timedelta
from unittest.mock import patch
from urllib.parse import parse_qs, urlsplit

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..core.calendars import Access, RemoteCalendar
from ..core.errors import Duplicate, MissingScope, NeedsReconnect, Unreachable
from .oauth_case import FakeCalendars, OAuthCase, OAuthHttpCase

OTHER = "anna.private@provider.example"


@tagged("-at_install", "post_install")
class TestSeveral(OAuthHttpCase):
    """From the tab to the provider and back."""

    def leave(self, method, *args):
        """Go to the provider and return what it is asked for."""
        answer = self.call(method, *args)["result"]
        return self.asked(answer["url"])

    def asked(self, url):
        """Return the query of an address of the provider."""
        query = parse_qs(urlsplit(url).query, keep_blank_values=True)
        return {key: values[0] for key, values in query.items()}

    def connect_as(self, address, asked):
        """Consent as the owner of an address."""
        type(self).remote_address = address
        page = self.come_back(state=asked["state"], code="c1")
        self.env.invalidate_all()
        self.account().filtered(lambda one: one.state == "preview").action_start("new")
        return page

    def first(self):
        """Return the account that Anna connects first."""
        self.connect_as("anna@provider.example", self.depart())
        return self.account()

    def switch(self, account):
        """Return what the provider is asked for when Anna switches."""
        answer = self.account_call("action_switch", account.id, "/odoo/calendar")
        return self.asked(answer["result"]["url"])

    def account_call(self, method, account_id, *args):
        """Call a method of an account over RPC."""
        params = {"model": "calendar.sync.account", "method": method}
        body = json.dumps({"params": {**params, "args": [[account_id], *args], "kwargs": {}}})
        headers = {"Content-Type": "application/json"}
        return self.url_open("/web/dataset/call_kw", data=body, headers=headers).json()

    def test_another_account(self):
        """One more account is one more: the first goes on as it was (promise 31)."""
        first = self.first()
        asked = self.leave("calendar_sync_connect_another", "fake", "/odoo")
        self.assertEqual(asked["login_hint"], "", "the provider offers the choice of an account")
        self.connect_as(OTHER, asked)
        both = self.account()
        self.assertEqual(set(both.mapped("email")), {"anna@provider.example", OTHER})
        self.assertEqual(set(both.mapped("state")), {"active"})
        self.assertEqual(first.access_token, "access-c1")

    def test_the_same_account_again(self):
        """Choosing the same account once more connects that one, and makes no second."""
        first = self.first()
        first._fail(NeedsReconnect("invalid_grant"), None)
        asked = self.leave("calendar_sync_connect_another", "fake", "/odoo")
        self.connect_as("Anna@Provider.example", asked)
        self.assertEqual(self.account(), first)
        self.assertEqual(first.state, "active")

    def test_switch(self):
        """The other account is recognised as another; nothing of it becomes its (promise 43)."""
        first = self.first()
        calendars = first.calendar_ids
        asked = self.switch(first)
        self.assertEqual((asked["login_hint"], first.state), ("", "active"))
        self.connect_as(OTHER, asked)
        second = self.account() - first
        self.assertEqual(
            (first.state, second.state, second.email), ("disconnected", "active", OTHER)
        )
        self.assertFalse(first.refresh_token)
        self.assertEqual(first.calendar_ids, calendars)
        self.assertFalse(second.calendar_ids & calendars)
        self.assertEqual(self.authorizer.revoked, ["refresh-1"])

    def test_switch_to_the_same(self):
        """Who chooses the same account again stays connected."""
        first = self.first()
        self.connect_as("anna@provider.example", self.switch(first))
        self.assertEqual((self.account(), first.state), (first, "active"))
        self.assertFalse(self.authorizer.revoked)

    def test_switch_given_up(self):
        """Who turns back at the provider's page keeps the account."""
        first = self.first()
        asked = self.switch(first)
        self.come_back(state=asked["state"], error="access_denied")
        self.env.invalidate_all()
        self.assertEqual(first.state, "active")
        shown = self.call("calendar_sync_overview")["result"]["accounts"]
        self.assertEqual([one["email"] for one in shown], ["anna@provider.example"])

    def test_way_back(self):
        """The way back from a switch is a page of this site."""
        first = self.first()
        answer = self.account_call("action_switch", first.id, "https://evil.example/")
        self.assertIn("error", answer)


class TestNewMeetings(OAuthCase):
    """Which of several accounts gets the meetings made here."""

    def test_one_account_takes_new(self):
        """The account chosen for new meetings gets them, and it is one."""
        first, second = self.writing("anna@provider.example"), self.writing(OTHER)
        self.assertEqual(self.accounts._writing_for(self.anna), first)
        second.with_user(self.anna).takes_new = True
        self.assertEqual(self.accounts._writing_for(self.anna), second)
        first.with_user(self.anna).takes_new = True
        self.assertEqual((first.takes_new, second.takes_new), (True, False))

    def test_shown_as_it_is(self):
        """The tab marks the account that gets new meetings, chosen or not."""
        first, second = self.writing("anna@provider.example"), self.writing(OTHER)
        self.assertEqual(self.marked(), {first.id: True, second.id: False})
        second.with_user(self.anna).takes_new = True
        self.assertEqual(self.marked(), {first.id: False, second.id: True})

    def marked(self):
        """Return whether each account is marked in Anna's tab."""
        shown = self.anna.with_user(self.anna).calendar_sync_overview()
        return {one["id"]: one["takes_new"] for one in shown["accounts"]}

    def writing(self, email):
        """Return a connected account with a calendar to write to."""
        account = self.connected(email=email)
        values = {"account_id": account.id, "remote_id": email, "name": email, "enabled": True}
        self.env["calendar.sync.calendar"].create(values)
        return account


class TestQuestions(OAuthCase):
    """Test connection, and a calendar made on request."""

    def setUp(self):
        super().setUp()
        self.account = self.connected(last_sync=fields.Datetime.now())
        self.mine = self.account.with_user(self.anna)

    def refusing(self, method, error):
        """Let the provider answer with an error."""
        self.patch(FakeCalendars, method, lambda *_args: (_ for _ in ()).throw(error))

    def said(self):
        """Test the connection; return the kind of the notification and its text."""
        params = self.mine.action_test()["params"]
        return params["type"], params["message"]

    def test_it_works(self):
        """An answer is told with the calendars, which are listed anew."""
        kind, message = self.said()
        self.assertEqual(kind, "success")
        self.assertIn("Team", message)
        self.assertEqual(self.account.calendar_ids.mapped("name"), ["Anna", "Team"])

    def test_new_calendars_wait(self):
        """A calendar that is found later waits to be chosen (promise 34)."""
        self.said()
        team = self.account.calendar_ids.filtered(lambda one: one.name == "Team")
        self.assertEqual((team.enabled, team.direction, team.access), (False, "pull", "read"))

    def test_no_answer(self):
        """Trouble that passes is explained, and changes nothing."""
        self.refusing("calendars", Unreachable("timeout"))
        kind, message = self.said()
        self.assertEqual(kind, "warning")
        self.assertIn("cannot be reached", message)
        self.assertEqual((self.account.state, self.account.error_code), ("active", False))

    def test_lost_permission(self):
        """A permission that is gone is explained, and the account says so from then on."""
        self.refusing("calendars", NeedsReconnect("invalid_grant"))
        self.assertIn("Connect the account again", self.said()[1])
        self.assertEqual(self.account.state, "needs_reconnect")

    def test_works_again(self):
        """An account that answers again goes on by itself."""
        self.account._become("needs_reconnect")
        self.assertEqual(self.said()[0], "success")
        self.assertEqual(self.account.state, "active")

    def test_renewed_token(self):
        """A token that was renewed for the question is kept."""
        self.account.token_expiry = fields.Datetime.now() - timedelta(hours=1)
        self.said()
        self.assertEqual(self.account.access_token, "access-1")

    def make(self, name="From Odoo"):
        """Ask for a calendar as Anna."""
        return self.mine.action_create_calendar(name)

    def test_make_a_calendar(self):
        """A calendar is made, synchronized, and gets the new meetings."""
        made = RemoteCalendar("made@group.example", "From Odoo", Access.OWN)
        self.patch(FakeCalendars, "create_calendar", lambda _self, _name: made)
        self.assertFalse(self.make())
        fresh = self.account.push_calendar_id
        self.assertEqual((fresh.name, fresh.enabled, fresh.direction), ("From Odoo", True, "both"))
        self.assertEqual(self.account._push_calendar(), fresh)

    def listing(self, *more):
        """Let the provider list more calendars, and fail the test if it is asked for another."""
        usual = FakeCalendars.calendars
        self.patch(FakeCalendars, "calendars", lambda one: [*usual(one), *more])
        self.patch(FakeCalendars, "create_calendar", lambda *_args: self.fail("made once more"))

    def test_made_before(self):
        """A calendar whose making was not stored here is taken, not made again (promise 2)."""
        self.listing(RemoteCalendar("made@group.example", "From Odoo", Access.OWN))
        self.assertFalse(self.make())
        fresh = self.account.push_calendar_id
        self.assertEqual((fresh.remote_id, fresh.enabled), ("made@group.example", True))

    def test_made_before_after_consent(self):
        """So it is when the way back from the consent page was not stored."""
        self.refusing("create_calendar", MissingScope("403"))
        self.make()
        made = RemoteCalendar("made@group.example", "From Odoo", Access.OWN)
        self.listing(made)
        calendars = FakeCalendars("anna@provider.example").calendars()
        self.account._connect(self.authorizer.tokens("access-2"), calendars)
        self.assertEqual(self.account.push_calendar_id.remote_id, "made@group.example")

    def test_a_name_that_others_have(self):
        """A calendar that is known already, or not one's own, is not taken."""
        known = RemoteCalendar("known@group.example", "From Odoo", Access.OWN)
        self.account._store_calendars([known])
        theirs = RemoteCalendar("theirs@group.example", "From Odoo", Access.WRITE)
        self.listing(known, theirs)
        made = RemoteCalendar("made@group.example", "From Odoo", Access.OWN)
        self.patch(FakeCalendars, "create_calendar", lambda _self, _name: made)
        self.make()
        self.assertEqual(self.account.push_calendar_id.remote_id, "made@group.example")

    def test_permission_to_make(self):
        """Where making needs a permission of its own, the user is asked for it."""
        self.refusing("create_calendar", MissingScope("403"))
        answer = self.make()
        self.assertEqual(answer["type"], "ir.actions.act_url")
        self.assertIn("making=True", answer["url"])
        self.assertIn("login_hint=anna%40provider.example", answer["url"])

    def test_made_after_consent(self):
        """What was asked for is made as soon as the permission is there, once."""
        self.refusing("create_calendar", MissingScope("403"))
        self.make()
        made = RemoteCalendar("made@group.example", "From Odoo", Access.OWN)
        asked = []
        self.patch(FakeCalendars, "create_calendar", lambda _self, name: asked.append(name) or made)
        calendars = FakeCalendars("anna@provider.example").calendars()
        for _time in range(2):
            self.account._connect(self.authorizer.tokens("access-2"), calendars)
        self.assertEqual((asked, self.account.push_calendar_id.name), (["From Odoo"], "From Odoo"))

    def test_permission_to_make_refused(self):
        """Who does not give it stays connected, without the calendar."""
        self.refusing("create_calendar", MissingScope("403"))
        self.make()
        calendars = FakeCalendars("anna@provider.example").calendars()
        self.account._connect(self.authorizer.tokens("access-2"), calendars)
        self.assertEqual((self.account.state, self.account.error_code), ("active", False))
        self.assertFalse(self.account.push_calendar_id)

    def test_nobody_consents_for_another(self):
        """A manager cannot give that permission for the user."""
        self.refusing("create_calendar", MissingScope("403"))
        manager = self._user(
            "sync_boss", groups="base.group_user,calendar_sync_base.group_calendar_sync_manager"
        )
        with self.assertRaises(AccessError):
            self.account.with_user(manager).action_create_calendar("Mine")
        with self.assertRaises(AccessError):
            self.account.with_user(manager).action_switch()

    def test_not_made(self):
        """A taken name, no name and no answer are said in plain words."""
        for error, words in ((Duplicate("409"), "of this name"), (Unreachable("x"), "be reached")):
            failing = patch.object(FakeCalendars, "create_calendar", side_effect=error)
            with failing, self.assertRaisesRegex(UserError, words):
                self.make()
        with self.assertRaises(UserError):
            self.make("  ")
