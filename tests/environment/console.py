"""What a person sees while the environment works."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

BAR = 24
MEGA = 1_000_000


def say(text: str) -> None:
    """Print a line at once."""
    print(text, flush=True)


def live() -> bool:
    """Tell whether a line may be overwritten (a terminal is watching)."""
    return sys.stdout.isatty()


@contextmanager
def step(text: str) -> Iterator[None]:
    """Announce a step and say how long it took; a failing step just ends its line."""
    start = time.monotonic()
    print(f"  {text} ...", end=" ", flush=True)
    try:
        yield
    except BaseException:
        print(flush=True)
        raise
    say(f"{time.monotonic() - start:.1f} s")


class Progress:
    """A bar on a terminal, or a line at each quarter elsewhere."""

    def __init__(self, label: str, total: int, unit: str = "MB") -> None:
        """Count up to ``total``: bytes if the unit is MB, pieces otherwise."""
        self.label, self.total, self.unit = label, max(total, 1), unit
        self._shown = -1

    def show(self, done: int) -> None:
        """Show how much is done."""
        share = min(done / self.total, 1.0)
        if live():
            filled = "#" * int(share * BAR)
            print(f"\r  {self.label} [{filled:<{BAR}}] {self._amount(done)}", end="", flush=True)
        elif int(share * 4) > self._shown:
            self._shown = int(share * 4)
            say(f"  {self.label}: {self._amount(done)}")

    def end(self) -> None:
        """Leave the bar full."""
        if self._shown < 4:
            self.show(self.total)
        self.leave()

    def leave(self) -> None:
        """Leave the bar as it is; what follows begins on a line of its own."""
        if live():
            print(flush=True)

    def _amount(self, done: int) -> str:
        if self.unit == "MB":
            return f"{done / MEGA:.0f} of {self.total / MEGA:.0f} MB"
        return f"{done} of {self.total} {self.unit}"
