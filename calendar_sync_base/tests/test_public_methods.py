"""Each public method of ours, tried by each kind of person: nothing is forgotten.

A method that is added has to be put into one of the lists below, or `test_nothing_is_missing`
fails.
"""

import inspect

from odoo.exceptions import AccessError
from odoo.tests import new_test_user

from .days import tuesday
from .test_access import AccessCase

OWN = "odoo.addons.calendar_sync_base."
ORM = {
    "create",
    "write",
    "unlink",
    "read",
    "default_get",
    "get_values",
    "set_values",
    "onchange",
}
"""Odoo's own methods that we extend; `test_access` and `test_settings` try them."""

FOR_ONESELF = {
    "calendar_sync_approve_deletions": ("fake",),
    "calendar_sync_connect": ("fake", "/odoo"),
    "calendar_sync_disconnect": ("fake",),
    "calendar_sync_connect_another": ("fake", "/odoo"),
    "calendar_sync_now": (),
    "calendar_sync_preview": ("fake",),
    "calendar_sync_reset": ("fake",),
    "calendar_sync_start": ("fake", "new"),
    "calendar_sync_questions": ("fake",),
    "calendar_sync_resume": ("fake",),
    "calendar_sync_status": (),
    "calendar_sync_stop": ("fake",),
}
"""Methods of `res.users`: the user alone calls them, with these arguments."""

FOR_ALL_USERS = {"check_calendar_credentials", "check_synchronization_status"}
"""Odoo's hooks: whether something is configured and active, as Odoo tells anybody."""

OF_ACCOUNTS = {
    "action_approve_deletions",
    "action_create_calendar",
    "action_disconnect",
    "action_forget",
    "action_open_links",
    "action_open_questions",
    "action_open_start",
    "action_reset",
    "action_resume",
    "action_start",
    "action_stop",
    "action_sync_now",
    "action_test",
    "action_undo_reset",
}
"""Buttons: for the user of the account and for managers."""

OF_ITS_USER = {"action_connect", "action_switch"}
ARGUMENTS = {"action_create_calendar": ("Team",)}
FOR_WHO_SEES_IT = {"calendar_sync_overview"}
FOR_MANAGERS = {"health_overview"}
OF_LINKS = {"action_approve_mails", "action_open_meeting", "action_refuse_mails", "action_retry"}


def ours(model):
    """Return the public methods that our addons define on a model."""
    return {
        name
        for one in type(model).mro()
        if one.__module__.startswith(OWN)
        for name, value in vars(one).items()
        if inspect.isfunction(value) and not name.startswith("_")
    } - ORM


class TestPublicMethods(AccessCase):
    """Anna's account; a colleague, a manager, a portal user and the public try to use it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.public = cls.env.ref("base.public_user")
        cls.event = cls.env["calendar.event"].create(
            {
                "name": "Anna's",
                "start": tuesday(9),
                "stop": tuesday(10),
                "user_id": cls.anna.id,
                "partner_ids": [(6, 0, cls.anna.partner_id.ids)],
                "privacy": "private",
            }
        )
        cls.link.write({"event_id": cls.event.id, "dirty_since": False})

    def refused(self, records, name, user, *args):
        """Check that a user may not call a method."""
        with self.subTest(f"{name} by {user.login}"), self.assertRaises(AccessError):
            getattr(records.with_user(user), name)(*args)

    def test_nothing_is_missing(self):
        """Every public method that our addon defines is in one of the lists."""
        self.assertEqual(ours(self.anna), set(FOR_ONESELF) | FOR_ALL_USERS | FOR_WHO_SEES_IT)
        self.assertEqual(ours(self.account), OF_ACCOUNTS | OF_ITS_USER | FOR_MANAGERS)
        self.assertEqual(ours(self.link), OF_LINKS)
        self.assertEqual(ours(self.run_), {"action_undo"})
        self.assertEqual(ours(self.calendar), set())
        self.assertEqual(ours(self.env["calendar.sync.consent"]), set())
        self.assertEqual(ours(self.event) | ours(self.env["calendar.recurrence"]), set())

    def test_users(self):
        """Nobody calls what is for oneself for somebody else."""
        for name, args in FOR_ONESELF.items():
            for user in (self.ben, self.manager, self.portal, self.public):
                self.refused(self.anna, name, user, *args)

    def test_portal_for_themselves(self):
        """Portal users and the public have no calendar to keep in step."""
        for name, args in FOR_ONESELF.items():
            for user in (self.portal, self.public):
                self.refused(user, name, user, *args)

    def test_accounts(self):
        """A button of an account does nothing for a colleague, a portal user or the public."""
        for name in OF_ACCOUNTS | OF_ITS_USER:
            for user in (self.ben, self.portal, self.public):
                if name in ("action_open_links", "action_open_questions"):
                    continue  # they open a list, which shows each what they may see
                self.refused(self.account, name, user, *ARGUMENTS.get(name, ()))
        self.assertEqual(
            (self.account.state, self.account.email), ("active", "anna@provider.example")
        )

    def test_lists_of_others(self):
        """What the list of another's meetings shows a colleague is nothing."""
        action = self.account.with_user(self.ben).action_open_links()
        self.assertFalse(self.env[action["res_model"]].with_user(self.ben).search(action["domain"]))

    def test_overview(self):
        """Managers see the figures; others are refused, and so is the portal."""
        self.assertEqual(self.accounts.with_user(self.manager).health_overview()["connected"], 1)
        for user in (self.anna, self.ben, self.portal, self.public):
            self.refused(self.accounts, "health_overview", user)

    def test_calendar_tab(self):
        """A user's tab is for that user and for managers of the company."""
        for user in (self.ben, self.portal, self.public):
            self.refused(self.anna, "calendar_sync_overview", user)
        for user in (self.anna, self.manager):
            shown = self.anna.with_user(user).calendar_sync_overview()["accounts"]
            self.assertEqual([one["email"] for one in shown], ["anna@provider.example"])

    def test_links(self):
        """A meeting's buttons are for its user and for managers."""
        for name in OF_LINKS:
            for user in (self.ben, self.portal, self.public):
                self.refused(self.link, name, user)
            getattr(self.link.with_user(self.manager), name)()
            getattr(self.link.with_user(self.anna), name)()

    def test_runs(self):
        """A reset is taken back by its user and by managers, by nobody else."""
        for user in (self.ben, self.portal, self.public):
            self.refused(self.run_, "action_undo", user)

    def test_manager_sees_no_private_meeting(self):
        """A manager who has a private meeting tried again still does not learn what it is."""
        link = self.link.with_user(self.manager)
        self.env.invalidate_all()
        self.assertEqual(link.display_name, "Busy")
        opened = link.action_open_meeting()
        event = self.env[opened["res_model"]].with_user(self.manager).browse(opened["res_id"])
        self.assertEqual(event.read(["name"])[0]["name"], "Busy")
        self.assertFalse(event.sync_state)

    def test_manager_of_other_company(self):
        """The figures are those of the manager's own companies."""
        elsewhere = self.env["res.company"].create({"name": "Elsewhere"})
        other = new_test_user(
            self.env,
            "sync_other_manager",
            groups="base.group_user,calendar_sync_base.group_calendar_sync_manager",
            company_id=elsewhere.id,
            company_ids=[(6, 0, elsewhere.ids)],
        )
        self.assertEqual(self.accounts.with_user(other).health_overview()["connected"], 0)
        for name in OF_ACCOUNTS - {"action_open_links", "action_open_questions"}:
            self.refused(self.account, name, other, *ARGUMENTS.get(name, ()))

    def test_wizard(self):
        """The wizard that stores client credentials is for administrators."""
        for user in (self.anna, self.manager, self.portal, self.public):
            with self.subTest(user.login), self.assertRaises(AccessError):
                self.env["calendar.provider.config"].with_user(user).create({})
            with self.subTest(user.login), self.assertRaises(AccessError):
                self.env["res.config.settings"].with_user(user).create({}).execute()
