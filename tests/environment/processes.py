"""Servers that end when we end, and free ports for them."""

from __future__ import annotations

import atexit
import contextlib
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Sequence
from functools import cache as once
from pathlib import Path
from typing import IO

from .paths import HERE
from .trouble import Trouble

KILL_SECONDS = 10.0


def free_port() -> int:
    """Return a port of the loopback interface that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def require_port(port: int, variable: str) -> None:
    """Raise Trouble if a port is taken; ``variable`` is how a person chooses another one."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            raise Trouble(
                f"Port {port} is taken. End what uses it, or choose another: "
                f"{variable}={port + 100} make demo"
            ) from None


class Process:
    """A program in a process group of its own."""

    def __init__(
        self,
        command: Sequence[str | Path],
        log: Path,
        env: dict[str, str] | None = None,
        stop_signal: signal.Signals = signal.SIGTERM,
        user: int | None = None,
        cwd: Path | None = None,
    ) -> None:
        """Start it; its output is added to ``log``. With ``user`` (a user id) it loses root."""
        self.log, self._stop_signal = log, stop_signal
        with log.open("ab") as output:
            self._popen = subprocess.Popen(
                [str(part) for part in command],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                env=env,
                cwd=cwd,
                start_new_session=True,
                user=user,
                group=user,
                extra_groups=None if user is None else [],
            )
        _leash().hold(self.group, stop_signal)

    @property
    def group(self) -> int:
        """The process group, which is also the process id."""
        return self._popen.pid

    @property
    def running(self) -> bool:
        """Whether it has not ended."""
        return self._popen.poll() is None

    @property
    def code(self) -> int | None:
        """How it ended; None while it runs."""
        return self._popen.poll()

    def stop(self, seconds: float = KILL_SECONDS) -> None:
        """Ask it to end, and make it after some seconds."""
        with contextlib.suppress(ProcessLookupError, PermissionError, subprocess.TimeoutExpired):
            os.kill(self._popen.pid, self._stop_signal)
            self._popen.wait(seconds)
        self.kill()

    def kill(self) -> None:
        """End the whole group at once, as a power cut would."""
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self.group, signal.SIGKILL)
        self._popen.wait()
        _leash().release(self.group)

    def wait(self, seconds: float | None = None) -> int:
        """Wait until it has ended by itself and return its code."""
        code = self._popen.wait(seconds)
        _leash().release(self.group)
        return code

    def tail(self, lines: int = 15) -> str:
        """Return the end of its log."""
        text = self.log.read_text(encoding="utf-8", errors="replace")
        return "\n".join(text.splitlines()[-lines:])


class _Leash:
    """Our side of the program that ends what we leave behind."""

    def __init__(self) -> None:
        self._popen = subprocess.Popen(
            [sys.executable, "-I", "-S", HERE / "leash.py"],
            stdin=subprocess.PIPE,
            start_new_session=True,
            text=True,
        )
        atexit.register(self.close)

    def hold(self, group: int, number: int) -> None:
        """End a group when we are gone."""
        self._tell(f"+ {group} {int(number)}")

    def release(self, group: int) -> None:
        """Forget a group that has ended."""
        self._tell(f"- {group}")

    def close(self) -> None:
        """End all groups still held, and wait for that."""
        self._input().close()
        self._popen.wait()

    def _tell(self, line: str) -> None:
        if not self._input().closed:
            self._input().write(line + "\n")
            self._input().flush()

    def _input(self) -> IO[str]:
        assert self._popen.stdin is not None
        return self._popen.stdin


@once
def _leash() -> _Leash:
    return _Leash()
