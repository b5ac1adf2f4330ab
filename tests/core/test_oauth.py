"""The way back from the provider is ours, fresh, this session's, and stays on this server (32)."""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.calendar_sync_base.core.oauth import (
    LIFETIME,
    BadState,
    Claims,
    is_local_path,
    issue,
    pkce,
    session_digest,
    verify,
)

from .build import NOW

SECRET = b"k" * 32
SESSION = session_digest(SECRET, "session-1")
CLAIMS = Claims(7, "google", SESSION, "/odoo/calendar?view=week", "nonce-1")


def test_pkce_is_s256():
    """The challenge is the hash of the verifier, as RFC 7636 section 4.2 wants it."""
    verifier, challenge = pkce(bytes(range(32)))
    assert re.fullmatch(r"[A-Za-z0-9\-._~]{43,128}", verifier)
    digest = hashlib.sha256(verifier.encode()).digest()
    assert challenge == base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
    assert len(pkce(bytes(200))[0]) == 128


def test_pkce_needs_randomness():
    """Too little randomness is refused, not stretched."""
    with pytest.raises(ValueError, match="random"):
        pkce(b"short")


def test_issued_is_verified():
    """What was issued comes back with all it said."""
    state = issue(SECRET, CLAIMS, NOW)
    assert re.fullmatch(r"[A-Za-z0-9._\-]+", state)
    assert verify(SECRET, state, NOW + LIFETIME, SESSION) == CLAIMS


def test_the_session_stays_secret():
    """The session's id is not in the state; only its digest is."""
    assert "session-1" not in SESSION
    assert session_digest(SECRET, "session-2") != SESSION
    assert session_digest(b"other", "session-1") != SESSION


@pytest.mark.parametrize("age", [LIFETIME + timedelta(seconds=1), timedelta(minutes=-2)])
def test_expired_or_from_the_future(age):
    """A state is good for ten minutes, and not before its time."""
    with pytest.raises(BadState, match="expired"):
        verify(SECRET, issue(SECRET, CLAIMS, NOW), NOW + age, SESSION)


def test_another_session():
    """A state stolen from, or planted in, another session is refused."""
    with pytest.raises(BadState, match="session"):
        verify(SECRET, issue(SECRET, CLAIMS, NOW), NOW, session_digest(SECRET, "session-2"))


def test_another_secret():
    """A state of another server, or of a copy with another secret, is refused."""
    with pytest.raises(BadState, match="signature"):
        verify(b"x" * 32, issue(SECRET, CLAIMS, NOW), NOW, SESSION)


@given(st.integers(0, 10_000), st.characters(min_codepoint=33, max_codepoint=126))
def test_no_character_can_be_changed(position, character):
    """Whoever changes one character has no valid state any more."""
    state = issue(SECRET, CLAIMS, NOW)
    position %= len(state)
    forged = state[:position] + character + state[position + 1 :]
    if forged != state:
        with pytest.raises(BadState):
            verify(SECRET, forged, NOW, SESSION)


@pytest.mark.parametrize(
    "state", ["", ".", "a", "a.b", "ü.ü", "{}", "eyJ9." + "A" * 43, "." * 9999]
)
def test_rubbish(state):
    """What is no state at all is refused politely."""
    with pytest.raises(BadState):
        verify(SECRET, state, NOW, SESSION)


@pytest.mark.parametrize("path", ["/", "/odoo", "/odoo/calendar?view=week#day", "/a/../b", "/ü"])
def test_paths_of_this_server(path):
    """Any page of this server may be the way back."""
    assert is_local_path(path)
    assert verify(SECRET, issue(SECRET, replace(CLAIMS, return_path=path), NOW), NOW, SESSION)


@pytest.mark.parametrize(
    "path",
    [
        "",
        "odoo",
        "https://evil.example/",
        "//evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "/\t/evil.example",
        "/\n/evil.example",
        "/odoo\r\nSet-Cookie: a=b",
        "/a b",
        "/\x00",
        "/\x85",
        "javascript:alert(1)",
        " /odoo",
    ],
)
def test_paths_that_lead_elsewhere(path):
    """Nothing that a browser could read as another server, or as a header, is accepted."""
    assert not is_local_path(path)
    with pytest.raises(ValueError, match="path"):
        issue(SECRET, replace(CLAIMS, return_path=path), NOW)


@pytest.mark.parametrize("state", ["\ud800.x", "\u00e4.\u00f6", "x" * 100_000, ".", ""])
def test_not_even_a_text(state):
    """What cannot be a state in any way is refused like any other."""
    with pytest.raises(BadState):
        verify(SECRET, state, NOW, SESSION)


@pytest.mark.parametrize("said", ["", "{", "not JSON", "\xff"])
def test_what_is_signed_but_unreadable_is_refused(said):
    """A state that carries our signature and says nothing readable is refused as bad, too."""
    body = base64.urlsafe_b64encode(said.encode("latin-1")).rstrip(b"=").decode()
    signature = hmac.new(SECRET, b"state:" + body.encode(), hashlib.sha256).digest()
    signed = base64.urlsafe_b64encode(signature).rstrip(b"=").decode()
    with pytest.raises(BadState, match="unreadable"):
        verify(SECRET, f"{body}.{signed}", NOW, SESSION)
