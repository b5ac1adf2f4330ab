"""The pages of one list, followed from each to the next."""

from __future__ import annotations

from dataclasses import dataclass, field

from ...core.errors import ServerTrouble

MOST = 2000
"""Pages of one list; a page holds hundreds of events."""


@dataclass
class Trail:
    """Where one list has led so far; `name` is whose list it is."""

    name: str
    most: int = MOST
    _seen: set[str] = field(default_factory=set)

    def step(self, page: str) -> str:
        """Return the next page. Raises ServerTrouble when the pages do not come to an end."""
        if page in self._seen or len(self._seen) >= self.most:
            raise ServerTrouble(f"{self.name}'s pages do not come to an end")
        self._seen.add(page)
        return page
