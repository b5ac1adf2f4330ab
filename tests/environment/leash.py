"""Ends a list of process groups when the program that started this one is gone.

Run as a script of its own, so that even ``kill -9`` of the starter leaves no server behind. It
reads lines from its input: ``+ <group> <signal>`` adds a group and how to end it, ``- <group>``
forgets one. At the end of the input the rest is asked to end, and then made to.
"""

from __future__ import annotations

import contextlib
import os
import signal
import sys
import time
from collections.abc import Iterable

PATIENCE = 8.0
POLL_SECONDS = 0.1


def collect(lines: Iterable[str]) -> dict[int, int]:
    """Return the groups left at the end of the input, with the signal that ends each."""
    groups: dict[int, int] = {}
    for line in lines:
        kind, group, *rest = line.split()
        if kind == "+":
            groups[int(group)] = int(rest[0])
        else:
            groups.pop(int(group), None)
    return groups


def end(groups: dict[int, int], patience: float = PATIENCE) -> None:
    """Ask each group to end; kill what is left after ``patience`` seconds."""
    for group, number in groups.items():
        _send(group, number)
    deadline = time.monotonic() + patience
    while time.monotonic() < deadline and any(_send(group, 0) for group in groups):
        time.sleep(POLL_SECONDS)
    for group in groups:
        _send(group, signal.SIGKILL)


def _send(group: int, number: int) -> bool:
    """Tell whether a group was there to receive a signal."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(group, number)
        return True
    return False


if __name__ == "__main__":
    for _number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(_number, signal.SIG_IGN)
    end(collect(sys.stdin))
