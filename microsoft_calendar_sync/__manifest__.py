{
    "name": "Outlook Calendar Sync",
    "summary": "Two-way synchronization with Outlook and Microsoft 365 calendars",
    "version": "19.0.1.0.0",
    "category": "Productivity/Calendar",
    "application": True,
    "author": "Calendar Sync contributors",
    "website": "https://github.com/calendar-sync/calendar-sync",
    "license": "LGPL-3",
    "depends": ["calendar_sync_base", "microsoft_account"],
    "external_dependencies": {"python": ["msal", "requests"]},
    "data": [
        "data/ir_cron.xml",
        "views/res_config_settings_views.xml",
    ],
    "uninstall_hook": "uninstall_hook",
}
