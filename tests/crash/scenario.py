"""What a scenario is: something that people do, and the pass over it that is killed."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any, ClassVar

from .stage import Stage

BOTH = ("google", "microsoft")


@dataclass
class Play:
    """One performance of a scenario: on a stage, about the meetings whose titles have a token."""

    stage: Stage
    title: str
    memo: dict[str, Any] = field(default_factory=dict)

    @property
    def owner(self) -> Any:
        """Who makes most meetings."""
        return self.stage.owner

    @property
    def colleague(self) -> Any:
        """Another user with an account at the same provider."""
        return self.stage.colleague

    @property
    def outsider(self) -> str:
        """Somebody with an account at the provider who is no user of Odoo."""
        return self.stage.service.outsider


class Scenario:
    """Meetings are prepared and synchronised, people act, and a pass is killed at each boundary.

    `here` and `there` are how many meetings Odoo and the first account have in the end, a series
    counting as one there. `fresh` scenarios need people of their own for each point. `forgiving`
    names what may differ from an undisturbed pass, and the docstring says why.
    """

    every: ClassVar[dict[str, type[Scenario]]] = {}
    providers: ClassVar[tuple[str, ...]] = BOTH
    here: ClassVar[int] = 1
    there: ClassVar[int] = 1
    fresh: ClassVar[bool] = False
    forgiving: ClassVar[tuple[str, ...]] = ()
    interrupted: ClassVar[bool] = False

    def __init_subclass__(cls, played: bool = True) -> None:
        """Be found by a name made of the class's, unless others only build on this."""
        cls.name = re.sub(r"(?<!^)(?=[A-Z])", "-", cls.__name__).lower()
        if played:
            Scenario.every[cls.name] = cls

    name: ClassVar[str]

    def people(self, stage: Stage) -> None:
        """Connect whoever is needed: the owner, if nothing else is said."""
        stage.connect(stage.owner)

    def prepare(self, play: Play) -> None:
        """Make what is there before, on either side; it is synchronised then."""

    def act(self, play: Play) -> None:
        """Do what the killed pass is about."""

    def meanwhile(self, play: Play) -> None:
        """Happens between the pass's reading and its first write, if `interrupted`."""

    def work(self, env: Any, play: Play) -> None:
        """Be the process that is killed: a pass over all accounts of the stage."""
        play.stage.accounts(env)._sync_now("person")

    def after(self, play: Play) -> None:
        """Happens after the death, before anything else runs."""

    def recover(self, play: Play) -> None:
        """Do what happens after a restart."""
        play.stage.sync(2)
