"""``python -m tests.simulators.microsoft``: the simulator for a demo, until interrupted."""

from __future__ import annotations

from ..common.main import serve
from .simulator import MicrosoftSimulator


def main(arguments: list[str] | None = None) -> None:
    """Serve until SIGINT or SIGTERM."""
    serve(MicrosoftSimulator, "Microsoft simulator", 8071, __doc__, arguments)


if __name__ == "__main__":
    main()
