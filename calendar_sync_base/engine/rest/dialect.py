"""What differs between web services whose calls are JSON, in batches or alone."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from ...core.errors import SyncError
from ...core.http import Answer, Call


@dataclass(frozen=True, slots=True)
class Dialect:
    """How one service is spoken to.

    `name` is what people call it, `headers` go with every request. A batch holds `batch_size` calls
    and is sent to `batch_path`; `encode` returns its content type and body, `decode` its answers in
    the order of that many calls, None for those that are not there: whatever the body is, it raises
    nothing. `error_of` returns what an answer means, None when it is a success.
    """

    name: str
    headers: Mapping[str, str]
    batch_size: int
    batch_path: str
    encode: Callable[[Sequence[Call]], tuple[str, bytes]]
    decode: Callable[[str, bytes, int], list[Answer | None]]
    error_of: Callable[[Answer], SyncError | None]
