"""No server outlives its starter."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest

from tests.environment import leash, processes
from tests.environment.paths import ROOT
from tests.environment.processes import Process
from tests.environment.trouble import Trouble

SECONDS = 10.0


def ends(pid: int) -> bool:
    deadline = time.monotonic() + SECONDS
    while time.monotonic() < deadline:
        try:
            state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
        except FileNotFoundError:
            return True
        if state == "Z":
            return True
        time.sleep(0.05)
    return False


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM])
def test_a_server_ends_with_its_starter(tmp_path: Path, number):
    """Even kill -9 of the demo or the tests leaves no process behind."""
    code = """
        import sys, time
        from pathlib import Path
        from tests.environment.processes import Process
        print(Process(["sleep", "600"], Path(sys.argv[1])).group, flush=True)
        time.sleep(600)
    """
    command = [sys.executable, "-c", textwrap.dedent(code), tmp_path / "log"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as starter:
        assert starter.stdout
        server = int(starter.stdout.readline())
        os.kill(starter.pid, number)
    assert ends(server)


def test_stopping_asks_and_waits(tmp_path: Path):
    """A server that is stopped may finish what it does."""
    code = "trap 'sleep 0.3; echo done; exit' TERM; echo up; while :; do sleep 0.05; done"
    process = Process(["sh", "-c", code], tmp_path / "log")
    while "up" not in process.tail():
        time.sleep(0.05)
    process.stop()
    assert process.tail() == "up\ndone"


def test_killing_takes_the_children_too(tmp_path: Path):
    """A killed server leaves none of its workers behind."""
    process = Process(["sh", "-c", "sleep 600 & echo $!; wait"], tmp_path / "log")
    while not process.tail():
        time.sleep(0.05)
    process.kill()
    assert ends(int(process.tail()))
    assert not process.running


def test_the_leash_forgets_what_has_ended():
    """A process id that was given to somebody else is not killed."""
    assert leash.collect(["+ 10 15\n", "+ 11 2\n", "- 10\n"]) == {11: 2}


def test_the_leash_kills_what_does_not_listen():
    """A server that ignores being asked ends nevertheless."""
    code = "trap '' TERM; echo up; while :; do sleep 0.05; done"
    command = ["sh", "-c", code]
    with subprocess.Popen(command, stdout=subprocess.PIPE, start_new_session=True) as deaf:
        assert deaf.stdout
        deaf.stdout.readline()
        leash.end({deaf.pid: signal.SIGTERM}, patience=0.2)
        assert deaf.wait(SECONDS) == -signal.SIGKILL


def test_a_taken_port_is_said_with_a_way_out():
    """A person reads which port is taken and how to choose another."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(Trouble, match=rf"Port {port} is taken\. .*DEMO_PORT=\d+ make demo$"):
            processes.require_port(port, "DEMO_PORT")
    processes.require_port(processes.free_port(), "DEMO_PORT")
