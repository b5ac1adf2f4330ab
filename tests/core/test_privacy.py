"""A calendar that shares only when somebody is busy stores nothing else here."""

from __future__ import annotations

from dataclasses import fields, replace

from odoo.addons.calendar_sync_base.core.changes import override
from odoo.addons.calendar_sync_base.core.observation import RemoteEvent
from odoo.addons.calendar_sync_base.core.privacy import BUSY_TITLE, busy_only
from odoo.addons.calendar_sync_base.core.values import (
    Conference,
    GuestRights,
    Meeting,
    Person,
    Privacy,
    Reminders,
    ShowAs,
)

from .build import HOUR, MONDAY, SINGLE, WEEKLY, guest, timed

ANNA = Person("anna@example.com")
TELLING = replace(
    SINGLE,
    organizer=ANNA,
    attendees=(guest(),),
    attendees_complete=False,
    reminders=Reminders(use_default=False),
    privacy=Privacy.PUBLIC,
    show_as=ShowAs.FREE,
    conference=Conference("https://call.example/1"),
    guest_rights=GuestRights(modify=True),
)
KEPT = {"span", "show_as", "organizer", "recurrence"}


def veiled(meeting):
    """Return what comes through of a meeting."""
    return busy_only(RemoteEvent("remote1", meeting=meeting)).meeting


def test_only_the_time_comes_through():
    """Of a meeting that tells everything, only when it is and whose it is comes through."""
    shown = veiled(TELLING)
    said = {one.name: getattr(shown, one.name) for one in fields(Meeting)}
    usual = {one.name: getattr(Meeting(SINGLE.span), one.name) for one in fields(Meeting)}
    kept = {name: getattr(TELLING, name) for name in KEPT}
    assert said == usual | kept | {"title": BUSY_TITLE, "privacy": Privacy.PRIVATE}


def test_occurrences_tell_no_more_than_their_series():
    """A moved occurrence is moved here, too; one that only got another title is none of ours."""
    moved = override(MONDAY, {"span": timed(MONDAY + HOUR), "title": "Dismissal of Ben"})
    renamed = override(MONDAY + 7 * 24 * HOUR, {"title": "Dismissal of Carl"})
    rule = replace(WEEKLY.recurrence, overrides=(moved, renamed))
    shown = veiled(replace(TELLING, recurrence=rule)).recurrence
    assert shown.overrides == (override(MONDAY, {"span": timed(MONDAY + HOUR)}),)
    assert shown.rules == rule.rules


def test_the_link_to_the_meeting_is_cut():
    """The link that would show the meeting there is not kept; what identifies it is."""
    event = RemoteEvent("remote1", '"7"', "uid", meeting=TELLING, web_link="https://cal.example/1")
    shown = busy_only(event)
    assert replace(shown, meeting=None) == replace(event, meeting=None, web_link="")


def test_a_deleted_meeting_stays_deleted():
    """That a meeting is gone comes through."""
    assert veiled(None) is None
