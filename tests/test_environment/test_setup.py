"""The set-up fails in one line, and believes only what is whole."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.environment import chromium, markers, odoo_source, python_packages, setup
from tests.environment.paths import ROOT, nobody_can_reach
from tests.environment.setup import Environment
from tests.environment.trouble import Trouble


def run(*arguments: str, **env: str) -> subprocess.CompletedProcess[str]:
    own = {name: value for name, value in os.environ.items() if name != setup.HANDED_ON}
    command = [sys.executable, "-m", "tests.environment", *arguments]
    return subprocess.run(
        command, cwd=ROOT, env={**own, **env}, capture_output=True, text=True, check=False
    )


def test_a_wrong_odoo_path_is_one_line(tmp_path: Path):
    """ODOO_PATH that leads nowhere ends in one clear line and a code other than 0."""
    done = run("setup", ODOO_PATH=str(tmp_path), CALENDAR_SYNC_CACHE=str(tmp_path / "cache"))
    assert done.returncode == 2
    assert done.stderr.startswith("error: No Odoo in")
    assert len(done.stderr.splitlines()) == 1


def test_too_little_disk_is_one_line(monkeypatch, tmp_path: Path):
    """A full disk is noticed before the first download."""
    monkeypatch.setenv("CALENDAR_SYNC_CACHE", str(tmp_path))
    monkeypatch.setitem(setup.SPACE, "test", 1e9)
    with pytest.raises(Trouble, match=r"GB free, .* are needed; free some"):
        setup.check_space("test")


@pytest.mark.parametrize(
    ("version", "said"), [("(18, 0, 0", "not version 19"), (None, "No Odoo in")]
)
def test_only_odoo_19_is_taken(tmp_path: Path, version, said):
    """Another version of Odoo is refused at once, not by a traceback later."""
    if version:
        (tmp_path / "odoo").mkdir()
        (tmp_path / "odoo" / "release.py").write_text(f"version_info = {version})")
    with pytest.raises(Trouble, match=said):
        odoo_source.locate(tmp_path)


@pytest.mark.parametrize("installed", [True, False])
def test_odoo_is_found_installed_or_as_a_checkout(tmp_path: Path, installed):
    """ODOO_PATH may be what a package installs or what git clones."""
    own = tmp_path / "odoo" / "addons"
    other = tmp_path / "addons"
    for folder in (own, other):
        folder.mkdir(parents=True)
    (tmp_path / "odoo" / "release.py").write_text("version_info = (19, 0, 0")
    ((own if installed else other) / "calendar").mkdir()
    assert odoo_source.locate(tmp_path).addons == ((own,) if installed else (own, other))


def test_the_environment_is_handed_on_whole():
    """The process after the set-up knows what the set-up found."""
    found = Environment("/python", "/odoo", ("/odoo/addons", "/more"), "/chromium")
    assert Environment.of_json(found.to_json()) == found


@pytest.mark.parametrize("damage", ["removed", "cut short", "added"])
def test_a_damaged_cache_is_noticed(tmp_path: Path, damage):
    """A cache that lost, gained or cut a file is not used as it is."""
    (tmp_path / "deep").mkdir()
    path = tmp_path / "deep" / "module.py"
    path.write_text("x = 1\n")
    before = markers.tree_digest(tmp_path)
    if damage == "removed":
        path.unlink()
    elif damage == "added":
        (tmp_path / "deep" / "other.py").touch()
    else:
        path.write_text("x")
    assert markers.tree_digest(tmp_path) != before


def test_byte_code_does_not_make_a_cache_look_damaged(tmp_path: Path):
    """Running Odoo does not make the next set-up fetch it again."""
    (tmp_path / "module.py").write_text("x = 1\n")
    before = markers.tree_digest(tmp_path)
    (tmp_path / "__pycache__").mkdir()
    (tmp_path / "__pycache__" / "module.pyc").touch()
    assert markers.tree_digest(tmp_path) == before


@pytest.mark.parametrize("text", ["", "{", "[]"])
def test_a_damaged_marker_means_not_there(tmp_path: Path, text):
    """A marker cut by a crash leads to fetching again, not to a traceback."""
    path = tmp_path / "odoo.json"
    path.write_text(text)
    assert markers.read(path) == {}


@pytest.mark.parametrize(
    ("output", "said"),
    [
        ("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM", "(checksum)"),
        ("NewConnectionError(...)\nERROR: No matching distribution", "Is there a network?"),
        ("ERROR: Could not install: No space left on device", "The disk is full"),
        ("ERROR: No matching distribution found for x", "No matching distribution found for x"),
    ],
)
def test_what_pip_complains_about_becomes_one_line(output, said):
    """A person reads one line that says what happened, not pip's whole output."""
    line = python_packages.reason(output)
    assert said in line
    assert "\n" not in line


def test_a_browser_that_does_not_start_is_said_at_once():
    """A broken chromium is found by the set-up and not by the first test."""
    with pytest.raises(Trouble, match="does not start"):
        chromium.try_out(Path("/bin/false"))


def test_a_private_home_is_noticed(tmp_path: Path):
    """Root's PostgreSQL is put where its unprivileged user can reach it."""
    tmp_path.chmod(0o700)
    assert not nobody_can_reach(tmp_path / "cache")
    assert nobody_can_reach(Path("/usr/lib"))


def test_each_lock_has_its_own_packages(monkeypatch, tmp_path: Path):
    """Two checkouts that ask for other packages do not take them from each other."""
    monkeypatch.setenv("CALENDAR_SYNC_CACHE", str(tmp_path / "cache"))
    before = python_packages.home()
    locks = tmp_path / "locks"
    locks.mkdir()
    for name in python_packages.STAGES:
        (locks / f"{name}.txt").write_text("something==1.0")
    monkeypatch.setattr(python_packages, "LOCKS", locks)
    assert python_packages.home() != before


def test_only_what_nobody_uses_any_more_is_removed(monkeypatch, tmp_path: Path):
    """Packages of another checkout stay while it is in use, and go when it is not."""
    monkeypatch.setenv("CALENDAR_SYNC_CACHE", str(tmp_path))
    place = python_packages.home().parent
    for name, age in (("used", 0.0), ("unused", python_packages.UNUSED_SECONDS + 60)):
        (place / name).mkdir(parents=True)
        marker = place / f"{name}.json"
        marker.write_text("{}")
        os.utime(marker, (time.time() - age,) * 2)
    python_packages.forget_unused()
    assert sorted(one.name for one in place.iterdir()) == ["used", "used.json"]
