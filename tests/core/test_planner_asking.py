"""A provider that cannot be silent: what would mail unasked waits for a person's yes (rule 4.6)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from odoo.addons.calendar_sync_base.core.actions import (
    AskFirst,
    Conflict,
    CreateRemote,
    DeleteRemote,
    Notify,
    Relink,
    Role,
    UpdateLocal,
    UpdateRemote,
)
from odoo.addons.calendar_sync_base.core.mail import digest
from odoo.addons.calendar_sync_base.core.observation import Base, ConflictPolicy, Policy
from odoo.addons.calendar_sync_base.core.planner import plan
from odoo.addons.calendar_sync_base.core.values import Reminders, Response

from .build import LATER, LOCAL_WINS, NOW, OWN, SINGLE, seen
from .cases import INVITED, ROOM, TITLE, answered, kinds, reason

LOUD = Policy(NOW, silent=False)
QUIET = Policy(NOW)
INVITATION = (("ben@example.com", "invitation"),)
UPDATE = (("ben@example.com", "update"),)


def test_an_invitation_nobody_sent_waits():
    """A meeting with guests that nobody has just edited is not made where that invites them (1)."""
    assert plan(seen(INVITED, None), LOUD) == (AskFirst("key", INVITATION),)
    assert kinds(plan(seen(INVITED, None), QUIET)) == [CreateRemote]


def test_a_yes_lets_it_through():
    """What a person agreed to goes, and only while it is the same."""
    agreed = seen(INVITED, None, approved_mails=digest(INVITATION))
    assert kinds(plan(agreed, LOUD)) == [CreateRemote]
    other = seen(INVITED, None, approved_mails=digest(UPDATE))
    assert kinds(plan(other, LOUD)) == [AskFirst]


def test_a_persons_own_edit_goes():
    """Somebody's own edit is what its mails are for: it waits for nothing."""
    edit = seen(TITLE, INVITED, agreed=INVITED, notify=True, changed_locally=LATER)
    assert kinds(plan(edit, LOUD)) == [UpdateRemote]


def test_what_mails_nobody_goes():
    """Reminders, meetings without guests and private copies never wait."""
    warned = replace(INVITED, reminders=Reminders(False))
    assert kinds(plan(seen(warned, INVITED, agreed=INVITED), LOUD)) == [UpdateRemote]
    assert kinds(plan(seen(SINGLE, None), LOUD)) == [CreateRemote]
    assert kinds(plan(seen(INVITED, None, role=Role.COPY), LOUD)) == [CreateRemote]


def test_what_is_pulled_is_pulled_meanwhile():
    """An edit that waits keeps the other side's edits from nobody (9)."""
    both = seen(TITLE, ROOM, agreed=INVITED)
    found = plan(both, LOUD)
    assert kinds(found) == [UpdateLocal, AskFirst]
    assert found[0].changes.fields == {"location": "New room"}


def test_a_clash_is_told_though_the_write_waits():
    """What gives way is told once, when both sides agree but for what waits (promise 24)."""
    here, there = replace(TITLE, location="Ours"), replace(INVITED, location="Theirs")
    found = plan(seen(here, there, agreed=INVITED), LOUD)
    assert kinds(found) == [UpdateLocal, Conflict, AskFirst]
    assert (found[1].field, found[1].kept, found[1].lost) == ("location", "Theirs", "Ours")


def test_a_deletion_waits():
    """A cancellation nobody sent waits; the own copy of somebody's meeting is thrown away."""
    assert kinds(plan(seen(None, INVITED, agreed=INVITED), LOUD)) == [AskFirst]
    guest = seen(None, INVITED, agreed=INVITED, role=Role.GUEST)
    assert kinds(plan(guest, LOUD)) == [DeleteRemote]


def test_a_first_meeting_of_both_sides_asks_nothing():
    """Recognising a meeting writes nothing that would mail, and asks nobody about it (1, 12)."""
    assert kinds(plan(seen(TITLE, replace(INVITED, title="")), LOUD)) == [Relink]


def test_a_first_meeting_that_cannot_be_written_leaves_no_difference():
    """Odoo has the say but where that would mail: there the remote value stays (1, 24)."""
    loud = Policy(NOW, ConflictPolicy.LOCAL, silent=False)
    here, told = plan(seen(TITLE, INVITED), loud)
    assert isinstance(here, UpdateLocal)
    assert here.changes.fields == {"title": INVITED.title}
    assert (told.kept, told.lost) == (INVITED.title, TITLE.title)
    assert kinds(plan(seen(TITLE, INVITED), LOCAL_WINS)) == [UpdateRemote, Conflict]


def test_who_was_invited_here_before_both_sides_met_is_asked_about():
    """An edit made here before the first comparison is not dropped without a word (9)."""
    met = seen(INVITED, SINGLE, notify=True, changed_locally=LATER)
    assert plan(met, LOUD) == (AskFirst("key", INVITATION),)
    agreed_to = replace(met, notify=False, approved_mails=digest(INVITATION))
    assert kinds(plan(agreed_to, LOUD)) == [UpdateRemote]


@pytest.mark.parametrize("policy", [LOUD, QUIET])
def test_who_was_invited_to_what_a_guests_calendar_brought_is_told(policy):
    """What was edited since a guest's calendar brought the meeting is known for an edit (9)."""
    met = seen(INVITED, SINGLE, notify=True, awaited=True, changed_locally=LATER)
    (there,) = plan(met, policy)
    assert there.notify is Notify.ALL
    assert not [one for one in plan(replace(met, notify=False), QUIET) if one.notify is Notify.ALL]


def test_what_an_attempt_of_ours_left_half_done_is_finished():
    """Guests who were to be invited when the process died are invited after all (2)."""
    half = seen(INVITED, SINGLE, notify=True, event={"marker": "uid"}, changed_locally=LATER)
    assert kinds(plan(half, LOUD)) == [UpdateRemote]


@pytest.mark.parametrize("policy", [LOUD, QUIET])
def test_a_declined_invitation_may_leave_the_calendar(policy):
    """A calendar that throws away what was declined deletes nothing here."""
    declined = answered(INVITED, Response.DECLINED, OWN)
    gone = seen(declined, None, Base(declined, declined), role=Role.GUEST)
    assert reason(plan(gone, policy)).value == "in_sync"
