"""An Odoo under test that waits between its attempts, and for answers, but not for long."""

import time
from typing import Any

from requests.adapters import HTTPAdapter

SHORTER = 200
SOONER = 15
_sleep, _send = time.sleep, HTTPAdapter.send


def sleep(seconds: float) -> None:
    """Wait a fraction of what was meant."""
    _sleep(seconds / SHORTER)


def send(
    self: HTTPAdapter, request: Any, stream: bool = False, timeout: Any = None, **options: Any
) -> Any:
    """Give up waiting for a hanging service as the addons mean to, only sooner."""
    both = timeout if isinstance(timeout, tuple) else (timeout, timeout)
    short = tuple(one / SOONER for one in both)
    return _send(self, request, stream, short, **options)


time.sleep = sleep
HTTPAdapter.send = send
