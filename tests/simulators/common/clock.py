"""A clock that tests can stop, set and advance."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta


class Clock:
    """The simulator's only source of time: the wall clock plus an offset, or a stopped clock."""

    def __init__(self, frozen_at: datetime | None = None) -> None:
        """Follow the wall clock, or stand still at ``frozen_at`` until somebody moves it."""
        self._frozen = _utc(frozen_at) if frozen_at else None
        self._offset = timedelta()

    @property
    def frozen(self) -> bool:
        """Whether time only passes when told to."""
        return self._frozen is not None

    def now(self) -> datetime:
        """The present moment in UTC."""
        return self._frozen or datetime.now(UTC) + self._offset

    def set(self, moment: datetime) -> None:
        """Jump to a moment; a running clock goes on from there."""
        if self._frozen:
            self._frozen = _utc(moment)
        else:
            self._offset = _utc(moment) - datetime.now(UTC)

    def advance(self, seconds: float) -> None:
        """Let time pass."""
        if self._frozen:
            self._frozen += timedelta(seconds=seconds)
        else:
            self._offset += timedelta(seconds=seconds)

    def freeze(self) -> None:
        """Stop at the present moment."""
        self._frozen = self.now()

    def resume(self) -> None:
        """Run on from the moment it stands at."""
        if self._frozen:
            self._offset, self._frozen = self._frozen - datetime.now(UTC), None


def _utc(moment: datetime) -> datetime:
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
