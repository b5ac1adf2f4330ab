"""A pass that would delete much asks a person first (promise 7)."""

from __future__ import annotations

import pytest

from odoo.addons.calendar_sync_base.core.actions import CreateLocal, DeleteLocal, DeleteRemote
from odoo.addons.calendar_sync_base.core.errors import DeletionsHeld, EmptyCalendar
from odoo.addons.calendar_sync_base.core.guard import Limits, check, check_listing, digest

from .build import SINGLE


def here(count):
    """Return deletions here."""
    return [DeleteLocal(number) for number in range(count)]


def there(count):
    """Return deletions there."""
    return [DeleteRemote(number, f"r{number}", "e") for number in range(count)]


def test_few_deletions_pass():
    """25 deletions, or a fifth of a large calendar, are everyday life."""
    assert check(here(25), 30, 30) is None
    assert check(here(200), 1000, 1000) is None
    assert check([], 0, 0) is None


@pytest.mark.parametrize("deletions", [here, there])
def test_many_deletions_are_held(deletions):
    """More than 25 and more than a fifth, on either side, wait for a person."""
    held = check([CreateLocal(1, SINGLE), *deletions(26)], 100, 100)
    assert held is not None
    assert held.local + held.remote == len(held.actions) == 26
    assert isinstance(held.error(), DeletionsHeld)


def test_sides_are_counted_separately():
    """Deletions of one side do not use up the other's allowance."""
    assert check([*here(20), *there(20)], 50, 50) is None
    held = check([*here(20), *there(30)], 50, 50)
    assert (held.local, held.remote) == (20, 30)


def test_approval_lets_exactly_that_batch_through():
    """Approving counts for the batch that was shown, in any order, and for no other (promise 7)."""
    held = check(here(30), 40, 40)
    assert check(here(30)[::-1], 40, 40, approved=held.digest) is None
    assert check(here(31), 40, 40, approved=held.digest) is not None
    assert check(there(30), 40, 40, approved=held.digest) is not None


def test_keys_of_different_kinds_differ():
    """A link's id and a remote id that look alike are different meetings."""
    assert digest([DeleteLocal(1)]) != digest([DeleteLocal("1")])


def test_limits_can_be_set():
    """An administrator may be stricter."""
    assert check(here(2), 100, 100, Limits(count=1, share=0.01)) is not None


def test_an_empty_listing_is_an_error():
    """A calendar that comes back empty deletes nothing (promise 6)."""
    with pytest.raises(EmptyCalendar):
        check_listing(full=True, listed=0, known=3)
    check_listing(full=True, listed=0, known=0)
    check_listing(full=True, listed=1, known=3)
    check_listing(full=False, listed=0, known=3)
