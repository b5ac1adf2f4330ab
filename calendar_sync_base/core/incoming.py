"""JSON as it comes from outside, made into JSON that can be kept.

Python's parser lets more pass than JSON allows (NaN, infinite numbers, halves of surrogate pairs),
and JSON allows what PostgreSQL refuses (NUL). One such text would have a whole pass fail.
"""

from __future__ import annotations

import json
import math
import re
from typing import Any

DEEPEST = 64
"""How deep values may be nested; what Google and Microsoft send is less than ten deep."""

_UNKEPT = re.compile("[\x00\ud800-\udfff]")
_INSTEAD = "\ufffd"


def parse(data: bytes) -> Any:
    """Return the value that some bytes hold as JSON; what cannot be kept in it is replaced.

    Raises ValueError for what is no JSON, or nested deeper than anything that is meant.
    """
    try:
        return _kept(json.loads(data), DEEPEST)
    except RecursionError:
        raise ValueError("nested too deep") from None


def _kept(value: Any, deepest: int) -> Any:
    if isinstance(value, str):
        return _UNKEPT.sub(_INSTEAD, value)
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if not isinstance(value, dict | list):
        return value
    if not deepest:
        raise ValueError("nested too deep")
    if isinstance(value, list):
        return [_kept(one, deepest - 1) for one in value]
    return {_UNKEPT.sub(_INSTEAD, key): _kept(one, deepest - 1) for key, one in value.items()}
