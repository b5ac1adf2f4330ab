"""How Graph is spoken to.

https://learn.microsoft.com/graph/json-batching
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from odoo.addons.calendar_sync_base.core.errors import SyncError
from odoo.addons.calendar_sync_base.core.http import Answer, Call

from ..core import batch
from ..core.calls import BATCH, HEADERS
from ..core.errors import error_of


class Microsoft:
    """Microsoft's dialect of REST; batches are JSON."""

    name = "Microsoft"
    headers: Mapping[str, str] = HEADERS
    batch_size = batch.SIZE
    batch_path = BATCH

    def encode(self, calls: Sequence[Call]) -> tuple[str, bytes]:
        """Return content type and body of a batch."""
        return batch.encode(calls)

    def decode(self, content_type: str, body: bytes, count: int) -> list[Answer | None]:
        """Return the answers of a batch in the order of `count` calls."""
        return batch.decode(content_type, body, count)

    def error_of(self, answer: Answer) -> SyncError | None:
        """Return what an answer means, None when it is a success."""
        return error_of(answer)
