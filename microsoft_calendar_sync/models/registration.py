"""What an administrator copies from the application registration in Microsoft Entra, checked.

https://learn.microsoft.com/entra/identity-platform/quickstart-register-app
"""

import re
from urllib.parse import urlsplit

from odoo.tools.translate import LazyTranslate

_lt = LazyTranslate(__name__)

EVERYBODY = "common"
"""Work, school and personal accounts of whatever organisation."""

LOOPBACK = {"localhost", "127.0.0.1"}
"""For trying out; the second is entered in the registration's manifest, `[::1]` not at all."""

AUDIENCES = {EVERYBODY, "organizations", "consumers"}
GUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
DOMAIN = re.compile(r"([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9]")

BAD_TENANT = _lt(
    "The Directory (tenant) ID is the one on the overview page of the registration, or the "
    "domain of the organization, or one of the words common, organizations and consumers."
)
SECRET_ID = _lt(
    "This is the Secret ID. Please enter the Value, which stands beside it and is shown only "
    "right after the secret was made."
)
PAST_EXPIRY = _lt(
    "The day on which the Client Secret expires has passed. Please enter the day that stands "
    "beside the new secret, or none."
)
REDIRECT_TROUBLE = _lt(
    "Microsoft accepts only https addresses, or localhost. Open this site at such an address, and "
    "make it the system parameter web.base.url."
)


def tenant_of(text):
    """Return the tenant that was entered: lower case, `common` for nothing."""
    return (text or "").strip().lower() or EVERYBODY


def is_tenant(text):
    """Tell whether a text names whose accounts may connect.

    https://learn.microsoft.com/entra/identity-platform/v2-protocols#endpoints
    """
    tenant = tenant_of(text)
    return bool(tenant in AUDIENCES or GUID.fullmatch(tenant) or DOMAIN.fullmatch(tenant))


def secret_trouble(secret):
    """Return why a Client Secret cannot be one, None if it can.

    The page shows a Secret ID, a GUID, beside the Value; pasting the ID gives AADSTS7000215 later.
    https://learn.microsoft.com/troubleshoot/entra/entra-id/app-integration/error-code-aadsts7000215-invalid-client-secret
    """
    return SECRET_ID if GUID.fullmatch(secret) else None


def redirect_trouble(redirect_uri):
    """Return why Microsoft does not accept an address as redirect URI, None if it does.

    https://learn.microsoft.com/entra/identity-platform/reply-url#supported-schemes
    """
    parts = urlsplit(redirect_uri)
    local = parts.scheme == "http" and parts.hostname in LOOPBACK
    return None if local or (parts.scheme == "https" and parts.hostname) else REDIRECT_TROUBLE
