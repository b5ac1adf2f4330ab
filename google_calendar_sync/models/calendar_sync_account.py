"""Google registers itself as a provider."""

from urllib.parse import urlsplit

from odoo import api, models
from odoo.tools.translate import LazyTranslate

from odoo.addons.calendar_sync_base.models.provider_addon import ProviderAddon

from ..core.quotas import QUOTAS
from ..engine.client import GoogleCalendar
from ..engine.credentials import GoogleAuthorizer
from . import messages
from .takeover import GOOGLE_CALENDAR

_lt = LazyTranslate(__name__)

CODE = "google"
NOTIFY = "/calendar_sync/google/notify"
LOOPBACK = {"localhost", "127.0.0.1", "::1"}
REDIRECT_TROUBLE = _lt(
    "Google accepts only https addresses with a public name, or localhost. Open this site at such "
    "an address, and make it the system parameter web.base.url."
)


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
                notify_path=NOTIFY,
                authorizer=google_authorizer,
                calendar_provider=google_calendar,
                quotas=QUOTAS,
                sentences=messages.SENTENCES,
                redirect_trouble=redirect_trouble,
                predecessor=GOOGLE_CALENDAR,
            )
        }


def google_authorizer(env):
    """Return the OAuth side of Google for the client credentials of this database."""
    return GoogleAuthorizer(*env["calendar.sync.account"]._client_credentials(CODE))


def google_calendar(account, credential):
    """Return the connection to an account's calendars."""
    return GoogleCalendar(credential, book=account._booking())


def redirect_trouble(redirect_uri):
    """Return why Google does not accept an address as redirect URI, None if it does.

    https://developers.google.com/identity/protocols/oauth2/web-server#uri-validation
    """
    parts = urlsplit(redirect_uri)
    host = parts.hostname or ""
    accepted = host in LOOPBACK or (parts.scheme == "https" and "." in host)
    return None if accepted else REDIRECT_TROUBLE
