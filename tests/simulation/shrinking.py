"""The shortest history that breaks the same law, by leaving out what is not needed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, replace

from .history import History, Player
from .options import Options

USUAL = Options()


def shrunk(history: History) -> History:
    """Return a history that breaks the same law and of which nothing can be left out."""
    law = Player().play(history).law
    while True:
        smaller = (one for one in _smaller(history) if Player().play(one).law == law)
        found = next(smaller, None)
        if found is None or not law:
            return history
        history = found


def _smaller(history: History) -> Iterator[History]:
    moves = history.moves
    for index in range(len(moves)):
        yield replace(history, moves=moves[:index] + moves[index + 1 :])
    for name in (one.name for one in fields(Options)):
        usual = getattr(USUAL, name)
        if getattr(history.options, name) != usual:
            yield replace(history, options=replace(history.options, **{name: usual}))
    for index, (name, a, b) in enumerate(moves):
        for numbers in ((0, b), (a, 0), (a % 12, b), (a, b % 12)):
            if numbers < (a, b):
                yield replace(
                    history, moves=(*moves[:index], (name, *numbers), *moves[index + 1 :])
                )
