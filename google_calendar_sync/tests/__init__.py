from . import test_settings
from . import test_import
from . import test_authentication
from . import test_takeover
from . import test_notify
