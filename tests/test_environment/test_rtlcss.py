"""The program with which Odoo mirrors its styles is found, tried, and handed to Odoo."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from tests.environment import odoo, rtlcss, setup
from tests.environment.odoo import OdooFiles
from tests.environment.postgres import Address
from tests.environment.setup import Environment
from tests.environment.trouble import Trouble

NODE = "lib/python3.11/site-packages/playwright/driver/node"


def script(path: Path, lines: str) -> Path:
    """Write a program."""
    path.write_text(f"#!/bin/sh\n{lines}\n")
    path.chmod(0o755)
    return path


def test_node_is_found_in_the_python_environment(tmp_path: Path):
    """Nobody has to install Node.js: Playwright's package has brought one."""
    node = tmp_path / NODE
    node.parent.mkdir(parents=True)
    node.touch()
    assert rtlcss.node_of(tmp_path / "bin" / "python") == node


def test_a_python_environment_without_node_is_said(tmp_path: Path):
    """A damaged environment ends in a line that says what to do."""
    with pytest.raises(Trouble, match="make clean"):
        rtlcss.node_of(tmp_path / "bin" / "python")


def test_a_program_that_mirrors_is_believed(tmp_path: Path):
    """The trial passes for what does the work."""
    rtlcss.try_out(script(tmp_path / "good", "sed s/left/right/"))


@pytest.mark.parametrize(
    ("lines", "said"),
    [("cat", "no output"), ("echo broken >&2; exit 1", "broken"), ("exit 0", "no output")],
)
def test_a_program_that_does_not_mirror_is_refused(tmp_path: Path, lines, said):
    """Styles left as they are, an error and an empty answer are found by the set-up."""
    with pytest.raises(Trouble, match=f"does not mirror styles: {said}"):
        rtlcss.try_out(script(tmp_path / "bad", lines))


def test_the_launcher_needs_nothing_of_the_machine(tmp_path: Path):
    """It names its own Node.js, libraries and scripts, and hands on what it is asked."""
    node = script(tmp_path / "node", 'echo "$LD_LIBRARY_PATH|$NODE_PATH|$*"')
    text = rtlcss.launcher_text(tmp_path, node, {"LD_LIBRARY_PATH": "/libs"})
    launcher = script(tmp_path / "launcher", text)
    said = subprocess.check_output([launcher, "-c", "file", "-"], text=True)
    scripts = tmp_path / rtlcss.SCRIPTS
    assert said.strip() == f"/libs|{scripts}|{scripts}/rtlcss/bin/rtlcss.js -c file -"


@pytest.mark.parametrize(("folder", "first"), [("/mirror", "/mirror"), ("", "/usr/bin")])
def test_odoo_finds_it_first(monkeypatch, tmp_path: Path, folder, first):
    """Servers find this rtlcss before any other; without one their PATH is the machine's."""
    found = Environment("/python", "/odoo", (), rtlcss=folder)
    monkeypatch.setattr(odoo.setup, "ensure", lambda: found)
    monkeypatch.setenv("PATH", "/usr/bin")
    path = OdooFiles(Address("", 0, "", ""), tmp_path).environment()["PATH"]
    assert path.split(os.pathsep)[0] == first
    assert path.endswith("/usr/bin")


def test_what_was_set_up_mirrors():
    """The program in the cache does what Odoo asks of it."""
    rtlcss.try_out(Path(setup.ensure().rtlcss) / "rtlcss")
