from . import google_account
