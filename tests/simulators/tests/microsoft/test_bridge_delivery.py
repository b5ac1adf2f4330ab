"""How mail gets from one simulator to the other: order, patience, and over HTTP."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.simulators import bridge
from tests.simulators.common.server import wait_until
from tests.simulators.google import control as google_control
from tests.simulators.microsoft import control as microsoft_control

from .test_bridge import (
    ANNA,
    BEN,
    DORA,
    EMIL,
    appointment,
    both,
    meeting,
    responses_at_google,
)

__all__ = ["both"]
ROOT = Path(__file__).parents[4]
Json = dict[str, Any]


def test_both_sides_can_write_at_the_same_moment(both):
    """Two simulators that mail each other at once never wait for each other."""

    def google() -> None:
        for number in range(20):
            with both.google.world.lock:
                both.google.person(ANNA).add(meeting(DORA, summary=f"G{number}"))

    def outlook() -> None:
        for number in range(20):
            both.microsoft.person(DORA).add(appointment(ANNA, subject=f"M{number}"))

    threads = [threading.Thread(target=run) for run in (google, outlook)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
        assert not thread.is_alive()
    both.settle()
    assert len(both.google_events()) == len(both.outlook_events()) == 40
    received = [one["summary"] for one in both.google_events() if one["summary"][0] == "M"]
    assert received == [f"M{number}" for number in range(20)]


def test_mail_that_cannot_be_delivered_is_tried_again_and_then_kept_as_lost(monkeypatch):
    """A peer that is away for a moment gets its mail; one that stays away leaves a reason."""
    monkeypatch.setattr(bridge, "PAUSES", (0.01, 0.01))
    outbox, taken, fails = bridge.Outbox(), [], [2]

    def carry(invitation: Json) -> list[str]:
        if fails[0]:
            fails[0] -= 1
            raise bridge.Unreachable("away")
        taken.append(invitation["uid"])
        return [DORA]

    outbox.connect_to(carry)
    outbox.put({"uid": "1"})
    assert outbox.flush() and taken == ["1"] and outbox.lost == []
    fails[0] = 3
    outbox.put({"uid": "2"})
    outbox.put({"uid": "3"})
    assert outbox.flush() and taken == ["1", "3"]
    assert [(one["reason"], one["invitation"]["uid"]) for one in outbox.lost] == [("away", "2")]
    outbox.close()


def test_a_simulator_that_was_stopped_goes_on_when_it_is_started_again(both):
    """A provider that is away and comes back still reaches the other one."""
    both.google.stop()
    both.google.start()
    both.at_google(ANNA, "add", meeting(DORA))
    assert len(both.outlook_events()) == 1


@pytest.mark.parametrize("url", ["http://example.com", "https://127.0.0.1:1", "ftp://127.0.0.1"])
def test_mail_goes_to_this_machine_only(both, url):
    """A peer elsewhere is refused when it is set, not when mail is sent."""
    with pytest.raises(google_control.ControlError, match="not an http address of this machine"):
        google_control.Control(both.google.url).connect(url)


class Process:
    """One simulator in a process of its own."""

    def __init__(self, name: str, *options: str) -> None:
        command = [sys.executable, "-m", f"tests.simulators.{name}", "--port", "0", *options]
        self.run = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
        assert self.run.stdout is not None
        self.url = self.run.stdout.readline().rpartition(" ")[2].strip()

    def stop(self) -> None:
        self.run.terminate()
        self.run.wait(10)
        self.run.stdout.close()


@pytest.fixture
def processes() -> Iterator[tuple[google_control.Control, microsoft_control.Control]]:
    """Google first; Microsoft is told of it by an option, Google of Microsoft by its control."""
    google = Process("google")
    microsoft = Process("microsoft", "--peer", google.url)
    controls = google_control.Control(google.url), microsoft_control.Control(microsoft.url)
    controls[0].connect(microsoft.url)
    yield controls
    google.stop()
    microsoft.stop()


def test_two_processes_reach_each_other_over_http(processes):
    """The bridge of the demo: two servers on two ports, each told of the other."""
    google, microsoft = processes
    made = google.add(ANNA, meeting(DORA))
    google.flush()
    (copy,) = microsoft.events(DORA)
    assert copy["iCalUId"] == made["iCalUID"]
    microsoft.answer(DORA, copy["id"], "accepted")
    microsoft.flush()
    assert responses_at_google(google.events(ANNA)[0])[DORA] == "accepted"
    microsoft.add(EMIL, appointment(BEN))
    assert wait_until(lambda: len(google.events(BEN)) == 1)
    assert google.peer() == {"peer": microsoft.url, "waiting": 0, "lost": []}
    began = time.monotonic()
    google.connect("")
    google.add(ANNA, meeting(DORA, summary="Nobody is told"))
    google.flush()
    assert len(microsoft.events(DORA)) == 1 and time.monotonic() - began < 5
