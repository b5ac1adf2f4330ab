"""What differs between web services whose calls are JSON, in batches or alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

from ...core.errors import SyncError
from ...core.http import Answer, Call


class Dialect(Protocol):
    """How one service is spoken to; it has no state."""

    @property
    def name(self) -> str:
        """What people call the service."""

    @property
    def headers(self) -> Mapping[str, str]:
        """Headers of every request."""

    @property
    def batch_size(self) -> int:
        """How many calls one batch holds."""

    @property
    def batch_path(self) -> str:
        """Where batches are sent to."""

    def encode(self, calls: Sequence[Call]) -> tuple[str, bytes]:
        """Return content type and body of a batch."""

    def decode(self, content_type: str, body: bytes, count: int) -> list[Answer | None]:
        """Return the answers in the order of `count` calls; None for those that are not there.

        It never raises, whatever the body is.
        """

    def error_of(self, answer: Answer) -> SyncError | None:
        """Return what an answer means, None when it is a success."""
