"""What people did in a history, kept to judge its end by."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field

FIELDS = ("title", "place", "start")


@dataclass
class Edit:
    """Somebody gave a single meeting a value and saw another there at that moment."""

    value: str
    saw: str


@dataclass
class Ledger:
    """Notes by token (see `sight.Row.token`)."""

    made: set[str] = field(default_factory=set)
    deleted: set[str] = field(default_factory=set)
    reshaped: set[str] = field(default_factory=set)
    edits: dict[tuple[str, str], list[Edit]] = field(default_factory=lambda: defaultdict(list))
    intentions: Counter[str] = field(default_factory=Counter)
    thrown: set[tuple[str, str]] = field(default_factory=set)
    invited: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))

    def unseen(self, token: str, name: str) -> set[str]:
        """Return the values of a field that nobody replaced knowing them.

        Exactly one of them can be there in the end; the others have to be told of.
        """
        edits = self.edits[token, name]
        return {one.value for one in edits} - {one.saw for one in edits if one.saw != one.value}
