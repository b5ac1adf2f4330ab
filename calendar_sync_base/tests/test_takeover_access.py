"""Taking over is for administrators: neither users nor managers nor portal users see or do it."""

from odoo.exceptions import AccessError
from odoo.tests import TransactionCase, new_test_user
from odoo.tools import mute_logger

MANAGER = "base.group_user,calendar_sync_base.group_calendar_sync_manager"
WRONG = {"user": "base.group_user", "manager": MANAGER, "portal": "base.group_portal"}


class TestTakeoverAccess(TransactionCase):
    """The record of a take-over, and the wizard, with the right and the wrong persons."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.wrong = [new_test_user(cls.env, f"to_{name}", groups) for name, groups in WRONG.items()]
        cls.wrong.append(cls.env.ref("base.public_user"))
        cls.admin = cls.env.ref("base.user_admin")
        cls.taken = cls.env["calendar.sync.takeover"].create(
            {"provider": "google", "kept": {"ids": {}}}
        )

    @mute_logger("odoo.addons.base.models.ir_model", "odoo.models")
    def test_wrong_persons(self):
        """Nobody else reads a take-over, previews one, confirms or undoes one."""
        wizard = self.env["calendar.sync.takeover.wizard"].create({"provider": "google"})
        for user in self.wrong:
            with self.assertRaises(AccessError):
                self.taken.with_user(user).read(["provider"])
            with self.assertRaises(AccessError):
                wizard.with_user(user).browse().create({"provider": "google"})
            for button in ("action_take_over", "action_undo"):
                with self.assertRaises(AccessError):
                    getattr(wizard.with_user(user), button)()
            settings = self.env["res.config.settings"].with_user(user)
            with self.assertRaises(AccessError):
                settings.with_context(
                    calendar_sync_provider="google"
                ).action_calendar_sync_takeover()

    def test_kept_ids_are_nobodys(self):
        """What is kept to undo it is shown to nobody, administrators included."""
        taken = self.taken.with_user(self.admin)
        self.assertEqual(taken.read(["provider"])[0]["provider"], "google")
        with self.assertRaises(AccessError):
            taken.read(["kept"])

    def test_administrators_do_not_write(self):
        """A take-over is made by its button, not by hand."""
        with self.assertRaises(AccessError):
            self.taken.with_user(self.admin).write({"provider": "microsoft"})
