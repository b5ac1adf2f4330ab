"""The command behind ``make simulate``: many histories, one that is shown, or all small ones.

N=10000000 SEED=0 JOBS=2    so many histories, from a seed on; a progress bar
SEED=4711                   the history of one seed, move by move, and the shortest like it
HISTORY='| make-here:0:0'   one history given as text
SCOPE=4                     all histories of up to four moves over a small alphabet
"""

from __future__ import annotations

import os
import sys
import time

from .history import History, Player, draw, read
from .running import Tally, prepare, tallies
from .scope import histories
from .shrinking import shrunk

USUAL = 200_000
WIDTH = 30


def main(words: list[str]) -> int:
    """Do what is asked by `NAME=value` words; return 1 if a law was broken."""
    given = dict(word.split("=", 1) for word in words)
    prepare()
    if "HISTORY" in given:
        return show(read(given["HISTORY"]))
    if "SCOPE" in given:
        return small(int(given["SCOPE"]))
    if "SEED" in given and "N" not in given:
        return show(draw(int(given["SEED"])))
    first, count = int(given.get("SEED", 0)), int(given.get("N", USUAL))
    return many(range(first, first + count), int(given.get("JOBS", os.cpu_count() or 1)))


def many(seeds: range, jobs: int) -> int:
    """Play many histories; what breaks a law is named at once, with how to see it."""
    begun, total = time.monotonic(), Tally(seeds.start)
    try:
        for tally in tallies(seeds, jobs):
            total.add(tally)
            for seed, _law, complaint in tally.broken:
                print(f"\nmake simulate SEED={seed}\n  {complaint}")
            _progress(total, seeds, begun)
    except KeyboardInterrupt:
        left = seeds.stop - total.after
        print(f"\nInterrupted. To go on: make simulate SEED={total.after} N={left} JOBS={jobs}")
    seconds = time.monotonic() - begun
    print(f"\nSeeds {seeds.start} to {total.after - 1}: {total}")
    print(f"{seconds:.0f} s, {total.histories / seconds:.0f} a second, {jobs} processes")
    return 1 if total.broken else 0


def _progress(total: Tally, seeds: range, begun: float) -> None:
    share = total.histories / len(seeds)
    rate = total.histories / (time.monotonic() - begun)
    left = (len(seeds) - total.histories) / rate
    bar = "#" * int(share * WIDTH)
    state = f"{total.histories:,} of {len(seeds):,}, {rate:.0f}/s, {left:.0f} s left"
    broken = f", {len(total.broken)} broken" if total.broken else ""
    end = "" if sys.stdout.isatty() else "\n"
    if sys.stdout.isatty() or total.histories % 10_000 == 0:
        print(f"\r[{bar:<{WIDTH}}] {state}{broken} ", end=end, flush=True)


def show(history: History) -> int:
    """Play one history, tell every move, and find the shortest that breaks the same law."""
    print(history)
    played = Player(print).play(history)
    print(f"{played.passes} passes, {played.writes} writes, {played.rounds} rounds")
    if not played.law:
        print("No law is broken.")
        return 0
    print(f"BROKEN {played.complaint}")
    print(f"The shortest: make simulate HISTORY='{shrunk(history)}'")
    return 1


def small(length: int) -> int:
    """Play all histories of a small scope."""
    begun, count, broken = time.monotonic(), 0, 0
    for history in histories(length):
        count += 1
        played = Player().play(history)
        if played.law:
            broken += 1
            print(f"make simulate HISTORY='{history}'\n  {played.complaint}")
    print(f"{count:,} histories of up to {length} moves in {time.monotonic() - begun:.0f} s")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
