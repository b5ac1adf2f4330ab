"""What this product is called where people read it: administrators may have renamed it."""

PARAMETER = "calendar_sync_product_name"
DEFAULT = "Odoo"


def product_name(env):
    """Return the product's name, "Odoo" unless the system parameter says another."""
    # sudo: system parameters are the administrator's; this one is there to be shown
    return env["ir.config_parameter"].sudo().get_param(PARAMETER) or DEFAULT
