"""What is measured stands here: a PostgreSQL, the simulated providers, and a database per side."""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Any

from tests.days import when
from tests.environment import databases, odoo, theirs
from tests.environment.databases import BARE
from tests.environment.paths import addons
from tests.environment.processes import free_port
from tests.environment.simulators import SIMULATORS, Running, environment
from tests.environment.workbench import Workbench
from tests.simulators.google.control import Control as GoogleControl
from tests.simulators.microsoft.control import Control as MicrosoftControl

from . import work

HERE = Path(__file__).parent
CONTROLS = {"google": GoogleControl, "microsoft": MicrosoftControl}
PEOPLE = {"google": "anna@example.com", "microsoft": "dora@example.net"}
MARK = "FIGURES "
Figures = dict[str, Any]


class Stage:
    """Begin with nobody connected and empty calendars; every run starts from there."""

    def __init__(self) -> None:
        """Start all servers; databases are made when they are first asked for."""
        self._stack = ExitStack()
        self.bench = self._stack.enter_context(Workbench())
        urls = {one.name: f"http://127.0.0.1:{free_port()}" for one in SIMULATORS}
        for one in SIMULATORS:
            running = Running(one, self.bench.folder, urls)
            self._stack.callback(running.process.stop)
            running.wait()
        self.controls = {name: CONTROLS[name](url) for name, url in urls.items()}
        self.environment = environment(urls)

    def __enter__(self) -> Stage:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._stack.close()

    def database(self, side: str, provider: str) -> str:
        """Return the name of a side's database, made once; copies of it are worked on."""
        side = "ours" if side == "apart" else side
        modules = {"ours": addons(), "theirs": [f"{provider}_calendar"], "floor": ["calendar"]}
        name = f"bench_{side}" if side != "theirs" else f"bench_{side}_{provider}"
        if name not in self.bench.postgres.databases():
            self.bench.clone(BARE, name)
            log = self.bench.folder / f"{name}.log"
            odoo.install(self.bench.files, name, modules[side], log)
            databases.prepare(self.bench.files, name)
        return name

    def empty(self, provider: str, latency: float = 0.0, **settings: Any) -> Any:
        """Forget what is at a provider; each of its answers takes `latency` seconds from now on."""
        control = self.controls[provider]
        control.reset()
        control.settings(latency=latency, **settings)
        return control

    def run(
        self,
        side: str,
        provider: str,
        job: str,
        settings: Mapping[str, Any],
        database: str = "bench_run",
    ) -> Figures:
        """Run a job in an Odoo of its own and return what it measured, with its requests."""
        self.bench.clone(self.database(side, provider), database)
        control, person = self.controls[provider], PEOPLE[provider]
        values = {
            **settings,
            "provider": provider,
            "first": when("01-04", 8),
            "tokens": control.grant(person) if side != "apart" and job != "crowd" else None,
            "control": control.url,
        }
        code = program(side, person.partition("@")[0], job, values)
        printed = odoo.shell(self.bench.files, database, code, self.environment, options(side))
        (line,) = [one for one in printed.splitlines() if one.startswith(MARK)]
        figures = json.loads(line.removeprefix(MARK))
        requests = [one for one in control.journal() if not one.get("batch")]
        passes = figures.pop("passes", 1)
        return {**figures, "requests": len(requests) / passes}


def options(side: str) -> dict[str, str]:
    """Return the options of an Odoo of a side."""
    return theirs.options() if side == "theirs" else {}


def program(side: str, login: str, job: str, values: Mapping[str, Any]) -> str:
    """Return the program that is run inside Odoo: the parts it needs, then the job."""
    parts = [(HERE / "inside" / f"{name}.py").read_text() for name in ("measuring", "meetings")]
    user = f'env = env(user=env["res.users"].search([("login", "=", {login!r})]))'
    return "\n".join(
        [
            f"settings = {dict(values)!r}",
            *parts,
            (HERE / "inside" / f"{'ours' if side == 'apart' else side}.py").read_text(),
            user,
            "side = Side(env, settings)",
            work.JOBS[job],
        ]
    )
