from . import microsoft_account
from . import notify
