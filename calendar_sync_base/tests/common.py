"""Two connected users, and a look at what a transaction would send."""

from types import SimpleNamespace
from unittest.mock import patch

from odoo.tests import TransactionCase, new_test_user

from .days import monday, tuesday


class SyncCase(TransactionCase):
    """Anna is connected; Ben and Carl are colleagues without an account."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        accounts = type(cls.env["calendar.sync.account"])
        cls.startClassPatcher(
            patch.object(accounts, "_providers", lambda self: {"memory": cls.provider_addon()})
        )
        cls.startClassPatcher(patch.object(accounts, "_is_configured", lambda *args: True))
        cls.startClassPatcher(patch.object(accounts, "_is_paused", lambda *args: False))
        cls.startClassPatcher(patch.object(accounts, "_is_bound_here", lambda self: True))
        cls.anna = cls._user("anna")
        cls.ben = cls._user("ben")
        cls.carl = cls._user("carl")
        cls.account = cls._connect(cls.anna)
        cls.calendar = cls.account.calendar_ids
        cls.links = cls.env["calendar.sync.link"]

    @classmethod
    def provider_addon(cls):
        """Return what `_providers` knows of the provider of these tests."""
        return SimpleNamespace(
            label="Memory",
            code="memory",
            notify_path="",
            check_rules=lambda *_rule: None,
            restores_occurrences=True,
            silent=True,
            sentences={},
            predecessor=None,
        )

    @classmethod
    def _user(cls, name):
        return new_test_user(
            cls.env,
            f"sync_{name}",
            name=name.title(),
            email=f"{name}@example.com",
            tz="Europe/Vienna",
            groups="base.group_user",
        )

    @classmethod
    def _connect(cls, user):
        account = cls.env["calendar.sync.account"].create(
            {"user_id": user.id, "provider": "memory", "email": user.email, "state": "active"}
        )
        cls.env["calendar.sync.calendar"].create(
            {
                "account_id": account.id,
                "remote_id": user.email,
                "name": user.name,
                "is_primary": True,
                "enabled": True,
            }
        )
        return account

    def commit(self):
        """Do what happens just before a commit."""
        self.env.cr.flush()

    def settle(self):
        """Make as if everything pending had been sent."""
        self.commit()
        self.links.search([]).write({"dirty_since": False, "notify": False})

    def dirty(self):
        """Return the links that a commit now would leave to be sent."""
        self.commit()
        return self.links.search([("dirty_since", "!=", False)])

    def event(self, user=None, **values):
        """Create an event as a user, Anna unless told, on the Tuesday to come at 9:00 UTC."""
        events = self.env["calendar.event"].with_user(user or self.anna)
        return events.create(
            {
                "name": "Review",
                "start": tuesday(9),
                "stop": tuesday(10),
                **values,
            }
        )

    def weekly(self, count=5, **values):
        """Create a weekly series from the Monday to come, and return its recurrence."""
        event = self.event(
            name="Weekly",
            start=monday(9),
            stop=monday(10),
            recurrency=True,
            rrule_type="weekly",
            mon=True,
            interval=1,
            end_type="count",
            count=count,
            event_tz="Europe/Vienna",
            **values,
        )
        return event.recurrence_id

    def occurrences(self, series):
        """Return the occurrences of a series by time."""
        return series.calendar_event_ids.sorted("start")
