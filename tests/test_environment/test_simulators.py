"""The simulated providers are what the addons talk to, and the people of Odoo live there."""

from __future__ import annotations

from dataclasses import asdict

from odoo.addons.google_calendar_sync.engine.endpoints import Endpoints as GoogleEndpoints
from odoo.addons.microsoft_calendar_sync.engine.endpoints import Endpoints as MicrosoftEndpoints

from tests.environment import databases, demo, simulators
from tests.simulators.google.simulator import GoogleSimulator
from tests.simulators.microsoft.simulator import MicrosoftSimulator

URLS = {"google": "http://localhost:1", "microsoft": "http://localhost:2"}


def test_addons_read_the_addresses_that_are_set():
    """No addon of the demo or of a test ever talks to the real provider."""
    environment = simulators.environment(URLS)
    found = {
        "google": GoogleEndpoints.from_environment(environment),
        "microsoft": MicrosoftEndpoints.from_environment(environment),
    }
    for name, endpoints in found.items():
        assert all(one.startswith(URLS[name]) for one in asdict(endpoints).values())


def test_everybody_has_an_account():
    """Each user of the demo finds their address at one simulator, with Odoo's own client."""
    clients, emails = {}, set()
    for kind in (GoogleSimulator, MicrosoftSimulator):
        simulator = kind()
        simulator.add_defaults()
        emails |= set(simulator.world.accounts)
        clients |= {client.id: client.secret for client in simulator.oauth.clients.values()}
    assert {email for email, _name in databases.PEOPLE} <= emails
    for prefix in ("google", "microsoft"):
        key = databases.CLIENTS[f"{prefix}_calendar_client_id"]
        assert clients[key] == databases.CLIENTS[f"{prefix}_calendar_client_secret"]


def test_the_page_names_every_server():
    """Who reads the page of the demo knows all addresses and everybody's password."""
    page = demo.PAGE.format(odoo="ODOO", logs="LOGS", **URLS)
    assert all(one in page for one in ("ODOO", *URLS.values()))
    for email, _name in databases.PEOPLE:
        login = email.partition("@")[0]
        assert f"{login} / {login}" in page


def test_each_server_of_the_demo_has_a_port_of_its_own():
    """Three servers start beside each other without a choice by a person."""
    ports = [demo.ODOO_PORT, *(one.port for one in simulators.SIMULATORS)]
    assert ports == [8069, 8070, 8071]
