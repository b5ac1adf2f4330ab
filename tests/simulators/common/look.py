"""Where a page is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode


@dataclass(frozen=True)
class Look:
    """What a page shows: whose calendar (an account of the service), in which way, at which day."""

    account: Any
    view: str = "week"
    day: date = date.min

    @property
    def email(self) -> str:
        """Whose calendar it is."""
        return self.account.email if self.account else ""

    @property
    def values(self) -> dict[str, str]:
        """What leads back to this page, for addresses and forms."""
        return {"account": self.email, "view": self.view, "date": self.day.isoformat()}

    def link(self, path: str = "/", **change: object) -> str:
        """The address of the same page with a difference, or of another for the same person."""
        return f"{path}?" + urlencode({**self.values, **change})
