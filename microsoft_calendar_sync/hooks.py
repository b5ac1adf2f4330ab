"""What happens when the addon leaves."""

from odoo.addons.calendar_sync_base.hooks import leave

from .models.calendar_sync_account import CODE


def uninstall_hook(env):
    """Forget all tokens; Microsoft lets only the users withdraw their permissions."""
    leave(env, CODE)
