from . import calendar_provider_config
from . import calendar_sync_setup_check
