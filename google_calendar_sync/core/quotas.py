"""How many calls Google grants a project to begin with, and each account of it.

Per minute, sliding; a batch of n calls counts n. The console shows a project its own:
https://developers.google.com/workspace/calendar/api/guides/quota
"""

from odoo.addons.calendar_sync_base.core.quota import Quota, Quotas

from .batch import SIZE

QUOTAS = Quotas(Quota(10_000, 60, burst=500), Quota(600, 60, burst=SIZE))
