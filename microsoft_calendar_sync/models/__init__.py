from . import calendar_sync_account
from . import calendar_sync_secret_expiry
from . import res_config_settings
