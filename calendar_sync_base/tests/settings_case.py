"""What every provider's block of the settings promises; each provider addon runs this."""

from lxml import etree

from odoo.exceptions import AccessError
from odoo.tests import new_test_user
from odoo.tools import file_open


class SettingsMixin:
    """An administrator sets a provider up; `code`, `prefix` and `callback` say which."""

    allow_inherited_tests_method = True  # Odoo runs none of them otherwise

    code = ""
    prefix = ""
    callback = ""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.admin = cls.env.ref("base.user_admin")
        cls.parameters = cls.env["ir.config_parameter"]
        cls.secret_key = f"{cls.prefix}_client_secret"
        cls.parameters.set_param(f"{cls.prefix}_client_id", False)
        cls.parameters.set_param(cls.secret_key, False)

    def save(self, **values):
        """Save settings, named without the prefix; return them as they are shown afterwards."""
        named = {f"{self.prefix}_{name}": value for name, value in values.items()}
        settings = self.env["res.config.settings"].with_user(self.admin)
        settings.create(named).execute()
        return settings.create({})

    def shown(self, settings, name):
        """Return a setting, named without the prefix."""
        return settings[f"{self.prefix}_{name}"]

    def block(self):
        """Return the provider's block as an administrator sees it."""
        view = self.env["res.config.settings"].with_user(self.admin).get_view(view_type="form")
        [place] = etree.fromstring(view["arch"]).xpath(
            f"//div[@id='{self.code}_calendar_sync_content']"
        )
        return place

    def test_configured(self):
        """With both credentials it is configured; with one it is not."""
        settings = self.save(client_id="id-1")
        self.assertFalse(self.shown(settings, "configured"))
        settings = self.save(client_id="id-1", client_secret=" secret-1 ")
        self.assertTrue(self.shown(settings, "configured"))
        credentials = self.env["calendar.sync.account"]._client_credentials(self.code)
        self.assertEqual(credentials, ("id-1", "secret-1"))

    def test_secret_is_not_shown(self):
        """The secret is never sent back to the browser; a row of dots tells that it is set."""
        settings = self.save(client_id="id-1", client_secret="secret-1")
        self.assertNotIn("secret-1", str(settings.read()))
        asked = {self.secret_key: {}}
        self.assertNotIn("secret-1", str(settings.onchange({}, [], asked)))
        self.assertFalse(self.shown(settings, "client_secret"))
        self.assertTrue(self.shown(settings, "secret_hint"))

    def test_secret_is_not_in_the_settings_table(self):
        """The secret is kept as a system parameter alone."""
        self.assertFalse(self.env["res.config.settings"]._fields[self.secret_key].store)

    def test_empty_secret_keeps_it(self):
        """Saving without entering the secret again keeps it."""
        self.save(client_id="id-1", client_secret="secret-1")
        self.save(client_id="id-1")
        self.assertEqual(self.parameters.get_param(self.secret_key), "secret-1")

    def test_empty_id_forgets(self):
        """Without a Client ID there is nothing the secret would be for."""
        self.save(client_id="id-1", client_secret="secret-1")
        settings = self.save(client_id=False)
        self.assertFalse(self.parameters.get_param(self.secret_key))
        self.assertFalse(self.shown(settings, "configured"))

    def test_existing_setup_is_taken_over(self):
        """What was set up for Odoo's own addon is configured here without doing anything."""
        self.parameters.set_param(f"{self.prefix}_client_id", "id-old")
        self.parameters.set_param(self.secret_key, "secret-old")
        settings = self.env["res.config.settings"].with_user(self.admin).create({})
        self.assertTrue(self.shown(settings, "configured"))
        self.assertEqual(self.shown(settings, "client_id"), "id-old")

    def test_system_parameter_is_hidden(self):
        """Not even an administrator finds the secret among the system parameters."""
        self.parameters.set_param(self.secret_key, "secret-1")
        parameters = self.parameters.with_user(self.admin)
        self.assertFalse(parameters.search([("key", "=", self.secret_key)]))
        self.assertFalse(parameters.search([("value", "=like", "secret-1")]))
        self.assertFalse(parameters.get_param(self.secret_key))
        row = self.parameters.search([("key", "=", self.secret_key)])
        with self.assertRaises(AccessError):
            row.with_user(self.admin).read(["value"])

    def test_redirect_uri(self):
        """The redirect URI to register is the base URL and Odoo's path, without a double slash."""
        self.parameters.set_param("web.base.url", "https://erp.example.com/")
        settings = self.env["res.config.settings"].with_user(self.admin).create({})
        expected = f"https://erp.example.com{self.callback}"
        self.assertEqual(self.shown(settings, "redirect_uri"), expected)
        self.assertFalse(self.shown(settings, "redirect_trouble"))

    def test_redirect_uri_that_is_refused(self):
        """An address that the provider will not accept is said before anybody runs into it."""
        self.parameters.set_param("web.base.url", "http://erp.example.com")
        settings = self.env["res.config.settings"].with_user(self.admin).create({})
        self.assertIn("web.base.url", self.shown(settings, "redirect_trouble"))

    def test_address_in_use_that_is_refused(self):
        """Before a click on "Use this address" it is said that the provider will not accept it."""
        settings = self.env["res.config.settings"].with_user(self.admin)
        advice = settings._calendar_sync_consequences("http://erp.example.com")
        self.assertIn("https addresses", advice)
        advice = settings._calendar_sync_consequences("https://erp.example.com")
        self.assertNotIn("https addresses", advice)

    def test_pause(self):
        """Pausing is the system parameter that Odoo's own addon used."""
        self.save(sync_paused=True)
        self.assertTrue(self.parameters.get_param(f"{self.prefix}_sync_paused"))
        self.assertTrue(self.env["calendar.sync.account"]._is_paused(self.code))
        self.save(sync_paused=False)
        self.assertFalse(self.env["calendar.sync.account"]._is_paused(self.code))

    def test_view(self):
        """Administrators see the whole block, once, and a link to the guide."""
        block = self.block()
        names = [one.get("name") for one in block.iter("field")]
        shown = ("client_id", "client_secret", "redirect_uri", "redirect_trouble", "sync_paused")
        for name in shown:
            self.assertEqual(names.count(f"{self.prefix}_{name}"), 1)
        for word in ("configured", "not-configured"):
            self.assertTrue(block.xpath(f".//span[@data-testid='{self.code}-{word}']"))
        [test] = block.xpath(f".//button[@data-testid='{self.code}-test']")
        self.assertEqual(test.get("args"), f"['{self.code}']")
        self.assertFalse(block.xpath(".//div[starts-with(@id, 'msg_module_')]"))
        self.assertTrue(block.getparent().get("documentation"))

    def test_users_have_no_settings(self):
        """Users do not see the settings."""
        user = new_test_user(self.env, "sync_dora", groups="base.group_user")
        with self.assertRaises(AccessError):
            self.env["res.config.settings"].with_user(user).create({})

    def test_neutralize(self):
        """A neutralised database has no client secret."""
        self.parameters.set_param(self.secret_key, "secret-1")
        self.env.flush_all()
        with file_open("calendar_sync_base/data/neutralize.sql") as file:
            self.env.cr.execute(file.read())
        self.env.registry.clear_cache("stable")
        self.assertFalse(self.parameters.get_param(self.secret_key))
