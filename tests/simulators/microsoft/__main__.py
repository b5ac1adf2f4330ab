"""``python -m tests.simulators.microsoft``: the simulator for a demo, until interrupted."""

from __future__ import annotations

import argparse
import signal
import threading

from .simulator import MicrosoftSimulator


def main(arguments: list[str] | None = None) -> None:
    """Serve until SIGINT or SIGTERM."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.simulators.microsoft", description=__doc__
    )
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8071)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--state", help="file to keep the state in")
    parser.add_argument("--peer", default="", help="the other simulator, to which mail crosses")
    chosen = parser.parse_args(arguments)
    simulator = MicrosoftSimulator(
        chosen.host, chosen.port, chosen.seed, state_file=chosen.state
    ).start()
    simulator.outbox.connect(chosen.peer)
    if not simulator.world.accounts:
        simulator.add_defaults()
        simulator.changed()
    print(f"Microsoft simulator: {simulator.url}", flush=True)
    ended = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: ended.set())
    ended.wait()
    simulator.stop()


if __name__ == "__main__":
    main()
