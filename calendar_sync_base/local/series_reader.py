"""Read a recurrence with its occurrences as one neutral series.

Odoo has no master: the series says what most of its occurrences say, the others are overrides.
"""

import re
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

from ..core import recurrence as rules_of
from ..core.changes import ordered, override
from ..core.values import FIELDS, AllDay, Meeting, Recurrence, Timed, differing
from .reader import Reader, zone_of

HORIZON = 720
"""Odoo makes no more occurrences of a series than this (`MAX_RECURRENT_EVENT`)."""

LAST_YEAR = 2037
"""`pytz` knows no daylight saving after this (https://pypi.org/project/pytz/)."""


class SeriesReader:
    """Reads recurrences."""

    def __init__(self, reader: Reader):
        self._reader = reader

    def meeting(self, series):
        """Return a recurrence as a meeting; None when no occurrence is left."""
        series = series.sudo().exists()
        events = series.calendar_event_ids.filtered("active")
        if not events:
            return None
        all_day = is_all_day(events)
        by_slot = {slot_in(event, all_day): self._reader.content(event) for event in events}
        by_slot = {slot: one for slot, one in by_slot.items() if in_sight(slot)} or by_slot
        master = self._master(series, by_slot, all_day)
        return self._with_recurrence(series, master, by_slot)

    def _master(self, series, by_slot, all_day):
        contents = list(by_slot.values())
        values = {name: most_common(contents, name) for name in FIELDS if name != "span"}
        start = slot_value(series.series_start, all_day) if series.series_start else min(by_slot)
        template = contents[0]
        return Meeting(
            span=span_at(
                start, length_of(by_slot, all_day), zone_of(series.calendar_event_ids[:1])
            ),
            organizer=template.organizer,
            **values,
        )

    def _with_recurrence(self, series, master, by_slot):
        lines = rule_lines(series, master.span)
        slots = self._slots(master.span, lines)
        extra = sorted(set(by_slot) - set(slots), key=str)
        lines = trimmed(master.span, lines, slots, by_slot) + rdate_lines(extra)
        live = self._slots(master.span, lines)
        return replace(
            master,
            recurrence=Recurrence(
                rules=lines,
                excluded=frozenset(slot for slot in live if slot not in by_slot),
                overrides=overrides_of(master, by_slot),
            ),
        )

    @staticmethod
    def _slots(span, lines):
        """Return the slots Odoo has placed reliably, all of them when the series starts later."""
        slots = rules_of.expand(span, lines, limit=HORIZON)
        return [slot for slot in slots if in_sight(slot)] or slots


def in_sight(slot):
    """Tell whether Odoo, which places occurrences by `pytz`, knows the offset at that time."""
    return slot.year <= LAST_YEAR


def is_all_day(events):
    """Tell whether most occurrences are whole days, as Odoo itself decides it."""
    return sum(1 if event.allday else -1 for event in events) >= 0


def slot_value(moment, all_day):
    """Return a stored original start as a RECURRENCE-ID of the series."""
    return moment.date() if all_day else moment.replace(tzinfo=UTC)


def slot_in(event, all_day):
    """Return the RECURRENCE-ID of an occurrence in a series that is `all_day` or not."""
    return slot_value(event._sync_slot(), all_day)


def span_at(start, length, zone):
    """Return the span that starts there."""
    if isinstance(start, datetime):
        return Timed(start, start + length, zone)
    return AllDay(start, start + length)


def length_of(by_slot, all_day):
    """Return how long most occurrences take."""
    lengths = Counter(
        one.span.end - one.span.start
        for one in by_slot.values()
        if isinstance(one.span, AllDay) is all_day
    )
    return lengths.most_common(1)[0][0]


def most_common(contents, name):
    """Return the value most occurrences have."""
    first = getattr(contents[0], name)
    values = [getattr(one, name) for one in contents]
    if all(value == first for value in values):
        return first
    return Counter(values).most_common(1)[0][0]


def overrides_of(master, by_slot):
    """Return the occurrences that differ from the master at their slot."""
    found = []
    for slot, content in by_slot.items():
        expected = master.with_changes({"span": rules_of.slot_span(master.span, slot)})
        changes = differing(expected, content)
        if changes:
            found.append(override(slot, changes))
    return ordered(found)


def rule_lines(series, span):
    """Return the rule as RFC 5545 lines: the remote's own while Odoo's rule is still theirs.

    Odoo's "forever" turns into as many repetitions as it makes at most as soon as it is saved.
    """
    kept = series.ical_rules or {}
    if kept.get("rrule") == series.rrule:
        return tuple(kept["lines"])
    line = re.sub(r"(?s).*RRULE:", "RRULE:", series.rrule or "")
    if series.end_type == "forever" or series.count >= HORIZON:
        line = re.sub(r";?COUNT=\d+", "", line)
    if series.end_type == "end_date" and series.until:
        line = re.sub(r"UNTIL=[^;]+", f"UNTIL={until_text(series.until, span)}", line)
    return rules_of.normalise((line,), span)


def until_text(last_day, span):
    """Return an inclusive last day as UNTIL wants it: a date, or the day's last second in UTC."""
    if isinstance(span, AllDay):
        return f"{last_day:%Y%m%d}"
    end = datetime.combine(last_day, time(23, 59, 59), ZoneInfo(span.zone))
    return f"{end.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def trimmed(span, lines, slots, by_slot):
    """End the rule where its last occurrences were all deleted ("this and following")."""
    last = max((slot for slot in slots if slot in by_slot), default=None)
    if last is None or last == slots[-1]:
        return lines
    first_gone = slots[slots.index(last) + 1]
    return rules_of.stop_before(Meeting(span=span, recurrence=Recurrence(lines)), first_gone)


def rdate_lines(slots):
    """Return occurrences outside the rule as RDATE lines (RFC 5545, 3.8.5.2)."""
    return tuple(
        f"RDATE:{slot.astimezone(UTC):%Y%m%dT%H%M%SZ}"
        if isinstance(slot, datetime)
        else f"RDATE;VALUE=DATE:{slot:%Y%m%d}"
        for slot in slots
    )
