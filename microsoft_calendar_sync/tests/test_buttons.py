"""The Outlook button beside Google's."""

from odoo import fields
from odoo.tests import TransactionCase, new_test_user, tagged


@tagged("-at_install", "post_install")
class TestButtons(TransactionCase):
    """Both providers are installed and set up."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.accounts = cls.env["calendar.sync.account"]
        parameters = cls.env["ir.config_parameter"]
        for addon in cls.accounts._providers().values():
            parameters.set_param(addon.client_id_key, "id-1")
            parameters.set_param(addon.client_secret_key, "secret-1")
        cls.database = parameters.get_param("database.uuid")
        cls.dora = new_test_user(cls.env, "sync_dora", groups="base.group_user")

    def buttons(self):
        """Return label and status of each of Dora's buttons, in their order."""
        status = self.dora.with_user(self.dora).calendar_sync_status()
        return [(one["label"], one["status"]) for one in status]

    def connect(self, provider):
        """Connect Dora."""
        self.accounts.create(
            {
                "user_id": self.dora.id,
                "provider": provider,
                "email": f"dora@{provider}.example",
                "state": "active",
                "last_sync": fields.Datetime.now(),
                "database_uuid": self.database,
            }
        )

    def labels(self):
        """Return the labels that are there: Google's only with its addon."""
        return [one.label for one in self.accounts._providers().values()]

    def test_order(self):
        """Google comes before Outlook, and both say that they are not connected."""
        self.assertEqual(self.labels(), sorted(self.labels()))
        self.assertEqual(self.buttons(), [(one, "not_connected") for one in self.labels()])
        self.assertIn("Outlook", self.labels())

    def test_both(self):
        """One user is connected to each provider there is, at the same time."""
        for code in self.accounts._providers():
            self.connect(code)
        self.assertEqual(self.buttons(), [(one, "in_sync") for one in self.labels()])

    def test_stopping_one(self):
        """What is done with Outlook leaves Google as it is."""
        for code in self.accounts._providers():
            self.connect(code)
        self.dora.with_user(self.dora).calendar_sync_stop("microsoft")
        stopped = dict.fromkeys(self.labels(), "in_sync") | {"Outlook": "stopped"}
        self.assertEqual(dict(self.buttons()), stopped)
