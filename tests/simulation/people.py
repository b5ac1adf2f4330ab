"""What people do on either side; two numbers choose among what there is."""

from __future__ import annotations

from dataclasses import replace

from odoo.addons.calendar_sync_base.core.answers import answering
from odoo.addons.calendar_sync_base.core.changes import apply, diff
from odoo.addons.calendar_sync_base.core.split import head, tail
from odoo.addons.calendar_sync_base.core.values import Meeting, Original, Response

from .ledger import ODOO, Birth, number_of
from .material import (
    ANNA,
    BEN,
    CARL,
    EDITS,
    FREE_FOR_GUESTS,
    IN_THE_PAST,
    TEMPLATES,
    Edit,
    born,
    edit_slot,
    slots_of,
)
from .odoo import Record
from .world import World

ANSWERS = (Response.ACCEPTED, Response.DECLINED, Response.TENTATIVE)

# -- meetings are made -----------------------------------------------------------------------------


def make_here(world: World, a: int, b: int) -> None:
    """Somebody makes a meeting in Odoo, with or without guests."""
    birth = _birth(world, "own", ANNA, a)
    meeting = born(birth.number, a, *_guests(birth, b))
    birth.say(ODOO, None, ("here",), True)
    birth.intentions += 1
    world.odoo.make(meeting, ANNA)


def make_there(world: World, a: int, b: int) -> None:
    """Somebody makes a meeting in the remote calendar."""
    birth = _birth(world, "own", ANNA, a)
    birth.say(ANNA, None, ("here",), True)
    world.service.create(ANNA, born(birth.number, a, *_guests(birth, b)))


def twins(world: World, a: int, b: int) -> None:
    """First of all: a meeting was typed on both sides, and then they were connected."""
    if world.counter > 2:
        return make_here(world, a, b)
    birth = _birth(world, "own", ANNA, a)
    birth.say(ODOO, None, ("here",), True)
    meeting = born(birth.number, a, *_guests(birth, b))
    world.odoo.add(meeting, ANNA, f"twin{birth.number}")
    world.service.create(ANNA, meeting)
    world.run(ANNA)
    return None


def invitation(world: World, a: int, b: int) -> None:
    """Ben invites anna by his own calendar."""
    birth = _birth(world, "guest", BEN, a)
    birth.say(BEN, None, ("here",), True)
    world.service.create(BEN, born(birth.number, a, ANNA, *_guests(birth, b)))


def copied(world: World, a: int, b: int) -> None:
    """Somebody who is not connected makes a meeting in Odoo that anna is to attend."""
    birth = _birth(world, "copy", CARL, a)
    birth.say(ODOO, None, ("here",), True)
    both = (ANNA, BEN) if b % 2 else (ANNA,)
    world.odoo.make(born(birth.number, a, *both), CARL)


def _birth(world: World, kind: str, owner: str, template: int) -> Birth:
    return world.bear(kind, owner, template % len(TEMPLATES) in IN_THE_PAST)


def _guests(birth: Birth, b: int) -> tuple[str, ...]:
    return (f"g{birth.number}@example.org",) if b % 3 == 0 else ()


# -- meetings are edited ---------------------------------------------------------------------------


def edit_here(world: World, a: int, b: int) -> None:
    """Somebody edits a meeting in Odoo."""
    record = _record(world, a)
    if record:
        _edit_record(world, record, EDITS[b % len(EDITS)](record.meeting, world.counter))


def slot_here(world: World, a: int, b: int) -> None:
    """Somebody edits one occurrence in Odoo."""
    record = _record(world, a, series=True)
    slot = record and _slot(record.meeting, b)
    if slot:
        _edit_record(world, record, edit_slot(record.meeting, slot, b // 3, world.counter))


def _edit_record(world: World, record: Record, edit: Edit) -> None:
    meeting, path, value = edit
    birth = world.births[number_of(meeting) - 1]
    birth.say(ODOO, record.meeting, path, value)
    birth.intentions += 1
    if birth.kind == "guest" and not _is_on_owners(world, birth):
        # The first meeting of both sides takes nothing away and mails nobody.
        birth.left |= world.options.silent == "no" or path[0] in ("guest", "cancel")
    world.odoo.edit(record, meeting)


def edit_there(world: World, a: int, b: int) -> None:
    """Anna edits a meeting in her remote calendar, of an invitation what is hers."""
    _edit_event(world, ANNA, a, b)


def edit_ben(world: World, a: int, b: int) -> None:
    """Ben edits a meeting in his remote calendar."""
    _edit_event(world, BEN, a, b)


def _edit_event(world: World, email: str, a: int, b: int) -> None:
    found = _event(world, email, a)
    if found:
        own = _is_own(world, email, found[0])
        edits = EDITS if own else FREE_FOR_GUESTS
        _write_event(world, email, found, edits[b % len(edits)](found[1], world.counter))


def slot_there(world: World, a: int, b: int) -> None:
    """Anna edits one occurrence in her remote calendar."""
    found = _event(world, ANNA, a, series=True, own=True)
    slot = found and _slot(found[1], b)
    if slot:
        _write_event(world, ANNA, found, edit_slot(found[1], slot, b // 3, world.counter))


def _write_event(world: World, email: str, found: tuple[str, Meeting], edit: Edit) -> None:
    key, before = found
    meeting, path, value = edit
    birth = world.births[number_of(before) - 1]
    birth.say(email, before, path, value)
    if birth.kind == "guest" and path[0] in ("guest", "cancel") and not _is_on_owners(world, birth):
        birth.left = True
    # Who was uninvited before it was recorded that they were invited is invited once more.
    birth.intentions += birth.loose or not _is_recorded(world, birth)
    world.service.change(email, key, diff(before, meeting))


# -- this and following ----------------------------------------------------------------------------


def split_here(world: World, a: int, b: int) -> None:
    """Somebody changes an occurrence and all that follow in Odoo: one series becomes two."""
    record = _record(world, a, series=True)
    if record and len(slots_of(record.meeting)) > 1:
        old = world.births[number_of(record.meeting) - 1]
        first, rest = _halves(
            world, record.meeting, b, world.bear(old.kind, old.owner, old.past and not old.reshaped)
        )
        _edit_record(world, record, (first, ("rules",), ("split", world.counter)))
        rest_birth = world.births[number_of(rest) - 1]
        rest_birth.say(ODOO, None, ("here",), True)
        rest_birth.say(ODOO, None, ("title",), rest.title)
        rest_birth.intentions += 1
        world.odoo.make(rest, record.organizer)


def split_there(world: World, a: int, b: int) -> None:
    """Anna changes an occurrence and all that follow in her remote calendar."""
    found = _event(world, ANNA, a, series=True, own=True)
    if found and len(slots_of(found[1])) > 1:
        old = world.births[number_of(found[1]) - 1]
        first, rest = _halves(
            world, found[1], b, world.bear("own", ANNA, old.past and not old.reshaped)
        )
        _write_event(world, ANNA, found, (first, ("rules",), ("split", world.counter)))
        rest_birth = world.births[number_of(rest) - 1]
        rest_birth.say(ANNA, None, ("here",), True)
        rest_birth.say(ANNA, None, ("title",), rest.title)
        world.service.create(ANNA, rest)


def _halves(world: World, meeting: Meeting, b: int, birth: Birth) -> tuple[Meeting, Meeting]:
    after = slots_of(meeting)[1:]
    cut = after[b % len(after)]
    named = {"title": f"t{world.counter}", "description": f"b{birth.number} d0"}
    return head(meeting, cut), replace(tail(meeting, cut), **named)


# -- answers ---------------------------------------------------------------------------------------


def answer_here(world: World, a: int, b: int) -> None:
    """Anna answers an invitation in Odoo, the whole of it or one occurrence."""
    invited = [one for one in world.records() if one.meeting.attendee(ANNA)]
    if invited:
        record = invited[a % len(invited)]
        slot, answer = _answer(record.meeting, b)
        changed = apply(answering(record.meeting, ANNA, answer, slot), record.meeting)
        birth = world.births[number_of(changed) - 1]
        birth.say(ODOO, record.meeting, ("answer", ANNA, slot), answer)
        # An answer tells nobody: it is the organizer's calendar that is told.
        world.odoo.edit(record, changed, tells=False)


def answer_there(world: World, a: int, b: int) -> None:
    """Anna answers an invitation in her remote calendar."""
    _answer_event(world, ANNA, a, b)


def answer_ben(world: World, a: int, b: int) -> None:
    """Ben answers an invitation in his remote calendar."""
    _answer_event(world, BEN, a, b)


def _answer_event(world: World, email: str, a: int, b: int) -> None:
    invited = [one for one in world.meetings(email).items() if one[1].attendee(email)]
    if invited:
        key, meeting = invited[a % len(invited)]
        slot, answer = _answer(meeting, b)
        birth = world.births[number_of(meeting) - 1]
        birth.say(email, meeting, ("answer", email, slot), answer)
        world.service.answer(email, key, answer, slot)


def _answer(meeting: Meeting, b: int) -> tuple[Original | None, Response]:
    slot = _slot(meeting, b // 6) if b % 6 > 2 and meeting.recurrence else None
    if slot and meeting.recurrence and slot in meeting.recurrence.excluded:
        slot = None
    return slot, ANSWERS[b % 3]


# -- meetings go -----------------------------------------------------------------------------------


def delete_here(world: World, a: int, b: int) -> None:
    """Somebody deletes a meeting in Odoo."""
    record = _record(world, a)
    if record:
        _gone(world, record.meeting, ODOO)
        world.odoo.delete(record)


def archive_here(world: World, a: int, b: int) -> None:
    """Somebody archives a meeting in Odoo."""
    record = _record(world, a)
    if record:
        _gone(world, record.meeting, ODOO)
        world.odoo.archive(record)


def restore_here(world: World, a: int, b: int) -> None:
    """Somebody brings an archived meeting back in Odoo."""
    archived = [one for one in world.odoo.records.values() if not one.active]
    if archived:
        record = archived[a % len(archived)]
        birth = world.births[number_of(record.meeting) - 1]
        birth.say(ODOO, None, ("here",), True)
        # If nothing was done about its archiving yet, nothing happened at all.
        birth.said[-1].settled = any(one.base for one in world.odoo.links_of(record))
        birth.intentions += 1
        world.odoo.archive(record, active=True)


def delete_there(world: World, a: int, b: int) -> None:
    """Anna deletes a meeting from her remote calendar: her own, or her copy of an invitation."""
    found = _event(world, ANNA, a)
    if found:
        _gone(world, found[1], ANNA)
        world.service.delete(ANNA, found[0])


def delete_ben(world: World, a: int, b: int) -> None:
    """Ben deletes a meeting from his remote calendar."""
    found = _event(world, BEN, a, own=True)
    if found:
        _gone(world, found[1], BEN)
        world.service.delete(BEN, found[0])


def clear_here(world: World, a: int, b: int) -> None:
    """Somebody deletes everything in Odoo."""
    for _one in world.records():
        delete_here(world, 0, b)


def clear_there(world: World, a: int, b: int) -> None:
    """Anna deletes everything but one meeting from her remote calendar."""
    for _key in list(world.meetings(ANNA))[1:]:
        delete_there(world, 0, b)


def _gone(world: World, meeting: Meeting, place: str) -> None:
    birth = world.births[number_of(meeting) - 1]
    if place == ANNA and birth.owner != ANNA:
        birth.left = True
        return
    if place == ODOO and birth.kind == "guest" and not _is_on_owners(world, birth):
        # Whose meeting it is has not been asked yet.
        birth.left = True
        return
    birth.intentions += place == ODOO
    birth.say(place, meeting, ("here",), False)
    # What was made there and not recorded is made again: nobody can tell it was deleted since.
    if place != ODOO and (birth.loose or not _is_recorded(world, birth)):
        birth.said[-1].settled = True
        birth.intentions += 1


def _is_recorded(world: World, birth: Birth) -> bool:
    bases = (one.base for one in world.odoo.links.values() if one.base)
    return any(number_of(one.remote) == birth.number for one in bases)


def _is_on_owners(world: World, birth: Birth) -> bool:
    links = (one for one in world.odoo.links.values() if one.place.email == birth.owner)
    return any(one.record and number_of(one.record.meeting) == birth.number for one in links)


# -- choosing --------------------------------------------------------------------------------------


def _record(world: World, a: int, series: bool = False) -> Record | None:
    found = [one for one in world.records() if one.meeting.recurrence or not series]
    return found[a % len(found)] if found else None


def _event(
    world: World, email: str, a: int, series: bool = False, own: bool = False
) -> tuple[str, Meeting] | None:
    found = [
        (key, one)
        for key, one in world.meetings(email).items()
        if (one.recurrence or not series) and (not own or _is_own(world, email, key))
    ]
    return found[a % len(found)] if found else None


def _is_own(world: World, email: str, key: str) -> bool:
    return world.service.shelf(email).events[key].organizer == email


def _slot(meeting: Meeting, b: int) -> Original | None:
    found = slots_of(meeting)
    return found[b % len(found)] if found else None
