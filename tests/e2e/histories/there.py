"""What people do on the provider's own calendar page."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from ..world import Person
from .hands import SCOPES, Hand, Scene, moved, noted, text
from .sight import Row, at_provider


def make(scene: Scene, who: Person) -> str:
    """Make a single meeting, or a series."""
    token, start = scene.new_token(), scene.new_time()
    guests, values = scene.some_guests(who), {}
    if scene.dice.random() < 0.45:
        values = {scene.dice.choice(("daily", "weekly")): scene.dice.randint(3, 5)}
    ends = text(start), text(start + timedelta(hours=1))
    if not values and scene.dice.random() < 0.15:
        ends = text(start)[:10], text(start + timedelta(days=1))[:10]
    zone = "UTC" if len(ends[0]) == len("2027-01-04") else "Europe/Vienna"
    who.there.add(f"{token} new", *ends, zone=zone, guests=guests, **values)
    scene.ledger.made.add(token)
    scene.ledger.invited[token].update(guests)
    scene.ledger.intentions[token] += 1
    return f"makes {token} {values} at {ends[0]} ({zone}) with {guests}"


def _pick(scene: Scene, who: Person, mine: bool = True) -> Row | None:
    found = [one for one in at_provider(who.there, scene.prefix) if one.mine is mine]
    return scene.dice.choice(found) if found else None


def _scope(scene: Scene, row: Row) -> str:
    return scene.dice.choice(SCOPES) if row.series else "one"


def _edit(scene: Scene, who: Person, name: str, **values: Any) -> str | None:
    row = _pick(scene, who)
    if not row:
        return None
    word, scope = scene.new_word(), _scope(scene, row)
    value = f"{row.token} {word}" if name == "title" else word
    who.there.edit(row.id, scope=scope, **{name: value, **values})
    noted(scene, row, name, value, scope)
    return f"gives {row.title} ({scope} {row.start}) the {name} {value}"


def rename(scene: Scene, who: Person) -> str | None:
    """Give a meeting another title."""
    return _edit(scene, who, "title")


def relocate(scene: Scene, who: Person) -> str | None:
    """Give a meeting another place."""
    return _edit(scene, who, "place")


def move(scene: Scene, who: Person) -> str | None:
    """Move a meeting to another time."""
    row = _pick(scene, who)
    if not row:
        return None
    scope = _scope(scene, row)
    start, end = moved(scene, row)
    who.there.move(row.id, start, end, scope=scope)
    noted(scene, row, "start", start, scope)
    return f"moves {row.title} ({scope} {row.start}) to {start}"


def answer(scene: Scene, who: Person) -> str | None:
    """Answer an invitation, to an occurrence or to a single meeting."""
    row = _pick(scene, who, mine=False)
    if not row:
        return None
    response = scene.dice.choice(("accepted", "tentative", "declined"))
    who.there.answer(row.id, response)
    return f"answers {response} to {row.title} ({row.start})"


def delete(scene: Scene, who: Person) -> str | None:
    """Delete an own meeting, or as much of a series as is chosen."""
    row = _pick(scene, who)
    if not row:
        return None
    scope = _scope(scene, row)
    who.there.delete(row.id, scope=scope)
    scene.ledger.deleted.add(row.token)
    scene.ledger.reshaped.add(row.token)
    scene.ledger.intentions[row.token] += 1
    return f"deletes {row.title} ({scope} {row.start})"


def throw_away(scene: Scene, who: Person) -> str | None:
    """Delete the own copy of somebody else's meeting."""
    row = _pick(scene, who, mine=False)
    if not row or row.series:
        return None
    who.there.delete(row.id)
    scene.ledger.thrown.add((who.login, row.token))
    return f"throws away {row.title}"


HANDS: dict[Hand, int] = {
    make: 7,
    rename: 3,
    relocate: 3,
    move: 4,
    answer: 4,
    delete: 2,
    throw_away: 1,
}
"""Each with how often it is done."""
