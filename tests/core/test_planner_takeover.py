"""The decision table for meetings that another addon kept in step so far."""

from __future__ import annotations

from odoo.addons.calendar_sync_base.core.actions import (
    CreateRemote,
    DeleteLocal,
    DeleteRemote,
    Notify,
    Relink,
    SkipReason,
    UpdateLocal,
)
from odoo.addons.calendar_sync_base.core.planner import plan

from .build import LATER, NEWEST, SINGLE, seen
from .cases import INVITED, TITLE, kinds, reason

DELETED = {"uid": "uid-there"}


def test_alike():
    """What was taken over and is the same on both sides is linked without a write (promise 12)."""
    assert plan(seen(SINGLE, SINGLE, taken_over=True), NEWEST) == (Relink("key", "remote1"),)


def test_different():
    """What differs is brought together, and nobody is mailed (promise 1)."""
    assert kinds(plan(seen(SINGLE, TITLE, taken_over=True), NEWEST))[:1] == [UpdateLocal]


def test_deleted_here():
    """A meeting deleted here before it was compared does not come back (promise 8)."""
    (found,) = plan(seen(None, INVITED, taken_over=True), NEWEST)
    assert isinstance(found, DeleteRemote)
    assert found.notify is Notify.NOBODY


def test_unknown_there():
    """An id that is not found, as of another mailbox, changes nothing (promises 6, 46)."""
    assert reason(plan(seen(SINGLE, None, taken_over=True), NEWEST)) is SkipReason.WAITING
    edited = seen(SINGLE, None, taken_over=True, changed_locally=LATER)
    assert reason(plan(edited, NEWEST)) is SkipReason.WAITING


def test_deleted_there():
    """What the provider itself calls deleted goes here, too."""
    found = plan(seen(SINGLE, None, event=DELETED, taken_over=True), NEWEST)
    assert kinds(found) == [DeleteLocal]


def test_deleted_there_and_edited_here():
    """An edit made here since is not lost: the meeting is made there again (promise 9)."""
    found = plan(seen(SINGLE, None, event=DELETED, taken_over=True, changed_locally=LATER), NEWEST)
    assert kinds(found) == [CreateRemote]


def test_gone_on_both_sides():
    """What is gone on both sides is forgotten."""
    found = plan(seen(None, None, event=DELETED, taken_over=True), NEWEST)
    assert reason(found) is SkipReason.BOTH_GONE
