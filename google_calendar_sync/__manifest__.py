{
    "name": "Google Calendar Sync",
    "summary": "Two-way synchronization with Google Calendar",
    "version": "19.0.1.0.0",
    "category": "Productivity/Calendar",
    "application": True,
    "author": "Calendar Sync contributors",
    "website": "https://github.com/calendar-sync/calendar-sync",
    "license": "LGPL-3",
    "depends": ["calendar_sync_base", "google_account"],
    "external_dependencies": {"python": ["google-auth", "requests"]},
    "data": [
        "security/ir.model.access.csv",
        "wizards/calendar_sync_google_import_views.xml",
        "views/res_config_settings_views.xml",
    ],
    "uninstall_hook": "uninstall_hook",
}
