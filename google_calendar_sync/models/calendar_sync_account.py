"""Google registers itself as a provider."""

from odoo import api, models

from odoo.addons.calendar_sync_base.models.provider_addon import ProviderAddon

from ..engine.client import GoogleCalendar
from ..engine.credentials import GoogleAuthorizer

CODE = "google"


class CalendarSyncAccount(models.Model):
    """Accounts may be Google accounts."""

    _inherit = "calendar.sync.account"

    @api.model
    def _providers(self):
        return super()._providers() | {
            CODE: ProviderAddon(
                code=CODE,
                label="Google",
                prefix="google_calendar",
                callback="/google_account/authentication",
                authorizer=google_authorizer,
                calendar_provider=google_calendar,
            )
        }


def google_authorizer(env):
    """Return the OAuth side of Google for the client credentials of this database."""
    return GoogleAuthorizer(*env["calendar.sync.account"]._client_credentials(CODE))


def google_calendar(_account, credential):
    """Return the connection to an account's calendars."""
    return GoogleCalendar(credential)
