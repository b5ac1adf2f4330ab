"""A simulator as a program of its own."""

from __future__ import annotations

import argparse
import signal
import threading

from .simulator import Simulator


def serve(
    kind: type[Simulator], label: str, port: int, text: str | None, arguments: list[str] | None
) -> None:
    """Serve one kind of simulator until SIGINT or SIGTERM; ``text`` explains the program."""
    chosen = _parser(kind, port, text).parse_args(arguments)
    simulator = kind(chosen.host, chosen.port, chosen.seed, state_file=chosen.state)
    simulator.start()
    simulator.outbox.connect(chosen.peer)
    if not simulator.world.accounts:
        simulator.add_defaults()
        simulator.changed()
    print(f"{label}: {simulator.url}", flush=True)
    ended = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: ended.set())
    ended.wait()
    simulator.stop()


def _parser(kind: type[Simulator], port: int, text: str | None) -> argparse.ArgumentParser:
    package = kind.__module__.rpartition(".")[0]
    parser = argparse.ArgumentParser(prog=f"python -m {package}", description=text)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=port)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--state", help="file to keep the state in")
    parser.add_argument("--peer", default="", help="the other simulator, to which mail crosses")
    return parser
