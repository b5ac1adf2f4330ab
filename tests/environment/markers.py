"""Knowing that what the cache holds is complete and is what the locks ask for."""

from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path
from typing import Any

SKIPPED = {"__pycache__"}


def file_digest(path: Path) -> str:
    """Return the SHA-256 of a file, in hexadecimal digits."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def text_digest(*texts: str) -> str:
    """Return the SHA-256 of some texts, in hexadecimal digits."""
    return hashlib.sha256("\0".join(texts).encode()).hexdigest()


def tree_digest(top: Path, suffixes: tuple[str, ...] = ()) -> str:
    """Return a digest of the names and sizes of all files below a folder, byte code left aside.

    Reading a gigabyte takes many seconds; names and sizes take one and show every file that is
    missing, cut short or added. ``suffixes`` limits it to some kinds of files.
    """
    digest = hashlib.sha256()
    folders = [str(top)]
    while folders:
        for entry in sorted(os.scandir(folders.pop()), key=lambda entry: entry.name):
            if entry.is_dir(follow_symlinks=False):
                if entry.name not in SKIPPED:
                    folders.append(entry.path)
            elif entry.name.endswith(suffixes) or not suffixes:
                size = entry.stat(follow_symlinks=False).st_size
                digest.update(f"{entry.path[len(str(top)) :]}\t{size}\n".encode())
    return digest.hexdigest()


def read(path: Path) -> dict[str, Any]:
    """Return what a marker file says; nothing when it is missing or damaged."""
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def write(path: Path, values: dict[str, Any]) -> None:
    """Write a marker file whole or not at all."""
    draft = path.with_suffix(".draft")
    draft.write_text(json.dumps(values, indent=1), encoding="utf-8")
    draft.replace(path)
