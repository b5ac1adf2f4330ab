"""Where services can post change notifications to."""

from __future__ import annotations

import pytest

from odoo.addons.calendar_sync_base.core.errors import NeedsAdministrator
from odoo.addons.calendar_sync_base.core.reach import is_public
from odoo.addons.calendar_sync_base.engine.rest.reach import VARIABLE, notify_base

PUBLIC = "https://odoo.example.com"


@pytest.mark.parametrize(
    "url",
    [
        PUBLIC,
        "https://odoo.example.com:8443/",
        "https://8.8.8.8",
        "https://[2606:4700::1111]",
        "https://ODOO.Example.ORG.",
    ],
)
def test_reached_from_outside(url):
    """A server with a public https address is told of changes at once."""
    assert is_public(url)


@pytest.mark.parametrize(
    "url",
    [
        "",
        "odoo.example.com",
        "http://odoo.example.com",
        "https://localhost",
        "https://odoo",
        "https://odoo.local",
        "https://erp.home.arpa",
        "https://odoo.localhost",
        "https://127.0.0.1",
        "https://10.1.2.3",
        "https://192.168.1.20:8069",
        "https://169.254.169.254",
        "https://[::1]",
        "https://[fe80::1]",
        "https://1.2.3",
        "https://[::1",
        "https://",
    ],
)
def test_not_reached_from_outside(url):
    """No service is asked to post where it can never arrive; polling goes on as before."""
    assert not is_public(url)


def test_the_own_address():
    """Without anything said, services post to the address that people use."""
    assert notify_base(PUBLIC + "/", {}) == PUBLIC
    assert notify_base("http://localhost:8069", {}) == ""


def test_another_address():
    """Behind a tunnel the server's environment names the address, loopback in plain http too."""
    assert notify_base("http://localhost:8069", {VARIABLE: "https://hook.example/"}) == (
        "https://hook.example"
    )
    assert notify_base(PUBLIC, {VARIABLE: " http://127.0.0.1:8069 "}) == "http://127.0.0.1:8069"


def test_no_secret_in_the_clear():
    """A channel's token is not sent over plain http through a network."""
    with pytest.raises(NeedsAdministrator, match=VARIABLE):
        notify_base(PUBLIC, {VARIABLE: "http://odoo.example.com"})
