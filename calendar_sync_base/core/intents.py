"""What an earlier attempt was about to write, against what the provider shows by now.

An attempt that is killed may have written, and can tell nobody. So what is about to be written is
kept first. Seen again, whatever of it the provider shows is our own doing and agreed on; without
that, it would look like an edit that somebody made there, and win against what was edited here
since.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, cast

from .actions import Key
from .changes import ordered, override
from .mail import SEEN_BY_GUESTS
from .observation import Base
from .text import same_text
from .values import FIELDS, Attendee, Changes, Meeting, Recurrence

Item = tuple[str, Any]
Items = dict[Item, Any]
"""A meeting taken apart: fields, guests, the rule, and what is special about single occurrences."""


@dataclass(frozen=True, slots=True)
class Intent:
    """A write that is about to be made, as the agreement it leads to if nobody else writes.

    It says nothing of what was changed there meanwhile. None stands for a deletion.
    """

    key: Key
    agreement: Base | None


def acknowledged(
    base: Base | None, intents: Iterable[Intent], remote: Meeting | None
) -> Base | None:
    """Return the agreement with all that was intended and the remote side shows, oldest first.

    What was deleted as intended has none any more: a meeting that is still here is a new one.
    """
    for intent in intents:
        if intent.agreement is None:
            base = base if remote else None
        elif remote:
            base = _acknowledged(base, intent.agreement, remote)
    return base


def told(
    base: Base | None, agreed: Base | None, intents: Sequence[Intent], local: Meeting | None
) -> bool:
    """Tell whether guests have heard of an edit of a series of which some is still to be written.

    It is written by several requests, the first of which tells of the whole. `agreed` is `base`
    with the `intents` that the remote side shows; what was edited since is for nobody told.
    """
    last = intents[-1].agreement if intents else None
    if not last or not agreed or last.local != local:
        return False
    before = base and _whole(base.local)
    return before != _whole(last.local) == _whole(agreed.local)


def _whole(meeting: Meeting) -> Items:
    """Return what guests see of a meeting apart from its single occurrences."""
    shown = SEEN_BY_GUESTS | {"guest", "rules"}
    return {item: value for item, value in _items(meeting).items() if item[0] in shown}


def _acknowledged(base: Base | None, intent: Base, remote: Meeting) -> Base:
    """Return the agreement with the items of one write that are there.

    An event that is there at all was made as it was meant to be, but for its exceptions, which are
    written after it, and for guests that the provider does not list.
    """
    was = _items(base.remote) if base else {}
    agreed = base or Base(_just_made(intent.local), _just_made(intent.remote, listed=()))
    here, there = _items(agreed.local), _items(agreed.remote)
    sent, meant, now = map(_items, (intent.local, intent.remote, remote))
    for item in was.keys() | meant.keys():
        if was.get(item) in (meant.get(item), now.get(item)):
            continue  # nothing was meant, or nothing was done
        if _shown(item, meant.get(item), now.get(item)):
            _put(there, item, now.get(item))
            _put(here, item, sent.get(item))
        elif _was_invited(item, was, meant, now):
            _put(there, item, meant[item])
            _put(here, item, sent.get(item))
    return Base(_made(agreed.local, here), _made(agreed.remote, there))


def _shown(item: Item, meant: Any, now: Any) -> bool:
    """Tell whether something is as it was meant to be, in the provider's own words."""
    if meant is None or now is None:
        return meant is now
    match item[0]:
        case "span":
            # of the names that a zone has, a provider may know another one
            return bool(
                type(meant) is type(now) and (meant.start, meant.end) == (now.start, now.end)
            )
        case "override":
            names = meant.keys()
            return names == now.keys() and all(
                _shown((name, None), meant[name], now[name]) for name in names
            )
        case "description":
            return same_text(meant, now)
        case "conference" if meant.requested:
            return bool(now.url)
        case _:
            return bool(meant == now)


def _was_invited(item: Item, was: Items, meant: Items, now: Items) -> bool:
    """Tell whether somebody is a guest as intended who has answered since."""
    return item[0] == "guest" and item not in was and item in meant and item in now


def _just_made(meeting: Meeting, listed: tuple[Attendee, ...] | None = None) -> Meeting:
    """Return a meeting without its exceptions, and with other guests if some are given."""
    rule = meeting.recurrence
    people = meeting.attendees if listed is None else listed
    return replace(meeting, attendees=people, recurrence=Recurrence(rule.rules) if rule else None)


def _put(items: Items, item: Item, value: Any) -> None:
    if value is None:
        items.pop(item, None)
    else:
        items[item] = value


def _items(meeting: Meeting) -> Items:
    found: Items = {(name, None): getattr(meeting, name) for name in FIELDS if name != "attendees"}
    found |= {("guest", one.email): one for one in meeting.attendees}
    rule = meeting.recurrence
    if rule:
        found[("rules", None)] = rule.rules
        found |= {("excluded", original): True for original in rule.excluded}
        found |= {("override", one.original): dict(one.changes) for one in rule.overrides}
    return found


def _made(like: Meeting, items: Items) -> Meeting:
    """Return the meeting that items make up; only what is never compared is as in `like`."""
    fields = {name: value for (name, _), value in items.items() if name in FIELDS}
    guests = _of("guest", items)
    people = tuple(guests[email] for email in sorted(guests))
    changed = like.with_changes(cast(Changes, {**fields, "attendees": people}))
    return replace(changed, recurrence=_recurrence(items))


def _recurrence(items: Items) -> Recurrence | None:
    rules = items.get(("rules", None))
    if rules is None:
        return None
    overrides = (override(original, one) for original, one in _of("override", items).items())
    return Recurrence(rules, frozenset(_of("excluded", items)), ordered(overrides))


def _of(kind: str, items: Items) -> dict[Any, Any]:
    return {key: value for (name, key), value in items.items() if name == kind}
