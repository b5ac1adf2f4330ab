"""What becomes of notifications on their way, by a seed: some are lost, doubled or come late."""

from __future__ import annotations

import random
from collections import Counter
from typing import Any

Post = tuple[Any, ...]


class Mischief:
    """Decides about each post; what comes late comes after the next one, or when all have to.

    Both services say that a notification may be lost, repeated, or overtaken by a later one.
    """

    def __init__(
        self, seed: int | str = 0, lost: float = 0.0, doubled: float = 0.0, late: float = 0.0
    ) -> None:
        """The shares are of all posts; without any, nothing happens."""
        self._dice = random.Random(f"posts {seed}")
        self._fates = ("lost", "doubled", "late", "on time")
        self._shares = (lost, doubled, late, 1 - lost - doubled - late)
        self._held: list[Post] = []
        self.counts: Counter[str] = Counter()

    def pass_on(self, post: Post) -> list[Post]:
        """Return what is posted now that this one is due."""
        (fate,) = self._dice.choices(self._fates, self._shares)
        self.counts[fate] += 1
        if fate == "late":
            self._held.append(post)
            return []
        now = {"lost": [], "doubled": [post, post], "on time": [post]}[fate]
        return [*now, *self.let_go()] if now else []

    def let_go(self) -> list[Post]:
        """Return what was held back, the last first."""
        held, self._held = self._held[::-1], []
        return held
