"""The invariants: each says what is wrong, or nothing.

`EACH_PASS` holds after every pass, however disturbed; `AT_REST` once everything could settle.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable

from odoo.addons.calendar_sync_base.core.actions import (
    CreateLocal,
    CreateRemote,
    DeleteLocal,
    DeleteRemote,
    Notify,
    Respond,
    Role,
    UpdateLocal,
    UpdateRemote,
)
from odoo.addons.calendar_sync_base.core.answers import own_answers
from odoo.addons.calendar_sync_base.core.changes import MeetingChanges
from odoo.addons.calendar_sync_base.core.errors import Refused
from odoo.addons.calendar_sync_base.core.mail import mails_caused
from odoo.addons.calendar_sync_base.core.values import Meeting

from .ledger import ODOO, Birth, Said, number_of, shows, tells
from .material import ANNA, BEN
from .odoo import Place
from .world import Passed, World, same_to_people

Complaint = str | None
PassLaw = Callable[[World, Passed], Complaint]
RestLaw = Callable[[World], Complaint]

ROUNDS = 3
"""So many rounds of passes bring everything to rest."""


class Broken(Exception):
    """A law was broken: which, and how."""

    def __init__(self, law: str, complaint: str):
        """Name the law."""
        super().__init__(f"{law}: {complaint}")
        self.law = law


# -- after every pass ------------------------------------------------------------------------------


def no_echo(_world: World, passed: Passed) -> Complaint:
    """Nothing is sent about what nobody changed here, nothing fetched that nobody changed there."""
    for seen, actions, _outcome in passed.store.recorded:
        base, remote = seen.base, seen.remote and seen.remote.meeting
        for one in actions if base else ():
            if isinstance(one, UpdateRemote) and seen.local == base.local:
                return f"{one.key} is sent although it did not change here: {one.changes}"
            if isinstance(one, UpdateLocal) and remote == base.remote:
                return f"{one.key} is fetched although it did not change there: {one.changes}"
    return None


def guarded_deletes(world: World, passed: Passed) -> Complaint:
    """More deletions at once than the limits allow take a person's yes to just these."""
    if passed.approved or world.options.limits == "loose":
        return None
    known = passed.store.totals()[0]
    here = [key for key in passed.shown_before if not _is_shown(world, key)]
    deleted = sum(isinstance(one, DeleteRemote) for one in _done(passed))
    for count in (len(here), deleted):
        if count > 1 and count > 0.2 * known:
            return f"{count} meetings of {known} are deleted at once and nobody was asked"
    return None


def nothing_deleted_by_absence(world: World, passed: Passed) -> Complaint:
    """What is only missing on a list is deleted nowhere."""
    for seen, actions, _outcome in passed.store.recorded:
        event = world.service.shelf(passed.place.email).events.get(seen.remote_id)
        for one in actions:
            if isinstance(one, DeleteLocal) and (event is None or event.meeting is not None):
                return f"{seen.remote_id} is still there and was deleted here"
            if isinstance(one, DeleteRemote) and seen.local is not None:
                return f"{seen.uid} is still here and was deleted there"
    return None


def mails_are_planned(world: World, passed: Passed) -> Complaint:
    """The service sends no mail that the plan did not name."""
    sent = world.service.mails[passed.mails_before :]
    if not sent:
        return None
    planned = Counter(mails_caused(passed.line.asked, passed.place.email, passed.line.silent))
    surprising = Counter((one.to, one.reason) for one in sent) - planned
    return f"mails nobody planned: {dict(surprising)}" if surprising else None


def writes_only_its_own(_world: World, passed: Passed) -> Complaint:
    """A guest sends its own answer only, a copy mails nobody, a one-way calendar stays one."""
    place = passed.place
    for one in passed.line.asked:
        if not place.may_push:
            return f"{type(one).__name__} although nothing may be written there"
        if isinstance(one, Respond) and one.email != place.email:
            return f"an answer in the name of {one.email}"
        role = getattr(one, "role", None)
        if role is Role.GUEST and not isinstance(one, DeleteRemote):
            return f"a guest's {type(one).__name__}"
        if role is Role.COPY and one.notify is not Notify.NOBODY:
            return "a private copy mails somebody"
    for outcome in passed.line.outcomes:
        if isinstance(outcome.error, Refused) and "only the organizer" in str(outcome.error):
            return f"a write of what is another's: {outcome.action}"
    return _reads_only_what_it_may(passed)


def _reads_only_what_it_may(passed: Passed) -> Complaint:
    for _seen, actions, _outcome in passed.store.recorded:
        for one in actions:
            local = isinstance(one, CreateLocal | UpdateLocal | DeleteLocal)
            if local and not passed.place.may_pull:
                return f"{type(one).__name__} although nothing may be brought here"
            if isinstance(one, DeleteLocal) and not passed.place.deletes_here:
                return "a deletion passed although deletions do not pass to here"
            if isinstance(one, DeleteRemote) and not passed.place.deletes_there:
                return "a deletion passed although deletions do not pass to there"
    return None


def answers_are_ones_own(world: World, passed: Passed) -> Complaint:
    """What a guest answers who has the meeting on a calendar here is passed by that one alone."""
    for _seen, actions, _outcome in passed.store.recorded:
        for one in actions:
            if not isinstance(one, UpdateLocal | UpdateRemote) or _reshapes(one.changes):
                continue
            for email in _answering(world, passed.place, one.before):
                if own_answers(one.changes, one.before, email):
                    return f"{passed.place.email} passes what {email} answered: {one.changes}"
    return None


def _answering(world: World, place: Place, meeting: Meeting) -> Iterable[str]:
    """Give who is invited on another calendar here."""
    for link in world.odoo.links.values():
        there = link.place.email != place.email and link.answers and link.base
        same = there and number_of(there.remote) == number_of(meeting)
        if same and meeting.attendee(link.place.email):
            yield link.place.email


def _reshapes(changes: MeetingChanges) -> bool:
    """Tell whether occurrences may be named otherwise afterwards."""
    return changes.rules is not None or "span" in changes.fields


def one_write_for_each(_world: World, passed: Passed) -> Complaint:
    """A meeting is written once in a pass, twice when it had changed meanwhile."""
    if len(passed.line.asked) <= 2:
        return None
    kinds = CreateRemote | UpdateRemote | DeleteRemote
    counts = Counter(one.key for one in passed.line.asked if isinstance(one, kinds))
    much = [key for key, count in counts.items() if count > 2]
    return f"{much} are written more than twice" if much else None


def nothing_doubled(world: World, _passed: Passed) -> Complaint:
    """A meeting is on a calendar once, whatever was lost or made again."""
    sides = {ODOO: [one.meeting for one in world.records()]}
    sides |= {email: list(world.meetings(email).values()) for email in (ANNA, BEN)}
    for side, meetings in sides.items():
        numbers = [number_of(one) for one in meetings]
        if len(numbers) != len(set(numbers)):
            number, count = Counter(numbers).most_common(1)[0]
            return f"b{number} is {count} times at {side}"
    return None


def it_ends(_world: World, passed: Passed) -> Complaint:
    """A pass asks for no more than it has meetings."""
    most = 6 + 4 * len(passed.store.observations)
    asked = passed.line.requests
    return f"{asked} requests for {most} at most" if asked > most else None


EACH_PASS: tuple[PassLaw, ...] = (
    no_echo,
    guarded_deletes,
    nothing_deleted_by_absence,
    mails_are_planned,
    writes_only_its_own,
    answers_are_ones_own,
    one_write_for_each,
    nothing_doubled,
    it_ends,
)


def _is_shown(world: World, key: int) -> bool:
    record = world.odoo.records.get(key)
    return bool(record and record.active)


def _done(passed: Passed) -> Iterable[object]:
    return (one.action for one in passed.line.outcomes if not one.error and not one.adopted)


# -- at rest ---------------------------------------------------------------------------------------


def both_sides_agree(world: World) -> Complaint:
    """Both sides show the same meetings, saying the same."""
    for birth in world.births:
        if not _is_kept_in_step(world, birth):
            continue
        here, there = found(world, birth, ODOO), found(world, birth, birth.owner)
        if (here is None) != (there is None):
            told = "not in Odoo" if here is None else "in Odoo"
            return f"b{birth.number} is {told}, unlike at {birth.owner}"
        if here and there and not same_to_people(here, there):
            return f"b{birth.number} differs:\n  {here}\n  {there}"
    return None


def nothing_lost(world: World) -> Complaint:
    """What a person said stands, or a person undid it, or it is told as a conflict's loser."""
    for birth in world.births:
        for one in birth.said:
            if not one.settled and not _stands(world, birth, one):
                return f"b{birth.number}: {one.path} = {one.value} of {one.place} is lost"
    return None


def mails_once(world: World) -> Complaint:
    """Nobody is mailed more often than a person edited that meeting, and never of the past."""
    numbers = {one.value: birth for birth in world.births for one in birth.said}
    numbers |= {f"m{one.number}": one for one in world.births}
    counts = Counter((numbers[one.title].number, one.to) for one in world.service.mails)
    for (number, to), count in counts.items():
        birth = world.births[number - 1]
        if birth.kind == "copy":
            return f"b{number} is a private copy, and {to} is mailed"
        if count > birth.intentions:
            return f"{to} is mailed {count} times of b{number}, edited {birth.intentions} times"
        if birth.past and not birth.reshaped and world.options.silent == "yes":
            return f"{to} is mailed of b{number}, which is over"
    return None


AT_REST: tuple[RestLaw, ...] = (both_sides_agree, nothing_lost, mails_once)


def found(world: World, birth: Birth, place: str) -> Meeting | None:
    """Return a meeting as one side shows it."""
    if place == ODOO:
        shown = (one.meeting for one in world.records())
    else:
        shown = iter(world.meetings(place).values())
    return next((one for one in shown if number_of(one) == birth.number), None)


def _is_kept_in_step(world: World, birth: Birth) -> bool:
    """Tell whether both sides are to show all of a meeting alike."""
    options = world.options
    if (options.direction, options.deletes, options.skips) != ("both", "both", "none"):
        return False
    if birth.left or _is_empty(world):
        return False
    return birth.kind == "own" or (birth.kind == "guest" and options.ben == "connected")


def _is_empty(world: World) -> bool:
    """Tell whether the calendar really is empty, which a person has to see for themselves."""
    return not world.meetings(ANNA)


def _stands(world: World, birth: Birth, said: Said) -> bool:
    if _is_nobodys_business(world, birth, said):
        return True
    sides = [found(world, birth, place) for place in (ODOO, birth.owner) if place != "carl"]
    if all(shows(one, said) for one in sides) or _is_told(world, birth, said):
        return True
    if said.loose and not any(sides):
        # Nobody can tell what was changed there from what was written there and not recorded.
        return True
    if said.path[0] == "answer":
        # An answer does not keep what is deleted, and gives way to a later one.
        return not any(sides) or _another_answer_stands(birth, said, sides)
    return False


def _is_told(world: World, birth: Birth, said: Said) -> bool:
    about = (note for one, note in world.odoo.notes if one and number_of(one) == birth.number)
    return any(tells(note, said) for note in about)


def _another_answer_stands(birth: Birth, said: Said, sides: list[Meeting | None]) -> bool:
    others = [one for one in birth.said if one.path == said.path and one is not said]
    return any(not one.settled and all(shows(side, one) for side in sides) for one in others)


def _is_nobodys_business(world: World, birth: Birth, said: Said) -> bool:
    """Tell whether something said need not arrive: by choice, by role, or as its slot is gone."""
    if not _is_kept_in_step(world, birth):
        return True
    if said.path[0] in ("slot", "cancel") or (said.path[0] == "answer" and said.path[2]):
        return birth.reshaped
    return said.path[0] == "rules" and said.value[:1] == ("split",)
