"""Switches that tests and the demo may change while a simulator runs."""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields
from typing import Any


@dataclass
class Switches:
    """The base of a service's switches: a dataclass of texts, numbers and yes or no."""

    def update(self, values: dict[str, Any]) -> None:
        """Change some; an unknown name, another type or an unfit value is a ValueError."""
        kinds = {entry.name: type(getattr(self, entry.name)) for entry in fields(self)}
        for name, value in values.items():
            if name not in kinds:
                raise ValueError(f"unknown setting: {name}")
            wanted = (int, float) if kinds[name] is float else kinds[name]
            if not isinstance(value, wanted):
                raise ValueError(f"setting {name} is not a {kinds[name].__name__}")
            self.check(name, value)
            setattr(self, name, value)

    def check(self, name: str, value: Any) -> None:
        """Raise a ValueError for a value that a service does not know."""

    def dump(self) -> dict[str, Any]:
        """Plain values for JSON."""
        return asdict(self)
