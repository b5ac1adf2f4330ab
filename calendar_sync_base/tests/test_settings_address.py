"""The address in use and `web.base.url`: told apart, and made the same by a click (promise 30)."""

import json

from odoo.tests import HttpCase, new_test_user, tagged
from odoo.tools import mute_logger

from ..models.res_config_address import origin

FIELDS = {"calendar_sync_address_trouble": {}, "calendar_sync_address_advice": {}}
HERE = "https://erp.example.com"


@tagged("-at_install", "post_install")
class TestAddress(HttpCase):
    """An administrator opens the settings in a browser."""

    def setUp(self):
        """Let an administrator be logged in, and the address be another one for good."""
        super().setUp()
        self.parameters = self.env["ir.config_parameter"]
        self.parameters.set_param("web.base.url.freeze", "True")
        self.parameters.set_param("web.base.url", "https://old.example.com/")
        self.authenticate("admin", "admin")

    def call(self, method, *args, **headers):
        """Call a method of the settings as the browser does, at `HERE`; return the answer."""
        params = {"model": "res.config.settings", "method": method, "args": args, "kwargs": {}}
        sent = {"Content-Type": "application/json", "Origin": HERE, **headers}
        body = json.dumps({"jsonrpc": "2.0", "method": "call", "params": params})
        return self.url_open("/web/dataset/call_kw", data=body, headers=sent).json()

    def said(self, **headers):
        """Return the warning, "" when there is none, and what else follows."""
        values = self.call("onchange", [], {}, [], FIELDS, **headers)["result"]["value"]
        return tuple(values.get(name) or "" for name in FIELDS)

    def base(self):
        """Return the address that is stored."""
        self.env.registry.clear_cache("stable")
        self.env.invalidate_all()
        return self.parameters.get_param("web.base.url")

    def test_other_address(self):
        """Both addresses and the consequence are said."""
        trouble, advice = self.said()
        for word in (HERE, "https://old.example.com", "web.base.url", "logged in"):
            self.assertIn(word, trouble)
        self.assertNotIn("freeze", advice)

    def test_freeze_is_mentioned(self):
        """Where the address is not kept, the parameter that keeps it is named."""
        self.parameters.set_param("web.base.url.freeze", False)
        self.assertIn("web.base.url.freeze", self.said()[1])

    def test_same_address(self):
        """Nothing is said when the addresses are the same, whatever the case and the slash."""
        self.parameters.set_param("web.base.url", "https://ERP.example.com/")
        self.assertEqual(self.said(), ("", ""))

    def test_use_this_address(self):
        """One click makes the address in use the one that people are sent back to."""
        self.assertEqual(
            self.call("action_calendar_sync_use_address", [])["result"]["tag"], "reload"
        )
        self.assertEqual(self.base(), HERE)
        self.assertEqual(self.said(), ("", ""))

    def test_another_site_is_not_believed(self):
        """A request that a page of another site made does not name the address."""
        foreign = {"Origin": "https://evil.example", "Sec-Fetch-Site": "cross-site"}
        self.call("action_calendar_sync_use_address", [], **foreign)
        self.assertEqual(self.base(), origin(self.base_url()))

    @mute_logger("odoo.http")
    def test_others_may_not(self):
        """Internal and portal users can neither read the warning nor use the button."""
        for name, group in (("sync_plain", "base.group_user"), ("sync_door", "base.group_portal")):
            new_test_user(self.env, name, groups=group)
            self.authenticate(name, name)
            answer = self.call("action_calendar_sync_use_address", [])
            self.assertIn("AccessError", answer["error"]["data"]["name"])
            self.assertIn("error", self.call("onchange", [], {}, [], FIELDS))
        self.authenticate(None, None)
        self.assertIn("error", self.call("action_calendar_sync_use_address", []))
        self.assertEqual(self.base(), "https://old.example.com/")

    def test_origin(self):
        """Only web addresses have an origin, without path and slash."""
        self.assertEqual(
            origin(" HTTPS://Erp.Example.com:8443/odoo?x "), "https://erp.example.com:8443"
        )
        for other in ("", "null", "file:///x", "erp.example.com", "javascript:alert(1)", "http://"):
            self.assertEqual(origin(other), "")
