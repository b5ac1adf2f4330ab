from . import calendar_provider_config
from . import calendar_sync_setup_check
from . import calendar_sync_reset
from . import calendar_sync_start
from . import calendar_sync_group_connect
from . import calendar_sync_takeover_wizard
