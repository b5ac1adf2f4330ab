from . import google_account
from . import notify
