"""Odoo's command line, writing down each test it runs; a script run by Odoo's Python.

``CALENDAR_SYNC_RECORD`` names a file for lines ``start``, ``fail`` or ``skip`` and a test's name.
With ``CALENDAR_SYNC_ALL_AT_END`` the tests meant for the moment of installation run with those for
the time after it: with every module loaded, however the database was made.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import odoo.cli
from odoo.tests import loader
from odoo.tests.result import OdooTestResult

RECORD = Path(os.environ["CALENDAR_SYNC_RECORD"])
ALL_AT_END = bool(os.environ.get("CALENDAR_SYNC_ALL_AT_END"))


def note(kind: str, test: Any) -> None:
    """Write down what happened to a test; a subtest counts as its test."""
    test = getattr(test, "test_case", None) or test
    with RECORD.open("a", encoding="utf-8") as file:
        file.write(f"{kind} {test.id()}\n")


class Recorded(OdooTestResult):  # type: ignore[misc]  # Odoo is not typed
    """A result that writes itself down."""

    def startTest(self, test: Any) -> None:
        """A test begins."""
        note("start", test)
        super().startTest(test)

    def addSkip(self, test: Any, reason: str) -> None:
        """A test does not apply."""
        note("skip", test)
        super().addSkip(test, reason)

    def logError(self, flavour: str, test: Any, error: Any) -> None:
        """A test failed, or what comes before its first one did; retries are not final."""
        if not self._soft_fail:
            note("fail", test)
        super().logError(flavour, test, error)


def make_suite_at_end(names: Iterable[str], position: str = "at_install") -> Any:
    """Return nothing at installation, and at the end the tests of both positions."""
    names = list(names)
    if position == "at_install":
        return _make_suite([], position)
    both = [_make_suite(names, one) for one in ("at_install", "post_install")]
    return type(both[0])([test for suite in both for test in suite])


_make_suite = loader.make_suite
loader.OdooTestResult = Recorded
if ALL_AT_END:
    loader.make_suite = make_suite_at_end
odoo.cli.main()
