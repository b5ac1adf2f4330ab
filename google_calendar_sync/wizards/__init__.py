from . import calendar_sync_google_import
