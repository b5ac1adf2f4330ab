"""Create, change and delete: what a write does to the calendar and whom it mails.

https://learn.microsoft.com/graph/api/calendar-post-events
https://learn.microsoft.com/graph/api/event-update
https://learn.microsoft.com/graph/api/event-delete
"""

from __future__ import annotations

from dataclasses import replace

from . import errors, ids, mailing, model, online, recurrence, schema, series, times, validate
from .mailing import Occasion
from .model import Calendar, Fields, Gone, Item, Override
from .series import Event

TIMES = {"start", "end", "isAllDay"}
LOCAL = {"showAs", "sensitivity", "importance"} | mailing.QUIET
DUPLICATE = (
    "The TransactionId specified in the request has already been used to create a different event."
)


def check_write(occasion: Occasion, calendar: Calendar) -> None:
    """403 for a calendar that this person may only read."""
    if calendar.role(occasion.actor) not in ("owner", "write"):
        raise errors.named("ErrorAccessDenied")


def check_etag(event: Event, if_match: str | None) -> None:
    """412 when the caller has seen another state."""
    if if_match and if_match != "*" and event.etag not in if_match.split(", "):
        raise errors.named("ErrorIrresolvableConflict")


def create(occasion: Occasion, calendar: Calendar, body: Fields, uid: str | None = None) -> Event:
    """A new event; its owner is the organizer, and all attendees are mailed."""
    world = occasion.world
    check_write(occasion, calendar)
    owner = world.owner(calendar)
    checked = online.offered(schema.check(body, world.settings.strict_fields), owner)
    _check_transaction(occasion, calendar, checked.get("transactionId"))
    properties = checked.get("singleValueExtendedProperties") or {}
    key = world.new_key("item")
    fields = validate.new_fields(checked, owner.address, key)
    uid = uid or ids.new_uid(world.clock.now(), world.ids.digest("uid"))
    item = Item(key, uid, fields, properties=dict(properties))
    world.touch(calendar, item)
    event = Event(calendar, item)
    mailing.invite(occasion, event)
    return Event(calendar, item)


def _check_transaction(occasion: Occasion, calendar: Calendar, key: str | None) -> None:
    """A transactionId makes one event, however often it is posted."""
    if not key:
        return
    for other in occasion.world.visible(calendar.owner):
        for item in other:
            if item.fields.get("transactionId") == key:
                extra = {"@event.existingEventId": Event(other, item).id(occasion.immutable)}
                status = occasion.world.settings.duplicate_status
                raise errors.GraphError(
                    status, "ErrorDuplicateTransactionId", errors.CANT + DUPLICATE, extra=extra
                )


def change(occasion: Occasion, event: Event, body: Fields) -> Event:
    """PATCH: what the body names is replaced."""
    world = occasion.world
    check_write(occasion, event.calendar)
    checked = schema.check(body, world.settings.strict_fields)
    checked = online.offered(checked, world.owner(event.calendar))
    if event.day and checked.get("recurrence"):
        raise errors.invalid_property("An occurrence has no recurrence of its own.")
    fields = validate.changed_fields(event.fields, checked, event.item.key)
    changed = {name for name, value in fields.items() if event.fields.get(name) != value}
    if event.day is None and not event.item.recurring:
        changed -= {"transactionId"}
    properties = checked.get("singleValueExtendedProperties") or {}
    if not event.calendar.owns(event.item):
        return _change_guest(occasion, event, fields, changed, properties)
    before = event.fields["attendees"]
    if changed & {*TIMES, "recurrence"} and fields["attendees"]:
        fields["attendees"] = [
            {**row, "status": dict(validate.NO_RESPONSE)} for row in fields["attendees"]
        ]
        changed |= {"attendees"} if fields["attendees"] != before else set()
    known = Event(event.calendar, replace(event.item), event.day)
    changed_event = _store(occasion, event, fields, changed, properties)
    told = changed - {"attendees"} if _same_people(before, fields["attendees"]) else changed
    mailing.update(occasion, changed_event, before, set(checked), told)
    if event.day is None:
        mailing.abandon(occasion, known, event.item.overrides, fields["attendees"])
    return Event(event.calendar, event.item, event.day)


def _same_people(before: list[Fields], after: list[Fields]) -> bool:
    def people(rows: list[Fields]) -> list[tuple[str, str]]:
        return [(model.address(row), row["type"]) for row in rows]

    return people(before) == people(after)


def _store(occasion: Occasion, event: Event, fields: Fields, changed: set[str],
           properties: dict[str, str]) -> Event:  # fmt: skip
    if not changed and not properties:
        return event
    item, calendar = event.item, event.calendar
    if event.day:
        _store_override(event, fields, changed, properties)
    else:
        _store_item(occasion, event, fields, changed)
        item.properties = {**item.properties, **properties}
    if changed & {*TIMES, "recurrence"}:
        item.sequence += 1
    occasion.world.touch(calendar, item, event.day)
    return Event(calendar, item, event.day)


def _store_override(event: Event, fields: Fields, changed: set[str],
                    properties: dict[str, str]) -> None:  # fmt: skip
    if changed & TIMES and event.item.recurring:
        series.check_move(event, fields["start"], fields["end"])
    override = event.item.overrides.setdefault(str(event.day), Override({}))
    own = {name: fields[name] for name in changed if name not in series.NOT_INHERITED}
    override.fields = {**override.fields, **own}
    override.properties = {**override.properties, **properties}


def _store_item(occasion: Occasion, event: Event, fields: Fields, changed: set[str]) -> None:
    """A series that moves or repeats otherwise loses its exceptions, as Outlook warns."""
    item, before = event.item, event.fields
    keep = occasion.world.settings.keep_exceptions and not changed & TIMES
    reset = changed & TIMES or (
        "recurrence" in changed and not (keep and _only_end(before, fields))
    )
    item.fields = fields
    if not item.recurring or reset:
        item.overrides, item.cancelled = {}, []
        return
    if "recurrence" in changed:
        known = {day.isoformat() for day in _known(item)}
        item.overrides = {day: one for day, one in item.overrides.items() if day in known}
        item.cancelled = [day for day in item.cancelled if day in known]
    if "attendees" in changed:
        _spread_attendees(item, before["attendees"])


def _known(item: Item) -> list:  # type: ignore[type-arg]
    """The days that the rule gives as far as there are exceptions."""
    last = max([*item.overrides, *item.cancelled], default="")
    found = []
    for day in recurrence.dates(item.fields["recurrence"]):
        if day.isoformat() > last:
            break
        found.append(day)
    return found


def _only_end(before: Fields, after: Fields) -> bool:
    """Whether a series differs in nothing but when it ends."""
    old, new = before.get("recurrence"), after.get("recurrence")
    if not old or not new:
        return False
    return bool(
        old["pattern"] == new["pattern"] and old["range"]["startDate"] == new["range"]["startDate"]
    )


def _spread_attendees(item: Item, before: list[Fields]) -> None:
    """Who joins or leaves a series joins or leaves its exceptions."""
    rows = item.fields["attendees"]
    old, new = set(map(model.address, before)), set(map(model.address, rows))
    for override in item.overrides.values():
        if "attendees" in override.fields:
            kept = [r for r in override.fields["attendees"] if model.address(r) not in old - new]
            known = set(map(model.address, kept))
            added = [r for r in rows if model.address(r) in new - old - known]
            override.fields["attendees"] = [*kept, *added]


def _change_guest(occasion: Occasion, event: Event, fields: Fields, changed: set[str],
                  properties: dict[str, str]) -> Event:  # fmt: skip
    """A guest's change stays in the own copy; nobody is told."""
    refused = changed - LOCAL
    if refused and occasion.world.settings.guest_patch == "refuse":
        raise errors.named("ErrorAccessDenied")
    return _store(occasion, event, fields, changed, properties)


def delete(occasion: Occasion, event: Event, comment: str = "") -> None:
    """The organizer's deletion cancels the meeting for all; a guest's removes the own copy."""
    check_write(occasion, event.calendar)
    if event.calendar.owns(event.item):
        event.item.sequence += 1
        mailing.cancel(occasion, event, comment)
        if event.day is None:
            mailing.abandon(occasion, event, (), event.fields["attendees"])
    remove(occasion, event)


def remove(occasion: Occasion, event: Event) -> None:
    """Take an event, or one occurrence, out of its calendar."""
    calendar, item = event.calendar, event.item
    if event.day is None:
        drop(occasion, calendar, item)
        return
    item.overrides.pop(event.day, None)
    item.cancelled = sorted({*item.cancelled, event.day})
    if next(series.days(item), None) is None:
        drop(occasion, calendar, item)
    else:
        occasion.world.touch(calendar, item)


def drop(occasion: Occasion, calendar: Calendar, item: Item) -> None:
    """Take a whole item out, leaving a trace for delta rounds."""
    start, end = series.ends(item)
    gone = Gone(item.key, item.moves, 0, start.isoformat(), end.isoformat() if end else None)
    occasion.world.remove(calendar, item, gone)


def shift(occasion: Occasion, event: Event, target: Calendar) -> Event:
    """Drag an item to another calendar; its usual id changes, the immutable one does not."""
    item = event.item
    drop(occasion, event.calendar, item)
    item.moves += 1
    occasion.world.touch(target, item)
    return Event(target, item)


def is_past(occasion: Occasion, event: Event) -> bool:
    """Whether it is over; Outlook mails all the same."""
    return times.instant(event.fields["end"]) < occasion.world.clock.now()
