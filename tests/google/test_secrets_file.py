"""Reading what Google's console offers for download, and what is chosen by mistake."""

from __future__ import annotations

import contextlib
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.google_calendar_sync.core.secrets_file import LARGEST, Unusable, read

ID = "123-abc.apps.googleusercontent.com"
WEB = {"client_id": ID, "client_secret": "GOCSPX-1", "project_id": "p"}
VALUES = st.none() | st.integers() | st.text(max_size=9) | st.just(ID)
JSON = VALUES | st.lists(VALUES, max_size=3) | st.dictionaries(st.text(max_size=9), VALUES)
CHOSEN = st.fixed_dictionaries(
    {},
    optional={
        "web": JSON | st.fixed_dictionaries({}, optional=dict.fromkeys(WEB, JSON)),
        "installed": JSON,
        "type": JSON,
    },
)


def reason(content: bytes) -> str:
    """Return why a file is refused."""
    with pytest.raises(Unusable) as caught:
        read(content)
    return caught.value.reason


def test_web_client():
    """Client ID, Client Secret and the lines of the console are read; the secret is not shown."""
    lines = {"redirect_uris": ["https://a.example/cb"], "javascript_origins": ["https://a.example"]}
    client = read(b"\xef\xbb\xbf" + json.dumps({"web": WEB | lines}).encode())
    assert (client.client_id, client.client_secret) == (ID, "GOCSPX-1")
    assert client.redirect_uris == {"https://a.example/cb"}
    assert client.origins == {"https://a.example"}
    assert "GOCSPX" not in repr(client)


def test_without_lines():
    """A client that has no lines yet is read all the same."""
    client = read(json.dumps({"web": WEB}).encode())
    assert not client.redirect_uris and not client.origins


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"", "no_json"),
        (b"\xff\xfe{", "no_json"),
        (b"[" * 50_000, "no_json"),
        (b" " * (LARGEST + 1), "too_big"),
        (b"[]", "not_google"),
        (b"{}", "not_google"),
        (b'{"web": []}', "not_google"),
        (b'{"web": {"client_id": "11111111-aaaa"}}', "not_google"),
        (b'{"installed": {}}', "desktop"),
        (b'{"type": "service_account"}', "service_account"),
        (json.dumps({"web": {"client_id": ID}}).encode(), "no_secret"),
    ],
)
def test_refused(content, expected):
    """Each kind of wrong file has a reason of its own."""
    assert reason(content) == expected


@given(CHOSEN)
def test_whatever_is_chosen(said):
    """No JSON ends in anything else than a client or a reason."""
    content = json.dumps(said).encode()
    with contextlib.suppress(Unusable):
        assert read(content).client_secret


@given(st.binary(max_size=200))
def test_whatever_bytes(content):
    """No bytes end in anything else either."""
    assert reason(content) in ("no_json", "not_google")
