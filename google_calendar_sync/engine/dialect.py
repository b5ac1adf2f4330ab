"""How Google's Calendar API is spoken to.

https://developers.google.com/workspace/calendar/api/guides/performance (gzip needs the user agent)
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from odoo.addons.calendar_sync_base.core.errors import SyncError
from odoo.addons.calendar_sync_base.core.http import Answer, Call

from ..core import batch
from ..core.calls import BATCH
from ..core.errors import error_of


class Google:
    """Google's dialect of REST; batches are multipart/mixed."""

    name = "Google"
    headers: Mapping[str, str] = {}
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
