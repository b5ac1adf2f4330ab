"""Secrets at rest: sealed when the environment of the server gives a key, plain otherwise.

The key is any text in CALENDAR_SYNC_SECRET_KEY. Several, separated by commas, replace each other:
the first seals, all open.
"""

from __future__ import annotations

import base64
import hashlib
import os

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

from ..core.errors import NeedsAdministrator

VARIABLE = "CALENDAR_SYNC_SECRET_KEY"
MARK = "sealed:"


class VaultLocked(NeedsAdministrator):
    """Something sealed cannot be opened: the key is missing, or is another one."""

    advice = "The key that protects stored passwords is missing. An administrator has to check it."


def seal(secret: str) -> str:
    """Return what to store for a secret; sealed only if there is a key."""
    fernet = _fernet()
    if not secret or secret.startswith(MARK) or not fernet:
        return secret
    return MARK + fernet.encrypt(secret.encode()).decode()


def unseal(stored: str) -> str:
    """Return the secret that was stored, sealed or not; raises VaultLocked."""
    if not stored.startswith(MARK):
        return stored
    fernet = _fernet()
    if not fernet:
        raise VaultLocked(f"{VARIABLE} is not set")
    try:
        return fernet.decrypt(stored.removeprefix(MARK).encode()).decode()
    except InvalidToken as error:
        raise VaultLocked(f"{VARIABLE} is not the one the secret was stored with") from error


def _fernet() -> MultiFernet | None:
    keys = [key.strip() for key in os.environ.get(VARIABLE, "").split(",") if key.strip()]
    return MultiFernet([_key(one) for one in keys]) if keys else None


def _key(text: str) -> Fernet:
    return Fernet(base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest()))
