"""What scenarios need around them: a database of their own, both providers, and the driver."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from tests.environment.console import say
from tests.environment.paths import ROOT
from tests.environment.processes import free_port
from tests.environment.simulators import SIMULATORS, Running, environment
from tests.environment.trouble import Trouble
from tests.environment.workbench import Workbench

DRIVER = ("-m", "tests.crash.driver")
DATABASE = "crash_points"


@dataclass(frozen=True)
class Request:
    """What is to be played: scenarios and providers by name, all by default.

    `statements` is how many of the statements of each scenario are tried, chosen by `seed`; all by
    default. With a `point` only that one is.
    """

    scenarios: Sequence[str] = ()
    providers: Sequence[str] = ()
    point: str = ""
    statements: int | None = None
    seed: int = 1
    kinds: Sequence[str] = ()


def run() -> int:
    """Play what the environment asks for; return the exit code. Raises Trouble."""
    wanted = os.environ.get
    statements = wanted("STATEMENTS")
    request = Request(
        scenarios=tuple((wanted("SCENARIO") or "").split()),
        providers=tuple((wanted("PROVIDER") or "").split()),
        point=wanted("POINT") or "",
        statements=int(statements) if statements else None,
        seed=int(wanted("SEED") or 1),
    )
    with Workbench() as bench:
        results = play(bench, request)
    failed = sum(len(one["failures"]) for one in results)
    say(f"{total(results)}, {failed} failed; seed {request.seed}")
    return int(bool(failed))


def play(bench: Workbench, request: Request, database: str = DATABASE) -> list[dict[str, Any]]:
    """Play scenarios on a fresh copy of the template; return what came of each. Raises Trouble."""
    bench.clone(bench.template(), database)
    urls = {one.name: f"http://127.0.0.1:{free_port()}" for one in SIMULATORS}
    folder = bench.folder / database
    folder.mkdir(exist_ok=True)
    with ExitStack() as stack:
        for one in SIMULATORS:
            running = Running(one, folder, urls)
            stack.callback(running.process.stop)
            running.wait()
        return _drive(bench, request, database, urls)


def total(results: Sequence[dict[str, Any]]) -> str:
    """Return how many points were tried, by kind."""
    kinds = {kind for one in results for kind in one["points"]}
    counts = {kind: sum(one["points"].get(kind, 0) for one in results) for kind in sorted(kinds)}
    told = ", ".join(f"{count} {kind}" for kind, count in counts.items())
    return f"{len(results)} scenarios, {sum(counts.values())} points ({told})"


def _drive(
    bench: Workbench, request: Request, database: str, urls: dict[str, str]
) -> list[dict[str, Any]]:
    report = bench.folder / database / "report.json"
    values = {**asdict(request), "database": database, "urls": urls, "report": str(report)}
    command = bench.files.command("server", database, {"log_level": "critical"}, DRIVER)
    env = {**bench.files.environment(), **environment(urls)}
    env["PYTHONPATH"] = os.pathsep.join([env["PYTHONPATH"], str(ROOT)])
    code = subprocess.run([*command, json.dumps(values)], env=env, cwd=ROOT, check=False).returncode
    if code or not Path(report).exists():
        raise Trouble(f"The scenarios ended with code {code}.")
    found: list[dict[str, Any]] = json.loads(report.read_text(encoding="utf-8"))
    return found
