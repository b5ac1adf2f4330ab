from . import calendar_provider_config
