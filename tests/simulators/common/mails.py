"""The mails a provider would have sent, kept instead of sent."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass(frozen=True)
class Mail:
    """One mail: what kind, from whom, to whom, about which event, and why it was sent."""

    kind: str
    sender: str
    to: str
    summary: str
    event_id: str
    calendar_id: str
    why: str
    time: str
    details: dict[str, Any] = field(default_factory=dict)

    def as_dict(self) -> dict[str, Any]:
        """Plain values for JSON."""
        return asdict(self)


class MailLog:
    """All mails in the order they were sent."""

    def __init__(self) -> None:
        """Start empty."""
        self._mails: list[Mail] = []

    def __iter__(self) -> Iterator[Mail]:
        return iter(tuple(self._mails))

    def __len__(self) -> int:
        return len(self._mails)

    def add(self, mail: Mail) -> None:
        """Record one."""
        self._mails.append(mail)

    def clear(self) -> None:
        """Forget all."""
        self._mails.clear()

    def to(self, address: str) -> list[Mail]:
        """The mails one person received."""
        return [mail for mail in self._mails if mail.to == address]

    def dump(self) -> list[dict[str, Any]]:
        """Plain values for JSON."""
        return [mail.as_dict() for mail in self._mails]

    def load(self, rows: list[dict[str, Any]]) -> None:
        """Take back what ``dump`` gave."""
        self._mails = [Mail(**row) for row in rows]
