"""The simulated providers: how each is started, and what points the addons to it."""

from __future__ import annotations

import sys
import time
import urllib.error
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from .paths import ROOT
from .processes import Process
from .trouble import Trouble

START_SECONDS = 20.0
POLL_SECONDS = 0.2


@dataclass(frozen=True)
class Simulator:
    """A provider, by the name of its package below ``tests.simulators``.

    ``port`` is the demo's, ``port_variable`` chooses another; ``addresses`` are paths by
    environment variable, ``parameters`` the client credentials by Odoo's system parameter.
    """

    name: str
    label: str
    port: int
    port_variable: str
    addresses: Mapping[str, str]
    parameters: Mapping[str, str]


GOOGLE = Simulator(
    "google",
    "Google",
    8070,
    "DEMO_GOOGLE_PORT",
    {
        "CALENDAR_SYNC_GOOGLE_API_URL": "",
        "CALENDAR_SYNC_GOOGLE_AUTH_URL": "/o/oauth2/v2/auth",
        "CALENDAR_SYNC_GOOGLE_TOKEN_URL": "/token",
        "CALENDAR_SYNC_GOOGLE_REVOKE_URL": "/revoke",
    },
    {
        "google_calendar_client_id": "demo-client-id.apps.googleusercontent.com",
        "google_calendar_client_secret": "demo-client-secret",
    },
)
MICROSOFT = Simulator(
    "microsoft",
    "Microsoft",
    8071,
    "DEMO_OUTLOOK_PORT",
    {"CALENDAR_SYNC_MICROSOFT_GRAPH_URL": "", "CALENDAR_SYNC_MICROSOFT_LOGIN_URL": ""},
    {
        "microsoft_calendar_client_id": "11111111-aaaa-4bbb-8ccc-222222222222",
        "microsoft_calendar_client_secret": "demo-client-secret",
    },
)
SIMULATORS = (GOOGLE, MICROSOFT)


def environment(urls: Mapping[str, str]) -> dict[str, str]:
    """Return the environment that makes each addon's provider the one at its URL, by name."""
    return {
        variable: urls[one.name] + path
        for one in SIMULATORS
        for variable, path in one.addresses.items()
    }


class Running:
    """A simulator in a process of its own that keeps its state in a folder."""

    def __init__(self, simulator: Simulator, folder: Path, urls: Mapping[str, str]) -> None:
        """Start it at its address among ``urls``; invitations cross to the other one there."""
        self.simulator, self.url = simulator, urls[simulator.name]
        (peer,) = [url for name, url in urls.items() if name != simulator.name]
        port = self.url.rpartition(":")[2]
        command = [sys.executable, "-m", f"tests.simulators.{simulator.name}"]
        state = folder / f"{simulator.name}.json"
        options = ["--host", "127.0.0.1", "--port", port, "--peer", peer, "--state", str(state)]
        log = folder / f"{simulator.name}.log"
        self.process = Process([*command, *options], log, cwd=ROOT)

    def wait(self) -> None:
        """Wait until it answers; raises Trouble if it does not."""
        deadline = time.monotonic() + START_SECONDS
        while self.process.running and time.monotonic() < deadline:
            try:
                with urllib.request.urlopen(self.url, timeout=5):
                    return
            except (urllib.error.URLError, ConnectionError):
                time.sleep(POLL_SECONDS)
        last = self.process.tail(1)
        raise Trouble(f"The simulated {self.simulator.label} does not start: {last}")
