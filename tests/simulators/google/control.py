"""A client for the control interface of the simulated Google."""

from __future__ import annotations

from ..common import control
from ..common.control import ControlError

__all__ = ["Control", "ControlError"]


class Control(control.Control):
    """What ``/_control/`` can do, as methods."""

    def add_calendar(self, owner: str, summary: str, **more: str) -> str:
        """A secondary calendar; its id."""
        return self.call("POST", "calendars", {"owner": owner, "summary": summary, **more})["id"]
