"""The Google block of the settings: what is entered, what is shown, and what never is."""

from lxml import etree

from odoo.exceptions import AccessError
from odoo.tests import TransactionCase, new_test_user
from odoo.tools import file_open

from ..models.res_config_settings import is_accepted

SECRET = "google_calendar_client_secret"


class TestGoogleSettings(TransactionCase):
    """An administrator sets Google up."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.admin = cls.env.ref("base.user_admin")
        cls.parameters = cls.env["ir.config_parameter"]
        cls.parameters.set_param("google_calendar_client_id", False)
        cls.parameters.set_param(SECRET, False)

    def save(self, **values):
        """Save the settings with these values and return them as they are shown afterwards."""
        settings = self.env["res.config.settings"].with_user(self.admin)
        settings.create(values).execute()
        return settings.create({})

    def test_configured(self):
        """With both credentials it is configured; with one it is not."""
        shown = self.save(google_calendar_client_id="id-1")
        self.assertFalse(shown.google_calendar_configured)
        shown = self.save(
            google_calendar_client_id="id-1", google_calendar_client_secret=" secret-1 "
        )
        self.assertTrue(shown.google_calendar_configured)
        credentials = self.env["calendar.sync.account"]._client_credentials("google")
        self.assertEqual(credentials, ("id-1", "secret-1"))

    def test_secret_is_not_shown(self):
        """The secret is never sent back to the browser; a row of dots tells that it is set."""
        shown = self.save(
            google_calendar_client_id="id-1", google_calendar_client_secret="secret-1"
        )
        self.assertNotIn("secret-1", str(shown.read()))
        asked = {"google_calendar_client_secret": {}}
        self.assertNotIn("secret-1", str(shown.onchange({}, [], asked)))
        self.assertFalse(shown.google_calendar_client_secret)
        self.assertTrue(shown.google_calendar_secret_hint)

    def test_secret_is_not_in_the_settings_table(self):
        """The secret is kept as a system parameter alone."""
        self.assertFalse(
            self.env["res.config.settings"]._fields["google_calendar_client_secret"].store
        )

    def test_empty_secret_keeps_it(self):
        """Saving without entering the secret again keeps it."""
        self.save(google_calendar_client_id="id-1", google_calendar_client_secret="secret-1")
        self.save(google_calendar_client_id="id-1")
        self.assertEqual(self.parameters.get_param(SECRET), "secret-1")

    def test_empty_id_forgets(self):
        """Without a Client ID there is nothing the secret would be for."""
        self.save(google_calendar_client_id="id-1", google_calendar_client_secret="secret-1")
        shown = self.save(google_calendar_client_id=False)
        self.assertFalse(self.parameters.get_param(SECRET))
        self.assertFalse(shown.google_calendar_configured)

    def test_existing_setup_is_taken_over(self):
        """What was set up for Odoo's own addon is configured here without doing anything."""
        self.parameters.set_param("google_calendar_client_id", "id-old")
        self.parameters.set_param(SECRET, "secret-old")
        shown = self.env["res.config.settings"].with_user(self.admin).create({})
        self.assertTrue(shown.google_calendar_configured)
        self.assertEqual(shown.google_calendar_client_id, "id-old")

    def test_system_parameter_is_hidden(self):
        """Not even an administrator finds the secret among the system parameters."""
        self.parameters.set_param(SECRET, "secret-1")
        parameters = self.parameters.with_user(self.admin)
        self.assertFalse(parameters.search([("key", "=", SECRET)]))
        self.assertFalse(parameters.search([("value", "=like", "secret-1")]))
        self.assertFalse(parameters.get_param(SECRET))
        row = self.parameters.search([("key", "=", SECRET)])
        with self.assertRaises(AccessError):
            row.with_user(self.admin).read(["value"])

    def test_redirect_uri(self):
        """The redirect URI to register is the base URL and Odoo's path, without a double slash."""
        self.parameters.set_param("web.base.url", "https://erp.example.com/")
        shown = self.env["res.config.settings"].with_user(self.admin).create({})
        expected = "https://erp.example.com/google_account/authentication"
        self.assertEqual(shown.google_calendar_redirect_uri, expected)
        self.assertFalse(shown.google_calendar_address_refused)

    def test_address_google_refuses(self):
        """An address that Google will not accept is said before anybody runs into it."""
        accepted = ("https://erp.example.com/x", "http://localhost:8069/x")
        refused = ("http://erp.example.com/x", "https://erp/x", "")
        self.assertTrue(all(is_accepted(one) for one in accepted))
        self.assertFalse(any(is_accepted(one) for one in refused))

    def test_pause(self):
        """Pausing is the system parameter that Odoo's own addon used."""
        self.save(google_calendar_sync_paused=True)
        self.assertTrue(self.env["calendar.sync.account"]._is_paused("google"))
        self.save(google_calendar_sync_paused=False)
        self.assertFalse(self.env["calendar.sync.account"]._is_paused("google"))

    def test_view(self):
        """Users have no settings; administrators see the whole block and a link to the guide."""
        view = self.env["res.config.settings"].with_user(self.admin).get_view(view_type="form")
        arch = etree.fromstring(view["arch"])
        [block] = arch.xpath("//setting[@id='google_calendar_sync_setting']")
        names = {one.get("name") for one in block.iter("field")}
        self.assertLessEqual(
            {
                "google_calendar_client_id",
                "google_calendar_client_secret",
                "google_calendar_redirect_uri",
                "google_calendar_sync_paused",
            },
            names,
        )
        self.assertTrue(block.get("documentation"))
        user = new_test_user(self.env, "sync_dora", groups="base.group_user")
        with self.assertRaises(AccessError):
            self.env["res.config.settings"].with_user(user).create({})

    def test_neutralize(self):
        """A neutralised database has no client secret."""
        self.parameters.set_param(SECRET, "secret-1")
        self.env.flush_all()
        with file_open("google_calendar_sync/data/neutralize.sql") as file:
            self.env.cr.execute(file.read())
        self.env.registry.clear_cache("stable")
        self.assertFalse(self.parameters.get_param(SECRET))
