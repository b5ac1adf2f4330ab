{
    "name": "Calendar Sync as Jobs",
    "summary": "Synchronize each calendar account in a job of its own",
    "version": "19.0.1.0.0",
    "category": "Productivity/Calendar",
    "author": "Calendar Sync contributors",
    "website": "https://github.com/calendar-sync/calendar-sync",
    "license": "LGPL-3",
    "depends": ["calendar_sync_base", "queue_job"],
    "data": ["data/queue_job.xml"],
    "auto_install": True,
}
