{
    "name": "Odoo's own calendar sync, pointed at simulators",
    "summary": "Loaded by test servers only; never installed",
    "version": "19.0.1.0.0",
    "author": "Calendar Sync contributors",
    "license": "LGPL-3",
    "depends": ["google_account", "microsoft_account"],
    "installable": False,
}
