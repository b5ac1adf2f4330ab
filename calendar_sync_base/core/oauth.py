"""The secrets of the OAuth way there and back: PKCE, and a `state` that only we can have made.

https://www.rfc-editor.org/rfc/rfc7636 and https://www.rfc-editor.org/rfc/rfc6749#section-10.12
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import json
import re
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

LIFETIME = timedelta(minutes=10)
_CLOCK_SKEW = timedelta(minutes=1)
_LEAST_RANDOM = 32
_LONGEST_STATE = 4096
_SECONDS = re.compile(r"[0-9]{1,9}")
_USUAL_LIFE, _LONGEST_SECONDS = timedelta(hours=1), 24 * 3600


class BadState(ValueError):
    """The `state` that came back is not one we issued, is too old, or is another session's."""


@dataclass(frozen=True, slots=True)
class Claims:
    """What a `state` says; `session` is a digest of the session, `nonce` makes it single-use."""

    user_id: int
    provider: str
    session: str
    return_path: str
    nonce: str


def pkce(random: bytes) -> tuple[str, str]:
    """Return verifier and S256 challenge made from at least 32 random bytes."""
    if len(random) < _LEAST_RANDOM:
        raise ValueError("PKCE needs 32 random bytes")
    verifier = _encode(random)[:128]
    return verifier, _encode(hashlib.sha256(verifier.encode()).digest())


def session_digest(secret: bytes, session_id: str) -> str:
    """Return what a state says of the session, so that the session's id never leaves the server."""
    return _encode(hmac.new(secret, b"session:" + session_id.encode(), hashlib.sha256).digest())


def issue(secret: bytes, claims: Claims, now: datetime) -> str:
    """Return a signed state for these claims, valid for ten minutes; `now` is aware UTC.

    Raises ValueError for a return path that leaves this server.
    """
    if not is_local_path(claims.return_path):
        raise ValueError("the way back must be a path on this server")
    said = asdict(claims) | {"issued": int(now.timestamp())}
    body = _encode(json.dumps(said, sort_keys=True, separators=(",", ":")).encode())
    return f"{body}.{_signature(secret, body)}"


def verify(secret: bytes, state: str, now: datetime, session: str) -> Claims:
    """Return the claims of a state that we issued for this session within ten minutes.

    `session` is the digest of the session that brings it back. The caller accepts each nonce once.
    Raises BadState.
    """
    if not state.isascii():
        raise BadState("signature")
    body, _dot, signature = state[:_LONGEST_STATE].partition(".")
    if not hmac.compare_digest(_signature(secret, body).encode(), signature.encode()):
        raise BadState("signature")
    said = _decode(body)
    issued = datetime.fromtimestamp(said.pop("issued"), UTC)
    if not -_CLOCK_SKEW <= now - issued <= LIFETIME:
        raise BadState("expired")
    claims = Claims(**said)
    if not hmac.compare_digest(claims.session.encode(), session.encode()):
        raise BadState("another session")
    return claims


def is_local_path(path: str) -> bool:
    """Tell whether a path can only lead to a page of this same server.

    Browsers read `//host`, `/\\host` and even a tab between the slashes as another host.
    """
    if not path.startswith("/") or path.startswith("//") or "\\" in path:
        return False
    return not re.search(r"[\x00-\x20\x7f-\x9f]", path)


def usable_token(value: object) -> str:
    """Return a token that can be sent in a header, anything else as an empty one.

    https://www.rfc-editor.org/rfc/rfc6750#section-2.1
    """
    return value if isinstance(value, str) and re.fullmatch(r"[\x21-\x7e]+", value) else ""


def lifetime(seconds: object) -> timedelta:
    """Return how long a token lasts by its `expires_in`; an hour where that says nothing usable.

    https://www.rfc-editor.org/rfc/rfc6749#section-5.1
    """
    said = int(seconds) if isinstance(seconds, str) and _SECONDS.fullmatch(seconds) else seconds
    if not isinstance(said, int) or isinstance(said, bool) or said < 0:
        return _USUAL_LIFE
    return timedelta(seconds=min(said, _LONGEST_SECONDS))


def _signature(secret: bytes, body: str) -> str:
    return _encode(hmac.new(secret, b"state:" + body.encode(), hashlib.sha256).digest())


def _encode(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def _decode(body: str) -> dict[str, Any]:
    try:
        said = json.loads(base64.urlsafe_b64decode(body + "=" * (-len(body) % 4)))
    except (ValueError, binascii.Error) as error:
        raise BadState("unreadable") from error
    return dict(said)
