"""Bad weather: spells of failures that hit each account by a seed, whatever the others do."""

from __future__ import annotations

import random
from typing import Any

from .faults import Fault

LENGTHS = (1, 1, 2, 6)
"""How many calls a spell hits; one of six outlasts the repeats of a patient client."""


class Weather:
    """Decides by a seed which calls of an account fail, and how.

    ``share`` is about how many do. ``kinds`` are faults as ``Fault`` takes them, of which one is
    picked for each spell among those that fit the call.
    """

    def __init__(self, seed: int | str, share: float, kinds: list[dict[str, Any]]) -> None:
        """Begin fair for everybody."""
        self._seed, self._kinds = seed, [Fault(**one) for one in kinds]
        self._begins = _chance_of_a_beginning(share)
        self._spells: dict[str, tuple[Fault, int]] = {}
        self._dice: dict[str, random.Random] = {}

    def pick(self, method: str, path: str, account: str | None) -> Fault | None:
        """The failure of this call."""
        who = account or ""
        dice = self._dice.setdefault(who, random.Random(f"{self._seed} {who}"))
        fault, left = self._spells.pop(who, (None, 0))
        if fault is None and dice.random() < self._begins:
            fitting = [one for one in self._kinds if one.matches(method, path, account)]
            fault, left = (dice.choice(fitting), dice.choice(LENGTHS)) if fitting else (None, 0)
        if fault and left > 1:
            self._spells[who] = (fault, left - 1)
        return fault if fault and fault.matches(method, path, account) else None


def _chance_of_a_beginning(share: float) -> float:
    length = sum(LENGTHS) / len(LENGTHS)
    return share / (length - share * (length - 1))
