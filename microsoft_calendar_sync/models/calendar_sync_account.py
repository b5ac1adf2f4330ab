"""Microsoft registers itself as a provider."""

from odoo import api, models

from odoo.addons.calendar_sync_base.models.provider_addon import ProviderAddon

from ..core import recurrence
from ..core.errors import oauth_error
from ..core.quotas import QUOTAS
from ..engine.client import MicrosoftCalendar
from ..engine.credentials import MicrosoftAuthorizer
from . import messages, registration
from .takeover import OUTLOOK_CALENDAR

CODE = "microsoft"
NOTIFY = "/calendar_sync/microsoft/notify"
TENANT_KEY = "microsoft_calendar_tenant"


class CalendarSyncAccount(models.Model):
    """Accounts may be Microsoft accounts."""

    _inherit = "calendar.sync.account"

    @api.model
    def _providers(self):
        return super()._providers() | {
            CODE: ProviderAddon(
                code=CODE,
                label="Outlook",
                prefix="microsoft_calendar",
                callback="/microsoft_account/authentication",
                notify_path=NOTIFY,
                authorizer=microsoft_authorizer,
                calendar_provider=microsoft_calendar,
                quotas=QUOTAS,
                check_rules=recurrence.check,
                restores_occurrences=False,
                silent=False,
                sentences=messages.SENTENCES,
                come_back_error=come_back_error,
                redirect_trouble=registration.redirect_trouble,
                secret_trouble=registration.secret_trouble,
                predecessor=OUTLOOK_CALENDAR,
            )
        }


def microsoft_authorizer(env):
    """Return the OAuth side of Microsoft for the registration entered in this database."""
    accounts = env["calendar.sync.account"]
    tenant = registration.tenant_of(accounts._parameter(TENANT_KEY))
    return MicrosoftAuthorizer(*accounts._client_credentials(CODE), tenant)


def microsoft_calendar(account, credential):
    """Return the connection to an account's calendars."""
    return MicrosoftCalendar(credential, book=account._booking())


def come_back_error(query):
    """Return the error of a failed consent if there is a sentence for it, else None."""
    description = query.get("error_description", "")
    error = oauth_error(query.get("error", ""), description=description)
    return error if error.reason in messages.SENTENCES else None
