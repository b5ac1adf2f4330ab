"""Passes, first synchronisations and resets of Anna's account, with what is left on both sides."""

from contextlib import contextmanager
from copy import deepcopy
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

from odoo.fields import Command

from ..core.values import Meeting
from ..engine.memory import MemoryProvider
from ..engine.ports import Tokens
from ..models.provider_addon import ProviderAddon
from .pass_case import PassCase


class ResetCase(PassCase):
    """What a person does with the wizards, and what a look at both calendars shows."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.revoked = []
        for name in ("client_id", "client_secret"):
            cls.env["ir.config_parameter"].set_param(f"memory_calendar_{name}", "known")

    @classmethod
    def provider_addon(cls):
        return ProviderAddon(
            code="memory",
            label="Memory",
            prefix="memory_calendar",
            callback="/memory",
            authorizer=lambda _env: SimpleNamespace(revoke=cls.revoked.append),
            calendar_provider=lambda _account, _credential: None,
        )

    def connect(self, email=""):
        """Come back from consent, to Anna's own calendar there or another one."""
        provider = MemoryProvider(self.service, email or self.anna.email)
        expires = datetime.now(UTC) + timedelta(hours=1)
        tokens = Tokens("access", "refresh", expires, frozenset())
        self.account._connect(tokens, provider.calendars())

    def first(self):
        """Make the account one that was never synchronised, and connect it."""
        self.account._become_disconnected()
        self.connect()
        self.sync()

    def wizard(self, user=None, account=None, **values):
        """Return the reset wizard as a user opens it, Anna unless told."""
        model = self.env["calendar.sync.reset"].with_user(user or self.anna)
        return model.create({"account_id": (account or self.account).id, **values})

    def reset(self, delete="dont_delete", sync="new", user=None, **values):
        """Reset the account, all the way."""
        wizard = self.wizard(user, delete_policy=delete, sync_policy=sync, **values)
        wizard.action_confirm()
        self.carry_out()
        return wizard

    def carry_out(self):
        """Do what the scheduled action does."""
        self.env["calendar.sync.removal"]._cron_remove()
        self.env.invalidate_all()

    @contextmanager
    def undone(self):
        """Take back, on both sides, what happens meanwhile."""
        with self.env.cr.savepoint() as point:
            service = deepcopy(self.service)
            yield
            type(self).service = service
            point.rollback()
            self.env.invalidate_all()

    def titles_here(self):
        """Return the titles of Anna's meetings here, each series once."""
        events = self.env["calendar.event"].search(
            [("partner_ids", "in", self.anna.partner_id.ids)]
        )
        series = events.recurrence_id
        single = events.filtered(lambda one: not one.recurrence_id)
        return sorted(single.mapped("name") + [one.base_event_id.name for one in series])

    def titles_there(self, calendar=None):
        """Return the titles of the meetings on a remote calendar."""
        return sorted(one.title for one in self.service.meetings(calendar or self.here).values())

    def both(self):
        """Return the titles here and there."""
        return self.titles_here(), self.titles_there()

    def there(self, title, hour=12, **values):
        """Make a meeting on Anna's remote calendar."""
        return self.service.create(self.here, Meeting(span=self.at(hour), title=title, **values))

    def with_ben(self, **values):
        """Create a meeting of Anna's with Ben as its guest."""
        both = [self.anna.partner_id.id, self.ben.partner_id.id]
        return self.event(partner_ids=[Command.set(both)], **values)
