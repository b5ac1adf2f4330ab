"""What happens when the addon leaves."""

from .models.calendar_sync_account import CODE


def uninstall_hook(env):
    """Withdraw all grants and forget the tokens; meetings stay as they are on both sides."""
    env["calendar.sync.account"].search([("provider", "=", CODE)])._disconnect()
