"""Carry out local actions on series: bring the occurrences to what the series should be.

Odoo's own "all events" deletes and remakes the occurrences, and with them their ids, activities and
documents. Here each occurrence whose slot survives keeps its record.
"""

import re
from datetime import UTC, datetime, time

from odoo.fields import Command

from ..core import recurrence as rules_of
from ..core.values import AllDay, Meeting, differing
from .series_reader import HORIZON, SeriesReader, is_all_day, slot_in
from .values import naive
from .writer import Writer

SAYABLE = re.compile(r"RRULE:FREQ=(DAILY|WEEKLY|MONTHLY|YEARLY)(?!.*BYDAY=[^;]*(5|-[2-5])[A-Z])")
"""Rules of which Odoo's own fields can say at least the gist."""

SOME_DAYS = {"rrule_type": "daily", "interval": 1, "end_type": "forever"}
"""What Odoo's fields say about a series that just takes place on some days."""


class SeriesWriter:
    """Writes recurrences and their occurrences."""

    def __init__(self, env, writer: Writer, reader):
        self._env = env
        self._writer = writer
        self._reader = reader
        self._series_reader = SeriesReader(reader)

    def make(self, meeting: Meeting):
        """Create a recurrence with all its occurrences."""
        values = {**self._rule_values(meeting), "base_event_id": False}
        series = self._env["calendar.recurrence"].create(values)
        self._create_occurrences(series, meeting, self._live(meeting))
        self._settle(series, meeting)
        return series

    def go_on(self, cut_off, meeting: Meeting, moved):
        """Create the recurrence that goes on where another was cut off, with its occurrences.

        :param moved: the new slot of each slot that was cut off, None when it has none
        """
        series = self._env["calendar.recurrence"].create(
            {**self._rule_values(meeting), "base_event_id": False}
        )
        events = cut_off.with_context(active_test=False).calendar_event_ids
        all_day = is_all_day(events)
        live = set(self._live(meeting))
        placed = {}
        for event in events.sorted("active", reverse=True):
            slot = moved.get(slot_in(event, all_day))
            if slot in live:
                placed.setdefault(slot, event)
        self._writer.move_to(series, self._env["calendar.event"].union(*placed.values()))
        self._place(placed, meeting)
        self._create_occurrences(series, meeting, sorted(live - set(placed), key=str))
        self._settle(series, meeting)
        return series

    def update(self, series, target: Meeting):
        """Bring a recurrence and its occurrences to `target`."""
        before = self._series_reader.meeting(series)
        if before is None:
            self._create_occurrences(series, target, self._live(target))
        else:
            self._reconcile(series, before, target)
        self._settle(series, target)

    def archive(self, series):
        """Take all occurrences off the calendar."""
        self._writer.archive(series.calendar_event_ids)

    def from_single(self, event, target: Meeting):
        """Make a single event the first occurrence of a new series."""
        series = self._env["calendar.recurrence"].create(
            {
                **self._rule_values(target),
                "base_event_id": event.id,
                "calendar_event_ids": [Command.link(event.id)],
            }
        )
        event.write({"recurrency": True})
        self.update(series, target)
        return series

    def to_single(self, series, target: Meeting):
        """Keep the first occurrence as a single event and archive the others."""
        event = series.base_event_id or series.calendar_event_ids[:1]
        self._writer.archive(series.calendar_event_ids - event)
        series.base_event_id = event
        series.unlink()
        event.write({"recurrency": False})
        self._writer.update(event, differing(self._reader.content(event), target))
        return event

    def _reconcile(self, series, before, target):
        live = self._live(target)
        moved = rules_of.shift_originals(before, target)
        events = series.with_context(active_test=False).calendar_event_ids
        all_day = isinstance(before.span, AllDay)
        placed = {}
        for event in events.sorted("active", reverse=True):
            old = slot_in(event, all_day)
            slot = moved.get(old, old)
            if slot in live:
                placed.setdefault(slot, event)
        self._writer.archive(events - self._env["calendar.event"].union(*placed.values()))
        self._place(placed, target)
        self._create_occurrences(series, target, [one for one in live if one not in placed])

    def _place(self, placed, target):
        """Write each kept occurrence to what the series says at its slot."""
        self._writer.restore(self._env["calendar.event"].union(*placed.values()))
        pairs = []
        for slot, event in placed.items():
            expected = rules_of.occurrence(target, slot)
            changes = differing(self._reader.content(event), expected)
            if changes:
                pairs.append((event, changes))
        self._writer.update_all(pairs)
        for slot, event in placed.items():
            self._remember_slot(event, slot)

    @staticmethod
    def _remember_slot(event, slot):
        """Note where the rule puts an occurrence that stands elsewhere, and only then."""
        here = event.start.date() if event.allday else event.start.replace(tzinfo=UTC)
        stored = False if here == slot else stored_slot(slot)
        if event.original_start != stored:
            event.original_start = stored
        if event.follow_recurrence != (here == slot):
            event.follow_recurrence = here == slot

    def _create_occurrences(self, series, meeting, slots):
        occurrences = [rules_of.occurrence(meeting, slot) for slot in slots]
        events = self._writer.make(occurrences, recurrence_id=series.id, recurrency=True)
        for slot, event in zip(slots, events, strict=True):
            self._remember_slot(event, slot)

    def _settle(self, series, meeting):
        """Write the rule and the first occurrence the series has now."""
        events = series.calendar_event_ids.sorted("start")
        series.write({**self._rule_values(meeting), "base_event_id": events[:1].id})
        series.ical_rules = {"lines": list(meeting.recurrence.rules), "rrule": series.rrule}

    @staticmethod
    def _live(meeting):
        return rules_of.expand(
            meeting.span, meeting.recurrence.rules, meeting.recurrence.excluded, limit=HORIZON
        )

    def _rule_values(self, meeting):
        zone = "UTC" if isinstance(meeting.span, AllDay) else meeting.span.zone
        return {
            **odoo_rule(self._env["calendar.recurrence"], meeting),
            "event_tz": known_zone(self._env, zone),
            "series_start": stored_slot(meeting.span.start),
        }


def stored_slot(slot):
    """Return a RECURRENCE-ID as it is stored: naive UTC, 8 o'clock for whole days."""
    return naive(slot) if isinstance(slot, datetime) else datetime.combine(slot, time(8))


def known_zone(env, zone):
    """Return a zone Odoo can select, UTC otherwise."""
    zones = dict(env["calendar.recurrence"]._fields["event_tz"]._description_selection(env))
    return zone if zone in zones else "UTC"


def odoo_rule(model, meeting):
    """Return Odoo's rule fields for a series, as near as Odoo can say it.

    What it cannot say (several rules, RDATE, lists of days) is kept in `ical_rules`, and the
    occurrences are made from that.
    """
    line = next((one for one in meeting.recurrence.rules if one.startswith("RRULE")), "")
    if not SAYABLE.match(line):
        return SOME_DAYS
    parsed = model._rrule_parse(line, stored_slot(meeting.span.start))
    if parsed.get("until"):
        parsed["until"] = last_day(meeting.span, parsed["until"])
    return parsed


def last_day(span, until):
    """Return UNTIL as the last day in the series' own zone."""
    return (
        until.date()
        if isinstance(span, AllDay)
        else until.astimezone(rules_of.zone(span.zone)).date()
    )
