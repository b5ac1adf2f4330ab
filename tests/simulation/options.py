"""What the world of a history is like; a history's text names what is not usual."""

from __future__ import annotations

from dataclasses import dataclass, fields
from random import Random


@dataclass(frozen=True, slots=True)
class Options:
    """How two calendars are kept the same, and how their service behaves."""

    policy: str = "newest"
    direction: str = "both"
    deletes: str = "both"
    skips: str = "none"
    limits: str = "loose"
    silent: str = "yes"
    skew: str = "0"
    service: str = "exact"
    ben: str = "away"
    json: str = "no"

    def __str__(self) -> str:
        """Return what is not usual, as `name=value` words."""
        mine = ((one.name, getattr(self, one.name)) for one in fields(self))
        return " ".join(f"{name}={value}" for name, value in mine if value != CHOICES[name][0])


CHOICES: dict[str, tuple[str, ...]] = {
    "policy": ("newest", "newest", "remote", "local"),
    "direction": ("both", "both", "both", "both", "pull", "push"),
    "deletes": ("both", "both", "both", "here", "there", "none"),
    "skips": ("none", "none", "none", "none", "none", "private", "tentative"),
    "limits": ("loose", "loose", "tight"),
    "silent": ("yes", "yes", "no"),
    "skew": ("0", "0", "600", "-600"),
    "service": ("exact", "exact", "tidy"),
    "ben": ("away", "away", "connected"),
    "json": ("no",) * 15 + ("yes",),
}
"""Every option's values, as often as they are to be drawn; the usual one comes first."""


def draw(random: Random) -> Options:
    """Return a random world's options; half of all worlds are usual ones but for the policy."""
    if random.random() < 0.5:
        return Options(policy=random.choice(CHOICES["policy"]))
    return Options(**{name: random.choice(values) for name, values in CHOICES.items()})


def read(words: list[str]) -> Options:
    """Return the options that `name=value` words name."""
    given = dict(word.split("=", 1) for word in words)
    for name, value in given.items():
        if value not in CHOICES[name]:
            raise ValueError(f"{name} is one of {sorted(set(CHOICES[name]))}, not {value}")
    return Options(**given)
