"""Delegated permissions: their words on the consent page, and their two forms.

https://learn.microsoft.com/graph/permissions-reference
https://learn.microsoft.com/entra/identity-platform/scopes-oidc
"""

from __future__ import annotations

from collections.abc import Iterable

GRAPH = "https://graph.microsoft.com/"
DEFAULT = ".default"
WORDS = {
    "Calendars.Read": ("Read your calendars", "Allows the app to read events in your calendars."),
    "Calendars.Read.Shared": (
        "Read calendars you can access",
        "Allows the app to read events in all calendars that you can access, including delegate "
        "and shared calendars.",
    ),
    "Calendars.ReadBasic": (
        "Read basic details of your calendars",
        "Allows the app to read events in your calendars, except for properties such as body, "
        "attachments, and extensions.",
    ),
    "Calendars.ReadWrite": (
        "Have full access to your calendars",
        "Allows the app to read, update, create and delete events in your calendars.",
    ),
    "Calendars.ReadWrite.Shared": (
        "Read and write to your and shared calendars",
        "Allows the app to create, read, update and delete events in all calendars in your "
        "organization you have permissions to access.",
    ),
    "MailboxSettings.Read": (
        "Read your mailbox settings",
        "Allows the app to read your mailbox settings. It does not include permission to send "
        "mail.",
    ),
    "MailboxSettings.ReadWrite": (
        "Read and write to your mailbox settings",
        "Allows the app to read, update, create, and delete your mailbox settings.",
    ),
    "User.Read": (
        "Sign you in and read your profile",
        "Allows you to sign in to the app with your organizational account and let the app read "
        "your profile.",
    ),
}
IDENTITY = {
    "openid": ("Sign you in", "Allows you to sign in to the app with your account."),
    "profile": ("View your basic profile", "Allows the app to see your name and picture."),
    "email": ("View your email address", "Allows the app to read your primary email address."),
    "offline_access": (
        "Maintain access to data you have given it access to",
        "Allows the app to see and update the data you gave it access to, even when you are not "
        "currently using the app.",
    ),
}
KNOWN = WORDS | IDENTITY
_NAMES = {name.lower(): name for name in (*KNOWN, DEFAULT)}


def short(scope: str) -> str:
    """A scope without the resource; one that is not known stays as it was."""
    return _NAMES.get(scope.lower().removeprefix(GRAPH), scope)


def unknown(wanted: Iterable[str]) -> list[str]:
    """The scopes that nobody can grant."""
    return [scope for scope in wanted if short(scope) not in (*KNOWN, DEFAULT)]
