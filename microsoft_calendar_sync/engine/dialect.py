"""How Graph is spoken to; batches are JSON.

https://learn.microsoft.com/graph/json-batching
"""

from odoo.addons.calendar_sync_base.engine.rest.dialect import Dialect

from ..core import batch
from ..core.calls import BATCH, HEADERS
from ..core.errors import error_of

MICROSOFT = Dialect("Microsoft", HEADERS, batch.SIZE, BATCH, batch.encode, batch.decode, error_of)
