from . import test_capture
from . import test_local_series
from . import test_local_single
from . import test_pass
