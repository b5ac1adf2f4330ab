"""Odoo's own addons, connected as their own settings hold it."""


class Side:
    """A user whose tokens Odoo's own addon has."""

    def __init__(self, env, settings):
        self.env, self.provider = env, settings["provider"]
        self.events = env["calendar.event"]
        # as far as that for Outlook looks by itself: the meetings may be more than a year ahead
        env["ir.config_parameter"].sudo().set_param("google_calendar.sync.range_days", "730")
        if settings["tokens"]:
            self.connect(env.user, settings["tokens"])

    def connect(self, user, granted):
        """Give a user tokens."""
        tokens = (granted["access_token"], granted["refresh_token"], 3600)
        if self.provider == "google":
            user.res_users_settings_id._set_google_auth_tokens(*tokens)
        else:
            user.sudo()._set_microsoft_auth_tokens(*tokens)
        self.env.cr.commit()

    def gather(self, crowd):
        """Connect many people, and let each be synchronised once."""
        for user in new_users(self.env, crowd):  # noqa: F821 - see meetings.py
            self.connect(user, crowd[user.login])
        self.everybody()

    def everybody(self):
        """Run the scheduled action."""
        self.env["res.users"].with_user(1)._sync_all_google_calendar()

    def sync(self):
        """Synchronise, as the button and the cron do."""
        if self.provider == "google":
            from odoo.addons.google_calendar.utils.google_calendar import GoogleCalendarService

            self.env.user._sync_google_calendar(GoogleCalendarService(self.env["google.service"]))
        else:
            self.env.user.sudo(False)._sync_microsoft_calendar()
        self.env.cr.commit()

    def pull(self, _count):
        """Fetch what is at the provider."""
        self.sync()

    def push(self):
        """Send what was made here."""
        self.sync()

    def edit(self, events):
        """Change meetings; each is sent when it is saved."""
        for event in events:
            event.write({"location": "Elsewhere"})
            self.env.cr.commit()
