"""Many histories on many processors, in the order of their seeds."""

from __future__ import annotations

import gc
import multiprocessing
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from .history import Player, draw

CHUNK = 500
"""So many histories are played between two looks at the clock."""


@dataclass(slots=True)
class Tally:
    """What came of the histories up to seed `after`; `broken` are seed, law and complaint."""

    after: int
    histories: int = 0
    passes: int = 0
    writes: int = 0
    rounds: Counter[int] = field(default_factory=Counter)
    broken: list[tuple[int, str, str]] = field(default_factory=list)

    def add(self, other: Tally) -> None:
        """Add what came of the histories that follow."""
        self.after = other.after
        self.histories += other.histories
        self.passes += other.passes
        self.writes += other.writes
        self.rounds.update(other.rounds)
        self.broken += other.broken

    def __str__(self) -> str:
        """Return the figures in a line."""
        return (
            f"{self.histories:,} histories, {self.passes:,} passes, {self.writes:,} writes,"
            f" at rest after {max(self.rounds, default=0)} rounds at most,"
            f" {len(self.broken)} broken"
        )


def judged(seeds: range) -> Tally:
    """Return what comes of the histories of some seeds."""
    tally = Tally(seeds.stop)
    player = Player()
    for seed in seeds:
        played = player.play(draw(seed))
        tally.passes += played.passes
        tally.writes += played.writes
        tally.rounds[played.rounds] += 1
        if played.law:
            tally.broken.append((seed, played.law, played.complaint))
    tally.histories = len(seeds)
    return tally


def tallies(seeds: range, jobs: int) -> Iterator[Tally]:
    """Play the histories of many seeds; yield what comes of each chunk, in order."""
    chunks = [
        range(at, min(at + CHUNK, seeds.stop)) for at in range(seeds.start, seeds.stop, CHUNK)
    ]
    # Spawned: a fork of a test run would take its threads' locks along.
    with multiprocessing.get_context("spawn").Pool(jobs, initializer=prepare) as pool:
        yield from pool.imap(judged, chunks)


def prepare() -> None:
    """Make a new process ready: values in great numbers are no work for the collector of cycles."""
    gc.freeze()
    gc.set_threshold(200_000, 50, 50)
