"""An Odoo under test that waits between its attempts, but not for long."""

import time

SHORTER = 200
_sleep = time.sleep


def sleep(seconds: float) -> None:
    """Wait a fraction of what was meant."""
    _sleep(seconds / SHORTER)


time.sleep = sleep
