"""What hands on both sides share: picking a meeting, and saying something nobody said before."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from tests.days import when

from ..world import Person, World
from .ledger import Edit, Ledger
from .sight import Row

FIRST_DAY = datetime.fromisoformat(when("01-04", 8))  # a Monday, as Odoo has times
STRANGER = "gustav@example.org"
SCOPES = ("one", "following", "all")


@dataclass
class Scene:
    """One history while it happens: who takes part, its dice, and what was done.

    `doors` are the addresses of the Odoo processes, of which each request may meet another.
    """

    world: World
    people: Sequence[Person]
    seed: int
    dice: random.Random
    doors: Sequence[str] = ()
    ledger: Ledger = field(default_factory=Ledger)
    count: int = 0

    def through_any_door(self, who: Person) -> Person:
        """Have somebody's next requests go to one of the processes, as a balancer would."""
        who.url = self.dice.choice(self.doors)
        return who

    @property
    def prefix(self) -> str:
        """What all titles of this history begin with."""
        return f"H{self.seed}."

    def new_token(self) -> str:
        """Return the first word of a new meeting's title."""
        self.count += 1
        return f"{self.prefix}{self.count}"

    def new_word(self) -> str:
        """Return a word that was not said before."""
        self.count += 1
        return f"word{self.seed}x{self.count}"

    def new_time(self) -> datetime:
        """Return a start in the coming year, on the hour."""
        return FIRST_DAY + timedelta(days=self.dice.randrange(300), hours=self.dice.randrange(8))

    def some_guests(self, host: Person) -> list[str]:
        """Return whom a host invites, often nobody."""
        others = [one.email for one in self.people if one is not host] + [STRANGER]
        return sorted(self.dice.sample(others, self.dice.choice((0, 0, 1, 1, 2, 3))))


Hand = Callable[[Scene, Person], str | None]
"""Does something as a person, and says what; nothing when there was nothing to do it to."""


def text(moment: datetime) -> str:
    """Return a moment as Odoo writes it."""
    return moment.strftime("%Y-%m-%d %H:%M:%S")


def moment(start: str) -> datetime:
    """Return a time or the beginning of a day as a moment."""
    return datetime.fromisoformat(start)


def moved(scene: Scene, row: Row) -> tuple[str, str]:
    """Return the start and end of a meeting that is moved by some hours, or days."""
    whole = len(row.start) == len("2027-01-04")
    unit = timedelta(days=1) if whole else timedelta(hours=1)
    by = unit * scene.dice.choice((-3, -2, -1, 1, 2, 3))
    ends = moment(row.start) + by, moment(row.end) + by
    return tuple(text(one)[: len(row.start)] for one in ends)


def noted(scene: Scene, row: Row, name: str, value: str, scope: str = "one") -> None:
    """Note an edit; those of series are judged by the sides being the same alone."""
    saw = {"title": row.title, "place": row.place, "start": row.start}[name]
    if row.series:
        scene.ledger.reshaped.add(row.token)
    scene.ledger.edits[row.token, name].append(Edit(value, saw))
    scene.ledger.intentions[row.token] += 2 if scope == "following" else 1
