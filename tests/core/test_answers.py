"""Answers to an occurrence that has a guest list of its own."""

from __future__ import annotations

from dataclasses import replace

from odoo.addons.calendar_sync_base.core.answers import answering, only_answers, own_answers
from odoo.addons.calendar_sync_base.core.changes import MeetingChanges
from odoo.addons.calendar_sync_base.core.values import Response

from .build import MONDAY, OWN, guest, series

BEN, CARL = guest(), guest("carl@example.com")
YES = Response.ACCEPTED


def with_list(*people, whole=(BEN,)):
    """Return a series whose first occurrence has a guest list of its own."""
    return series(attendees=whole, overrides={MONDAY: {"attendees": people}})


def test_an_answer_to_one_occurrence_is_only_an_answer():
    """The same guests of an occurrence, answered differently, are no other guests."""
    before = with_list(BEN, CARL)
    assert only_answers(before, with_list(replace(BEN, response=YES), CARL))


def test_another_guest_of_one_occurrence_is_more_than_an_answer():
    """A guest who was added to one occurrence is not taken for an answer."""
    assert not only_answers(with_list(BEN), with_list(BEN, CARL))


def test_a_list_that_differs_in_answers_is_no_list_of_its_own():
    """An occurrence one guest answered is as it was before anybody answered."""
    before = series(attendees=(BEN,))
    assert only_answers(before, with_list(replace(BEN, response=YES)))


def test_the_answer_goes_into_the_occurrences_own_list():
    """Who answers one occurrence answers its own guest list, and brings nobody back to it."""
    anna = guest(OWN)
    change = answering(with_list(anna, whole=(anna, BEN)), OWN, YES, MONDAY)
    assert not change.fields
    assert change.overrides == {MONDAY: {"attendees": (replace(anna, response=YES),)}}


def test_an_occurrence_that_says_nothing_new_is_no_answer():
    """A place of one occurrence, or the answer it has anyway, is nothing to pass on."""
    anna = guest(OWN, response=YES)
    before = series(attendees=(anna,))
    moved = MeetingChanges(overrides={MONDAY: {"location": "Garden"}})
    same = MeetingChanges(overrides={MONDAY: {"attendees": (anna,)}})
    assert own_answers(moved, before, OWN) == own_answers(same, before, OWN) == []
