"""Whatever an organizer and a guest do to a series, both calendars show the same afterwards."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from tests.simulators.google import errors as google_errors
from tests.simulators.google import listing
from tests.simulators.google import times as google_times
from tests.simulators.google.params import Params
from tests.simulators.microsoft import errors as graph_errors
from tests.simulators.microsoft import series

from .test_bridge import ANNA, DORA, Both, appointment, at, both, meeting

__all__ = ["both"]
FIRST, LAST = datetime(2026, 3, 1, tzinfo=UTC), datetime(2026, 9, 1, tzinfo=UTC)
PARIS = ZoneInfo("Europe/Paris")
STEPS = 8
RULES = {
    "daily": ("RRULE:FREQ=DAILY", {"type": "daily"}),
    "weekly": ("RRULE:FREQ=WEEKLY;BYDAY=TU,TH",
               {"type": "weekly", "daysOfWeek": ["tuesday", "thursday"]}),
    "monthly": ("RRULE:FREQ=MONTHLY", {"type": "absoluteMonthly", "dayOfMonth": 10}),
}  # fmt: skip
Row = tuple[datetime, str, str]


class Google:
    """Anna's calendar and what she does in it."""

    subject = "summary"

    def __init__(self, both: Both) -> None:
        self.both, self.act = both, lambda *args: both.at_google(ANNA, *args)

    def begin(self, kind: str, count: int) -> None:
        self.act("add", meeting(DORA, recurrence=[f"{RULES[kind][0]};COUNT={count}"]))

    def place(self, name: str) -> Any:
        return name

    def rows(self) -> list[Row]:
        world = self.both.google.world
        query = Params({"timeMin": FIRST, "timeMax": LAST, "singleEvents": True}, {})
        return sorted(
            (google_times.instant(one.fields["start"]), one.fields["summary"], one.id)
            for one in listing.baseline(world, world.calendars[ANNA], query)
            if not one.cancelled
        )


class Outlook:
    """Dora's calendar and what she does in it."""

    subject = "subject"

    def __init__(self, both: Both) -> None:
        self.both, self.act = both, lambda *args: both.at_outlook(DORA, *args)

    def begin(self, kind: str, count: int) -> None:
        limits = {"type": "numbered", "startDate": "2026-03-10", "numberOfOccurrences": count}
        rule = {"pattern": {**RULES[kind][1], "interval": 1}, "range": limits}
        self.act("add", appointment(ANNA, recurrence=rule))

    def place(self, name: str) -> Any:
        return {"displayName": name}

    def rows(self) -> list[Row]:
        return sorted(
            (one.start, one.fields["subject"], one.id())
            for one in series.view(self.both.microsoft.calendar(DORA), FIRST, LAST)
            if not one.fields["isCancelled"]
        )


def step(dice: random.Random, number: int, organizer: Any, guest: Any) -> str:
    """One act of the organizer, or an answer of the guest; what it was."""
    start, _, event_id = dice.choice(organizer.rows())
    scope = dice.choice(["one", "following", "all"])

    def move(by: timedelta) -> None:
        wall = (start + by).astimezone(PARIS).replace(tzinfo=None)
        organizer.act("move", event_id, at(wall.isoformat()), None, scope)

    def answer() -> None:
        _, _, copy = dice.choice(guest.rows())
        response = dice.choice(["accepted", "tentative"])
        guest.act("answer", copy, response, "all" if scope == "all" else "one")

    acts: dict[str, Callable[[], Any]] = {
        "rename": lambda: organizer.act("edit", event_id, {organizer.subject: f"{number}"}, scope),
        "place": lambda: organizer.act(
            "edit", event_id, {"location": organizer.place(f"Room {number}")}, scope
        ),
        "delete": lambda: organizer.act("delete", event_id, scope),
        "an hour later": lambda: move(timedelta(hours=1)),
        "a day later": lambda: move(timedelta(days=1)),
        "answer": answer,
    }
    name = dice.choice(sorted(acts))
    try:
        acts[name]()
    except (google_errors.ApiError, graph_errors.GraphError) as error:
        return f"{name} {scope} of {start}: refused, {error}"
    return f"{name} {scope} of {start}"


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("kind", sorted(RULES))
@pytest.mark.parametrize("sides", [(Google, Outlook), (Outlook, Google)])
def test_both_sides_show_the_same(both, sides, kind, seed):
    """Edits of one, following or all, moves, deletions and answers leave the same occurrences."""
    dice = random.Random(f"{sides[0].__name__} {kind} {seed}")
    organizer, guest = (side(both) for side in sides)
    organizer.begin(kind, dice.randint(3, 6))
    done: list[str] = []
    for number in range(STEPS):
        if not organizer.rows():
            return
        done.append(step(dice, number, organizer, guest))
        seen = [[row[:2] for row in one.rows()] for one in (organizer, guest)]
        assert seen[0] == seen[1], done
