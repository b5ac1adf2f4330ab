"""Identifiers that look random and are the same on every run."""

from __future__ import annotations

import base64
import hashlib


class Ids:
    """Derives every identifier from a seed and a counter, so that runs can be compared."""

    def __init__(self, seed: int = 0, count: int = 0) -> None:
        """Start a series; ``count`` continues one that was saved."""
        self.seed = seed
        self.count = count

    def digest(self, kind: str) -> bytes:
        """The next 32 bytes for one kind of identifier."""
        self.count += 1
        return hashlib.sha256(f"{self.seed}|{kind}|{self.count}".encode()).digest()

    def base32(self, kind: str, length: int = 26) -> str:
        """Lower-case base32hex text, the alphabet of Google's event ids."""
        return base64.b32hexencode(self.digest(kind)).decode().lower()[:length]

    def token(self, kind: str, prefix: str = "") -> str:
        """An opaque token, URL safe."""
        return prefix + base64.urlsafe_b64encode(self.digest(kind)).decode().rstrip("=")
