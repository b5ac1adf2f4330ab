"""Debian packages that a lock file names, in the cache and verified."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from . import markers
from .apt import Apt, Deb
from .console import say, step
from .paths import cache
from .trouble import Trouble


@dataclass(frozen=True)
class Pin:
    """A line of a lock file."""

    name: str
    version: str
    suite: str
    sha256: str


def pins(lock: Path) -> list[Pin]:
    """Return the lines of a lock file."""
    lines = lock.read_text(encoding="utf-8").splitlines()
    return [Pin(*line.split()) for line in lines if line and not line.startswith("#")]


def fetch(label: str, lock: Path) -> list[Path]:
    """Return the files that a lock names, those that the cache lacks downloaded; raises Trouble."""
    wanted = pins(lock)
    files = [_known(pin) for pin in wanted]
    missing = [pin for pin, file in zip(wanted, files, strict=True) if file is None]
    return [file for file in files if file] + _download(label, missing)


def describe(private: Apt, pin: Pin) -> tuple[str, Deb]:
    """Return what to ask apt for, and what will come: the pinned version or a newer one."""
    spec = f"{pin.name}={pin.version}"
    try:
        (deb,) = private.describe(spec)
    except Trouble:
        spec = f"{pin.name}/{pin.suite}"
        (deb,) = private.describe(spec)
        say(f"  {pin.name} {pin.version} is gone from Debian {pin.suite}; taking {deb.file}.")
        return spec, deb
    if deb.sha256 != pin.sha256:
        raise Trouble(f"Debian's {deb.file} is not the file that the lock names (checksum).")
    return spec, deb


def _folder() -> Path:
    return cache() / "debs"


def _known(pin: Pin) -> Path | None:
    """Return the file of a pin if the cache has it undamaged."""
    for file in _folder().glob(f"{pin.name}_*.deb"):
        if markers.file_digest(file) == pin.sha256:
            return file
        file.unlink()
    return None


def _download(label: str, missing: list[Pin]) -> list[Path]:
    if not missing:
        return []
    private = Apt(cache() / "apt", tuple(sorted({pin.suite for pin in missing})))
    with step("Reading Debian's package index"):
        private.update()
    described = [describe(private, pin) for pin in missing]
    wanted = [spec for spec, _deb in described]
    debs = [deb for _spec, deb in described]
    private.download(f"Downloading {label}", debs, wanted, _folder())
    private.forget()
    return [_folder() / deb.file for deb in debs]
