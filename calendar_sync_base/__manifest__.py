{
    "name": "Calendar Sync",
    "summary": "Keep calendars here and at Google or Outlook the same, in both directions",
    "version": "19.0.1.0.0",
    "category": "Productivity/Calendar",
    "author": "Calendar Sync contributors",
    "website": "https://github.com/calendar-sync/calendar-sync",
    "license": "LGPL-3",
    "depends": ["calendar", "base_setup", "bus"],
    "external_dependencies": {"python": ["cryptography", "requests"]},
    "data": [
        "security/calendar_sync_groups.xml",
        "security/ir.model.access.csv",
        "security/calendar_sync_rules.xml",
        "data/ir_cron.xml",
    ],
}
