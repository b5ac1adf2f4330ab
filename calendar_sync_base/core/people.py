"""Merging guest lists person by person.

The two sides' lists may differ for good (an organizer listed on one side only, a guest unknown to
the other): what was added, removed or answered on one side is carried out on the other's own list.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import TypeVar

from .actions import Side
from .values import Attendee, Response

People = tuple[Attendee, ...]
Somebody = Attendee | None
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Sighting:
    """One side's guest list, then and now; an incomplete list tells nothing about who is gone."""

    before: People
    now: People
    complete: bool = True

    def was(self) -> Mapping[str, Attendee]:
        """Return who was listed, by address."""
        return {one.email: one for one in self.before}

    def lists(self) -> Mapping[str, Attendee]:
        """Return who is listed, by address."""
        return {one.email: one for one in self.now}

    def touched(self) -> set[str]:
        """Return the addresses about which this side says something new."""
        was, now = self.was(), self.lists()
        gone = set(was) - set(now) if self.complete else set()
        return gone | {email for email, one in now.items() if was.get(email) != one}


@dataclass(frozen=True, slots=True)
class Clash:
    """Both sides said something else about one person; None is: not invited."""

    email: str
    local: Attendee | None
    remote: Attendee | None
    winner: Side


@dataclass(frozen=True, slots=True)
class Answers:
    """Whose word counts for what somebody answered, if it is another's than for the rest.

    What those who answer `elsewhere` answered each side keeps as it is, and it is no news. The
    answers of `own` are decided by the side `answering` where both were changed.
    """

    elsewhere: frozenset[str] = frozenset()
    own: str = ""
    answering: Side | None = None

    def prefer(self, email: str) -> Side | None:
        """Return the side whose answer stands, None if it is the one that stands anyway."""
        return self.answering if email == self.own else None

    def unchanged(self, sighting: Sighting) -> Sighting:
        """Return a sighting in which nobody has answered elsewhere since."""
        return replace(sighting, before=self.kept(sighting.before, sighting.now))

    def kept(self, people: People, now: People) -> People:
        """Return another list of one side, with the answers from elsewhere as it has them now."""
        return answered(people, (one for one in now if one.email in self.elsewhere))

    def explain(self, clash: Clash) -> bool:
        """Tell whether the sides disagree about nothing but an answer from elsewhere."""
        if clash.email not in self.elsewhere or not (clash.local and clash.remote):
            return False
        return clash.local.optional == clash.remote.optional


AS_THE_REST = Answers()
"""Answers are decided as all else is."""


@dataclass(frozen=True, slots=True)
class Guests:
    """The two lists as they shall be, and where the sides disagreed."""

    local: People
    remote: People
    clashes: tuple[Clash, ...] = ()


def merge_people(
    local: Sighting, remote: Sighting, prefer: Side, answers: Answers = AS_THE_REST
) -> Guests:
    """Carry out each side's changes on the other side's list; `prefer` decides clashes."""
    if not answers.elsewhere:
        return _merged(local, remote, prefer, answers)
    found = _merged(answers.unchanged(local), answers.unchanged(remote), prefer, answers)
    return Guests(
        answers.kept(found.local, local.now),
        answers.kept(found.remote, remote.now),
        tuple(one for one in found.clashes if not answers.explain(one)),
    )


def _merged(local: Sighting, remote: Sighting, prefer: Side, answers: Answers) -> Guests:
    ours, theirs = dict(local.lists()), dict(remote.lists())
    clashes: list[Clash] = []
    for email in sorted(local.touched() | remote.touched()):
        both = email in local.touched() and email in remote.touched()
        mine, other = local.lists().get(email), remote.lists().get(email)
        if not both:
            said, into = (mine, theirs) if email in local.touched() else (other, ours)
            old = (local if email in local.touched() else remote).was().get(email)
            _set(into, email, _carried(old, said, into.get(email)))
            continue
        sides = (prefer, answers.prefer(email) or prefer)
        agreed, clash = _settle(email, local, remote, sides)
        clashes += [clash] if clash else []
        _set(ours, email, _dressed(agreed, mine))
        _set(theirs, email, _dressed(agreed, other))
    return Guests(_listed(ours), _listed(theirs), tuple(clashes))


def _carried(old: Somebody, said: Somebody, there: Somebody) -> Somebody:
    """Return how the other side shall list a person about whom one side said something new."""
    if said is None:
        return None
    if there is None:
        # Invited anew: there too. Somebody whom only this side ever listed stays its own business.
        return said if old is None else None
    response = said.response if old is None or said.response != old.response else there.response
    optional = said.optional if old is None or said.optional != old.optional else there.optional
    return replace(there, response=response, optional=optional)


def _settle(
    email: str, local: Sighting, remote: Sighting, sides: tuple[Side, Side]
) -> tuple[Somebody, Clash | None]:
    """Return what holds for a person about whom both sides said something new.

    `sides` are the one that is preferred, and the one of which the answer is.
    """
    prefer, answering = sides
    mine, other = local.lists().get(email), remote.lists().get(email)
    if mine is None or other is None:
        winner = mine if prefer is Side.LOCAL else other
        return winner, Clash(email, mine, other, prefer) if mine != other else None
    was, had = local.was().get(email), remote.was().get(email)
    response, differ = _facet(_answers(was, mine), _answers(had, other), answering)
    optional, differ_too = _facet(_optional(was, mine), _optional(had, other), prefer)
    agreed = replace(mine, response=response, optional=optional)
    clash = Clash(email, mine, other, answering if differ else prefer)
    return agreed, clash if differ or differ_too else None


def _answers(old: Attendee | None, new: Attendee) -> tuple[Response, Response]:
    # Being invited is not an answer yet: an answer given elsewhere at the same time stands.
    return (old.response if old else Response.NEEDS_ACTION), new.response


def _optional(old: Attendee | None, new: Attendee) -> tuple[bool, bool]:
    return (old.optional if old else False), new.optional


def _facet(local: tuple[T, T], remote: tuple[T, T], prefer: Side) -> tuple[T, bool]:
    """Return what holds of (before, now) on either side, and whether they disagreed."""
    (was, mine), (had, other) = local, remote
    if other in (mine, had):
        return mine, False
    if was == mine:
        return other, False
    return (mine if prefer is Side.LOCAL else other), True


def _dressed(agreed: Somebody, there: Somebody) -> Somebody:
    """Return what was agreed with what that side itself knows of the person."""
    if agreed is None or there is None:
        return agreed
    return replace(there, response=agreed.response, optional=agreed.optional)


def _set(people: dict[str, Attendee], email: str, one: Somebody) -> None:
    if one is None:
        people.pop(email, None)
    else:
        people[email] = one


def _listed(people: Mapping[str, Attendee]) -> People:
    return tuple(people[email] for email in sorted(people))


def answered(listed: People, told: Iterable[Attendee]) -> People:
    """Return a list with the answers that another one tells, the same people on it."""
    answers = {one.email: one.response for one in told}
    return tuple(replace(one, response=answers.get(one.email, one.response)) for one in listed)
