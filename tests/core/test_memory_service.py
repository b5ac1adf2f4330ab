"""The service in memory, where the contract of a provider says nothing about it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from odoo.addons.calendar_sync_base.core.actions import CreateRemote, Respond, Role, UpdateRemote
from odoo.addons.calendar_sync_base.core.changes import MeetingChanges
from odoo.addons.calendar_sync_base.core.errors import (
    Duplicate,
    Gone,
    Refused,
    ServerTrouble,
)
from odoo.addons.calendar_sync_base.core.values import (
    Attendee,
    Conference,
    Reminders,
    Response,
)
from odoo.addons.calendar_sync_base.engine.memory import MemoryCalendars, MemoryProvider
from odoo.addons.calendar_sync_base.engine.ports import Channel, Window

from .build import NOW, OWN, SINGLE, date_span

BEN = "ben@example.com"
INVITED = replace(SINGLE, attendees=(Attendee(BEN),))


@pytest.fixture
def service():
    """Return a service with two accounts."""
    made = MemoryCalendars()
    made.add_account(OWN)
    made.add_account(BEN)
    return made


def test_guests_keep_what_is_theirs(service):
    """A guest's reminders survive the organizer's edits."""
    made = service.create(OWN, INVITED)
    own = {"reminders": Reminders(use_default=False)}
    service.change(BEN, made, MeetingChanges(own))
    service.change(OWN, made, MeetingChanges({"title": "New"}))
    copy = service.meeting(BEN, made)
    assert (copy.title, copy.reminders) == ("New", own["reminders"])


def test_uninvited_guests_lose_the_meeting(service):
    """Who is no longer invited has the meeting no longer; who threw it away is left alone."""
    made = service.create(OWN, INVITED)
    service.change(OWN, made, MeetingChanges({"attendees": ()}))
    assert service.meetings(BEN) == {}
    service.change(OWN, made, MeetingChanges({"attendees": INVITED.attendees}))
    assert service.meetings(BEN) == {}


def test_throwing_an_invitation_away_declines(service):
    """A guest who deletes the invitation declines at the organizer's."""
    made = service.create(OWN, INVITED)
    service.delete(BEN, made)
    assert service.meeting(OWN, made).attendee(BEN).response is Response.DECLINED


def test_a_wished_call_is_made(service):
    """The service makes the video call that is asked for."""
    made = service.create(OWN, replace(SINGLE, conference=Conference(requested=True)))
    assert service.meeting(OWN, made).conference.url.startswith("https://")


def test_it_holds_what_it_can():
    """A service may hold less than it is given, and shows what it holds."""
    poor = MemoryCalendars(holds=lambda meeting: replace(meeting, description=""))
    poor.add_account(OWN)
    made = poor.create(OWN, SINGLE)
    assert poor.meeting(OWN, made) == replace(SINGLE, description="")


def test_faults_for_one_event(service):
    """A fault can be meant for one event; it is used up."""
    service.fail(Refused("poison"), remote_id="bad")
    provider = MemoryProvider(service, OWN)
    actions = [CreateRemote(one, SINGLE, one, one) for one in ("good", "bad")]
    outcomes = provider.apply(OWN, actions)
    assert [one.error is None for one in outcomes] == [True, False]
    assert provider.apply(OWN, actions[1:])[0].error is None


def test_faults_of_reading(service):
    """Reading can fail as well."""
    service.fail(ServerTrouble(), on="changes")
    provider = MemoryProvider(service, OWN)
    with pytest.raises(ServerTrouble):
        provider.changes(OWN, "", Window())
    assert provider.changes(OWN, "", Window()).full


def test_unreadable_events_are_told(service):
    """An event that cannot be read is listed as such, and the others are read (promise 20)."""
    good, bad = service.create(OWN, SINGLE), service.create(OWN, SINGLE)
    service.shelf(OWN).unreadable[bad] = "no start"
    listing = MemoryProvider(service, OWN).changes(OWN, "", Window())
    assert [one.remote_id for one in listing.events] == [good]
    assert listing.rejected == ((bad, "no start"),)


def test_a_foreign_id_is_a_duplicate(service):
    """An id that somebody else's event has is taken."""
    service.create(OWN, SINGLE, remote_id="taken")
    (outcome,) = MemoryProvider(service, OWN).apply(OWN, [CreateRemote(1, SINGLE, "uid", "taken")])
    assert isinstance(outcome.error, Duplicate)


def test_refusals(service):
    """What the real services refuse is refused here: other people's events, cut lists, nonsense."""
    made = service.create(OWN, SINGLE)
    provider = MemoryProvider(service, OWN)
    event = provider.get(OWN, made)
    service.find(service.shelf(OWN), made).read_only = True
    title = UpdateRemote(1, made, event.etag, SINGLE, MeetingChanges({"title": "x"}))
    assert isinstance(provider.apply(OWN, [title])[0].error, Refused)
    short = service.create(OWN, replace(INVITED, attendees_complete=False))
    people = UpdateRemote(1, short, "", INVITED, MeetingChanges({"attendees": ()}))
    assert isinstance(provider.apply(OWN, [people])[0].error, Refused)
    backwards = replace(SINGLE, span=replace(SINGLE.span, end=NOW))
    new = CreateRemote(1, backwards, "uid", "r9")
    assert isinstance(provider.apply(OWN, [new])[0].error, Refused)
    uninvited = Respond(1, short, "", "nobody@example.com", Response.ACCEPTED, INVITED)
    assert isinstance(provider.apply(OWN, [uninvited])[0].error, Refused)
    with pytest.raises(Gone):
        provider.get(BEN, made)


def test_a_name_is_given_once(service):
    """A second calendar of the same name is refused as such, and not made."""
    provider = MemoryProvider(service, OWN)
    provider.create_calendar("From Odoo")
    before = provider.calendars()
    with pytest.raises(Duplicate):
        provider.create_calendar("From Odoo")
    assert provider.calendars() == before


def test_what_was_thrown_away_stays_away(service):
    """An answer of one guest reaches the organizer, and no copy that another threw away."""
    carl = "carl@example.com"
    service.add_account(carl)
    made = service.create(OWN, replace(SINGLE, attendees=(Attendee(BEN), Attendee(carl))))
    service.delete(BEN, made)
    service.answer(carl, made, Response.ACCEPTED)
    assert service.meeting(OWN, made).attendee(carl).response is Response.ACCEPTED
    assert service.meetings(BEN) == {}
    with pytest.raises(Gone):
        service.answer(BEN, made, Response.ACCEPTED)


def test_copies_share_the_uid_but_nothing_else(service):
    """A private copy keeps the meeting's own iCalUID and is nobody's invitation."""
    provider = MemoryProvider(service, BEN)
    (outcome,) = provider.apply(BEN, [CreateRemote(1, INVITED, "uid-1", "copy1", Role.COPY)])
    assert outcome.event.uid == outcome.event.marker == "uid-1"
    assert service.meetings(OWN) == {}


def test_channels_are_rung(service):
    """A change rings the channels of its calendar."""
    provider = MemoryProvider(service, OWN)
    asked = Channel("c1", "", "t", NOW.replace(year=2027))
    granted = provider.open_channel(OWN, "https://odoo.example", asked)
    service.create(OWN, replace(SINGLE, span=date_span(2026, 3, 2)))
    assert service.pings == ["c1"]
    provider.close_channel(granted)
    service.create(OWN, SINGLE)
    assert service.pings == ["c1"]


def test_all_day_in_the_window(service):
    """Whole days are in or out of a window like everything else."""
    inside = service.create(OWN, replace(SINGLE, span=date_span(2026, 3, 2)))
    service.create(OWN, replace(SINGLE, span=date_span(2025, 3, 2)))
    listing = MemoryProvider(service, OWN).changes(OWN, "", Window(start=NOW))
    assert [one.remote_id for one in listing.events] == [inside]


def test_a_fault_after_the_write_has_written(service):
    """An answer can be lost after the service has done what was asked."""
    service.fail(ServerTrouble(), after=True)
    action = CreateRemote("key", SINGLE, "made", "made")
    (lost,) = MemoryProvider(service, OWN).apply(OWN, [action])
    assert isinstance(lost.error, ServerTrouble)
    assert service.meeting(OWN, "made") == SINGLE


def test_guests_elsewhere_need_no_calendar_here(service):
    """Who is invited and has no account at the service is invited and uninvited all the same."""
    stranger = Attendee("stranger@example.org")
    made = service.create(OWN, replace(SINGLE, attendees=(stranger,)))
    assert service.meeting(OWN, made).attendees == (stranger,)
    service.change(OWN, made, MeetingChanges({"attendees": ()}))
    assert service.meeting(OWN, made).attendees == ()
