"""Looking into JSON that may be anything: events made by twenty years of other software."""

from __future__ import annotations

from typing import Any

Json = dict[str, Any]


class Unreadable(ValueError):
    """The event cannot be read; the text says why, without any of its content."""


def text(value: object) -> str:
    """Return a string as it is, anything else as an empty one."""
    return value if isinstance(value, str) else ""


def identifier(value: object) -> str:
    """Return a string that names something in an address, anything else as an empty one.

    `.` and `..` would name the folder around it: a deletion would be one of the whole calendar.
    """
    named = text(value)
    return "" if named in (".", "..") else named


def mapping(value: object) -> Json:
    """Return an object as it is, anything else as an empty one."""
    return value if isinstance(value, dict) else {}


def rows(value: object) -> list[Json]:
    """Return the objects of a list, an empty list for anything else."""
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def texts(value: object) -> list[str]:
    """Return the strings of a list, an empty list for anything else."""
    return [one for one in value if isinstance(one, str)] if isinstance(value, list) else []


def flag(value: object, usual: bool) -> bool:
    """Return a boolean as it is, `usual` for anything else."""
    return value if isinstance(value, bool) else usual
