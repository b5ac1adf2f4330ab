from . import test_settings
from . import test_secret_expiry
from . import test_authentication
from . import test_sentences
from . import test_refusal
from . import test_buttons
from . import test_notify
