"""What tests get from the environment. The set-up runs by itself when it has not been run yet."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from . import chromium, setup, simulators
from .odoo import OdooServer
from .postgres import Postgres
from .trouble import Trouble
from .workbench import Workbench

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

    from tests.simulators.google import GoogleSimulator
    from tests.simulators.microsoft import MicrosoftSimulator

OdooFactory = Callable[..., OdooServer]
PAGE_MILLISECONDS = 30_000


@pytest.fixture(scope="session")
def workbench(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workbench]:
    """PostgreSQL with a bare Odoo database, for the whole run."""
    try:
        with Workbench(tmp_path_factory.mktemp("odoo")) as bench:
            yield bench
    except Trouble as trouble:
        pytest.exit(str(trouble), returncode=2)


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """An empty embedded PostgreSQL server: ``create``, ``drop``, ``execute``, ``address``."""
    with Postgres() as server:
        yield server


@pytest.fixture(scope="session")
def odoo_template(workbench: Workbench, request: pytest.FixtureRequest) -> str:
    """The name of a database with our addons installed and the users of ``databases.PEOPLE``.

    Their passwords are their logins. Do not connect to it; copy it (``workbench.clone``).
    """
    wanted = any("browser" in getattr(item, "fixturenames", ()) for item in request.session.items)
    return workbench.template(assets=wanted)


@pytest.fixture(scope="module")
def google() -> Iterator[GoogleSimulator]:
    """A Google with the accounts of Anna, Ben and an outsider, on a free port; ``url``."""
    from tests.simulators.google import GoogleSimulator

    with GoogleSimulator() as simulator:
        simulator.add_defaults()
        yield simulator


@pytest.fixture(scope="module")
def microsoft() -> Iterator[MicrosoftSimulator]:
    """A Microsoft with the accounts of Dora, Emil and an outsider, on a free port; ``url``."""
    from tests.simulators.microsoft import MicrosoftSimulator

    with MicrosoftSimulator() as simulator:
        simulator.add_defaults()
        yield simulator


@pytest.fixture(scope="module")
def providers(google: GoogleSimulator, microsoft: MicrosoftSimulator) -> dict[str, str]:
    """The addresses of both simulators by name; invitations cross between them."""
    from tests.simulators import bridge

    bridge.connect(google, microsoft)
    return {"google": google.url, "microsoft": microsoft.url}


@pytest.fixture(scope="module")
def odoo_factory(
    workbench: Workbench,
    odoo_template: str,
    providers: dict[str, str],
    request: pytest.FixtureRequest,
) -> Iterator[OdooFactory]:
    """``odoo_factory(database=None, env=None, **options)`` starts an OdooServer.

    Each call gets a fresh copy of the template unless ``database`` names one there is. ``env`` is
    added to the server's environment, ``options`` to its configuration file
    (``max_cron_threads="1"``, ``workers="2"``). All of them end with the module of tests.
    """
    made: list[OdooServer] = []

    def make(
        database: str | None = None, env: dict[str, str] | None = None, **options: Any
    ) -> OdooServer:
        name = database or _database_name(request, len(made))
        if database is None:
            workbench.clone(odoo_template, name)
        texts = {key: str(value) for key, value in options.items()}
        server = workbench.server(name, {**simulators.environment(providers), **(env or {})}, texts)
        server.providers = providers
        made.append(server)
        return server

    yield make
    for server in made:
        server.stop()
    for name in {server.database for server in made}:
        workbench.postgres.drop(name)


@pytest.fixture(scope="module")
def odoo(odoo_factory: OdooFactory) -> OdooServer:
    """A running Odoo on a fresh database, without cron threads, with both simulators."""
    return odoo_factory()


@pytest.fixture(scope="session")
def chromium_browser() -> Iterator[Browser]:
    """Debian's chromium, headless, driven by Playwright."""
    from playwright.sync_api import sync_playwright

    program = setup.ensure().chromium
    with pytest.MonkeyPatch.context() as patch:
        for name, value in chromium.driver_environment(Path(program)).items():
            patch.setenv(name, value)
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=program, args=[*chromium.FLAGS])
            yield browser
            browser.close()


@pytest.fixture
def browser(chromium_browser: Browser) -> Iterator[Page]:
    """A page in a new browser profile, 1366 x 900, English, Paris time."""
    context = chromium_browser.new_context(
        viewport={"width": 1366, "height": 900}, locale="en-US", timezone_id="Europe/Paris"
    )
    context.set_default_timeout(PAGE_MILLISECONDS)
    with contextlib.closing(context):
        yield context.new_page()


def _database_name(request: pytest.FixtureRequest, number: int) -> str:
    name: str = request.node.name.rpartition("/")[2].removesuffix(".py")
    return f"{name}_{number}" if number else name
