"""Random meetings and series, small enough to collide and odd enough to surprise."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from hypothesis import strategies as st

from odoo.addons.calendar_sync_base.core.changes import ordered, override
from odoo.addons.calendar_sync_base.core.recurrence import implicit, normalise, slot_span, slots
from odoo.addons.calendar_sync_base.core.values import (
    AllDay,
    Attendee,
    Conference,
    GuestRights,
    Meeting,
    Person,
    Privacy,
    Recurrence,
    Reminder,
    ReminderMethod,
    Reminders,
    Response,
    ShowAs,
    Timed,
)

ZONES = ("Europe/Vienna", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata", "UTC")
EMAILS = ("anna@example.com", "ben@example.com", "carl@example.com", "dora@example.com")

zones = st.sampled_from(ZONES)
texts = st.sampled_from(["", "a", "b", "Größe", "<p>a</p>", "x < y"])
instants = st.datetimes(datetime(2026, 1, 1), datetime(2028, 12, 31)).map(
    lambda one: one.replace(minute=one.minute // 15 * 15, second=0, microsecond=0, tzinfo=UTC)
)
days = st.dates(date(2026, 1, 1), date(2028, 12, 31))


@st.composite
def timed_spans(draw, zone=zones):
    """Return times of up to a day."""
    start = draw(instants)
    return Timed(start, start + timedelta(minutes=draw(st.integers(0, 96)) * 15), draw(zone))


@st.composite
def all_day_spans(draw):
    """Return one to five days."""
    start = draw(days)
    return AllDay(start, start + timedelta(days=draw(st.integers(1, 5))))


def spans_like(span):
    """Return other times in the same zone, or whole days."""
    zone = span.zone if isinstance(span, Timed) else "UTC"
    return st.one_of(timed_spans(st.just(zone)), all_day_spans())


spans = st.one_of(timed_spans(), all_day_spans())
attendees = st.builds(
    Attendee,
    email=st.sampled_from(EMAILS),
    response=st.sampled_from(Response),
    optional=st.booleans(),
)
guest_lists = st.lists(attendees, max_size=3, unique_by=lambda one: one.email).map(
    lambda found: tuple(sorted(found, key=lambda one: one.email))
)
reminders = st.builds(
    Reminders,
    use_default=st.booleans(),
    overrides=st.frozensets(
        st.builds(Reminder, st.sampled_from(ReminderMethod), st.sampled_from([0, 10, 60])),
        max_size=2,
    ),
)
conferences = st.builds(Conference, url=st.sampled_from(["", "https://meet.example/a"]))
rights = st.builds(GuestRights, st.booleans(), st.booleans(), st.booleans())

FIELD_VALUES = {
    "title": texts,
    "description": texts,
    "location": texts,
    "attendees": guest_lists,
    "reminders": reminders,
    "privacy": st.sampled_from(Privacy),
    "show_as": st.sampled_from(ShowAs),
    "conference": conferences,
    "guest_rights": rights,
}


@st.composite
def singles(draw, span=spans):
    """Return a meeting that does not repeat."""
    values = {name: draw(strategy) for name, strategy in FIELD_VALUES.items()}
    organizer = draw(st.none() | st.builds(Person, st.sampled_from(EMAILS)))
    return Meeting(draw(span), organizer=organizer, **values)


@st.composite
def rules(draw, ends=True):
    """Return an RRULE that fits any start."""
    base = draw(
        st.sampled_from(
            [
                "FREQ=DAILY",
                "FREQ=WEEKLY",
                "FREQ=WEEKLY;BYDAY=MO,WE,FR",
                "FREQ=WEEKLY;BYDAY=SU,MO;WKST=SU",
                "FREQ=MONTHLY",
                "FREQ=MONTHLY;BYDAY=-1FR",
                "FREQ=MONTHLY;BYDAY=TU;BYSETPOS=2",
                "FREQ=MONTHLY;BYMONTHDAY=31",
                "FREQ=YEARLY",
                "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29",
            ]
        )
    )
    parts = [base]
    interval = draw(st.integers(1, 3))
    parts += [f"INTERVAL={interval}"] if interval > 1 else []
    end = draw(st.sampled_from(["COUNT", "UNTIL", ""] if ends else ["COUNT"]))
    if end == "COUNT":
        parts.append(f"COUNT={draw(st.integers(1, 12))}")
    elif end == "UNTIL":
        parts.append(f"UNTIL={draw(days):%Y%m%d}")
    return "RRULE:" + ";".join(parts)


@st.composite
def plain_series(draw, span=spans, rule=None):
    """Return a series without exceptions, its rule canonical."""
    meeting = draw(singles(span))
    lines = normalise((draw(rule if rule is not None else rules()),), meeting.span)
    return replace(meeting, recurrence=Recurrence(lines))


@st.composite
def exceptions(draw, meeting, most=3):
    """Return the series with some of its first occurrences cancelled or changed."""
    first = slots(meeting, limit=6)
    if not first:
        return meeting
    chosen = draw(st.lists(st.sampled_from(first), max_size=most, unique=True))
    excluded, overrides = set(), []
    for original in chosen:
        changes = draw(override_changes(meeting, original))
        if changes:
            overrides.append(override(original, changes))
        else:
            excluded.add(original)
    recurrence = replace(
        meeting.recurrence, excluded=frozenset(excluded), overrides=ordered(overrides)
    )
    return replace(meeting, recurrence=recurrence)


@st.composite
def override_changes(draw, meeting, original):
    """Return what one occurrence changes; empty is: cancelled."""
    changes = {}
    for name in draw(
        st.lists(st.sampled_from(["title", "location", "attendees", "span"]), max_size=2)
    ):
        if name == "span":
            span = slot_span(meeting.span, original)
            step = timedelta(days=1) if isinstance(span, AllDay) else timedelta(hours=2)
            changes[name] = replace(span, start=span.start + step, end=span.end + step)
        else:
            changes[name] = draw(FIELD_VALUES[name])
    return {name: one for name, one in changes.items() if one != getattr(meeting, name)}


@st.composite
def series(draw, span=spans, rule=None):
    """Return a series with exceptions."""
    return draw(exceptions(draw(plain_series(span, rule))))


meetings = st.one_of(singles(), series())


@st.composite
def edited(draw, meeting):
    """Return the meeting after some edits: fields, and a series' rule, start and exceptions."""
    names = draw(st.lists(st.sampled_from([*FIELD_VALUES, "span"]), max_size=3, unique=True))
    changes = {name: draw(FIELD_VALUES[name]) for name in names if name != "span"}
    changed = meeting.with_changes(changes)
    if meeting.recurrence is None:
        return replace(changed, span=draw(spans_like(meeting.span))) if "span" in names else changed
    if "span" in names:
        changed = draw(moved(changed))
        return draw(exceptions(changed)) if draw(st.booleans()) else changed
    if draw(st.booleans()):
        plain = replace(changed, recurrence=Recurrence(changed.recurrence.rules))
        return draw(exceptions(plain))
    return changed


@st.composite
def moved(draw, meeting):
    """Return the series without exceptions, moved, or with another rule, or both."""
    span = meeting.span
    if isinstance(span, AllDay):
        step = timedelta(days=draw(st.integers(-2, 2)))
    else:
        step = timedelta(hours=draw(st.integers(-30, 30)))
    span = replace(span, start=span.start + step, end=span.end + step)
    kept = implicit(meeting.recurrence.rules, meeting.span)
    lines = draw(st.one_of(st.just(kept), rules().map(lambda one: (one,))))
    return replace(meeting, span=span, recurrence=Recurrence(normalise(lines, span)))
