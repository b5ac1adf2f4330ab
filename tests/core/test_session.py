"""A service may answer anything, for ever, and from elsewhere: workers and tokens are safe."""

from __future__ import annotations

import gzip
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
import requests

from odoo.addons.calendar_sync_base.core.errors import ServerTrouble, SyncError, Unreachable
from odoo.addons.calendar_sync_base.core.http import Call
from odoo.addons.calendar_sync_base.core.oauth import lifetime, usable_token
from odoo.addons.calendar_sync_base.engine.rest.session import new_session
from odoo.addons.calendar_sync_base.engine.rest.trail import Trail
from odoo.addons.calendar_sync_base.engine.rest.transport import Patience, Transport
from odoo.addons.google_calendar_sync.engine.dialect import GOOGLE
from odoo.addons.microsoft_calendar_sync.engine.dialect import MICROSOFT

from ..contracts.wire import Line, Signer, answer

LARGEST = 200_000


@contextmanager
def service(body: bytes, **headers: str) -> Iterator[str]:
    """A service that has one answer."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(200)
            for name, value in {"Content-Length": str(len(body)), **headers}.items():
                self.send_header(name.replace("_", "-"), value)
            self.end_headers()
            try:
                self.wfile.write(body)
            except OSError:
                self.close_connection = True

        def log_message(self, *_args):
            """Say nothing."""

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


def ask(url):
    """Make one call and return its answer."""
    session = new_session(LARGEST)
    transport = Transport(GOOGLE, url, Signer(), session, Patience(attempts=1))
    with session:
        return transport.call(Call("GET", "/x"))


def test_an_ordinary_answer():
    """What is within bounds is read, packed or not."""
    body = b'{"a": "' + b"x" * (LARGEST - 100) + b'"}'
    with service(body) as url:
        assert len(ask(url).body["a"]) == LARGEST - 100
    with service(gzip.compress(body), Content_Encoding="gzip") as url:
        assert len(ask(url).body["a"]) == LARGEST - 100


@pytest.mark.parametrize(
    ("body", "headers"),
    [
        (b" " * (LARGEST + 1), {}),
        (gzip.compress(b" " * 50_000_000), {"Content_Encoding": "gzip"}),
        (gzip.compress(gzip.compress(b"{}")), {"Content_Encoding": "gzip, gzip"}),
        (b"not packed at all", {"Content_Encoding": "gzip"}),
    ],
    ids=["too long", "a bomb", "packed twice", "not packed"],
)
def test_an_answer_without_end(body, headers):
    """A large answer, and a small one that would become large, are given up in time."""
    with service(body, **headers) as url, pytest.raises(Unreachable):
        ask(url)


def test_a_stream_is_bounded_for_others_too():
    """Whoever uses such a session gets an exception that every caller of requests knows."""
    with (
        service(b" " * (LARGEST + 1)) as url,
        new_session(LARGEST) as session,
        pytest.raises(requests.RequestException),
    ):
        session.get(url)


@pytest.mark.parametrize("dialect", [GOOGLE, MICROSOFT], ids=["google", "microsoft"])
def test_a_refusal_that_repeats_the_token(dialect):
    """What a service says of a refusal is kept, the token in it is not (promise 32)."""
    said = {"error": {"code": "Bad", "message": "token token-0 is for another calendar"}}
    line = Line(answer(400, said))
    with pytest.raises(SyncError) as raised:
        Transport(dialect, "https://a.test", Signer(), line).call(Call("GET", "/x"))
    assert "another calendar" in raised.value.detail
    assert "token-0" not in f"{raised.value.detail} {raised.value!r} {raised.value.message}"


@pytest.mark.parametrize("token", ["a\r\nX-Evil: 1", "\u20ac", "\ud800", "a\x00b"])
def test_a_token_that_cannot_be_sent(token):
    """A token that would break out of its header is not sent, and stops nothing else."""
    session = new_session()
    transport = Transport(
        GOOGLE, "http://127.0.0.1:9", Signer(token), session, Patience(attempts=1)
    )
    with session, pytest.raises(Unreachable) as raised:
        transport.call(Call("GET", "/x"))
    assert token not in str(raised.value)
    assert usable_token(token) == ""


@pytest.mark.parametrize(
    ("said", "seconds"),
    [
        (3599, 3599),
        ("3599", 3599),
        (0, 0),
        (10**30, 86400),
        ("9" * 30, 3600),
        (-5, 3600),
        (True, 3600),
        (None, 3600),
        ([], 3600),
        (float("nan"), 3600),
    ],
)
def test_how_long_a_token_lasts(said, seconds):
    """A life that means nothing is the usual one, an absurd one is a day."""
    assert lifetime(said).total_seconds() == seconds


def test_pages_in_a_circle():
    """A page that was there already is the end of a list, with an error."""
    trail = Trail("Google")
    for page in ("a", "b", ""):
        assert trail.step(page) == page
    with pytest.raises(ServerTrouble):
        trail.step("a")


def test_pages_without_end():
    """So is one page too many."""
    trail = Trail("Google", most=3)
    for page in "abc":
        trail.step(page)
    with pytest.raises(ServerTrouble):
        trail.step("d")
