"""Our addons."""

from datetime import UTC, timedelta
from datetime import datetime as clock

from odoo.addons.calendar_sync_base.engine.credential import AccountCredential
from odoo.addons.calendar_sync_base.engine.ports import Tokens


class Side:
    """An account at the simulated provider, connected as the consent page's way back does it."""

    def __init__(self, env, settings):
        self.env, self.settings = env, settings
        self.events = env["calendar.event"]
        # a copy of the database is made for each run, so that it holds for this one
        if settings.get("quota"):
            name = f"{settings['provider']}_calendar_account_quota"
            env["ir.config_parameter"].sudo().set_param(name, settings["quota"])
        if settings["tokens"]:
            self.account = self.connect(env.user, settings["tokens"])

    def connect(self, user, granted):
        """Return a user's account after consent, and after the choice to bring everything here."""
        accounts = self.env["calendar.sync.account"].sudo()
        account = accounts.create({"user_id": user.id, "provider": self.settings["provider"]})
        tokens = Tokens(
            granted["access_token"],
            granted["refresh_token"],
            clock.now(UTC) + timedelta(hours=1),
            frozenset(granted["scope"].split()),
        )
        credential = AccountCredential(account._provider().authorizer(self.env), tokens)
        account._connect(tokens, account._open_provider(credential).calendars())
        account._begin("import")
        self.env.cr.commit()
        return account

    def gather(self, crowd):
        """Connect many people, and let each be synchronised once."""
        users = new_users(self.env, crowd)  # noqa: F821 - see meetings.py
        accounts = [self.connect(user, crowd[user.login]) for user in users]
        self.accounts = self.env["calendar.sync.account"].sudo().union(*accounts)
        self.everybody()

    def everybody(self):
        """Run the worker, with everybody due."""
        self.accounts.write({"last_attempt": False})
        self.env.cr.commit()
        self.accounts.with_user(1)._cron_sync()

    def sync(self):
        """Run a pass, as the worker does."""
        self.account._sync_now()

    def pull(self, _count):
        """Fetch what is at the provider."""
        self.sync()

    def push(self):
        """Send what was made here."""
        self.sync()
        while self.account._has_backlog():
            self.sync()

    def edit(self, events):
        """Change meetings, and send the changes."""
        for event in events:
            event.write({"location": "Elsewhere"})
            self.env.cr.commit()
        self.sync()
