"""What happens when the addon leaves."""

from odoo.addons.calendar_sync_base.hooks import leave

from .models.calendar_sync_account import CODE


def uninstall_hook(env):
    """Withdraw all grants."""
    leave(env, CODE)
