from . import microsoft_account
