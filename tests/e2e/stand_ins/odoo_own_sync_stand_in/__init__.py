"""Lets Odoo's own Google and Outlook calendars talk to the simulators.

Loaded server-wide by servers that test taking over from them. Where Google and Microsoft are is
fixed in Odoo's source as constants, also as default arguments; both are replaced here, once, by
the addresses our own addons get from the environment of the process.
"""

import os

from odoo.addons.google_account.models import google_service
from odoo.addons.microsoft_account.models import microsoft_service


def point(module, service, constants):
    """Replace constants of a module, and the defaults made of them (new values by name)."""
    moved = {getattr(module, name): value for name, value in constants.items()}
    for name, value in constants.items():
        setattr(module, name, value)
    request = service._do_request
    request.__defaults__ = tuple(moved.get(one, one) for one in request.__defaults__)


google = os.environ["CALENDAR_SYNC_GOOGLE_API_URL"]
microsoft = os.environ["CALENDAR_SYNC_MICROSOFT_LOGIN_URL"]

point(
    google_service,
    google_service.GoogleService,
    {
        "GOOGLE_AUTH_ENDPOINT": os.environ["CALENDAR_SYNC_GOOGLE_AUTH_URL"],
        "GOOGLE_TOKEN_ENDPOINT": os.environ["CALENDAR_SYNC_GOOGLE_TOKEN_URL"],
        "GOOGLE_API_BASE_URL": google,
    },
)
point(
    microsoft_service,
    microsoft_service.MicrosoftService,
    {
        "DEFAULT_MICROSOFT_AUTH_ENDPOINT": f"{microsoft}/common/oauth2/v2.0/authorize",
        "DEFAULT_MICROSOFT_TOKEN_ENDPOINT": f"{microsoft}/common/oauth2/v2.0/token",
        "DEFAULT_MICROSOFT_GRAPH_ENDPOINT": os.environ["CALENDAR_SYNC_MICROSOFT_GRAPH_URL"],
    },
)
