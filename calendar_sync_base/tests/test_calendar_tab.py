"""The Calendar tab: who sees and changes what [promises 34, 35]."""

from lxml import etree

from odoo.exceptions import AccessError
from odoo.tools import mute_logger

from .oauth_case import OAuthCase

CHOICES = {
    "enabled": True,
    "direction": "pull",
    "privacy_mode": "busy",
    "past_days": 30,
    "future_days": 60,
    "deletes_here": False,
    "deletes_there": False,
    "skip_private": True,
    "skip_tentative": True,
    "skip_out_of_office": True,
}
CRAFTED = {
    "calendar.sync.account": ("contact_id", "replaces_id", "state", "email", "access_token"),
    "calendar.sync.calendar": ("access", "remote_id", "account_id", "cursor", "name", "is_primary"),
}


class TestTab(OAuthCase):
    """Anna's account as herself, a colleague, a manager, a portal user and the public see it."""

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

    def outsiders(self):
        """Return those whose business this is not."""
        return (self.ben, self.portal, self.env.ref("base.public_user"))

    def seen_by(self, user):
        """Return what the tab shows a user of Anna."""
        return self.anna.with_user(user).calendar_sync_overview()

    def test_own(self):
        """A user sees the own accounts with their calendars, and what can be done."""
        shown = self.seen_by(self.anna)
        [account] = shown["accounts"]
        self.assertEqual((account["email"], account["is_own"]), ("anna@provider.example", True))
        self.assertEqual([one["name"] for one in account["calendars"]], ["Anna"])
        self.assertEqual([one["provider"] for one in shown["providers"]], ["fake"])

    def test_manager(self):
        """A manager sees the same, but connects nothing for the user."""
        self.account._become("needs_reconnect")
        shown = self.seen_by(self.manager)
        [account] = shown["accounts"]
        self.assertEqual((account["is_own"], shown["providers"]), (False, []))
        self.assertNotIn("connect", account["actions"])
        self.assertIn("connect", self.seen_by(self.anna)["accounts"][0]["actions"])

    def test_manager_of_another_company(self):
        """A manager of other companies sees no account."""
        elsewhere = self.env["res.company"].create({"name": "Elsewhere"})
        self.manager.write({"company_id": elsewhere.id, "company_ids": [(6, 0, elsewhere.ids)]})
        self.assertEqual(self.seen_by(self.manager)["accounts"], [])

    def test_others(self):
        """A colleague, a portal user and the public see nothing of it."""
        for user in self.outsiders():
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.seen_by(user)

    def test_nothing_secret(self):
        """The tab is told no token and no cursor (promise 32)."""
        shown = str(self.seen_by(self.manager))
        for secret in ("access-0", "refresh-0", "cursor", "token"):
            self.assertNotIn(secret, shown)

    def test_choices(self):
        """Users and managers write every choice there is."""
        for user in (self.anna, self.manager):
            for name, value in CHOICES.items():
                self.calendar.with_user(user).write({name: value})
            account = self.account.with_user(user)
            account.write({"conflict_policy": "local", "takes_new": True})
        self.assertEqual({name: self.calendar[name] for name in CHOICES}, CHOICES)

    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_model")
    def test_choices_of_others(self):
        """Nobody else writes a single one."""
        for user in self.outsiders():
            for name, value in CHOICES.items():
                with self.subTest(user=user.login, name=name), self.assertRaises(AccessError):
                    self.calendar.with_user(user).write({name: value})
            with self.assertRaises(AccessError):
                self.account.with_user(user).write({"push_calendar_id": self.calendar.id})

    @mute_logger("odoo.orm.models")
    def test_crafted(self):
        """What is not a choice is written by nobody, managers and administrators included."""
        admin = self.env.ref("base.user_admin")
        for user in (self.anna, self.manager, admin):
            for record in (self.account, self.calendar):
                for name in CRAFTED[record._name]:
                    with self.subTest(name=name), self.assertRaises(AccessError):
                        record.with_user(user).write({name: False})

    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_model")
    def test_buttons_of_others(self):
        """The new buttons work for who sees the account."""
        for user in self.outsiders():
            account = self.account.with_user(user)
            for call in (
                account.action_test,
                account.action_switch,
                lambda one=account: one.action_create_calendar("Mine"),
            ):
                with self.subTest(user=user.login), self.assertRaises(AccessError):
                    call()
            with self.assertRaises(AccessError):
                self.anna.with_user(user).calendar_sync_connect_another("fake")

    def test_product_name(self):
        """Labels carry the product's name from its parameter."""
        self.parameters.set_param("calendar_sync_product_name", "Acme")
        selection = self.calendar.fields_get(["direction"])["direction"]["selection"]
        self.assertIn(("pull", "Only to Acme"), selection)
        self.assertEqual(self.seen_by(self.anna)["product"], "Acme")

    def test_views(self):
        """The tab is in the user's form for managers, and in everybody's own preferences."""
        views = {"base.view_users_form": 2, "base.view_users_form_simple_modif": 1}
        for name, count in views.items():
            arch = self.env["res.users"].get_view(self.env.ref(name).id, "form")["arch"]
            found = etree.fromstring(arch).findall(".//widget[@name='calendar_sync_accounts']")
            self.assertEqual(len(found), count)
