"""The state of a simulated service."""

from __future__ import annotations

import threading
from typing import Any

from .clock import Clock
from .ids import Ids
from .mails import MailLog
from .settings import Switches


class World:
    """Everything that is not HTTP: who exists, and in which order it changed.

    Calls are serialised by ``lock``. ``listeners`` are told of every change, ``postmen`` of mail to
    somebody who is not here; both are functions of the service's own types.
    """

    switches: type[Switches]

    def __init__(self, clock: Clock | None = None, seed: int = 0) -> None:
        """Start empty."""
        self.settings: Any = self.switches()
        self.clock = clock or Clock()
        self.seed = seed
        self.lock = threading.RLock()
        self.listeners: list[Any] = []
        self.postmen: list[Any] = []
        self.mails = MailLog()
        self.reset()

    def reset(self) -> None:
        """Forget everything except who listens, the clock, the mail log and the settings object."""
        self.ids = Ids(self.seed)
        self.tick = 0
        self.accounts: dict[str, Any] = {}  # by address
        self.calendars: dict[str, Any] = {}  # by id
        self.mails.clear()
        self.settings.update(self.switches().dump())

    def next_tick(self) -> int:
        """The number of the next change."""
        self.tick += 1
        return self.tick
