"""Secrets are not told to the superuser either, by anything that can be called from outside."""

from odoo import SUPERUSER_ID
from odoo.exceptions import AccessError

from ..models.secret_field import SecretChar
from .test_access import AccessCase


class TestSuperuser(AccessCase):
    """Who becomes superuser in the developer mode calls as uid 1."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.calendar.write({"channel_token": "channel-0", "channel_id": "id-0"})
        cls.secrets = [
            (records.with_user(SUPERUSER_ID), name)
            for records in (cls.account, cls.calendar)
            for name, field in records._fields.items()
            if isinstance(field, SecretChar)
        ]

    def test_some(self):
        """The tokens of accounts and channels are such secrets."""
        names = {name for _records, name in self.secrets}
        self.assertLessEqual({"access_token", "refresh_token", "channel_token"}, names)
        consents = self.env["calendar.sync.consent"]._fields
        self.assertIsInstance(consents["verifier"], SecretChar)

    def test_reading(self):
        """Reading gives nothing, in every way there is."""
        for records, name in self.secrets:
            with self.subTest(name):
                self.assertTrue(records[name] or name == "channel_resource")
                domain = [("id", "=", records.id)]
                for answer in (
                    records.read([name]),
                    records.search_read(domain, [name]),
                    records.web_read({name: {}}),
                    records.web_search_read(domain, {name: {}})["records"],
                ):
                    self.assertIs(answer[0][name], False)
                self.assertIs(records.read()[0][name], False)
                self.assertEqual(records.export_data([name])["datas"], [[""]])

    def test_form(self):
        """A form is told nothing either: neither when it opens nor when something is changed."""
        for records, name in self.secrets:
            secret = records[name] or "channel_resource is not known"
            with self.subTest(name):
                for values, changed in (
                    ({}, []),
                    ({"email": "x"}, ["email"]),
                    ({name: "x"}, [name]),
                ):
                    told = records.onchange(values, changed, {name: {}, "display_name": {}})
                    self.assertNotIn(secret, str(told))
                self.assertNotIn(secret, str(records.copy_data()))

    def test_roles(self):
        """Neither its user nor a manager or an administrator is let near one.

        Odoo's files for spreadsheets are made of what `export_data` gives.
        """
        people = self.anna | self.manager
        people.group_ids |= self.env.ref("base.group_allow_export")
        for user in people | self.env.ref("base.user_admin"):
            for records, name in self.secrets:
                mine = records.with_user(user)
                for attempt in (
                    lambda r=mine, n=name: r.read([n]),
                    lambda r=mine, n=name: r.export_data([n]),
                    lambda r=mine, n=name: r.formatted_read_group([], [n]),
                    lambda r=mine, n=name: r.search([(n, "!=", False)]),
                    lambda r=mine, n=name: r.search([], order=n),
                    lambda r=mine, n=name: r.write({n: "x"}),
                ):
                    with self.subTest(f"{name} by {user.login}"), self.assertRaises(AccessError):
                        attempt()
                self.assertNotIn(name, mine.fields_get())
                self.assertNotIn(name, mine.read()[0])

    def test_grouping(self):
        """Grouping, counting the distinct and sorting are refused."""
        for records, name in self.secrets:
            for attempt in (
                lambda r=records, n=name: r.formatted_read_group([], [n]),
                lambda r=records, n=name: r.formatted_read_group([], [], [f"{n}:array_agg"]),
                lambda r=records, n=name: r.web_read_group([], [n]),
                lambda r=records, n=name: r.search([], order=n),
            ):
                with self.subTest(name), self.assertRaises(AccessError):
                    attempt()

    def test_guessing(self):
        """A secret cannot be found out letter by letter."""
        for records, name in self.secrets:
            for operator in ("=like", "ilike", ">", "<="):
                with self.subTest(name), self.assertRaises(AccessError):
                    records.search([(name, operator, "a%")])

    def test_server(self):
        """The server's own code goes on using them."""
        self.assertEqual(self.account.access_token, "access-0")
        self.assertEqual(self.account._access_token(), "access-0")
