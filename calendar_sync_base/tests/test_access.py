"""Who sees and does what: users their own, managers everybody's, and nobody the secrets."""

import json

from odoo.exceptions import AccessError
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from .oauth_case import CALLBACK, OAuthCase, OAuthHttpCase

MODELS = ("account", "calendar", "link", "run")
SECRETS = {
    "calendar.sync.account": ("access_token", "refresh_token", "token_expiry"),
    "calendar.sync.calendar": ("cursor", "channel_id", "channel_resource", "channel_token"),
    "calendar.sync.link": ("base",),
}


class AccessCase(OAuthCase):
    """Anna has an account with a calendar, a meeting and a run."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.manager = cls._user(
            "sync_manager", groups="base.group_user,calendar_sync_base.group_calendar_sync_manager"
        )
        cls.portal = cls._user("sync_portal", groups="base.group_portal")
        cls.account = cls.connected(cls)
        cls.calendar = cls.env["calendar.sync.calendar"].create(
            {"account_id": cls.account.id, "remote_id": "anna@provider.example", "name": "Anna"}
        )
        cls.link = cls.env["calendar.sync.link"].create(
            {"calendar_id": cls.calendar.id, "uid": "uid-1", "base": {"summary": "Secret"}}
        )
        cls.run_ = cls.env["calendar.sync.run"].create({"account_id": cls.account.id})
        cls.records = (cls.account, cls.calendar, cls.link, cls.run_)

    def seen_by(self, user):
        """Return which of Anna's records a user finds."""
        found = []
        for record in self.records:
            found += record.with_user(user).search([("id", "=", record.id)])
        return found


class TestRecords(AccessCase):
    """The four models."""

    def test_own(self):
        """A user sees their own accounts, calendars, links and runs."""
        self.assertEqual(len(self.seen_by(self.anna)), len(self.records))

    def test_others(self):
        """A colleague sees none of them, and cannot read one by its id."""
        self.assertFalse(self.seen_by(self.ben))
        for record in self.records:
            with self.assertRaises(AccessError):
                record.with_user(self.ben).read(["display_name"])

    def test_manager(self):
        """A manager sees everybody's."""
        self.assertEqual(len(self.seen_by(self.manager)), len(self.records))

    def test_manager_of_another_company(self):
        """A manager sees the accounts of the companies they have selected, and no others."""
        elsewhere = self.env["res.company"].create({"name": "Elsewhere"})
        self.manager.write({"company_id": elsewhere.id, "company_ids": [(6, 0, elsewhere.ids)]})
        self.assertFalse(self.seen_by(self.manager))

    def test_portal(self):
        """Portal users have no access at all."""
        for record in self.records:
            with self.assertRaises(AccessError):
                record.with_user(self.portal).search([])

    def test_public(self):
        """The public has no access at all."""
        public = self.env.ref("base.public_user")
        for record in self.records:
            with self.assertRaises(AccessError):
                record.with_user(public).search([])

    def test_nobody_creates_or_deletes(self):
        """Accounts come from consent and links from meetings, not from forms."""
        for user in (self.anna, self.manager):
            for record in self.records:
                with self.assertRaises(AccessError):
                    record.with_user(user).unlink()
                with self.assertRaises(AccessError):
                    record.with_user(user).create({})

    def test_crafted_values(self):
        """Neither owner, address nor state can be written over RPC, by whomever."""
        crafted = {"user_id": self.ben.id, "email": "x@y", "state": "active", "database_uuid": "z"}
        for user in (self.anna, self.manager):
            for name, value in crafted.items():
                with self.assertRaises(AccessError):
                    self.account.with_user(user).write({name: value})
            with self.assertRaises(AccessError):
                self.calendar.with_user(user).write({"remote_id": "somebody@else"})

    def test_choices(self):
        """A user chooses which calendars are synchronised, how, and who wins."""
        self.calendar.with_user(self.anna).write({"enabled": True, "direction": "pull"})
        self.account.with_user(self.anna).conflict_policy = "remote"
        with self.assertRaises(AccessError):
            self.calendar.with_user(self.ben).write({"enabled": False})


class TestSecrets(AccessCase):
    """No user reads a token or a secret, administrators included [promise 32]."""

    @mute_logger("odoo.orm.models")
    def test_fields(self):
        """Secret fields cannot be read, searched, exported, grouped by or written."""
        admin = self.env.ref("base.user_admin")
        for model, names in SECRETS.items():
            records = self.env[model].with_user(admin).search([])
            for name in names:
                attempts = (
                    lambda r=records, n=name: r.read([n]),
                    lambda r=records, n=name: r.search_read([], [n]),
                    lambda r=records, n=name: r.search([(n, "!=", False)]),
                    lambda r=records, n=name: r.export_data([n]),
                    lambda r=records, n=name: r.formatted_read_group([], [n]),
                    lambda r=records, n=name: r.web_search_read([], {n: {}}),
                    lambda r=records, n=name: r.write({n: False}),
                )
                for attempt in attempts:
                    with self.subTest(model=model, field=name), self.assertRaises(AccessError):
                        attempt()
            everything = records.read()
            self.assertFalse(set(names) & set(everything[0]))

    def test_client_secret(self):
        """The client secret is not told as a system parameter either."""
        admin = self.env.ref("base.user_admin")
        parameters = self.parameters.with_user(admin)
        self.assertFalse(parameters.get_param("fake_calendar_client_secret"))
        parameters.set_param("fake_calendar_client_secret", "secret-2")
        self.assertFalse(parameters.get_param("fake_calendar_client_secret"))
        self.assertEqual(self.accounts._client_credentials("fake")[1], "secret-2")

    def test_consents(self):
        """Nobody reads the consents under way."""
        admin = self.env.ref("base.user_admin")
        with self.assertRaises(AccessError):
            self.env["calendar.sync.consent"].with_user(admin).search([])


class TestMethods(AccessCase):
    """The methods the browser calls."""

    def test_others_calendar(self):
        """Nobody asks about or acts on somebody else's synchronisation, managers included."""
        for user in (self.ben, self.manager, self.portal):
            anna = self.anna.with_user(user)
            for call in (
                anna.calendar_sync_status,
                anna.calendar_sync_now,
                lambda one=anna: one.calendar_sync_connect("fake", "/odoo"),
                lambda one=anna: one.calendar_sync_stop("fake"),
                lambda one=anna: one.calendar_sync_resume("fake"),
                lambda one=anna: one.calendar_sync_approve_deletions("fake"),
                lambda one=anna: one.calendar_sync_disconnect("fake"),
            ):
                with self.assertRaises(AccessError):
                    call()

    def test_portal_users_do_not_connect(self):
        """A portal user has no calendar here to keep in step."""
        with self.assertRaises(AccessError):
            self.portal.with_user(self.portal).calendar_sync_connect("fake", "/my")

    def test_buttons_of_others(self):
        """The buttons of an account work for who sees it."""
        for name in ("action_stop", "action_disconnect", "action_forget", "action_sync_now"):
            with self.assertRaises(AccessError):
                getattr(self.account.with_user(self.ben), name)()
        with self.assertRaises(AccessError):
            self.account.with_user(self.ben).action_approve_deletions()
        self.account.with_user(self.manager).action_stop()
        self.assertEqual(self.account.state, "stopped")

    def test_nobody_connects_for_another(self):
        """A manager cannot start a consent that would bind their own account to a user."""
        with self.assertRaises(AccessError):
            self.account.with_user(self.manager).action_connect()

    def test_retry(self):
        """A user has a meeting of theirs tried again (promise 40)."""
        self.link.write({"dirty_since": False})
        self.link.with_user(self.anna).action_retry()
        self.assertTrue(self.link.dirty_since)
        with self.assertRaises(AccessError):
            self.link.with_user(self.ben).action_retry()


@tagged("-at_install", "post_install")
class TestRoutes(OAuthHttpCase):
    """The way back is open to all, and does nothing for those it is not for."""

    @mute_logger("odoo.http")
    def test_private_methods(self):
        """No method that leads to a token can be called over RPC."""
        for method in ("_access_token", "_credential", "_consent_url", "_client_credentials"):
            params = {"model": "calendar.sync.account", "method": method}
            body = json.dumps({"params": params | {"args": [[]], "kwargs": {}}})
            headers = {"Content-Type": "application/json"}
            answer = self.url_open("/web/dataset/call_kw", data=body, headers=headers).json()
            self.assertIn("error", answer)

    def test_public_visitor(self):
        """A visitor without a session gets a page that says what to do, and no traceback."""
        self.logout()
        answer = self.come_back(state="made.up", code="c1")
        self.assertEqual(answer.status_code, 400)
        self.assertNotIn("Traceback", answer.text)

    def test_portal_user(self):
        """A portal user gets the same page."""
        new_test_user(self.env, "sync_portal_2", groups="base.group_portal")
        self.authenticate("sync_portal_2", "sync_portal_2")
        self.assertEqual(self.url_open(f"{CALLBACK}?state=a.b&code=c").status_code, 400)
