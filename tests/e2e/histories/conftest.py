"""Tells at the end how much was planted in how many histories."""

from __future__ import annotations

from collections import Counter

import pytest


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Write the figures of all histories, summed up."""
    reports = [
        one
        for kind in ("passed", "failed")
        for one in terminalreporter.getreports(kind)
        if one.when == "call" and one.user_properties and "test_history[" in one.nodeid
    ]
    figures: Counter[str] = Counter()
    for one in reports:
        figures.update(dict(one.user_properties))
    if reports:
        terminalreporter.section(f"{len(reports)} histories")
        for name, figure in sorted(figures.items()):
            terminalreporter.write_line(f"{figure:7,}  {name}")
