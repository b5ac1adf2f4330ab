"""What all tests share: the addons' pure code is importable, and the environment's fixtures."""

from tests.environment import namespace
from tests.environment.fixtures import (
    browser,
    chromium_browser,
    google,
    microsoft,
    odoo,
    odoo_factory,
    odoo_template,
    postgres,
    providers,
    workbench,
)

namespace.register()

__all__ = [
    "browser",
    "chromium_browser",
    "google",
    "microsoft",
    "odoo",
    "odoo_factory",
    "odoo_template",
    "postgres",
    "providers",
    "workbench",
]
