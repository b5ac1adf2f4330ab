"""What people read about errors, in their language: one sentence for each class of `core.errors`.

The English originals are the `advice` of the classes; a test keeps the two the same.
"""

from odoo.tools.translate import LazyTranslate

_lt = LazyTranslate(__name__)

ADVICE = {
    "SyncError": _lt("Something unexpected happened. It will be tried again."),
    "AccountError": _lt("Something unexpected happened. It will be tried again."),
    "NeedsReconnect": _lt(
        "The permission has expired or was withdrawn. Connect the account again."
    ),
    "NeedsAdministrator": _lt(
        "The Client ID or Client Secret is not accepted. An administrator has to check them."
    ),
    "VaultLocked": _lt(
        "The key that protects stored passwords is missing. An administrator has to check it."
    ),
    "MissingScope": _lt(
        "The calendar permission was not given. Connect again and leave every box ticked."
    ),
    "WrongAccount": _lt(
        "This is a different account than before. Reset the account first to switch."
    ),
    "Transient": _lt("The calendar service is not available right now. It will be tried again."),
    "Unreachable": _lt("The calendar service cannot be reached right now. It will be tried again."),
    "RateLimited": _lt("The calendar service asks us to slow down. It will be tried again."),
    "QuotaExhausted": _lt(
        "The calendar service accepts no more changes for now. They are kept and sent later."
    ),
    "ServerTrouble": _lt(
        "The calendar service is not available right now. It will be tried again."
    ),
    "CursorExpired": _lt("The calendar is being compared in full."),
    "ChangedMeanwhile": _lt("The event was changed at the same moment. It will be compared again."),
    "Gone": _lt("It no longer exists in the remote calendar."),
    "Duplicate": _lt("The event already exists in the remote calendar."),
    "Refused": _lt("The calendar service does not accept this event."),
    "NotExpressible": _lt("The remote calendar cannot hold this kind of event."),
    "InvalidRule": _lt("The recurrence rule of this event cannot be understood."),
    "DeletionsHeld": _lt(
        "Many events would be deleted. Please confirm before anything is removed."
    ),
    "EmptyCalendar": _lt(
        "The remote calendar came back empty. Nothing was deleted; please check it."
    ),
}

COPY_OF_DATABASE = _lt(
    "This is a copy of the database the account was connected in. Connect again to use it here."
)
PAUSED = _lt("An administrator paused the synchronization. What changes meanwhile is kept.")
STOPPED = _lt("You stopped the synchronization. What changes meanwhile is kept.")
PREVIEW = _lt("Nothing was written yet. See what would happen, and choose how to begin.")
RESETTING = _lt("This account is being reset. Please wait until that is done.")
BUSY = _lt("This account is synchronizing at the moment. Please try again in a few seconds.")
NOT_CONFIGURED = _lt("An administrator has to enter the Client ID and Client Secret first.")
NOT_CONNECTED = _lt("Connect your account to keep both calendars the same.")
NOT_REVOKED = _lt(
    "Disconnected. The calendar service could not be told: please remove the permission in the "
    "security settings of this account as well."
)


def sentence(env, code, reason="", addon=None):
    """Return what the user reads for an error, in the language of `env`.

    :param code: the name of its class
    :param reason: the more precise name a provider's addon has a sentence for, if any
    :param addon: that `ProviderAddon`
    """
    own = addon.sentences.get(reason) if addon and reason else None
    said = own or ADVICE.get(code) or ADVICE["SyncError"]
    return env._(said)
