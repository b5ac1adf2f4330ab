"""Every promise has tests and references, and the page for people says the same."""

from __future__ import annotations

import re

import pytest

from . import catalogue
from .claims import claims, claims_in, numbers
from .page import PAGE, page

PROMISES = catalogue.promises()
CLAIMS = claims()
REFERENCE = re.compile(r"([\w-]+)#[1-9]\d*|contract:\w+")
ENOUGH = 30


@pytest.mark.parametrize("number", PROMISES)
def test_every_promise_is_tested(number):
    """A promise without a test is a wish."""
    assert [one for one in CLAIMS if number in one.numbers and one.tests]


def test_no_number_is_missing():
    """The list counts from 1 without a gap."""
    assert list(PROMISES) == list(range(1, len(PROMISES) + 1))


def test_only_known_promises_are_claimed():
    """A test that names a promise which nobody made has a slip of the pen."""
    unknown = [(one.path, one.name) for one in CLAIMS if one.numbers - set(PROMISES)]
    assert unknown == []


def test_claims_can_be_read():
    """A promise that is named without brackets would not be counted."""
    assert [(one.path, one.name) for one in CLAIMS if one.loose or not one.numbers] == []


def test_only_tests_claim():
    """A helper protects nothing by itself."""
    assert [(one.path, one.name) for one in CLAIMS if not one.tests] == []


@pytest.mark.parametrize("promise", PROMISES.values(), ids=lambda one: str(one.number))
def test_every_promise_says_where_it_comes_from(promise):
    """Each has references that can be looked up, each once."""
    matches = [REFERENCE.fullmatch(one) for one in promise.references]
    assert matches
    assert all(matches)
    assert {one[1] for one in matches if one[1]} <= set(catalogue.REPOSITORIES)
    assert len(set(promise.references)) == len(promise.references)


@pytest.mark.parametrize("promise", PROMISES.values(), ids=lambda one: str(one.number))
def test_what_is_open_has_a_reason(promise):
    """What is not kept in full yet says what is missing."""
    assert promise.open is None or len(promise.open) >= ENOUGH


def test_the_page_is_up_to_date():
    """People read what the tests say; `make promises` brings the page up to date."""
    assert PAGE.read_text(encoding="utf-8") == page()


@pytest.mark.parametrize(
    ("text", "found"),
    [("2", {2}), ("13, 14 and 16 to 18", {13, 14, 16, 17, 18}), ("15, odoo#271529", {15})],
)
def test_numbers_are_read(text, found):
    """Lists, ranges and references beside them are read as meant."""
    assert set(numbers(text)) == found


def test_claims_of_functions_and_classes(tmp_path, monkeypatch):
    """A class speaks for its tests; a helper, a loose number and two lines are noticed."""
    monkeypatch.setattr("tests.promises.claims.ROOT", tmp_path)
    path = tmp_path / "test_some.py"
    path.write_text(
        '"""About promise 3."""\n'
        'class TestA:\n    """All (promises\n    1 and 2)."""\n'
        '    def test_b(self):\n        """B [promise 4]."""\n'
        'def helper():\n    """Helps (promise 5)."""\n'
    )
    by_name = {one.name: one for one in claims_in(path)}
    assert by_name["TestA"].numbers == {1, 2}
    assert by_name["TestA"].tests == ("test_b",)
    assert by_name["test_b"].sentence == "B."
    assert (by_name[""].loose, by_name["helper"].tests) == (True, ())
