"""Each error says what happens next, in words for the user and without secrets."""

from __future__ import annotations

import pytest

from odoo.addons.calendar_sync_base.core import errors


def test_every_error_says_what_to_do():
    """Every class has a sentence for the user and can be found by its stored code."""
    for code, kind in errors.by_code().items():
        error = kind("technical")
        assert (error.code, error.detail) == (code, "technical")
        assert error.message.endswith(".")
        assert kind.move in errors.Move


def test_the_tree_in_the_docstring_is_the_tree():
    """The drawing at the top of the file names every class."""
    for code in errors.by_code():
        assert code in errors.__doc__


@pytest.mark.parametrize("kind", errors.Transient.__subclasses__())
def test_what_passes_is_tried_again(kind):
    """What passes by itself is tried again and needs nobody (promise 9)."""
    assert kind.retry
    assert kind.move is errors.Move.NOBODY


def test_one_case_can_say_it_better():
    """A single error may carry its own advice and the time the provider asked for."""
    error = errors.RateLimited("429", advice="Slow down.", retry_after=7)
    assert (error.message, error.retry_after, str(error)) == ("Slow down.", 7, "429")
