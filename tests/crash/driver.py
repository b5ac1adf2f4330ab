"""The process that plays scenarios; run by Odoo's Python with the arguments of an Odoo program.

`python -m tests.crash.driver server -c <configuration> <request>`, a request being JSON.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import odoo.tools
from odoo.modules import module

from tests.e2e.world import services
from tests.environment.console import say


def main(arguments: list[str]) -> None:
    """Play what is asked for, say what came of it, and write it down."""
    _server, option, configuration, text = arguments
    odoo.tools.config.parse_config([option, configuration], setup_logging=True)
    module.initialize_sys_path()
    request = json.loads(text)
    results = [vars(one) for one in play(request)]
    Path(request["report"]).write_text(json.dumps(results), encoding="utf-8")


def play(request: dict[str, Any]) -> Iterator[Any]:
    """Play all scenarios of a request."""
    from .boundaries import KINDS, Point
    from .life import Life
    from .runner import Choice, Runner

    life, at = Life(request["database"]), services(request["urls"])
    only = Point.read(request["point"]) if request["point"] else None
    kinds = request["kinds"] or KINDS
    choice = Choice(request["seed"], request["statements"], only, kinds)
    for scenario, code in chosen(request):
        result = Runner(life, at, scenario(), code).run(choice)
        say(str(result))
        for line in told(result):
            say(line)
        yield result


def chosen(request: dict[str, Any]) -> Iterator[tuple[Any, str]]:
    """Give the scenarios that are asked for, each with a provider."""
    from . import accounts, answers, races, remotely, series, singles  # noqa: F401
    from .scenario import Scenario

    unknown = set(request["scenarios"]) - Scenario.every.keys()
    if unknown:
        sys.exit(f"No scenario is called {unknown}; there are {', '.join(sorted(Scenario.every))}.")
    for name in request["scenarios"] or Scenario.every:
        scenario = Scenario.every[name]
        for code in scenario.providers:
            if not request["providers"] or code in request["providers"]:
                yield scenario, code


def told(result: Any) -> Iterator[str]:
    """Say what went wrong where, and how it is played again."""
    scenario, provider = result.name.split()
    again = f"make crash-points SCENARIO={scenario} PROVIDER={provider}"
    for text, points in result.by_text().items():
        yield f"   at {', '.join(points)}:"
        yield from (f"      {line}" for line in text.splitlines())
        where = "" if points[0] == "undisturbed" else f" POINT={points[0]}"
        yield f"   again: {again}{where}"


if __name__ == "__main__":
    main(sys.argv[1:])
