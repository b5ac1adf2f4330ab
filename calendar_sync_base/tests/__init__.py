from . import test_capture
from . import test_local_series
from . import test_local_single
from . import test_pass
from . import test_oauth_flow
