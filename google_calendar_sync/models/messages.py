"""What people read about refusals of Google's sign-in, by the reason of the error.

The English originals are `OAUTH_ADVICE` in `core.errors`; a test keeps the two the same.
"""

from odoo.tools.translate import LazyTranslate

_lt = LazyTranslate(__name__)

SENTENCES = {
    "redirect_uri_mismatch": _lt(
        "The redirect address of this server is not registered in the Google project. An "
        "administrator has to add it there, spelled exactly the same."
    ),
    "unknown_client": _lt("Google does not know the Client ID. An administrator has to check it."),
    "wrong_secret": _lt(
        "Google does not accept the Client Secret. An administrator has to enter it again."
    ),
    "deleted_client": _lt(
        "The Google client of this server was deleted. An administrator has to make a new one."
    ),
    "admin_policy_enforced": _lt(
        "Your organization's Google administrator does not allow this application."
    ),
    "org_internal": _lt("This application is only for accounts of its own organization."),
    "access_denied": _lt("The calendar permission was declined. Connect again to give it."),
}
