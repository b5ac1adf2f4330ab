"""Import of the file that Google's console offers (promise 31)."""

import base64
import json

from odoo.exceptions import AccessError, UserError
from odoo.tests import TransactionCase, new_test_user

from ..core.errors import OAUTH_ADVICE
from ..core.secrets_file import LARGEST
from ..models.messages import SENTENCES
from ..wizards.calendar_sync_google_import import REFUSALS

ID, SECRET = "123-abc.apps.googleusercontent.com", "GOCSPX-very-secret"
BASE = "https://erp.example.com"
BACK = f"{BASE}/google_account/authentication"
ID_KEY, SECRET_KEY = "google_calendar_client_id", "google_calendar_client_secret"


def upload(content):
    """Return what the browser sends for a file."""
    content = content if isinstance(content, bytes) else json.dumps(content).encode()
    return base64.b64encode(content).decode()


def web(**more):
    """Return the file of a web client that has all of our lines."""
    usual = {
        "client_id": ID,
        "client_secret": SECRET,
        "redirect_uris": [BACK],
        "javascript_origins": [BASE],
    }
    return {"web": usual | more}


class TestImport(TransactionCase):
    """An administrator chooses a file."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.parameters = cls.env["ir.config_parameter"]
        cls.parameters.set_param("web.base.url", BASE)
        for key in (ID_KEY, SECRET_KEY):
            cls.parameters.set_param(key, False)
        cls.wizards = cls.env["calendar.sync.google.import"].with_user(
            cls.env.ref("base.user_admin")
        )

    def chosen(self, content):
        """Return what the form says at once about a file."""
        shown = ("is_usable", "refusal", "client_id", "missing_redirect_uri", "missing_origin")
        spec = {name: {} for name in ("secrets_file", *shown)}
        file = {"secrets_file": upload(content)}
        found = self.wizards.onchange(file, ["secrets_file"], spec)["value"]
        self.assertFalse(found.get("secrets_file"), "the file is not sent back")
        return {name: found.get(name) or False for name in shown}

    def stored(self):
        """Return the Client ID and Client Secret that are stored."""
        return tuple(self.parameters.get_param(key) for key in (ID_KEY, SECRET_KEY))

    def test_import(self):
        """Client ID and Client Secret are stored, and shown as configured."""
        found = self.chosen(web())
        self.assertTrue(found["is_usable"])
        self.assertEqual(found["client_id"], ID)
        self.assertFalse(found["missing_redirect_uri"] or found["missing_origin"])
        self.assertFalse(any(self.stored()))
        wizard = self.wizards.create({"secrets_file": upload(web())})
        self.assertEqual(wizard.action_import()["tag"], "reload")
        self.assertEqual(self.stored(), (ID, SECRET))
        settings = self.env["res.config.settings"].with_user(self.wizards.env.user).create({})
        self.assertTrue(settings.google_calendar_configured)

    def test_nothing_of_the_file_is_kept(self):
        """Neither the form, nor its table, nor an attachment has the upload or the secret."""
        wizard = self.wizards.create({"secrets_file": upload(web()), "file_name": "secret.json"})
        self.assertNotIn(SECRET, str(wizard.read()))
        self.assertFalse(wizard.secrets_file)
        wizard.invalidate_recordset()
        self.assertFalse(wizard.secrets_file)
        self.env.flush_all()
        self.env.cr.execute("SELECT * FROM calendar_sync_google_import")
        self.assertNotIn(SECRET, str(self.env.cr.fetchall()))
        attachments = self.env["ir.attachment"].search([("res_model", "=", wizard._name)])
        self.assertFalse(attachments)
        sent_back = self.wizards.web_save({"secrets_file": upload(web())}, {"secrets_file": {}})
        self.assertFalse(sent_back[0]["secrets_file"])
        self.assertNotIn(SECRET, str(self.chosen(web())))

    def test_desktop_client(self):
        """The file of a desktop client is refused, with what to create instead."""
        desktop = {"installed": web()["web"]}
        found = self.chosen(desktop)
        self.assertFalse(found["is_usable"])
        for word in ("desktop", "Web application"):
            self.assertIn(word, found["refusal"])
        with self.assertRaisesRegex(UserError, "Web application"), self.env.cr.savepoint():
            self.wizards.create({"secrets_file": upload(desktop)})
        self.assertFalse(any(self.stored()))

    def test_missing_lines(self):
        """The very lines to add are said; a slash at the end makes another line."""
        found = self.chosen(web(redirect_uris=[f"{BACK}/"], javascript_origins=[]))
        self.assertTrue(found["is_usable"])
        self.assertEqual(found["missing_redirect_uri"], BACK)
        self.assertEqual(found["missing_origin"], BASE)

    def test_other_files(self):
        """Whatever else is chosen is refused in a sentence, and stored by nobody."""
        files = {
            "no_json": b"\x89PNG\r\n",
            "not_google": {"web": {"client_id": "abc", "client_secret": "x"}},
            "too_big": b" " * (LARGEST + 1),
            "service_account": {"type": "service_account", "private_key": SECRET},
            "no_secret": web(client_secret=""),
        }
        for reason, content in files.items():
            with self.subTest(reason):
                self.assertEqual(self.chosen(content)["refusal"], self.env._(REFUSALS[reason]))
                with self.assertRaises(UserError), self.env.cr.savepoint():
                    self.wizards.create({"secrets_file": upload(content)})
        self.assertFalse(any(self.stored()))

    def test_only_administrators(self):
        """Users and portal users can neither look at a file's verdict nor import one."""
        for login, group in (("sync_file", "base.group_user"), ("sync_port", "base.group_portal")):
            user = new_test_user(self.env, login, groups=group)
            wizards = self.env["calendar.sync.google.import"].with_user(user)
            for attempt in (
                lambda one=wizards: one.create({"secrets_file": upload(web())}),
                lambda one=wizards: one.onchange({}, ["secrets_file"], {"secrets_file": {}}),
                wizards.action_import,
            ):
                with self.assertRaises(AccessError):
                    attempt()
        self.assertFalse(any(self.stored()))

    def test_sentences(self):
        """What can be translated is what the core says of Google's refusals, word for word."""
        self.assertEqual({key: self.env._(text) for key, text in SENTENCES.items()}, OAUTH_ADVICE)
