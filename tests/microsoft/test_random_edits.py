"""Random meetings and random edits, written to a strict Graph and read back."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from odoo.addons.calendar_sync_base.core.actions import Role
from odoo.addons.calendar_sync_base.core.changes import diff, ordered, override
from odoo.addons.calendar_sync_base.core.errors import NotExpressible
from odoo.addons.calendar_sync_base.core.recurrence import normalise, occurrence, slots
from odoo.addons.calendar_sync_base.core.values import (
    FIELDS,
    Meeting,
    Privacy,
    Recurrence,
    Reminder,
    ReminderMethod,
    Reminders,
    Response,
    Timed,
    differing,
)
from odoo.addons.calendar_sync_base.core.zones import wall_clock
from odoo.addons.microsoft_calendar_sync.core import zones
from odoo.addons.microsoft_calendar_sync.core.event import View
from odoo.addons.microsoft_calendar_sync.core.patch import master_body, new_body, occurrence_body
from odoo.addons.microsoft_calendar_sync.core.recurrence import anchored, check
from odoo.addons.microsoft_calendar_sync.core.series import put_together, read_event

from ..contracts.harness import OWN
from ..core.strategies import FIELD_VALUES, edited, plain_series, singles
from ..simulators.microsoft import ids
from .harness import shown

examples = settings(
    max_examples=60,
    deadline=None,
    database=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.filter_too_much],
)
NAMES = ("title", "description", "location", "reminders", "privacy", "show_as", "conference")


def is_expressible(meeting):
    """Tell whether Outlook can hold a series."""
    try:
        check(meeting.span, meeting.recurrence.rules)
    except NotExpressible:
        return False
    return True


repeating = plain_series().filter(is_expressible)


def held(meeting: Meeting) -> Meeting:
    """Return a meeting as Outlook shows it: all that is not the same there is named here."""
    span = meeting.span
    if meeting.recurrence:
        span = anchored(span, meeting.recurrence.rules)
    if isinstance(span, Timed):
        span = replace(span, zone=zones.iana(zones.outlook(span.zone, span.start.year)))
    rule = meeting.recurrence
    rights = replace(meeting.guest_rights, modify=False, invite=True)
    return replace(
        meeting,
        span=span,
        attendees=tuple(
            replace(one, response=Response.NEEDS_ACTION)
            for one in meeting.attendees
            if one.email != OWN
        ),
        reminders=_held_reminders(meeting.reminders),
        privacy=Privacy.DEFAULT if meeting.privacy is Privacy.PUBLIC else meeting.privacy,
        guest_rights=rights,
        recurrence=rule and _held_rule(rule, meeting, span),
    )


def _held_reminders(reminders):
    if reminders.use_default:
        return Reminders(False, frozenset({Reminder(ReminderMethod.POPUP, 15)}))
    order = sorted((one.method is ReminderMethod.EMAIL, one.minutes) for one in reminders.overrides)
    kept = {Reminder(ReminderMethod.POPUP, minutes) for _mail, minutes in order[:1]}
    return Reminders(False, frozenset(kept))


def _held_rule(rule, meeting, span):
    """Return the rule with the overrides in which an occurrence still differs from its series."""
    alone = replace(meeting, recurrence=None)
    overrides = []
    for one in rule.overrides:
        usual = held(replace(alone, span=occurrence(meeting, one.original).span))
        changed = held(occurrence(meeting, one.original))
        changes = {k: v for k, v in differing(usual, changed).items() if k in dict(one.changes)}
        overrides.append(override(one.original, changes))
    kept = ordered(one for one in overrides if one.changes)
    return Recurrence(normalise(rule.rules, span), rule.excluded, kept)


class Outlook:
    """A calendar of the simulated Graph, its events made and changed by bodies."""

    def __init__(self, simulator):
        self._simulator = simulator
        self._person = simulator.person(OWN)
        self.view = View(simulator.calendar(OWN).id, OWN)

    def make(self, meeting, uid):
        """Make a meeting; return its id."""
        body = new_body(meeting, uid, Role.ORGANIZER, f"transaction-{uid}", self.view)
        return self._person.add(body).id(immutable=True)

    def shown(self, event_id):
        """Return an event as Graph shows it."""
        return shown(self._simulator, OWN, event_id)

    def read(self, event_id):
        """Return an event as the engine sees it."""
        return read_event(put_together(self.shown(event_id)), self.view)

    def change(self, event_id, after):
        """Turn an event into `after`, as differences."""
        before = self.read(event_id).meeting
        changes = diff(before, after)
        if body := master_body(before, changes, self.shown(event_id), self.view):
            self._person.edit(event_id, body)
        for original in changes.overrides:
            there = self.occurrence(event_id, original)
            shown_there = self.shown(there)
            if body := occurrence_body(before, after, original, shown_there, self.view):
                self._person.edit(there, body)
        for original in changes.cancelled:
            self._person.delete(self.occurrence(event_id, original))

    def occurrence(self, event_id, original):
        """Return the id of the occurrence with an original start."""
        span = self.read(event_id).meeting.span
        day = original
        if isinstance(original, datetime):
            day = wall_clock(original, span.zone).date()
        assert isinstance(day, date)
        return str(replace(ids.read(event_id), day=day.isoformat()))


@examples
@given(st.data())
def test_what_is_created_is_what_is_read(simulator, data):
    """Any meeting that Outlook can hold arrives as what it is, and is read so again."""
    meeting = data.draw(st.one_of(singles(), repeating))
    outlook = Outlook(simulator)
    event_id = outlook.make(meeting, f"create-{simulator.world.tick}")
    assert outlook.read(event_id).meeting == held(meeting)


@examples
@given(st.data())
def test_any_edit_arrives(simulator, data):
    """Any edit arrives as a difference; a second look finds nothing more to write."""
    meeting = data.draw(st.one_of(singles(), repeating))
    after = data.draw(edited(meeting))
    if after.recurrence:
        assume(slots(after))
        after = replace(after, recurrence=Recurrence(after.recurrence.rules))
        assume(is_expressible(after))
    outlook = Outlook(simulator)
    event_id = outlook.make(meeting, f"edit-{simulator.world.tick}")
    outlook.change(event_id, held(after))
    found = outlook.read(event_id).meeting
    assert found == held(after)
    assert not master_body(found, diff(found, held(after)), outlook.shown(event_id), outlook.view)


@examples
@given(st.data())
def test_any_exceptions_arrive(simulator, data):
    """Changed and cancelled occurrences are what they were, and can be changed back."""
    meeting = data.draw(repeating)
    outlook = Outlook(simulator)
    event_id = outlook.make(meeting, f"exceptions-{simulator.world.tick}")
    plain = outlook.read(event_id).meeting
    first = slots(plain, limit=5)
    # An occurrence that was deleted with all others would take the series along.
    chosen = data.draw(st.lists(st.sampled_from(first), max_size=3, unique=True))
    gone = frozenset(chosen[:1]) if len(first) > 1 and data.draw(st.booleans()) else frozenset()
    overrides = []
    for original in chosen:
        names = data.draw(st.lists(st.sampled_from(NAMES), min_size=1, max_size=3, unique=True))
        changes = {name: data.draw(FIELD_VALUES[name]) for name in names}
        overrides.append(override(original, changes))
    kept = tuple(one for one in overrides if one.original not in gone)
    rules = plain.recurrence.rules
    after = held(replace(plain, recurrence=Recurrence(rules, gone, ordered(kept))))
    outlook.change(event_id, after)
    assert outlook.read(event_id).meeting == after
    back = replace(after, recurrence=Recurrence(rules, gone))
    outlook.change(event_id, back)
    assert outlook.read(event_id).meeting == back


def test_every_field_is_tried():
    """No field is left out of the random meetings."""
    assert set(FIELD_VALUES) | {"span"} == set(FIELDS)
