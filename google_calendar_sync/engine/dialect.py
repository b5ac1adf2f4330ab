"""How Google's Calendar API is spoken to; batches are multipart/mixed.

https://developers.google.com/workspace/calendar/api/guides/performance (gzip needs the user agent)
"""

from odoo.addons.calendar_sync_base.engine.rest.dialect import Dialect

from ..core import batch
from ..core.calls import BATCH
from ..core.errors import error_of

GOOGLE = Dialect("Google", {}, batch.SIZE, BATCH, batch.encode, batch.decode, error_of)
